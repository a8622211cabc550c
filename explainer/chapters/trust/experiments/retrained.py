"""The same pictures, from the same start by the same recipe, of networks that differ in their training seed alone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.methods.correlation import mean_correlation
from explainer.methods.objectives import channel
from explainer.methods.regularizers import maximize, regularizers
from explainer.models import Report
from explainer.results import Inputs, Result
from explainer.trainings import gaussian, seeds

if TYPE_CHECKING:
    from explainer.settings import LadderSettings

COMPARED = ("none", "data")  # without a regularizer, and with the data prior


def run(dataset: Dataset, settings: LadderSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize with both for every other network, with the strengths that were found for the first."""
    del dataset
    others = seeds.restore(inputs)
    ladder, found = regularizers(gaussian.restore(inputs), settings), inputs["ladder"].arrays
    arrays = {}
    for name in COMPARED:
        images, strengths = [found[f"{name}_images"]], found[f"{name}_strengths"]
        for done, network in enumerate(others, start=1):
            images.append(maximize(channel(network, "logits"), ladder[name], strengths, settings, range(CLASSES)))
            report(done, len(others))
        arrays[f"{name}_images"] = np.stack(images)  # (networks, 10, 28, 28)
    return Result(
        arrays=arrays,
        numbers={
            **{
                f"prior.seeds_correlation_{name}": (agreement(arrays[f"{name}_images"]), "correlation")
                for name in COMPARED
            },
            # What the start and the prior alone make alike: different digits, each by one network.
            **{
                f"prior.classes_correlation_{name}": (
                    float(np.mean([mean_correlation(images) for images in arrays[f"{name}_images"]])),
                    "correlation",
                )
                for name in COMPARED
            },
        },
    )


def agreement(images: NDArray[np.floating]) -> float:
    """Return the correlation between the images (networks, N, …) of two networks, averaged over pairs and images."""
    return float(np.mean([mean_correlation(one, other) for one, other in combinations(images, 2)]))
