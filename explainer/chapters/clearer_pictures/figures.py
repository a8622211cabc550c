"""Drawings for the page on clearer pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from explainer.drawing import (
    WIDTH,
    canvas,
    label_rows,
    mosaic,
    picture,
    row_label,
)
from explainer.theme import Array, Theme

REGULARIZERS = {
    "none": "none",
    "l2": "L2",
    "tv": "+ total\nvariation",
    "jitter": "+ jitter",
    "fourier": "Fourier",
    "data": "data prior",
}


def ladder(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the images without a regularizer and with five of them, a row each, with the mean logit."""
    figure = canvas(height=0.5 * len(REGULARIZERS) + 0.3)
    axes = figure.subplots(len(REGULARIZERS), 10)
    for row, (name, words) in zip(axes, REGULARIZERS.items(), strict=True):
        _row(row, arrays[f"{name}_images"], theme, words)
        mean = f"{arrays[f'{name}_logits'].mean():.1f}"
        row[-1].text(1.75, 0.5, mean, transform=row[-1].transAxes, va="center", ha="right", size=9)
    for digit, ax in enumerate(axes[0]):
        ax.set_title(digit, pad=3)
    axes[0, -1].text(1.75, 1.08, "logit", transform=axes[0, -1].transAxes, va="bottom", ha="right", size=9)
    return figure


def judge(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw how often each digit is predicted for the images of each regularizer, with the judge's bias and without."""
    figure = canvas(height=2.6)
    axes = figure.subplots(1, 2)
    for ax, kind, title in zip(axes, ("said", "said_corrected"), ("as it is", "without its bias"), strict=True):
        counts = np.stack([arrays[f"{name}_{kind}"] for name in REGULARIZERS])  # (6, 10)
        most = counts.sum(axis=1).max()
        picture(ax, counts, theme.greys, 0, most)
        for (row, digit), count in np.ndenumerate(counts):
            colour = theme.background if count > 0.5 * most else theme.ink if count else theme.faint
            ax.text(digit, row, f"{count}", ha="center", va="center", size=8, color=colour)
        ax.set_title(title, pad=4, size=9)
        ax.set_xticks(range(10), [str(digit) for digit in range(10)])
        ax.set_xlabel("predicted digit", size=9)
        ax.tick_params(length=0, labelsize=8.5)
        ax.set_aspect("auto")
    axes[0].set_yticks(range(len(REGULARIZERS)), [words.replace("\n", " ") for words in REGULARIZERS.values()])
    return figure


def exemplars_logits(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw two synthetic images and the strongest test digits of each logit, five classes side by side with five."""
    synthetic = np.stack([arrays["bare"], arrays["clear"]], axis=1)  # (10, 2, 28, 28)
    return _beside_real(synthetic, arrays["digits"], [str(c) for c in range(10)], theme)


def exemplars_conv2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw a synthetic patch and the strongest real ones of each unit, in two halves; nothing of units never on."""
    on = arrays["on"]
    names = [
        f"unit {unit}" if lit else f"unit {unit},\nnever on" for unit, lit in zip(arrays["units"], on, strict=True)
    ]
    return _beside_real(arrays["synthetic_patches"][:, None], arrays["patches"], names, theme, on)


def _beside_real(
    synthetic: Array, real: Array, names: Sequence[str], theme: Theme, drawn: Array | None = None
) -> Figure:
    """Draw rows of synthetic (N, S, …) and real images (N, R, …), half of the rows beside the other half.

    drawn: (N,) booleans, whether there is anything in a row; everywhere, unless it is given.
    """
    there = np.ones(len(names), bool) if drawn is None else drawn
    (count, ours), theirs = synthetic.shape[:2], real.shape[1]
    half, side = -(-count // 2), real.shape[-1] + 4  # of an image with its frame
    figure = canvas(height=half * WIDTH / (2 * (ours + theirs) + 3.5))
    axes = figure.subplots(1, 4, width_ratios=[ours, theirs, ours, theirs])
    for pair, rows in ((axes[:2], slice(0, half)), (axes[2:], slice(half, count))):
        for ax, images in zip(pair, (synthetic[rows], real[rows]), strict=True):
            shown = np.repeat(there[rows, None], images.shape[1], axis=1)
            picture(ax, mosaic(images, shown), theme.greys, 0, 1)
            ax.spines[:].set_visible(False)
            ax.set_anchor("N")
        label_rows(pair[0], names[rows], side)
    return figure


def meanings(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw directions, sums, negatives and six images of one logit, alike and different, with their probabilities."""
    own = int(arrays["diverse_class"])
    pairs, sums, negatives = arrays["pairs"], arrays["sums"], arrays["negatives"][:, None]
    same = np.full((6, 1), own)
    kinds = {
        "direction": ("direction", pairs, [f"{a} − {b}" for a, b in pairs]),
        "sum": ("sum", sums, [f"{a} + {b}" for a, b in sums]),
        "negative": ("negative", negatives, [f"− {c}" for (c,) in negatives]),
        "alike": (f"{own}, from\nsix starts", same, None),
        "diverse": (f"{own}, with\ndiversity", same, None),
    }
    figure = canvas(height=5.9)
    axes = figure.subplots(len(kinds), 6)
    for row, (name, (words, classes, titles)) in zip(axes, kinds.items(), strict=True):
        _row(row, arrays[f"{name}_images"], theme, words)
        given = np.take_along_axis(arrays[f"{name}_given"], classes, axis=1)  # (6, 1 or 2)
        for ax, shares in zip(row, given, strict=True):
            ax.set_xlabel(" · ".join(map(_whole, shares)) + " %", labelpad=2, size=8.5)
        for ax, title in zip(row, titles or [], strict=False):
            ax.set_title(title, pad=3)
    return figure


def _whole(probability: float) -> str:
    """Return a probability in whole percent; none but 0 and 1 is written as 0 or 100."""
    return "> 99" if probability >= 0.995 else "< 1" if probability < 0.005 else f"{100 * probability:.0f}"


def _row(axes: Sequence[Axes], images: Array, theme: Theme, words: str) -> None:
    """Show images in a row of panels, grey on the background, with words on the left."""
    for ax, image in zip(axes, images, strict=True):
        picture(ax, image, theme.greys, 0, 1)
    _label(axes[0], words)


def _label(ax: Axes, words: str) -> None:
    row_label(ax, words, 5, 9)
