"""Watch the first thousand steps of mini-batch gradient descent, on the mini-batch and on all of the test images."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset, Split
from explainer.methods.evaluation import accuracy
from explainer.models import Report, minibatch
from explainer.models.linear import Array, LinearModel, cross_entropy
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import SgdSettings

AT_ONCE = 20  # models scored together
EARLY = 100  # steps: the text looks after the first so many, and at the last so many


def run(dataset: Dataset, settings: SgdSettings, inputs: Inputs, report: Report) -> Result:
    """Record loss and accuracy after every step. Nothing is chosen by them: the last step is the last step."""
    del inputs
    batch, test = np.empty((settings.steps, 2)), np.empty((settings.steps, 2))
    steps = enumerate(minibatch.train(dataset.train, settings))
    while some := list(islice(steps, AT_ONCE)):
        for (done, step), logits in zip(some, _logits([step.model for _, step in some], dataset.test), strict=True):
            batch[done] = _score(next(_logits([step.model], step.batch)), step.batch)
            test[done] = _score(logits, dataset.test)
        report(done + 1, settings.steps, test[done, 0])
    last = test[-EARLY:, 1]
    return Result(
        # (steps, 2) each: loss in nats and accuracy, after the step, on the mini-batch it learned from and on test
        arrays={"batch": batch, "test": test},
        numbers={
            "sgd.batch": (settings.batch, "count"),
            "sgd.learning_rate": (settings.learning_rate, "learning rate"),
            "sgd.steps": (settings.steps, "count"),
            "sgd.test_accuracy": (float(test[-1, 1]), "fraction"),
            "sgd.test_loss": (float(test[-1, 0]), "nats"),
            "sgd.test_accuracy_early": (float(test[EARLY - 1, 1]), "fraction"),
            "sgd.lowest_late": (float(last.min()), "fraction"),
            "sgd.highest_late": (float(last.max()), "fraction"),
            "sgd.largest_gap_late": (float(np.abs(batch[-EARLY:, 1] - last).max()), "difference of fractions"),
        },
    )


def _logits(models: list[LinearModel], split: Split) -> Iterator[Array]:
    """Yield the logits (N, 10) of each model; one product for all of them takes half the time of many small ones."""
    stacked = np.concatenate([model.weights for model in models]).astype(np.float32)
    together = np.split(split.flat @ stacked.T, len(models), axis=1)
    yield from (part + model.biases for part, model in zip(together, models, strict=True))


def _score(logits: Array, split: Split) -> tuple[float, float]:
    """Return the loss and the accuracy."""
    return cross_entropy(logits, split.labels), accuracy(split.labels, logits.argmax(axis=1))
