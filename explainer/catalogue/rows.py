"""What a row of the catalogue holds, and how a number of each unit is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from matplotlib.figure import Figure as Drawing

from explainer.figures.style import Array, Paper


@dataclass(frozen=True)
class Experiment:
    """The module `explainer.experiments.NAME`; `settings` names its field of `Settings`, `needs` what runs before."""

    title: str  # what a progress bar says
    settings: str | None = None
    needs: tuple[str, ...] = ()
    effort: float = 0  # beside one training of the network, with what has to wait for it; the longest begin first


@dataclass(frozen=True)
class Number:
    """A number that a page may show: the experiment that gives it, and its unit (see `UNITS`)."""

    experiment: str
    unit: str
    page: str = ""  # filled in by the catalogue


@dataclass(frozen=True)
class Figure:
    """A picture: the experiment whose `arrays` the function `draw` shows, and the words that go with it.

    A caption or an alternative text may hold `<!-- number: NAME -->`, as a page may.
    """

    experiment: str
    arrays: tuple[str, ...]
    draw: Callable[[Mapping[str, Array], Paper], Drawing]
    caption: str  # Markdown: what the picture shows
    alt: str  # plain text: what the picture shows, and what is to be seen in it
    page: str = ""  # filled in by the catalogue


@dataclass(frozen=True)
class Page:
    """A page under docs/ and what is made for it; its figures are numbered in this order."""

    file: str
    experiments: Mapping[str, Experiment] = field(default_factory=dict)
    numbers: Mapping[str, Number] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _probability(value: float) -> str:
    """A probability below 1 is never written as 1: no finite logits reach it."""
    return "over 99.9 %" if 0.9995 <= value < 1 else _percent(value)


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace("-", "−") if value else "0"


def _fine(value: float) -> str:
    return f"{value:.3f}".replace("-", "−") if value else "0"


def _power(value: float) -> str:
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{raised}"


def _points(value: float) -> str:
    return f"{100 * value:.2f} points".replace("-", "−") if value else "0 points"


def _rate(value: float) -> str:
    return _plain(value) if value >= 0.001 else _power(value)


def _plain(value: float) -> str:
    return f"{value:g}"


UNITS: dict[str, Callable[[float], str]] = {
    "count": _count,
    "epochs": _plain,  # 2, or 2.5
    "digit": _plain,
    "fraction": _percent,
    "fine fraction": lambda value: f"{100 * value:.2f} %",
    "probability": _probability,
    "probability error": _power,
    "small probability": _power,
    "logit": _decimal,
    "rounding error": _power,
    "ink per logit": _fine,
    "relative size": _decimal,
    "logit per unit of ink": _decimal,
    "ink": _decimal,
    "steps": _count,
    "step size": _decimal,
    "nats": _decimal,
    "nats per weight": _power,
    "correlation": _decimal,
    "inverse penalty": _plain,
    "penalty": _plain,
    "rate": _rate,
    "strength": lambda value: f"{value:.2g}",
    "times": lambda value: f"{value:.1f}",
    "difference of fractions": _points,
}
