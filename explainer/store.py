"""What experiments and drawings made, kept under a digest of all that went into it.

Nothing in it is ever changed: a thing is written beside its place and renamed into it, so a killed build or a
full disk leaves what was there. Arrays are `.npz` without pickle.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from explainer.experiments import Result

KEPT = 6  # versions of one thing: going back and forth between two settings retrains nothing


@dataclass(frozen=True)
class Store:
    """A folder of finished things, each at KIND/NAME/KEY."""

    folder: Path

    def place(self, kind: str, name: str, key: str) -> Path:
        """Return where that thing is, if it is there."""
        return self.folder / kind / name / key

    def put(self, kind: str, name: str, key: str, fill: Callable[[Path], None]) -> Path:
        """Let `fill` write into an empty folder and make it the thing's place, all or nothing."""
        place = self.place(kind, name, key)
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=place.parent, ignore_cleanup_errors=True) as part:
            content = Path(part) / "content"
            content.mkdir()
            fill(content)
            shutil.rmtree(place, ignore_errors=True)  # only ever a damaged one
            content.rename(place)
        self._forget_oldest(place.parent)
        return place

    def save(self, name: str, key: str, result: Result, seconds: float) -> None:
        """Keep the result of the experiment `name`, and how long it took."""

        def fill(folder: Path) -> None:
            np.savez(folder / "arrays.npz", allow_pickle=False, **result.arrays)
            record = {"numbers": dict(result.numbers), "seconds": seconds}
            (folder / "result.json").write_text(json.dumps(record, indent=1, sort_keys=True))

        self.put("experiments", name, key, fill)

    def load(self, name: str, key: str) -> tuple[Result, float] | None:
        """Return a kept result with its seconds, or None where there is none or it is damaged."""
        place = self.place("experiments", name, key)
        try:
            record = json.loads((place / "result.json").read_text())
            with (place / "arrays.npz").open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                arrays = {array: file[array] for array in file.files}
            return Result(arrays, record["numbers"]), record["seconds"]
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def seconds(self, name: str, key: str) -> float:
        """Return how long a kept result took, without reading its arrays; OSError if there is none."""
        record = json.loads((self.place("experiments", name, key) / "result.json").read_text())
        return float(record["seconds"])

    def _forget_oldest(self, folder: Path) -> None:
        versions = sorted((p for p in folder.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime)
        for old in versions[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
