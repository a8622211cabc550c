"""The network with a second dense layer, and the images of its dense units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.experiments.larger import train_and_climb
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import LargerSettings

LAYERS = ("dense1", "dense2")


def run(dataset: Dataset, settings: LargerSettings, needs: Needs, report: Report) -> Result:
    """Train it, score it, and climb for every unit of both dense layers."""
    del needs
    found = train_and_climb(dataset, settings, LAYERS, report)
    return Result(
        arrays={
            **{f"{layer}_images": found.images[layer] for layer in LAYERS},
            **{f"{layer}_silent": found.silent[layer] for layer in LAYERS},
        },
        numbers={
            "exercise.dense_accuracy": found.accuracy,
            "exercise.dense_parameters": found.parameters,
            **{f"exercise.{layer}_unused": int(found.silent[layer].sum()) for layer in LAYERS},
        },
    )
