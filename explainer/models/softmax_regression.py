"""Softmax regression from scratch: the loss and the gradient of `linear`, and gradient descent.

The model is that of allenlu2007's post: weights and no biases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from explainer.data import CLASSES, Floats, Integers
from explainer.models.linear import Array, LinearModel, gradient, loss


@dataclass(frozen=True)
class Fit:
    """The model after the last step; losses (steps + 1,) in nats, before the first step and after each."""

    model: LinearModel
    losses: Array


def descend(flat: Floats, labels: Integers, *, penalty: float, learning_rate: float) -> Iterator[LinearModel]:
    """Yield the model before the first step and after every step, for as long as you ask.

    flat: (N, pixels), all of which take part in every step; the weights have their precision. penalty: λ. A step is
    −learning_rate · gradient.
    """
    inked = flat.any(axis=0)  # the weight of a pixel without ink in any image has gradient 0, and stays 0
    used = np.ascontiguousarray(flat[:, inked])
    model = LinearModel(np.zeros((CLASSES, used.shape[1]), flat.dtype), np.zeros(CLASSES, flat.dtype))
    while True:
        weights = np.zeros((CLASSES, flat.shape[1]), flat.dtype)
        weights[:, inked] = model.weights
        yield LinearModel(weights, model.biases)
        grad = gradient(model, used, labels, penalty)
        model = LinearModel(model.weights - learning_rate * grad.weights, model.biases)  # the biases stay 0


def fit(flat: Floats, labels: Integers, *, penalty: float, learning_rate: float, steps: int) -> Fit:
    """Take `steps` steps on pixels (N, 784) and labels (N,), and keep the loss at each."""
    losses = []
    for model in islice(descend(flat, labels, penalty=penalty, learning_rate=learning_rate), steps + 1):
        losses.append(loss(model, flat, labels, penalty))
    return Fit(model, np.array(losses))
