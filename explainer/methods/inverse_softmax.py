"""Solving the linear classifier for an image: softmax⁻¹(p) = W x + b.

The idea is the answer to Stack Overflow question 40365585; the two things it leaves out are here. softmax⁻¹
is a family, log p + c for every c, and W is 10×784 and has no inverse, so the x below is the smallest of many.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Floats
from explainer.models.linear import LinearModel

Array = NDArray[np.float64]


def targets(probability: float) -> Array:
    """Return ten distributions (10, 10): row k gives class k `probability` and shares the rest evenly.

    Raises ValueError unless 0 < probability < 1: a one-hot target has infinite logits.
    """
    if not 0 < probability < 1:
        raise ValueError(f"a target of {probability} has no finite logits; ask for more than 0 and less than 1")
    rest = (1 - probability) / (CLASSES - 1)
    return np.full((CLASSES, CLASSES), rest) + np.eye(CLASSES) * (probability - rest)


def inverse_softmax(probabilities: Floats) -> Array:
    """Return the logits with these probabilities (…, 10) that sum to zero: log p + c with its c chosen.

    Raises ValueError where a probability is not above 0.
    """
    if np.any(np.asarray(probabilities) <= 0):
        raise ValueError("a probability of 0 has the logit −∞; every target must be above 0")
    logs = np.log(probabilities)
    return np.asarray(logs - logs.mean(axis=-1, keepdims=True), np.float64)


def smallest_pre_image(model: LinearModel, probabilities: Floats) -> Array:
    """Return the image (784,) of least norm that `model` gives these probabilities (10,).

    Adding c to all ten logits changes no probability, so both sides are first freed of their mean over the
    classes; the Moore–Penrose inverse of what is left then gives the smallest solution (Penrose 1955).
    Its pixels are not held to [0, 1]: negative ink is allowed.
    """
    weights = model.weights - model.weights.mean(axis=0)  # (10, 784), rank 9 at most
    biases = model.biases - model.biases.mean()
    return np.asarray(np.linalg.pinv(weights, rcond=1e-9) @ (inverse_softmax(probabilities) - biases), np.float64)
