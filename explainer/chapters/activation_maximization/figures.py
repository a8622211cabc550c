"""Drawings for the page on activation maximization."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from explainer.drawing import WIDTH, canvas, panels, percent, picture, tiles
from explainer.theme import Array, Theme


def conv1(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the first convolution."""
    return tiles(arrays["conv1_images"], 8, theme.greys)


def conv2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the second convolution."""
    return tiles(arrays["conv2_images"], 9, theme.greys)


def logits(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every logit, with the network's probability for its class."""
    own = np.diagonal(arrays["probabilities"])
    titles = [f"{c}: {percent(p)}" for c, p in enumerate(own)]
    return panels(arrays["logits_images"], titles, 5, theme.greys, (0, 1))[0]


def digit2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the tutorial's run: the image before each step and at the end."""
    path = arrays["digit2_path"]
    titles = ["start", *(f"{step}" for step in range(1, len(path)))]
    return panels(path, titles, 6, theme.greys, (0, 1))[0]


STRIP = (("conv1", 0), ("conv2", 0), ("logits", 2))  # layer and unit of each row


def strip(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw one unit of each layer at several steps of its way up."""
    steps = arrays["strip_steps"]
    figure = canvas(height=len(STRIP) * (WIDTH / len(steps) + 0.25))
    axes = figure.subplots(len(STRIP), len(steps))
    for row, (layer, unit) in zip(axes, STRIP, strict=True):
        for ax, image, step in zip(row, arrays[f"{layer}_strip"][:, unit], steps, strict=True):
            picture(ax, image, theme.greys, 0, 1)
            ax.set_xlabel(f"{arrays[f'{layer}_values'][step, unit]:.2f}".replace("-", "−"))
        row[0].set_ylabel(f"{layer}\nunit {unit}" if layer != "logits" else f"logit\nof {unit}")
    for ax, step in zip(axes[0], steps, strict=True):
        ax.set_title("start" if step == 0 else f"step {step}")
    return figure


def climb(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the climb of two layers, with a step that shrinks and with one that stays."""
    figure = canvas(height=2.6)
    for ax, layer, title in zip(
        figure.subplots(1, 2), ("conv2", "logits"), ("conv2: mean of 36 units", "logits: mean of 10"), strict=True
    ):
        shrinking, constant = (arrays[f"{layer}{kind}_values"].mean(axis=1) for kind in ("", "_constant"))
        ax.plot(shrinking, color=theme.ink, linewidth=1.8, label="shrinking step")
        ax.plot(constant, color=theme.faint, linewidth=1.2, linestyle="--", label="the tutorial's step")
        ax.axhline(shrinking[0], color=theme.faint, linewidth=0.6, linestyle=":")
        ax.set(xlabel="step", title=title, xlim=(0, len(shrinking) - 1))
    figure.axes[0].set_ylabel("activation")
    figure.axes[1].legend(loc="lower right")
    return figure
