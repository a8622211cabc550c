"""Networks smaller and larger than the site's own, compared with it by the one rule of `methods.uncertainty`."""

from __future__ import annotations

import numpy as np

from explainer.chapters.exercises.experiments import narrow
from explainer.data import Dataset
from explainer.methods.uncertainty import Comparison, Right, compare, std
from explainer.models import Report
from explainer.results import Inputs, Number, Result

NAMES = (*narrow.NAMES, "deep", "dense")


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Compare which test images each network classifies correctly with those of the site's own, from all its seeds."""
    del dataset, settings, report
    found = comparisons(inputs)
    own = inputs["seeds"].arrays["accuracies"]
    numbers: dict[str, Number] = {}
    for name, comparison in found.items():
        numbers |= {
            f"exercise.{name}_difference": (comparison.difference, "difference of fractions"),
            f"exercise.{name}_error": (comparison.error, "difference of fractions"),
            f"exercise.{name}_in_errors": (_in_errors(comparison), "times"),
        }
    for name in narrow.NAMES:
        numbers |= {
            f"exercise.{name}_gained": (found[name].gained, "count"),
            f"exercise.{name}_lost": (found[name].lost, "count"),
        }
    clear = sum(found[name].is_clear for name in narrow.NAMES)
    return Result(
        arrays={
            "names": np.array(NAMES),  # (5,), words
            "differences": np.array([found[name].difference for name in NAMES]),  # (5,), fractions
            "errors": np.array([found[name].error for name in NAMES]),  # (5,), fractions: a standard error each
            "own": own - own.mean(),  # (seeds,), fractions: the site's own network beside its mean
        },
        numbers={**numbers, "exercise.fewer_filters_clear": (clear, "count")},
    )


def comparisons(inputs: Inputs) -> dict[str, Comparison]:
    """Return each network beside the site's own, by name."""
    own = inputs["seeds"].arrays["right"]  # (seeds, test images)
    spread = std(own.mean(axis=1))
    return {name: compare(right(inputs, name), own, spread) for name in NAMES}


def right(inputs: Inputs, name: str) -> Right:
    """Return which test images each training of a network classifies correctly, (trainings, test images)."""
    found: Right = inputs["narrow"].arrays[f"{name}_right"] if name in narrow.NAMES else inputs[name].arrays["right"]
    return found


def _in_errors(comparison: Comparison) -> float:
    """Return the size of a difference in standard errors, 0 where two networks agree on every image."""
    return abs(comparison.difference) / comparison.error if comparison.error else 0.0
