"""Pictures that are alike, put together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from explainer.data import Floats

Array = NDArray[np.float64]


def correlations(images: Floats) -> Array:
    """Return the correlation (N, N) of the pixels of each pair of images (N, 28, 28)."""
    return np.asarray(np.corrcoef(images.reshape(len(images), -1)), np.float64)


def likeness(images: Floats, pattern: Floats) -> Array:
    """Return the correlation (N,) of the pixels of images (N, 28, 28) with those of one picture (28, 28)."""
    return correlations(np.concatenate([pattern[None], images]))[0, 1:]


def clusters(alike: Array, least: float) -> NDArray[np.int64]:
    """Return the cluster (N,) of each picture, 0 the largest, by average linkage.

    `alike` (N, N) are correlations. Two clusters are one as long as the mean correlation of their pictures, taken
    across, is at least `least`.
    """
    distances = squareform(np.clip(1 - alike, 0, None) * (1 - np.eye(len(alike))), checks=False)
    found = hierarchy.fcluster(hierarchy.linkage(distances, "average"), 1 - least, "distance") - 1
    by_size = np.argsort(-np.bincount(found), kind="stable")
    return np.asarray(np.argsort(by_size)[found], np.int64)


def medoid(alike: Array, members: NDArray[np.int64]) -> int:
    """Return the member that is most like the others of its cluster on average, by its place in `alike`."""
    return int(members[alike[np.ix_(members, members)].mean(axis=1).argmax()])
