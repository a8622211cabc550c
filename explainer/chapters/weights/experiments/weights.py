"""The ten columns of weights as images: ring and centre of 0, colour scales, and what the softmax leaves open."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from explainer.data import CLASSES, SIDE, Dataset
from explainer.methods import weights
from explainer.models import Report
from explainer.results import Inputs, Result
from explainer.trainings import logistic

BASELINE = 0  # the class whose weights are taken off all: the digit that the first question was about


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Reshape the weights; average those of 0 over ring and centre; find white; change them and predict the same."""
    del settings, report
    model = logistic.restore(inputs)
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
    dots = sliding_window_view(np.pad(images[0], 1), (3, 3)).sum(axis=(2, 3))  # (28, 28): 3×3 around each pixel
    change = max(float(abs(other.probabilities(flat) - before).max()) for other in (smiling, relative))
    return Result(
        arrays={
            "images": images,  # (10, 28, 28), logits per unit of ink
            "ring": ring,  # (28, 28), bool: where the mean training 0 has half of its fullest ink or more
            "centre": centre,  # (28, 28), bool: the disc around the middle
            "never_inked": unseen,  # (28, 28), bool: background in every training image
            "own_neutral": own_neutral,  # (10,), the weight without colour where each class has its own limits
            "smiling": smiling.weights.reshape(CLASSES, SIDE, SIDE),  # (10, 28, 28), a face added to every class
            "relative": relative.weights.reshape(CLASSES, SIDE, SIDE),  # (10, 28, 28), less those of the baseline
            "inked_share": (dataset.train.images > 0).mean(axis=0),  # (28, 28), of the training images, in [0, 1]
        },
        numbers={
            "weights.ring_mean_0": (float(images[0][ring].mean()), "logit per unit of ink"),
            "weights.centre_mean_0": (float(images[0][centre].mean()), "logit per unit of ink"),
            "weights.costliest_pixel_0": (float(images[0][centre].min()), "logit"),
            "weights.costliest_dot_0": (float(dots[centre].min()), "logit"),
            "weights.smallest": (float(images.min()), "logit per unit of ink"),
            "weights.largest": (float(images.max()), "logit per unit of ink"),
            "weights.largest_where_never_inked": (
                float(np.abs(images[:, unseen]).max(initial=0)),
                "logit per unit of ink",
            ),
            "weights.white_of_shared_range": (shared_neutral, "logit per unit of ink"),
            "weights.white_of_own_range_lowest": (float(own_neutral.min()), "logit per unit of ink"),
            "weights.white_of_own_range_highest": (float(own_neutral.max()), "logit per unit of ink"),
            "weights.wrong_colour_share": (weights.share_of_wrong_sign(images, own_neutral[:, None, None]), "fraction"),
            "weights.largest_sum_over_classes": (float(abs(images.sum(axis=0)).max()), "rounding error"),
            "weights.gauge_max_probability_change": (change, "probability error"),
        },
    )
