"""Watch the first thousand steps of mini-batch gradient descent, on the mini-batch and on all of the test images."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset, Split
from explainer.methods.evaluation import accuracy
from explainer.models import Report, minibatch
from explainer.models.linear import LinearModel, cross_entropy
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import SgdSettings

EARLY = 100  # steps: the text looks after the first so many, and at the last so many


def run(dataset: Dataset, settings: SgdSettings, inputs: Inputs, report: Report) -> Result:
    """Record loss and accuracy after every step. Nothing is chosen by them: the last step is the last step."""
    del inputs
    batch, test = np.empty((settings.steps, 2)), np.empty((settings.steps, 2))
    for done, step in enumerate(minibatch.train(dataset.train, settings)):
        batch[done] = _score(step.model, step.batch)
        test[done] = _score(step.model, dataset.test)
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


def _score(model: LinearModel, split: Split) -> tuple[float, float]:
    """Return the loss and the accuracy. In single precision: it is done a thousand times over."""
    logits = split.flat @ model.weights.T.astype(np.float32) + model.biases  # (N, 10)
    return cross_entropy(logits, split.labels), accuracy(split.labels, logits.argmax(axis=1))
