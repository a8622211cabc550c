"""How far two builds' numbers may lie apart where the same kernels cannot be had: for each unit, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from explainer.results import Unit


@dataclass(frozen=True)
class Tolerance:
    """Two numbers agree if they differ by at most `absolute`, or by that share of the larger: whichever is more."""

    absolute: float
    relative: float = 0.0

    def allows(self, one: float, other: float) -> bool:
        """Return whether two numbers lie as near to each other as this asks."""
        return abs(one - other) <= max(self.absolute, self.relative * max(abs(one), abs(other)))


TOLERANCES: Mapping[str, Tolerance] = dict.fromkeys(get_args(Unit), Tolerance(0.01, 0.01))


def measured(numbers: Mapping[str, tuple[float, str]], others: Iterable[Mapping[str, tuple[float, str]]]) -> list[str]:
    """Return a table: for each unit, how many numbers some other build has otherwise, and how far off the farthest is.

    Differences are absolute, and relative to the larger of two values; beside them is what the tolerance allows.
    """
    pairs: dict[str, list[tuple[float, float]]] = {unit: [] for unit in get_args(Unit)}
    for other in others:
        for name in numbers.keys() & other.keys():
            pairs[numbers[name][1]].append((numbers[name][0], other[name][0]))
    lines = [f"{'unit':<24} {'pairs':>6} {'differ':>6} {'absolute':>9} {'relative':>9} {'outside':>7}  allowed"]
    for unit, found in pairs.items():
        apart = [abs(a - b) for a, b in found]
        relative = [abs(a - b) / max(abs(a), abs(b)) for a, b in found if a != b]
        outside = sum(not TOLERANCES[unit].allows(a, b) for a, b in found)
        lines.append(
            f"{unit:<24} {len(found):>6} {len(relative):>6} {max(apart, default=0):>9.2g} "
            f"{max(relative, default=0):>9.2g} {outside:>7}  {TOLERANCES[unit]}"
        )
    return lines
