"""Networks smaller and larger than the site's own, beside the spread of the same network over seeds."""

from __future__ import annotations

import numpy as np

from explainer.data import Dataset
from explainer.experiments import Needs, Result, narrow
from explainer.models import Report

NAMES = (*narrow.NAMES, "deep", "dense")


def run(dataset: Dataset, settings: None, needs: Needs, report: Report) -> Result:
    """Take each network's accuracy and the mean over seeds apart."""
    del dataset, settings, report
    found = {name: value for result in needs.values() for name, value in result.numbers.items()}
    accuracies = np.array([found[f"exercise.{name}_accuracy"] for name in NAMES])
    apart = accuracies - found["cnn.test_accuracy_mean"]
    return Result(
        arrays={
            "names": np.array(NAMES),
            "parameters": np.array([found[f"exercise.{name}_parameters"] for name in NAMES]),
            "accuracies": accuracies,
            "own_parameters": np.array(found["cnn.parameters"]),
            "seeds": needs["seeds"].arrays["accuracies"],
        },
        numbers={f"exercise.{name}_difference": float(d) for name, d in zip(NAMES, apart, strict=True)},
    )
