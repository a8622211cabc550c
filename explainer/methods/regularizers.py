"""Regularizers: what is added to an objective so that its maximizer looks like an image, each of some strength."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import Objective, channel
from explainer.methods.parametrisations import PIXELS, Parametrisation, axes_holding, fourier, principal
from explainer.methods.priors import gaussian_prior, l2, total_variation
from explainer.methods.transformations import Transformation, jitter, unchanged
from explainer.models.cnn import Cnn, predict_logits
from explainer.models.gaussian import Gaussian
from explainer.models.linear import Array

if TYPE_CHECKING:
    from explainer.settings import LadderSettings

AT_ONCE = 20  # ascents: more would try strengths that nobody needs, fewer would leave the processor waiting


@dataclass(frozen=True)
class Regularizer:
    """A prior, and the weakest of its strengths tried; what is changed, how it is transformed, the size of a step."""

    prior: Objective | None
    weakest: float
    step: float
    parametrisation: Parametrisation = PIXELS
    transformation: Transformation = unchanged

    def strengths(self, count: int) -> NDArray[np.float64]:
        """Return the strengths to try, (count,), each √2 times the last; none but 0 without a prior, (1,)."""
        return self.weakest * 2 ** (np.arange(count) / 2) if self.prior else np.zeros(1)


def regularizers(model: Gaussian, settings: LadderSettings) -> dict[str, Regularizer]:
    """Return them in the order of the page: each keeps what the last one had, but two change the parametrisation.

    `model` is what the data prior knows: the mean and covariance of all training images, of all classes together.
    """
    step, jittered = settings.ascent.step, jitter(settings.jitter)
    axes = principal(model.mean, model.covariance, axes_holding(settings.share, model.covariance))
    both = l2() + total_variation()
    return {
        "none": Regularizer(None, 0.0, step),
        "l2": Regularizer(l2(), settings.weakest_l2, step),
        "tv": Regularizer(both, settings.weakest_tv, step),
        "jitter": Regularizer(both, settings.weakest_tv, step, transformation=jittered),
        "fourier": Regularizer(
            both, settings.weakest_fourier, settings.fourier_step, fourier(settings.decay), jittered
        ),
        "data": Regularizer(gaussian_prior(axes), settings.weakest_gaussian, settings.axis_step, axes),
    }


def maximize(
    objective: Objective,
    regularizer: Regularizer,
    strengths: NDArray[np.float64],
    settings: LadderSettings,
    starts: Sequence[int],
) -> NDArray[np.float32]:
    """Ascend from these N starts, image i with strengths[i], of (N,), of the prior; return the images (N, 28, 28)."""
    if regularizer.prior:
        objective = objective + regularizer.prior * torch.from_numpy(strengths).float()
    begin = noise(max(starts) + 1, settings.ascent)[list(starts)]
    chosen = replace(settings.ascent, step=regularizer.step)
    return ascend(objective, begin, chosen, regularizer.parametrisation, regularizer.transformation).images


def strongest(values: NDArray[np.floating], least: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return for each image (N,) the last of the strengths (K, N) at which its value is no less than `least` (N,).

    The first, where it is less at all of them.
    """
    enough = values >= least
    last = len(values) - 1 - enough[::-1].argmax(axis=0)
    return np.asarray(np.where(enough.any(axis=0), last, 0), np.int64)


def clearest(
    objective: Callable[[Sequence[int]], Objective],
    logits: Callable[[NDArray[np.float32]], Array],
    regularizer: Regularizer,
    least: Array,
    settings: LadderSettings,
    first: int = 0,
) -> tuple[NDArray[np.float32], Array]:
    """Return an image of each class (10, 28, 28), under as much of the prior as it stands, and how much that is (10,).

    `objective` gives image i the logit of its class, `logits` a model's logits (N, 10) of images (N, 28, 28), `least`
    (10,) is the logit that must be left. Class c begins at start `first` + c. The strongest are tried first, some
    ascents together; a class that stands one is tried with no weaker one.
    """
    tried = regularizer.strengths(settings.strengths)  # (K,)
    images = np.zeros((len(tried), CLASSES, SIDE, SIDE), np.float32)
    values = np.full((len(tried), CLASSES), np.nan)  # the logits of its own; not a number where it was not tried
    left, below = np.arange(CLASSES), len(tried)  # the classes that stood none so far, of these strengths and beyond
    while below and len(left):
        above, below = below, max(0, below - max(1, AT_ONCE // len(left)))
        place, own = (each.ravel() for each in np.meshgrid(np.arange(below, above), left, indexing="ij"))
        images[place, own] = maximize(objective(own.tolist()), regularizer, tried[place], settings, [*(first + own)])
        values[place, own] = logits(images[place, own])[np.arange(len(own)), own]
        left = left[(values[below:above, left] < least[left]).all(axis=0)]
    chosen = strongest(values, least)
    return images[chosen, np.arange(CLASSES)], tried[chosen]


def clearest_of(
    network: Cnn,
    regularizer: Regularizer,
    least: Array,
    settings: LadderSettings,
    first: int = 0,
) -> tuple[NDArray[np.float32], Array]:
    """Return the same of a network's logits: images (10, 28, 28), and the strengths (10,) that they stand."""

    def logits(images: NDArray[np.float32]) -> Array:
        return predict_logits(network, images)

    def objective(classes: Sequence[int]) -> Objective:
        return channel(network, "logits", classes)

    return clearest(objective, logits, regularizer, least, settings, first)


def ordinary(logits: Array, labels: NDArray[np.int64]) -> Array:
    """Return the median logit (10,) of each class's own images, of logits (N, 10): that of an ordinary digit."""
    return np.array([np.median(logits[labels == c, c]) for c in range(CLASSES)])
