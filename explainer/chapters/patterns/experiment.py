"""The patterns of the ten logits beside their weights and the mean images, and the same with two pixels only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from explainer.data import CLASSES, SIDE, Dataset
from explainer.methods import likeness, patterns, weights
from explainer.methods.correlation import correlations, mean_correlation
from explainer.models import Report
from explainer.models.linear import LinearModel
from explainer.results import Inputs, Number, Result
from explainer.trainings import gaussian, logistic

if TYPE_CHECKING:
    from explainer.settings import PatternSettings

Array = NDArray[Any]

PREFERRED = 100  # test images: a tenth of those of a class
LARGEST = 50  # weights of a class: about one in fifteen


def run(dataset: Dataset, settings: PatternSettings, inputs: Inputs, report: Report) -> Result:
    """Multiply the covariance of the training images with the weights, and compare with the mean images."""
    del report
    model, data = logistic.restore(inputs), gaussian.restore(inputs)
    means = weights.class_means(dataset.train).reshape(CLASSES, -1)
    apart = means - data.mean  # (10, 784): each class's mean image less the mean of all images
    own, joint = patterns.patterns(model, data), patterns.joint_patterns(model, data)
    ring, centre = weights.ring(means[0].reshape(SIDE, SIDE)), weights.centre()
    pattern = own[0].reshape(SIDE, SIDE)
    pixels, classes = patterns.two_pixels(settings.points, settings.noise, settings.own_noise, settings.seed)
    small_weights, small_pattern = patterns.discriminant(pixels, classes)
    logits = model.logits(dataset.train.flat)
    fits, liked = _preferred(model, dataset, data.mean, own)
    shape = (CLASSES, SIDE, SIDE)
    return Result(
        arrays={
            "weights": model.weights.reshape(shape),  # (10, 28, 28), logit per unit of ink
            "patterns": own.reshape(shape),  # (10, 28, 28), ink per logit, whatever the other nine do
            "joint": joint.reshape(shape),  # (10, 28, 28), ink per logit, each pixel regressed on all ten logits
            "means": means.reshape(shape),  # (10, 28, 28), ink: the mean training image of each class
            "apart": apart.reshape(shape),  # (10, 28, 28), ink: the same less the mean of all images
            "ring": ring,  # (28, 28) bool: the stroke of the mean 0
            "centre": centre,  # (28, 28) bool: a disc around the middle of the image
            **{name: images.reshape(shape) for name, images in fits.items()},
            "pixels": pixels,  # (N, 2): the made-up images of two pixels
            "classes": classes,  # (N,), 0 or 1
            "small_weights": small_weights,  # (2,): their best filter, the largest weight scaled to 1
            "small_pattern": small_pattern,  # (2,): its pattern, scaled alike
        },
        numbers={
            "weights.mean_image_correlation": (mean_correlation(model.weights, apart), "correlation"),
            "patterns.mean_image_correlation": (mean_correlation(own, apart), "correlation"),
            "patterns.joint_mean_image_correlation": (mean_correlation(joint, apart), "correlation"),
            "patterns.ring_mean_0": (float(pattern[ring].mean()), "ink per logit"),
            "patterns.centre_mean_0": (float(pattern[centre].mean()), "ink per logit"),
            "patterns.logits_0_1_correlation": (float(correlations(logits[:, :2].T)[0, 1]), "correlation"),
            "weights.roughness": (patterns.roughness(weights.images(model)), "relative size"),
            "patterns.roughness": (patterns.roughness(own.reshape(shape)), "relative size"),
            "patterns.second_weight": (float(small_weights[1]), "relative size"),
            "patterns.second_pattern": (float(small_pattern[1]), "relative size"),
            **liked,
            **_largest(model, dataset),
        },
    )


def _preferred(
    model: LinearModel, dataset: Dataset, mean: Array, own: Array
) -> tuple[dict[str, Array], dict[str, Number]]:
    """Return the test images of length 1 with the largest dot product with the weights of each class."""
    flat, labels = dataset.test.flat, dataset.test.labels
    alike = likeness.cosines(flat, model.weights)  # (N, 10): of one class, in the order of the dot products
    first = np.argsort(-alike, axis=0, kind="stable")[:PREFERRED]  # (PREFERRED, 10)
    liked = np.stack([flat[first[:, c]].mean(axis=0, dtype=np.float64) - mean for c in range(CLASSES)])
    shares = [(labels[first[:, c]] == c).mean() for c in range(CLASSES)]
    return {
        "fitting": flat[first[0]],  # (10, 28, 28), ink: the test digit that fits each class's weights best
        "preferred": liked,  # (10, 28, 28), ink: the mean of the best-fitting ones less the mean of all images
    }, {
        "patterns.preferred": (PREFERRED, "count"),
        "patterns.preferred_own_class": (float(np.mean(shares)), "fraction"),
        "patterns.best_cosine": (float(alike.max(axis=0).mean()), "relative size"),
        "patterns.preferred_weight_correlation": (mean_correlation(liked, model.weights), "correlation"),
        "patterns.preferred_pattern_correlation": (mean_correlation(liked, own), "correlation"),
    }


def _largest(model: LinearModel, dataset: Dataset) -> dict[str, Number]:
    """Return how far the size of a weight tells the influence of its pixel, over the pixels with any ink."""
    flat, sizes = dataset.train.flat, abs(model.weights)
    moved = likeness.influence(model.weights, flat)  # (10, 784), logits
    inked = flat.max(axis=0) > 0
    ranks = [spearmanr(size[inked], by[inked]).statistic for size, by in zip(sizes, moved, strict=True)]
    shared = [likeness.shared_share(size, by, LARGEST) for size, by in zip(sizes, moved, strict=True)]
    digit, place = (int(at) for at in np.unravel_index(sizes.argmax(), sizes.shape))
    return {
        "patterns.largest": (LARGEST, "count"),
        "patterns.largest_influential": (float(np.mean(shared)), "fraction"),
        "patterns.influence_rank_correlation": (float(np.mean(ranks)), "correlation"),
        "patterns.largest_weight": (float(model.weights[digit, place]), "logit per unit of ink"),
        "patterns.largest_weight_digit": (digit, "digit"),
        "patterns.largest_weight_inked": (float((flat[:, place] > 0).mean()), "fraction"),
        "patterns.largest_weight_rank": (int((moved[digit] >= moved[digit, place]).sum()), "count"),
    }
