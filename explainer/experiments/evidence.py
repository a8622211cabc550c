"""The evidence for two test digits, one that the linear classifier names rightly and one that it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.experiments import Needs, Result, logistic
from explainer.methods import evidence
from explainer.models import Report
from explainer.models.linear import LinearModel


def run(dataset: Dataset, settings: None, needs: Needs, report: Report) -> Result:
    """Take the first right and the first wrong test digit apart; check the sums on the whole test split."""
    del settings
    model = logistic.restore(needs)
    test = dataset.test
    right = model.predict(test.flat) == test.labels
    arrays: dict[str, NDArray[Any]] = {"biases": model.biases}
    numbers: dict[str, float | int] = {}
    for done, (name, place) in enumerate({"right": right.argmax(), "wrong": right.argmin()}.items(), start=1):
        found, figures = _take_apart(model, test.images[place], int(test.labels[place]))
        arrays |= {f"{name}_{what}": array for what, array in found.items()}
        numbers |= {f"evidence.{name}_{what}": value for what, value in figures.items()}
        numbers[f"evidence.{name}_place"] = int(place) + 1
        report(done, 3, 0.0)
    numbers["evidence.max_sum_error"] = evidence.largest_sum_error(model, test.flat)
    return Result(arrays=arrays, numbers=numbers)


def _take_apart(
    model: LinearModel, image: NDArray[np.float32], label: int
) -> tuple[dict[str, NDArray[Any]], dict[str, float | int]]:
    """Return what the figures show of one digit, and its numbers."""
    logits = model.logits(image.reshape(1, -1))[0]
    probabilities = model.probabilities(image.reshape(1, -1))[0]
    winner, rival = evidence.first_two(logits)
    parts = evidence.evidence(model, image)
    difference = parts[winner] - parts[rival]
    lead = float(logits[winner] - logits[rival])
    erased = evidence.overturning(difference, lead)
    arrays = {
        "image": image,
        "evidence": parts,
        "logits": logits,
        "probabilities": probabilities,
        "classes": np.array([label, winner, rival]),
        "difference": difference,
        "erased": erased,
    }
    return arrays, {
        "label": label,
        "winner": winner,
        "rival": rival,
        "winner_probability": float(probabilities[winner]),
        "rival_probability": float(probabilities[rival]),
        "winner_logit": float(logits[winner]),
        "winner_bias": float(model.biases[winner]),
        "lead": lead,
        "lead_for": float(difference[difference > 0].sum()),
        "lead_against": float(difference[difference < 0].sum()),
        "inked": int((image > 0).sum()),
        "erased": int(erased.sum()),
    }
