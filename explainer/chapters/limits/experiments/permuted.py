"""Train the linear classifier on images whose pixels are shuffled, every image alike, and set both models beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import SIDE, Dataset, Split
from explainer.methods import permutation
from explainer.methods.uncertainty import compare
from explainer.models import Report, minibatch
from explainer.models.linear import LinearModel
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import PermutedSettings, SgdSettings


def run(dataset: Dataset, settings: PermutedSettings, inputs: Inputs, report: Report) -> Result:
    """Train from several seeds, each with a shuffle of its own, on the images as they are and shuffled.

    The networks are those of two experiments of their own, with the same seeds and shuffles.
    """
    del report
    orders = [permutation.shuffle(settings.seed + place) for place in range(settings.count)]
    straight_models, shuffled_models = [], []
    for place, order in enumerate(orders):
        sgd = replace(settings.sgd, seed=settings.sgd.seed + place)
        straight_models.append(_linear(dataset.train, sgd))
        shuffled_models.append(_linear(permutation.permuted(dataset.train, order), sgd))
    back = [permutation.undo(m.weights, order) for m, order in zip(shuffled_models, orders, strict=True)]
    labels, flat, tests = (
        dataset.test.labels,
        dataset.test.flat,
        [permutation.permuted(dataset.test, o) for o in orders],
    )
    before = np.stack([model.predict(flat) for model in straight_models])  # (shuffles, test images)
    after = np.stack([m.predict(test.flat) for m, test in zip(shuffled_models, tests, strict=True)])

    straight_right, shuffled_right = inputs["straight"].arrays["right"], inputs["shuffled"].arrays["right"]
    shifted_right = inputs["shuffled"].arrays["shifted_right"]
    apart = compare(shuffled_right, straight_right)
    unshuffled = float(np.mean(straight_right))
    return Result(
        arrays={
            "digit": dataset.test.images[0],  # (28, 28), ink
            "permuted_digit": tests[0].images[0],  # (28, 28), ink
            # (28, 28) each, logit per unit of ink, of class 0: learned from shuffled images, and put back in place
            "permuted_weights": shuffled_models[0].weights[0].reshape(SIDE, SIDE),
            "restored_weights": back[0][0].reshape(SIDE, SIDE),
            # (), logit per unit of ink: the largest difference of any, between those put back and those never shuffled
            "weight_difference": np.max([abs(b - m.weights).max() for b, m in zip(back, straight_models, strict=True)]),
            "cnn_straight_right": straight_right,  # (shuffles, test images): which each network classifies correctly
            "cnn_shuffled_right": shuffled_right,  # likewise
            # (test images,): likewise, from the first shuffle, of a network whose training shifts the images
            "cnn_shifted_right": shifted_right,
        },
        numbers={
            "permutation.count": (settings.count, "count"),
            "permutation.accuracy": (float((after == labels).mean()), "fraction"),
            "permutation.linear_accuracy_change": (
                float((after == labels).mean() - (before == labels).mean()),
                "difference of fractions",
            ),
            "permutation.changed_predictions": (int((before != after).sum()), "count"),
            "permutation.cnn_epochs": (settings.cnn.epochs, "epochs"),
            "permutation.cnn_accuracy": (float(np.mean(shuffled_right)), "fraction"),
            "permutation.cnn_unshuffled_accuracy": (unshuffled, "fraction"),
            "permutation.cnn_accuracy_change": (apart.difference, "difference of fractions"),
            "permutation.cnn_change_error": (apart.error, "difference of fractions"),
            "permutation.cnn_shifted_accuracy": (float(shifted_right.mean()), "fraction"),
            "permutation.cnn_errors_ratio": ((1 - unshuffled - apart.difference) / (1 - unshuffled), "times"),
        },
    )


# One thread: on mini-batches, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def _linear(train: Split, settings: SgdSettings) -> LinearModel:
    """Return the model of the last step, as the page on training trains it.

    In double precision: what is left between two orders of the pixels is rounding, and nearly none of it.
    """
    optimizer, rng = minibatch.sgd(settings.learning_rate), np.random.default_rng(settings.seed)
    steps = minibatch.descend(train, settings.batch, optimizer, rng, np.float64)
    return next(islice(steps, settings.steps - 1, None)).model
