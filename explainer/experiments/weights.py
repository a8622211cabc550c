"""The ten columns of weights as images, and the ring and centre of 0."""

from __future__ import annotations

import numpy as np

from explainer.data import Dataset
from explainer.experiments import Needs, Result, logistic
from explainer.methods import weights
from explainer.models import Report


def run(dataset: Dataset, settings: None, needs: Needs, report: Report) -> Result:
    """Reshape the weights, and average those of 0 over the ring and the centre that `methods.weights` defines."""
    del settings, report
    images = weights.images(logistic.restore(needs))
    ring = weights.ring(weights.class_means(dataset.train)[0])
    centre = weights.centre()
    unseen = weights.never_inked(dataset.train)
    return Result(
        arrays={"images": images, "ring": ring, "centre": centre, "never_inked": unseen},
        numbers={
            "weights.ring_mean_0": float(images[0][ring].mean()),
            "weights.centre_mean_0": float(images[0][centre].mean()),
            "weights.smallest": float(images.min()),
            "weights.largest": float(images.max()),
            "weights.largest_where_never_inked": float(np.abs(images[:, unseen]).max(initial=0)),
        },
    )
