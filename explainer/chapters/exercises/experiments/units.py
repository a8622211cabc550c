"""Which units of the network are unused, which redundant, and what happens without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.methods import ablation
from explainer.methods.correlation import correlations
from explainer.models import Report
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn

if TYPE_CHECKING:
    from explainer.settings import UnitsSettings

LAYERS = ("conv1", "conv2")


def run(dataset: Dataset, settings: UnitsSettings, inputs: Inputs, report: Report) -> Result:
    """Look at both convolutions on training images: nothing is scored here, only compared with the whole network."""
    network = cnn.restore(inputs)
    images = dataset.train.images[: settings.images]
    arrays: dict[str, NDArray[Any]] = {}
    numbers: dict[str, Number] = {"units.images": (len(images), "count")}
    for done, layer in enumerate(LAYERS, start=1):
        activations = ablation.maps(network, layer, images)
        logit_change, prediction_change = ablation.effects(network, layer, activations)
        order = [int(unit) for unit in np.argsort(logit_change, kind="stable")]  # what is missed least goes first
        agreement = ablation.agreement(network, layer, activations, *(order[:taken] for taken in range(len(order) + 1)))
        rate, r_squared = ablation.activation_rate(activations), ablation.r_squared(activations)
        unused = rate < settings.active
        redundant = ~unused & (r_squared >= settings.r_squared)
        arrays |= {
            f"{layer}_activation_rate": rate,  # (units,), share of places
            f"{layer}_logit_change": logit_change,  # (units,), logits, root mean square
            f"{layer}_prediction_change": prediction_change,  # (units,), share of images
            f"{layer}_r_squared": r_squared,  # (units,), of a regression on the other units
            f"{layer}_correlations": np.nan_to_num(correlations(ablation.by_unit(activations))),  # (units, units)
            f"{layer}_agreement": agreement,  # (units + 1,), share of images, by how many units are out
            f"{layer}_unused": unused,  # (units,), booleans
            f"{layer}_redundant": redundant,  # (units,), booleans
        }
        numbers |= {
            f"units.{layer}_unused": (int(unused.sum()), "count"),
            f"units.{layer}_redundant": (int(redundant.sum()), "count"),
            f"units.{layer}_loosely_redundant": (
                int((~unused & (r_squared >= settings.loose_r_squared)).sum()),
                "count",
            ),
            f"units.{layer}_loosest_redundant": (
                int((~unused & (r_squared >= settings.loosest_r_squared)).sum()),
                "count",
            ),
            f"units.{layer}_largest_prediction_change": (float(prediction_change.max()), "fraction"),
            f"units.{layer}_half_agreement": (float(agreement[len(order) // 2]), "fraction"),
        }
        if layer == LAYERS[0]:  # the image is all background inside where the weights sum to less than zero
            negative = np.flatnonzero(
                network.layers.get_parameter("conv1.weight").detach().sum(dim=(1, 2, 3)).cpu().numpy() < 0
            ).tolist()
            rng = np.random.default_rng(settings.seed)
            drawn = [rng.choice(len(order), len(negative), replace=False).tolist() for _ in range(settings.draws)]
            without, *shares = ablation.agreement(network, layer, activations, negative, *drawn)
            low, high = np.quantile(shares, (0.05, 0.95))
            arrays |= {
                "negative_sum": np.array(negative, np.int64),  # (those units,), their places
                "random_agreement": np.array(shares),  # (draws,), share of images, without as many units at random
            }
            numbers |= {
                "units.negative_sum": (len(negative), "count"),
                "units.negative_sum_unused": (int(unused[negative].sum()), "count"),
                "units.negative_sum_agreement": (float(without), "fraction"),
                "units.least_missed_agreement": (float(agreement[len(negative)]), "fraction"),
                "units.draws": (settings.draws, "count"),
                "units.random_agreement": (float(np.mean(shares)), "fraction"),
                "units.random_low": (float(low), "fraction"),
                "units.random_high": (float(high), "fraction"),
            }
        report(done, len(LAYERS))
    arrays["active"], arrays["r_squared"] = np.array(settings.active), np.array(settings.r_squared)
    return Result(arrays=arrays, numbers=numbers)
