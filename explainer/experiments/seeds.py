"""Train the network again from other seeds: a figure without its spread says little."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.experiments.cnn import pack, unpack
from explainer.models import Report, cnn

if TYPE_CHECKING:
    from explainer.settings import SeedsSettings


def run(dataset: Dataset, settings: SeedsSettings, needs: Needs, report: Report) -> Result:
    """Train `count` − 1 networks beside the first one, alike but for the seed, and score them all on test."""
    first = needs["cnn"].numbers["cnn.test_accuracy"]
    accuracies, arrays = [float(first)], dict[str, NDArray[Any]]()
    for place in range(1, settings.count):
        again = replace(settings.cnn, seed=settings.cnn.seed + place)
        network, _ = cnn.train(dataset, again, report)
        accuracies.append(cnn.accuracy(network, dataset.test))
        arrays |= pack(network, f"{place}:")
    return Result(
        arrays={"accuracies": np.array(accuracies), **arrays},
        numbers={
            "cnn.seeds": settings.count,
            "cnn.test_accuracy_mean": float(np.mean(accuracies)),
            "cnn.test_accuracy_std": float(np.std(accuracies, ddof=1)),
            "cnn.test_accuracy_lowest": min(accuracies),
            "cnn.test_accuracy_highest": max(accuracies),
        },
    )


def restore(needs: Needs) -> list[cnn.Cnn]:
    """Return the networks of the other seeds, for the experiments that compare them."""
    arrays = needs["seeds"].arrays
    return [unpack(arrays, f"{place}:") for place in range(1, len(arrays["accuracies"]))]
