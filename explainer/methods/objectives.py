"""What to maximize: images in, one value for each out. Objectives add, subtract and scale as numbers do.

All of them look at a layer before its ReLU: a unit that is off for the first image still has a gradient.
The shape is that of Lucid's objectives (Olah et al. 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from explainer.models.cnn import Cnn, channels_last
from explainer.models.dense import times


@dataclass(frozen=True)
class Objective:
    """A function of images (N, 1, 28, 28) with values (N,), to be made as large as can be."""

    fn: Callable[[Tensor], Tensor]

    def __call__(self, images: Tensor) -> Tensor:
        """Return the values (N,) of images (N, 1, 28, 28)."""
        return self.fn(images)

    def __add__(self, other: Objective) -> Objective:
        return Objective(lambda images: self(images) + other(images))

    def __mul__(self, factor: float | Tensor) -> Objective:
        """Scale by a number, or by one for each image (N,), wherever the images are."""

        def value(images: Tensor) -> Tensor:
            return self(images) * (factor.to(images.device) if isinstance(factor, Tensor) else factor)

        return Objective(value)

    __rmul__ = __mul__

    def __neg__(self) -> Objective:
        return -1 * self

    def __sub__(self, other: Objective) -> Objective:
        return self + -other


def unit_count(network: Cnn, layer: str) -> int:
    """Return how many units `layer` has: channels of a convolution, outputs of a dense layer."""
    return network.layers.get_parameter(f"{layer}.bias").numel()


def channel(network: Cnn, layer: str, chosen: Sequence[int] | None = None) -> Objective:
    """Return the objective that gives image i the activation of unit chosen[i], averaged over its map if it has one.

    All units of the layer in turn, if none are chosen.
    """
    return channels(network, {layer: range(unit_count(network, layer)) if chosen is None else chosen})


def channels(network: Cnn, chosen: Mapping[str, Sequence[int]]) -> Objective:
    """Return the objective that gives each image the activation of its own unit: those of one layer, then the next.

    `chosen` names units of each layer, in the network's order. Nothing is computed that no image needs: an image
    leaves the network at its own layer, and there its own unit is all that is computed. Raises ValueError for layers
    that are not in the network or not in its order.
    """
    own = {layer: _parameters(network, layer, places) for layer, places in chosen.items()}
    if list(own) != [name for name in network.names() if name in own]:
        raise ValueError(f"layers out of order, or not in the network: {', '.join(own)}")
    last = list(own)[-1]

    def value(images: Tensor) -> Tensor:
        values, signal = [], channels_last(images)
        for name, layer in network.layers.named_children():
            if name in own:
                weight, bias = own[name]
                here, signal = torch.split(signal, [len(bias), len(signal) - len(bias)])
                seen = _means_under(here, weight.shape[-1]) if weight.dim() > 2 else here
                values.append((seen * weight).flatten(1).sum(dim=1) + bias)
            if name == last:
                break
            signal = layer(signal)
        return torch.cat(values)

    return Objective(value)


def _parameters(network: Cnn, layer: str, chosen: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Return weights and biases of the chosen units, (N, …) and (N,)."""
    weight, bias = (network.layers.get_parameter(f"{layer}.{kind}")[list(chosen)] for kind in ("weight", "bias"))
    return weight, bias


def _means_under(maps: Tensor, kernel: int) -> Tensor:
    """Return what every weight of a filter sees on average as the filter slides over maps (N, channels, side, side).

    The average of a convolution is the filter applied to these averages, (N, channels, kernel, kernel): sums and
    products change places, and there is nothing left to slide.
    """
    side, reach = maps.shape[-1], kernel // 2
    shifted = torch.arange(side, device=maps.device) - (torch.arange(kernel, device=maps.device) - reach)[:, None]
    rows = ((shifted >= 0) & (shifted < side)).to(maps.dtype)  # (kernel, side): does this weight ever see that row
    places = torch.kron(rows, rows) / side**2  # (kernel², side²)
    return times(maps.reshape(-1, side**2), places.T).reshape(*maps.shape[:2], kernel, kernel)


def neuron(network: Cnn, layer: str, chosen: Sequence[int]) -> Objective:
    """Return the objective that gives image i the activation of channel chosen[i] at the middle place of its map."""
    own = _indices(chosen)

    def value(images: Tensor) -> Tensor:
        maps = network.activations(images, layer)  # (N, channels, side, side)
        half = maps.shape[-1] // 2
        neurons = maps[:, :, half, half]  # (N, channels)
        return neurons.gather(1, own.to(maps.device)[:, None])[:, 0]

    return Objective(value)


def direction(network: Cnn, layer: str, vector: NDArray[np.float64]) -> Objective:
    """Return the mean activation of a layer along `vector` (units,), whose length is taken to be 1."""
    unit = torch.from_numpy(vector / np.linalg.norm(vector)).float()

    def value(images: Tensor) -> Tensor:
        activations = network.activations(images, layer)  # (N, units, …)
        along: Tensor = torch.tensordot(activations, unit.to(activations.device), dims=([1], [0]))  # (N, …)
        return along.reshape(len(images), -1).mean(dim=1)

    return Objective(value)


def diversity(network: Cnn, layer: str) -> Objective:
    """Return minus how alike each image is to the others of its batch, in what `layer` sees in it, in [−1, 1].

    Alike is the mean cosine of the Gram matrices of the layer's maps: which channels are active together, wherever
    that is (Olah et al. 2017).
    """

    def value(images: Tensor) -> Tensor:
        maps = network.activations(images, layer).relu().flatten(2)  # (N, channels, places)
        gram: Tensor = functional.normalize((maps @ maps.transpose(1, 2)).flatten(1), dim=1)  # (N, channels²)
        alike: Tensor = gram @ gram.T
        return -(alike.sum(dim=1) - alike.diagonal()) / (len(images) - 1)

    return Objective(value)


def _indices(chosen: Sequence[int]) -> Tensor:
    return torch.as_tensor(list(chosen))
