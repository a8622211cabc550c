"""The images that excite the units of the layers that the tutorial has not: a third convolution, dense layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    """Climb for every unit of each layer; find the units that no training image looked at ever puts on."""
    looked_at = as_batch(dataset.train.images[: settings.images])
    arrays: dict[str, NDArray[Any]] = {}
    for done, (name, layer) in enumerate(LAYERS, start=1):
        network = deep.restore(needs, name)
        climbed = ascend(units(network, layer), noise(count(network, layer), settings.ascent), settings.ascent)
        with torch.inference_mode():
            silent = active(network.activations(looked_at, f"{layer}_relu")) == 0
        arrays |= {f"{layer}_images": climbed.images, f"{layer}_values": climbed.values, f"{layer}_silent": silent}
        report(done, len(LAYERS), -float(climbed.values[-1].mean()))
    return Result(
        arrays=arrays,
        numbers={f"exercise.{layer}_unused": int(arrays[f"{layer}_silent"].sum()) for _, layer in LAYERS},
    )
