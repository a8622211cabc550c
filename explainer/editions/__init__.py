"""An edition: every number of a build, and a digest of every figure and model, to compare other builds with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from explainer.errors import ExplainerError
from explainer.settings import ROOT

FOLDER = ROOT / "editions"
NONE_YET = 0  # the number of a build, and of an edition that has never been committed

Number = tuple[float, str, str]
"""Value, unit, and what it comes from: NETWORKS where a network is behind it, OTHERS where none is."""

NETWORKS, OTHERS = "networks", "others"


@dataclass(frozen=True)
class Edition:
    """What a build on one data set gave, and on what machine. As JSON it has a line for each entry."""

    number: int  # from 1; 0 for a build, which is none
    dataset: Mapping[str, str]  # name, sha256
    version: str
    machine: Mapping[str, Any]  # processor, system, python, device, packages, pins, departures
    settings: Mapping[str, Any]  # of each experiment that has any
    numbers: Mapping[str, Number]
    figures: Mapping[str, Mapping[str, str]]  # sha256 of the light and the dark drawing and of the arrays behind them
    models: Mapping[str, str]  # sha256 of the weights
    experiments: Mapping[str, str]  # sha256 of all arrays that an experiment leaves, models included

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Edition:
        """Return the edition of a JSON object; ExplainerError if it is none."""
        try:
            numbers = {name: (value, unit, origin) for name, (value, unit, origin) in content["numbers"].items()}
            return cls(**{**content, "numbers": numbers})
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ExplainerError(f"This is no edition: {type(error).__name__}: {error}") from error

    def content(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {**vars(self), "numbers": {name: list(number) for name, number in self.numbers.items()}}

    def text(self) -> str:
        """Return it as JSON in which every number, figure, model and group of settings has a line, sorted."""
        parts = []
        for field, value in self.content().items():
            if isinstance(value, dict):
                lines = [f"  {_json(name)}: {_json(entry)}" for name, entry in sorted(value.items())]
                parts.append(f"{_json(field)}: {{\n" + ",\n".join(lines) + "\n }")
            else:
                parts.append(f"{_json(field)}: {_json(value)}")
        return "{\n " + ",\n ".join(parts) + "\n}\n"

    def says_the_same(self, other: Edition) -> bool:
        """Return whether both hold the same, on whatever machine and under whatever number."""
        bare = [replace(each, number=NONE_YET, version="", machine={}).text() for each in (self, other)]
        return bare[0] == bare[1]


def committed(dataset: str, folder: Path = FOLDER) -> Edition | None:
    """Return the edition of that data set, or None if there is none; ExplainerError if its file is damaged."""
    path = folder / f"{dataset}.json"
    try:
        return Edition.read(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ExplainerError) as error:
        raise ExplainerError(f"editions/{path.name} cannot be read: {error}") from error


def built(manifest: Path) -> Edition:
    """Return what a build is as an edition, from its manifest; ExplainerError if no such build has written it."""
    try:
        content = json.loads(manifest.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ExplainerError(f"{manifest} cannot be read: {error}") from error
    return Edition.read(content.get("edition", {}))


def published(results: Path) -> dict[str, float]:
    """Return the numbers of a `results.json`; ExplainerError if it is none."""
    try:
        content = json.loads(results.read_text("utf-8"))
        return {name: float(number["value"]) for name, number in content["numbers"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ExplainerError(f"{results} is no results.json of a build: {error}") from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
