"""Gradient ascent until nothing more is gained: several starts, the best end kept, and what it is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import SIDE, Floats
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import Objective
from explainer.models.cnn import AT_ONCE, Cnn, as_batch

if TYPE_CHECKING:
    from explainer.settings import AscentSettings

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Finished:
    """The best of several ascents for each of N units.

    images (N, side, side) in [0, 1]; values (N,), the objective of each; by_start (starts, N), how high each start led.
    """

    images: Array
    values: NDArray[np.float64]
    by_start: NDArray[np.float64]

    @property
    def chosen(self) -> NDArray[np.int64]:
        """Which start led highest, (N,)."""
        return np.asarray(self.by_start.argmax(axis=0), np.int64)


def finish(objective: Objective, starts: Sequence[Floats], settings: AscentSettings) -> Finished:
    """Ascend from each of `starts` (N, side, side) and keep for every unit the best image met on any way.

    That is nearly always an end. What is kept is never worse than a start.
    """
    kept, reached = [], []
    for start in starts:
        ascent = ascend(objective, np.asarray(start, np.float32), settings)
        best, units = ascent.values.argmax(axis=0), np.arange(ascent.values.shape[1])
        kept.append(ascent.path[best, units])
        reached.append(ascent.values[best, units])
    by_start = np.stack(reached)
    chosen = by_start.argmax(axis=0)
    return Finished(np.stack(kept)[chosen, units], by_start[chosen, units], by_start)


def noises(
    count: int, ranges: Sequence[tuple[float, float]], settings: AscentSettings, side: int = SIDE
) -> Iterator[Array]:
    """Yield `count` starts (count, side, side) for each range of ink (low, high), every range from its own seed."""
    for place, (low, high) in enumerate(ranges):
        yield noise(count, replace(settings, low=low, high=high, seed=settings.seed + place))[:, :side, :side]


def linear_maximizers(objective: Objective, count: int, side: int = SIDE) -> Array:
    """Return the images in [0, 1] at which an objective that is linear in the image is largest, (count, side, side).

    Its gradient is the same everywhere. Every pixel on its own is best at full ink where the gradient is positive, and
    at the background elsewhere: there is nothing to search.
    """
    images = as_batch(np.full((count, side, side), 0.5, np.float32)).requires_grad_()
    (gradient,) = torch.autograd.grad(objective(images).sum(), images)
    maximizers: Array = (gradient[:, 0] > 0).float().cpu().numpy()
    return maximizers


def sheets(count: int) -> Array:
    """Return `count` images of one tone each, evenly from the background to full ink, (count, 28, 28)."""
    return np.ones((count, SIDE, SIDE), np.float32) * np.linspace(0, 1, count, dtype=np.float32)[:, None, None]


def share_at_a_peak(objective: Objective, image: Floats, low: float, high: float, change: float) -> float:
    """Return which share of an image's grey pixels is best as it is: `change` more or less ink lowers the objective.

    image (side, side); grey is ink between low and high. NaN where there is none.
    """
    where = np.argwhere((image > low) & (image < high))
    tried = np.repeat(image[None], 2 * len(where) + 1, axis=0)
    for i, (down, across) in enumerate(where):
        tried[2 * i, down, across] += change
        tried[2 * i + 1, down, across] -= change
    with torch.inference_mode():
        parts = [objective(as_batch(tried[start : start + AT_ONCE])) for start in range(0, len(tried), AT_ONCE)]
    values = torch.cat(parts).cpu().double().numpy()
    lower = (values[:-1] < values[-1]).reshape(-1, 2).all(axis=1)
    return float(lower.mean()) if len(lower) else float("nan")


def mean_activations(network: Cnn, layer: str, images: Floats) -> NDArray[np.float64]:
    """Return the activation of every unit of a layer on images (N, 28, 28), averaged over its map, (N, units)."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(images), AT_ONCE):
            part = as_batch(images[start : start + AT_ONCE])
            activations = network.activations(part, layer)  # (n, units) or (n, units, side, side)
            parts.append(activations.flatten(2).mean(dim=2) if activations.dim() > 2 else activations)
    means: NDArray[np.float64] = torch.cat(parts).cpu().double().numpy()
    return means
