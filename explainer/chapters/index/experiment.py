"""Three quite different pictures of one digit: its weights, a pre-image, and one found by activation maximization."""

from __future__ import annotations

from explainer.data import Dataset
from explainer.models import Report
from explainer.results import Inputs, Result

DIGIT = 0  # the digit that the first question was about


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Put the three beside a real digit."""
    del settings, report
    return Result(
        arrays={
            "digit": dataset.test.images[dataset.test.labels == DIGIT][0],  # (28, 28), ink in [0, 1]
            "weights": inputs["weights"].arrays["images"][DIGIT],  # (28, 28), logit per unit of ink
            "pre_image": inputs["inverse_softmax"].arrays["images"][DIGIT],  # (28, 28), ink, any real: of minimum norm
            "ascent": inputs["ascent"].arrays["logits_images"][DIGIT],  # (28, 28), ink in [0, 1]
        }
    )
