"""Whether a probability of nine in ten is right nine times in ten, and the one number that mends it where it is not.

Of each image only the winner counts: its probability, the *confidence*, and whether the winner is the true class.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from explainer.data import Floats, Integers
from explainer.models.linear import cross_entropy, softmax

Array = NDArray[np.float64]

DECADES = 2  # temperatures looked at reach from a hundredth to a hundred


@dataclass(frozen=True)
class Reliability:
    """Confidence beside accuracy, in bins of equal width from 0 to 1; each array is (bins,)."""

    counts: NDArray[np.int64]  # images whose confidence is in the bin
    confidences: Array  # their mean, in [0, 1]; NaN in an empty bin
    accuracies: Array  # the share of them that is correctly classified, in [0, 1]; NaN in an empty bin

    @property
    def expected_calibration_error(self) -> float:
        """The mean of |accuracy − confidence|, each bin weighted by its images, in [0, 1] (Guo et al. 2017)."""
        held = self.counts > 0
        gaps = np.abs(self.accuracies[held] - self.confidences[held])
        return float((self.counts[held] * gaps).sum() / self.counts.sum())


def reliability(logits: Floats, labels: Integers, bins: int) -> Reliability:
    """Sort images by the probability of their winner. logits: (N, 10), any real; labels: (N,), digits 0–9.

    A bin holds what is above its lower edge, up to its upper edge (Guo et al. 2017).
    """
    probabilities = softmax(logits)  # (N, 10)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    places = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)  # (N,)
    counts = np.bincount(places, minlength=bins)
    with np.errstate(invalid="ignore"):
        means = [np.bincount(places, weights, bins) / counts for weights in (confidence, right)]
    return Reliability(counts, *means)


def temperature(logits: Floats, labels: Integers) -> float:
    """Return the T > 0 under which softmax(logits / T) makes the labels most likely (Guo et al. 2017).

    The mean negative log-likelihood is convex in 1/T, so there is one minimum. No prediction changes: the largest
    logit is the largest still. A T above 1 makes a network less sure, one below 1 surer.
    """

    def loss(log_temperature: float) -> float:
        return cross_entropy(logits / 10**log_temperature, labels)

    found = minimize_scalar(loss, bounds=(-DECADES, DECADES), method="bounded", options={"xatol": 1e-6})
    return float(10**found.x)
