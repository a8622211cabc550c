"""What a build wrote for the pages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from explainer.errors import ExplainerError


@dataclass(frozen=True)
class Manifest:
    """Numbers, figures, claims, notebooks and cards by name; titles of pages, files to publish, results.json."""

    numbers: dict[str, dict[str, Any]]
    figures: dict[str, dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    pages: dict[str, str]
    files: dict[str, str]
    results: dict[str, Any]
    notebooks: dict[str, dict[str, Any]] = field(default_factory=dict)
    edition: dict[str, Any] = field(default_factory=dict)  # what this build is as one
    models: dict[str, dict[str, Any]] = field(default_factory=dict)  # the card of each
    arrays: dict[str, dict[str, Any]] = field(default_factory=dict)  # what each experiment left

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """Read manifest.json, once for each version of it; raise ExplainerError if no build has written it."""
        try:
            state = path.stat()
            return _load(path, (state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_size))
        except FileNotFoundError as error:
            raise ExplainerError(f"{path} is not there yet. Run: python -m explainer build") from error


@lru_cache(maxsize=2)
def _load(path: Path, _: tuple[int, ...]) -> Manifest:
    return Manifest(**json.loads(path.read_text("utf-8")))
