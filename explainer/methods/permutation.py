"""One fixed shuffle of the pixels, the same for every image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import PIXELS, SIDE, Dataset, Split


def shuffle(seed: int) -> NDArray[np.int64]:
    """Return where each place of a shuffled image gets its pixel from, (784,)."""
    return np.random.default_rng(seed).permutation(PIXELS)


def permuted(split: Split, order: NDArray[np.int64]) -> Split:
    """Return the split with every image's pixels in that order (784,); nothing is added and nothing lost."""
    return Split(split.flat[:, order].reshape(-1, SIDE, SIDE), split.labels)


def of_dataset(dataset: Dataset, order: NDArray[np.int64]) -> Dataset:
    """Return the data set with the pixels of all its images in that order (784,)."""
    return Dataset(
        dataset.name, *(permuted(split, order) for split in (dataset.train, dataset.validation, dataset.test))
    )


def undo(rows: NDArray[np.float64], order: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return rows (…, 784) of pixels in an order (784,), or of weights for them, with every pixel back in its place."""
    restored = np.empty_like(rows)
    restored[..., order] = rows
    return restored
