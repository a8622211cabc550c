"""Beside each synthetic image, the test digits that excite its unit most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Dataset
from explainer.experiments import Needs, Result, cnn, gaussian
from explainer.methods.exemplars import middle_patches, patches, peaks, strongest
from explainer.methods.ladder import climb, rungs
from explainer.methods.ladder import strongest as ladder_strongest
from explainer.methods.objectives import count, middle
from explainer.models import Report
from explainer.models.cnn import as_batch

if TYPE_CHECKING:
    from explainer.settings import ExemplarSettings

LAYER = "conv2"


def run(dataset: Dataset, settings: ExemplarSettings, needs: Needs, report: Report) -> Result:
    """Find them for some units of the second convolution, as patches, and for the ten logits."""
    network, images, labels = cnn.restore(needs), dataset.test.images, dataset.test.labels
    chosen = np.arange(0, count(network, LAYER), settings.every)
    heights, places = peaks(network, LAYER, images)  # (N, units), (N, units, 2)
    best = strongest(heights[:, chosen], settings.shown)  # (chosen, shown)
    cut = np.stack([patches(images[row], places[row, unit]) for unit, row in zip(chosen, best, strict=True)])
    real = heights[best[:, 0], chosen]  # (chosen,), what the strongest digit reaches
    report(1, 3, 0.0)

    # One place of the map, not its mean; without a prior, and with as much as leaves it as strong as a real digit.
    ladder = rungs(gaussian.restore(needs), settings.ladder)
    synthetic = {}
    for done, name in enumerate(("none", "smooth"), start=2):
        tried = ladder[name].strengths(settings.ladder.strengths)
        own = [*chosen] * len(tried)
        starts = [*range(len(chosen))] * len(tried)
        aim = middle(network, LAYER, own)
        climbed = climb(aim, ladder[name], np.repeat(tried, len(chosen)), settings.ladder, starts)
        with torch.inference_mode():
            reached = aim(as_batch(climbed)).double().cpu().numpy().reshape(len(tried), -1)
        row = ladder_strongest(reached, real), np.arange(len(chosen))
        synthetic[name] = climbed.reshape(len(tried), -1, SIDE, SIDE)[row], reached[row]
        report(done, 3, 0.0)
    side = SIDE // 2  # of a map of the second convolution
    clear = middle_patches(synthetic["smooth"][0], side)

    logits = needs["cnn"].arrays["test_logits"]
    top = strongest(logits, settings.shown)  # (10, shown)
    return Result(
        arrays={
            "units": chosen,
            "patches": cut,  # (chosen, shown, 14, 14)
            "patch_places": best,
            "patch_values": heights[best, chosen[:, None]],
            "synthetic_patches": clear,  # (chosen, 14, 14)
            "synthetic_values": synthetic["smooth"][1],
            "bare_patches": middle_patches(synthetic["none"][0], side),
            "bare_values": synthetic["none"][1],
            "digits": images[top],  # (10, shown, 28, 28)
            "digit_labels": labels[top],
            "digit_logits": logits[top, np.arange(CLASSES)[:, None]],
            "bare": needs["ladder"].arrays["none_images"],
            "clear": needs["ladder"].arrays["data_images"],
        },
        numbers={
            "exemplars.units": len(chosen),
            "exemplars.beyond_every_real_patch": int((synthetic["none"][1] > real).sum()),
            "exemplars.times_the_strongest": float(np.median(synthetic["none"][1] / real)),
            "exemplars.own_class": int((labels[top] == np.arange(CLASSES)[:, None]).sum()),
            "exemplars.patch_classes": float(np.mean([len(np.unique(labels[row])) for row in best])),
            "exemplars.synthetic_correlation": resemblance(clear, cut),
            "exemplars.mutual_correlation": mutual(cut),
        },
    )


def resemblance(one: NDArray[np.floating], many: NDArray[np.floating]) -> float:
    """Return the correlation of each synthetic patch (U, …) with the real ones of its unit (U, K, …), averaged.

    A patch of one tone has none, and is left out; below likewise.
    """
    pairs = [(s, r) for s, row in zip(one, many, strict=True) for r in row]
    return _mean_correlation(pairs)


def mutual(many: NDArray[np.floating]) -> float:
    """Return the correlation between the real patches of a unit (U, K, …), averaged over pairs and units."""
    return _mean_correlation([pair for row in many for pair in combinations(row, 2)])


def _mean_correlation(pairs: Sequence[tuple[NDArray[np.floating], NDArray[np.floating]]]) -> float:
    found = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in pairs if a.std() > 0 and b.std() > 0]
    return float(np.mean(found))
