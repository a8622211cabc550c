"""Drawings for the page on filters and patterns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from explainer.drawing import bar, canvas, panels, picture, row_label, symmetric
from explainer.theme import Array, Theme

DIGITS = [str(c) for c in range(10)]


def rows(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw weights, patterns and mean images of all ten, a row each; the two in colour each on a scale of its own."""
    figure = canvas(height=1.8)
    axes = figure.subplots(3, 10)
    for line, name, word in zip(axes, ("weights", "patterns", "means"), ("weights", "patterns", "means"), strict=True):
        grey = name == "means"
        limits = (0.0, float(arrays[name].max())) if grey else symmetric(arrays[name])
        for ax, image in zip(line, arrays[name], strict=True):
            picture(ax, image, theme.greys if grey else theme.evidence, *limits)
        row_label(line[0], word)
    for ax, digit in zip(axes[0], DIGITS, strict=True):
        ax.set_title(digit, pad=3)
    return figure


def preferred(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights, the digit that fits them best, the mean of the best-fitting ones, and the patterns."""
    named = {"weights": "weights", "fitting": "best digit", "preferred": "mean of best", "patterns": "patterns"}
    figure = canvas(height=2.4)
    axes = figure.subplots(4, 10)
    for line, (name, word) in zip(axes, named.items(), strict=True):
        grey = name == "fitting"
        limits = (0.0, 1.0) if grey else symmetric(arrays[name])
        for ax, image in zip(line, arrays[name], strict=True):
            picture(ax, image, theme.greys if grey else theme.evidence, *limits)
        row_label(line[0], word)
    for ax, digit in zip(axes[0], DIGITS, strict=True):
        ax.set_title(digit, pad=3)
    return figure


def zero(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights and the pattern of 0 and its mean less that of all, with the outlines of ring and centre."""
    figure = canvas(height=2.85)
    axes = figure.subplots(1, 3)
    shown = {
        "weights": ("the weights", "logit per unit of ink"),
        "patterns": ("the pattern", "ink per logit"),
        "apart": ("mean 0 less mean of all", "ink"),
    }
    for ax, (name, (title, unit)) in zip(axes, shown.items(), strict=True):
        image = arrays[name][0]
        drawn = picture(ax, image, theme.evidence, *symmetric(image))
        ax.set_title(title)
        bar_ = figure.colorbar(drawn, ax=ax, location="bottom", shrink=0.75, aspect=17, pad=0.03, label=unit)
        bar_.locator = MaxNLocator(2)
        bar_.outline.set_visible(False)
        ax.contour(arrays["ring"], levels=[0.5], colors=theme.faint, linewidths=0.8)
        ax.contour(arrays["centre"], levels=[0.5], colors=theme.faint, linewidths=0.8)
    return figure


def joint(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the patterns of all logits together, on one symmetric scale."""
    images = arrays["joint"]
    figure, shown = panels(images, DIGITS, 5, theme.evidence, symmetric(images))
    bar(figure, shown, "red less ink  ·  blue more ink     (ink per logit of lead over the other nine)")
    return figure


def two_pixels(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw two classes of two-pixel images as points, and the filter and the pattern as bars."""
    pixels, classes = arrays["pixels"], arrays["classes"]
    figure = canvas(height=2.7)
    cloud, weight, pattern = figure.subplots(1, 3, width_ratios=(1.6, 1, 1))
    for group, filled in ((0, False), (1, True)):
        x, y = pixels[classes == group].T
        face = theme.ink if filled else "none"
        cloud.scatter(x, y, s=10, facecolors=face, edgecolors=theme.ink, linewidths=0.5, label=f"class {group}")
    cloud.set(xlabel="first pixel", ylabel="second pixel")
    cloud.legend(loc="upper left", handletextpad=0.1, borderpad=0)
    _bars(weight, arrays["small_weights"], "weights", theme)
    _bars(pattern, arrays["small_pattern"], "pattern", theme)
    return figure


def _bars(ax: Axes, values: Array, title: str, theme: Theme) -> None:
    colours = [theme.evidence(0.85 if v > 0 else 0.15) for v in values]
    ax.bar([0, 1], values, color=colours, width=0.6)
    ax.axhline(0, color=theme.ink, linewidth=0.6)
    ax.set(title=title, xticks=[0, 1], xticklabels=["first", "second"], ylim=(-1.15, 1.15), yticks=np.arange(-1, 2))
