"""Train the linear classifier and the network on images whose pixels are shuffled, every image alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import SIDE, Dataset, Split
from explainer.methods import permutation
from explainer.methods.uncertainty import Right, compare
from explainer.models import Report, cnn, minibatch
from explainer.models.linear import LinearModel
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import CnnSettings, PermutedSettings, SgdSettings


def run(dataset: Dataset, settings: PermutedSettings, inputs: Inputs, report: Report) -> Result:
    """Train both models from several seeds, each with a shuffle of its own, on the images as they are and shuffled.

    The network's usual training also shifts the images. Not here: what a shift by one pixel makes of a shuffled image
    is not the shuffle of a digit. One network more is trained with the shift, to see what that would have cost.
    """
    del inputs
    orders = [permutation.shuffle(settings.seed + place) for place in range(settings.count)]
    shuffled = [_permuted(dataset, order) for order in orders]
    straight_models, shuffled_models = [], []
    for place, other in enumerate(shuffled):
        sgd = replace(settings.sgd, seed=settings.sgd.seed + place)
        straight_models.append(_linear(dataset.train, sgd))
        shuffled_models.append(_linear(other.train, sgd))
    back = [permutation.undo(m.weights, order) for m, order in zip(shuffled_models, orders, strict=True)]
    labels, flat = dataset.test.labels, dataset.test.flat
    before = np.stack([model.predict(flat) for model in straight_models])  # (shuffles, test images)
    after = np.stack([m.predict(other.test.flat) for m, other in zip(shuffled_models, shuffled, strict=True)])

    straight_right, shuffled_right = [], []
    for place, other in enumerate(shuffled):
        unshifted = replace(settings.cnn, shift=0, seed=settings.cnn.seed + place)
        straight_right.append(_network(dataset, unshifted, report))
        shuffled_right.append(_network(other, unshifted, report))
    shifted_right = _network(shuffled[0], settings.cnn, report)
    apart = compare(np.stack(shuffled_right), np.stack(straight_right))
    unshuffled = float(np.mean(straight_right))
    order = orders[0]
    return Result(
        arrays={
            "digit": dataset.test.images[0],  # (28, 28), ink
            "permuted_digit": shuffled[0].test.images[0],  # (28, 28), ink
            # (28, 28) each, logit per unit of ink, of class 0: learned from shuffled images, and put back in place
            "permuted_weights": shuffled_models[0].weights[0].reshape(SIDE, SIDE),
            "restored_weights": permutation.undo(shuffled_models[0].weights, order)[0].reshape(SIDE, SIDE),
            # (), logit per unit of ink: the largest difference of any, between those put back and those never shuffled
            "weight_difference": np.max([abs(b - m.weights).max() for b, m in zip(back, straight_models, strict=True)]),
            # (shuffles, test images): which each network classifies correctly
            "cnn_straight_right": np.stack(straight_right),
            "cnn_shuffled_right": np.stack(shuffled_right),
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
            "permutation.cnn_accuracy": (float(np.mean(shuffled_right)), "fraction"),
            "permutation.cnn_unshuffled_accuracy": (unshuffled, "fraction"),
            "permutation.cnn_accuracy_change": (apart.difference, "difference of fractions"),
            "permutation.cnn_change_error": (apart.error, "difference of fractions"),
            "permutation.cnn_shifted_accuracy": (float(shifted_right.mean()), "fraction"),
            "permutation.cnn_errors_ratio": ((1 - unshuffled - apart.difference) / (1 - unshuffled), "times"),
        },
    )


def _permuted(dataset: Dataset, order: np.typing.NDArray[np.int64]) -> Dataset:
    return Dataset(
        dataset.name, *(permutation.permuted(s, order) for s in (dataset.train, dataset.validation, dataset.test))
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


def _network(dataset: Dataset, settings: CnnSettings, report: Report) -> Right:
    """Return which test images a network trained on the data set classifies correctly, (test images,)."""
    network, _ = cnn.train(dataset, settings, report)
    return np.asarray(cnn.predict_logits(network, dataset.test.images).argmax(axis=1) == dataset.test.labels)
