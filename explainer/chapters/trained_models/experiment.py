"""The linear classifiers on the same test images, and how sure their accuracies and differences are."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from explainer.data import CLASSES, PIXELS, Dataset
from explainer.methods.uncertainty import Comparison, compare, interval, sampling_error, std
from explainer.models import Report, baselines, minibatch
from explainer.results import Inputs, Number, Result
from explainer.trainings import logistic

if TYPE_CHECKING:
    from explainer.settings import TrainedSettings

FEW = 10  # of so many, a share has a wide interval: ten digits, and each right or wrong


# One thread: on matrices this small, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: TrainedSettings, inputs: Inputs, report: Report) -> Result:
    """Train those whose answers no other experiment keeps; set each beside the converged one, image by image."""
    labels, flat = dataset.test.labels, dataset.test.flat
    known = baselines.sums(dataset.train)
    duels = baselines.one_vs_one(known, settings.ridge)
    sgd = np.empty((settings.trainings, len(labels)), bool)
    for seed in range(settings.trainings):
        steps = minibatch.train(dataset.train, replace(settings.sgd, seed=settings.sgd.seed + seed))
        (last,) = deque(steps, maxlen=1)
        sgd[seed] = last.model.predict(flat) == labels
        report(seed + 1, settings.trainings)
    right = {  # (trainings, N) each: which test images every training classifies correctly
        "nearest_centroid": (baselines.nearest_mean(dataset.train).predict(flat) == labels)[None],
        "least_squares": (baselines.least_squares(known, settings.ridge).predict(flat) == labels)[None],
        "sgd": sgd,
        "converged": (logistic.restore(inputs).predict(flat) == labels)[None],
        "one_vs_one": (duels.votes(flat).argmax(axis=1) == labels)[None],
        "network": np.asarray(inputs["seeds"].arrays["right"], bool),
    }
    own = sgd.mean(axis=1)  # (trainings,)
    pairs = {
        "one_vs_one": (right["one_vs_one"], right["converged"]),
        "converged": (right["converged"], sgd),
        "luck": (sgd[own.argmax()], sgd[own.argmin()]),
    }
    found = {name: compare(one, two, std(own) if name == "luck" else 0.0) for name, (one, two) in pairs.items()}
    return Result(
        arrays={
            **{f"right:{name}": rows for name, rows in right.items()},
            # (6, 3): mean accuracy, its error of sampling and its error of seeds, a row for each of those above
            "accuracies": np.array([_alone(rows) for rows in right.values()]),
            # (3, 4): difference, unpaired and paired error of sampling, error of seeds, a row for each of the pairs
            "differences": np.array([_parts(found[name], *pairs[name]) for name in pairs]),
        },
        numbers=_numbers(settings, found, right),
    )


def _alone(rows: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return mean accuracy, error of sampling and error of seeds of trainings (trainings, N) of one recipe."""
    own = rows.mean(axis=1)
    return float(own.mean()), sampling_error(own.mean(), rows.shape[1]), std(own) / float(np.sqrt(len(own)))


def _parts(found: Comparison, one: NDArray[np.bool_], two: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    unpaired = hypot(*(sampling_error(rows.mean(), rows.shape[-1]) for rows in (one, two)))
    return found.difference, unpaired, found.sampling_error, found.seed_error


def _numbers(
    settings: TrainedSettings, found: dict[str, Comparison], right: dict[str, NDArray[np.bool_]]
) -> dict[str, Number]:
    sgd = right["sgd"].mean(axis=1)
    errors = {
        "linear": sampling_error(right["converged"].mean(), right["converged"].shape[1]),
        "network": sampling_error(right["network"].mean(), right["network"].shape[1]),
    }
    return {
        "trained.linear_parameters": (CLASSES * (PIXELS + 1), "count"),
        "trained.one_vs_one_parameters": (len(baselines.PAIRS) * (PIXELS + 1), "count"),
        "trained.trainings": (settings.trainings, "count"),
        "trained.sgd_accuracy": (float(sgd.mean()), "fine fraction"),
        "trained.sgd_std": (std(sgd), "difference of fractions"),
        "trained.luck_difference": (found["luck"].difference, "difference of fractions"),
        **{f"trained.{name}_sampling_error": (error, "difference of fractions") for name, error in errors.items()},
        **{
            f"trained.converged_{what}": (getattr(found["converged"], what), "difference of fractions")
            for what in ("difference", "sampling_error", "seed_error", "error")
        },
        "trained.one_vs_one_difference": (found["one_vs_one"].difference, "difference of fractions"),
        "trained.one_vs_one_error": (found["one_vs_one"].error, "difference of fractions"),
        "trained.one_vs_one_gained": (found["one_vs_one"].gained, "count"),
        "trained.one_vs_one_lost": (found["one_vs_one"].lost, "count"),
        "trained.one_vs_one_p": (found["one_vs_one"].p_value, "probability"),
        "trained.all_of_few_low": (interval(FEW, FEW)[0], "fraction"),
        "trained.one_missing_low": (interval(FEW - 1, FEW)[0], "fraction"),
        "trained.one_missing_high": (interval(FEW - 1, FEW)[1], "fraction"),
    }
