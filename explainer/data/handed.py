"""A data set handed from one process to another: written once, mapped into the memory of each that reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from explainer.data import Dataset, Split

SPLITS = ("train", "validation", "test")


def write(dataset: Dataset, folder: Path) -> None:
    """Write the arrays of the data set into an empty folder."""
    (folder / "name").write_text(dataset.name, "utf-8")
    for name in SPLITS:
        split: Split = getattr(dataset, name)
        np.save(folder / f"{name}-images.npy", split.images, allow_pickle=False)
        np.save(folder / f"{name}-labels.npy", split.labels, allow_pickle=False)


def read(folder: Path) -> Dataset:
    """Return the data set that was written there, its images mapped: pages are shared, and copied where written to."""
    splits = (
        Split(
            np.load(folder / f"{name}-images.npy", mmap_mode="c", allow_pickle=False),
            np.load(folder / f"{name}-labels.npy", allow_pickle=False),
        )
        for name in SPLITS
    )
    return Dataset((folder / "name").read_text("utf-8"), *splits)
