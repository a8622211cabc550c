"""The ten columns of weights as images: the ring and centre of 0, how they can be coloured, what they leave open."""

from __future__ import annotations

import numpy as np

from explainer.data import CLASSES, SIDE, Dataset
from explainer.experiments import Needs, Result, logistic
from explainer.methods import weights
from explainer.models import Report

BASELINE = 0  # the class whose weights are taken off all: the digit that the first question was about


def run(dataset: Dataset, settings: None, needs: Needs, report: Report) -> Result:
    """Reshape the weights; average those of 0 over ring and centre; find white; change them and predict the same."""
    del settings, report
    model = logistic.restore(needs)
    images = weights.images(model)
    ring = weights.ring(weights.class_means(dataset.train)[0])
    centre = weights.centre()
    unseen = weights.never_inked(dataset.train)
    own_neutral = weights.neutral_of_own_limits(images)
    shared_neutral = float(images.min() + images.max()) / 2

    largest = float(abs(images).max())
    smiling = weights.add_to_all(model, largest / 2 * weights.smile())
    relative = weights.relative_to(model, BASELINE)
    flat = dataset.test.flat
    before = model.probabilities(flat)
    change = max(float(abs(other.probabilities(flat) - before).max()) for other in (smiling, relative))
    return Result(
        arrays={
            "images": images,
            "ring": ring,
            "centre": centre,
            "never_inked": unseen,
            "own_neutral": own_neutral,  # (10,)
            "smiling": smiling.weights.reshape(CLASSES, SIDE, SIDE),
            "relative": relative.weights.reshape(CLASSES, SIDE, SIDE),
            "inked_share": (dataset.train.images > 0).mean(axis=0),  # (28, 28)
        },
        numbers={
            "weights.ring_mean_0": float(images[0][ring].mean()),
            "weights.centre_mean_0": float(images[0][centre].mean()),
            "weights.smallest": float(images.min()),
            "weights.largest": float(images.max()),
            "weights.largest_where_never_inked": float(np.abs(images[:, unseen]).max(initial=0)),
            "weights.white_of_shared_range": shared_neutral,
            "weights.white_of_own_range_lowest": float(own_neutral.min()),
            "weights.white_of_own_range_highest": float(own_neutral.max()),
            "weights.wrong_colour_share": weights.share_of_wrong_sign(images, own_neutral[:, None, None]),
            "weights.largest_sum_over_classes": float(abs(images.sum(axis=0)).max()),
            "weights.gauge_max_probability_change": change,
        },
    )
