"""Weights as images, and the two regions that the first question of this site is about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Floats, Split
from explainer.models.linear import LinearModel

Mask = NDArray[np.bool_]

CENTRE_RADIUS = 3.0  # pixels: inside the hole of most zeros
RING_LEVEL = 0.5  # of the mean zero's darkest pixel


def images(model: LinearModel) -> NDArray[np.float64]:
    """Return the weights as ten images (10, 28, 28): pixel (r, c) is what one unit of ink there adds to a logit."""
    return model.weights.reshape(CLASSES, SIDE, SIDE)


def class_means(split: Split) -> NDArray[np.float64]:
    """Return the mean image of each class, (10, 28, 28) in [0, 1]."""
    return np.stack([split.images[split.labels == c].mean(axis=0, dtype=np.float64) for c in range(CLASSES)])


def ring(mean_image: Floats) -> Mask:
    """Return where a mean image (28, 28) is at least half as dark as its darkest pixel: the stroke, (28, 28)."""
    return np.asarray(mean_image >= RING_LEVEL * mean_image.max(), np.bool_)


def centre() -> Mask:
    """Return the disc of radius 3 pixels around the middle of the image, (28, 28)."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    return np.asarray(rows**2 + columns**2 <= CENTRE_RADIUS**2, np.bool_)


def never_inked(split: Split) -> Mask:
    """Return the pixels (28, 28) that are paper in every image of `split`."""
    return np.asarray(split.images.max(axis=0) == 0, np.bool_)
