"""An image drawn larger with splines between its pixels, as plotting libraries do under the name spline16."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import Floats

REACH = 2  # pixels to either side that a point is made of: four by four, hence the name


def spline16(images: Floats, times: int) -> NDArray[np.float64]:
    """Return images (N, side, side) drawn `times` larger, (N, times · side, times · side), cut off at 0 and 1.

    Each point is a weighted mean of the 16 pixels around it. The weights are those of Panorama Tools' spline16, which
    Anti-Grain Geometry has and matplotlib takes; some are negative. At an edge the outermost pixels go on.
    """
    weights = _weights(images.shape[-1], times)
    drawn = np.einsum("ij,njk,lk->nil", weights, np.asarray(images, np.float64), weights)
    return np.asarray(np.clip(drawn, 0, 1))


def _weights(side: int, times: int) -> NDArray[np.float64]:
    """Return how much each pixel of a row counts at each point of the larger row, (times · side, side)."""
    points = (np.arange(times * side) + 0.5) / times - 0.5  # where the point lies, in pixels
    weights = np.zeros((len(points), side))
    for offset in range(1 - REACH, REACH + 1):
        pixel = np.floor(points).astype(int) + offset
        np.add.at(weights, (np.arange(len(points)), pixel.clip(0, side - 1)), _kernel(np.abs(points - pixel)))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _kernel(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of a pixel at a distance in [0, 2) pixels: 1 at 0, and 0 at 1 and 2."""
    near = ((distance - 9 / 5) * distance - 1 / 5) * distance + 1
    beyond = distance - 1
    far = ((-1 / 3 * beyond + 4 / 5) * beyond - 7 / 15) * beyond
    return np.where(distance < 1, near, far)
