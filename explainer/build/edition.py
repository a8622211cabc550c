"""What this build is as an edition: digests of all that it made, and the machine that it was made on."""

from __future__ import annotations

import hashlib
import json
import platform
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from explainer import keys, pins
from explainer.build import models as export
from explainer.build.plan import Plan
from explainer.catalogue import EXPERIMENTS
from explainer.editions import NETWORKS, NONE_YET, OTHERS, Edition
from explainer.results import Result
from explainer.settings import CnnSettings, Settings
from explainer.store import RECORD

COMPUTE = ("numpy", "scipy", "scikit-learn", "torch", "matplotlib")  # the libraries that numbers and figures are of


def made(todo: Plan, provenance: Mapping[str, Any], results: Mapping[str, Result]) -> Edition:
    """Return the edition that this build would be, once everything of it is kept and known to be sound."""
    with Digests(todo.settings.cache / "digests.json") as digests:
        arrays = {
            name: digests.of(todo.store.path("experiments", name, key), "arrays.npz")
            for name, key in todo.experiments.items()
        }
        figures = {
            name: _figure(todo.store.path("drawings", name, key), digests) for name, key in todo.drawings.items()
        }
    return Edition(
        number=NONE_YET,
        dataset={"name": todo.source.name, "sha256": todo.source.sha256},
        version=provenance["version"],
        machine=machine(provenance["device"]),
        settings=provenance["settings"],
        numbers={
            name: (*number, NETWORKS if of_networks(experiment) else OTHERS)
            for experiment, result in results.items()
            for name, number in result.numbers.items()
        },
        figures=figures,
        models=models(arrays),
        experiments={name: keys.digest(found) for name, found in arrays.items()},
    )


class Digests:
    """The digests of the arrays of each `.npz` file, kept in a file under the digests of those: each is read once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, dict[str, str]] = {}
        self._used: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Digests:
        try:
            self._known = dict(json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            self._known = {}  # it is not there yet, or is damaged: they are taken again
        return self

    def __exit__(self, *_: object) -> None:
        if self._used != self._known:
            part = self._file.with_name(f"{self._file.name}.part")  # one name will do: the lock is held
            part.write_text(json.dumps(self._used), "utf-8")
            part.replace(self._file)

    def of(self, folder: Path, name: str) -> dict[str, str]:
        """Return the digest of each array in that file of a thing in the store."""
        key = _recorded(folder)[name]
        self._used[key] = self._known.get(key) or taken(folder / name)
        return self._used[key]


def taken(path: Path) -> dict[str, str]:
    """Return the sha256 of each array of an `.npz` file, with its type and shape.

    Not of the file itself: versions of Python write the same arrays into different zips.
    """
    with zipfile.ZipFile(path) as file:
        return {name.removesuffix(".npy"): hashlib.sha256(file.read(name)).hexdigest() for name in file.namelist()}


def _figure(folder: Path, digests: Digests) -> dict[str, str]:
    recorded = _recorded(folder)
    drawn = {theme: recorded[f"{theme}.svg"] for theme in ("light", "dark")}
    return {**drawn, "data": keys.digest(digests.of(folder, "data.npz"))}


def _recorded(folder: Path) -> dict[str, str]:
    """Return the digests of the files of a thing in the store, which has been found to agree with them."""
    return dict(json.loads((folder / RECORD).read_text("utf-8"))["files"])


@cache
def of_networks(experiment: str) -> bool:
    """Return whether a network is behind what an experiment gives: one of its settings, or of what it builds on."""
    row = EXPERIMENTS[experiment]
    return (row.settings is not None and _trains(getattr(_usual(), row.settings))) or any(map(of_networks, row.inputs))


@cache
def _usual() -> Settings:
    return Settings()


def _trains(settings: object) -> bool:
    if isinstance(settings, CnnSettings):
        return True
    return is_dataclass(settings) and any(_trains(getattr(settings, each.name)) for each in fields(settings))


def machine(device: str) -> dict[str, Any]:
    """Return what the last bits of a build may depend on, and in words why they may be others than a pinned build's."""
    elsewhere = [f"its networks were trained on {device}"] if device != "cpu" else []
    return {
        "processor": pins.processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "device": device,
        "packages": keys.versions(*COMPUTE),
        "pins": pins.in_force(),
        "departures": pins.departures() + elsewhere,
    }


def models(arrays: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return a digest of the weights of every model that is kept, by the name of its experiment and its own."""
    return {
        f"{experiment} {network}".strip(): keys.digest({name: found[name] for name in tensors.values()})
        for experiment, found in arrays.items()
        for network, tensors in export.held(experiment, found).items()
    }
