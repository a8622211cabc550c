"""A network with more layers than the site's: what the experiments `deep` and `dense` share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.methods.ablation import active
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import count, units
from explainer.models import Report, cnn

if TYPE_CHECKING:
    from explainer.settings import LargerSettings


@dataclass(frozen=True)
class Larger:
    """A trained network; for each layer asked for, the images of its units (units, 28, 28) and which are silent.

    A unit is silent if none of the training images looked at ever puts it on.
    """

    accuracy: float
    parameters: int
    images: dict[str, NDArray[np.float32]]
    silent: dict[str, NDArray[np.bool_]]


def train_and_climb(dataset: Dataset, settings: LargerSettings, layers: Sequence[str], report: Report) -> Larger:
    """Train it like the site's own network, score it on test, and climb for all units of the layers."""
    architecture = cnn.Architecture(filters=settings.filters, dense=settings.dense)
    network, _ = cnn.train(dataset, settings.cnn, report, architecture)
    looked_at = cnn.as_batch(dataset.train.images[: settings.images])
    images, silent = {}, {}
    for layer in layers:
        starts = noise(count(network, layer), settings.ascent)
        images[layer] = ascend(units(network, layer), starts, settings.ascent).images
        with torch.inference_mode():
            silent[layer] = active(network.activations(looked_at, f"{layer}_relu")) == 0
    return Larger(cnn.accuracy(network, dataset.test), network.parameter_count(), images, silent)
