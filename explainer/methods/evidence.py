"""The evidence in one image: what each inked pixel adds to each logit, and which pixels decided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Floats
from explainer.models.linear import LinearModel

Array = NDArray[np.float64]


def evidence(model: LinearModel, image: Floats) -> Array:
    """Return weight × pixel of an image (28, 28) for every class, (10, 28, 28): the sum and the bias make the logit."""
    return np.asarray((model.weights * image.reshape(-1)).reshape(CLASSES, SIDE, SIDE), np.float64)


def largest_sum_error(model: LinearModel, flat: Floats) -> float:
    """Return by how much, at most, evidence summed pixel by pixel plus the bias misses the logits of `flat` (N, 784).

    The logits come from one matrix product, the sums from one image after another.
    """
    summed = np.array([evidence(model, image).sum(axis=(1, 2)) + model.biases for image in flat])  # (N, 10)
    return float(abs(summed - model.logits(flat)).max())


def first_two(logits: Floats) -> tuple[int, int]:
    """Return the class with the largest of the logits (10,), and the class with the second largest."""
    rival, winner = np.argsort(logits, kind="stable")[-2:]
    return int(winner), int(rival)


def overturning(difference: Floats, lead: float) -> NDArray[np.bool_]:
    """Return the fewest pixels (28, 28) whose ink, taken away, costs the winner its lead over the rival.

    `difference` (28, 28) is the winner's evidence minus the rival's, `lead` the difference of their logits, at
    least 0. A pixel without ink gives back its share, so the largest shares go first, until they outweigh the lead.
    """
    order = np.argsort(-difference, axis=None, kind="stable")
    taken = np.cumsum(difference.flat[order])
    count = int(np.argmax(taken > lead)) + 1 if taken.max() > lead else int((difference > 0).sum())
    chosen = np.zeros(difference.size, np.bool_)
    chosen[order[:count]] = True
    return chosen.reshape(difference.shape)
