"""Solve the linear classifier for images: three of each class, more and more certain ones, ten with one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, PIXELS, SIDE, Dataset
from explainer.experiments import Needs, Result, gaussian, logistic
from explainer.methods import inverse_softmax
from explainer.models import Report
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel

if TYPE_CHECKING:
    from explainer.settings import InverseSettings

Array = NDArray[np.float64]

DIGIT = 0  # the digit that the first question was about
KINDS = ("smallest", "nearest", "probable")


def run(dataset: Dataset, settings: InverseSettings, needs: Needs, report: Report) -> Result:
    """Find the images, and put each back into the model to see what it says."""
    model, data = logistic.restore(needs), gaussian.restore(needs)
    wanted = inverse_softmax.targets(settings.target)  # (10, 10)
    images = _three(model, data, wanted)  # (3, 10, 784)
    errors = {kind: _error(model, found, wanted) for kind, found in zip(KINDS, images, strict=True)}
    report(1, 3, 0.0)

    asked = np.stack([inverse_softmax.targets(p)[DIGIT] for p in settings.confidences])
    surer = _three(model, data, asked)
    _, lead = inverse_softmax.surest_in_the_box(model, DIGIT)
    multiples = np.linspace(0, settings.largest_multiple, settings.multiples)
    grown = model.probabilities(multiples[:, None] * images[0, DIGIT])  # (multiples, 10)
    grown_logits = model.logits(multiples[:, None] * images[0, DIGIT])[:, DIGIT]
    inked = inverse_softmax.highest_logit_in_the_box(model, DIGIT)
    report(2, 3, 0.0)

    originals = _firsts(dataset)  # (10, 784)
    answer = model.probabilities(originals[[DIGIT]])[0]
    altered = _same_answer(model, originals, answer)
    negative = 1 - originals[DIGIT]
    opposite = _same_answer(model, negative[None], answer)[0]
    alike = model.probabilities(np.vstack([altered, opposite]))
    report(3, 3, 0.0)
    rank = int(np.linalg.matrix_rank(inverse_softmax.equations(model, answer)[0], rtol=1e-9))
    smallest, _, probable = images
    return Result(
        arrays={
            "images": _square(smallest),
            "nearest": _square(images[1]),
            "probable": _square(probable),
            "weights": _square(model.weights),
            "targets": wanted,
            "probabilities": model.probabilities(smallest),
            "confidences": np.array(settings.confidences),
            "surer": _square(surer),  # (3, K, 28, 28)
            "multiples": multiples,
            "grown_logits": grown_logits,
            "grown_rests": np.delete(grown, DIGIT, axis=1).sum(axis=1),
            "inked": _square(inked),
            "originals": _square(originals),
            "altered": _square(altered),
            "negative": _square(negative),
            "opposite": _square(opposite),
            "alike": alike,  # (11, 10): the probabilities of the ten altered images and of the opposite
        },
        numbers={
            "inverse_softmax.target": settings.target,
            "inverse_softmax.max_probability_error": max(errors.values()),
            "inverse_softmax.minimum_norm_error": errors["smallest"],
            "inverse_softmax.box_error": errors["nearest"],
            "inverse_softmax.gaussian_error": errors["probable"],
            "inverse_softmax.null_space_error": float(abs(alike - answer).max()),
            "inverse_softmax.null_space_probability": float(answer[DIGIT]),
            "inverse_softmax.null_space_change": float(abs(altered - originals).mean()),
            "inverse_softmax.null_space_correlation": float(np.corrcoef(opposite, originals[DIGIT])[0, 1]),
            "inverse_softmax.dimension": PIXELS - rank,
            "inverse_softmax.darkest": float(smallest.max()),
            "inverse_softmax.lightest": float(smallest.min()),
            "inverse_softmax.gaussian_darkest": float(probable.max()),
            "inverse_softmax.gaussian_lightest": float(probable.min()),
            "inverse_softmax.weight_correlation": float(
                np.mean([np.corrcoef(smallest[c], model.weights[c])[0, 1] for c in range(CLASSES)])
            ),
            "inverse_softmax.box_least_rest": float(1 / (1 + np.exp(lead) / (CLASSES - 1))),
            "inverse_softmax.largest_multiple": settings.largest_multiple,
            "inverse_softmax.grown_rest": float(np.delete(grown[-1], DIGIT).sum()),
            "inverse_softmax.box_highest_logit": float(model.logits(inked[None])[0, DIGIT]),
            "inverse_softmax.box_highest_ink": float(inked.mean()),
        },
    )


def _three(model: LinearModel, data: Gaussian, wanted: Array) -> Array:
    """Return the three pre-images (3, N, 784) of each target (N, 10); NaN where the box holds none."""
    found = np.full((len(KINDS), len(wanted), PIXELS), np.nan)
    for index, probabilities in enumerate(wanted):
        nearest = inverse_softmax.nearest_pre_image(model, probabilities, data.mean)
        found[0, index] = inverse_softmax.smallest_pre_image(model, probabilities)
        if nearest is not None:
            found[1, index] = nearest
        found[2, index] = inverse_softmax.most_probable_pre_image(model, probabilities, data)
    return found


def _error(model: LinearModel, images: Array, wanted: Array) -> float:
    """Return the largest error of all probabilities of the images (N, 784) that there are."""
    there = ~np.isnan(images[:, 0])
    return float(abs(model.probabilities(images[there]) - wanted[there]).max())


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
