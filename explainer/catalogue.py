"""The chapters in reading order, and every experiment, figure and model by name: the only place that knows them all.

A chapter is a folder of `explainer.chapters` and a page of docs/ of the same name. A figure's number is its chapter's
place here and its own place on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from typing import TypeVar

from explainer import keys
from explainer.cards import Model
from explainer.errors import ExplainerError
from explainer.rows import Experiment, Figure, Page

Row = TypeVar("Row")

CHAPTERS = (
    "index",
    "data",
    "weights",
    "evidence",
    "patterns",
    "scratch",
    "training",
    "limits",
    "inverse_softmax",
    "network",
    "activation_maximization",
    "exercises",
    "clearer_pictures",
    "trust",
    "claims",
    "trained_models",
    "lab",
    "notebooks",
    "glossary",
    "about",
)


def _module(chapter: str, experiment: str) -> str:
    """Return the module of an experiment in a chapter's room: its only one, or one of several."""
    room = f"explainer.chapters.{chapter}"
    several = f"{room}.experiments.{experiment}"
    return several if keys.file_of(several) else f"{room}.experiment"


def _experiments() -> Iterator[tuple[str, Experiment]]:
    for chapter, page in PAGES.items():
        for name, row in page.experiments.items():
            yield name, replace(row, module=row.module or _module(chapter, name), page=page.file)


def _figures() -> Iterator[tuple[str, Figure]]:
    for page in PAGES.values():
        for name, row in page.figures.items():
            yield name, replace(row, page=page.file)


def _models() -> Iterator[tuple[str, Model]]:
    for page in PAGES.values():
        yield from page.models.items()


def _by_name(rows: Iterator[tuple[str, Row]], kind: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for name, row in rows:
        if name in found:
            raise ExplainerError(f"Two chapters have {kind} of the name {name}.")
        found[name] = row
    return found


def _in_order(rows: dict[str, Experiment]) -> dict[str, Experiment]:
    """Return the experiments so that each comes after its inputs."""
    for name, row in rows.items():
        for wanted in row.inputs:
            if wanted not in rows:
                raise ExplainerError(f"The experiment {name} builds on {wanted}, which there is not.")
    try:
        order = TopologicalSorter({name: row.inputs for name, row in rows.items()}).static_order()
        return {name: rows[name] for name in order}
    except CycleError as error:
        raise ExplainerError(f"Experiments build on each other in a circle: {' → '.join(error.args[1])}.") from None


PAGES: dict[str, Page] = {chapter: import_module(f"explainer.chapters.{chapter}.page").PAGE for chapter in CHAPTERS}
EXPERIMENTS = _in_order(_by_name(_experiments(), "an experiment"))
FIGURES = _by_name(_figures(), "a figure")
MODELS = _by_name(_models(), "a model")  # by the experiment that leaves them
