"""What experiments, drawings and claims made, kept under a digest of all that went into it.

Nothing in it is ever changed: a thing is written beside its path and renamed into it, so a killed build or a full disk
leaves what was there. Each has a record of its name and of the digests of its files; a thing that does not agree with
its record is damaged. Arrays are `.npz` without pickle.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer import seen
from explainer.results import Result

KEPT = 6  # versions of one thing: going back and forth between two settings retrains nothing
RECORD = "record.json"
SECONDS = "seconds.json"  # how long it took: differs each time, and is in no digest


class State(Enum):
    """What is at a path of the store."""

    FRESH = "fresh"
    MISSING = "missing"
    DAMAGED = "damaged"


class Arrays(Mapping[str, NDArray[Any]]):
    """The arrays of an `.npz` file, each read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: dict[str, NDArray[Any]] = {}
        with np.load(path, allow_pickle=False) as file:
            self._names = tuple(file.files)

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._read:
            with np.load(self._path, allow_pickle=False) as file:
                self._read[name] = file[name]
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Store:
    """A folder of finished things, each at KIND/NAME/KEY."""

    folder: Path

    @cached_property
    def _seen(self) -> seen.Seen:
        return seen.Seen(self.folder)

    def remember(self, things: Iterable[tuple[str, str, str]]) -> None:
        """Keep in mind which of these things, by kind, name and key, are sound: the next process need not read them."""
        self._seen.write("/".join(thing) for thing in things)

    def path(self, kind: str, name: str, key: str) -> Path:
        """Return where that thing is, if it is there."""
        return self.folder / kind / name / key

    def state(self, kind: str, name: str, key: str) -> State:
        """Return whether that thing is there and is what was put there."""
        path = self.path(kind, name, key)
        if not path.exists():
            return State.MISSING
        try:
            stamps = seen.stamps(path, apart=(SECONDS,))
            if self._seen.unchanged(f"{kind}/{name}/{key}", stamps):
                return State.FRESH
            record = json.loads((path / RECORD).read_text("utf-8"))
            if record != _record(kind, name, key, path):
                return State.DAMAGED
        except (OSError, ValueError):
            return State.DAMAGED
        self._seen.note(f"{kind}/{name}/{key}", stamps)
        return State.FRESH

    def recover(self) -> None:
        """Put back what a process was replacing when it was killed. For one who keeps all others out."""
        for aside in self.folder.glob("*/*/.old-*"):
            path = aside.with_name(aside.name.removeprefix(".old-"))
            if path.exists():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.rename(path)

    def put(self, kind: str, name: str, key: str, fill: Callable[[Path], None], seconds: float = 0) -> Path:
        """Let `fill` write into an empty folder and make it that thing, all or nothing.

        What is there already is kept if it is the same and sound.
        """
        path = self.path(kind, name, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        for left in path.parent.glob(".part-*"):  # by a process that was killed: no two put the same thing at once
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=path.parent, ignore_cleanup_errors=True) as part:
            content = Path(part) / "content"
            content.mkdir()
            fill(content)
            record = _record(kind, name, key, content)
            (content / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), "utf-8")
            (content / SECONDS).write_text(json.dumps(seconds), "utf-8")
            if self.state(kind, name, key) is not State.FRESH or _record(kind, name, key, path) != record:
                _exchange(content, path)
        self._forget_oldest(path)
        return path

    def save(self, name: str, key: str, result: Result, seconds: float, kind: str = "experiments") -> None:
        """Keep the result of the experiment `name`, and how long it took."""

        def fill(folder: Path) -> None:
            np.savez(folder / "arrays.npz", allow_pickle=False, **result.arrays)
            (folder / "numbers.json").write_text(json.dumps(result.numbers, indent=1, sort_keys=True), "utf-8")

        self.put(kind, name, key, fill, seconds)

    def load(self, name: str, key: str, kind: str = "experiments") -> Result:
        """Return a kept result; its arrays are read when they are asked for. OSError if it is not there."""
        path = self.path(kind, name, key)
        numbers = json.loads((path / "numbers.json").read_text("utf-8"))
        return Result(Arrays(path / "arrays.npz"), {n: (value, unit) for n, (value, unit) in numbers.items()})

    def seconds(self, kind: str, name: str, key: str | None = None) -> float | None:
        """Return how long that thing took, or without a key the newest of that name; None where nothing tells."""
        kept = [self.path(kind, name, key)] if key else _by_age(self.folder / kind / name)[-1:]
        try:
            seconds = float(json.loads((kept[0] / SECONDS).read_text("utf-8"))) if kept else math.nan
        except (OSError, ValueError, TypeError):
            return None
        return seconds if math.isfinite(seconds) else None

    def _forget_oldest(self, path: Path) -> None:
        """Remove all but the newest beside the thing that has just been put there, however its neighbours are dated."""
        others = [other for other in _by_age(path.parent) if other != path]
        for old in others[: 1 - KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _record(kind: str, name: str, key: str, folder: Path) -> dict[str, Any]:
    """Return what a thing is and the digests of its files: another thing's folder in its place does not agree."""
    kept = sorted(p for p in folder.iterdir() if p.name not in (RECORD, SECONDS))
    files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in kept}
    return {"kind": kind, "name": name, "key": key, "files": files}


def _aside(path: Path) -> Path:
    return path.with_name(f".old-{path.name}")


def _exchange(content: Path, path: Path) -> None:
    """Put `content` where `path` is. At every moment one of the two is there, or aside, whole."""
    aside = _aside(path)
    if path.is_dir():
        shutil.rmtree(aside, ignore_errors=True)
        path.rename(aside)
    elif path.exists():
        path.unlink()  # a file where a folder belongs
    content.rename(path)
    shutil.rmtree(aside, ignore_errors=True)


def _by_age(folder: Path) -> list[Path]:
    """Return the finished things of a folder, the oldest first."""
    if not folder.is_dir():
        return []
    there = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
    return sorted(there, key=lambda p: p.stat().st_mtime)
