"""The network, trained with some wrong labels: do the images of its logits become less like digits?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset, Split
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.correlation import correlations
from explainer.methods.objectives import channel
from explainer.methods.uncertainty import std
from explainer.methods.weights import class_means
from explainer.models import Report
from explainer.models.cnn import Cnn, accuracy, train
from explainer.results import Inputs, Result
from explainer.trainings import cnn, seeds

if TYPE_CHECKING:
    from explainer.settings import MislabelledSettings


def run(dataset: Dataset, settings: MislabelledSettings, inputs: Inputs, report: Report) -> Result:
    """Train with wrong labels; ascend to the ten logits of this network, and of those with the labels as they are."""
    labels = relabelled(dataset.train.labels, settings.share, settings.cnn.seed)
    wrong, _ = train(replace(dataset, train=Split(dataset.train.images, labels)), settings.cnn, report)
    networks = [wrong, cnn.restore(inputs), *seeds.restore(inputs)]
    means, start = class_means(dataset.train), noise(CLASSES, settings.ascent)

    def likeness(network: Cnn) -> float:
        images = ascend(channel(network, "logits"), start, settings.ascent).images
        return float(np.nanmean(correlations(images, means).diagonal()))

    found = [likeness(network) for network in networks]
    own = [correlations(dataset.test.images[dataset.test.labels == c], means[[c]]).mean() for c in range(CLASSES)]
    return Result(
        arrays={
            "labels": labels,  # (training images,), some of them wrong
            "likeness": np.array(found),  # (1 + seeds,): to the mean digit, the mislabelled network's first
        },
        numbers={
            "claims.mislabelled_share": (float((labels != dataset.train.labels).mean()), "fraction"),
            "claims.mislabelled_accuracy": (accuracy(wrong, dataset.test), "fraction"),
            "claims.mislabelled_likeness": (found[0], "correlation"),
            "claims.labelled_likeness": (float(np.mean(found[1:])), "correlation"),
            "claims.labelled_likeness_std": (std(found[1:]), "correlation"),
            "claims.real_likeness": (float(np.mean(own)), "correlation"),
        },
    )


def relabelled(labels: NDArray[np.int64], share: float, seed: int) -> NDArray[np.int64]:
    """Return the labels (N,) with that share of them, drawn at random, replaced by another digit each."""
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(labels))[: round(share * len(labels))]
    changed = labels.copy()
    changed[chosen] = (labels[chosen] + rng.integers(1, CLASSES, len(chosen))) % CLASSES
    return changed
