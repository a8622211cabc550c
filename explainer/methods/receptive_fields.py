"""What one place of a convolution's map sees, its receptive field, and what excites a neuron there most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from explainer.data import SIDE, Floats
from explainer.methods.objectives import Objective
from explainer.models.cnn import AT_ONCE, Cnn, as_batch


@dataclass(frozen=True)
class Field:
    """A square of the image: its side, how far one place of the map is from the next, and where the first begins.

    All in pixels. The place (i, j) of the map sees `side` pixels down from stride · i − before, and across likewise.
    """

    side: int
    stride: int
    before: int

    def whole(self) -> range:
        """Return the places, along one axis, whose field lies whole inside the image."""
        first = -(-self.before // self.stride)
        return range(first, (SIDE - self.side + self.before) // self.stride + 1)


FIELDS = {
    "conv1": Field(side=5, stride=1, before=2),
    # Five pooled places are ten of the first map; each sees two pixels further on either side.
    "conv2": Field(side=14, stride=2, before=6),
}


def one_place(network: Cnn, layer: str) -> Objective:
    """Return the objective that gives patch i (N, 1, field, field) the activation of neuron i, before the ReLU.

    A neuron is one place of one channel's map: the place that sees just this patch. Patch i is for channel i.
    """
    weight, bias = (network.layers.get_parameter(f"{layer}.{kind}") for kind in ("weight", "bias"))

    def value(patches: Tensor) -> Tensor:
        seen = patches if layer == "conv1" else _pooled(network, patches)  # (N, channels, 5, 5)
        return (seen * weight).flatten(1).sum(dim=1) + bias

    return Objective(value)


def _pooled(network: Cnn, patches: Tensor) -> Tensor:
    """Return what one place of the second convolution reads of patches (N, 1, 14, 14), (N, 16, 5, 5)."""
    weight, bias = (network.layers.get_parameter(f"conv1.{kind}") for kind in ("weight", "bias"))
    return functional.max_pool2d(functional.conv2d(patches, weight, bias), 2).relu()


def patch_maximizers(filters: Floats) -> NDArray[np.float32]:
    """Return the patches in [0, 1] that excite filters (N, 5, 5) most, (N, 5, 5): ink where a weight is positive."""
    return np.asarray(filters > 0, np.float32)


def strongest_patches(
    network: Cnn, layer: str, images: Floats, count: int
) -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.int64]]:
    """Return the patches of images (N, 28, 28) that excite each channel most at one place, at most one of an image.

    The patches (channels, count, field, field); the activation, before the ReLU, and the image of each, (channels,
    count), the strongest first. Only fields that lie whole inside the image are looked at.
    """
    field = FIELDS[layer]
    inside = slice(field.whole().start, field.whole().stop)
    maxima, places = [], []
    with torch.inference_mode():
        for start in range(0, len(images), AT_ONCE):
            part = as_batch(images[start : start + AT_ONCE])
            maps = network.activations(part, layer)[..., inside, inside]  # (n, channels, places, places)
            best, place = maps.flatten(2).max(dim=2)
            maxima.append(best.cpu().double().numpy())
            places.append(place.cpu().numpy())
    values, where = np.concatenate(maxima), np.concatenate(places)  # (N, channels) each
    rows = np.argsort(-values, axis=0, kind="stable")[:count].T  # (channels, count)
    channels = np.arange(values.shape[1])[:, None]
    down, across = np.divmod(where[rows, channels], len(field.whole()))  # (channels, count) each
    corners = [field.stride * (each + field.whole().start) - field.before for each in (down, across)]
    patches = np.stack(
        [
            images[row, d : d + field.side, a : a + field.side]
            for row, d, a in zip(rows.ravel(), corners[0].ravel(), corners[1].ravel(), strict=True)
        ]
    ).reshape(*rows.shape, field.side, field.side)
    return np.asarray(patches, np.float32), values[rows, channels], np.asarray(rows, np.int64)


ANGLES = 12  # directions tried, 15° apart
EDGES = (-1.0, -0.5, 0.0, 0.5, 1.0)  # pixels from the middle of the filter to the edge
LINES = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)  # and to the middle of the line
EDGE_WIDTH, LINE_WIDTH = 1.0, 0.7  # pixels: about as sharp as the strokes of a digit


def straightness(filters: Floats) -> NDArray[np.float64]:
    """Return how much of the variance of filters (N, side, side) the best straight edge or line gives, (N,) in [0, 1].

    An edge is tanh, a line a Gaussian bump, along one of twelve directions; either may be turned over or scaled. Even
    a filter of noise is a little like the best of so many: compare.
    """
    half = (filters.shape[-1] - 1) / 2
    down, across = np.mgrid[: filters.shape[-1], : filters.shape[-1]] - half
    angles = np.pi * np.arange(ANGLES)[:, None, None] / ANGLES
    along = across * np.cos(angles) + down * np.sin(angles)  # (angles, side, side): pixels from the middle
    tried = [np.tanh((along - offset) / EDGE_WIDTH) for offset in EDGES]
    tried += [np.exp(-(((along - offset) / LINE_WIDTH) ** 2) / 2) for offset in LINES]
    templates, ones = (_rows(each) for each in (np.concatenate(tried), np.asarray(filters, np.float64)))
    return np.asarray(((ones @ templates.T) ** 2).max(axis=1))


def _rows(images: Floats) -> NDArray[np.float64]:
    """Return images (N, side, side) as rows of mean 0 and length 1, (N, side²)."""
    rows = images.reshape(len(images), -1) - images.mean(axis=(1, 2))[:, None]
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float64)
