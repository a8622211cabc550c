"""How the gradient of one neuron reaches one pixel: a product of local derivatives on every route, then their sum.

That is the chain rule. Backpropagation (Rumelhart et al. 1986) gives the same sum without walking the
routes one by one: it goes back a layer at a time and adds up what meets at each place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from explainer.data import Floats
from explainer.methods.objectives import Objective
from explainer.models.cnn import Cnn, as_batch

Place = tuple[int, int]  # down, across


@dataclass(frozen=True)
class Routes:
    """All routes from one pixel to one place of the second convolution's map, an entry each, (routes,).

    A route goes through one place of one map of the first convolution. first, second: the weights it meets there and
    in the second convolution, the local derivatives of the two. wins: 1 where the place is the largest of its four, 0
    where the pooling drops it. on: 1 where the ReLU lets it through, 0 where not.
    """

    channel: NDArray[np.int64]
    down: NDArray[np.int64]
    across: NDArray[np.int64]
    first: NDArray[np.float64]
    wins: NDArray[np.int64]
    on: NDArray[np.int64]
    second: NDArray[np.float64]

    @property
    def products(self) -> NDArray[np.float64]:
        """What each route adds to the gradient, (routes,): the product of its four local derivatives."""
        return self.first * self.wins * self.on * self.second


def routes(network: Cnn, image: Floats, unit: int, place: Place, pixel: Place) -> Routes:
    """Return every route from a pixel of an image (28, 28) to the place of a channel of the second convolution."""
    first = network.layers.get_parameter("conv1.weight").cpu().double().numpy()[:, 0]  # (channels, 5, 5)
    second = network.layers.get_parameter("conv2.weight").cpu().double().numpy()[unit]  # (channels, 5, 5)
    with torch.inference_mode():
        maps = network.activations(as_batch(image[None]), "conv1")
        kept, winners = functional.max_pool2d(maps, 2, return_indices=True)
        pooled, winner = kept[0].cpu().numpy(), winners[0].cpu().numpy()  # (channels, 14, 14) each
    side, reach = maps.shape[-1], first.shape[-1] // 2
    found = []
    for down in range(max(pixel[0] - reach, 0), min(pixel[0] + reach + 1, side)):
        for across in range(max(pixel[1] - reach, 0), min(pixel[1] + reach + 1, side)):
            at = (down // 2, across // 2)  # the pooled place
            seen = (at[0] - place[0] + reach, at[1] - place[1] + reach)  # the weight of the second filter there
            if not (at[0] < pooled.shape[1] and min(seen) >= 0 and max(seen) <= 2 * reach):
                continue
            under = (pixel[0] - down + reach, pixel[1] - across + reach)  # the weight of the first filter
            for channel in range(len(first)):
                wins = winner[channel, at[0], at[1]] == down * side + across
                on = pooled[channel, at[0], at[1]] > 0
                found.append((channel, down, across, first[channel][under], wins, on, second[channel][seen]))
    channels, downs, acrosses, firsts, wons, ons, seconds = (np.array(column) for column in zip(*found, strict=True))
    return Routes(channels, downs, acrosses, firsts, wons.astype(np.int64), ons.astype(np.int64), seconds)


def at_place(network: Cnn, layer: str, unit: int, place: Place) -> Objective:
    """Return the objective that gives every image the activation of one channel at one place of its map."""
    return Objective(lambda images: network.activations(images, layer)[:, unit, place[0], place[1]])


def gradient(objective: Objective, image: Floats) -> NDArray[np.float64]:
    """Return the gradient of an objective with respect to an image (28, 28), by backpropagation, (28, 28)."""
    images = as_batch(image[None]).requires_grad_()
    (found,) = torch.autograd.grad(objective(images).sum(), images)
    result: NDArray[np.float64] = found[0, 0].cpu().double().numpy()
    return result
