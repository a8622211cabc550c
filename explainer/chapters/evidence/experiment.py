"""The evidence for two test digits, one that the linear classifier classifies correctly and one that it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import SIDE, Dataset
from explainer.methods import evidence
from explainer.models import Report
from explainer.models.linear import LinearModel, softmax
from explainer.results import Inputs, Number, Result
from explainer.trainings import logistic


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Take the first right and the first wrong test digit apart; check the sums on the whole test split."""
    del settings
    model = logistic.restore(inputs)
    test = dataset.test
    right = model.predict(test.flat) == test.labels
    arrays: dict[str, NDArray[Any]] = {"biases": model.biases}  # (10,), logits
    numbers: dict[str, Number] = {}
    for done, (name, place) in enumerate({"right": right.argmax(), "wrong": right.argmin()}.items(), start=1):
        found, figures = _take_apart(model, test.images[place], int(test.labels[place]))
        arrays |= {f"{name}_{what}": array for what, array in found.items()}
        numbers |= {f"evidence.{name}_{what}": value for what, value in figures.items()}
        numbers[f"evidence.{name}_place"] = int(place) + 1, "count"
        report(done, 3)
    numbers |= _covered(model, arrays["wrong_image"], arrays["wrong_logits"]) | _empty(model)
    numbers["evidence.max_sum_error"] = evidence.largest_sum_error(model, test.flat), "rounding error"
    return Result(arrays=arrays, numbers=numbers)


def _take_apart(
    model: LinearModel, image: NDArray[np.float32], label: int
) -> tuple[dict[str, NDArray[Any]], dict[str, Number]]:
    """Return what the figures show of one digit, and its numbers."""
    logits = model.logits(image.reshape(1, -1))[0]
    probabilities = model.probabilities(image.reshape(1, -1))[0]
    winner, rival = evidence.first_two(logits)
    parts = evidence.evidence(model, image)
    difference = parts[winner] - parts[rival]
    lead = float(logits[winner] - logits[rival])
    erased = evidence.overturning(difference, lead)
    arrays = {
        "image": image,  # (28, 28), ink in [0, 1]
        "evidence": parts,  # (10, 28, 28), weight × pixel, in logits
        "logits": logits,  # (10,)
        "probabilities": probabilities,  # (10,), in [0, 1]
        "classes": np.array([label, winner, rival]),  # (3,), digits
        "difference": difference,  # (28, 28), the winner's evidence minus the rival's, in logits
        "erased": erased,  # (28, 28), bool: the fewest pixels without whose ink the rival is ahead
    }
    return arrays, {
        "label": (label, "digit"),
        "winner": (winner, "digit"),
        "rival": (rival, "digit"),
        "winner_probability": (float(probabilities[winner]), "probability"),
        "rival_probability": (float(probabilities[rival]), "probability"),
        "winner_logit": (float(logits[winner]), "logit"),
        "winner_bias": (float(model.biases[winner]), "logit"),
        "lead": (lead, "logit"),
        "lead_for": (float(difference[difference > 0].sum()), "logit"),
        "lead_against": (float(difference[difference < 0].sum()), "logit"),
        "inked": (int((image > 0).sum()), "count"),
        "erased": (int(erased.sum()), "count"),
    }


def _covered(model: LinearModel, image: NDArray[Any], before: NDArray[Any]) -> dict[str, Number]:
    """Return what happens to the logits (10,) of an image (28, 28) when its lower half is covered."""
    upper = image.copy()
    upper[SIDE // 2 :] = 0
    after = model.logits(upper.reshape(1, -1))[0]
    winner, change = int(after.argmax()), after - before
    return {
        "evidence.covered_gains_most": (int(change.argmax()), "digit"),
        "evidence.covered_gain": (float(change.max()), "logit"),
        "evidence.covered_loses_most": (int(change.argmin()), "digit"),
        "evidence.covered_loss": (float(-change.min()), "logit"),
        "evidence.covered_winner": (winner, "digit"),
        "evidence.covered_probability": (float(softmax(after)[winner]), "probability"),
    }


def _empty(model: LinearModel) -> dict[str, Number]:
    """Return what the classifier says of an image without ink."""
    winner = int(model.biases.argmax())
    return {
        "evidence.empty_winner": (winner, "digit"),
        "evidence.empty_probability": (float(softmax(model.biases)[winner]), "probability"),
    }
