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
    """The chosen model, and what every strength C (K,) reached on validation: accuracies (K,) in [0, 1]."""

    model: LinearModel
    strength: float
    accuracies: NDArray[np.float64]


def path(train: Split, settings: LogisticSettings) -> Iterator[LinearModel]:
    """Yield one model for each strength C, over the whole split: min Σ cross-entropy + ‖weights‖² / (2 C).

    Each fit starts from the weights of the one before, a third of a decade away, and needs a few dozen steps.
    """
    solver = LogisticRegression(tol=settings.tolerance, max_iter=settings.max_iterations, warm_start=True)
    for strength in settings.strengths:
        solver.set_params(C=strength).fit(train.flat, train.labels)
        yield LinearModel(solver.coef_.astype(np.float64), solver.intercept_.astype(np.float64))


def choose(dataset: Dataset, settings: LogisticSettings, report: Report) -> Choice:
    """Fit one model for each strength and return the simplest that is as good as the best.

    "As good" is the one-standard-error rule (Hastie, Tibshirani and Friedman 2009, §7.10): of the models whose
    validation accuracy is within one standard error of the best, the one with the strongest penalty.
    """
    validation = dataset.validation
    models = []
    for done, model in enumerate(path(dataset.train, settings), start=1):
        models.append(model)
        report(done, len(settings.strengths), cross_entropy(model.logits(validation.flat), validation.labels))
    accuracies = np.array([(m.predict(validation.flat) == validation.labels).mean() for m in models])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best) / len(validation))
    chosen = int(np.flatnonzero(accuracies >= best - error)[0])  # strengths ascend: the first is the simplest
    return Choice(models[chosen], settings.strengths[chosen], accuracies)
