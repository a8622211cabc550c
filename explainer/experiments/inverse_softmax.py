"""Solve the linear classifier for one image of each class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import CLASSES, SIDE, Dataset
from explainer.experiments import Needs, Result, logistic
from explainer.methods import inverse_softmax
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import InverseSettings


def run(dataset: Dataset, settings: InverseSettings, needs: Needs, report: Report) -> Result:
    """Find the smallest pre-image of each target, and put it back into the model to see what it says."""
    del dataset
    model = logistic.restore(needs)
    wanted = inverse_softmax.targets(settings.target)  # (10, 10)
    images = np.empty((CLASSES, SIDE * SIDE))
    for c in range(CLASSES):
        images[c] = inverse_softmax.smallest_pre_image(model, wanted[c])
        report(c + 1, CLASSES, 0.0)
    given = model.probabilities(images)
    rank = int(np.linalg.matrix_rank(model.weights - model.weights.mean(axis=0), rtol=1e-9))
    return Result(
        arrays={
            "images": images.reshape(CLASSES, SIDE, SIDE),
            "weights": model.weights.reshape(CLASSES, SIDE, SIDE),
            "targets": wanted,
            "probabilities": given,
        },
        numbers={
            "inverse_softmax.target": settings.target,
            "inverse_softmax.max_probability_error": float(abs(given - wanted).max()),
            "inverse_softmax.dimension": SIDE * SIDE - rank,
            "inverse_softmax.darkest": float(images.max()),
            "inverse_softmax.lightest": float(images.min()),
            "inverse_softmax.weight_correlation": float(
                np.mean([np.corrcoef(images[c], model.weights[c])[0, 1] for c in range(CLASSES)])
            ),
        },
    )
