"""Claims that run: what a page says, as predicates over the numbers, arrays and images of a build.

A chapter's `claims.py` holds one function for each claim. Its docstring is the sentence as it stands on the page, with
`{NAME}` where the page shows a number; it is handed `Facts` and returns `holds(verdict, value=…, …)`. Every public
function of the module is a claim.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.errors import ExplainerError
from explainer.results import Inputs
from explainer.settings import Settings

MOST = 16  # values of an array that a verdict may show: more are not read

About = Literal["model", "data", "identity", "design", "source"]
"""What makes a claim true or false: what a trained model has become; the images; mathematics or code, whatever the
weights; a choice of ours, as of settings or of an architecture; what a source prints."""


@dataclass(frozen=True)
class Facts:
    """What one build made: the results of all its experiments, its images and its settings."""

    results: Inputs
    settings: Settings
    load: Callable[[], Dataset]

    @cached_property
    def data(self) -> Dataset:
        """The images themselves."""
        return self.load()

    @cached_property
    def numbers(self) -> Mapping[str, float | int]:
        """Every number by name, not rounded."""
        return {name: value for result in self.results.values() for name, (value, _) in result.numbers.items()}

    def shows(self, name: str, value: float | np.floating[Any]) -> bool:
        """Return whether the number of that name is this value, but for rounding."""
        return bool(np.isclose(self.numbers[name], value, rtol=1e-3, atol=1e-5))

    def arrays(self, experiment: str) -> Mapping[str, NDArray[Any]]:
        """Return the arrays that an experiment left."""
        return self.results[experiment].arrays


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds, and the values that decided it, by name."""

    holds: bool
    values: Mapping[str, Any]


Predicate = Callable[[Facts], Verdict]


def holds(verdict: bool | np.bool_, /, **values: Any) -> Verdict:
    """Return the verdict with the values that decided it: numbers, words, or arrays of a few of them.

    Raises ValueError for an array of more values than a reader takes in.
    """
    return Verdict(bool(verdict), {name: _plain(name, value) for name, value in values.items()})


def _plain(name: str, value: Any) -> Any:
    """Return a value as JSON has it; what is not finite is said in words."""
    if isinstance(value, np.ndarray | list | tuple) and np.ndim(value):
        if np.size(value) > MOST:
            raise ValueError(f"{name} has {np.size(value)} values; say fewer than {MOST + 1}")
        return [_plain(name, each) for each in value]
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    return value


F = TypeVar("F", bound=Predicate)


def about(kind: About) -> Callable[[F], F]:
    """Say what makes a claim true or false, where it is not what the trained models have become."""

    def marked(predicate: F) -> F:
        predicate.__dict__["about"] = kind
        return predicate

    return marked


@dataclass(frozen=True)
class Claim:
    """A predicate with its sentence, and where its source is."""

    name: str
    sentence: str
    about: About
    predicate: Predicate
    source: str
    line: int


def of(module: str) -> dict[str, Claim]:
    """Return the claims of a chapter's module by name, in its order; ModuleNotFoundError if it makes none.

    Raises ExplainerError for a claim without a sentence.
    """
    found: dict[str, Claim] = {}
    for name, predicate in vars(import_module(module)).items():
        if name.startswith("_") or not inspect.isfunction(predicate) or predicate.__module__ != module:
            continue
        if not predicate.__doc__:
            raise ExplainerError(f"The claim {name} of {module} has no sentence.")
        source, line = inspect.getsourcelines(predicate)
        sentence = " ".join(predicate.__doc__.split())
        found[name] = Claim(name, sentence, getattr(predicate, "about", "model"), predicate, "".join(source), line)
    return found


def with_numbers(sentence: str, texts: Mapping[str, str]) -> str:
    """Return the sentence with the text of each number in the place of its name."""
    return re.sub(r"\{([\w.]+)\}", lambda found: texts.get(found[1], found[0]), sentence)
