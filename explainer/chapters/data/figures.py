"""Drawings for the page on the images."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from explainer.drawing import canvas, panels, picture, tiles
from explainer.theme import Array, Theme


def examples(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw eight digits of each class, a column a class."""
    shown = arrays["examples"]  # (10, 8, 28, 28)
    return tiles(shown.transpose(1, 0, 2, 3).reshape(-1, 28, 28), len(shown), theme.greys)


def first_digits(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the first nine test images with their labels."""
    labels = [f"label {label}" for label in arrays["first_labels"]]
    figure, _ = panels(arrays["first_images"], labels, 9, theme.greys, (0, 1))
    return figure


def jet(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw one image in the colours of the blog post, and in greys, each with its bar."""
    image = arrays["first_images"][0]
    figure = canvas(height=3.2)
    for ax, colours, title in zip(
        figure.subplots(1, 2), (mpl.colormaps["jet"], theme.greys), ("jet", "ink on a background"), strict=True
    ):
        shown = picture(ax, image, colours, 0, 1)
        ax.set_title(title)
        figure.colorbar(shown, ax=ax, location="bottom", shrink=0.8, pad=0.03, label="ink (1 = full)")
    return figure


def means_and_stds(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the mean image of each class over the standard deviation of its pixels, each row on its own scale."""
    figure = canvas(height=1.75)
    axes = figure.subplots(2, 10)
    for row, (name, label) in zip(axes, (("means", "mean"), ("stds", "std")), strict=True):
        for c, ax in enumerate(row):
            shown = picture(ax, arrays[name][c], theme.greys, 0, arrays[name].max())
        row[0].set_ylabel(label)
        figure.colorbar(shown, ax=list(row), shrink=0.9, aspect=10, pad=0.01)
    for c, ax in enumerate(axes[0]):
        ax.set_title(str(c), pad=3)
    return figure


def balance(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw each class's share of the three piles."""
    shares = arrays["counts"] / arrays["counts"].sum(axis=1, keepdims=True)  # (3, 10)
    figure = canvas(height=2.2)
    ax = figure.subplots()
    for index, (pile, mark) in enumerate((("training", "o"), ("validation", "s"), ("test", "^"))):
        places = np.arange(10) + 0.2 * (index - 1)
        ax.plot(places, 100 * shares[index], mark, color=theme.ink if index == 0 else theme.faint, label=pile)
    ax.axhline(10, color=theme.faint, linestyle=":", linewidth=0.8)
    ax.set(xticks=range(10), xlabel="class", ylabel="share (%)", ylim=(0, 1.35 * 100 * shares.max()))
    ax.legend(ncols=3, loc="upper center")
    return figure


def one_image(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw one image large, each pixel with its number in tenths of full ink."""
    image = arrays["first_images"][0]
    figure = canvas(height=6.0)
    ax = figure.subplots()
    picture(ax, image, theme.greys, 0, 1)
    for (row, column), ink in [((r, c), image[r, c]) for r in range(28) for c in range(28) if image[r, c] >= 0.05]:
        colour = theme.background if ink > 0.5 else theme.ink
        ax.text(
            column, row, f"{ink:.1f}".lstrip("0").replace("1.0", "1"), ha="center", va="center", size=7.5, color=colour
        )
    return figure
