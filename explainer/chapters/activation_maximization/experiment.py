"""The image that excites each unit most: every channel of both convolutions, and the ten logits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.methods.activation_maximization import Ascent, ascend, noise
from explainer.methods.objectives import channel, unit_count
from explainer.models import Report
from explainer.models.cnn import Cnn, predict_logits
from explainer.models.linear import softmax
from explainer.results import Inputs, Result, Unit
from explainer.trainings import cnn

if TYPE_CHECKING:
    from explainer.settings import AscentSettings

LAYERS = ("conv1", "conv2", "logits")
COMPARED = ("conv2", "logits")  # run once more with the tutorial's own step
DIGIT = 2  # the class whose run the tutorial prints
PRINTED: dict[str, Unit] = {  # what it prints of every iteration
    "class": "digit",
    "probability": "probability",
    "gradient_min": "logit per unit of ink",
    "gradient_max": "logit per unit of ink",
    "step": "step size",
    "logit": "logit",
}


def run(dataset: Dataset, settings: AscentSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize all units of each layer; ask the network what it makes of the ten logit images."""
    network = cnn.restore(inputs)
    arrays: dict[str, NDArray[Any]] = {"strip_steps": np.array(settings.stops)}  # (stops,)
    for done, layer in enumerate(LAYERS, start=1):
        climbed = ascend(channel(network, layer), noise(unit_count(network, layer), settings), settings)
        # (units, 28, 28), ink in [0, 1]; (steps + 1, units), mean activation
        arrays[f"{layer}_images"], arrays[f"{layer}_values"] = climbed.images, climbed.values
        arrays[f"{layer}_strip"] = climbed.path[list(settings.stops)]  # (stops, units, 28, 28), ink in [0, 1]
        report(done, len(LAYERS))
    constant = replace(settings, step=1.0, shrinking=False)
    run_of_two = ascend(
        channel(network, "logits", [DIGIT]),
        noise(DIGIT + 1, settings)[DIGIT:],
        replace(constant, steps=settings.printed_steps),
    )
    # (printed_steps + 1, 28, 28), ink in [0, 1]; (printed_steps, 6), the columns of PRINTED
    arrays |= {"digit2_path": run_of_two.path[:, 0], "digit2_printed": printed(network, run_of_two, constant)}
    for layer in COMPARED:
        climbed = ascend(channel(network, layer), noise(unit_count(network, layer), constant), constant)
        arrays[f"{layer}_constant_values"] = climbed.values  # (steps + 1, units), mean activation
    lower = {name: int((v[-1] <= v[0]).sum()) for name, v in arrays.items() if name.endswith("_values")}
    given = softmax(predict_logits(network, arrays["logits_images"]))  # (10, 10): image by class
    arrays["probabilities"] = given
    own, classes = arrays["logits_values"][-1], np.arange(CLASSES)
    table = arrays["digit2_printed"]
    recognised = np.flatnonzero(table[:, 0] == DIGIT)
    # The largest logit that a test image of each class gives it, to measure those of the synthetic images against.
    real = inputs["cnn"].arrays["test_logits"]
    labels = dataset.test.labels
    strongest = np.array([real[labels == c, c].max() for c in classes])
    return Result(
        arrays=arrays,
        numbers={
            "ascent.steps": (settings.steps, "count"),
            "ascent.logits_recognised": (int((given.argmax(axis=1) == classes).sum()), "count"),
            "ascent.smallest_logit": (float(own.min()), "logit"),
            "ascent.largest_real_logit": (float(strongest.max()), "logit"),
            "ascent.beyond_every_real_digit": (int((own > strongest).sum()), "count"),
            "ascent.lowest_own_probability": (float(given[classes, classes].min()), "probability"),
            "ascent.mean_logit": (float(own.mean()), "logit"),
            "ascent.constant_step_mean_logit": (float(arrays["logits_constant_values"][-1].mean()), "logit"),
            "ascent.digit2_first_iteration_recognised": (
                int(recognised[0]) if len(recognised) else len(table),
                "steps",
            ),
            "ascent.digit2_final_logit": (float(run_of_two.values[-1, 0]), "logit"),
            "ascent.digit2_share_at_edge": (float(np.isin(run_of_two.images, (0, 1)).mean()), "fraction"),
            **{
                f"ascent.digit2_{iteration}_{what}": (float(value), unit)
                for iteration, row in enumerate(table)
                for (what, unit), value in zip(PRINTED.items(), row, strict=True)
            },
            "ascent.conv2_units": (arrays["conv2_values"].shape[1], "count"),
            "ascent.conv2_sunk_first": (
                int((arrays["conv2_values"][1:] < arrays["conv2_values"][0]).any(axis=0).sum()),
                "count",
            ),
            "ascent.conv2_not_raised": (lower["conv2_values"], "count"),
            "ascent.constant_step_conv2_not_raised": (lower["conv2_constant_values"], "count"),
        },
    )


def printed(network: Cnn, climbed: Ascent, settings: AscentSettings) -> NDArray[np.float64]:
    """Return what the tutorial prints of every iteration of one ascent, before its step: (steps, len(PRINTED))."""
    before = softmax(predict_logits(network, climbed.path[:-1, 0]))  # (steps, 10)
    gradients = climbed.gradients[:, 0]  # (steps, 3): least, greatest, standard deviation
    columns = (
        before.argmax(axis=1),
        before.max(axis=1),
        gradients[:, 0],
        gradients[:, 1],
        settings.step / (gradients[:, 2] + settings.epsilon),
        climbed.values[:-1, 0],
    )
    return np.stack([column.astype(np.float64) for column in columns], axis=1)
