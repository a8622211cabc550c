"""The trained models as `safetensors` files, for whoever wants to take them along.

The same weights give the same bytes: a file says what it holds and what it was trained on, and not when.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer import keys
from explainer.build.plan import Plan
from explainer.catalogue import MODELS
from explainer.errors import ExplainerError
from explainer.results import Result
from explainer.store import State

FOLDER = "models"  # on the site
KIND = "models"  # in the store
OTHERS = {  # models that are not kept as a network's layers are: their arrays, by experiment
    "logistic": ("weights", "biases"),
    "gaussian": ("mean", "covariance"),
    "epochs": ("weights",),
    "scratch": ("weights",),
}
LAYER = re.compile(r"(?P<network>\w+):(?P<tensor>\w+\.(?:weight|bias))")
ONLY = "weight"  # what marks the layers where an experiment keeps one network

Arrays = Mapping[str, NDArray[Any]]


def held(experiment: str, arrays: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the models among the arrays of an experiment: the array of each tensor, by the network's own name.

    That name is empty where there is one model.
    """
    found: dict[str, dict[str, str]] = {}
    for name in arrays:
        if layer := LAYER.fullmatch(name):
            network = "" if layer["network"] == ONLY else layer["network"]
            found.setdefault(network, {})[layer["tensor"]] = name
        elif name in OTHERS.get(experiment, ()):
            found.setdefault("", {})[name] = name
    return found


def named(experiment: str, network: str) -> str:
    """Return the name of a model on the site: `cnn`, `seeds-1`."""
    return f"{experiment}-{network}" if network else experiment


def write(arrays: Mapping[str, Arrays], folder: Path, trained_on: Mapping[str, str] | None = None) -> dict[str, Path]:
    """Write the models of these experiments into `folder`/models and return their files by name.

    arrays: by experiment and name. trained_on: what the header says beside the model's name.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    return {
        path.stem: path
        for experiment, kept in arrays.items()
        for path in _write(experiment, kept, folder / FOLDER, trained_on or {})
    }


def _write(experiment: str, arrays: Arrays, folder: Path, trained_on: Mapping[str, str]) -> list[Path]:
    paths = []
    for network, tensors in held(experiment, arrays).items():
        name = named(experiment, network)
        paths.append(folder / f"{name}.safetensors")
        tensors_of_it = {tensor: arrays[array] for tensor, array in tensors.items()}
        paths[-1].write_bytes(packed(tensors_of_it, {**trained_on, "name": name}))
    return paths


def packed(tensors: Arrays, metadata: Mapping[str, str]) -> bytes:
    """Return a `safetensors` file, its header sorted: the library has the metadata in another order each time."""
    from safetensors.numpy import save  # here: a build in which nothing is stale does without

    data = save({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, metadata=dict(metadata))
    end = 8 + int.from_bytes(data[:8], "little")  # the length of the header, the header, the tensors
    header = json.dumps(json.loads(data[8:end]), sort_keys=True, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)  # the tensors begin at a multiple of eight
    return len(header).to_bytes(8, "little") + header + data[end:]


def stored(todo: Plan) -> list[tuple[str, str, str]]:
    """Return kind, name and key in the store of the models of each experiment that leaves any."""
    common = {"about": _trained_on(todo), "code": todo.tree.code(__name__), **keys.versions("safetensors")}
    return [(KIND, name, keys.digest(common | {"experiment": todo.experiments[name]})[:16]) for name in MODELS]


def sound(todo: Plan) -> bool:
    """Return whether all of them are in the store, as they were put there."""
    return all(todo.store.state(*thing) is State.FRESH for thing in stored(todo))


def keep(todo: Plan, results: Mapping[str, Result]) -> dict[str, Path]:
    """Put those into the store that are not there, and return the file of each model by its name.

    ExplainerError if an experiment leaves a model that has no card.
    """
    holding = {name for name, result in results.items() if held(name, result.arrays)}
    if holding != set(MODELS):
        raise ExplainerError(f"Models without a card, or cards without a model: {', '.join(holding ^ set(MODELS))}.")
    files: dict[str, Path] = {}
    for kind, name, key in stored(todo):
        arrays, folder = results[name].arrays, todo.store.path(kind, name, key)
        if todo.store.state(kind, name, key) is not State.FRESH:
            todo.store.put(kind, name, key, partial(_fill, name, arrays, _trained_on(todo)))
        files |= {model: folder / f"{model}.safetensors" for model in (named(name, n) for n in held(name, arrays))}
    return files


def _fill(experiment: str, arrays: Arrays, trained_on: Mapping[str, str], folder: Path) -> None:
    _write(experiment, arrays, folder, trained_on)


def _trained_on(todo: Plan) -> dict[str, str]:
    version = keys.versions("explainer")["explainer"]
    return {"dataset": todo.source.name, "dataset_sha256": todo.source.sha256, "explainer": version}
