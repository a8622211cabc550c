"""Beside each synthetic image, the test digits that excite its unit most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Dataset
from explainer.experiments import Needs, Result, cnn
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.exemplars import middle_patches, patches, peaks, strongest
from explainer.methods.objectives import count, middle
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import ExemplarSettings

LAYER = "conv2"


def run(dataset: Dataset, settings: ExemplarSettings, needs: Needs, report: Report) -> Result:
    """Find them for some units of the second convolution, as patches, and for the ten logits."""
    network, images, labels = cnn.restore(needs), dataset.test.images, dataset.test.labels
    chosen = np.arange(0, count(network, LAYER), settings.every)
    heights, places = peaks(network, LAYER, images)  # (N, units), (N, units, 2)
    best = strongest(heights[:, chosen], settings.shown)  # (chosen, shown)
    side = SIDE // 2  # of a map of the second convolution
    cut = np.stack([patches(images[row], places[row, unit]) for unit, row in zip(chosen, best, strict=True)])
    climbed = ascend(
        middle(network, LAYER, list(chosen)), noise(len(chosen), settings.ascent), settings.ascent
    )  # one place of the map, not its mean
    report(1, 2, 0.0)
    logits = needs["cnn"].arrays["test_logits"]
    top = strongest(logits, settings.shown)  # (10, shown)
    bare = needs["ladder"].arrays["none_images"]
    clear = needs["ladder"].arrays["data_images"]
    report(2, 2, 0.0)
    real = np.array([heights[row, unit].max() for unit, row in zip(chosen, best, strict=True)])
    return Result(
        arrays={
            "units": chosen,
            "patches": cut,  # (chosen, shown, 14, 14)
            "patch_places": best,
            "patch_values": heights[best, chosen[:, None]],
            "synthetic_patches": middle_patches(climbed.images, side),  # (chosen, 14, 14)
            "synthetic_values": climbed.values[-1],
            "digits": images[top],  # (10, shown, 28, 28)
            "digit_labels": labels[top],
            "digit_logits": logits[top, np.arange(CLASSES)[:, None]],
            "bare": bare,
            "clear": clear,
        },
        numbers={
            "exemplars.units": len(chosen),
            "exemplars.shown": settings.shown,
            "exemplars.beyond_every_real_patch": int((climbed.values[-1] > real).sum()),
            "exemplars.times_the_strongest": float(np.median(climbed.values[-1] / real)),
            "exemplars.own_class": int((labels[top] == np.arange(CLASSES)[:, None]).sum()),
            "exemplars.patch_classes": float(np.mean([len(np.unique(labels[row])) for row in best])),
            "exemplars.synthetic_correlation": resemblance(middle_patches(climbed.images, side), cut),
            "exemplars.mutual_correlation": mutual(cut),
        },
    )


def resemblance(one: NDArray[np.floating], many: NDArray[np.floating]) -> float:
    """Return the correlation of each synthetic patch (U, …) with the real ones of its unit (U, K, …), averaged."""
    pairs = [(s, r) for s, row in zip(one, many, strict=True) for r in row if r.std() > 0 and s.std() > 0]
    return float(np.mean([np.corrcoef(s.ravel(), r.ravel())[0, 1] for s, r in pairs]))


def mutual(many: NDArray[np.floating]) -> float:
    """Return the correlation between the real patches of a unit (U, K, …), averaged over pairs and units."""
    return float(np.mean([_mean_pair(row.reshape(len(row), -1)) for row in many]))


def _mean_pair(rows: NDArray[np.floating]) -> float:
    return float(np.corrcoef(rows)[np.triu_indices(len(rows), 1)].mean())
