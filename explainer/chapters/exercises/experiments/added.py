"""The images that excite the units of the layers that the tutorial has not: a third convolution, dense layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.chapters.exercises.experiments import deep
from explainer.data import SIDE, Dataset
from explainer.methods.ablation import activation_rate
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channel, unit_count
from explainer.models import Report
from explainer.models.cnn import as_batch
from explainer.results import Inputs, Number, Result

if TYPE_CHECKING:
    from explainer.settings import AddedSettings

LAYERS = (("deep", "conv3"), ("dense", "dense1"), ("dense", "dense2"))  # network, layer


def run(dataset: Dataset, settings: AddedSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize every unit of each layer; find the units that no training image looked at ever puts on.

    Then two checks. Shift each image to the side, cyclically: how much of what the ascent gained is left? And try even
    sheets, of one grey each: does one of them excite the unit more?
    """
    looked_at = as_batch(dataset.train.images[: settings.images])
    sheets = np.ones((settings.greys, SIDE, SIDE), np.float32) * np.linspace(0, 1, settings.greys)[:, None, None]
    arrays: dict[str, NDArray[Any]] = {}
    numbers: dict[str, Number] = {"exercise.shift": (settings.shift, "count")}
    for done, (name, layer) in enumerate(LAYERS, start=1):
        network = deep.restore(inputs, name)
        objective, units = channel(network, layer), unit_count(network, layer)
        maximized = ascend(objective, noise(units, settings.ascent), settings.ascent)
        with torch.inference_mode():
            shifted = objective(as_batch(np.roll(maximized.images, settings.shift, axis=2))).cpu().numpy()
            silent = activation_rate(network.activations(looked_at, f"{layer}_relu")) == 0
            even = network.activations(as_batch(sheets), layer).reshape(settings.greys, units, -1).mean(dim=2)
        arrays |= {
            f"{layer}_images": maximized.images,  # (units, 28, 28), ink
            f"{layer}_values": maximized.values,  # (steps + 1, units), mean activation before the ReLU
            f"{layer}_shifted": shifted,  # (units,), the same for the last image, shifted
            f"{layer}_even": even.amax(dim=0).cpu().numpy(),  # (units,), the same for the even sheet that does best
            f"{layer}_silent": silent,  # (units,), whether no image looked at puts it on
        }
        first, last = maximized.values[[0, -1]]
        raised = last > first
        left = float(np.median(((shifted - first) / (last - first))[raised])) if raised.any() else 0.0
        numbers |= {
            f"exercise.{layer}_units": (units, "count"),
            f"exercise.{layer}_unused": (int(silent.sum()), "count"),
            f"exercise.{layer}_left_when_shifted": (left, "fraction"),
        }
        if layer == "conv3":
            side = network.activations(looked_at[:1], f"{layer}_relu").shape[-1]
            below = int((last < arrays[f"{layer}_even"]).sum())
            numbers |= {
                "exercise.conv3_side": (side, "count"),
                "exercise.conv3_below_even": (below, "count"),
            }
        report(done, len(LAYERS))
    return Result(arrays=arrays, numbers=numbers)
