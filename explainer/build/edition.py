"""What this build is as an edition: digests of all that it made, and the machine that it was made on."""

from __future__ import annotations

import hashlib
import platform
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from explainer import keys, pins
from explainer.build.plan import Plan
from explainer.catalogue import EXPERIMENTS
from explainer.editions import NETWORKS, NONE_YET, OTHERS, Edition
from explainer.results import Result

COMPUTE = ("numpy", "scipy", "scikit-learn", "torch", "matplotlib")  # the libraries that numbers and figures are of
OTHER_MODELS = {  # models that are not kept as a network's layers are: their arrays, by experiment
    "logistic": ("weights", "biases"),
    "gaussian": ("mean", "covariance"),
    "epochs": ("weights",),
    "scratch": ("weights",),
}
LAYER = re.compile(r"(?P<network>\w+):\w+\.(?:weight|bias)")


def made(todo: Plan, provenance: Mapping[str, Any], results: Mapping[str, Result]) -> Edition:
    """Return the edition that this build would be, once everything of it is kept."""
    arrays = {
        name: digests(todo.store.path("experiments", name, key) / "arrays.npz")
        for name, key in todo.experiments.items()
    }
    drawings = {name: todo.store.path("drawings", name, key) for name, key in todo.drawings.items()}
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
        figures={
            name: {
                **{theme: _sha256(folder / f"{theme}.svg") for theme in ("light", "dark")},
                "data": _of_all(digests(folder / "data.npz")),
            }
            for name, folder in drawings.items()
        },
        models=models(arrays),
        experiments={name: _of_all(found) for name, found in arrays.items()},
    )


@cache
def of_networks(experiment: str) -> bool:
    """Return whether a network is behind what an experiment gives: it imports one, or builds on one that does."""
    row = EXPERIMENTS[experiment]
    return "explainer.models.cnn" in keys.closure(row.module) or any(map(of_networks, row.inputs))


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


def digests(path: Path) -> dict[str, str]:
    """Return the sha256 of each array of an `.npz` file, with its type and shape.

    Not of the file itself: versions of Python write the same arrays into different zips.
    """
    with zipfile.ZipFile(path) as file:
        return {name.removesuffix(".npy"): hashlib.sha256(file.read(name)).hexdigest() for name in file.namelist()}


def models(arrays: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return a digest of the weights of every model that is kept, by the name of its experiment and its own."""
    parts: dict[str, dict[str, str]] = {}
    for experiment, found in arrays.items():
        for name, digest in found.items():
            layer = LAYER.fullmatch(name)
            if layer or name in OTHER_MODELS.get(experiment, ()):
                own = f" {layer['network']}" if layer and layer["network"] != "weight" else ""
                parts.setdefault(experiment + own, {})[name] = digest
    return {model: _of_all(found) for model, found in parts.items()}


def _of_all(found: Mapping[str, str]) -> str:
    return keys.digest(found)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
