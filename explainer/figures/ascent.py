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
    titles = [f"{c}: {p:.1%}" for c, p in enumerate(own)]
    return panels(arrays["logits_images"], titles, 5, paper.greys, (0, 1))[0]


def climb(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw each logit against the steps of its ascent."""
    values = arrays["logits_values"]  # (steps + 1, 10)
    figure = canvas(height=2.8)
    ax = figure.subplots()
    ax.plot(values, color=paper.faint, linewidth=0.9)
    ax.plot(values.mean(axis=1), color=paper.ink, linewidth=1.8, label="mean of the ten")
    ax.set(xlabel="step", ylabel="logit of the class", xlim=(0, len(values) - 1))
    ax.legend(loc="lower right")
    return figure
