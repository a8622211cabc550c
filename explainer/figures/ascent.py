"""Drawings for the page on activation maximization."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from explainer.figures.style import Array, Paper, canvas, panels


def conv1(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the image of every unit of the first convolution."""
    return panels(arrays["conv1_images"], None, 8, paper.greys, (0, 1))[0]


def conv2(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the image of every unit of the second convolution."""
    return panels(arrays["conv2_images"], None, 9, paper.greys, (0, 1))[0]


def logits(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the image of every logit, with the network's probability for its class."""
    own = np.diagonal(arrays["probabilities"])
    titles = [f"{c}: {_percent(p)}" for c, p in enumerate(own)]
    return panels(arrays["logits_images"], titles, 5, paper.greys, (0, 1))[0]


def climb(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the climb of two layers, with a step that shrinks and with one that stays."""
    figure = canvas(height=2.6)
    for ax, layer, title in zip(
        figure.subplots(1, 2), ("conv2", "logits"), ("conv2: mean of 36 units", "logits: mean of 10"), strict=True
    ):
        shrinking, constant = (arrays[f"{layer}{kind}_values"].mean(axis=1) for kind in ("", "_constant"))
        ax.plot(shrinking, color=paper.ink, linewidth=1.8, label="shrinking step")
        ax.plot(constant, color=paper.faint, linewidth=1.2, linestyle="--", label="the tutorial's step")
        ax.axhline(shrinking[0], color=paper.faint, linewidth=0.6, linestyle=":")
        ax.set(xlabel="step", title=title, xlim=(0, len(shrinking) - 1))
    figure.axes[0].set_ylabel("activation")
    figure.axes[1].legend(loc="lower right")
    return figure


def _percent(probability: float) -> str:
    """Return a probability as a title has room for it; what is below 1 is never written as 1."""
    return "> 99.9 %" if probability >= 0.9995 else f"{100 * probability:.1f} %"
