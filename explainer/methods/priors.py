"""What an image is like before any unit is asked: objectives that are larger for likelier images.

Each is a log-probability but for a constant, so a prior is added to an objective: `logit + 0.1 * total_variation()`.
"""

from __future__ import annotations

from torch import Tensor

from explainer.methods.objectives import Objective
from explainer.methods.parametrisations import Parametrisation


def l2() -> Objective:
    """Return minus half the sum of the squared pixels: the penalty called L2, a Gaussian around the background."""
    return Objective(lambda images: -images.square().flatten(1).sum(dim=1) / 2)


def total_variation() -> Objective:
    """Return minus the total variation: the sum of the steps between neighbours, across and down, in units of ink."""

    def value(images: Tensor) -> Tensor:
        across = images.diff(dim=-1).abs().flatten(1).sum(dim=1)
        down = images.diff(dim=-2).abs().flatten(1).sum(dim=1)
        return -(across + down)

    return Objective(value)


def gaussian_prior(axes: Parametrisation) -> Objective:
    """Return minus half the squared distances along the axes: a Gaussian around the mean image.

    `axes` is `principal(…)`, whose params are standard deviations. What the axes cannot say goes free.
    """
    return Objective(lambda images: -axes.encode(images).square().sum(dim=1) / 2)
