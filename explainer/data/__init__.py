"""Images and labels: three splits of 28×28 pictures, whatever they came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLASSES = 10
SIDE = 28
PIXELS = SIDE * SIDE

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]


@dataclass(frozen=True)
class Split:
    """Images (N, 28, 28) float32 in [0, 1], 0 background and 1 ink; labels (N,) int64 in 0–9.

    Raises ValueError where there are not as many of both, or the images have another size.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.images.shape != (len(self.labels), SIDE, SIDE):
            raise ValueError(f"images {self.images.shape} do not fit {len(self.labels)} labels of 28×28")

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def flat(self) -> NDArray[np.float32]:
        """The images as rows, (N, 784)."""
        return self.images.reshape(len(self), PIXELS)

    def part(self, start: int, stop: int) -> Split:
        """Return the images from `start` up to, not including, `stop`."""
        return Split(self.images[start:stop], self.labels[start:stop])


@dataclass(frozen=True)
class Dataset:
    """Train on `train`, choose on `validation`, score `test` once."""

    name: str
    train: Split
    validation: Split
    test: Split
