"""Train the network with a third convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.experiments.cnn import WEIGHT, pack, unpack
from explainer.models import Report, cnn

if TYPE_CHECKING:
    from explainer.settings import LargerSettings


def run(dataset: Dataset, settings: LargerSettings, needs: Needs, report: Report) -> Result:
    """Train it like the site's own, and score it on test."""
    del needs
    return train(dataset, settings, "deep", report)


def train(dataset: Dataset, settings: LargerSettings, name: str, report: Report) -> Result:
    """Train a network of any size; its numbers are named `exercise.NAME_…`."""
    architecture = cnn.Architecture(filters=settings.filters, dense=settings.dense)
    network, _ = cnn.train(dataset, settings.cnn, report, architecture)
    return Result(
        arrays=dict(pack(network, WEIGHT)),
        numbers={
            f"exercise.{name}_accuracy": cnn.accuracy(network, dataset.test),
            f"exercise.{name}_parameters": network.parameter_count(),
        },
    )


def restore(needs: Needs, name: str) -> cnn.Cnn:
    """Return the network that the experiment `name` trained."""
    return unpack(needs[name].arrays, WEIGHT)
