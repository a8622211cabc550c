"""The image that excites each unit most: every channel of both convolutions, and the ten logits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.experiments import Needs, Result, cnn
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import count, units
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import softmax

if TYPE_CHECKING:
    from explainer.settings import AscentSettings

LAYERS = ("conv1", "conv2", "logits")
COMPARED = ("conv2", "logits")  # climbed once more with the tutorial's own step


def run(dataset: Dataset, settings: AscentSettings, needs: Needs, report: Report) -> Result:
    """Climb for all units of each layer; ask the network what it makes of the ten logit images."""
    network = cnn.restore(needs)
    arrays: dict[str, NDArray[Any]] = {}
    for done, layer in enumerate(LAYERS, start=1):
        climbed = ascend(units(network, layer), noise(count(network, layer), settings), settings)
        arrays[f"{layer}_images"], arrays[f"{layer}_values"] = climbed.images, climbed.values
        report(done, len(LAYERS), -float(climbed.values[-1].mean()))
    constant = replace(settings, step=1.0, shrinking=False)
    for layer in COMPARED:
        climbed = ascend(units(network, layer), noise(count(network, layer), constant), constant)
        arrays[f"{layer}_constant_values"] = climbed.values
    lower = {name: int((v[-1] <= v[0]).sum()) for name, v in arrays.items() if name.endswith("_values")}
    given = softmax(predict_logits(network, arrays["logits_images"]))  # (10, 10)
    arrays["probabilities"] = given
    own, classes = arrays["logits_values"][-1], np.arange(CLASSES)
    # The strongest real digit of each class, to measure the synthetic ones against.
    real = needs["cnn"].arrays["test_logits"]
    labels = dataset.test.labels
    strongest = np.array([real[labels == c, c].max() for c in classes])
    return Result(
        arrays=arrays,
        numbers={
            "ascent.steps": settings.steps,
            "ascent.logits_recognised": int((given.argmax(axis=1) == classes).sum()),
            "ascent.smallest_logit": float(own.min()),
            "ascent.largest_real_logit": float(strongest.max()),
            "ascent.beyond_every_real_digit": int((own > strongest).sum()),
            "ascent.lowest_own_probability": float(given[classes, classes].min()),
            "ascent.mean_logit": float(own.mean()),
            "ascent.constant_step_mean_logit": float(arrays["logits_constant_values"][-1].mean()),
            "ascent.conv2_units": arrays["conv2_values"].shape[1],
            "ascent.conv2_not_raised": lower["conv2_values"],
            "ascent.constant_step_conv2_not_raised": lower["conv2_constant_values"],
        },
    )
