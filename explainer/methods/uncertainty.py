"""When a difference is more than chance: the spread over seeds, the error of sampling, and a paired test.

One rule for every comparison of accuracies on this site. A difference counts if it is larger than twice its standard
error, which has two parts: other seeds would have given other models, and other test images other shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

Right = NDArray[np.bool_]

ERRORS = 2  # standard errors that a difference must exceed; chance passes them about one time in twenty


@dataclass(frozen=True)
class Comparison:
    """The first recipe beside the second, on the same test images; differences are fractions, first minus second."""

    difference: float
    sampling_error: float  # standard error, had other images been drawn; paired
    seed_error: float  # standard error, had other seeds been drawn; 0 where training has no chance in it
    gained: int  # images that only the first training of the first recipe classifies correctly
    lost: int  # and only the first training of the second

    @property
    def error(self) -> float:
        """The standard error of the difference: the root of the sum of both squares."""
        return float(np.hypot(self.sampling_error, self.seed_error))

    @property
    def is_clear(self) -> bool:
        """Whether the difference is more than chance, by the one rule."""
        return abs(self.difference) > ERRORS * self.error

    @property
    def p_value(self) -> float:
        """How often a fair coin parts the images that only one gets right so unevenly: an exact test (McNemar 1947)."""
        apart = self.gained + self.lost
        return float(binomtest(self.gained, apart, 0.5).pvalue) if apart else 1.0


def compare(right: Right, other: Right, seed_std: float = 0.0) -> Comparison:
    """Compare two recipes by what each classifies correctly, (N,) for one training or (trainings, N) for several.

    `seed_std` is the standard deviation of accuracy over seeds; where a recipe was trained more than once, its own is
    taken if that is larger: a handful of trainings may show too little by luck. ValueError if the images differ.
    """
    one, two = np.atleast_2d(right), np.atleast_2d(other)
    if one.shape[1] != two.shape[1]:
        raise ValueError(f"{one.shape[1]} images on one side, {two.shape[1]} on the other: nothing to pair")
    apart = one.mean(axis=0) - two.mean(axis=0)  # (N,): of each image
    seed_variance = sum(max(seed_std, std(each.mean(axis=1))) ** 2 / len(each) for each in (one, two))
    return Comparison(
        difference=float(apart.mean()),
        sampling_error=float(apart.std(ddof=1) / np.sqrt(apart.size)),
        seed_error=float(np.sqrt(seed_variance)),
        gained=int((one[0] & ~two[0]).sum()),
        lost=int((two[0] & ~one[0]).sum()),
    )


def std(values: Any) -> float:
    """Return the sample standard deviation of values (N,), 0 of fewer than two."""
    return float(np.std(values, ddof=1)) if np.size(values) > 1 else 0.0


def sampling_error(share: float, count: int) -> float:
    """Return the standard error of a share in [0, 1] of `count` images: √(q (1 − q) / N), with q the share."""
    return float(np.sqrt(share * (1 - share) / count))


def interval(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval (Wilson 1927) of a share, `hits` of `count`: it stays in [0, 1], also for few."""
    found = binomtest(hits, count).proportion_ci(0.95, method="wilson")
    return float(found.low), float(found.high)
