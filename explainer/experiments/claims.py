"""What the sources print, trained again from several seeds, so that a figure comes with its spread."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import Dataset
from explainer.experiments import Needs, Result, sgd
from explainer.models import Report, minibatch

if TYPE_CHECKING:
    from explainer.settings import ClaimsSettings

EPOCHS = (1, 11)  # after which the post prints the accuracy and the range of the weights


# One thread: on matrices this small, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: ClaimsSettings, needs: Needs, report: Report) -> Result:
    """Score 1,000 steps of descent on test, and epochs of Adam on validation, each from several seeds."""
    del needs
    thousand = np.empty(settings.seeds)
    epochs = np.empty((settings.seeds, len(EPOCHS), 3))  # accuracy, smallest and largest weight
    for seed in range(settings.seeds):
        ((model, _),) = deque(sgd.train(dataset.train, replace(settings.sgd, seed=seed)), maxlen=1)
        thousand[seed] = model.accuracy(dataset.test)
        rule = minibatch.adam(settings.epochs.adam_rate)
        steps = minibatch.descend(dataset.train, settings.epochs.batch, rule, np.random.default_rng(seed))
        length = minibatch.steps_per_epoch(dataset.train, settings.epochs.batch)
        for place, epoch in enumerate(EPOCHS):
            passed = epoch - (EPOCHS[place - 1] if place else 0)
            (step,) = deque(islice(steps, passed * length), maxlen=1)
            right = step.model.accuracy(dataset.validation)
            epochs[seed, place] = right, step.model.weights.min(), step.model.weights.max()
        report(seed + 1, settings.seeds, 1 - float(epochs[seed, -1, 0]))
    mean, spread = epochs.mean(axis=0), epochs.std(axis=0, ddof=1)
    return Result(
        arrays={"sgd": thousand, "epochs": epochs},
        numbers={
            "claims.seeds": settings.seeds,
            "claims.sgd_mean": float(thousand.mean()),
            "claims.sgd_spread": float(thousand.std(ddof=1)),
            **{
                f"claims.epoch_{epoch}_{what}_{kind}": float(table[place, column])
                for place, epoch in enumerate(EPOCHS)
                for column, what in enumerate(("accuracy", "weight_min", "weight_max"))
                for kind, table in (("mean", mean), ("spread", spread))
            },
        },
    )
