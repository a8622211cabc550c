"""Train the linear classifier and score it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset
from explainer.models import Report, logistic_regression
from explainer.models.linear import LinearModel, gradient
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import LogisticSettings


def run(dataset: Dataset, settings: LogisticSettings, inputs: Inputs, report: Report) -> Result:
    """Choose the penalty on validation; score train and test once; measure how flat the loss is where it stopped."""
    del inputs
    choice = logistic_regression.choose(dataset, settings, report)
    model, train, validation, test = choice.model, dataset.train, dataset.validation, dataset.test
    penalty = 1 / (choice.strength * len(train))  # scikit-learn sums the loss where we take its mean
    grad = gradient(model, train.flat, train.labels, penalty)
    return Result(
        arrays={
            "weights": model.weights,  # (10, 784), logits per unit of ink
            "biases": model.biases,  # (10,), logits
            "strengths": np.array(settings.strengths),  # (strengths,), inverse penalties
            "validation_losses": choice.losses,  # (strengths,), nats
        },
        numbers={
            "logistic.strength": (choice.strength, "inverse penalty"),
            "logistic.train_accuracy": (model.accuracy(train), "fraction"),
            "logistic.validation_accuracy": (model.accuracy(validation), "fraction"),
            "logistic.test_accuracy": (model.accuracy(test), "fraction"),
            "logistic.largest_gradient": (
                float(max(abs(grad.weights).max(), abs(grad.biases).max())),
                "nats per weight",
            ),
        },
    )


def restore(inputs: Inputs) -> LinearModel:
    """Return the trained model, for the experiments that build on it."""
    arrays = inputs["logistic"].arrays
    return LinearModel(arrays["weights"], arrays["biases"])
