"""Drawings for the page on softmax regression from scratch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from explainer.drawing import against_and_for, bar, canvas, panels, symmetric
from explainer.theme import Array, Theme

UNIT = "logit per unit of ink"
PRINTED = {"dotted: 0.902, as printed": 0.902, "dotted: 0.85, as printed": 0.85}


def losses(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the loss of every step, with the printed settings and with those that work."""
    figure = canvas(height=2.8)
    ax = figure.subplots()
    ax.plot(arrays["printed_losses"], color=theme.faint, linewidth=1.6, linestyle="--")
    ax.plot(arrays["losses"], color=theme.ink, linewidth=1.6)
    last = len(arrays["losses"]) - 1
    ax.text(last, arrays["printed_losses"][-1] + 0.06, "the printed settings", ha="right", va="bottom")
    ax.text(last, arrays["losses"][-1] + 0.06, "ours", ha="right", va="bottom")
    ax.set(xlabel="step", ylabel="loss (nats)", ylim=(0, 2.6), xlim=(0, last))
    return figure


def search(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the accuracies of all searched settings against rate × scale² × steps."""
    scale, rate, penalty, steps = arrays["search_settings"].T
    reach = rate * scale**2 * steps
    figure = canvas(height=3.5)
    axes = figure.subplots(1, 2, sharey=True)
    kinds = {
        "pixels 0–1, no penalty": ((scale == 1) & (penalty == 0), "o", theme.ink),
        "pixels 0–1, penalty 1": ((scale == 1) & (penalty > 0), "s", theme.background),
        "pixels 0–255, penalty 1": (scale > 1, "^", theme.faint),
    }
    words = list(PRINTED)
    for ax, column, value in zip(axes, (0, 1), PRINTED.values(), strict=True):
        ax.axhline(value, color=theme.faint, linewidth=1, linestyle=":")
        for label, (chosen, marker, fill) in kinds.items():
            ax.plot(
                reach[chosen],
                arrays["search_accuracies"][chosen, column],
                marker,
                label=label,
                markersize=5,
                markerfacecolor=fill,
                markeredgecolor=theme.ink,
                markeredgewidth=0.8,
            )
        ax.set(xscale="log", xlabel="rate × scale² × steps", ylim=(0, 1.03), xticks=[1e-2, 1, 1e2])
        ax.axvline(arrays["printed_reach"], color=theme.faint, linewidth=1, linestyle=":")
    axes[0].text(arrays["printed_reach"] * 1.4, 0.03, "the printed\nsettings", va="bottom", size=9)
    axes[0].set(ylabel="accuracy", title=f"the images learned from\n{words[0]}")
    axes[1].set(title=f"unseen images\n{words[1]}")
    axes[1].legend(loc="lower right", fontsize=9, handletextpad=0.2, borderaxespad=0)
    return figure


def three(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights of 3, 0 and 1, in the order of the post."""
    order = np.array([3, 0, 1])
    images = arrays["weights"][order]
    figure, shown = panels(images, [str(c) for c in order], 3, theme.evidence, symmetric(arrays["weights"]))
    bar(figure, shown, against_and_for(UNIT))
    return figure


def ten(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights of all ten classes on the same scale."""
    images = arrays["weights"]
    figure, shown = panels(images, [str(c) for c in range(10)], 5, theme.evidence, symmetric(images))
    bar(figure, shown, against_and_for(UNIT))
    return figure
