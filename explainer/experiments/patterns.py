"""The patterns of the ten logits beside their weights and the mean images, and the same with two pixels only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import CLASSES, SIDE, Dataset
from explainer.experiments import Needs, Result, gaussian, logistic
from explainer.methods import patterns, weights
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import PatternSettings


def run(dataset: Dataset, settings: PatternSettings, needs: Needs, report: Report) -> Result:
    """Multiply the covariance of the training images with the weights, and compare with the mean images."""
    del report
    model, data = logistic.restore(needs), gaussian.restore(needs)
    means = weights.class_means(dataset.train).reshape(CLASSES, -1)
    apart = means - data.mean  # what tells a class's mean image from the mean of all images
    own, joint = patterns.patterns(model, data), patterns.joint_patterns(model, data)
    ring, centre = weights.ring(means[0].reshape(SIDE, SIDE)), weights.centre()
    pattern = own[0].reshape(SIDE, SIDE)
    pixels, classes = patterns.two_pixels(settings.points, settings.noise, settings.own_noise, settings.seed)
    small_weights, small_pattern = patterns.discriminant(pixels, classes)
    logits = model.logits(dataset.train.flat)
    shape = (CLASSES, SIDE, SIDE)
    return Result(
        arrays={
            "weights": model.weights.reshape(shape),
            "patterns": own.reshape(shape),
            "joint": joint.reshape(shape),
            "means": means.reshape(shape),
            "apart": apart.reshape(shape),
            "ring": ring,
            "centre": centre,
            "pixels": pixels,
            "classes": classes,
            "small_weights": small_weights,
            "small_pattern": small_pattern,
        },
        numbers={
            "weights.mean_image_correlation": patterns.mean_correlation(model.weights, apart),
            "patterns.mean_image_correlation": patterns.mean_correlation(own, apart),
            "patterns.joint_mean_image_correlation": patterns.mean_correlation(joint, apart),
            "patterns.ring_mean_0": float(pattern[ring].mean()),
            "patterns.centre_mean_0": float(pattern[centre].mean()),
            "patterns.logits_0_1_correlation": float(np.corrcoef(logits[:, 0], logits[:, 1])[0, 1]),
            "weights.roughness": patterns.roughness(weights.images(model)),
            "patterns.roughness": patterns.roughness(own.reshape(shape)),
            "patterns.second_weight": float(small_weights[1]),
            "patterns.second_pattern": float(small_pattern[1]),
        },
    )
