"""Activation maximization: change the image, not the weights, until a unit is as active as can be.

The idea is Erhan et al. 2009; the normalised step, the start and the clip are those of Hvass-Labs' tutorial 13-B. What
is maximized, what is changed and what the image must stand are three small files of their own, as in Lucid:
`objectives` (and `priors`, which are objectives too), `parametrisations`, `transformations`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import SIDE
from explainer.methods.objectives import Objective
from explainer.methods.parametrisations import PIXELS, Parametrisation
from explainer.methods.transformations import Transformation, unchanged
from explainer.models.cnn import as_batch

if TYPE_CHECKING:
    from explainer.settings import AscentSettings


@dataclass(frozen=True)
class Ascent:
    """What an ascent went through: before every step, and at the end.

    path (steps + 1, N, 28, 28) in [0, 1]; values (steps + 1, N), the objective of each, transformed as it was for the
    step; gradients (steps, N, 3): least, greatest and standard deviation of the gradient.
    """

    path: NDArray[np.float32]
    values: NDArray[np.float64]
    gradients: NDArray[np.float64]

    @property
    def images(self) -> NDArray[np.float32]:
        """The images at the end, (N, 28, 28)."""
        last: NDArray[np.float32] = self.path[-1]
        return last


def noise(count: int, settings: AscentSettings) -> NDArray[np.float32]:
    """Return `count` starts (count, 28, 28), uniform in [low, high]; start i is the same however many there are."""
    streams = (np.random.default_rng([settings.seed, index]) for index in range(count))
    return np.stack([s.uniform(settings.low, settings.high, (SIDE, SIDE)) for s in streams]).astype(np.float32)


def ascend(
    objective: Objective,
    start: NDArray[np.float32],
    settings: AscentSettings,
    parametrisation: Parametrisation = PIXELS,
    transformation: Transformation = unchanged,
) -> Ascent:
    """Ascend from `start` (N, 28, 28): step along gradient / (std + ε), project back to images, and again.

    Dividing by each image's own standard deviation makes steps the same size, however steep the objective. They
    shrink linearly to nothing, if `settings` says so: steps of constant size overshoot the maximum and come back.
    """
    generator = torch.Generator().manual_seed(settings.seed)
    params = parametrisation.encode(as_batch(start))
    path, values, gradients = [], [], []
    for done in range(settings.steps):
        size = settings.step * (1 - done / settings.steps if settings.shrinking else 1)
        params.requires_grad_(True)
        images = parametrisation.decode(params)  # (N, 1, 28, 28)
        value = objective(transformation(images, generator))  # (N,)
        (gradient,) = torch.autograd.grad(value.sum(), params)  # image i moves value i alone
        flat = gradient.flatten(1)
        # (N,); `std` is slow, and `sqrt` differs: MKL's begins with an estimate that Intel and AMD make differently
        std = torch.linalg.vector_norm(flat - flat.mean(dim=1, keepdim=True), dim=1) / math.sqrt(flat.shape[1])
        path.append(images.detach()[:, 0])
        values.append(value.detach())
        gradients.append(torch.stack([*flat.aminmax(dim=1), std], dim=1))
        step = size / (std + settings.epsilon)
        params = parametrisation.project(params.detach() + step.view(-1, *[1] * (gradient.dim() - 1)) * gradient)
    with torch.no_grad():
        images = parametrisation.decode(params)
        path.append(images[:, 0])
        values.append(objective(images))
    kept = [torch.stack(each).cpu() for each in (path, values, gradients)]
    return Ascent(kept[0].numpy(), kept[1].double().numpy(), kept[2].double().numpy())
