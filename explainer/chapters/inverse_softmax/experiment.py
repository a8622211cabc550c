"""Solve the linear classifier for images: three of each class, more and more certain ones, ten with one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, PIXELS, SIDE, Dataset, Floats
from explainer.methods import inverse_softmax
from explainer.methods.correlation import correlations, mean_correlation
from explainer.models import Report
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel
from explainer.results import Inputs, Result
from explainer.trainings import gaussian, logistic

if TYPE_CHECKING:
    from explainer.settings import InverseSettings

Array = NDArray[np.float64]

DIGIT = 0  # the digit that the first question was about
MOVED = slice(1, None)  # the first test images of the other classes: they are changed into images of its answer
KINDS = ("minimum_norm", "nearest", "map")


def run(dataset: Dataset, settings: InverseSettings, inputs: Inputs, report: Report) -> Result:
    """Find the images, and put each back into the model to see what it says."""
    model, data = logistic.restore(inputs), gaussian.restore(inputs)
    wanted = inverse_softmax.targets(settings.target)  # (10, 10)
    images = _three(model, data, wanted)  # (3, 10, 784)
    errors = {kind: _error(model, found, wanted) for kind, found in zip(KINDS, images, strict=True)}
    report(1, 3)

    asked = np.stack([inverse_softmax.targets(p)[DIGIT] for p in settings.confidences])
    surer = _three(model, data, asked)
    _, lead = inverse_softmax.largest_margin_in_box(model, DIGIT)
    multiples = np.linspace(0, settings.largest_multiple, settings.multiples)
    grown = model.probabilities(multiples[:, None] * images[0, DIGIT])  # (multiples, 10)
    grown_logits = model.logits(multiples[:, None] * images[0, DIGIT])[:, DIGIT]
    inked = inverse_softmax.largest_logit_in_box(model, DIGIT)
    report(2, 3)

    originals = _firsts(dataset)  # (10, 784)
    answer = model.probabilities(originals[[DIGIT]])[0]
    altered = _same_answer(model, originals, answer)
    negative = 1 - originals[DIGIT]
    opposite = _same_answer(model, negative[None], answer)[0]
    alike = model.probabilities(np.vstack([altered, opposite]))
    changes = (altered - originals)[MOVED]
    to_zero = np.stack([inverse_softmax.change_to_class(model, image, DIGIT) for image in originals[MOVED]])
    turning = inverse_softmax.turning_lengths(model, dataset.test.flat)
    report(3, 3)
    rank = int(np.linalg.matrix_rank(inverse_softmax.equations(model, answer)[0], rtol=1e-9))
    minimum_norm, nearest, most_probable = images
    return Result(
        arrays={
            "images": _square(minimum_norm),  # (10, 28, 28), ink: the pre-image of minimum norm for each class
            "nearest": _square(nearest),  # (10, 28, 28), ink in [0, 1]: the nearest to the mean image; NaN: none
            "map": _square(most_probable),  # (10, 28, 28), ink: the most probable (MAP) under the Gaussian
            "weights": _square(model.weights),  # (10, 28, 28), logit per unit of ink
            "targets": wanted,  # (10, 10): the probabilities asked for, a row for each class
            "probabilities": model.probabilities(minimum_norm),  # (10, 10): those that `images` get
            "confidences": np.array(settings.confidences),  # (K,): growing targets for DIGIT
            "surer": _square(surer),  # (3, K, 28, 28), ink: their pre-images, in the order of KINDS
            "multiples": multiples,  # (M,), from 0: of the minimum-norm pre-image of DIGIT
            "grown_logits": grown_logits,  # (M,): the logit of DIGIT for each multiple
            "grown_rests": np.delete(grown, DIGIT, axis=1).sum(axis=1),  # (M,): 1 − its probability
            "inked": _square(inked),  # (28, 28), 0 or 1: ink where the weight of DIGIT is positive
            "originals": _square(originals),  # (10, 28, 28), ink: the first test image of each class
            "altered": _square(altered),  # (10, 28, 28), in [0, 1]: nearest to them, with the answer of the real 0
            "negative": _square(negative),  # (28, 28), ink: 1 − the real 0
            "opposite": _square(opposite),  # (28, 28), in [0, 1]: nearest to that, with the answer of the real 0
            "alike": alike,  # (11, 10): the probabilities of the ten altered images and of the opposite
        },
        numbers={
            "inverse_softmax.target": (settings.target, "probability"),
            "inverse_softmax.max_probability_error": (max(errors.values()), "probability error"),
            "inverse_softmax.minimum_norm_error": (errors["minimum_norm"], "probability error"),
            "inverse_softmax.box_error": (errors["nearest"], "probability error"),
            "inverse_softmax.map_error": (errors["map"], "probability error"),
            "inverse_softmax.null_space_error": (float(abs(alike - answer).max()), "probability error"),
            "inverse_softmax.null_space_probability": (float(answer[DIGIT]), "probability"),
            "inverse_softmax.null_space_change": (float(abs(changes).mean()), "ink"),
            "inverse_softmax.null_space_length": (_median_length(changes), "ink"),
            "inverse_softmax.originals_length": (_median_length(originals[MOVED]), "ink"),
            "inverse_softmax.zero_length": (_median_length(to_zero), "ink"),
            "inverse_softmax.turning_length": (float(np.median(turning)), "ink"),
            "inverse_softmax.digit_length": (_median_length(dataset.test.flat), "ink"),
            "inverse_softmax.surer_correlation": (
                min(float(np.corrcoef(row[0], row[-1])[0, 1]) for row in surer),
                "correlation",
            ),
            "inverse_softmax.null_space_correlation": (
                float(correlations(opposite[None], originals[[DIGIT]])[0, 0]),
                "correlation",
            ),
            "inverse_softmax.dimension": (PIXELS - rank, "count"),
            "inverse_softmax.darkest": (float(minimum_norm.max()), "ink"),
            "inverse_softmax.lightest": (float(minimum_norm.min()), "ink"),
            "inverse_softmax.map_darkest": (float(most_probable.max()), "ink"),
            "inverse_softmax.map_lightest": (float(most_probable.min()), "ink"),
            "inverse_softmax.weight_correlation": (mean_correlation(minimum_norm, model.weights), "correlation"),
            "inverse_softmax.box_least_rest": (float(1 / (1 + np.exp(lead) / (CLASSES - 1))), "small probability"),
            "inverse_softmax.largest_multiple": (settings.largest_multiple, "count"),
            "inverse_softmax.grown_rest": (float(np.delete(grown[-1], DIGIT).sum()), "small probability"),
            "inverse_softmax.box_highest_logit": (float(model.logits(inked[None])[0, DIGIT]), "logit"),
            "inverse_softmax.box_highest_ink": (float(inked.mean()), "fraction"),
        },
    )


def _three(model: LinearModel, data: Gaussian, wanted: Array) -> Array:
    """Return the three pre-images (3, N, 784) of each target (N, 10); NaN where the box holds none."""
    found = np.full((len(KINDS), len(wanted), PIXELS), np.nan)
    for index, probabilities in enumerate(wanted):
        nearest = inverse_softmax.nearest_pre_image(model, probabilities, data.mean)
        found[0, index] = inverse_softmax.minimum_norm_pre_image(model, probabilities)
        if nearest is not None:
            found[1, index] = nearest
        found[2, index] = inverse_softmax.map_pre_image(model, probabilities, data)
    return found


def _error(model: LinearModel, images: Array, wanted: Array) -> float:
    """Return the largest error of all probabilities of the images (N, 784) that there are."""
    there = ~np.isnan(images[:, 0])
    return float(abs(model.probabilities(images[there]) - wanted[there]).max(initial=0))


def _firsts(dataset: Dataset) -> Array:
    """Return the first test image of each class, (10, 784)."""
    labels, flat = dataset.test.labels, dataset.test.flat
    return np.stack([flat[labels == c][0] for c in range(CLASSES)]).astype(np.float64)


def _same_answer(model: LinearModel, originals: Array, answer: Array) -> Array:
    """Return the image nearest to each of `originals` (N, 784) with pixels in [0, 1] and the probabilities `answer`.

    There always is one: the real image that the answer was given to.
    """
    altered = [inverse_softmax.nearest_pre_image(model, answer, image) for image in originals]
    return np.stack([image for image in altered if image is not None])


def _square(images: Array) -> Array:
    return images.reshape(*images.shape[:-1], SIDE, SIDE)


def _median_length(rows: Floats) -> float:
    """Return the median over rows (N, 784) of the root of the sum of squares."""
    return float(np.median(np.linalg.norm(rows, axis=1)))
