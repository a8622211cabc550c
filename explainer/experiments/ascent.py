"""The image that excites each unit most: every channel of both convolutions, and the ten logits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.experiments import Needs, Result, cnn
from explainer.methods.activation_maximization import Ascent, ascend, noise
from explainer.methods.objectives import count, units
from explainer.models import Report
from explainer.models.cnn import Cnn, predict_logits
from explainer.models.linear import softmax

if TYPE_CHECKING:
    from explainer.settings import AscentSettings

LAYERS = ("conv1", "conv2", "logits")
COMPARED = ("conv2", "logits")  # climbed once more with the tutorial's own step
DIGIT = 2  # the class whose run the tutorial prints
PRINTED = ("class", "probability", "slope_min", "slope_max", "step", "logit")  # what it prints of every iteration


def run(dataset: Dataset, settings: AscentSettings, needs: Needs, report: Report) -> Result:
    """Climb for all units of each layer; ask the network what it makes of the ten logit images."""
    network = cnn.restore(needs)
    arrays: dict[str, NDArray[Any]] = {"strip_steps": np.array(settings.strip)}
    for done, layer in enumerate(LAYERS, start=1):
        climbed = ascend(units(network, layer), noise(count(network, layer), settings), settings)
        arrays[f"{layer}_images"], arrays[f"{layer}_values"] = climbed.images, climbed.values
        arrays[f"{layer}_strip"] = climbed.path[list(settings.strip)]  # (stops, units, 28, 28)
        report(done, len(LAYERS), -float(climbed.values[-1].mean()))
    constant = replace(settings, step=1.0, shrinking=False)
    run_of_two = ascend(
        units(network, "logits", [DIGIT]),
        noise(DIGIT + 1, settings)[DIGIT:],
        replace(constant, steps=settings.printed_steps),
    )
    arrays |= {"digit2_path": run_of_two.path[:, 0], "digit2_printed": printed(network, run_of_two, constant)}
    for layer in COMPARED:
        climbed = ascend(units(network, layer), noise(count(network, layer), constant), constant)
        arrays[f"{layer}_constant_values"] = climbed.values
    lower = {name: int((v[-1] <= v[0]).sum()) for name, v in arrays.items() if name.endswith("_values")}
    given = softmax(predict_logits(network, arrays["logits_images"]))  # (10, 10)
    arrays["probabilities"] = given
    own, classes = arrays["logits_values"][-1], np.arange(CLASSES)
    table = arrays["digit2_printed"]
    recognised = np.flatnonzero(table[:, 0] == DIGIT)
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
            "ascent.digit2_first_iteration_recognised": int(recognised[0]) if len(recognised) else len(table),
            "ascent.digit2_final_logit": float(run_of_two.values[-1, 0]),
            "ascent.digit2_share_at_edge": float(np.isin(run_of_two.images, (0, 1)).mean()),
            **{
                f"ascent.digit2_{iteration}_{what}": float(value)
                for iteration, row in enumerate(table)
                for what, value in zip(PRINTED, row, strict=True)
            },
            "ascent.conv2_units": arrays["conv2_values"].shape[1],
            "ascent.conv2_sunk_first": int((arrays["conv2_values"][1:] < arrays["conv2_values"][0]).any(axis=0).sum()),
            "ascent.conv2_not_raised": lower["conv2_values"],
            "ascent.constant_step_conv2_not_raised": lower["conv2_constant_values"],
        },
    )


def printed(network: Cnn, climbed: Ascent, settings: AscentSettings) -> NDArray[np.float64]:
    """Return what the tutorial prints of every iteration of one climb, before its step: (steps, len(PRINTED))."""
    before = softmax(predict_logits(network, climbed.path[:-1, 0]))  # (steps, 10)
    slopes = climbed.slopes[:, 0]  # (steps, 3): least, greatest, standard deviation
    columns = (
        before.argmax(axis=1),
        before.max(axis=1),
        slopes[:, 0],
        slopes[:, 1],
        settings.step / (slopes[:, 2] + settings.epsilon),
        climbed.values[:-1, 0],
    )
    return np.stack([column.astype(np.float64) for column in columns], axis=1)
