"""Train the linear classifier and score it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.models import Report, logistic_regression
from explainer.models.linear import LinearModel, gradient

if TYPE_CHECKING:
    from explainer.settings import LogisticSettings


def run(dataset: Dataset, settings: LogisticSettings, needs: Needs, report: Report) -> Result:
    """Choose the penalty on validation; score train and test once; measure how flat the loss is where it stopped."""
    del needs
    choice = logistic_regression.choose(dataset, settings, report)
    model, train, validation, test = choice.model, dataset.train, dataset.validation, dataset.test
    penalty = 1 / (choice.strength * len(train))  # scikit-learn sums the loss where we take its mean
    slope = gradient(model, train.flat, train.labels, penalty)
    return Result(
        arrays={
            "weights": model.weights,
            "biases": model.biases,
            "strengths": np.array(settings.strengths),
            "validation_losses": choice.losses,
        },
        numbers={
            "logistic.strength": choice.strength,
            "logistic.train_accuracy": model.accuracy(train),
            "logistic.validation_accuracy": model.accuracy(validation),
            "logistic.test_accuracy": model.accuracy(test),
            "logistic.steepest_slope": float(max(abs(slope.weights).max(), abs(slope.biases).max())),
        },
    )


def restore(needs: Needs) -> LinearModel:
    """Return the trained model, for the experiments that build on it."""
    arrays = needs["logistic"].arrays
    return LinearModel(arrays["weights"], arrays["biases"])
