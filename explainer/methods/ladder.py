"""Rungs of a ladder: ways to climb from the same start to a clearer picture, each with a prior of some strength."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import SIDE
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import Objective
from explainer.methods.parametrisations import PIXELS, Parametrisation, axes_holding, fourier, principal
from explainer.methods.priors import little_ink, smooth, typical
from explainer.methods.transformations import Transformation, jitter, unchanged
from explainer.models.gaussian import Gaussian

if TYPE_CHECKING:
    from explainer.settings import LadderSettings


@dataclass(frozen=True)
class Rung:
    """A prior, and the first of its strengths to be tried; what is changed, what it must stand, how long a step is."""

    prior: Objective | None
    weakest: float
    step: float
    parametrisation: Parametrisation = PIXELS
    transformation: Transformation = unchanged

    def strengths(self, count: int) -> NDArray[np.float64]:
        """Return the strengths to try, each √2 times the last; none but 0 without a prior."""
        return self.weakest * 2 ** (np.arange(count) / 2) if self.prior else np.zeros(1)


def rungs(model: Gaussian, settings: LadderSettings) -> dict[str, Rung]:
    """Return the ladder: each rung keeps what the one before it had, but the last two change what is changed.

    `model` is what the data prior knows: the mean and covariance of all training images, of all classes together.
    """
    step, moved = settings.ascent.step, jitter(settings.jitter)
    axes = principal(model.mean, model.covariance, axes_holding(settings.share, model.covariance))
    both = little_ink() + smooth()
    return {
        "none": Rung(None, 0.0, step),
        "ink": Rung(little_ink(), settings.weakest_ink, step),
        "smooth": Rung(both, settings.weakest_steps, step),
        "jitter": Rung(both, settings.weakest_steps, step, transformation=moved),
        "fourier": Rung(both, settings.weakest_waves, settings.wave_step, fourier(settings.decay), moved),
        "data": Rung(typical(axes), settings.weakest_typical, settings.axis_step, axes),
    }


def climb(
    objective: Objective,
    rung: Rung,
    strengths: NDArray[np.float64],
    settings: LadderSettings,
    starts: Sequence[int],
) -> NDArray[np.float32]:
    """Climb from the starts of these numbers, image i with strengths[i] of the rung's prior; return (N, 28, 28)."""
    if rung.prior:
        objective = objective + rung.prior * torch.from_numpy(strengths).float()
    begin = noise(max(starts) + 1, settings.ascent)[list(starts)]
    chosen = replace(settings.ascent, step=rung.step)
    return ascend(objective, begin, chosen, rung.parametrisation, rung.transformation).images


def strongest(values: NDArray[np.floating], least: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return for each image (N,) the last of the strengths (K, N) at which its value is no less than `least` (N,).

    The first, where it is less at all of them.
    """
    enough = values >= least
    last = len(values) - 1 - enough[::-1].argmax(axis=0)
    return np.asarray(np.where(enough.any(axis=0), last, 0), np.int64)


def total_variation(images: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the sum of the steps between neighbours of images (N, 28, 28), each, in units of ink."""
    across, down = (np.abs(np.diff(images.reshape(-1, SIDE, SIDE), axis=axis)) for axis in (1, 2))
    return np.asarray(across.sum(axis=(1, 2)) + down.sum(axis=(1, 2)), np.float64)
