"""One place of a map: for every channel of both convolutions the patch that excites it most, beside real patches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import Dataset, Floats
from explainer.methods.correlation import correlations
from explainer.methods.finished import finish, noises
from explainer.methods.objectives import unit_count
from explainer.methods.receptive_fields import FIELDS, one_place, patch_maximizers, straightness, strongest_patches
from explainer.models import Report
from explainer.models.cnn import initial
from explainer.results import Inputs, Result
from explainer.trainings import cnn

if TYPE_CHECKING:
    from explainer.settings import FieldsSettings

SEED = 0  # of the untrained filters that straightness is compared with


def run(dataset: Dataset, settings: FieldsSettings, inputs: Inputs, report: Report) -> Result:
    """Solve the first convolution, ascend for the second, and look for the strongest patches of all test digits."""
    network = cnn.restore(inputs)
    filters, biases = (network.layers.get_parameter(f"conv1.{kind}").cpu().numpy() for kind in ("weight", "bias"))
    first = patch_maximizers(filters[:, 0])  # (16, 5, 5)
    values = (filters[:, 0] * first).sum(axis=(1, 2)) + biases  # (16,)
    patches, strongest, _ = strongest_patches(network, "conv1", dataset.test.images, settings.shown)
    untrained = initial(SEED).layers.get_parameter("conv1.weight").detach().cpu().numpy()
    straight, by_chance = straightness(filters[:, 0]), straightness(untrained[:, 0])
    report(1, 3)
    real, real_strongest, _ = strongest_patches(network, "conv2", dataset.test.images, settings.shown)
    report(2, 3)
    field, count = FIELDS["conv2"], unit_count(network, "conv2")
    starts = [*noises(count, settings.ranges, settings.ascent, field.side), real[:, 0]]
    second = finish(one_place(network, "conv2"), starts, settings.ascent)
    mutual, elsewhere = likeness(real)
    synthetic, synthetic_elsewhere = likeness(real, second.images)
    on = real_strongest[:, 0] > 0
    times = second.values[on] / real_strongest[on, 0]
    return Result(
        arrays={
            "conv1_filters": filters[:, 0],  # (16, 5, 5)
            "conv1_images": first,  # (16, 5, 5), ink 0 or 1
            "conv1_values": values,  # (16,), activation before the ReLU
            "conv1_patches": patches,  # (16, shown, 5, 5), ink in [0, 1], strongest first
            "conv1_patch_values": strongest,  # (16, shown)
            "conv1_straightness": straight,  # (16,), share of variance
            "untrained_straightness": by_chance,  # (16,)
            "conv2_images": second.images,  # (36, 14, 14), ink in [0, 1]
            "conv2_values": second.values,  # (36,)
            "conv2_by_start": second.by_start,  # (starts, 36), the last one from the strongest real patch
            "conv2_patches": real,  # (36, shown, 14, 14)
            "conv2_patch_values": real_strongest,  # (36, shown)
        },
        numbers={
            "fields.conv1_side": (FIELDS["conv1"].side, "count"),
            "fields.conv2_side": (field.side, "count"),
            "fields.conv1_reached": (float(np.median(strongest[:, 0] / values)), "fraction"),
            "fields.straightness": (float(np.median(straight)), "fraction"),
            "fields.untrained_straightness": (float(np.median(by_chance)), "fraction"),
            "fields.straight_filters": (int((straight >= 0.5).sum()), "count"),
            "fields.untrained_straight_filters": (int((by_chance >= 0.5).sum()), "count"),
            "fields.starts": (len(starts), "count"),
            "fields.conv2_times_real": (float(np.median(times)) if on.any() else 0.0, "times"),
            "fields.conv2_below_real": (int((second.values < real_strongest[:, 0]).sum()), "count"),
            "fields.patches_alike": (mutual, "correlation"),
            "fields.patches_elsewhere": (elsewhere, "correlation"),
            "fields.synthetic_alike": (synthetic, "correlation"),
            "fields.synthetic_elsewhere": (synthetic_elsewhere, "correlation"),
            "fields.conv2_never_on": (int((~on).sum()), "count"),
        },
    )


def likeness(patches: Floats, images: Floats | None = None) -> tuple[float, float]:
    """Return the mean correlation of patches (N, shown, side, side) within a row, and with those of other rows.

    Of each row's image (N, side, side) with the patches instead, if images are given.
    """
    rows = np.repeat(np.arange(len(patches)), patches.shape[1])
    flat = patches.reshape(-1, *patches.shape[2:])
    if images is None:
        table, same = correlations(flat), rows[:, None] == rows
        np.fill_diagonal(table, np.nan)  # a patch with itself
    else:
        table, same = correlations(images, flat), np.arange(len(patches))[:, None] == rows
    return float(np.nanmean(table[same])), float(np.nanmean(table[~same]))
