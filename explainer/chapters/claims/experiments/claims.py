"""What the sources print, trained again from several seeds, so that a figure comes with its standard deviation."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import Dataset
from explainer.models import Report, minibatch
from explainer.results import Inputs, Result, Unit

if TYPE_CHECKING:
    from explainer.settings import ClaimsSettings

COLUMNS: dict[str, Unit] = {
    "accuracy": "fraction",
    "weight_min": "logit per unit of ink",
    "weight_max": "logit per unit of ink",
}
EPOCHS = (1, 11)  # after which the post prints the accuracy and the range of the weights


# One thread: on matrices this small, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: ClaimsSettings, inputs: Inputs, report: Report) -> Result:
    """Score 1,000 steps of descent on test, and epochs of Adam on validation, each from several seeds."""
    del inputs
    thousand = np.empty(settings.seeds)
    epochs = np.empty((settings.seeds, len(EPOCHS), 3))  # accuracy, smallest and largest weight
    for seed in range(settings.seeds):
        (last,) = deque(minibatch.train(dataset.train, replace(settings.sgd, seed=seed)), maxlen=1)
        thousand[seed] = last.model.accuracy(dataset.test)
        optimizer = minibatch.adam(settings.epochs.adam_learning_rate)
        steps = minibatch.descend(dataset.train, settings.epochs.batch, optimizer, np.random.default_rng(seed))
        length = minibatch.steps_per_epoch(dataset.train, settings.epochs.batch)
        for place, epoch in enumerate(EPOCHS):
            passed = epoch - (EPOCHS[place - 1] if place else 0)
            (step,) = deque(islice(steps, passed * length), maxlen=1)
            right = step.model.accuracy(dataset.validation)
            epochs[seed, place] = right, step.model.weights.min(), step.model.weights.max()
        report(seed + 1, settings.seeds)
    mean, std = epochs.mean(axis=0), epochs.std(axis=0, ddof=1)
    return Result(
        arrays={
            "sgd": thousand,  # (seeds,), accuracy on test after 1,000 steps
            "epochs": epochs,  # (seeds, EPOCHS, COLUMNS), accuracy on validation; logits per unit of ink
        },
        numbers={
            "claims.seeds": (settings.seeds, "count"),
            "claims.sgd_mean": (float(thousand.mean()), "fraction"),
            "claims.sgd_std": (float(thousand.std(ddof=1)), "difference of fractions"),
            **{
                f"claims.epoch_{epoch}_{what}_mean": (float(mean[place, column]), unit)
                for place, epoch in enumerate(EPOCHS)
                for column, (what, unit) in enumerate(COLUMNS.items())
            },
            **{
                f"claims.epoch_{epoch}_{what}_std": (
                    float(std[place, column]),
                    "difference of fractions" if unit == "fraction" else unit,
                )
                for place, epoch in enumerate(EPOCHS)
                for column, (what, unit) in enumerate(COLUMNS.items())
            },
        },
    )
