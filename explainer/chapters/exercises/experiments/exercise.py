"""Networks smaller and larger than the site's own, beside the spread of the same network over seeds."""

from __future__ import annotations

import numpy as np

from explainer.chapters.exercises.experiments import narrow
from explainer.data import Dataset
from explainer.models import Report
from explainer.results import Inputs, Result

NAMES = (*narrow.NAMES, "deep", "dense")


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Subtract the mean over seeds from each network's accuracy."""
    del dataset, settings, report
    found = {name: value for result in inputs.values() for name, (value, _) in result.numbers.items()}
    accuracies = np.array([found[f"exercise.{name}_accuracy"] for name in NAMES])
    apart = accuracies - found["cnn.test_accuracy_mean"]
    return Result(
        arrays={
            "names": np.array(NAMES),  # (5,), words
            "parameters": np.array([found[f"exercise.{name}_parameters"] for name in NAMES]),  # (5,), counts
            "accuracies": accuracies,  # (5,), shares of the test images
            "own_parameters": np.array(found["cnn.parameters"]),  # (), count
            "seeds": inputs["seeds"].arrays["accuracies"],  # (seeds,), shares: the site's own network
        },
        numbers={
            f"exercise.{name}_difference": (float(d), "difference of fractions")
            for name, d in zip(NAMES, apart, strict=True)
        },
    )
