"""Drawings for the page on the network."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from explainer.figures.style import Array, Paper, canvas, panels, picture


def training(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the loss of every training step, and its mean over a window of them."""
    losses = arrays["losses"]
    window = max(1, len(losses) // 30)
    smooth = np.convolve(losses, np.ones(window) / window, mode="valid")
    figure = canvas(height=2.8)
    ax = figure.subplots()
    steps = np.arange(1, len(losses) + 1)
    ax.plot(steps, losses, color=paper.faint, linewidth=0.6, label="one step")
    ax.plot(
        steps[window // 2 : window // 2 + len(smooth)],
        smooth,
        color=paper.ink,
        linewidth=1.6,
        label=f"mean of {window} steps",
    )
    ax.axhline(np.log(10), color=paper.faint, linestyle=":", linewidth=1)
    ax.text(len(losses), np.log(10), "a guess: log 10", ha="right", va="bottom", color=paper.ink, size=9)
    ax.set(xlabel="training step", ylabel="loss (nats)", ylim=(0, None), xlim=(0, len(losses)))
    ax.legend()
    return figure


def confusion(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the counts, true class by predicted class; shading is for the errors alone."""
    counts = arrays["confusion"]
    errors = counts * (1 - np.eye(len(counts), dtype=int))
    figure = canvas(height=4.9, width=5.4)
    ax = figure.subplots()
    most = max(1, int(errors.max()))
    shown = picture(ax, errors, paper.greys, 0, most * 1.25)
    for (true, predicted), count in np.ndenumerate(counts):
        dark = true != predicted and count > 0.6 * most
        colour = paper.paper if dark else paper.ink if count else paper.faint
        weight = "bold" if true == predicted else "normal"
        ax.text(predicted, true, f"{count}", ha="center", va="center", size=8.5, color=colour, weight=weight)
    ax.set(xticks=range(10), yticks=range(10), xlabel="class the network gives", ylabel="true class")
    ax.tick_params(length=0)
    shown.set_clim(0, most * 1.25)
    return figure


def errors(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the first errors with the true and the predicted class."""
    titles = [f"{t}, taken for {p}" for t, p in zip(arrays["error_labels"], arrays["error_predicted"], strict=True)]
    figure, _ = panels(arrays["error_images"], titles, 3, paper.greys, (0, 1))
    figure.set_size_inches(4.2, figure.get_figheight() * 0.72)
    return figure
