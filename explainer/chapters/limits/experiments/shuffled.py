"""Train the network from several seeds on images whose pixels are shuffled, every image alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.chapters.limits.experiments.straight import correct, unshifted
from explainer.data import Dataset
from explainer.methods import permutation
from explainer.models import Report
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import PermutedSettings


def run(dataset: Dataset, settings: PermutedSettings, inputs: Inputs, report: Report) -> Result:
    """Train without the shift, each with a shuffle of its own; then once with it, to see what that would have cost."""
    del inputs
    orders = [permutation.shuffle(settings.seed + place) for place in range(settings.count)]
    right = [
        correct(permutation.of_dataset(dataset, order), unshifted(settings, place), report)
        for place, order in enumerate(orders)
    ]
    return Result(
        arrays={
            "right": np.stack(right),  # (shuffles, test images): which each network classifies correctly
            # (test images,): likewise, from the first shuffle, of a network whose training shifts the images
            "shifted_right": correct(permutation.of_dataset(dataset, orders[0]), settings.cnn, report),
        }
    )
