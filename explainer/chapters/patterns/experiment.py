"""The patterns of the ten logits beside their weights and the mean images, and the same with two pixels only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.data import CLASSES, SIDE, Dataset
from explainer.methods import patterns, weights
from explainer.methods.correlation import correlations, mean_correlation
from explainer.models import Report
from explainer.results import Inputs, Result
from explainer.trainings import gaussian, logistic

if TYPE_CHECKING:
    from explainer.settings import PatternSettings


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
        },
    )
