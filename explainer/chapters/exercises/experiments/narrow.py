"""The network with fewer and fewer filters, trained like the site's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset
from explainer.models import Report, cnn
from explainer.results import Inputs, Number, Result

if TYPE_CHECKING:
    from explainer.settings import NarrowSettings

NAMES = ("narrow", "quarter", "eighth")  # how many of the filters are left: a half, a quarter, an eighth


def run(dataset: Dataset, settings: NarrowSettings, inputs: Inputs, report: Report) -> Result:
    """Train one network for each pair of filters, and score it on test."""
    del inputs
    numbers: dict[str, Number] = {}
    for name, filters in zip(NAMES, settings.filters, strict=True):
        network, _ = cnn.train(dataset, settings.cnn, report, cnn.Architecture(filters=filters))
        numbers[f"exercise.{name}_accuracy"] = cnn.accuracy(network, dataset.test), "fine fraction"
        numbers[f"exercise.{name}_parameters"] = network.parameter_count(), "count"
    return Result(arrays={"filters": np.array(settings.filters)}, numbers=numbers)  # (3, 2), counts: conv1, conv2
