"""What weights say of images by their dot product, and what a single weight does: two ways to read a filter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import Floats

Array = NDArray[np.float64]


def cosines(images: Floats, filters: Floats) -> Array:
    """Return the cosine (N, M) of the angle between each image (N, P) and each filter (M, P), in [−1, 1].

    It is their dot product once both have length 1, so neither more ink nor larger weights raise it. What is all zeros
    has no direction: its cosines are 0.
    """
    one, other = (_of_length_one(rows) for rows in (images, filters))
    return np.asarray(one @ other.T, np.float64)


def influence(filters: Floats, images: Floats) -> Array:
    """Return by how much each pixel moves each weighted sum, (M, P): the standard deviation of weight × pixel.

    filters (M, P), images (N, P). It is the size of the weight times the standard deviation of the ink: a large weight
    on a pixel that hardly varies moves little.
    """
    return np.asarray(abs(filters) * images.std(axis=0, dtype=np.float64), np.float64)


def shared_share(one: Floats, other: Floats, count: int) -> float:
    """Return which share of the `count` largest of one list (P,) is among as many largest of the other, in [0, 1]."""
    first, second = (set(np.argsort(-values, kind="stable")[:count].tolist()) for values in (one, other))
    return len(first & second) / count


def _of_length_one(rows: Floats) -> Array:
    exact = np.asarray(rows, np.float64)
    lengths = np.linalg.norm(exact, axis=1, keepdims=True)
    return np.asarray(np.divide(exact, lengths, out=np.zeros_like(exact), where=lengths > 0), np.float64)
