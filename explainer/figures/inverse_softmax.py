"""Drawings for the page on solving for the image."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from explainer.figures.style import Array, Paper, bar, panels, symmetric


def ten(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the ten smallest pre-images on one symmetric scale of ink."""
    images = arrays["images"]
    titles = [f"{c}" for c in range(10)]
    figure, shown = panels(images, titles, 5, paper.evidence, symmetric(images))
    bar(figure, shown, "red less than no ink  ·  blue ink     (1 = full ink)")
    return figure
