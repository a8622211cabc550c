"""Weights as 16-bit integers and a scale: half the bytes, and nearly the same model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import Floats

LARGEST = 32_767  # of 16-bit integers


def quantized(values: Floats) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """Return integers (…) for values (…), and the scale (1,) by which to multiply them.

    The largest value becomes the largest integer, so that none is further off than half a scale (Jacob et al. 2018).
    """
    largest = max(float(np.abs(values).max()), float(np.finfo(np.float32).tiny))
    scale = np.float32(largest / LARGEST)
    return np.round(values / scale).clip(-LARGEST, LARGEST).astype(np.int16), np.array([scale])


def restored(integers: NDArray[np.int16], scale: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the values that integers (…) stand for, (…), in single precision. scale: (1,)."""
    return integers.astype(np.float32) * scale
