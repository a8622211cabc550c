"""Train the network from several seeds on the images as they are, and without shifting them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset
from explainer.methods.uncertainty import Right
from explainer.models import Report, cnn
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import CnnSettings, PermutedSettings


def run(dataset: Dataset, settings: PermutedSettings, inputs: Inputs, report: Report) -> Result:
    """Train what the networks of `shuffled` are held against."""
    del inputs
    right = [correct(dataset, unshifted(settings, place), report) for place in range(settings.count)]
    return Result(arrays={"right": np.stack(right)})  # (seeds, test images): which each classifies correctly


def unshifted(settings: PermutedSettings, place: int) -> CnnSettings:
    """Return the usual recipe from another seed and without the shift.

    What a shift by one pixel makes of a shuffled image is not the shuffle of a digit.
    """
    return replace(settings.cnn, shift=0, seed=settings.cnn.seed + place)


def correct(dataset: Dataset, settings: CnnSettings, report: Report) -> Right:
    """Return which test images a network trained on the data set classifies correctly, (test images,)."""
    network, _ = cnn.train(dataset, settings, report)
    return np.asarray(cnn.predict_logits(network, dataset.test.images).argmax(axis=1) == dataset.test.labels)
