"""What a row of the catalogue holds, and how a number of each unit is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from explainer.cards import Model

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from explainer.results import Unit
    from explainer.theme import Array, Theme


@dataclass(frozen=True)
class Experiment:
    """A module with a function `run`; `settings` names its field of `Settings`, `inputs` what runs before it."""

    title: str  # what a progress bar says
    settings: str | None = None
    inputs: tuple[str, ...] = ()
    cost: float = (
        0  # beside one training of the network, which is 1: what takes longest, with all behind it, begins first
    )
    module: str = ""  # of a training that many chapters build on; else filled in by the catalogue: it is in the room
    page: str = ""  # where its numbers are shown: filled in by the catalogue


@dataclass(frozen=True)
class Draw:
    """A function that draws, by name; or with arguments, what that function returns when it is called with them."""

    module: str
    name: str
    arguments: tuple[int, ...] | None = None

    def __call__(self, *arguments: int) -> Draw:
        """Return the drawing that the function makes of these arguments; it is not called before it is drawn."""
        return replace(self, arguments=arguments)

    def function(self) -> Callable[[Mapping[str, Array], Theme], Drawing]:
        """Import the module and return what draws."""
        found = getattr(import_module(self.module), self.name)
        return found if self.arguments is None else found(*self.arguments)  # type: ignore[no-any-return]


class Drawings:
    """The functions of a room's figures.py as its attributes, with nothing imported.

    A build in which nothing is stale would spend most of its time on importing matplotlib.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Draw:
        if name.startswith("_"):  # what copies and inspects objects asks for these
            raise AttributeError(name)
        return Draw(self._module, name)


@dataclass(frozen=True)
class Table:
    """What a figure shows as rows and columns, for a spreadsheet: arrays (N,) and (N, columns), one beside the other.

    An array with fewer rows than the others ends earlier.
    """

    columns: Mapping[str, tuple[str, ...]]  # array → names of its columns; without any, its own name, with a place
    rows: tuple[str, ...] = ()  # their names; without any, their places from 0


def digits(word: str) -> tuple[str, ...]:
    """Return that word with each of the ten digits, to name rows or columns."""
    return tuple(f"{word} {digit}" for digit in range(10))


@dataclass(frozen=True)
class Figure:
    """A picture: the experiment whose `arrays` the function `draw` shows, and the words that go with it.

    A caption or an alternative text may hold `<!-- number: NAME -->` and `<!-- claim: NAME -->`, as a page may.
    """

    experiment: str
    arrays: tuple[str, ...]
    draw: Draw
    caption: str  # Markdown: what the picture shows
    alt: str  # plain text: what the picture shows, and what is to be seen in it
    table: Table | None = None  # where a table is what a person would want of its data
    page: str = ""  # filled in by the catalogue


@dataclass(frozen=True)
class Notebook:
    """The `notebook.py` of a chapter's room, in the percent format; it reads the models of these experiments."""

    models: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page under docs/, its title in the navigation, and what is made for it; figures are numbered in this order."""

    file: str
    title: str
    experiments: Mapping[str, Experiment] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    notebook: Notebook | None = None
    models: Mapping[str, Model] = field(default_factory=dict)  # to take away, by the experiment that leaves them

    @property
    def address(self) -> str:
        """The page's address relative to the site's root."""
        return place_of(self.file)


def place_of(page: str) -> str:
    """Return where on the site a page is, from its root: `weights/` for `weights.md`, nothing for the first."""
    name = PurePosixPath(page).with_suffix("")
    folder = name.parent if name.name == "index" else name
    return "" if folder == PurePosixPath() else f"{folder}/"


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _probability(value: float) -> str:
    """A probability below 1 is never written as 1: no finite logits reach it."""
    return "over 99.9 %" if 0.9995 <= value < 1 else _percent(value)


def _decimal(value: float) -> str:
    return f"{value:z.2f}".replace("-", "−") if value else "0"


def _fine(value: float) -> str:
    return f"{value:z.3f}".replace("-", "−") if value else "0"


def _power(value: float) -> str:
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{raised}"


def _points(value: float) -> str:
    return f"{100 * value:z.2f} points".replace("-", "−") if value else "0 points"


def _learning_rate(value: float) -> str:
    return _plain(value) if value >= 0.001 else _power(value)


def _plain(value: float) -> str:
    return f"{value:g}"


UNITS: Mapping[Unit, Callable[[float], str]] = {
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
    "learning rate": _learning_rate,
    "strength": lambda value: f"{value:.2g}",
    "times": lambda value: f"{value:.1f}",
    "difference of fractions": _points,
}
