"""The trials by which the network's recipe was chosen, as tables."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from explainer.errors import ExplainerError
from explainer.settings import RECIPE_LOG


def table(name: str, log: Path = RECIPE_LOG) -> str:
    """Return one of the tables, the most accurate trial first; KeyError if there is none of that name."""
    rows: dict[str, Any] = _read(log)["tables"][name]
    lines = [
        f"| {_bold(trial)} | {row['images']:,} | {100 * mean(row['validation']):.2f} ± "
        f"{100 * stdev(row['validation']):.2f} % |"
        for trial, row in sorted(rows.items(), key=lambda item: -mean(item[1]["validation"]))
    ]
    return "\n".join(["| trial | images seen | validation accuracy |", "|---|---:|---:|", *lines])


def _bold(trial: str) -> str:
    return f"**{trial}**" if trial == "as chosen" else trial


def _read(log: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(log.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise ExplainerError(f"{log.name} cannot be read: {error}. Make it again with: make recipes") from None
