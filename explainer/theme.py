"""How every figure looks: a light and a dark theme, and two colour scales; and how it becomes a file.

Colour means evidence: blue for, red against, the background for nothing. Images are ink on the background.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator
from numpy.typing import NDArray

Array = NDArray[Any]

FONT = "DejaVu Sans"  # what matplotlib measures with
FONTS = f"system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, '{FONT}', sans-serif"
PNG_DPI = 200


@dataclass(frozen=True)
class Theme:
    """What a figure is drawn in: colours as hex, `evidence` against–for, `greys` background–ink."""

    name: str
    background: str
    ink: str
    faint: str
    evidence: Colormap
    greys: Colormap


def _scale(name: str, *colours: str) -> Colormap:
    return LinearSegmentedColormap.from_list(name, colours, N=511)  # odd: zero has a colour of its own


LIGHT = Theme(
    "light",
    background="#ffffff",
    ink="#1d1f21",
    faint="#8a8d91",
    evidence=_scale("for-light", "#67001f", "#b2182b", "#e58267", "#ffffff", "#6aacd0", "#2166ac", "#053061"),
    greys=_scale("ink-light", "#ffffff", "#1d1f21"),
)
DARK = Theme(
    "dark",
    background="#15171a",
    ink="#e4e4e2",
    faint="#85888d",
    evidence=_scale("for-dark", "#ffc9b3", "#f08a6c", "#a83a34", "#15171a", "#2f6fae", "#74b4e0", "#cfe8fa"),
    greys=_scale("ink-dark", "#15171a", "#e4e4e2"),
)
THEMES = (LIGHT, DARK)


def rc(theme: Theme) -> dict[str, Any]:
    """Return the matplotlib settings that a drawing in this theme is made and saved under."""
    return {
        "figure.facecolor": theme.background,
        "savefig.facecolor": theme.background,
        "axes.facecolor": theme.background,
        "axes.edgecolor": theme.faint,
        "axes.labelcolor": theme.ink,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "font.family": FONT,
        "font.size": 10,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "explainer",
        "text.color": theme.ink,
        "xtick.color": theme.faint,
        "xtick.labelcolor": theme.ink,
        "ytick.color": theme.faint,
        "ytick.labelcolor": theme.ink,
    }


def settle(figure: Figure, like: Figure | None = None) -> None:
    """Lay the figure out, once, and leave it so; `like` is the same one in another theme, which has been laid out.

    The solver of the layout meets its constraints in an order that differs from run to run, and with it the last
    digits of every place. Rounded, to far less than a pixel, they are the same every time.
    """
    layout = figure.get_layout_engine()
    if layout is not None:
        _hide_what_shows_nothing(figure)
    parts = (figure.subfigs, figure.get_suptitle(), figure.get_supxlabel(), figure.get_supylabel())
    if like is not None and not any(parts):  # then axes are all that has a place
        figure.set_layout_engine("none")
        for ax, placed in zip(figure.axes, like.axes, strict=True):
            ax.set_position(placed.get_position(original=True))
            ax.set_anchor(placed.get_anchor())
    elif layout is not None:
        layout.execute(figure)
        figure.set_layout_engine("none")
        for ax in figure.axes:
            ax.set_position(np.round(ax.get_position(original=True).bounds, 6))


def _hide_what_shows_nothing(figure: Figure) -> None:
    """Hide each axis without ticks and label: measuring and drawing those of pictures takes time."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            chosen = isinstance(axis.get_major_locator(), FixedLocator)
            if chosen and not len(axis.get_majorticklocs()) and not axis.get_label_text():
                axis.set_visible(False)


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


def settings(theme: Theme) -> Any:
    """Return the context to draw and save in."""
    return mpl.rc_context(rc(theme))  # type: ignore[arg-type]  # its stub wants literal names
