"""What a figure shows as CSV, for a spreadsheet: its `Table` of the arrays that are in its `.npz` as well."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from numpy.typing import NDArray

from explainer.errors import ExplainerError
from explainer.rows import Table

PLACE = "row"  # what the first column is called: it names each row, or counts them from 0


def text(table: Table, arrays: Mapping[str, NDArray[Any]]) -> str:
    """Return the table with a header, values with all their digits; ExplainerError if a name does not fit an array.

    arrays: (N,) or (N, columns) each, those that it names at least.
    """
    columns: dict[str, list[Any]] = {}
    for name, labels in table.columns.items():
        columns |= _columns(name, labels, arrays[name])
    longest = max(map(len, columns.values()))
    if table.rows and len(table.rows) != longest:
        raise ExplainerError(f"A table of {', '.join(table.columns)} names {len(table.rows)} rows and has {longest}.")
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([PLACE, *columns])
    for place, row in enumerate(zip_longest(*columns.values(), fillvalue="")):
        writer.writerow([table.rows[place] if table.rows else place, *row])
    return written.getvalue()


def _columns(name: str, labels: tuple[str, ...], array: NDArray[Any]) -> dict[str, list[Any]]:
    """Return the columns of an array by their names: Python's own numbers, written so that they read back alike."""
    if array.ndim not in (1, 2):
        raise ExplainerError(f"The array {name} has {array.ndim} axes; a table has room for one or two.")
    across = array.reshape(len(array), -1).T
    own = labels or ((name,) if array.ndim == 1 else tuple(f"{name} {place}" for place in range(len(across))))
    if len(own) != len(across):
        raise ExplainerError(f"The array {name} has {len(across)} columns, and {len(own)} names for them.")
    return {label: column.tolist() for label, column in zip(own, across, strict=True)}
