"""The linear classifier: ten weighted sums and a softmax. Every linear trainer returns one.

Single precision in gives single precision out, which takes half the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Floats, Integers, Split

Array = NDArray[Any]
"""In single or in double precision, as what it was computed from."""


@dataclass(frozen=True)
class LinearModel:
    """weights (10, 784), in logits per unit of ink; biases (10,), in logits."""

    weights: Array
    biases: Array

    @property
    def centred(self) -> Array:
        """The weights freed of their mean over the classes, which no probability depends on, (10, 784)."""
        return np.asarray(self.weights - self.weights.mean(axis=0), np.float64)

    def logits(self, flat: Floats) -> Array:
        """Return the weighted sums (N, 10) of images (N, 784)."""
        return np.asarray(flat @ self.weights.T + self.biases)

    def probabilities(self, flat: Floats) -> Array:
        """Return the softmax (N, 10) of the logits; every row sums to 1."""
        return softmax(self.logits(flat))

    def predict(self, flat: Floats) -> NDArray[np.int64]:
        """Return the most probable class (N,) of each image."""
        return np.asarray(self.logits(flat).argmax(axis=1), np.int64)

    def accuracy(self, split: Split) -> float:
        """Return the share of images given to their own class, in [0, 1]."""
        return float((self.predict(split.flat) == split.labels).mean())


def softmax(logits: Floats) -> Array:
    """Return exp(z) / Σ exp(z) along the last axis of logits z (…, 10), in the same shape (Bishop 2006, §4.3.4).

    The largest logit is taken off first: it changes nothing and keeps exp from overflowing.
    """
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))  # (…, 10)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def one_hot(labels: Integers) -> Array:
    """Return a row for each of the labels (N,): 1 at the true class, 0 elsewhere, (N, 10)."""
    return np.asarray(np.eye(CLASSES, dtype=np.float32)[labels])


def cross_entropy(logits: Floats, labels: Integers) -> float:
    """Return the mean of −log p[label], in nats (Bishop 2006, §4.3.4). logits (N, 10), labels (N,)."""
    shifted = logits - logits.max(axis=1, keepdims=True)  # (N, 10)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(labels)), labels].mean())


def loss(model: LinearModel, flat: Floats, labels: Integers, penalty: float) -> float:
    """Return the mean cross-entropy plus penalty/2 · Σ weights², in nats. The biases go free.

    flat: pixels (N, 784). labels: (N,) integers 0–9.
    """
    return cross_entropy(model.logits(flat), labels) + penalty / 2 * float((model.weights**2).sum())


def gradient(model: LinearModel, flat: Floats, labels: Integers, penalty: float) -> LinearModel:
    """Return the gradient of `loss` with respect to every weight and bias, as a model of the same shape.

    For one image it is (p − y) xᵀ: too much probability on a class takes that image's ink off its weights.
    flat: pixels (N, 784). labels: (N,) integers 0–9.
    """
    error = (model.probabilities(flat) - one_hot(labels)) / len(labels)  # (N, 10)
    return LinearModel(error.T @ flat + penalty * model.weights, error.sum(axis=0))
