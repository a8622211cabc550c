"""The tutorial's run for every digit, from starts that are not taken for it: at which iteration that changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channel
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.results import Inputs, Result
from explainer.trainings import cnn

if TYPE_CHECKING:
    from explainer.settings import FirstRecognisedSettings


def run(dataset: Dataset, settings: FirstRecognisedSettings, inputs: Inputs, report: Report) -> Result:
    """Ascend for each digit from the same starts; leave out the runs whose start already has the digit's class."""
    del dataset
    network, steps = cnn.restore(inputs), settings.ascent.steps
    first = np.zeros((settings.starts, CLASSES), np.int64)  # iteration; steps + 1 if never
    for start in range(settings.starts):
        chosen = replace(settings.ascent, seed=settings.ascent.seed + start)
        path = ascend(channel(network, "logits"), noise(CLASSES, chosen), chosen).path  # (steps + 1, 10, 28, 28)
        given = predict_logits(network, path.reshape(-1, *path.shape[2:])).reshape(steps + 1, CLASSES, CLASSES)
        named = given.argmax(axis=2) == np.arange(CLASSES)  # (steps + 1, 10)
        first[start] = np.where(named.any(axis=0), named.argmax(axis=0), steps + 1)
        report(start + 1, settings.starts)
    asked = first[first > 0]
    return Result(
        arrays={"first": first},  # (starts, 10)
        numbers={
            "ascent.runs": (first.size, "count"),
            "ascent.runs_noise_is_not": (len(asked), "count"),
            "ascent.first_iteration_recognised_median": (by_then(asked), "steps"),
        },
    )


def by_then(first: NDArray[np.int64]) -> int:
    """Return the iteration by which half of the runs or more had come so far, of when each had, (runs,); 0 of none."""
    return int(np.quantile(first, 0.5, method="inverted_cdf")) if len(first) else 0
