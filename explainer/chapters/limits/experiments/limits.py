"""Where the linear classifier errs, what more images bring, and what simpler and finer classifiers reach."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import CLASSES, SIDE, Dataset, Split
from explainer.methods import evaluation
from explainer.methods.uncertainty import compare
from explainer.models import Report, baselines
from explainer.models.linear import Array
from explainer.models.logistic_regression import path
from explainer.results import Inputs, Result
from explainer.trainings import logistic

if TYPE_CHECKING:
    from explainer.settings import LimitsSettings

EACH = 6  # images of each of the commonest errors, at most
EXPECTED_HARD = (4, 5, 6, 9)  # what the answer on Cross Validated calls harder than the rest


# One thread: on matrices this small, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: LimitsSettings, inputs: Inputs, report: Report) -> Result:
    """Look at the classifier of the page on the weights, then train others beside it."""
    model, test = logistic.restore(inputs), dataset.test
    predicted = model.predict(test.flat)
    counts = evaluation.confusion(test.labels, predicted)
    own = evaluation.class_accuracies(counts)
    pairs = evaluation.worst_pairs(counts, settings.pairs)
    images = np.zeros((len(pairs), EACH, SIDE, SIDE), np.float32)
    for row, (true, given, _) in enumerate(pairs):
        found = test.images[(test.labels == true) & (predicted == given)][:EACH]
        images[row, : len(found)] = found

    sizes, curve = learning_curve(dataset, settings, inputs["logistic"].value("logistic.strength"), report)
    all_of_it = [inputs["logistic"].value(f"logistic.{name}_accuracy") for name in ("train", "test")]

    known = baselines.sums(dataset.train)
    one_vs_one = baselines.one_vs_one(known, settings.ridge)
    answers = {  # to every test image
        "nearest_mean": baselines.nearest_mean(dataset.train).predict(test.flat),
        "least_squares": baselines.least_squares(known, settings.ridge).predict(test.flat),
        "logistic": predicted,
        "one_vs_one": one_vs_one.votes(test.flat).argmax(axis=1),
        "one_vs_one_sum": one_vs_one.summed(test.flat).argmax(axis=1),
    }
    right = {name: given == test.labels for name, given in answers.items()}
    lead = compare(right["one_vs_one"], right["logistic"])
    hard = np.isin(np.arange(CLASSES), EXPECTED_HARD)
    expected_easier = ~hard & (np.arange(CLASSES) > 1)
    return Result(
        arrays={
            "confusion": counts,  # (10, 10), test images: true class, predicted class
            "class_accuracies": own,  # (10,), share of each class correctly classified
            "pairs": pairs,  # (pairs, 3), commonest first: true class, predicted class, how often
            "pair_images": images,  # (pairs, EACH, 28, 28), ink; blank where there are fewer
            "sizes": np.array([*sizes, len(dataset.train)]),  # (K + 1,), training images; the last is all of them
            "curve": curve,  # (K, draws, 2): training and test accuracy; none with all images
            "whole": np.array(all_of_it),  # (2,), the same two with all images
            # (test images,) each: which images each classifier of the table classifies correctly
            **{f"{name}_right": each for name, each in right.items()},
        },
        numbers={
            "limits.best_class": (int(own.argmax()), "digit"),
            "limits.best_class_accuracy": (float(own.max()), "fraction"),
            "limits.worst_class": (int(own.argmin()), "digit"),
            "limits.worst_class_accuracy": (float(own.min()), "fraction"),
            "limits.zero_accuracy": (float(own[0]), "fraction"),
            "limits.one_accuracy": (float(own[1]), "fraction"),
            "limits.expected_easier_accuracy": (float(own[expected_easier].mean()), "fraction"),
            "limits.expected_hard_accuracy": (float(own[hard].mean()), "fraction"),
            "limits.errors": (int(counts.sum() - np.trace(counts)), "count"),
            "limits.pair_true": (int(pairs[0, 0]), "digit"),
            "limits.pair_given": (int(pairs[0, 1]), "digit"),
            "limits.pair_count": (int(pairs[0, 2]), "count"),
            "limits.pairs_share": (float(pairs[:, 2].sum() / (counts.sum() - np.trace(counts))), "fraction"),
            "limits.smallest_size": (int(sizes[0]), "count"),
            "limits.smallest_train": (float(curve[0, :, 0].mean()), "fraction"),
            "limits.smallest_test": (float(curve[0, :, 1].mean()), "fraction"),
            "limits.size_before_last": (int(sizes[-1]), "count"),
            "limits.test_before_last": (float(curve[-1, :, 1].mean()), "fraction"),
            "limits.whole_test": (float(all_of_it[1]), "fraction"),
            "limits.smallest_gap": (float(curve[0, :, 0].mean() - curve[0, :, 1].mean()), "difference of fractions"),
            "limits.whole_gap": (float(all_of_it[0] - all_of_it[1]), "difference of fractions"),
            "limits.one_vs_one_lead": (lead.difference, "difference of fractions"),
            "limits.one_vs_one_lead_error": (lead.error, "difference of fractions"),
            **{
                f"limits.{name}_accuracy": (float(each.mean()), "fraction")
                for name, each in right.items()
                if name != "logistic"
            },
        },
    )


def learning_curve(
    dataset: Dataset, settings: LimitsSettings, strength: float, report: Report
) -> tuple[list[int], Array]:
    """Train on parts of the training images: sizes (K,), and accuracies (K, draws, 2) on the part and on test."""
    sizes = [size for size in settings.sizes if size < len(dataset.train)]
    curve = np.empty((len(sizes), settings.draws, 2))
    solver = replace(settings.logistic, strengths=(strength,))
    for done, (row, draw) in enumerate(product(range(len(sizes)), range(settings.draws)), start=1):
        chosen = np.random.default_rng([settings.seed, draw]).permutation(len(dataset.train))[: sizes[row]]
        part = Split(dataset.train.images[chosen], dataset.train.labels[chosen])
        model = next(path(part, solver))
        curve[row, draw] = model.accuracy(part), model.accuracy(dataset.test)
        report(done, curve[..., 0].size)
    return sizes, curve
