"""How good a classifier is, and where it errs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Integers


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
    off = confusion * (1 - np.eye(CLASSES, dtype=np.int64))
    true, predicted = np.unravel_index(int(off.argmax()), off.shape)
    return int(true), int(predicted), int(off[true, predicted])
