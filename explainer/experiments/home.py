"""Three quite different pictures of one digit: its weights, a solved image, a climbed image."""

from __future__ import annotations

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.models import Report

DIGIT = 0  # the digit that the first question was about


def run(dataset: Dataset, settings: None, needs: Needs, report: Report) -> Result:
    """Put the three beside a real digit."""
    del settings, report
    return Result(
        arrays={
            "digit": dataset.test.images[dataset.test.labels == DIGIT][0],
            "weights": needs["weights"].arrays["images"][DIGIT],
            "solved": needs["inverse_softmax"].arrays["images"][DIGIT],
            "climbed": needs["ascent"].arrays["logits_images"][DIGIT],
        }
    )
