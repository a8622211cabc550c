"""Pictures for notebooks, in the look of the site: images on one scale, and curves."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from explainer import theme
from explainer.data import SIDE
from explainer.data.own import prepare, read
from explainer.drawing import WIDTH, bar, canvas, symmetric
from explainer.publication import THEMES, published
from explainer.theme import DARK, LIGHT, Array, Theme

__all__ = ["Picture", "curves", "own_digit", "published", "show"]

COLUMNS = 5
HEIGHT = 2.6  # inches of a diagram
LEAST = 4.0  # inches of a picture with a bar
GAP, TITLE = 2, 9  # pixels between images, and above one with a title


@dataclass(frozen=True)
class Picture:
    """A picture as SVG, in the light theme and, where it was asked for, in the dark one; and what it shows in words."""

    light: str
    dark: str
    alt: str

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        svg = "image/svg+xml"
        return {svg: self.light, "text/plain": self.alt}, {svg: {"dark": self.dark}} if self.dark else {}

    def __repr__(self) -> str:
        return self.alt


def show(
    images: Array,
    titles: Sequence[object] | None = None,
    *,
    alt: str,
    signed: str = "",
    columns: int = COLUMNS,
) -> Picture:
    """Return a picture of images (N, 784) or (N, 28, 28) on one scale, with what it shows in words.

    Ink is grey, from the background to the most there is. What has a sign is red and blue, with zero neutral, and has a
    bar: `signed` is its unit.
    """
    stacked = np.asarray(images, np.float64).reshape(-1, SIDE, SIDE)
    labels = None if titles is None else [str(title) for title in titles]

    def draw(look: Theme) -> Figure:
        limits = symmetric(stacked) if signed else (0.0, max(1.0, float(stacked.max())))
        return _grid(stacked, labels, columns, look, limits, signed)

    return _picture(draw, alt)


def _grid(
    images: Array, titles: Sequence[str] | None, columns: int, look: Theme, limits: tuple[float, float], unit: str
) -> Figure:
    """Draw all images into one Axes: one for each takes ten times as long. A bar is drawn where there is a unit."""
    rows, across = -(-len(images) // columns), min(columns, len(images))
    step, above = SIDE + GAP, TITLE if titles else GAP
    whole = np.zeros((rows * (SIDE + above), across * step))  # 0 is the background, in both scales
    inch = WIDTH / (columns * step)  # of a pixel
    figure = canvas(height=len(whole) * inch, width=max(across * step * inch, LEAST if unit else 0))
    ax = figure.subplots()
    for place, image in enumerate(images):
        top, left = (place // across) * (SIDE + above) + above, (place % across) * step + GAP // 2
        whole[top : top + SIDE, left : left + SIDE] = image
        ax.add_patch(Rectangle((left - 0.5, top - 0.5), SIDE, SIDE, fill=False, edgecolor=look.faint, linewidth=0.4))
        if titles:
            ax.text(left + SIDE / 2, top - GAP, titles[place], ha="center", va="bottom")
    shown = ax.imshow(
        whole, cmap=look.evidence if unit else look.greys, vmin=limits[0], vmax=limits[1], interpolation="none"
    )
    ax.set_axis_off()
    if unit:
        bar(figure, shown, f"red negative  ·  blue positive     ({unit})")
    return figure


def curves(lines: Mapping[str, Array], *, along: str, unit: str, alt: str) -> Picture:
    """Return a diagram of a line (N,) for each name, over 0 to N − 1; `along` and `unit` are what the axes say."""

    def draw(look: Theme) -> Figure:
        figure = canvas(HEIGHT)
        ax = figure.subplots()
        shades = [look.ink, look.faint]
        for place, (name, values) in enumerate(lines.items()):
            style = "-" if place < len(shades) else "--"
            ax.plot(np.asarray(values), style, color=shades[place % len(shades)], linewidth=1.4, label=name)
        ax.set(xlabel=along, ylabel=unit)
        if len(lines) > 1:
            ax.legend()
        return figure

    return _picture(draw, alt)


def own_digit(path: str | Path) -> Array:
    """Return a picture file of one digit, dark on light or light on dark, as an image (28, 28) as MNIST has them."""
    return prepare(read(Path(path)))


def _picture(draw: Any, alt: str) -> Picture:
    looks = (LIGHT, DARK) if os.environ.get(THEMES) == "both" else (LIGHT,)
    drawn = {}
    for look in looks:
        with theme.settings(look):
            drawn[look.name] = theme.to_svg(draw(look)).decode()
    return Picture(drawn["light"], drawn.get("dark", ""), alt)
