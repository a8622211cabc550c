"""Pearson's correlation of images, pixel by pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import Floats

Array = NDArray[np.float64]


def correlations(images: Floats, others: Floats | None = None) -> Array:
    """Return the correlation (N, M) of every one of `images` (N, …) with every one of `others` (M, …), in [−1, 1].

    `others` are the images themselves, unless they are given. NaN where one of the two does not vary.
    """
    ones = _standardised(images)
    return np.asarray(ones @ (ones if others is None else _standardised(others)).T, np.float64)


def mean_correlation(images: Floats, others: Floats | None = None) -> float:
    """Return the mean correlation of each image (N, …) with its counterpart (N, …), or of all pairs of the images.

    Pairs of which one does not vary have none, and are left out.
    """
    table = correlations(images, others)
    pairs = table[np.triu_indices(len(table), 1)] if others is None else table.diagonal()
    return float(np.nanmean(pairs))


def _standardised(images: Floats) -> Array:
    """Return the images as rows of mean 0 and length 1; rows of NaN for images that do not vary."""
    rows = np.asarray(images, np.float64).reshape(len(images), -1)
    centred = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    varies = np.ptp(rows, axis=1, keepdims=True) > 0
    return np.asarray(np.divide(centred, lengths, out=np.full_like(centred, np.nan), where=varies), np.float64)
