"""Train the network with a third convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.chapters.exercises.experiments.narrow import trained
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
    """Train a network of any size from several seeds; its numbers are named `exercise.NAME_…`."""
    architecture = cnn.Architecture(filters=settings.filters, dense=settings.dense)
    first, right = trained(dataset, settings.cnn, architecture, settings.seeds, report)
    return Result(
        arrays={
            "right": right,  # (trainings, test images): which each classifies correctly
            **pack(first, WEIGHT),  # weight:LAYER.weight and weight:LAYER.bias of every layer of the first
        },
        numbers={
            f"exercise.{name}_trainings": (settings.seeds, "count"),
            f"exercise.{name}_accuracy": (float(right.mean()), "fine fraction"),
            f"exercise.{name}_parameters": (first.parameter_count(), "count"),
        },
    )


def restore(inputs: Inputs, name: str) -> cnn.Cnn:
    """Return the first network that the experiment `name` trained."""
    return unpack(inputs[name].arrays, WEIGHT)
