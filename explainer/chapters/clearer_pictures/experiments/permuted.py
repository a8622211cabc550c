"""Train the network on images whose pixels are shuffled, every image alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset
from explainer.methods import permutation
from explainer.models import Report, cnn
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import PermutedSettings


def run(dataset: Dataset, settings: PermutedSettings, inputs: Inputs, report: Report) -> Result:
    """Train as on unshuffled images, and compare the accuracy on test."""
    order = permutation.shuffle(settings.seed)
    shuffled = Dataset(
        dataset.name, *(permutation.permuted(s, order) for s in (dataset.train, dataset.validation, dataset.test))
    )
    network, history = cnn.train(shuffled, settings.cnn, report)
    accuracy = cnn.accuracy(network, shuffled.test)
    before = inputs["cnn"].value("cnn.test_accuracy")
    return Result(
        arrays={"losses": np.array(history.losses)},  # (steps,), nats, before each step
        numbers={
            "permutation.cnn_accuracy": (accuracy, "fraction"),
            "permutation.cnn_accuracy_change": (accuracy - before, "difference of fractions"),
            "permutation.cnn_errors_ratio": ((1 - accuracy) / (1 - before), "times"),
        },
    )
