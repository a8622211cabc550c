"""Activation maximization: change the image, not the weights, until a unit is as active as can be.

The idea is Erhan et al. 2009; the normalised step, the start and the clip are those of Hvass-Labs' tutorial 13-B.
All units of a layer climb together, one image each, and nothing beyond the layer is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explainer.data import SIDE
from explainer.models.cnn import Cnn

if TYPE_CHECKING:
    from explainer.settings import AscentSettings

Objective = Callable[[Tensor], Tensor]
"""Images (N, 1, 28, 28) in, one value for each (N,) out."""


@dataclass(frozen=True)
class Ascent:
    """images (N, 28, 28) in [0, 1], one for each unit; values (steps + 1, N), before every step and at the end."""

    images: NDArray[np.float32]
    values: NDArray[np.float64]


def units(network: Cnn, layer: str) -> int:
    """Return how many units `layer` has: channels of a convolution, outputs of a dense layer."""
    return network.layers.get_parameter(f"{layer}.bias").numel()


def each_unit(network: Cnn, layer: str) -> Objective:
    """Return the objective that gives image i the activation of unit i, averaged over its map if it has one.

    The activation is taken before the ReLU: a unit that is off for the first image still has a slope to climb.
    """

    def objective(images: Tensor) -> Tensor:
        activations = network.activations(images, layer)  # (N, units, …)
        own = activations[torch.arange(len(images)), torch.arange(len(images))]  # (N, …)
        return own.flatten(1).mean(dim=1) if own.dim() > 1 else own

    return objective


def noise(count: int, settings: AscentSettings) -> NDArray[np.float32]:
    """Return `count` starts (count, 28, 28), uniform in [low, high]; start i is the same however many there are."""
    streams = (np.random.default_rng([settings.seed, index]) for index in range(count))
    return np.stack([s.uniform(settings.low, settings.high, (SIDE, SIDE)) for s in streams]).astype(np.float32)


def ascend(objective: Objective, start: NDArray[np.float32], settings: AscentSettings) -> Ascent:
    """Climb from `start` (N, 28, 28): step along gradient / (std + ε), clip to [0, 1], and again.

    Dividing by each image's own standard deviation makes steps the same size, however steep the objective. They
    shrink evenly to nothing, if `settings` says so: a step that stays long leaps over the top and back.
    """
    images = torch.from_numpy(start.copy())[:, None]  # (N, 1, 28, 28)
    values = []
    for done in range(settings.steps):
        size = settings.step * (1 - done / settings.steps if settings.shrinking else 1)
        images.requires_grad_(True)
        value = objective(images)  # (N,)
        (slope,) = torch.autograd.grad(value.sum(), images)  # image i moves value i alone
        values.append(value.detach())
        spread = slope.std(dim=(1, 2, 3), keepdim=True, correction=0)
        images = (images.detach() + size * slope / (spread + settings.epsilon)).clamp(0, 1)
    with torch.no_grad():
        values.append(objective(images))
    return Ascent(images[:, 0].numpy(), torch.stack(values).double().numpy())
