"""A judge who had no part in it: what a classifier makes of images that were made for known classes, bias and all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES
from explainer.methods.uncertainty import interval
from explainer.models.linear import Array


def predicted(logits: Array) -> NDArray[np.int64]:
    """Return the class that the judge gives each image, as it says it: logits (…, 10), classes (…)."""
    return np.asarray(logits.argmax(axis=-1), np.int64)


def corrected(logits: Array) -> NDArray[np.int64]:
    """Return the class of each image without the judge's bias: logits (…, 10), classes (…).

    From each logit its mean over all these images is taken: what it says of all of them alike, it says of none. The
    images must have been made for every class equally often, or the mean has a bias of its own.
    """
    return predicted(logits - logits.reshape(-1, logits.shape[-1]).mean(axis=0))


def says(classes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how often each digit is said, (10,), of classes of any shape."""
    return np.bincount(classes.ravel(), minlength=CLASSES)


def share(right: NDArray[np.bool_]) -> dict[str, float]:
    """Return the share of `right` (N,) and its 95 % interval (Wilson 1927), by the ending of their names."""
    low, high = interval(int(right.sum()), right.size)
    return {"": float(right.mean()), "_low": low, "_high": high}
