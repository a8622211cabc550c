"""Drawings for the page on softmax regression from scratch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from explainer.drawing import against_and_for, bar, canvas, panels, picture, symmetric
from explainer.theme import Array, Theme

UNIT = "logit per unit of ink"
SHOWN = np.array([3, 0, 1])  # the classes whose weights the post shows, in its order
PRINTED = (0.902, 0.85)  # training and test accuracy in the post


def losses(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the loss of every step, with the printed settings in both readings."""
    figure = canvas(height=3.1)
    ax = figure.subplots()
    ax.plot(arrays["printed_losses"], color=theme.ink, linewidth=1.6, linestyle="--")
    ax.plot(arrays["losses"], color=theme.ink, linewidth=1.6)
    last = len(arrays["losses"]) - 1
    place = last // 4  # room above either curve, and in sight where the figure is scrolled
    ax.text(place, arrays["printed_losses"][place] + 0.06, "read as Python 3", va="bottom")
    ax.text(place, arrays["losses"][place] + 0.06, "read as Python 2", va="bottom")
    ax.set(xlabel="step", ylabel="loss per image (nats)", ylim=(0, 2.6), xlim=(0, last))
    return figure


def readings(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw training against test accuracy of every draw in both readings, and the post's own images."""
    figure = canvas(height=3.9)
    ax = figure.subplots()
    ax.axvline(PRINTED[0], color=theme.faint, linewidth=1, linestyle=":")
    ax.axhline(PRINTED[1], color=theme.faint, linewidth=1, linestyle=":")
    kinds = {
        "read as Python 2: the sum": ("python2_accuracies", "o", theme.ink),
        "read as Python 3: the mean": ("printed_accuracies", "s", theme.background),
    }
    for label, (name, marker, fill) in kinds.items():
        ax.plot(*arrays[name].T, marker, label=label, markersize=5, markerfacecolor=fill, markeredgecolor=theme.ink)
    ax.plot(
        *arrays["own_accuracies"].T,
        "o",
        label="the post's own images, either way",
        markersize=13,
        markerfacecolor="none",
        markeredgecolor=theme.ink,
        markeredgewidth=1.4,
    )
    for (x, y), (_, marker, fill) in zip(arrays["own_accuracies"], kinds.values(), strict=True):
        ax.plot(x, y, marker, markersize=5, markerfacecolor=fill, markeredgecolor=theme.ink)
    low = min(0.28, *(arrays[name].min() - 0.04 for name in ("own_accuracies", "printed_accuracies")))
    ax.text(low + 0.01, PRINTED[1] + 0.012, "printed: 0.85", va="bottom", size=9)
    ax.text(PRINTED[0] - 0.008, low + 0.02, "printed: 0.902", rotation=90, ha="right", va="bottom", size=9)
    ax.set(xlabel="accuracy on the training images", ylabel="accuracy on the test images", xlim=(low, 1), ylim=(low, 1))
    ax.legend(loc="upper left", bbox_to_anchor=(0.02, 0.76), fontsize=9, handletextpad=0.4)
    return figure


def search(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the accuracies of all searched settings against learning rate × scale² × steps."""
    scale, rate, _, steps = arrays["search_settings"].T
    product = rate * scale**2 * steps
    figure = canvas(height=3.4)
    axes = figure.subplots(1, 2, sharey=True)
    kinds = {"pixels 0–1": (scale == 1, "o", theme.ink), "pixels 0–255": (scale > 1, "^", theme.background)}
    titles = ("the images learned from", "validation images")
    for column, (ax, value, title) in enumerate(zip(axes, PRINTED, titles, strict=True)):
        ax.axhline(value, color=theme.faint, linewidth=1, linestyle=":")
        ax.text(9e-3, value + 0.015, f"printed: {value:g}", va="bottom", size=9)
        for label, (chosen, marker, fill) in kinds.items():
            ax.plot(
                product[chosen],
                arrays["search_accuracies"][chosen, column],
                marker,
                label=label,
                markersize=5,
                markerfacecolor=fill,
                markeredgecolor=theme.ink,
                markeredgewidth=0.8,
            )
        for name, version in (("printed_reach", "Python 3"), ("python2_reach", "Python 2")):
            ax.axvline(arrays[name], color=theme.faint, linewidth=1, linestyle=":")
            ax.text(arrays[name] * 1.12, 0.03, f"printed,\n{version}", va="bottom", size=9)
        ax.set(
            xscale="log", xlabel="learning rate × scale² × steps", ylim=(0, 1.03), xticks=[1e-2, 1, 1e2], title=title
        )
    axes[0].set(ylabel="accuracy")
    axes[1].legend(loc="lower left", bbox_to_anchor=(0.14, 0.16), fontsize=9, handletextpad=0.2, borderaxespad=0)
    return figure


def three(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights of 3, 0 and 1, in the order of the post."""
    shown = arrays["weights"][SHOWN]
    figure, drawn = panels(shown, [str(c) for c in SHOWN], 3, theme.evidence, symmetric(shown))
    bar(figure, drawn, against_and_for(UNIT))
    return figure


def preferred(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image that each class prefers, after the post's training and after a long one."""
    figure = canvas(height=6)
    titles = ("after the post's training", "after a long training on all images")
    parts: Any = figure.subfigures(2, 1)
    for part, title, images in zip(parts, titles, arrays["preferred"], strict=True):
        part.suptitle(title, size=10)
        for digit, (ax, image) in enumerate(zip(part.subplots(2, 5).flat, images, strict=True)):
            picture(ax, image, theme.greys, 0, 1)
            ax.set_title(str(digit), pad=3)
    return figure
