"""Classifiers that are found by averaging or by solving equations: yardsticks for the trained one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Floats, Split
from explainer.models.linear import Array, LinearModel

PAIRS = tuple(combinations(range(CLASSES), 2))  # 45 of them


def nearest_mean(train: Split) -> LinearModel:
    """Return the linear model that picks the class whose mean image is nearest.

    ‖x − m‖² = ‖x‖² − 2 m·x + ‖m‖², and ‖x‖² is the same for all ten: the weights are the means themselves.
    """
    means = np.stack([train.flat[train.labels == c].mean(axis=0, dtype=np.float64) for c in range(CLASSES)])
    return LinearModel(means, -(means**2).sum(axis=1) / 2)


@dataclass(frozen=True)
class Sums:
    """What least squares needs to know of each class: products (10, 785, 785) and sums (10, 785).

    The last of the 785 columns is a constant 1, whose weight is the bias.
    """

    products: Array
    sums: Array


def sums(train: Split) -> Sums:
    """Go through the images once."""
    products, totals = [], []
    for c in range(CLASSES):
        own = train.flat[train.labels == c]
        rows = np.column_stack([own, np.ones(len(own), np.float32)])  # (n, 785)
        products.append((rows.T @ rows).astype(np.float64))
        totals.append(rows.sum(axis=0, dtype=np.float64))
    return Sums(np.stack(products), np.stack(totals))


def least_squares(known: Sums, ridge: float) -> LinearModel:
    """Return min Σ ‖W x + b − one-hot(label)‖² + ridge · ‖W, b‖² over all images."""
    return _model(_solve(known.products.sum(axis=0), known.sums.T, ridge).T)


@dataclass(frozen=True)
class OneVsOne:
    """45 two-class classifiers, as one model with weights (45, 784): output k is > 0 for the first of PAIRS[k]."""

    model: LinearModel

    def votes(self, flat: Floats) -> NDArray[np.int64]:
        """Return how many of its nine pairs each class wins, (N, 10), of pixels (N, 784)."""
        won = self.model.logits(flat) > 0  # (N, 45) by the first of the pair
        return np.asarray(won @ _SIDES[0] + ~won @ _SIDES[1], np.int64)

    def summed(self, flat: Floats) -> Array:
        """Return the sum of each class's nine outputs, (N, 10): a linear function of the pixels (N, 784)."""
        return np.asarray(self.model.logits(flat) @ (_SIDES[0] - _SIDES[1]), np.float64)


def one_vs_one(known: Sums, ridge: float) -> OneVsOne:
    """Return one least-squares classifier for each pair of classes: 1 for the first, −1 for the second."""
    solved = [_solve(known.products[i] + known.products[j], known.sums[i] - known.sums[j], ridge) for i, j in PAIRS]
    return OneVsOne(_model(np.stack(solved)))


_SIDES = tuple(np.eye(CLASSES, dtype=np.int64)[list(side)] for side in zip(*PAIRS, strict=True))  # two of (45, 10)


def _solve(products: Array, targets: Array, ridge: float) -> Array:
    return np.asarray(np.linalg.solve(products + ridge * np.eye(len(products)), targets), np.float64)


def _model(rows: Array) -> LinearModel:
    return LinearModel(rows[:, :-1], rows[:, -1])
