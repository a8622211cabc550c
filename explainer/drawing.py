"""The pieces that drawings are put together from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, Normalize
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from explainer.theme import Array, Theme

WIDTH = 6.0  # inches; the page shows it about 680 px wide, a phone about 350
FRAME = 0.3  # the ink of the line around each image of a mosaic
PADDING = 0.02  # inches around a panel, and as a share of one between them


def canvas(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure, sizes in inches."""
    layout = ConstrainedLayoutEngine(w_pad=PADDING, h_pad=PADDING, wspace=PADDING, hspace=PADDING)
    return Figure(figsize=(width, height), layout=layout)


def picture(ax: Axes, image: Array, colours: Colormap, low: float, high: float) -> ScalarMappable:
    """Show an image (rows, columns) with every pixel a sharp square, framed, without ticks."""
    shown = ax.imshow(image, cmap=colours, vmin=low, vmax=high, interpolation="none")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(visible=True, linewidth=0.4)
    return shown


def panels(
    images: Array, titles: Sequence[str] | None, columns: int, colours: Colormap, limits: tuple[float, float]
) -> tuple[Figure, ScalarMappable]:
    """Show images (N, 28, 28) in a grid, all on one scale; return the figure and what a bar needs."""
    rows = -(-len(images) // columns)
    side = WIDTH / columns
    figure = canvas(height=rows * (side + (0.22 if titles else 0.0)))
    axes = figure.subplots(rows, columns, squeeze=False).flat
    shown: ScalarMappable = ScalarMappable(Normalize(*limits), colours)
    for index, ax in enumerate(axes):
        if index >= len(images):
            ax.set_axis_off()
            continue
        picture(ax, images[index], colours, *limits)
        if titles:
            ax.set_title(titles[index], pad=3)
    return figure, shown


def tiles(images: Array, columns: int, colours: Colormap) -> Figure:
    """Show many images of ink (N, side, side) in a grid, in one piece: an Axes for each takes ten times as long."""
    spare = np.zeros((-len(images) % columns, *images.shape[1:]), images.dtype)
    grid = np.concatenate([images, spare]).reshape(-1, columns, *images.shape[1:])
    shown = np.ones(grid.shape[:2], bool)
    shown.flat[len(images) :] = False
    figure = canvas(height=WIDTH * len(grid) / columns)
    ax = figure.subplots()
    picture(ax, mosaic(grid, shown), colours, 0, 1)
    ax.set_axis_off()
    return figure


def mosaic(images: Array, shown: Array | None = None) -> Array:
    """Return images of ink (rows, columns, side, side) as one, each in a thin frame, with a pixel of background around.

    shown: (rows, columns) booleans, True where there is an image at all; everywhere, unless it is given.
    """
    rows, columns, side, _ = images.shape
    bordered = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=FRAME)
    if shown is not None:
        bordered = np.where(shown[:, :, None, None], bordered, 0)
    spaced = np.pad(bordered, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return spaced.swapaxes(1, 2).reshape(rows * (side + 4), columns * (side + 4))


def label_rows(ax: Axes, names: Sequence[str], side: int) -> None:
    """Write a name to the left of each row of a mosaic; side: that of an image with its frame."""
    ax.set_yticks([(row + 0.5) * side - 0.5 for row in range(len(names))], names)
    ax.tick_params(axis="y", length=0, labelsize=8.5)


def symmetric(values: Array) -> tuple[float, float]:
    """Return the limits −m and m that hold all values, of any shape, so that zero is neutral."""
    most = float(np.abs(values).max())
    return -most, most


def bar(figure: Figure, shown: ScalarMappable, label: str, axes: Sequence[Axes] | None = None) -> None:
    """Put a colour bar under the panels, with its unit."""
    figure.set_figheight(figure.get_figheight() + 0.55)
    drawn = figure.colorbar(
        shown, ax=axes or figure.axes, location="bottom", shrink=0.6, aspect=36, pad=0.03, label=label
    )
    drawn.outline.set_visible(False)


def against_and_for(unit: str) -> str:
    """Return the label of an evidence bar: the sign's meaning, and the unit."""
    return f"red against  ·  blue for     ({unit})"


def percent(probability: float) -> str:
    """Return a probability as a title has room for it; what is below 1 is never written as 1."""
    return "> 99.9 %" if probability >= 0.9995 else f"{100 * probability:.1f} %"


def confusion_matrix(counts: Array, predicted_by: str, theme: Theme) -> Figure:
    """Draw the counts (10, 10), true class by predicted class; shading is for the errors alone."""
    errors = counts * (1 - np.eye(len(counts), dtype=int))
    figure = canvas(height=4.9, width=5.4)
    ax = figure.subplots()
    most = max(1, int(errors.max()))
    shown = picture(ax, errors, theme.greys, 0, most * 1.25)
    for (true, predicted), count in np.ndenumerate(counts):
        dark = true != predicted and count > 0.6 * most
        colour = theme.background if dark else theme.ink if count else theme.faint
        weight = "bold" if true == predicted else "normal"
        ax.text(predicted, true, f"{count}", ha="center", va="center", size=8.5, color=colour, weight=weight)
    ax.set(xticks=range(10), yticks=range(10), xlabel=predicted_by, ylabel="true class")
    ax.tick_params(length=0)
    shown.set_clim(0, most * 1.25)
    return figure


def row_label(ax: Axes, words: str, pad: float = 4, size: float = 10) -> None:
    """Write words to the left of a row of panels, upright; pad and size in points."""
    ax.set_ylabel(words, rotation=0, ha="right", va="center", labelpad=pad, size=size)
