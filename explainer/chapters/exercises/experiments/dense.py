"""Train the network with a second dense layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.chapters.exercises.experiments import deep
from explainer.data import Dataset
from explainer.models import Report
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import LargerSettings


def run(dataset: Dataset, settings: LargerSettings, inputs: Inputs, report: Report) -> Result:
    """Train it like the site's own, and score it on test."""
    del inputs
    return deep.train(dataset, settings, "dense", report)
