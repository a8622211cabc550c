"""The linear classifier and the network on the same test digits: where they agree, and where one alone is right."""

from __future__ import annotations

import numpy as np

from explainer.data import SIDE, Dataset
from explainer.models import Report
from explainer.results import Inputs, Result
from explainer.trainings import logistic

CELLS = ("both", "network", "linear", "neither")  # who is right
SHOWN = 8


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Count the four cases, and show the first digits of each."""
    del settings, report
    test = dataset.test
    linear = logistic.restore(inputs).predict(test.flat)
    network = inputs["cnn"].arrays["test_logits"].argmax(axis=1)
    right = linear == test.labels, network == test.labels
    cases = dict(
        zip(
            CELLS,
            (right[0] & right[1], ~right[0] & right[1], right[0] & ~right[1], ~(right[0] | right[1])),
            strict=True,
        )
    )
    images = np.zeros((len(CELLS), SHOWN, SIDE, SIDE), np.float32)
    given = np.full((len(CELLS), SHOWN, 3), -1)
    for row, case in enumerate(cases.values()):
        found = np.flatnonzero(case)[:SHOWN]
        images[row, : len(found)] = test.images[found]
        given[row, : len(found)] = np.stack([test.labels[found], linear[found], network[found]], axis=1)
    neither = cases["neither"]
    return Result(
        arrays={
            "images": images,  # (4, SHOWN, 28, 28) in [0, 1], the first test digits of each case; blank beyond the last
            "given": given,  # (4, SHOWN, 3): true class, what the linear classifier and the network say; −1 beyond
            **{f"{name}_right": case for name, case in cases.items()},  # (test,) bool each: who alone, or not, is right
        },
        numbers={
            **{f"both.{name}_right": (int(case.sum()), "count") for name, case in cases.items()},
            "both.same_answer": (float((linear == network).mean()), "fraction"),
            "both.same_error": (int((linear == network)[neither].sum()), "count"),
        },
    )
