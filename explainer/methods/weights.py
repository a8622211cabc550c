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


def class_stds(split: Split) -> NDArray[np.float64]:
    """Return the standard deviation of every pixel within each class, (10, 28, 28) in [0, 1/2]."""
    return np.stack([split.images[split.labels == c].std(axis=0, dtype=np.float64) for c in range(CLASSES)])


def ring(mean_image: Floats) -> Mask:
    """Return where a mean image (28, 28) is at least half as inked as its fullest pixel: the stroke, (28, 28)."""
    return np.asarray(mean_image >= RING_LEVEL * mean_image.max(), np.bool_)


def centre() -> Mask:
    """Return the disc of radius 3 pixels around the middle of the image, (28, 28)."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    return np.asarray(rows**2 + columns**2 <= CENTRE_RADIUS**2, np.bool_)


def largest(image: Floats, count: int) -> Mask:
    """Return where the `count` largest values of an image (28, 28) stand, signs counted, (28, 28)."""
    chosen = np.zeros(image.size, np.bool_)
    chosen[np.argsort(-image, axis=None, kind="stable")[:count]] = True
    return chosen.reshape(image.shape)


def never_inked(split: Split) -> Mask:
    """Return the pixels (28, 28) that are background in every image of `split`."""
    return np.asarray(split.images.max(axis=0) == 0, np.bool_)


def add_to_all(model: LinearModel, image: Floats) -> LinearModel:
    """Return a model with `image` (28, 28) added to the weights of every class.

    Every logit of an image rises by the same amount, so no probability changes.
    """
    return LinearModel(model.weights + image.reshape(-1), model.biases)


def relative_to(model: LinearModel, digit: int) -> LinearModel:
    """Return a model with the weights and the bias of `digit` taken off those of every class.

    Its probabilities are the same, and `digit` has weights of zero: the baseline class of the statisticians.
    """
    return LinearModel(model.weights - model.weights[digit], model.biases - model.biases[digit])


def smile() -> NDArray[np.float64]:
    """Return a face (28, 28) of ones on zeros."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    radius = np.hypot(rows, columns)
    outline = abs(radius - 11) < 0.9
    mouth = (abs(radius - 6.5) < 0.9) & (rows > 1.5)
    eyes = np.hypot(rows + 3.5, abs(columns) - 4) < 1.4
    return np.asarray(outline | mouth | eyes, np.float64)


def neutral_of_own_limits(images: Floats) -> NDArray[np.float64]:
    """Return the weight (N,) that gets the middle of the colour scale if each image (N, 28, 28) sets its own limits."""
    return np.asarray((images.min(axis=(1, 2)) + images.max(axis=(1, 2))) / 2, np.float64)


def share_of_wrong_sign(images: Floats, neutral: Floats) -> float:
    """Return the share of all weights (N, 28, 28) other than 0 that get the other sign's colour.

    `neutral` is the weight in the middle of the scale: one number, or (N, 1, 1).
    """
    wrong = np.sign(images) * np.sign(images - neutral) < 0
    return float(wrong.sum() / (images != 0).sum())
