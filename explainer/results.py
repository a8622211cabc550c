"""What an experiment leaves behind: arrays by name, and numbers, each with its unit.

An experiment is a module with one function, `run(dataset, settings, inputs, report)`. It knows nothing of figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from numpy.typing import NDArray

Unit = Literal[
    "correlation",
    "count",
    "difference of fractions",
    "digit",
    "epochs",
    "fine fraction",
    "fraction",
    "ink",
    "ink per logit",
    "inverse penalty",
    "learning rate",
    "logit",
    "logit per unit of ink",
    "nats",
    "nats per weight",
    "penalty",
    "probability",
    "probability error",
    "relative size",
    "rounding error",
    "small probability",
    "step size",
    "steps",
    "strength",
    "times",
]
"""How a number of each is written is the business of `rows.UNITS`."""

Number = tuple[float | int, Unit]


@dataclass(frozen=True)
class Result:
    """Arrays by name, and the numbers that pages may show, by full name."""

    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def value(self, name: str) -> float | int:
        """Return a number without its unit; KeyError if there is none of that name."""
        return self.numbers[name][0]


Inputs = Mapping[str, Result]
"""The results of the experiments that this one builds on, by name."""
