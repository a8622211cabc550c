"""Train the network, and score it before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.models import Report, cnn
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import CnnSettings

CHECKS = 10  # of validation accuracy on the way: enough for a curve, and a tenth of the training's time
WEIGHT = "weight:"  # marks the arrays that are the network's own


def run(dataset: Dataset, settings: CnnSettings, inputs: Inputs, report: Report) -> Result:
    """Train from scratch; the test split is scored once with the first weights and once with the last."""
    del inputs
    untrained = cnn.initial(settings.seed)
    before = cnn.accuracy(untrained, dataset.test)
    network, history = cnn.train(dataset, settings, report, checks=CHECKS)
    logits = cnn.predict_logits(network, dataset.test.images)
    wrong = int((logits.argmax(axis=1) != dataset.test.labels).sum())
    return Result(
        arrays={
            "test_logits": logits,  # (test images, 10)
            "losses": np.array(history.losses),  # (steps,), nats
            # (checks + 1,): fractions, the first before training; the steps taken by then
            "validation_accuracies": np.array([cnn.accuracy(untrained, dataset.validation), *history.validation]),
            "validation_steps": np.array([0, *history.validated]),
            "device": np.array(cnn.device().type),  # (), the name of its kind
            **pack(network, WEIGHT),  # conv1.weight (16, 1, 5, 5), conv1.bias (16,), and so on to logits.bias (10,)
        },
        numbers={
            "cnn.parameters": (network.parameter_count(), "count"),
            "cnn.epochs": (settings.epochs, "epochs"),
            "cnn.shift": (settings.shift, "count"),
            "cnn.batch": (settings.batch, "count"),
            "cnn.peak_learning_rate": (settings.peak_learning_rate, "learning rate"),
            "cnn.muon_peak_learning_rate": (settings.muon_peak_learning_rate, "learning rate"),
            "cnn.images_seen": (settings.batch * len(history.losses), "count"),
            "cnn.test_accuracy_before": (before, "fraction"),
            "cnn.test_accuracy": (1 - wrong / len(dataset.test), "fraction"),
            "cnn.test_errors": (wrong, "count"),
        },
    )


def restore(inputs: Inputs) -> cnn.Cnn:
    """Return the trained network, for the experiments that build on it."""
    return unpack(inputs["cnn"].arrays, WEIGHT)


def pack(network: cnn.Cnn, prefix: str) -> dict[str, NDArray[np.float32]]:
    """Return the network's weights, each named with that prefix, to be kept beside other arrays."""
    return {prefix + name: array for name, array in cnn.to_arrays(network).items()}


def unpack(arrays: Mapping[str, NDArray[Any]], prefix: str) -> cnn.Cnn:
    """Return the network that was packed with that prefix."""
    return cnn.from_arrays({k.removeprefix(prefix): v for k, v in arrays.items() if k.startswith(prefix)})
