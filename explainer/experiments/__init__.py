"""Dataset, settings and earlier results in; arrays and numbers out. One module for a page or for a training.

Each module has one function, `run(dataset, settings, needs, report)`, and knows nothing of figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True)
class Result:
    """What an experiment leaves behind: arrays by name, and the numbers that pages may show, by full name."""

    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    numbers: Mapping[str, float | int] = field(default_factory=dict)


Needs = Mapping[str, Result]
"""The results of the experiments that this one builds on, by name."""
