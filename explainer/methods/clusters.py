"""Average-linkage clusters of images that correlate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

Array = NDArray[np.float64]


def clusters(table: Array, least: float) -> NDArray[np.int64]:
    """Return the cluster (N,) of each image, 0 the largest, by average linkage.

    table: correlations (N, N). Two clusters are merged as long as the mean correlation of their images, taken across,
    is at least `least`.
    """
    distances = squareform(np.clip(1 - table, 0, None) * (1 - np.eye(len(table))), checks=False)
    found = hierarchy.fcluster(hierarchy.linkage(distances, "average"), 1 - least, "distance") - 1
    by_size = np.argsort(-np.bincount(found), kind="stable")
    return np.asarray(np.argsort(by_size)[found], np.int64)


def medoid(table: Array, members: NDArray[np.int64]) -> int:
    """Return the member that is most correlated with the others of its cluster on average, by its place in `table`."""
    return int(members[table[np.ix_(members, members)].mean(axis=1).argmax()])
