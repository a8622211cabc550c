"""The drawing that tells the three kinds of picture apart."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from explainer.figures.style import Array, Paper, canvas, picture, symmetric


def three_kinds(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw a digit and its three pictures side by side."""
    figure = canvas(height=1.85)
    axes = figure.subplots(1, 4)
    titles = {"digit": "a digit", "weights": "weights", "solved": "solved image", "climbed": "climbed image"}
    for ax, (name, title) in zip(axes, titles.items(), strict=True):
        coloured = name in ("weights", "solved")
        limits = symmetric(arrays[name]) if coloured else (0.0, 1.0)
        picture(ax, arrays[name], paper.evidence if coloured else paper.greys, *limits)
        ax.set_title(title)
    return figure
