"""Drawings for the home page."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from explainer.drawing import against_and_for, bar, canvas, picture, symmetric
from explainer.theme import Array, Theme


def zero(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights of 0 alone, on their own symmetric scale."""
    image = arrays["weights"]
    figure = canvas(height=3.6, width=3.6)
    ax = figure.subplots()
    shown = picture(ax, image, theme.evidence, *symmetric(image))
    bar(figure, shown, against_and_for("logit per unit of ink"), [ax])
    return figure


def three_kinds(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw a digit and its three pictures side by side."""
    figure = canvas(height=1.85)
    axes = figure.subplots(1, 4)
    titles = {"digit": "a digit", "weights": "weights", "pre_image": "pre-image", "ascent": "gradient ascent"}
    for ax, (name, title) in zip(axes, titles.items(), strict=True):
        coloured = name in ("weights", "pre_image")
        limits = symmetric(arrays[name]) if coloured else (0.0, 1.0)
        picture(ax, arrays[name], theme.evidence if coloured else theme.greys, *limits)
        ax.set_title(title)
    return figure
