"""Watch the first thousand steps of mini-batch gradient descent, on the mini-batch and on all of the test images."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset, Split
from explainer.experiments import Needs, Result
from explainer.methods.evaluation import accuracy
from explainer.models import Report, minibatch
from explainer.models.linear import LinearModel, cross_entropy

if TYPE_CHECKING:
    from explainer.settings import SgdSettings

EARLY = 100  # steps: the text looks after the first so many, and at the last so many


def run(dataset: Dataset, settings: SgdSettings, needs: Needs, report: Report) -> Result:
    """Record loss and accuracy after every step. Nothing is chosen by them: the last step is the last step."""
    del needs
    test = dataset.test
    seen, unseen = np.empty((settings.steps, 2)), np.empty((settings.steps, 2))
    for step, (model, batch) in enumerate(train(dataset.train, settings)):
        seen[step] = _score(model, batch)
        unseen[step] = _score(model, test)
        report(step + 1, settings.steps, unseen[step, 0])
    last = unseen[-EARLY:, 1]
    return Result(
        arrays={"train": seen, "test": unseen},  # (steps, 2): loss in nats, accuracy
        numbers={
            "sgd.batch": settings.batch,
            "sgd.rate": settings.rate,
            "sgd.steps": settings.steps,
            "sgd.test_accuracy": float(unseen[-1, 1]),
            "sgd.test_loss": float(unseen[-1, 0]),
            "sgd.test_accuracy_early": float(unseen[EARLY - 1, 1]),
            "sgd.lowest_late": float(last.min()),
            "sgd.highest_late": float(last.max()),
            "sgd.largest_gap_late": float(np.abs(seen[-EARLY:, 1] - last).max()),
        },
    )


def train(split: Split, settings: SgdSettings) -> Iterator[tuple[LinearModel, Split]]:
    """Yield the model after each step and the mini-batch of that step."""
    rng = np.random.default_rng(settings.seed)
    steps = minibatch.descend(split, settings.batch, minibatch.plain(settings.rate), rng)
    return islice(((step.model, step.batch) for step in steps), settings.steps)


def _score(model: LinearModel, split: Split) -> tuple[float, float]:
    """Return the loss and the accuracy. In single precision: it is done a thousand times over."""
    logits = split.flat @ model.weights.T.astype(np.float32) + model.biases  # (N, 10)
    return cross_entropy(logits, split.labels), accuracy(split.labels, logits.argmax(axis=1))
