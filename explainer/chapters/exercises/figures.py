"""Drawings for the page that answers the tutorial's exercises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from explainer.drawing import WIDTH, bar, canvas, picture, row_label, tiles
from explainer.theme import Array, Theme

LAYERS = ("conv1", "conv2")
PALE = 0.2  # how strongly the image of a silent unit is printed
LOW = 0.49  # as high as this part of its width, a figure keeps its size on a phone
DIGITS = range(10)


def worth(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw how far the logits move without each channel, and how much of it the others explain; both sorted."""
    figure = canvas(height=4.2)
    axes = figure.subplots(2, 2, sharey="row", width_ratios=(16, 36))
    for column, layer in enumerate(LAYERS):
        unused = arrays[f"{layer}_unused"]
        _sorted_dots(axes[0, column], arrays[f"{layer}_logit_change"], unused, theme)
        axes[0, column].set_title(f"{layer}: {len(unused)} channels")
        lower = axes[1, column]
        _sorted_dots(lower, arrays[f"{layer}_r_squared"][~unused], unused[~unused], theme)
        lower.axhline(float(arrays["r_squared"]), color=theme.faint, linewidth=0.8, linestyle="--")
        lower.set(ylim=(-0.03, 1.03), xlabel="channels, sorted")
    axes[0, 0].set_ylabel("logits move by")
    axes[1, 0].set_ylabel("explained by others (R²)")
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
        ax.set(title=layer, xlabel="channel", ylabel="channel")
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
    ax.set(xlabel="channels of the layer taken out (%)", ylabel="classes that stay (%)", ylim=(0, 103), xlim=(-1, 101))
    ax.legend(loc="lower left")
    return figure


def sizes(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw each network's test accuracy less that of the site's own, with twice its standard error."""
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
    ax.axvline(0, color=theme.faint, linewidth=0.8)
    ax.plot(100 * arrays["own"], np.zeros(len(arrays["own"])), "o", color=theme.ink, fillstyle="none", markersize=6)
    rows = np.arange(1, len(names) + 1)
    ends = 2 * arrays["errors"]
    ax.errorbar(100 * arrays["differences"], rows, xerr=100 * ends, fmt="o", color=theme.ink, markersize=6, capsize=3)
    ax.set_yticks([0, *rows], ["the site's own", *names])
    ax.invert_yaxis()
    ax.grid(axis="y", color=theme.faint, linewidth=0.3)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("difference from the site's own test accuracy (points)")
    return figure


def conv3(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every channel of the third convolution; a thick frame where an even sheet excites it more."""
    columns, images = 9, arrays["conv3_images"]
    figure, side = _units(images, arrays["conv3_silent"], columns, theme), images.shape[-1] + 4  # with its frame
    for unit in np.flatnonzero(arrays["conv3_values"][-1] < arrays["conv3_even"]):
        row, column = divmod(int(unit), columns)
        corner = (column * side + 0.5, row * side + 0.5)
        figure.axes[0].add_patch(
            Rectangle(corner, side - 2, side - 2, fill=False, color=theme.ink, linewidth=2.5, clip_on=False)
        )
    return figure


def dense1(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the first dense layer."""
    return _units(arrays["dense1_images"], arrays["dense1_silent"], 16, theme)


def dense2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the second dense layer."""
    return _units(arrays["dense2_images"], arrays["dense2_silent"], 16, theme)


def _units(images: Array, silent: Array, columns: int, theme: Theme) -> Figure:
    """Draw images of units (N, 28, 28) in a grid, those of silent units pale; in one piece, as they are many."""
    figure = tiles(np.where(silent[:, None, None], PALE, 1) * images, columns, theme.greys)
    figure.set_figheight(min(figure.get_figheight(), LOW * WIDTH))
    return figure


def chosen(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the restarts with the highest, middle and lowest logit of each digit, their mean, and the mean digit."""
    rows = arrays["chosen"]  # (5, 10, 28, 28), as are the axes
    figure = canvas(height=3.2)
    axes = figure.subplots(len(rows), 10)
    for line, images, word in zip(axes, rows, ("highest", "middle", "lowest", "mean", "mean digit"), strict=True):
        for ax, image in zip(line, images, strict=True):
            picture(ax, image, theme.greys, 0, 1)
        row_label(line[0], word)
    for ax, digit in zip(axes[0], DIGITS, strict=True):
        ax.set_title(digit, pad=3)
    return figure


def likeness(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the logit of each restart against its likeness to the mean digit, and both of real digits; a panel each."""
    figure = canvas(height=3.9)
    axes = figure.subplots(2, 5, sharex=True, sharey=True)
    most = max(float(arrays[name].max()) for name in ("logits", "real_logits", "together_logits"))
    low = min(-0.3, float(min(arrays[name].min() for name in ("likeness", "together_likeness"))) - 0.05)
    for digit, ax in zip(DIGITS, axes.flat, strict=True):
        _cloud(ax, {name: each[digit] for name, each in arrays.items()}, theme)
        ax.set_title(digit, pad=3)
        ax.axhline(0, color=theme.faint, linewidth=0.6, linestyle=":", zorder=0)
        ax.set(xlim=(-2, 1.08 * most), ylim=(low, 1), xticks=[0, 10, 20], yticks=[0, 0.5, 1])
    figure.supxlabel("logit of the digit", size=10)
    figure.supylabel("likeness to the mean digit", size=10)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=4, handletextpad=0.2, columnspacing=1.2)
    return figure


def _cloud(ax: Axes, own: Mapping[str, Array], theme: Theme) -> None:
    """Draw one digit's restarts, the highest of them filled; its real images, and the mean of the restarts."""
    high = own["logits"].argmax()
    hollow: dict[str, Any] = {"color": theme.faint, "fillstyle": "none", "markersize": 3, "markeredgewidth": 0.7}
    ax.plot(own["real_logits"], own["real_likeness"], "x", **{**hollow, "color": theme.ink}, label="real")
    ax.plot(own["logits"], own["likeness"], "o", **hollow, label="ascents")
    ax.plot(own["logits"][high], own["likeness"][high], "o", color=theme.ink, markersize=4.5, label="highest")
    place = own["together_logits"], own["together_likeness"]
    ax.plot(*place, "D", color=theme.ink, fillstyle="none", markersize=5, label="mean of the ascents")
