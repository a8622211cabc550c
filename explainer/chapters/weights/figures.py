"""Drawings for the home page and the page on the weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure

from explainer.drawing import against_and_for, bar, canvas, panels, picture, row_label, symmetric
from explainer.theme import Array, Theme

UNIT = "logit per unit of ink"
DIGITS = [str(c) for c in range(10)]
RED_BLACK_BLUE = LinearSegmentedColormap.from_list("red-black-blue", ["#ff0000", "#000000", "#0000ff"], N=511)


def ten(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten weight images on one symmetric scale."""
    images = arrays["images"]
    return _coloured(images, theme.evidence, symmetric(images), against_and_for(UNIT))


def tutorial(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten of the tutorial's recipe in its colours; a bar that held the few largest would leave all dark."""
    del theme
    end = float(arrays["bar_end"])
    figure, shown = panels(arrays["images"], DIGITS, 5, RED_BLACK_BLUE, (-end, end))
    label = f"red negative  ·  black 0  ·  blue positive     ({UNIT})"
    figure.set_figheight(figure.get_figheight() + 0.55)
    drawn = figure.colorbar(
        shown, ax=figure.axes, location="bottom", shrink=0.6, aspect=36, pad=0.03, label=label, extend="both"
    )
    drawn.outline.set_visible(False)
    return figure


def two_trainings(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights of 0 after the tutorial's steps, after more, and ours, with the ring and the bluest pixels."""
    zeros = arrays["zeros"]
    limits = symmetric(zeros)
    figure = canvas(height=2.3)
    titles = "the tutorial's recipe", "the same, continued", "ours"
    for ax, image, bluest, title in zip(figure.subplots(1, 3), zeros, arrays["bluest"], titles, strict=True):
        shown = picture(ax, image, theme.evidence, *limits)
        ax.contour(arrays["ring"], levels=[0.5], colors=theme.ink, linewidths=1.0)
        rows, columns = np.nonzero(bluest)
        ax.plot(columns, rows, ".", color=theme.ink, markersize=3)
        ax.set_title(title)
    bar(figure, shown, against_and_for(UNIT))
    return figure


def ten_black(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw them as the TensorFlow page did: black for nothing."""
    del theme
    images = arrays["images"]
    return _coloured(images, RED_BLACK_BLUE, symmetric(images), f"red against  ·  black 0  ·  blue for     ({UNIT})")


def ten_seismic(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw them in `seismic` from the smallest weight to the largest, and mark zero and white on the bar."""
    images = arrays["images"]
    limits = float(images.min()), float(images.max())
    figure = _coloured(images, colormaps["seismic"], limits, UNIT)
    figure.set_figheight(figure.get_figheight() + 0.25)  # for the two words
    ax = figure.axes[-1]  # the bar's
    white = sum(limits) / 2
    ax.axvline(0, color="#000000", linewidth=1.2)
    ax.axvline(white, color="#000000", linewidth=1.2, linestyle=":")
    left, right = sorted([(0.0, "zero"), (white, "white")])
    for (place, word), side in ((left, "right"), (right, "left")):
        ax.text(place, 1.25, f" {word} ", transform=ax.get_xaxis_transform(), ha=side, va="bottom", color=theme.ink)
    return figure


def ten_grey(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw them in grey, white for the largest weights."""
    del theme
    images = arrays["images"]
    return _coloured(images, colormaps["gray"], symmetric(images), f"black against  ·  white for     ({UNIT})")


def _coloured(images: Array, colours: Colormap, limits: tuple[float, float], label: str) -> Figure:
    figure, shown = panels(images, DIGITS, 5, colours, limits)
    bar(figure, shown, label)
    return figure


def own_limits(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten on shared limits above, each on limits of its own below, with the weight that gets no colour."""
    images, neutral = arrays["images"], arrays["own_neutral"]
    figure = canvas(height=1.6)
    axes = figure.subplots(2, 10)
    for digit, image in enumerate(images):
        picture(axes[0, digit], image, theme.evidence, *symmetric(images))
        picture(axes[1, digit], image, theme.evidence, float(image.min()), float(image.max()))
        axes[0, digit].set_title(f"{digit}", pad=3)
        axes[1, digit].set_xlabel(_signed(neutral[digit]), labelpad=3)
    axes[0, 0].set_ylabel("shared")
    axes[1, 0].set_ylabel("own")
    return figure


def _signed(value: float) -> str:
    return "0" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "−")


def gauge(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw three sets of weights that predict alike, a row each, on one symmetric scale."""
    rows = {"trained": arrays["images"], "with a face": arrays["smiling"], "less the 0's": arrays["relative"]}
    limits = symmetric(np.stack(list(rows.values())))
    figure = canvas(height=1.8)
    axes = figure.subplots(3, 10)
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        for ax, image in zip(line, images, strict=True):
            shown = picture(ax, image, theme.evidence, *limits)
        row_label(line[0], name)
    for ax, digit in zip(axes[0], DIGITS, strict=True):
        ax.set_title(digit, pad=3)
    bar(figure, shown, against_and_for(UNIT))
    return figure


def never_inked(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw how often each pixel has ink, which never has any, and the largest weight there."""
    largest = abs(arrays["images"]).max(axis=0)
    figure = canvas(height=2.3)
    axes = figure.subplots(1, 3)
    picture(axes[0], arrays["inked_share"], theme.greys, 0, 1)
    picture(axes[1], arrays["never_inked"], theme.greys, 0, 1)
    picture(axes[2], largest, theme.greys, 0, float(largest.max()))
    for ax, title in zip(axes, ("how often inked", "never inked", "largest weight"), strict=True):
        ax.set_title(title)
    return figure


def ring_and_centre(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights of 0 with the outlines of the two regions that the text speaks of."""
    image = arrays["images"][0]
    figure = canvas(height=2.2)
    axes = figure.subplots(1, 3)
    limits = symmetric(image)
    for ax, region, title in zip(axes[:2], ("ring", "centre"), ("the ring", "the centre"), strict=True):
        shown = picture(ax, image, theme.evidence, *limits)
        ax.contour(arrays[region], levels=[0.5], colors=theme.ink, linewidths=1.2)
        ax.set_title(title)
    values = [image[arrays["ring"]], image[arrays["centre"]]]
    boxes = axes[2].boxplot(values, tick_labels=["ring", "centre"], whis=(0, 100), widths=0.5)
    for parts in boxes.values():
        for part in parts:
            part.set(color=theme.ink, linewidth=1.0)
    axes[2].axhline(0, color=theme.faint, linewidth=0.8, linestyle=":")
    axes[2].set_ylabel(UNIT)
    axes[2].set_box_aspect(1)
    bar(figure, shown, against_and_for(UNIT), list(axes[:2]))
    return figure
