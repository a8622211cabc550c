"""What a unit of a trained network is worth: take it out, and count what changes; ask whether others say the same.

To take a unit out is to put its mean map in its place: the map that it shows on average, the same for every image.
So it says nothing about the image any more, and what comes after is not shifted by a level it never met.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explainer.data import Floats
from explainer.models.cnn import AT_ONCE, Cnn, as_batch

Array = NDArray[np.float64]


def maps(network: Cnn, layer: str, images: Floats) -> Tensor:
    """Return what the ReLU behind a convolution lets through, (N, units, side, side), for images (N, 28, 28)."""
    with torch.inference_mode():
        return torch.cat(
            [network.activations(part, f"{layer}_relu") for part in torch.split(as_batch(images), AT_ONCE)]
        )


def logits(network: Cnn, layer: str, seen: Tensor) -> Array:
    """Return the logits (N, 10) that the rest of the network makes of `maps` of that layer."""
    rest = network.layers[network.names().index(f"{layer}_relu") + 1 :]
    with torch.inference_mode():
        return np.concatenate([rest(part).cpu().double().numpy() for part in torch.split(seen, AT_ONCE)])


def without(seen: Tensor, units: Sequence[int]) -> Tensor:
    """Return the maps with the mean map over the images in place of the chosen units' own."""
    changed = seen.clone()
    for unit in units:
        changed[:, unit] = seen[:, unit].mean(dim=0)
    return changed


def active(seen: Tensor) -> Array:
    """Return the share of places, over all images, at which each unit is on, (units,) in [0, 1]."""
    return np.asarray((seen > 0).double().mean(dim=(0, *range(2, seen.dim()))).cpu().numpy())


def effects(network: Cnn, layer: str, seen: Tensor) -> tuple[Array, Array]:
    """Return what changes when each unit alone is taken out, (units,) and (units,).

    How far the logits move, in logits: the root mean square over images and classes. And the share of images that
    are given to another class.
    """
    before, moved, changed = logits(network, layer, seen), [], []
    for unit in range(seen.shape[1]):
        after = logits(network, layer, without(seen, [unit]))
        moved.append(np.sqrt(np.square(after - before).mean()))
        changed.append((after.argmax(axis=1) != before.argmax(axis=1)).mean())
    return np.array(moved), np.array(changed)


def kept(network: Cnn, layer: str, seen: Tensor, *chosen: Sequence[int]) -> Array:
    """Return for each choice of units the share of images that keep their class without all of them, (choices,)."""
    before = logits(network, layer, seen).argmax(axis=1)
    after = (logits(network, layer, without(seen, units)).argmax(axis=1) for units in chosen)
    return np.array([(classes == before).mean() for classes in after])


def explained(seen: Tensor) -> Array:
    """Return the share of each unit's variance that a weighted sum of the layer's other units gives: R² (units,).

    One weight for each other unit and a constant, the same at every place: least squares over images and places. A
    unit that never varies is given by the constant alone: R² = 1.
    """
    values = seen.transpose(0, 1).flatten(1).double().cpu().numpy()  # (units, N · places)
    covariance = np.cov(values)
    shares = np.ones(len(values))
    for unit in np.flatnonzero(covariance.diagonal() > 0):
        others = np.delete(np.arange(len(values)), unit)
        common = covariance[others, unit]
        weights = np.linalg.pinv(covariance[np.ix_(others, others)], hermitian=True) @ common
        shares[unit] = weights @ common / covariance[unit, unit]
    return shares


def correlations(seen: Tensor) -> Array:
    """Return the correlation (units, units) of each pair of units over images and places; 0 where one never varies."""
    values = seen.transpose(0, 1).flatten(1).double().cpu().numpy()
    centred = values - values.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1)
    scaled = np.divide(centred, lengths[:, None], out=np.zeros_like(centred), where=lengths[:, None] > 0)
    return np.asarray(scaled @ scaled.T)
