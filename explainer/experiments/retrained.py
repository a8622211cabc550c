"""The same pictures, from the same start by the same recipe, of networks that differ in their training seed alone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.experiments import Needs, Result, cnn, gaussian, seeds
from explainer.experiments.ladder import correlation
from explainer.methods.ladder import climb, rungs
from explainer.methods.objectives import units
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import LadderSettings

COMPARED = ("none", "data")  # the barest rung and the clearest


def run(dataset: Dataset, settings: LadderSettings, needs: Needs, report: Report) -> Result:
    """Climb both rungs for every network, with the strengths that were found for the first."""
    del dataset
    networks = [cnn.restore(needs), *seeds.restore(needs)]
    ladder, found = rungs(gaussian.restore(needs), settings), needs["ladder"].arrays
    arrays = {}
    for name in COMPARED:
        images = []
        for done, network in enumerate(networks, start=1):
            strengths = found[f"{name}_strengths"]
            images.append(climb(units(network, "logits"), ladder[name], strengths, settings, range(CLASSES)))
            report(done, len(networks), 0.0)
        arrays[f"{name}_images"] = np.stack(images)  # (networks, 10, 28, 28)
    return Result(
        arrays=arrays,
        numbers={
            **{f"prior.seeds_correlation_{name}": agreement(arrays[f"{name}_images"]) for name in COMPARED},
            # What the prior alone makes alike: different digits, each by one network.
            "prior.classes_correlation_data": float(
                np.mean([agreement(images[:, None]) for images in arrays["data_images"]])
            ),
        },
    )


def agreement(images: NDArray[np.floating]) -> float:
    """Return the correlation between the images (networks, N, …) of two networks, averaged over pairs and images."""
    return float(np.mean([correlation(one, other) for one, other in combinations(images, 2)]))
