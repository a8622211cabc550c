"""A table that is kept in a file, as JSON, and believed only if nothing of it was lost or changed."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def read(file: Path, made_by: str = "") -> dict[str, Any]:
    """Return the table of a file; an empty one if it is not there, is damaged, or was made by something else."""
    try:
        digest, _, text = file.read_text("utf-8").partition("\n")
        return dict(json.loads(text)) if digest == _digest(text, made_by) else {}
    except (OSError, ValueError):
        return {}


def write(file: Path, table: dict[str, Any], made_by: str = "") -> None:
    """Put a table into a file, all or nothing."""
    text = json.dumps(table, ensure_ascii=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}")  # two processes may write it at once; the last one stays
    part.write_text(f"{_digest(text, made_by)}\n{text}", "utf-8")
    part.replace(file)


def _digest(text: str, made_by: str) -> str:
    return hashlib.sha256(f"{made_by}\n{text}".encode()).hexdigest()
