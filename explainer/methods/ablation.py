"""Mean ablation: what a unit of a trained network is worth, and how well the other units predict it.

An ablated unit has its mean map in place of its own, the same for every image. So it says nothing about the image any
more, and what comes after does not meet a level that it never met in training.
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


def logits(network: Cnn, layer: str, activations: Tensor) -> Array:
    """Return the logits (N, 10) that the rest of the network makes of `maps` (N, units, side, side)."""
    rest = network.layers[network.names().index(f"{layer}_relu") + 1 :]
    with torch.inference_mode():
        return np.concatenate([rest(part).cpu().double().numpy() for part in torch.split(activations, AT_ONCE)])


def mean_ablate(activations: Tensor, units: Sequence[int]) -> Tensor:
    """Return maps (N, units, …) of the same shape, with the mean over the images in place of the chosen units' own."""
    ablated = activations.clone()
    for unit in units:
        ablated[:, unit] = activations[:, unit].mean(dim=0)
    return ablated


def activation_rate(activations: Tensor) -> Array:
    """Return the share of places, over all images (N, units, …), at which each unit is on, (units,) in [0, 1]."""
    return (activations > 0).cpu().double().mean(dim=(0, *range(2, activations.dim()))).numpy()


def effects(network: Cnn, layer: str, activations: Tensor) -> tuple[Array, Array]:
    """Return what changes when each unit alone is taken out, (units,) and (units,).

    How far the logits move, in logits: the root mean square over images and classes. And the share of images that
    are given to another class.
    """
    before, logit_changes, prediction_changes = logits(network, layer, activations), [], []
    for unit in range(activations.shape[1]):
        after = logits(network, layer, mean_ablate(activations, [unit]))
        logit_changes.append(np.sqrt(np.square(after - before).mean()))
        prediction_changes.append((after.argmax(axis=1) != before.argmax(axis=1)).mean())
    return np.array(logit_changes), np.array(prediction_changes)


def agreement(network: Cnn, layer: str, activations: Tensor, *chosen: Sequence[int]) -> Array:
    """Return for each choice of units the share of images that keep their class without all of them, (choices,).

    activations: `maps` (N, units, side, side) of that layer.
    """
    before = logits(network, layer, activations).argmax(axis=1)
    after = (logits(network, layer, mean_ablate(activations, units)).argmax(axis=1) for units in chosen)
    return np.array([(classes == before).mean() for classes in after])


def r_squared(activations: Tensor) -> Array:
    """Return the share of each unit's variance that a weighted sum of the layer's other units gives: R² (units,).

    activations: (N, units, …), as `maps` gives them.
    One weight for each other unit and a constant, the same at every place: least squares over images and places. A
    unit that never varies is given by the constant alone: R² = 1.
    """
    covariance = np.cov(by_unit(activations))
    shares = np.ones(len(covariance))
    for unit in np.flatnonzero(covariance.diagonal() > 0):
        others = np.delete(np.arange(len(covariance)), unit)
        common = covariance[others, unit]
        weights = np.linalg.pinv(covariance[np.ix_(others, others)], hermitian=True) @ common
        shares[unit] = weights @ common / covariance[unit, unit]
    return shares


def by_unit(activations: Tensor) -> Array:
    """Return the activations (N, units, …) of each unit as a row, over images and places: (units, N · places)."""
    return np.asarray(activations.transpose(0, 1).flatten(1).cpu().double().numpy())
