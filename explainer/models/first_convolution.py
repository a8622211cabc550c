"""A convolution of an image of one channel, with a fast input gradient while its weights are constant."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional

from explainer.models.dense import product


class FirstConvolution(nn.Conv2d):
    """A square convolution of images (N, 1, side, side), as many places out as in: maps (N, filters, side, side)."""

    def __init__(self, filters: int, kernel: int) -> None:
        super().__init__(1, filters, kernel, padding="same")

    def forward(self, images: Tensor) -> Tensor:
        """Return the maps. The fast gradient is taken where the image requires one and the weights do not."""
        if images.requires_grad and not self.weight.requires_grad:
            maps: Tensor = _InputGradient.apply(images, self.weight, self.bias)
            return maps
        return super().forward(images)


class _InputGradient(torch.autograd.Function):
    """The same convolution; its input gradient is one matrix product for all places and kernel² sums of shifted planes.

    A library's own is made for many channels and spends most of its time here on channels that are not there.
    """

    @staticmethod
    def forward(ctx: Any, images: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        ctx.save_for_backward(weight)
        return functional.conv2d(images, weight, bias, padding="same")

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        (weight,) = ctx.saved_tensors  # (filters, 1, kernel, kernel)
        count, filters, side, _ = gradient.shape
        kernel = weight.shape[-1]
        places = gradient.permute(0, 2, 3, 1).reshape(-1, filters)  # (N · side², filters)
        planes = product(weight.flatten(1).T, places.T).reshape(kernel, kernel, count, side, side)
        padded = gradient.new_zeros(count, side + kernel - 1, side + kernel - 1)
        for down in range(kernel):
            for across in range(kernel):
                padded[:, down : down + side, across : across + side] += planes[down, across]
        edge = kernel // 2
        return padded[:, None, edge : edge + side, edge : edge + side], None, None
