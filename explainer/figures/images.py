"""Drawings for the page on the images."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from explainer.figures.style import Array, Paper, canvas, panels, picture


def examples(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw eight digits of each class, a row a class."""
    shown = arrays["examples"]  # (10, 8, 28, 28)
    figure, _ = panels(shown.transpose(1, 0, 2, 3).reshape(-1, 28, 28), None, len(shown), paper.greys, (0, 1))
    return figure


def first_digits(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw the first nine test images with their labels."""
    labels = [f"label {label}" for label in arrays["first_labels"]]
    figure, _ = panels(arrays["first_images"], labels, 9, paper.greys, (0, 1))
    return figure


def one_image(arrays: Mapping[str, Array], paper: Paper) -> Figure:
    """Draw one image large, each pixel with its number in tenths of full ink."""
    image = arrays["first_images"][0]
    figure = canvas(height=6.0)
    ax = figure.subplots()
    picture(ax, image, paper.greys, 0, 1)
    for (row, column), ink in [((r, c), image[r, c]) for r in range(28) for c in range(28) if image[r, c] >= 0.05]:
        colour = paper.paper if ink > 0.5 else paper.ink
        ax.text(column, row, f"{ink:.1f}".lstrip("0"), ha="center", va="center", size=5.5, color=colour)
    return figure
