"""Drawings for the page on clearer pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from explainer.drawing import (
    WIDTH,
    against_and_for,
    bar,
    canvas,
    label_rows,
    mosaic,
    percent,
    picture,
    row_label,
    symmetric,
)
from explainer.theme import Array, Theme

RUNGS = {
    "none": "none",
    "l2": "L2",
    "tv": "+ total\nvariation",
    "jitter": "+ jitter",
    "fourier": "Fourier",
    "data": "data\nprior",
}


def ladder(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw six rungs, a row each, with the mean logit and the linear classifier's count."""
    figure = canvas(height=0.5 * len(RUNGS) + 0.3)
    axes = figure.subplots(len(RUNGS), 10)
    for row, (name, words) in zip(axes, RUNGS.items(), strict=True):
        _row(row, arrays[f"{name}_images"], theme, words)
        right = int((arrays[f"{name}_named"] == np.arange(10)).sum())
        for at, text in ((1.75, f"{arrays[f'{name}_logits'].mean():.1f}"), (2.75, f"{right}")):
            row[-1].text(at, 0.5, text, transform=row[-1].transAxes, va="center", ha="right", size=9)
    for digit, ax in enumerate(axes[0]):
        ax.set_title(digit, pad=3)
    for at, text in ((1.75, "logit"), (3.1, "named")):
        axes[0, -1].text(at, 1.08, text, transform=axes[0, -1].transAxes, va="bottom", ha="right", size=9)
    return figure


def exemplars_logits(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw two synthetic images and the strongest test digits of each logit, five classes side by side with five."""
    synthetic = np.stack([arrays["bare"], arrays["clear"]], axis=1)  # (10, 2, 28, 28)
    return _beside_real(synthetic, arrays["digits"], [str(c) for c in range(10)], theme)


def exemplars_conv2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw a synthetic patch and the strongest real ones of each unit, in two halves."""
    names = [f"unit {unit}" for unit in arrays["units"]]
    return _beside_real(arrays["synthetic_patches"][:, None], arrays["patches"], names, theme)


def _beside_real(synthetic: Array, real: Array, names: Sequence[str], theme: Theme) -> Figure:
    """Draw rows of synthetic (N, S, …) and real images (N, R, …), half of the rows beside the other half."""
    (count, ours), theirs = synthetic.shape[:2], real.shape[1]
    half, side = -(-count // 2), real.shape[-1] + 4  # of an image with its frame
    figure = canvas(height=half * WIDTH / (2 * (ours + theirs) + 3.5))
    axes = figure.subplots(1, 4, width_ratios=[ours, theirs, ours, theirs])
    for pair, rows in ((axes[:2], slice(0, half)), (axes[2:], slice(half, count))):
        for ax, images in zip(pair, (synthetic[rows], real[rows]), strict=True):
            picture(ax, mosaic(images), theme.greys, 0, 1)
            ax.spines[:].set_visible(False)
            ax.set_anchor("N")
        label_rows(pair[0], names[rows], side)
    return figure


def meanings(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw directions, sums, negatives and six images of one logit, alike and different."""
    own = int(arrays["diverse_class"])
    kinds = {
        "direction": ("direction", [f"{a} − {b}" for a, b in arrays["pairs"]]),
        "sum": ("sum", [f"{a} + {b}" for a, b in arrays["sums"]]),
        "negative": ("negative", [f"− {c}" for c in arrays["negatives"]]),
        "alike": (f"{own}, from\nsix starts", None),
        "diverse": (f"{own}, with\ndiversity", None),
    }
    figure = canvas(height=4.9)
    axes = figure.subplots(len(kinds), 6)
    for row, (name, (words, titles)) in zip(axes, kinds.items(), strict=True):
        _row(row, arrays[f"{name}_images"], theme, words)
        for ax, title in zip(row, titles or [], strict=False):
            ax.set_title(title, pad=3)
    return figure


def fooling(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the surest noise and shuffled digits, and one shuffled digit made sure of each class."""
    classes = {"noise": arrays["noise_class"], "shuffled": arrays["shuffled_class"], "changed": np.arange(10)}
    figure = canvas(height=2.4)
    axes: Array = figure.subplots(3, 10)
    for row, (name, own), words in zip(axes, classes.items(), ("noise", "shuffled\ndigits", "changed"), strict=True):
        _row(row, arrays[name], theme, words)
        for ax, digit, probability in zip(row, own, arrays[f"{name}_given"], strict=True):
            ax.set_title(f"{digit}: {percent(probability)}", pad=3, size=6.5)
    return figure


def retrained(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten logit images of each network, without a prior and on the last rung."""
    figure = canvas(height=6.2)
    blocks = (arrays["none_images"], arrays["data_images"])  # each (networks, 10, 28, 28)
    for ax, images in zip(figure.subplots(2, 1), blocks, strict=True):
        picture(ax, mosaic(images), theme.greys, 0, 1)
        ax.spines[:].set_visible(False)
        label_rows(ax, [f"seed {place}" for place in range(len(images))], images.shape[-1] + 4)
    return figure


def lying(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten images under the logits that they belong to."""
    figure = canvas(height=0.85)
    axes = figure.subplots(1, 10)
    _row(axes, arrays["images"], theme, "logit")
    for digit, ax in enumerate(axes):
        ax.set_title(digit, pad=3)
    return figure


def answers(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the linear weights, and the clearest images of both models' logits."""
    figure = canvas(height=1.9)
    axes: Array = figure.subplots(3, 10)
    weights = arrays["linear_weights"].reshape(10, 28, 28)
    limits = symmetric(weights)
    for digit, ax in enumerate(axes[0]):
        shown = picture(ax, weights[digit], theme.evidence, *limits)
        ax.set_title(digit, pad=3)
    _label(axes[0, 0], "linear:\nweights")
    _row(axes[1], arrays["linear_images"], theme, "linear:\nclearest")
    _row(axes[2], arrays["data_images"], theme, "network:\nclearest")
    bar(figure, shown, against_and_for("logit per unit of ink"))
    return figure


def examples(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the first digits of each case, with what a model says that is wrong."""
    images, given = arrays["images"], arrays["given"]  # (4, shown, 28, 28), (4, shown, 3)
    figure = canvas(height=3.7)
    axes: Array = figure.subplots(*images.shape[:2], squeeze=False)
    for row, words in enumerate(("both right", "only the\nnetwork", "only the\nlinear one", "neither")):
        for ax, image, (true, linear, network) in zip(axes[row], images[row], given[row], strict=True):
            if true < 0:  # fewer than there is room for
                ax.set(xticks=[], yticks=[])
                for spine in ax.spines.values():
                    spine.set_visible(False)
                continue
            picture(ax, image, theme.greys, 0, 1)
            wrong = [f"{who} {says}" for who, says in (("l", linear), ("n", network)) if says != true]
            ax.set_title(": ".join([str(true), ", ".join(wrong)]).removesuffix(": "), pad=3, size=8)
        _label(axes[row, 0], words)
        if given[row, 0, 0] < 0:
            axes[row, 0].text(0.1, 0.5, "none", transform=axes[row, 0].transAxes, va="center", color=theme.faint)
    return figure


def _row(axes: Sequence[Axes], images: Array, theme: Theme, words: str) -> None:
    """Show images in a row of panels, grey on paper, with words on the left."""
    for ax, image in zip(axes, images, strict=True):
        picture(ax, image, theme.greys, 0, 1)
    _label(axes[0], words)


def _label(ax: Axes, words: str) -> None:
    row_label(ax, words, 5, 9)
