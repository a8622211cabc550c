"""Mini-batch descent for the linear classifier: a few images at a time, and two rules for the step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from explainer.data import CLASSES, PIXELS, Split
from explainer.models.linear import Array, LinearModel, gradient

Rule = Callable[[Array], Array]
"""The slope of the loss (10, 785) in, the change of the weights and biases (10, 785) out."""


@dataclass(frozen=True)
class Step:
    """The model after a step, and the mini-batch that it learned from."""

    model: LinearModel
    batch: Split


def plain(rate: float) -> Rule:
    """Return the rule of gradient descent: go down the slope, `rate` times as far as it is steep."""
    return lambda slope: -rate * slope


def adam(rate: float, memory: float = 0.9, long_memory: float = 0.999, epsilon: float = 1e-8) -> Rule:
    """Return the rule of Adam (Kingma and Ba 2015): every weight moves about `rate`, however gentle its slope.

    The step is the slope's running mean over its running size. The two shares of the past that a step
    remembers are the paper's, as is ε, which keeps the step finite where there is no slope.
    """
    mean, square, steps = np.zeros(1), np.zeros(1), 0

    def change(slope: Array) -> Array:
        nonlocal mean, square, steps
        steps += 1
        mean = memory * mean + (1 - memory) * slope
        square = long_memory * square + (1 - long_memory) * slope**2
        size = np.sqrt(square / (1 - long_memory**steps))  # both means begin at 0: undo that
        return np.asarray(-rate * mean / (1 - memory**steps) / (size + epsilon), np.float64)

    return change


def descend(train: Split, batch: int, rule: Rule, rng: np.random.Generator) -> Iterator[Step]:
    """Yield every step from zero weights, epoch after epoch, for as long as you ask.

    Each epoch deals the images out in a new order; those beyond the last full batch wait for the next.
    """
    both = np.zeros((CLASSES, PIXELS + 1))  # the weights, and the biases in the last column
    while True:
        order = rng.permutation(len(train))
        for start in range(0, len(train) - batch + 1, batch):
            chosen = order[start : start + batch]
            part = Split(train.images[chosen], train.labels[chosen])
            slope = gradient(_model(both), part.flat, part.labels, penalty=0.0)
            both = both + rule(np.column_stack([slope.weights, slope.biases]))
            yield Step(_model(both), part)


def steps_per_epoch(train: Split, batch: int) -> int:
    """Return how many full batches the images make."""
    return len(train) // batch


def _model(both: Array) -> LinearModel:
    return LinearModel(both[:, :PIXELS], both[:, PIXELS])
