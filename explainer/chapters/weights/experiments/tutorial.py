"""TensorFlow's recipe of 2016 beside the weights of this site: one classifier, stopped early or held by a penalty."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset
from explainer.methods import weights
from explainer.methods.correlation import mean_correlation
from explainer.models import Report, minibatch
from explainer.results import Inputs, Number, Result
from explainer.trainings import logistic

if TYPE_CHECKING:
    from explainer.models.linear import LinearModel
    from explainer.settings import TutorialSettings

BLUEST = 50  # pixels: the ring of MNIST's mean 0 has more than three times as many
PLAIN = 99  # percent of the weights other than zero that a bar of colours tells apart; the rest share its last colour
EVERY = 100  # steps between two reports


def run(dataset: Dataset, settings: TutorialSettings, inputs: Inputs, report: Report) -> Result:
    """Train by the recipe several times, the first time also for longer, and look at the ring of 0 in each."""
    converged = logistic.restore(inputs)
    trainings = [_train(dataset, settings, index, report) for index in range(settings.trainings)]
    trained, longer = [model for model, _ in trainings], trainings[0][1]
    ring = weights.ring(weights.class_means(dataset.train)[0])
    zeros = {
        name: weights.images(model)[0]
        for name, model in {"stopped": trained[0], "longer": longer, "converged": converged}.items()
    }
    bluest = {name: weights.largest(zero, BLUEST) for name, zero in zeros.items()}
    images = weights.images(trained[0])
    numbers: dict[str, Number] = {}
    for name in ("stopped", "converged"):
        numbers[f"tutorial.{name}_ring_negative"] = float((zeros[name][ring] < 0).mean()), "fraction"
        numbers[f"tutorial.{name}_bluest_outside"] = int((bluest[name] & ~ring).sum()), "count"
    return Result(
        arrays={
            "images": images,  # (10, 28, 28), logits per unit of ink, after the recipe's steps
            "bar_end": np.percentile(abs(images[images != 0]), PLAIN),  # (), logits per unit of ink
            "longer": weights.images(longer),  # (10, 28, 28), the same training after ten times as many
            "zeros": np.stack(list(zeros.values())),  # (3, 28, 28), of 0: after the two, and converged
            "bluest": np.stack(list(bluest.values())),  # (3, 28, 28), bool: where those are most positive
            "ring": ring,  # (28, 28), bool: the stroke of the mean 0
            # (trainings, N), bool: which test images each training classifies correctly after the recipe's steps
            "right": np.stack([model.predict(dataset.test.flat) == dataset.test.labels for model in trained]),
        },
        numbers={
            "tutorial.batch": (settings.batch, "count"),
            "tutorial.learning_rate": (settings.learning_rate, "learning rate"),
            "tutorial.steps": (settings.steps, "count"),
            "tutorial.longer_steps": (settings.longer, "count"),
            "tutorial.trainings": (settings.trainings, "count"),
            "tutorial.test_accuracy": (float(np.mean([m.accuracy(dataset.test) for m in trained])), "fraction"),
            "tutorial.bluest": (BLUEST, "count"),
            **numbers,
            "tutorial.correlation": (mean_correlation(trained[0].weights, converged.weights), "correlation"),
            "tutorial.longer_correlation": (mean_correlation(longer.weights, converged.weights), "correlation"),
        },
    )


def _train(dataset: Dataset, settings: TutorialSettings, index: int, report: Report) -> tuple[LinearModel, LinearModel]:
    """Return the model after as many steps as the tutorial takes, and the last: the first training goes on."""
    steps = settings.longer if index == 0 else settings.steps
    optimizer, rng = minibatch.sgd(settings.learning_rate), np.random.default_rng([settings.seed, index])
    before = (settings.longer - settings.steps if index else 0) + index * settings.steps
    in_all = settings.longer + (settings.trainings - 1) * settings.steps
    descent = minibatch.descend(dataset.train, settings.batch, optimizer, rng)
    for done, step in enumerate(islice(descent, steps), start=1):
        if done == settings.steps:
            stopped = step.model
        if done % EVERY == 0:
            report(before + done, in_all)
    return stopped, step.model
