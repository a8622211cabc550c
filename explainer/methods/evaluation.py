"""How good a classifier is, and where it errs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Floats, Integers


def accuracy(labels: Integers, predicted: Integers) -> float:
    """Return the share of images given to their own class, in [0, 1]."""
    return float((labels == predicted).mean())


def confusion(labels: Integers, predicted: Integers) -> NDArray[np.int64]:
    """Return the counts (10, 10): row is the true class, column the predicted one."""
    counts = np.zeros((CLASSES, CLASSES), np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def errors(labels: Integers, predicted: Integers) -> NDArray[np.int64]:
    """Return the places of the images given to a wrong class, in the order of the data set."""
    return np.flatnonzero(labels != predicted)


def worst_pair(confusion: Integers) -> tuple[int, int, int]:
    """Return the commonest error: true class, predicted class, how often."""
    true, predicted, often = worst_pairs(confusion, 1)[0]
    return int(true), int(predicted), int(often)


def worst_pairs(confusion: Integers, count: int) -> NDArray[np.int64]:
    """Return the commonest errors (count, 3), commonest first: true class, predicted class, how often."""
    off = confusion * (1 - np.eye(CLASSES, dtype=np.int64))
    order = np.argsort(-off, axis=None, kind="stable")[:count]
    true, predicted = np.unravel_index(order, off.shape)
    return np.stack([true, predicted, off[true, predicted]], axis=1).astype(np.int64)


def class_accuracies(confusion: Integers) -> NDArray[np.float64]:
    """Return for each class the share of its own images that are correctly classified, (10,) in [0, 1]."""
    return np.asarray(np.diagonal(confusion) / confusion.sum(axis=1), np.float64)


def total_variation(images: Floats) -> NDArray[np.float64]:
    """Return the sum of the absolute differences of neighbours in images (N, 28, 28), one for each, in units of ink."""
    across, down = (np.abs(np.diff(images.reshape(-1, SIDE, SIDE), axis=axis)) for axis in (1, 2))
    return np.asarray(across.sum(axis=(1, 2)) + down.sum(axis=(1, 2)), np.float64)
