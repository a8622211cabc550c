"""How far numbers may lie from an edition's where the same kernels cannot be had: measured, for each unit.

Measured on the embedded digits, on one processor, by builds that were made to take other kernels than the pinned ones:

    python -m explainer edition --beside OTHER/results.json …

Allowed is three times the largest difference found, rounded up: other kernels than those tried may do worse. A training
that rounds otherwise ends in other weights, so what a network is behind may differ as it does from seed to seed; what
has an exact solution differs by how near to it an optimizer stops. A choice of ours and a fact of the images may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from explainer.editions import NETWORKS, OTHERS, Number

if TYPE_CHECKING:
    from explainer.results import Unit

# unit: how far numbers may lie apart that a network is behind, and others
_TOLERANCES: Mapping[Unit, tuple[float, float]] = {
    "correlation": (0.2, 0.05),
    "count": (50, 0),  # the number of a channel is one too
    "difference of fractions": (0.02, 0),
    "digit": (0, 0),
    "epochs": (0, 0),
    "fine fraction": (0.02, 0),
    "fraction": (0.3, 0.005),
    "ink": (0.01, 0.1),
    "ink per logit": (0, 0.001),
    "inverse penalty": (0, 0),
    "learning rate": (0, 0),
    "logit": (5, 0.5),
    "logit per unit of ink": (5, 0.01),
    "nats": (0.01, 1e-6),
    "nats per weight": (0, 1e-4),
    "penalty": (0, 0),
    "probability": (0.3, 0.2),
    "probability error": (0, 1e-6),  # as much as the pages allow
    "relative size": (0.05, 0.005),
    "rounding error": (1e-5, 1e-5),  # likewise
    "small probability": (0, 2e-4),
    "step size": (5, 0),
    "steps": (0, 0),
    "strength": (0, 0),
    "times": (3, 1e-6),
}
TOLERANCES: Mapping[str, Mapping[str, float]] = {
    unit: {NETWORKS: networks, OTHERS: others} for unit, (networks, others) in _TOLERANCES.items()
}


def allowed(number: Number) -> float:
    """Return how far from this number one of the same name may lie."""
    _, unit, origin = number
    return TOLERANCES[unit][origin]


def measured(numbers: Mapping[str, Number], others: Iterable[Mapping[str, float]]) -> list[str]:
    """Return a table: how many numbers of a unit other builds have otherwise, and how far off the farthest of them is.

    Beside that is what is allowed.
    """
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for other in others:
        for name in numbers.keys() & other.keys():
            value, unit, origin = numbers[name]
            found.setdefault((origin, unit), []).append((abs(value - other[name]), name))
    lines = [f"{'':<8} {'unit':<24} {'pairs':>5} {'differ':>6} {'most':>8} {'allowed':>8}"]
    for (origin, unit), apart in sorted(found.items()):
        most, name = max(apart)
        differ = sum(by > 0 for by, _ in apart)
        allows = f"{TOLERANCES[unit][origin]:>8.2g}"
        lines.append(f"{origin:<8} {unit:<24} {len(apart):>5} {differ:>6} {most:>8.2g} {allows} {name if most else ''}")
    return lines
