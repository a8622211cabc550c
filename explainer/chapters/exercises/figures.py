"""Drawings for the page that answers the tutorial's exercises."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from explainer.drawing import bar, canvas, picture, row_label, tiles
from explainer.theme import Array, Theme

LAYERS = ("conv1", "conv2")
PALE = 0.2  # how strongly the image of a silent unit is printed
DIGITS = range(10)


def worth(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw how far the logits move without each unit, and how much of it the others say; both sorted."""
    figure = canvas(height=4.2)
    axes = figure.subplots(2, 2, sharey="row", width_ratios=(16, 36))
    for column, layer in enumerate(LAYERS):
        unused = arrays[f"{layer}_unused"]
        _sorted_dots(axes[0, column], arrays[f"{layer}_logit_change"], unused, theme)
        axes[0, column].set_title(f"{layer}: {len(unused)} units")
        lower = axes[1, column]
        _sorted_dots(lower, arrays[f"{layer}_r_squared"][~unused], unused[~unused], theme)
        lower.axhline(float(arrays["r_squared"]), color=theme.faint, linewidth=0.8, linestyle="--")
        lower.set(ylim=(-0.03, 1.03), xlabel="units, sorted")
    axes[0, 0].set_ylabel("logits move by")
    axes[1, 0].set_ylabel("said by the others (R²)")
    return figure


def _sorted_dots(ax: Axes, values: Array, hollow: Array, theme: Theme) -> None:
    order = np.argsort(values, kind="stable")
    faces = [theme.background if hollow[unit] else theme.ink for unit in order]
    ax.vlines(range(len(order)), 0, values[order], color=theme.faint, linewidth=0.6)
    ax.scatter(range(len(order)), values[order], s=16, c=faces, edgecolors=theme.ink, linewidths=0.8, zorder=3)
    ax.set(xticks=[], xlim=(-1, len(order)))


def correlations(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the correlation of every two units of a layer, on one symmetric scale."""
    figure = canvas(height=3.0)
    for ax, layer in zip(figure.subplots(1, 2), LAYERS, strict=True):
        shown = picture(ax, arrays[f"{layer}_correlations"], theme.evidence, -1, 1)
        ax.set(title=layer, xlabel="unit", ylabel="unit")
    bar(figure, shown, "red opposite  ·  blue alike     (correlation)")
    figure.axes[-1].set_xticks([-1, -0.5, 0, 0.5, 1])
    return figure


def kept(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the share of images whose class stays against the share of a layer's units that are out."""
    figure = canvas(height=2.9)
    ax = figure.subplots()
    for layer, line in zip(LAYERS, ("--", "-"), strict=True):
        share = arrays[f"{layer}_agreement"]
        out = np.linspace(0, 100, len(share))
        ax.plot(out, 100 * share, line, color=theme.ink, linewidth=1.4, marker="o", markersize=3.5, label=layer)
    ax.axvline(50, color=theme.faint, linewidth=0.6, linestyle=":")
    ax.set(xlabel="units of the layer taken out (%)", ylabel="classes that stay (%)", ylim=(0, 103), xlim=(-1, 101))
    ax.legend(loc="lower left")
    return figure


def sizes(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the test accuracy of every network, the site's own from each seed."""
    words = {
        "narrow": "half the filters",
        "quarter": "a quarter",
        "eighth": "an eighth",
        "deep": "a third convolution",
        "dense": "a second dense layer",
    }
    names = [words[str(name)] for name in arrays["names"]]
    figure = canvas(height=2.6)
    ax = figure.subplots()
    seeds = 100 * arrays["seeds"]
    ax.axvspan(seeds.min(), seeds.max(), color=theme.faint, alpha=0.25, linewidth=0)
    ax.plot(seeds, np.zeros(len(seeds)), "o", color=theme.ink, fillstyle="none", markersize=6)
    ax.plot(100 * arrays["accuracies"], range(1, len(names) + 1), "o", color=theme.ink, markersize=6)
    ax.set_yticks(range(len(names) + 1), ["the site's own", *names])
    ax.invert_yaxis()
    ax.grid(axis="y", color=theme.faint, linewidth=0.3)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("test accuracy (%)")
    return figure


def conv3(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the third convolution."""
    return _units(arrays["conv3_images"], arrays["conv3_silent"], 9, theme)


def dense1(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the first dense layer."""
    return _units(arrays["dense1_images"], arrays["dense1_silent"], 16, theme)


def dense2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the second dense layer."""
    return _units(arrays["dense2_images"], arrays["dense2_silent"], 16, theme)


def _units(images: Array, silent: Array, columns: int, theme: Theme) -> Figure:
    """Draw images of units (N, 28, 28) in a grid, those of silent units pale; in one piece, as they are many."""
    return tiles(np.where(silent[:, None, None], PALE, 1) * images, columns, theme.greys)


def logits(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the logit that each restart ends at, a column for each digit; the highest filled."""
    figure = canvas(height=2.8)
    ax = figure.subplots()
    _strips(ax, arrays["logits"], arrays["logits"], theme)
    ax.set(xlabel="digit", ylabel="logit at the end")
    return figure


def likeness(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the likeness of each restart to the mean digit, that of real digits, and that of the restarts' mean."""
    figure = canvas(height=3.0)
    ax = figure.subplots()
    _strips(ax, arrays["likeness"], arrays["logits"], theme)
    for digit, (together, real) in enumerate(zip(arrays["together_likeness"], arrays["real_likeness"], strict=True)):
        ax.plot([digit - 0.3, digit + 0.3], [real, real], color=theme.ink, linewidth=2, label="real digits, mean")
        ax.plot(digit + 0.36, together, "D", color=theme.ink, fillstyle="none", markersize=5, label="mean of the 50")
    ax.axhline(0, color=theme.faint, linewidth=0.6, linestyle=":")
    ax.set(xlabel="digit", ylabel="likeness", ylim=(None, 1))
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[:2], labels[:2], loc="upper center", ncols=2, bbox_to_anchor=(0.5, 1.16))
    return figure


def _strips(ax: Axes, values: Array, logits_: Array, theme: Theme) -> None:
    """Draw values (10, count) as a strip for each digit, side by side in the order of the restarts."""
    count = values.shape[1]
    offsets = np.linspace(-0.25, 0.25, count)
    for digit, (own, high) in enumerate(zip(values, logits_.argmax(axis=1), strict=True)):
        ax.plot(digit + offsets, own, "o", color=theme.faint, fillstyle="none", markersize=2.6, markeredgewidth=0.6)
        ax.plot(digit + offsets[high], own[high], "o", color=theme.ink, markersize=4.5)
    ax.set_xticks(DIGITS)


def chosen(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the restart with the highest, the middle and the lowest logit, and the mean of all, for each digit."""
    rows = arrays["chosen"]  # (4, 10, 28, 28), as are the axes
    figure = canvas(height=2.65)
    axes = figure.subplots(4, 10)
    for line, images, word in zip(axes, rows, ("highest", "middle", "lowest", "mean"), strict=True):
        for ax, image in zip(line, images, strict=True):
            picture(ax, image, theme.greys, 0, 1)
        row_label(line[0], word)
    for ax, digit in zip(axes[0], DIGITS, strict=True):
        ax.set_title(digit, pad=3)
    return figure


def alike(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw how alike two restarts of a digit are, and two real images of it: the middle nine tenths of all pairs."""
    figure = canvas(height=2.7)
    ax = figure.subplots()
    shown = (("alike", -0.14, theme.ink, "two restarts"), ("real_alike", 0.14, theme.faint, "two real images"))
    for name, aside, colour, word in shown:
        low, middle, high = np.percentile(arrays[name], (5, 50, 95), axis=1)
        ax.vlines(np.arange(10) + aside, low, high, color=colour, linewidth=2.4, label=word)
        ax.plot(np.arange(10) + aside, middle, "o", color=colour, markersize=5)
    ax.axhline(0, color=theme.faint, linewidth=0.6, linestyle=":")
    ax.set(xlabel="digit", ylabel="correlation of a pair", ylim=(None, 1), xticks=DIGITS)
    ax.legend(loc="upper center", ncols=2, bbox_to_anchor=(0.5, 1.18))
    return figure


def groups(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the most typical picture of each digit's largest clusters, with how many restarts are in each."""
    counts = arrays["sizes"][:, arrays["sizes"].any(axis=0)]  # (10, clusters)
    images = arrays["medoids"]  # (10, at least as many, 28, 28)
    figure = canvas(height=0.78 * counts.shape[1] + 0.1)
    axes = figure.subplots(counts.shape[1], len(counts), squeeze=False).T.flat
    for (digit, place), ax in zip(np.ndindex(counts.shape), axes, strict=True):
        if counts[digit, place] == 0:
            ax.set_axis_off()
            continue
        picture(ax, images[digit, place], theme.greys, 0, 1)
        ax.set_title(f"{digit}: {counts[digit, place]}", pad=3, size=8.5)
    return figure
