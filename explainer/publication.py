"""What the site publishes, read back: its models, and some of the images that they were trained and tested on."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from explainer.data import Dataset, Split
from explainer.errors import ExplainerError
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel

if TYPE_CHECKING:
    from explainer.models.cnn import Cnn

FOLDER = "EXPLAINER_PUBLISHED"  # the variable that names the folder
THEMES = "EXPLAINER_THEMES"  # the variable by which the build asks for pictures in the dark theme as well
SAMPLE = "sample.npz"
TRAIN, TEST = 2000, 1000  # images of the sample, or as many as there are
SPLITS = ("train", "test")
GREYS = 255


@dataclass(frozen=True)
class Publication:
    """A folder with what a site publishes; each thing is read when it is first asked for."""

    folder: Path

    @cached_property
    def linear(self) -> LinearModel:
        """The linear classifier."""
        arrays = self.model("logistic")
        return LinearModel(arrays["weights"], arrays["biases"])

    @cached_property
    def network(self) -> Cnn:
        """The network."""
        from explainer.models.cnn import from_arrays  # here, with PyTorch: whoever reads no network does without

        return from_arrays(self.model("cnn"))

    @cached_property
    def gaussian(self) -> Gaussian:
        """The Gaussian of the training images."""
        arrays = self.model("gaussian")
        return Gaussian(arrays["mean"], arrays["covariance"])

    @property
    def train(self) -> Split:
        """The first of the training images."""
        return self._split("train")

    @property
    def test(self) -> Split:
        """The first of the test images."""
        return self._split("test")

    def model(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays of the model of that name; ExplainerError if they cannot be read."""
        path = self.folder / "models" / f"{name}.safetensors"
        try:
            return dict(load_file(path))
        except (OSError, SafetensorError) as error:
            raise ExplainerError(f"The model {path} cannot be read: {error}") from error

    @cached_property
    def _sample(self) -> Mapping[str, NDArray[Any]]:
        path = self.folder / SAMPLE
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                return {f"{split}_{kind}": file[f"{split}_{kind}"] for split in SPLITS for kind in ("images", "labels")}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise ExplainerError(f"The images {path} cannot be read: {error}") from error

    def _split(self, name: str) -> Split:
        images = self._sample[f"{name}_images"]
        if images.dtype == np.uint8:
            images = images.astype(np.float32) / GREYS
        return Split(images, self._sample[f"{name}_labels"].astype(np.int64))


def published(folder: str | Path | None = None) -> Publication:
    """Return what is published in that folder: a copy of the site, or what comes with the notebooks.

    Unless it is given, it is the one that EXPLAINER_PUBLISHED names, or this one, or the one above. ExplainerError if
    there are no models in it.
    """
    named = folder or os.environ.get(FOLDER)
    places = [Path(named)] if named else [Path(), Path("..")]
    for place in places:
        if (place / "models").is_dir():
            return Publication(place)
    said = f"There are no models in {named}." if named else "There is no folder “models” here."
    raise ExplainerError(f"{said} Name the folder that they are in: explainer.published(…)")


def sample(dataset: Dataset) -> dict[str, NDArray[Any]]:
    """Return the images and labels that are published with the models, by the names that `Publication` reads.

    Images are bytes (N, 28, 28) where that loses nothing, as with MNIST.
    """
    parts = {"train": dataset.train.part(0, TRAIN), "test": dataset.test.part(0, TEST)}
    found: dict[str, NDArray[Any]] = {}
    for name, split in parts.items():
        found[f"{name}_images"] = _as_bytes(split.images)
        found[f"{name}_labels"] = split.labels.astype(np.uint8)
    return found


def _as_bytes(images: NDArray[np.float32]) -> NDArray[Any]:
    greys = np.round(images * GREYS).astype(np.uint8)
    return greys if np.array_equal(greys.astype(np.float32) / GREYS, images) else images
