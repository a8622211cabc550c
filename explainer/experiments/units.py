"""Which units of the network are unused, which redundant, and what happens without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.experiments import Needs, Result, cnn
from explainer.methods import ablation
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import UnitsSettings

LAYERS = ("conv1", "conv2")


def run(dataset: Dataset, settings: UnitsSettings, needs: Needs, report: Report) -> Result:
    """Look at both convolutions on training images: nothing is scored here, only compared with the whole network."""
    network = cnn.restore(needs)
    images = dataset.train.images[: settings.images]
    arrays: dict[str, NDArray[Any]] = {}
    numbers: dict[str, float | int] = {"units.images": len(images)}
    for done, layer in enumerate(LAYERS, start=1):
        seen = ablation.maps(network, layer, images)
        active, (moved, changed) = ablation.active(seen), ablation.effects(network, layer, seen)
        order = [int(unit) for unit in np.argsort(moved, kind="stable")]  # what is missed least goes first
        kept = ablation.kept(network, layer, seen, *(order[:taken] for taken in range(len(order) + 1)))
        silent, explained = active < settings.silent, ablation.explained(seen)
        redundant = ~silent & (explained >= settings.explained)
        arrays |= {
            f"{layer}_active": active,
            f"{layer}_moved": moved,
            f"{layer}_changed": changed,
            f"{layer}_explained": explained,
            f"{layer}_correlations": ablation.correlations(seen),
            f"{layer}_kept": kept,
            f"{layer}_silent": silent,
            f"{layer}_redundant": redundant,
        }
        numbers |= {
            f"units.{layer}_unused": int(silent.sum()),
            f"units.{layer}_redundant": int(redundant.sum()),
            f"units.{layer}_loosely_redundant": int((~silent & (explained >= settings.loosely)).sum()),
            f"units.{layer}_most_changed": float(changed.max()),
            f"units.{layer}_half_kept": float(kept[len(order) // 2]),
        }
        if layer == LAYERS[0]:  # a climbed image is all paper inside where the weights add up to less than nothing
            paper = np.flatnonzero(
                network.layers.get_parameter("conv1.weight").detach().sum(dim=(1, 2, 3)).cpu().numpy() < 0
            )
            arrays["paper"] = paper
            numbers["units.paper"] = len(paper)
            numbers["units.paper_unused"] = int(silent[paper].sum())
            numbers["units.without_paper_kept"] = float(ablation.kept(network, layer, seen, paper.tolist())[0])
        report(done, len(LAYERS), 1 - float(kept[len(order) // 2]))
    arrays["silent"], arrays["explained"] = np.array(settings.silent), np.array(settings.explained)
    return Result(arrays=arrays, numbers=numbers)
