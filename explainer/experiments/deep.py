"""The network with a third convolution, and the images of its units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.experiments.larger import train_and_climb
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import LargerSettings


def run(dataset: Dataset, settings: LargerSettings, needs: Needs, report: Report) -> Result:
    """Train it, score it, and climb for every unit of the third convolution."""
    del needs
    found = train_and_climb(dataset, settings, ["conv3"], report)
    return Result(
        arrays={"conv3_images": found.images["conv3"], "conv3_silent": found.silent["conv3"]},
        numbers={
            "exercise.deep_accuracy": found.accuracy,
            "exercise.deep_parameters": found.parameters,
            "exercise.conv3_unused": int(found.silent["conv3"].sum()),
        },
    )
