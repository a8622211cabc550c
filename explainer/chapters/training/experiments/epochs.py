"""The linear classifier before training, after each epoch, by two optimizers: what the weights do meanwhile."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import CLASSES, PIXELS, SIDE, Dataset
from explainer.models import Report, minibatch
from explainer.models.linear import Array, LinearModel, cross_entropy
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import EpochsSettings

LARGEST = 100  # weights of 7,840
SHOWN = (0, 1, 10)  # epochs, as the post shows them
PRINTED = np.array([0.897, 0.9104, 0.9158, 0.9184, 0.9204, 0.9226, 0.924, 0.9248, 0.9264, 0.926, 0.926])
"""Cuevas's accuracies after each epoch, on what his code calls validation images."""

PRINTED_RANGES = np.array([[1, -0.245477, 0.206278], [11, -1.1957, 1.07317]])
"""Epoch, smallest and largest weight, as he prints them; he calls the second ten epochs."""


# One thread: on mini-batches, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: EpochsSettings, inputs: Inputs, report: Report) -> Result:
    """Train by Adam and by plain gradient descent on the same mini-batches; keep the model of every epoch."""
    del inputs
    optimizers = {"adam": minibatch.adam(settings.adam_learning_rate), "sgd": minibatch.sgd(settings.sgd_learning_rate)}
    total, done = len(optimizers) * settings.epochs, 0
    models: dict[str, list[LinearModel]] = {}
    for name, optimizer in optimizers.items():
        models[name] = [LinearModel(np.zeros((CLASSES, PIXELS)), np.zeros(CLASSES))]
        length = minibatch.steps_per_epoch(dataset.train, settings.batch)
        steps = minibatch.descend(dataset.train, settings.batch, optimizer, np.random.default_rng(settings.seed))
        for step in islice(steps, length - 1, settings.epochs * length, length):  # the last of every epoch
            models[name].append(step.model)
            done += 1
            logits = step.model.logits(dataset.validation.flat)
            report(done, total, cross_entropy(logits, dataset.validation.labels))
    adam, sgd = models["adam"], models["sgd"]
    test = [adam[epoch].accuracy(dataset.test) for epoch in SHOWN]
    ink = dataset.train.flat.mean(axis=0, dtype=np.float64)
    validation = {name: np.array([m.accuracy(dataset.validation) for m in kept]) for name, kept in models.items()}
    return Result(
        arrays={
            # (3, 10, 28, 28), logit per unit of ink: Adam's, after the epochs SHOWN
            "weights": np.stack([adam[epoch].weights.reshape(CLASSES, SIDE, SIDE) for epoch in SHOWN]),
            "printed": PRINTED,  # (11,), accuracy after each epoch
            "printed_ranges": PRINTED_RANGES,  # (2, 3): epoch, smallest and largest weight
            # adam_… and sgd_…, before training and after each epoch:
            **{f"{name}_validation": values for name, values in validation.items()},  # (epochs + 1,), accuracy
            # (epochs + 1,), logit per unit of ink
            **{f"{name}_norms": np.array([_norm(m) for m in kept]) for name, kept in models.items()},
            # (epochs + 1, 2), logit per unit of ink: smallest and largest weight
            **{f"{name}_ranges": np.array([_range(m) for m in kept]) for name, kept in models.items()},
        },
        numbers={
            "epochs.batch": (settings.batch, "count"),
            "epochs.adam_learning_rate": (settings.adam_learning_rate, "learning rate"),
            "epochs.sgd_learning_rate": (settings.sgd_learning_rate, "learning rate"),
            "epochs.accuracy_0": (test[0], "fraction"),
            "epochs.accuracy_1": (test[1], "fraction"),
            "epochs.accuracy_10": (test[2], "fraction"),
            "epochs.weight_min_1": (_range(adam[1])[0], "logit per unit of ink"),
            "epochs.weight_max_1": (_range(adam[1])[1], "logit per unit of ink"),
            "epochs.weight_min_10": (_range(adam[10])[0], "logit per unit of ink"),
            "epochs.weight_max_10": (_range(adam[10])[1], "logit per unit of ink"),
            "epochs.validation_1": (float(validation["adam"][1]), "fraction"),
            "epochs.validation_11": (float(validation["adam"][11]), "fraction"),
            "epochs.weight_min_11": (_range(adam[11])[0], "logit per unit of ink"),
            "epochs.weight_max_11": (_range(adam[11])[1], "logit per unit of ink"),
            "epochs.sgd_validation_1": (float(validation["sgd"][1]), "fraction"),
            "epochs.sgd_validation_11": (float(validation["sgd"][11]), "fraction"),
            "epochs.sgd_weight_min_1": (_range(sgd[1])[0], "logit per unit of ink"),
            "epochs.sgd_weight_max_1": (_range(sgd[1])[1], "logit per unit of ink"),
            "epochs.sgd_weight_min_11": (_range(sgd[11])[0], "logit per unit of ink"),
            "epochs.sgd_weight_max_11": (_range(sgd[11])[1], "logit per unit of ink"),
            "epochs.growth": (_growth(adam), "times"),
            "epochs.sgd_growth": (_growth(sgd), "times"),
            "epochs.norm_1": (_norm(adam[1]), "logit per unit of ink"),
            "epochs.norm_10": (_norm(adam[10]), "logit per unit of ink"),
            "epochs.ink": (float(ink.mean()), "ink"),
            "epochs.ink_under_largest": (_ink_under_largest(adam[10], ink), "ink"),
            "epochs.sgd_ink_under_largest": (_ink_under_largest(sgd[10], ink), "ink"),
        },
    )


def _range(model: LinearModel) -> tuple[float, float]:
    return float(model.weights.min()), float(model.weights.max())


def _norm(model: LinearModel) -> float:
    """Return the root of the sum of all squared weights."""
    return float(np.linalg.norm(model.weights))


def _ink_under_largest(model: LinearModel, ink: Array) -> float:
    """Return the mean of `ink` (784,) at the pixels of the largest weights, either sign, whatever their class."""
    places = np.argsort(-np.abs(model.weights), axis=None)[:LARGEST] % PIXELS
    return float(ink[places].mean())


def _growth(models: list[LinearModel]) -> float:
    """Return how many times wider the weights range at the end than after the first epoch."""
    return float(np.ptp(models[-1].weights) / np.ptp(models[1].weights))
