"""Train the network with a third convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.data import Dataset
from explainer.models import Report, cnn
from explainer.results import Inputs, Result
from explainer.trainings.cnn import WEIGHT, pack, unpack

if TYPE_CHECKING:
    from explainer.settings import LargerSettings


def run(dataset: Dataset, settings: LargerSettings, inputs: Inputs, report: Report) -> Result:
    """Train it like the site's own, and score it on test."""
    del inputs
    return train(dataset, settings, "deep", report)


def train(dataset: Dataset, settings: LargerSettings, name: str, report: Report) -> Result:
    """Train a network of any size; its numbers are named `exercise.NAME_…`."""
    architecture = cnn.Architecture(filters=settings.filters, dense=settings.dense)
    network, _ = cnn.train(dataset, settings.cnn, report, architecture)
    return Result(
        arrays=dict(pack(network, WEIGHT)),  # weight:LAYER.weight and weight:LAYER.bias of every layer
        numbers={
            f"exercise.{name}_accuracy": (cnn.accuracy(network, dataset.test), "fine fraction"),
            f"exercise.{name}_parameters": (network.parameter_count(), "count"),
        },
    )


def restore(inputs: Inputs, name: str) -> cnn.Cnn:
    """Return the network that the experiment `name` trained."""
    return unpack(inputs[name].arrays, WEIGHT)
