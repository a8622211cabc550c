"""Mini-batch gradient descent for the linear classifier, by two optimizers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import DTypeLike

from explainer.data import CLASSES, PIXELS, Split
from explainer.models.linear import Array, LinearModel, gradient

if TYPE_CHECKING:
    from explainer.settings import SgdSettings

Optimizer = Callable[[Array], Array]
"""The gradient of the loss (10, 785) in, the change of the weights and biases (10, 785) out."""


@dataclass(frozen=True)
class Step:
    """The model after a step, and the mini-batch that it learned from."""

    model: LinearModel
    batch: Split


def sgd(learning_rate: float) -> Optimizer:
    """Return plain gradient descent: a step of −learning_rate · gradient."""
    return lambda grad: -learning_rate * grad


def adam(learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> Optimizer:
    """Return Adam (Kingma and Ba 2015): every weight moves by about the learning rate, however small its gradient.

    The step is the gradient's running mean over the root of its running mean square. Both decay rates are the paper's,
    as is ε, which keeps the step finite where the gradient is zero.
    """
    mean: Array = np.zeros(1, np.float32)
    square, steps = mean, 0

    def change(grad: Array) -> Array:
        nonlocal mean, square, steps
        steps += 1
        mean = beta1 * mean + (1 - beta1) * grad
        square = beta2 * square + (1 - beta2) * grad**2
        size = np.sqrt(square / (1 - beta2**steps))  # both means begin at 0: undo that
        return np.asarray(-learning_rate * mean / (1 - beta1**steps) / (size + epsilon))

    return change


def descend(
    train: Split, batch: int, optimizer: Optimizer, rng: np.random.Generator, precision: DTypeLike = np.float32
) -> Iterator[Step]:
    """Yield every step from zero weights, epoch after epoch, for as long as you ask.

    Each epoch deals the images out in a new order; those beyond the last full batch wait for the next.
    """
    params = np.zeros((CLASSES, PIXELS + 1), precision)  # the weights, and the biases in the last column
    while True:
        order = rng.permutation(len(train))
        for start in range(0, len(train) - batch + 1, batch):
            chosen = order[start : start + batch]
            part = Split(train.images[chosen], train.labels[chosen])
            grad = gradient(_model(params), part.flat, part.labels, penalty=0.0)
            params = params + optimizer(np.column_stack([grad.weights, grad.biases]))
            yield Step(_model(params), part)


def train(split: Split, settings: SgdSettings) -> Iterator[Step]:
    """Yield as many steps of plain gradient descent as the settings say."""
    rng = np.random.default_rng(settings.seed)
    return islice(descend(split, settings.batch, sgd(settings.learning_rate), rng), settings.steps)


def steps_per_epoch(train: Split, batch: int) -> int:
    """Return how many full batches the images make."""
    return len(train) // batch


def _model(params: Array) -> LinearModel:
    return LinearModel(params[:, :PIXELS], params[:, PIXELS])
