"""The linear classifier and the network: their pictures by one recipe, and where one alone is right on test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from explainer.data import CLASSES, SIDE, Dataset
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.objectives import Objective
from explainer.methods.regularizers import clearest, ordinary, regularizers
from explainer.methods.uncertainty import compare
from explainer.models import Report
from explainer.models.linear import LinearModel
from explainer.results import Inputs, Result
from explainer.trainings import gaussian, logistic

if TYPE_CHECKING:
    from explainer.settings import LadderSettings

CELLS = ("both", "network", "linear", "neither")  # who is right
SHOWN = 8


def run(dataset: Dataset, settings: LadderSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize the linear logits with the data prior; count the four cases, and show the first digits of each."""
    test, validation, model = dataset.test, dataset.validation, logistic.restore(inputs)
    pictures, _ = clearest(
        lambda classes: linear_logits(model, classes),
        lambda many: model.logits(many.reshape(len(many), -1)),
        regularizers(gaussian.restore(inputs), settings)["data"],
        ordinary(model.logits(validation.flat), validation.labels),
        settings,
    )
    report(1, 1)
    ours = inputs["ladder"].arrays["data_images"]
    between = correlations(pictures, ours)[~np.eye(CLASSES, dtype=bool)]  # (90,): of different digits

    linear = model.predict(test.flat)
    network = inputs["cnn"].arrays["test_logits"].argmax(axis=1)
    right = linear == test.labels, network == test.labels
    cases = dict(
        zip(
            CELLS,
            (right[0] & right[1], ~right[0] & right[1], right[0] & ~right[1], ~(right[0] | right[1])),
            strict=True,
        )
    )
    compared = compare(inputs["seeds"].arrays["right"], right[0])
    images = np.zeros((len(CELLS), SHOWN, SIDE, SIDE), np.float32)
    given = np.full((len(CELLS), SHOWN, 3), -1)
    for row, case in enumerate(cases.values()):
        found = np.flatnonzero(case)[:SHOWN]
        images[row, : len(found)] = test.images[found]
        given[row, : len(found)] = np.stack([test.labels[found], linear[found], network[found]], axis=1)
    neither = cases["neither"]
    return Result(
        arrays={
            "linear_images": pictures,  # (10, 28, 28) in [0, 1]: the ascent of the linear logits, with the data prior
            "linear_weights": model.weights,  # (10, 784), logit per unit of ink
            "network_images": ours,  # (10, 28, 28) in [0, 1]: the same of the network's
            "images": images,  # (4, SHOWN, 28, 28) in [0, 1], the first test digits of each case; blank beyond the last
            "given": given,  # (4, SHOWN, 3): true class, what the linear classifier and the network say; −1 beyond
            **{f"{name}_right": case for name, case in cases.items()},  # (test,) bool each: who alone, or not, is right
        },
        numbers={
            "prior.linear_correlation": (mean_correlation(pictures, ours), "correlation"),
            "prior.linear_correlation_between_digits": (
                float(between.mean()),
                "correlation",
            ),
            "prior.weights_correlation": (mean_correlation(model.weights, ours), "correlation"),
            **{f"both.{name}_right": (int(case.sum()), "count") for name, case in cases.items()},
            "both.same_answer": (float((linear == network).mean()), "fraction"),
            "both.same_error": (int((linear == network)[neither].sum()), "count"),
            "both.difference": (compared.difference, "difference of fractions"),
            "both.difference_error": (compared.error, "difference of fractions"),
        },
    )


def linear_logits(model: LinearModel, classes: Sequence[int]) -> Objective:
    """Return the objective that gives image i the linear model's logit of classes[i]."""
    weights = torch.from_numpy(model.weights[list(classes)]).float()  # (N, 784)
    biases = torch.from_numpy(model.biases[list(classes)]).float()

    def value(images: Tensor) -> Tensor:
        return (images.flatten(1) * weights.to(images.device)).sum(dim=1) + biases.to(images.device)

    return Objective(value)
