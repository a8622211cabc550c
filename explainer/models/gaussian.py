"""The plainest model of what images look like: their mean, and how their pixels vary together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.data import Floats

BLOCK = 8192  # images at a time: all of them at once, in double precision, would take 350 MB


@dataclass(frozen=True)
class Gaussian:
    """mean (784,), in ink; covariance (784, 784), in ink², symmetric and at least 0 in every direction."""

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]


def fit(flat: Floats) -> Gaussian:
    """Return the Gaussian of greatest likelihood for images (N, 784): their mean and covariance, over N.

    Pixels that never vary have variance 0, so the model has no density outside the space of the images.
    """
    mean = flat.mean(axis=0, dtype=np.float64)
    scatter = np.zeros((len(mean), len(mean)))
    for start in range(0, len(flat), BLOCK):
        apart = flat[start : start + BLOCK] - mean  # (BLOCK, 784)
        scatter += apart.T @ apart
    return Gaussian(mean, scatter / len(flat))
