"""Train the network on images whose pixels are shuffled, every image alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.methods import permutation
from explainer.models import Report, cnn

if TYPE_CHECKING:
    from explainer.settings import PermutedSettings


def run(dataset: Dataset, settings: PermutedSettings, needs: Needs, report: Report) -> Result:
    """Train as on straight images, and compare the accuracy on test."""
    order = permutation.shuffle(settings.seed)
    shuffled = Dataset(
        dataset.name, *(permutation.permuted(s, order) for s in (dataset.train, dataset.validation, dataset.test))
    )
    network, history = cnn.train(shuffled, settings.cnn, report)
    accuracy = cnn.accuracy(network, shuffled.test)
    before = float(needs["cnn"].numbers["cnn.test_accuracy"])
    return Result(
        arrays={"losses": np.array(history.losses)},
        numbers={
            "permutation.cnn_accuracy": accuracy,
            "permutation.cnn_accuracy_change": accuracy - before,
            "permutation.cnn_errors_ratio": (1 - accuracy) / (1 - before),
        },
    )
