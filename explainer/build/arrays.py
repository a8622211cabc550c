"""Every array of every experiment, to be published as it is in the store."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from explainer.build.plan import Plan
from explainer.catalogue import EXPERIMENTS

FOLDER = "arrays"  # on the site


def files(todo: Plan) -> dict[str, str]:
    """Return the file of each experiment by its address on the site."""
    return {f"{FOLDER}/{name}.npz": str(_file(todo, name)) for name in todo.experiments}


def listed(todo: Plan) -> dict[str, dict[str, Any]]:
    """Return for each experiment its file on the site, its page, its code and its arrays, with types and shapes."""
    return {
        name: {
            "file": f"{FOLDER}/{name}.npz",
            "page": EXPERIMENTS[name].page,
            "source": source(name),
            "arrays": shapes(_file(todo, name)),
        }
        for name in todo.experiments
    }


def source(experiment: str) -> str:
    """Return where the code of an experiment is shown, under source/."""
    return EXPERIMENTS[experiment].module.removeprefix("explainer.").replace(".", "/")


def shapes(path: Path) -> dict[str, dict[str, Any]]:
    """Return type and shape of each array of an `.npz` file, by name; none of them is read."""
    from numpy.lib import format as npy

    found = {}
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            with file.open(name) as array:
                npy.read_magic(array)
                shape, _, dtype = npy.read_array_header_1_0(array)
                found[name.removesuffix(".npy")] = {"dtype": str(dtype), "shape": list(shape)}
    return found


def _file(todo: Plan, experiment: str) -> Path:
    return todo.store.path("experiments", experiment, todo.experiments[experiment]) / "arrays.npz"
