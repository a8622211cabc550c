"""What the best of a few tries would have been, from many."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import ArrayLike


def expected_maximum(values: ArrayLike, few: int) -> float:
    """Return the mean, over all choices of `few` of the values (N,), of the largest chosen.

    Raises ValueError unless 1 ≤ few ≤ N.

    The value of rank i, counted from 1, is the largest in C(i − 1, few − 1) of the C(N, few) choices (David and
    Nagaraja 2003, §2.1).
    """
    ordered = np.sort(np.asarray(values, float))
    if not 1 <= few <= len(ordered):
        raise ValueError(f"cannot choose {few} of {len(ordered)} values")
    choices = [comb(below, few - 1) / comb(len(ordered), few) for below in range(len(ordered))]
    return float(ordered @ choices)
