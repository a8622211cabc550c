"""The images themselves, where a reader cannot be expected to have them: those of the embedded digits.

MNIST, or a user's own files, are not published: whoever recomputes brings them.
"""

from __future__ import annotations

from pathlib import Path

from explainer import keys
from explainer.build.plan import Plan
from explainer.store import State

KIND = "images"  # in the store
FILE = "data/digits.npz"  # on the site
SPLITS = ("train", "validation", "test")


def stored(todo: Plan) -> list[tuple[str, str, str]]:
    """Return kind, name and key in the store of the images that are published, if any are."""
    if todo.source.name != "digits":
        return []
    parts = {"sha256": todo.source.sha256, "code": todo.tree.source("explainer.data.digits"), **keys.versions("scipy")}
    return [(KIND, todo.source.name, keys.digest(parts)[:16])]


def sound(todo: Plan) -> bool:
    """Return whether they are in the store, as they were put there."""
    return all(todo.store.state(*thing) is State.FRESH for thing in stored(todo))


def keep(todo: Plan) -> dict[str, str]:
    """Put them into the store if they are not there; return the file by its address on the site, if there is one.

    Its arrays: `train_images` (N, 28, 28), float32 in [0, 1], `train_labels` (N,), and so on for each split.
    """
    for thing in stored(todo):
        if todo.store.state(*thing) is not State.FRESH:
            todo.store.put(*thing, lambda folder: _write(todo, folder))
        return {FILE: str(todo.store.path(*thing) / Path(FILE).name)}
    return {}


def _write(todo: Plan, folder: Path) -> None:
    import numpy as np

    data = todo.source.load()
    splits = {split: getattr(data, split) for split in SPLITS}
    images = {f"{split}_images": each.images for split, each in splits.items()}
    labels = {f"{split}_labels": each.labels for split, each in splits.items()}
    np.savez_compressed(folder / Path(FILE).name, allow_pickle=False, **images, **labels)
