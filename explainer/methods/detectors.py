"""What a filter looks like, and what a unit tells apart: step edges, and pairs of images ranked by an activation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from explainer.data import CLASSES, Floats, Integers

Array = NDArray[np.float64]

TURNS = 16  # slants of an edge over half a turn; the other half has the same edges with the sides exchanged


def step_edges(side: int) -> Array:
    """Return every step edge that fits into a square of that side, (edges, side, side), of mean 0 and length 1.

    A straight line at one of 16 slants, with one level on its one side and another on the other.
    """
    rows, columns = np.mgrid[:side, :side] - (side - 1) / 2
    found = []
    for angle in np.arange(TURNS) * np.pi / TURNS:
        distance = np.round(np.cos(angle) * columns + np.sin(angle) * rows, 6)
        found += [distance > level for level in np.unique(distance)[:-1]]
    edges = np.unique(np.array(found).reshape(len(found), -1), axis=0).astype(np.float64)
    edges -= edges.mean(axis=1, keepdims=True)
    return np.asarray((edges / np.linalg.norm(edges, axis=1, keepdims=True)).reshape(-1, side, side), np.float64)


def nearest_edges(filters: Floats) -> tuple[Array, Array]:
    """Return for filters (N, side, side) the share of variance that their best step edge explains, and that edge.

    R² (N,) in [0, 1]: 1 where a filter is a step edge of any two levels; nothing may vary less than not at all, so 0
    for a filter of one value. The edge (N, side, side) has the two levels that fit best, by least squares.
    """
    edges = step_edges(filters.shape[-1])
    flat, basis = np.asarray(filters, np.float64).reshape(len(filters), -1), edges.reshape(len(edges), -1)
    means = flat.mean(axis=1, keepdims=True)
    heights = (flat - means) @ basis.T  # (N, edges)
    best = np.abs(heights).argmax(axis=1)  # (N,)
    taken = heights[np.arange(len(flat)), best]
    variance = np.square(flat - means).sum(axis=1)
    shares = np.divide(np.square(taken), variance, out=np.zeros(len(flat)), where=variance > 0)
    return shares, np.asarray((means + taken[:, None] * basis[best]).reshape(filters.shape), np.float64)


def groups(size: int) -> list[tuple[int, ...]]:
    """Return all groups of so many digits."""
    return list(combinations(range(CLASSES), size))


def pair_shares(activations: Floats, labels: Integers, wanted: Sequence[tuple[int, ...]]) -> Array:
    """Return how well each unit tells each wanted group of digits from the rest, (groups, units) in [0, 1].

    The share of all pairs, one image of the group and one not, in which the one of the group has the larger
    activation, ties counted half: the area under the ROC curve (Hanley and McNeil 1982). One half is chance.
    activations: (N, units); labels: (N,), digits; every digit must occur.
    """
    ranks = rankdata(activations, axis=0)  # (N, units)
    sums = np.stack([ranks[labels == digit].sum(axis=0) for digit in range(CLASSES)])  # (10, units)
    counts = np.bincount(labels, minlength=CLASSES)
    shares = []
    for group in wanted:
        inside = counts[list(group)].sum()
        above = sums[list(group)].sum(axis=0) - inside * (inside + 1) / 2
        shares.append(above / (inside * (len(labels) - inside)))
    return np.array(shares)


def best_units(
    chosen_on: tuple[Floats, Integers], measured_on: tuple[Floats, Integers], wanted: Sequence[tuple[int, ...]]
) -> Array:
    """Return how well the best unit for each wanted group of digits tells it from the rest, (groups,) in [0, 1].

    Each of the first two is activations (N, units) and labels (N,): a unit is chosen on one split, measured on another.
    """
    best = pair_shares(*chosen_on, wanted).argmax(axis=1)
    return np.asarray(pair_shares(*measured_on, wanted)[np.arange(len(best)), best], np.float64)
