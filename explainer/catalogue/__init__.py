"""One row for each experiment, number and figure: the only place that knows them all by name.

A module for each page; `PAGES` has them in reading order. A figure's number is its page's place here and its own
place on the page.
"""

from __future__ import annotations

from dataclasses import replace
from graphlib import TopologicalSorter

from explainer.catalogue import (
    about,
    activation_maximization,
    claims,
    clearer_pictures,
    data,
    evidence,
    exercises,
    home,
    inverse_softmax,
    limits,
    network,
    patterns,
    scratch,
    training,
    weights,
)
from explainer.catalogue.rows import UNITS, Experiment, Figure, Number, Page

__all__ = ["EXPERIMENTS", "FIGURES", "NUMBERS", "PAGES", "UNITS", "Experiment", "Figure", "Number", "Page"]

PAGES: tuple[Page, ...] = (
    home.PAGE,
    data.PAGE,
    scratch.PAGE,
    weights.PAGE,
    evidence.PAGE,
    training.PAGE,
    limits.PAGE,
    inverse_softmax.PAGE,
    patterns.PAGE,
    network.PAGE,
    activation_maximization.PAGE,
    exercises.PAGE,
    clearer_pictures.PAGE,
    claims.PAGE,
    about.PAGE,
)


def _in_order(rows: dict[str, Experiment]) -> dict[str, Experiment]:
    """Return the experiments so that each comes after those that it needs."""
    order = TopologicalSorter({name: row.needs for name, row in rows.items()}).static_order()
    return {name: rows[name] for name in order}


EXPERIMENTS = _in_order({name: row for page in PAGES for name, row in page.experiments.items()})
NUMBERS = {name: replace(row, page=page.file) for page in PAGES for name, row in page.numbers.items()}
FIGURES = {name: replace(row, page=page.file) for page in PAGES for name, row in page.figures.items()}
