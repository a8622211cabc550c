"""How thick and how soft handwriting is, measured from the images: what a drawing must be to look like the data."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from explainer.data import SIDE, Floats

FINER = 8  # samples per pixel when measuring: widths come out in eighths of a pixel, a twentieth of a stroke
HALF, LOW, HIGH = 0.5, 0.1, 0.9  # of full ink: where the outline is, and where an edge begins and ends


def stroke_width(images: Floats) -> NDArray[np.float64]:
    """Return each image's stroke width in pixels: twice the median distance from its middle lines to its outline.

    The outline is where interpolated ink is half of full ink. The middle lines are the local maxima of the distance to
    it (the medial axis, Blum 1967). images: (N, 784) or (N, 28, 28) in [0, 1], 1 ink. Returns (N,), NaN where no ink
    reaches one half.
    """
    return np.array([_width(fine) for fine in _finer(images)])


def edge_width(images: Floats) -> NDArray[np.float64]:
    """Return over how many pixels ink falls from 90 % to 10 % at each image's edges.

    An edge whose gradient is g takes 0.8 / g pixels for it; g is the mean over all places with ink in between, so a
    steep edge and the gentle one beside it count by the area they cover. Pixels have a size: the sharpest edge that
    antialiasing draws measures 1.4. images: (N, 784) or (N, 28, 28) in [0, 1]. Returns (N,), NaN for no ink.
    """
    return np.array([_edge(fine) for fine in _finer(images)])


def _finer(images: Floats) -> list[NDArray[np.float64]]:
    shaped = np.asarray(images, np.float64).reshape(-1, SIDE, SIDE)
    return [ndimage.zoom(each, FINER, order=1, grid_mode=True, mode="grid-constant") for each in shaped]


def _width(fine: Floats) -> float:
    inside = fine >= HALF
    if not inside.any():
        return float("nan")
    distances = np.asarray(ndimage.distance_transform_edt(inside))  # to the first sample outside: half a sample more
    # than to the outline, which makes up for a middle that lies between two samples
    ridge = inside & (distances >= ndimage.maximum_filter(distances, size=FINER // 2 + 1))
    return float(2 * np.median(distances[ridge]) / FINER)


def _edge(fine: Floats) -> float:
    down, across = np.gradient(fine)  # per sample
    between = (fine > LOW) & (fine < HIGH)
    steepness = np.hypot(down, across)[between] * FINER  # per pixel
    return float((HIGH - LOW) / steepness.mean()) if steepness.size else float("nan")
