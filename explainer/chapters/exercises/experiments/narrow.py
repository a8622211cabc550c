"""The network with fewer and fewer filters, trained like the site's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.models import Report, cnn
from explainer.results import Inputs, Number, Result

if TYPE_CHECKING:
    from explainer.settings import CnnSettings, NarrowSettings

NAMES = ("narrow", "quarter", "eighth")  # how many of the filters are left: a half, a quarter, an eighth


def run(dataset: Dataset, settings: NarrowSettings, inputs: Inputs, report: Report) -> Result:
    """Train the network for each pair of filters, the halved one from several seeds, and score all of them on test."""
    del inputs
    arrays: dict[str, NDArray[Any]] = {"filters": np.array(settings.filters)}  # (3, 2), counts: conv1, conv2
    numbers: dict[str, Number] = {"exercise.narrow_trainings": (settings.seeds, "count")}
    for name, filters, seeds in zip(NAMES, settings.filters, (settings.seeds, 1, 1), strict=True):
        network, right = trained(dataset, settings.cnn, cnn.Architecture(filters=filters), seeds, report)
        arrays[f"{name}_right"] = right  # (trainings, test images), booleans
        numbers[f"exercise.{name}_accuracy"] = float(right.mean()), "fine fraction"
        numbers[f"exercise.{name}_parameters"] = network.parameter_count(), "count"
    return Result(arrays=arrays, numbers=numbers)


def trained(
    dataset: Dataset, settings: CnnSettings, architecture: cnn.Architecture, seeds: int, report: Report
) -> tuple[cnn.Cnn, NDArray[np.bool_]]:
    """Train networks that are alike but for the seed.

    Returns the first, and which test images each classifies correctly, (seeds, test images).
    """
    found = []
    for place in range(seeds):
        network, _ = cnn.train(dataset, replace(settings, seed=settings.seed + place), report, architecture)
        right = cnn.predict_logits(network, dataset.test.images).argmax(axis=1) == dataset.test.labels
        found.append((network, right))
    return found[0][0], np.stack([right for _, right in found])
