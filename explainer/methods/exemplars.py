"""Which real images excite a unit most, and where in them it looks."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import Floats, Integers
from explainer.models.cnn import AT_ONCE, Cnn, as_batch

PATCH = 14  # pixels: what one place of the second convolution's maps sees, five pooled places of five pixels
BEFORE = 6  # pixels that it sees above and to the left of twice its own place


def max_activations(network: Cnn, layer: str, images: Floats) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return where each channel of a convolution is most active in each image (N, 28, 28).

    How active it is there, (N, channels), before the ReLU; and the place in its map, (N, channels, 2), down and across.
    """
    maxima, places = [], []
    with torch.inference_mode():
        for start in range(0, len(images), AT_ONCE):
            maps = network.activations(as_batch(images[start : start + AT_ONCE]), layer)  # (n, channels, side, side)
            best, place = maps.flatten(2).max(dim=2)
            maxima.append(best.cpu().numpy())
            places.append(np.stack(np.divmod(place.cpu().numpy(), maps.shape[-1]), axis=-1))
    return np.concatenate(maxima), np.concatenate(places)


def top_images(values: Floats, count: int) -> NDArray[np.int64]:
    """Return for each column of values (N, units) the `count` rows with the largest, (units, count), largest first."""
    return np.argsort(-values, axis=0, kind="stable")[:count].T


def patches(images: Floats, places: Integers) -> NDArray[np.float32]:
    """Return what the second convolution sees of images (N, 28, 28) at a place of its map each (N, 2): (N, 14, 14).

    Beyond the edge there is background, as there is for the network.
    """
    padded = np.pad(images, [(0, 0), (BEFORE, PATCH), (BEFORE, PATCH)])
    corners = 2 * np.asarray(places)
    return np.stack(
        [image[d : d + PATCH, a : a + PATCH] for image, (d, a) in zip(padded, corners, strict=True)]
    ).astype(np.float32)


def centre_patches(images: Floats, side: int) -> NDArray[np.float32]:
    """Return what of images (N, 28, 28) the second convolution sees in the middle of maps of that side, (N, 14, 14)."""
    return patches(images, np.full((len(images), 2), side // 2))
