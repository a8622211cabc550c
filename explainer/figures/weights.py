"""Drawings for the home page and the page on the weights."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from explainer.figures.style import Array, Paper, against_and_for, bar, canvas, panels, picture, symmetric

UNIT = "logit per unit of ink"


def ten(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the ten weight images on one symmetric scale."""
    images = arrays["images"]
    figure, shown = panels(images, [str(c) for c in range(10)], 5, paper.evidence, symmetric(images))
    bar(figure, shown, against_and_for(UNIT))
    return figure


def zero(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the weights of 0 alone, on their own symmetric scale."""
    image = arrays["images"][0]
    figure = canvas(height=3.6, width=3.6)
    ax = figure.subplots()
    shown = picture(ax, image, paper.evidence, *symmetric(image))
    bar(figure, shown, against_and_for(UNIT), [ax])
    return figure


def ring_and_centre(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the weights of 0 with the outlines of the two regions that the text speaks of."""
    image = arrays["images"][0]
    figure = canvas(height=2.9)
    axes = figure.subplots(1, 3)
    limits = symmetric(image)
    for ax, region, title in zip(axes[:2], ("ring", "centre"), ("the ring", "the centre"), strict=True):
        shown = picture(ax, image, paper.evidence, *limits)
        ax.contour(arrays[region], levels=[0.5], colors=paper.ink, linewidths=1.2)
        ax.set_title(title)
    values = [image[arrays["ring"]], image[arrays["centre"]]]
    boxes = axes[2].boxplot(values, tick_labels=["ring", "centre"], whis=(0, 100), widths=0.5)
    for parts in boxes.values():
        for part in parts:
            part.set(color=paper.ink, linewidth=1.0)
    axes[2].axhline(0, color=paper.faint, linewidth=0.8, linestyle=":")
    axes[2].set_ylabel(UNIT)
    bar(figure, shown, against_and_for(UNIT), list(axes[:2]))
    return figure
