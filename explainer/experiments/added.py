"""The images that excite the units of the layers that the tutorial has not: a third convolution, dense layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.experiments import Needs, Result, deep
from explainer.methods.ablation import active
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import count, units
from explainer.models import Report
from explainer.models.cnn import as_batch

if TYPE_CHECKING:
    from explainer.settings import AddedSettings

LAYERS = (("deep", "conv3"), ("dense", "dense1"), ("dense", "dense2"))  # network, layer


def run(dataset: Dataset, settings: AddedSettings, needs: Needs, report: Report) -> Result:
    """Climb for every unit of each layer; find the units that no training image looked at ever puts on.

    Then move each image to the side, what leaves coming in again: how much of what the climb gained is left?
    """
    looked_at = as_batch(dataset.train.images[: settings.images])
    arrays: dict[str, NDArray[Any]] = {}
    numbers: dict[str, float | int] = {}
    for done, (name, layer) in enumerate(LAYERS, start=1):
        network = deep.restore(needs, name)
        objective = units(network, layer)
        climbed = ascend(objective, noise(count(network, layer), settings.ascent), settings.ascent)
        with torch.inference_mode():
            moved = objective(as_batch(np.roll(climbed.images, settings.move, axis=2))).cpu().numpy()
            silent = active(network.activations(looked_at, f"{layer}_relu")) == 0
        arrays |= {
            f"{layer}_images": climbed.images,
            f"{layer}_values": climbed.values,
            f"{layer}_moved": moved,
            f"{layer}_silent": silent,
        }
        first, last = climbed.values[[0, -1]]
        numbers |= {
            f"exercise.{layer}_unused": int(silent.sum()),
            f"exercise.{layer}_left_when_moved": float(np.median((moved - first) / (last - first))),
        }
        report(done, len(LAYERS), -float(climbed.values[-1].mean()))
    return Result(arrays=arrays, numbers=numbers)
