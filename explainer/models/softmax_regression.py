"""Softmax regression from scratch: the loss and the slope of `linear`, and steps down it.

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


def descend(flat: Floats, labels: Integers, *, penalty: float, rate: float) -> Iterator[LinearModel]:
    """Yield the model before the first step and after every step, for as long as you ask.

    flat: (N, pixels), all of which take part in every step. penalty: λ. rate: the step is −rate · slope.
    """
    inked = flat.any(axis=0)  # the weight of a pixel that is bare in every image has no slope, and stays 0
    seen = np.ascontiguousarray(flat[:, inked])
    model = LinearModel(np.zeros((CLASSES, seen.shape[1])), np.zeros(CLASSES))
    while True:
        weights = np.zeros((CLASSES, flat.shape[1]))
        weights[:, inked] = model.weights
        yield LinearModel(weights, model.biases)
        slope = gradient(model, seen, labels, penalty)
        model = LinearModel(model.weights - rate * slope.weights, model.biases)  # the biases stay 0


def fit(flat: Floats, labels: Integers, *, penalty: float, rate: float, steps: int) -> Fit:
    """Take `steps` steps and keep the loss at each."""
    losses = []
    for model in islice(descend(flat, labels, penalty=penalty, rate=rate), steps + 1):
        losses.append(loss(model, flat, labels, penalty))
    return Fit(model, np.array(losses))
