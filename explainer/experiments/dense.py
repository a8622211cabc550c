"""Train the network with a second dense layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.data import Dataset
from explainer.experiments import Needs, Result, deep
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import LargerSettings


def run(dataset: Dataset, settings: LargerSettings, needs: Needs, report: Report) -> Result:
    """Train it like the site's own, and score it on test."""
    del needs
    return deep.train(dataset, settings, "dense", report)
