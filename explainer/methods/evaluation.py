"""How good a classifier is, and where it errs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Floats, Integers


def accuracy(labels: Integers, predicted: Integers) -> float:
    """Return the share of images given to their own class, in [0, 1]: labels (N,) and predicted classes (N,)."""
    return float((labels == predicted).mean())


def confusion(labels: Integers, predicted: Integers) -> NDArray[np.int64]:
    """Return the counts (10, 10) of labels (N,) and predicted classes (N,): row is the true class, column the other."""
    counts = np.zeros((CLASSES, CLASSES), np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def errors(labels: Integers, predicted: Integers) -> NDArray[np.int64]:
    """Return the places (errors,) of the images given to a wrong class, in the order of the labels (N,)."""
    return np.flatnonzero(labels != predicted)


def worst_pair(confusion: Integers) -> tuple[int, int, int]:
    """Return the commonest error of the counts (10, 10): true class, predicted class, how often."""
    true, predicted, often = worst_pairs(confusion, 1)[0]
    return int(true), int(predicted), int(often)


def worst_pairs(confusion: Integers, count: int) -> NDArray[np.int64]:
    """Return the commonest errors (count, 3) of the counts (10, 10): true class, predicted class, how often."""
    off = confusion * (1 - np.eye(CLASSES, dtype=np.int64))
    order = np.argsort(-off, axis=None, kind="stable")[:count]
    true, predicted = np.unravel_index(order, off.shape)
    return np.stack([true, predicted, off[true, predicted]], axis=1).astype(np.int64)


def class_accuracies(confusion: Integers) -> NDArray[np.float64]:
    """Return the share of each class's own images that are correctly classified, (10,), of the counts (10, 10)."""
    return np.asarray(np.diagonal(confusion) / confusion.sum(axis=1), np.float64)


def total_variation(images: Floats) -> NDArray[np.float64]:
    """Return the sum (N,) of the absolute differences of neighbours in images (N, 28, 28), in units of ink."""
    across, down = (np.abs(np.diff(images.reshape(-1, SIDE, SIDE), axis=axis)) for axis in (1, 2))
    return np.asarray(across.sum(axis=(1, 2)) + down.sum(axis=(1, 2)), np.float64)
