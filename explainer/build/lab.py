"""The files that the instruments of the lab fetch: tensors that an experiment has packed, as `safetensors`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from explainer import keys
from explainer.build.models import packed
from explainer.build.plan import Plan
from explainer.results import Result
from explainer.store import State

EXPERIMENT = "lab"
KIND = "lab"  # in the store
FOLDER = "assets/lab/data"  # on the site
FILES = ("linear", "network", "digits", "units", "steps")

Arrays = Mapping[str, NDArray[Any]]


def stored(todo: Plan) -> list[tuple[str, str, str]]:
    """Return kind, name and key in the store of the files."""
    parts = {"experiment": todo.experiments[EXPERIMENT], "code": todo.tree.code(__name__)}
    return [(KIND, EXPERIMENT, keys.digest(parts | keys.versions("safetensors"))[:16])]


def sound(todo: Plan) -> bool:
    """Return whether they are in the store, as they were put there."""
    return all(todo.store.state(*thing) is State.FRESH for thing in stored(todo))


def keep(todo: Plan, results: Mapping[str, Result]) -> dict[str, str]:
    """Put them into the store if they are not there; return each file by its address on the site."""
    (thing,) = stored(todo)
    if not sound(todo):
        todo.store.put(*thing, partial(_write, results[EXPERIMENT].arrays))
    return {f"{FOLDER}/{name}.safetensors": str(todo.store.path(*thing) / f"{name}.safetensors") for name in FILES}


def tensors(arrays: Arrays, file: str) -> dict[str, NDArray[Any]]:
    """Return the tensors of a file by name: the arrays FILE_TENSOR of the experiment."""
    return {name.removeprefix(f"{file}_"): array for name, array in arrays.items() if name.startswith(f"{file}_")}


def _write(arrays: Arrays, folder: Path) -> None:
    for file in FILES:
        (folder / f"{file}.safetensors").write_bytes(packed(tensors(arrays, file), {"name": file}))
