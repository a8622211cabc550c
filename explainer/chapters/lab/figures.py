"""Drawings that stand in the places of the instruments."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from explainer.drawing import (
    against_and_for,
    bar,
    canvas,
    label_rows,
    mosaic,
    panels,
    percent,
    picture,
    row_label,
    symmetric,
)
from explainer.theme import Array, Theme

UNIT = "logit per unit of ink"
DIGITS = [str(c) for c in range(10)]
MODELS = ("linear classifier", "network")


def drawn(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the moved digit and the digit brought back, each with the probabilities of both models."""
    figure = canvas(height=3.3)
    axes = figure.subplots(2, 2, width_ratios=(1, 2.2))
    for (left, right), image, answers, title in zip(
        axes, (arrays["moved"], arrays["again"]), arrays["answers"], ("in the corner", "brought back"), strict=True
    ):
        picture(left, image, theme.greys, 0, 1)
        row_label(left, title)
        _bars(right, answers, theme)
    axes[0, 1].legend(loc="upper right", fontsize=8)
    axes[1, 1].set(xlabel="class")
    return figure


def _bars(ax: Axes, answers: Array, theme: Theme) -> None:
    classes = np.arange(10)
    for place, (probabilities, name, shade) in enumerate(zip(answers, MODELS, (theme.faint, theme.ink), strict=True)):
        ax.bar(classes + 0.4 * (place - 0.5), probabilities, width=0.38, color=shade, label=name)
    ax.set(xticks=classes, ylim=(0, 1), yticks=(0, 0.5, 1), ylabel="probability")


def weighed(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the digit, the evidence for the winner and for its rival, and the first less the second."""
    winner, rival = arrays["pair"]
    images = np.stack([*arrays["evidence"], arrays["evidence"][0] - arrays["evidence"][1]])
    limits = symmetric(images)
    figure = canvas(height=1.9)
    first, *others = figure.subplots(1, 4)
    picture(first, arrays["image"], theme.greys, 0, 1)
    first.set_title(f"a test {arrays['label']}", pad=3)
    for ax, image, title in zip(
        others, images, (f"for {winner}", f"for {rival}", f"{winner} less {rival}"), strict=True
    ):
        shown = picture(ax, image, theme.evidence, *limits)
        ax.set_title(title, pad=3)
    bar(figure, shown, against_and_for("logits"))
    return figure


def inside(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the maps of both convolutions, blue where positive: each convolution on a scale of its own."""
    figure = canvas(height=5.2)
    for ax, layer, columns in zip(
        figure.subplots(2, 1, height_ratios=(2, 2.9)), ("conv1", "conv2"), (8, 9), strict=True
    ):
        maps = arrays[layer]
        limits = symmetric(maps)
        side = maps.shape[-1] + 2
        grid = np.full((len(maps) // columns * side, columns * side), np.nan)
        for place, image in enumerate(maps):
            row, column = divmod(place, columns)
            grid[row * side + 1 : (row + 1) * side - 1, column * side + 1 : (column + 1) * side - 1] = image
        picture(ax, grid, theme.evidence, *limits)
        ax.set_axis_off()
        ax.set_title(layer, pad=3)
    return figure


def climbing(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image on its way, for a channel and for a logit."""
    strips = np.stack([arrays["unit_strip"], arrays["digit_strip"]])
    figure = canvas(height=1.75)
    ax = figure.subplots()
    shown = mosaic(strips)
    picture(ax, shown, theme.greys, 0, 1)
    side = shown.shape[0] // len(strips)
    label_rows(ax, (f"conv2, channel {arrays['unit']}", f"the logit of {arrays['label']}"), side)
    ax.set_xticks(
        [(place + 0.5) * side - 0.5 for place in range(strips.shape[1])], [str(s) for s in arrays["strip_steps"]]
    )
    ax.tick_params(length=0)
    ax.set(xlabel="steps")
    for spine in ax.spines.values():
        spine.set_visible(False)
    return figure


def solved(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the three pre-images on one scale."""
    titles = ("the smallest", "every pixel in [0, 1]", "the most probable")
    figure, shown = panels(arrays["solved"], titles, 3, theme.evidence, (-1, 1))
    bar(figure, shown, "red less than none  ·  blue ink     (ink)")
    return figure


def ten(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten weight images on one symmetric scale."""
    limits = symmetric(arrays["weights"])
    figure, shown = panels(arrays["weights"], DIGITS, 5, theme.evidence, limits)
    bar(figure, shown, against_and_for(UNIT))
    return figure


def faced(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten weight images with a face in each, on one symmetric scale."""
    limits = symmetric(arrays["faced"])
    figure, shown = panels(arrays["faced"], DIGITS, 5, theme.evidence, limits)
    bar(figure, shown, against_and_for(UNIT))
    return figure


def learned(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights of a 0 after each number of steps but the first, each on a scale of its own, with accuracies."""
    images, done, accuracies = arrays["learned"][1:], arrays["done"][1:], arrays["accuracies"][1:]
    each = images / abs(images).max(axis=(1, 2), keepdims=True)
    titles = [f"{steps}: {percent(accuracy)}" for steps, accuracy in zip(done, accuracies, strict=True)]
    figure, _ = panels(each, titles, 5, theme.evidence, (-1, 1))
    return figure
