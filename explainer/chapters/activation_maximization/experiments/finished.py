"""The ascents carried to their end, held against what is easy to beat: even sheets, real digits and shorter runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.methods.correlation import correlations
from explainer.methods.finished import (
    Finished,
    finish,
    linear_maximizers,
    mean_activations,
    noises,
    share_at_a_peak,
    sheets,
)
from explainer.methods.objectives import Objective, channel, unit_count
from explainer.models import Report
from explainer.models.cnn import Cnn, predict_logits
from explainer.models.linear import softmax
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn

if TYPE_CHECKING:
    from explainer.settings import FinishedSettings

LAYERS = ("conv1", "conv2", "logits")
SHEETS = ("blank", "mid_grey", "full", "uniform")  # three uniform sheets, and the best of all
RIVALS = (*SHEETS, "real_digit", "other_starts")  # and the best test digit, and the best end of another start
SHORT = {"tutorial": "_constant_values", "thirty": "_values"}  # the runs of `ascent`, by what their arrays end in

GREY = (0.25, 0.75)  # ink: nearer to mid-grey than to the background or to full ink
CHANGE = 0.1  # of the ink of a pixel: enough to see in which direction the activation goes

Arrays = dict[str, NDArray[Any]]


def run(dataset: Dataset, settings: FinishedSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize all units of each layer from every start; measure sheets, test digits and the shorter runs as well."""
    network, tones, short = cnn.restore(inputs), sheets(settings.sheets), inputs["ascent"].arrays
    arrays: Arrays = {}
    for done, layer in enumerate(LAYERS, start=1):
        objective, count = channel(network, layer), unit_count(network, layer)
        digits = mean_activations(network, layer, dataset.test.images)  # (test images, units)
        on_sheets = mean_activations(network, layer, tones)  # (sheets, units)
        best = [tones[on_sheets.argmax(axis=0)], dataset.test.images[digits.argmax(axis=0)]]
        starts = [*noises(count, settings.ranges, settings.ascent), *best]
        found = finish(objective, starts, settings.ascent)
        if layer == "conv1":  # linear: the exact answer is known, and the search is held against it
            arrays["conv1_searched_values"] = found.values  # (16,)
            exact = linear_maximizers(objective, count)
            found = Finished(exact, np.diagonal(mean_activations(network, layer, exact)), found.by_start)
        else:
            longer = replace(settings.ascent, steps=2 * settings.ascent.steps)
            again = finish(objective, [np.stack(starts)[found.chosen, np.arange(count)]], longer)
            arrays[f"{layer}_longer_values"] = again.values  # (units,): from the best start, twice as many steps
        # Activations before the ReLU, means over the map, (units,) each; by start (starts, units).
        arrays |= {
            f"{layer}_images": found.images,  # (units, 28, 28), ink in [0, 1]
            f"{layer}_values": found.values,
            f"{layer}_by_start": found.by_start,
            f"{layer}_blank_values": on_sheets[0],
            f"{layer}_mid_grey_values": on_sheets[len(tones) // 2],
            f"{layer}_full_values": on_sheets[-1],
            f"{layer}_uniform_values": on_sheets.max(axis=0),
            f"{layer}_real_digit_values": digits.max(axis=0),
            f"{layer}_other_starts_values": found.by_start.max(axis=0),
        }
        report(done, len(LAYERS))
    arrays["probabilities"] = softmax(predict_logits(network, arrays["logits_images"]))  # (10, 10): image by class
    given, logits, classes = arrays["probabilities"], arrays["logits_values"], np.arange(CLASSES)
    grey, early = (is_grey(images).mean() for images in (arrays["conv2_images"], short["conv2_images"]))
    peaks = [
        share_at_a_peak(channel_alone(network, unit), image, *GREY, CHANGE)
        for unit, image in enumerate(arrays["conv2_images"])
    ]
    alike = spectral_likeness(arrays["conv2_images"])  # (36, 36)
    pairs = np.triu_indices(len(alike), 1)
    first, second = (int(units[alike[pairs].argmax()]) for units in pairs)
    faint = arrays["conv2_real_digit_values"] < arrays["conv2_blank_values"]
    numbers: dict[str, Number] = {
        "finished.units": (sum(len(arrays[f"{layer}_values"]) for layer in LAYERS), "count"),
        "finished.steps": (settings.ascent.steps, "count"),
        "finished.starts": (len(settings.ranges) + 2, "count"),
        "finished.sheets": (settings.sheets, "count"),
        "finished.conv1_search_gap": (
            float(np.abs(arrays["conv1_values"] - arrays["conv1_searched_values"]).max()),
            "rounding error",
        ),
        "finished.conv2_mid_grey_share": (float(grey), "fraction"),
        "finished.thirty_conv2_mid_grey_share": (float(early), "fraction"),
        "finished.conv2_grey_at_a_peak": (float(np.nanmean(peaks)), "fraction"),
        "finished.conv2_digit_below_blank": (int(faint.sum()), "count"),
        "finished.alike_first": (first, "count"),
        "finished.alike_second": (second, "count"),
        "finished.most_alike": (float(alike[first, second]), "correlation"),
        "finished.median_alike": (float(np.median(alike[pairs])), "correlation"),
        "finished.mean_logit": (float(logits.mean()), "logit"),
        "finished.smallest_logit": (float(logits.min()), "logit"),
        "finished.logits_recognised": (int((given.argmax(axis=1) == classes).sum()), "count"),
        "finished.lowest_own_probability": (float(given[classes, classes].min()), "probability"),
        "finished.beyond_every_real_digit": (int((logits > arrays["logits_real_digit_values"]).sum()), "count"),
        "finished.times_the_best_digit": (float(np.median(logits / arrays["logits_real_digit_values"])), "times"),
    }
    for layer in LAYERS[1:]:
        more = np.abs(arrays[f"{layer}_longer_values"] - arrays[f"{layer}_values"])
        worst = np.ptp(arrays[f"{layer}_by_start"], axis=0)
        numbers |= {
            f"finished.{layer}_worst_start": (share_of_rise(arrays, layer, worst), "fraction"),
            f"finished.{layer}_longer_change": (share_of_rise(arrays, layer, more), "fraction"),
        }
    for rival in RIVALS:
        lost = [beaten(arrays, layer, rival, arrays[f"{layer}_values"]) for layer in LAYERS]
        numbers[f"ascent.units_below_{rival}"] = (sum(lost), "count")
        for name, suffix in SHORT.items() if rival != "other_starts" else ():
            reached = short[f"conv2{suffix}"][-1]
            numbers[f"ascent.{name}_conv2_below_{rival}"] = (beaten(arrays, "conv2", rival, reached), "count")
    return Result(arrays=arrays, numbers=numbers)


def share_of_rise(arrays: Mapping[str, NDArray[Any]], layer: str, amounts: NDArray[np.float64]) -> float:
    """Return amounts of activation (units,) as a share of the rise above a blank image, at the median unit.

    Units for which a blank image is the best have no rise, and are left out.
    """
    rise = arrays[f"{layer}_values"] - arrays[f"{layer}_blank_values"]
    rises = rise > 1e-5
    return float(np.median(amounts[rises] / rise[rises])) if rises.any() else 0.0


def is_grey(images: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which pixels are nearer to mid-grey than to the background or full ink."""
    return np.asarray((images > GREY[0]) & (images < GREY[1]))


def spectral_likeness(images: NDArray[Any]) -> NDArray[np.float64]:
    """Return how alike every two of images (N, side, side) are in the waves they are made of, (N, N) in [−1, 1].

    It is the correlation of their amplitude spectra: where a stripe begins makes no difference. An even image has no
    waves, and is like no other.
    """
    spectra = np.abs(np.fft.fft2(images - images.mean(axis=(1, 2), keepdims=True)))
    return np.asarray(np.nan_to_num(correlations(spectra), nan=0.0))


def channel_alone(network: Cnn, unit: int) -> Objective:
    """Return the objective that gives every image of a batch the mean activation of one channel of `conv2`."""
    return Objective(lambda images: network.activations(images, "conv2")[:, unit].mean(dim=(1, 2)))


def beaten(arrays: Arrays, layer: str, rival: str, reached: NDArray[np.float64]) -> int:
    """Return how many units of a layer a rival excites more than `reached` (units,), by more than rounding."""
    return int((arrays[f"{layer}_{rival}_values"] > reached + 1e-5).sum())
