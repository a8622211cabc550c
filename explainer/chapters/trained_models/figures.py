"""Drawings for the page on the trained models."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from explainer.drawing import canvas
from explainer.theme import Array, Theme

ERRORS = 2  # standard errors that a bar reaches to either side
MODELS = (
    "nearest centroid",
    "least squares",
    "1,000 steps of SGD",
    "softmax regression, converged",
    "one-vs-one",
    "the network",
)
PAIRS = (
    "one-vs-one\nminus converged",
    "converged\nminus 1,000 steps of SGD",
    "1,000 steps of SGD, the best\nof its trainings minus the worst",
)
PARTS = ("images, unpaired", "images, paired", "seeds", "paired, with seeds")


def accuracies(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the accuracy of each model with a bar of two standard errors, and write both beside it."""
    means, sampling, seeds = arrays["accuracies"].T
    errors = np.hypot(sampling, seeds)
    figure = canvas(height=2.4)
    ax = figure.subplots()
    places = np.arange(len(means))[::-1]
    ax.errorbar(100 * means, places, xerr=100 * ERRORS * errors, fmt="o", color=theme.ink, capsize=3, markersize=4)
    for place, mean, error in zip(places, means, errors, strict=True):
        said = f"{100 * mean:.2f} ± {100 * ERRORS * error:.2f}"
        ax.annotate(said, (100 * mean, place), (0, 6), textcoords="offset points", ha="center", size=8)
    ax.set(yticks=places, yticklabels=MODELS, xlabel="correctly classified test images (%)", ylim=(-0.5, len(means)))
    ax.margins(x=0.1)
    return figure


def differences(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw each difference as a line, and around zero how far chance alone reaches, part by part."""
    figure = canvas(height=2.95)
    axes = figure.subplots(len(PAIRS), 1, sharex=True)
    for ax, pair, (difference, unpaired, paired, seeds) in zip(axes, PAIRS, arrays["differences"], strict=True):
        parts = 100 * ERRORS * np.array([unpaired, paired, seeds, np.hypot(paired, seeds)])
        places = np.arange(len(parts))[::-1]
        colours = [theme.faint] * (len(parts) - 1) + [theme.ink]
        ax.barh(places, 2 * parts, left=-parts, height=0.55, color=colours)
        ax.axvline(100 * difference, color=theme.ink, linewidth=1.2)
        ax.annotate(
            f"{100 * difference:.2f}",
            (100 * difference, len(parts) - 0.4),
            (0, 1),
            textcoords="offset points",
            ha="center",
            size=9,
        )
        ax.axvline(0, color=theme.faint, linewidth=0.6)
        ax.set(yticks=places, ylim=(-0.6, len(parts) - 0.4))
        ax.set_yticklabels(PARTS, size=8)
        ax.set_title(pair.replace("\n", " "), loc="left", size=9, pad=12)
    axes[-1].set_xlabel("percentage points")
    return figure
