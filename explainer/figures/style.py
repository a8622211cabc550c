"""How every figure looks: two papers, two colour scales, and the few pieces that drawings are put together from.

Colour means evidence: blue for, red against, the paper itself for nothing. Images are ink on paper.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray

Array = NDArray[Any]

WIDTH = 6.0  # inches; the page shows it about 680 px wide, a phone about 350
FONT = "DejaVu Sans"  # what matplotlib measures with
FONTS = f"system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, '{FONT}', sans-serif"
FRAME = 0.3  # the ink of the line around each image of a mosaic
PNG_DPI = 200
PADDING = 0.02  # inches around a panel, and as a share of one between them


@dataclass(frozen=True)
class Paper:
    """What a figure is drawn on: colours as hex, `evidence` against–for, `greys` paper–ink."""

    name: str
    paper: str
    ink: str
    faint: str
    evidence: Colormap
    greys: Colormap


def _scale(name: str, *colours: str) -> Colormap:
    return LinearSegmentedColormap.from_list(name, colours, N=511)  # odd: zero has a colour of its own


LIGHT = Paper(
    "light",
    paper="#ffffff",
    ink="#1d1f21",
    faint="#8a8d91",
    evidence=_scale("for-light", "#67001f", "#b2182b", "#e58267", "#ffffff", "#6aacd0", "#2166ac", "#053061"),
    greys=_scale("ink-light", "#ffffff", "#1d1f21"),
)
DARK = Paper(
    "dark",
    paper="#15171a",
    ink="#e4e4e2",
    faint="#85888d",
    evidence=_scale("for-dark", "#ffc9b3", "#f08a6c", "#a83a34", "#15171a", "#2f6fae", "#74b4e0", "#cfe8fa"),
    greys=_scale("ink-dark", "#15171a", "#e4e4e2"),
)
PAPERS = (LIGHT, DARK)


def rc(paper: Paper) -> dict[str, Any]:
    """Return the matplotlib settings that a drawing on this paper is made and saved under."""
    return {
        "figure.facecolor": paper.paper,
        "savefig.facecolor": paper.paper,
        "axes.facecolor": paper.paper,
        "axes.edgecolor": paper.faint,
        "axes.labelcolor": paper.ink,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "font.family": FONT,
        "font.size": 10,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "explainer",
        "text.color": paper.ink,
        "xtick.color": paper.faint,
        "xtick.labelcolor": paper.ink,
        "ytick.color": paper.faint,
        "ytick.labelcolor": paper.ink,
    }


def canvas(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure, sizes in inches."""
    layout = ConstrainedLayoutEngine(w_pad=PADDING, h_pad=PADDING, wspace=PADDING, hspace=PADDING)
    return Figure(figsize=(width, height), layout=layout)


def picture(ax: Axes, image: Array, colours: Colormap, low: float, high: float) -> ScalarMappable:
    """Show an image with every pixel a sharp square, framed, without ticks."""
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
    """Return images of ink (rows, columns, side, side) as one, each in a thin frame, with a pixel of paper around.

    shown: (rows, columns) booleans, True where there is an image at all; everywhere, unless it is given.
    """
    rows, columns, side, _ = images.shape
    framed = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=FRAME)
    if shown is not None:
        framed = np.where(shown[:, :, None, None], framed, 0)
    spaced = np.pad(framed, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return spaced.swapaxes(1, 2).reshape(rows * (side + 4), columns * (side + 4))


def label_rows(ax: Axes, names: Sequence[str], side: int) -> None:
    """Write a name to the left of each row of a mosaic; side: that of an image with its frame."""
    ax.set_yticks([(row + 0.5) * side - 0.5 for row in range(len(names))], names)
    ax.tick_params(axis="y", length=0, labelsize=8.5)


def symmetric(values: Array) -> tuple[float, float]:
    """Return the limits −m and m that hold every value, so that zero is neutral."""
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


def settle(figure: Figure) -> None:
    """Lay the figure out, once, and leave it so.

    The solver of the layout meets its constraints in an order that differs from run to run, and with it the last
    digits of every place. Rounded, to far less than a pixel, they are the same every time.
    """
    layout = figure.get_layout_engine()
    if layout is not None:
        layout.execute(figure)
        figure.set_layout_engine("none")
        for ax in figure.axes:
            ax.set_position(np.round(ax.get_position(original=True).bounds, 6))


def to_svg(figure: Figure) -> bytes:
    """Return the figure as SVG: the same bytes every time, the reader's own fonts."""
    settle(figure)
    out = io.StringIO()
    FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})
    return out.getvalue().replace(f"'{FONT}'", FONTS).encode()


def to_png(figure: Figure) -> bytes:
    """Return the figure as PNG: the same bytes every time."""
    settle(figure)
    out = io.BytesIO()
    figure.set_dpi(PNG_DPI)
    FigureCanvasAgg(figure).print_png(out, metadata={"Software": None})
    return out.getvalue()


def settings(paper: Paper) -> Any:
    """Return the context to draw and save in."""
    return mpl.rc_context(rc(paper))  # type: ignore[arg-type]  # its stub wants literal names
