"""Train the network again from other seeds: an accuracy without its standard deviation says little."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.models import Report, cnn
from explainer.results import Inputs, Result
from explainer.trainings.cnn import pack, unpack

if TYPE_CHECKING:
    from explainer.settings import SeedsSettings


def run(dataset: Dataset, settings: SeedsSettings, inputs: Inputs, report: Report) -> Result:
    """Train `count` − 1 networks beside the first one, alike but for the seed, and score them all on test."""
    first = inputs["cnn"].value("cnn.test_accuracy")
    labels, logits = dataset.test.labels, inputs["cnn"].arrays["test_logits"]
    accuracies, arrays, right = [float(first)], dict[str, NDArray[Any]](), [logits.argmax(axis=1) == labels]
    for place in range(1, settings.count):
        again = replace(settings.cnn, seed=settings.cnn.seed + place)
        network, _ = cnn.train(dataset, again, report)
        right.append(cnn.predict_logits(network, dataset.test.images).argmax(axis=1) == labels)
        accuracies.append(float(right[-1].mean()))
        arrays |= pack(network, f"{place}:")
    return Result(
        arrays={
            "accuracies": np.array(accuracies),  # (seeds,), fractions on test, the first network's own first
            "right": np.stack(right),  # (seeds, test images): which each network classifies correctly
            **arrays,  # "1:conv1.weight" and so on: the weights of the other networks
        },
        numbers={
            "cnn.seeds": (settings.count, "count"),
            "cnn.test_accuracy_mean": (float(np.mean(accuracies)), "fine fraction"),
            "cnn.test_accuracy_std": (float(np.std(accuracies, ddof=1)), "difference of fractions"),
            "cnn.test_accuracy_lowest": (min(accuracies), "fine fraction"),
            "cnn.test_accuracy_highest": (max(accuracies), "fine fraction"),
        },
    )


def restore(inputs: Inputs) -> list[cnn.Cnn]:
    """Return the networks of the other seeds, for the experiments that compare them."""
    arrays = inputs["seeds"].arrays
    return [unpack(arrays, f"{place}:") for place in range(1, len(arrays["accuracies"]))]
