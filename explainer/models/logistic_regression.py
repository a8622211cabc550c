"""Multinomial logistic regression by scikit-learn's L-BFGS, its penalty chosen on the validation split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from explainer.data import Dataset, Split
from explainer.models import Report
from explainer.models.linear import LinearModel, cross_entropy

if TYPE_CHECKING:
    from explainer.settings import LogisticSettings


@dataclass(frozen=True)
class Choice:
    """The chosen model, and the validation loss (K,) of every strength C, in nats."""

    model: LinearModel
    strength: float
    losses: NDArray[np.float64]


def path(train: Split, settings: LogisticSettings) -> Iterator[LinearModel]:
    """Yield one model for each strength C, over the whole split: min Σ cross-entropy + ‖weights‖² / (2 C).

    Each fit starts from the weights of the one before, half a decade away, and needs a few dozen steps.
    """
    solver = LogisticRegression(tol=settings.tolerance, max_iter=settings.max_iterations, warm_start=True)
    for strength in settings.strengths:
        solver.set_params(C=strength).fit(train.flat, train.labels)
        yield LinearModel(solver.coef_.astype(np.float64), solver.intercept_.astype(np.float64))


def choose(dataset: Dataset, settings: LogisticSettings, report: Report) -> Choice:
    """Fit one model for each strength and return the one with the least validation loss.

    The loss, not the accuracy: it changes smoothly with C, where accuracies differ by a handful of images.
    """
    validation = dataset.validation
    models, losses = [], []
    for done, model in enumerate(path(dataset.train, settings), start=1):
        models.append(model)
        losses.append(cross_entropy(model.logits(validation.flat), validation.labels))
        report(done, len(settings.strengths), losses[-1])
    chosen = int(np.argmin(losses))
    return Choice(models[chosen], settings.strengths[chosen], np.array(losses))
