"""How far numbers may lie from an edition's where the same kernels cannot be had: measured, for each unit.

A training that rounds otherwise ends in other weights, so what a network is behind may differ as from seed to seed; of
the rest, most depends on how near to its solution an optimizer stops. A choice of ours and a fact of the images may not
differ at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from explainer.editions import NETWORKS, OTHERS, Number

if TYPE_CHECKING:
    from explainer.results import Unit

# The largest difference from the pinned build, where a network is behind a number and elsewhere. On the embedded
# digits, by a build on AVX-512 kernels and one on SSE's: python -m explainer edition --beside ONE/results.json …
MEASURED: Mapping[Unit, tuple[float, float]] = {
    "correlation": (0.062, 0.015),
    "count": (15, 0),  # the number of a channel is one too
    "difference of fractions": (0.0073, 0),
    "digit": (0, 0),
    "epochs": (0, 0),
    "fine fraction": (0.0063, 0),
    "fraction": (0.079, 0.0013),
    "ink": (0.0046, 0.017),
    "ink per logit": (0, 7.5e-5),
    "inverse penalty": (0, 0),
    "learning rate": (0, 0),
    "logit": (1.3, 0.14),
    "logit per unit of ink": (0.98, 0.0026),
    "nats": (7.3e-4, 1.5e-8),
    "nats per weight": (0, 5e-6),
    "penalty": (0, 0),
    "probability": (0.083, 0.035),
    "probability error": (0, 1.1e-15),
    "relative size": (0.023, 5.8e-4),
    "rounding error": (2.4e-7, 2.3e-6),
    "small probability": (0, 4.5e-5),
    "step size": (1.3, 0),
    "steps": (0, 0),
    "strength": (0, 0),
    "times": (0.99, 1.8e-15),
}
FACTOR = (
    3  # other kernels than those two may do worse; of the two, neither went 1.3 times beyond the other in a network
)
LEAST = 1e-6  # less than the digits of any page: what differs at all may differ by so much


def _from(measured: float) -> float:
    return max(LEAST, FACTOR * measured) if measured else 0.0


TOLERANCES: Mapping[str, Mapping[str, float]] = {
    unit: {NETWORKS: _from(networks), OTHERS: _from(others)} for unit, (networks, others) in MEASURED.items()
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
