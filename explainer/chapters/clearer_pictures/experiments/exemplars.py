"""Beside each synthetic image, the test digits that excite its unit most."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Dataset
from explainer.methods.correlation import correlations
from explainer.methods.exemplars import centre_patches, max_activations, patches, top_images
from explainer.methods.objectives import neuron, unit_count
from explainer.methods.regularizers import maximize, regularizers, strongest
from explainer.models import Report
from explainer.models.cnn import as_batch
from explainer.results import Inputs, Result
from explainer.trainings import cnn, gaussian

if TYPE_CHECKING:
    from explainer.settings import ExemplarSettings

LAYER = "conv2"


def run(dataset: Dataset, settings: ExemplarSettings, inputs: Inputs, report: Report) -> Result:
    """Find them for some units of the second convolution, as patches, and for the ten logits."""
    network, images, labels = cnn.restore(inputs), dataset.test.images, dataset.test.labels
    chosen = np.arange(0, unit_count(network, LAYER), settings.every)
    maxima, places = max_activations(network, LAYER, images)  # (N, units), (N, units, 2)
    best = top_images(maxima[:, chosen], settings.shown)  # (chosen, shown)
    cut = np.stack([patches(images[row], places[row, unit]) for unit, row in zip(chosen, best, strict=True)])
    real = maxima[best[:, 0], chosen]  # (chosen,), what the strongest digit reaches
    ever = maxima.max(axis=0) > 0  # (units,): whether any test digit switches the unit on
    on = ever[chosen]
    live = np.flatnonzero(ever)
    classes = [len(np.unique(labels[row])) for row in top_images(maxima[:, live], settings.shown)]
    report(1, 3)

    # One place of the map, not its mean; without a prior, and with as much as leaves it as strong as a real digit.
    ladder = regularizers(gaussian.restore(inputs), settings.ladder)
    synthetic = {}
    for done, name in enumerate(("none", "tv"), start=2):
        tried = ladder[name].strengths(settings.ladder.strengths)
        own = [*chosen] * len(tried)
        starts = [*range(len(chosen))] * len(tried)
        objective = neuron(network, LAYER, own)
        images_ = maximize(objective, ladder[name], np.repeat(tried, len(chosen)), settings.ladder, starts)
        with torch.inference_mode():
            reached = objective(as_batch(images_)).cpu().double().numpy().reshape(len(tried), -1)
        row = strongest(reached, real), np.arange(len(chosen))
        synthetic[name] = images_.reshape(len(tried), -1, SIDE, SIDE)[row], reached[row]
        report(done, 3)
    side = SIDE // 2  # of a map of the second convolution
    clear = centre_patches(synthetic["tv"][0], side)

    logits = inputs["cnn"].arrays["test_logits"]
    top = top_images(logits, settings.shown)  # (10, shown)
    return Result(
        arrays={
            "units": chosen,  # (chosen,), channels of the second convolution
            "on": on,  # (chosen,), whether any test digit switches the unit on
            "live": live,  # (live,), the channels of which that is so, of all
            "live_classes": np.array(classes),  # (live,), from how many classes its strongest test digits are
            "patches": cut,  # (chosen, shown, 14, 14) in [0, 1], strongest first
            "patch_places": best,  # (chosen, shown), which test digits they are cut from
            "patch_values": maxima[best, chosen[:, None]],  # (chosen, shown), activation before the ReLU
            "synthetic_patches": clear,  # (chosen, 14, 14), regularized
            "synthetic_values": synthetic["tv"][1],  # (chosen,), activation at the middle of the map
            "bare_patches": centre_patches(synthetic["none"][0], side),  # (chosen, 14, 14), without a prior
            "bare_values": synthetic["none"][1],  # (chosen,)
            "digits": images[top],  # (10, shown, 28, 28)
            "digit_labels": labels[top],  # (10, shown)
            "digit_logits": logits[top, np.arange(CLASSES)[:, None]],  # (10, shown), largest first
            "bare": inputs["ladder"].arrays["none_images"],  # (10, 28, 28), without a prior
            "clear": inputs["ladder"].arrays["data_images"],  # (10, 28, 28), with the data prior
        },
        numbers={
            "exemplars.units": (int(on.sum()), "count"),
            "exemplars.never_on": (len(ever) - len(live), "count"),
            "exemplars.all_units": (len(ever), "count"),
            "exemplars.beyond_every_real_patch": (int((synthetic["none"][1] > real)[on].sum()), "count"),
            # Of the units that are on for some digit: a ratio of two negative activations says nothing.
            "exemplars.times_the_strongest": (_mean((synthetic["none"][1] / real)[on], np.median), "times"),
            "exemplars.own_class": (int((labels[top] == np.arange(CLASSES)[:, None]).sum()), "count"),
            "exemplars.patch_classes": (_mean(classes), "times"),
            "exemplars.one_class": (int((np.array(classes) == 1).sum()), "count"),
            "exemplars.random_classes": (at_random(labels, settings.shown), "times"),
            "exemplars.synthetic_correlation": (_alike(clear[on][:, None], cut[on]), "correlation"),
            "exemplars.mutual_correlation": (
                _mean([correlations(many)[np.triu_indices(len(many), 1)] for many in cut[on]]),
                "correlation",
            ),
            "exemplars.other_correlation": (_alike(cut[on], np.roll(cut[on], 1, axis=0)), "correlation"),
        },
    )


def at_random(labels: NDArray[np.int64], count: int) -> float:
    """Return from how many classes `count` images drawn at random come, on average."""
    return float((1 - (1 - np.bincount(labels, minlength=CLASSES) / len(labels)) ** count).sum())


def _alike(some: NDArray[np.float32], others: NDArray[np.float32]) -> float:
    """Return the mean correlation of patches (units, S, 14, 14) with the same unit's others (units, R, 14, 14)."""
    return _mean([correlations(one, two).mean() for one, two in zip(some, others, strict=True)])


def _mean(values: Any, centre: Callable[[Any], Any] = np.nanmean) -> float:
    """Return the mean of values, or another centre; 0 if there are none, as where no unit is ever on."""
    return float(np.nan_to_num(centre(values))) if len(values) else 0.0
