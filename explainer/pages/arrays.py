"""A list of every array that the site gives away, as a page and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

HEAD = "---\ntitle: Every array\nsearch:\n  exclude: true\nhide:\n  - toc\n---\n\n# Every array\n"
ABOUT = (
    "What each experiment of this site left, a file each, to be read with `numpy.load` and without pickle. What an "
    "array means and what unit it has stands beside it in the code of its experiment. [index.json](index.json) has "
    "this list for programs; [recompute.py](../recompute.py) computes numbers of the site from these files."
)


def files(experiments: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the address of the page and of the list, with what is in it."""
    yield "arrays/index.md", page(experiments)
    public = {
        name: {**row, "page": f"{row['page'].removesuffix('.md')}/", "source": f"source/{row['source']}/"}
        for name, row in experiments.items()
    }
    yield "arrays/index.json", json.dumps(public, indent=1) + "\n"


def page(experiments: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page: a row for each experiment, with the shape of each of its arrays."""
    rows = [
        f"| [{name}.npz]({name}.npz) | [code](../source/{row['source']}.md)<br>[page](../{row['page']}) | "
        + ", ".join(f"`{array}` {_shape(said['shape'])}" for array, said in row["arrays"].items())
        + " |"
        for name, row in experiments.items()
    ]
    return "\n".join([HEAD, ABOUT, "", "| file | where | arrays |", "|---|---|---|", *rows, ""])


def _shape(shape: list[int]) -> str:
    return "×".join(map(str, shape)) or "one value"
