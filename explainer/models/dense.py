"""Products of matrices, and a dense layer made of them, taken by NumPy where they are in a processor's memory.

PyTorch leaves a product of matrices to MKL. Held to the kernels that every processor has (see `explainer.pins`), that
takes almost three times as long as NumPy's OpenBLAS with its own pinned ones.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable


class Dense(nn.Linear):
    """A linear layer of inputs (N, inputs): outputs (N, outputs)."""

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the outputs; an accelerator's are PyTorch's own."""
        if inputs.device.type != "cpu":
            return super().forward(inputs)
        outputs: Tensor = _Affine.apply(inputs, self.weight, self.bias)
        return outputs


class _Affine(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        ctx.save_for_backward(inputs, weight)
        return product(inputs, weight.T).add_(bias)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
        inputs, weight = ctx.saved_tensors
        for_inputs, for_weight, for_bias = ctx.needs_input_grad
        return (
            product(gradient, weight) if for_inputs else None,
            product(gradient.T, inputs) if for_weight else None,
            gradient.sum(dim=0) if for_bias else None,
        )


class _Times(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, left: Tensor, constant: Tensor) -> Tensor:
        ctx.save_for_backward(constant)
        return product(left, constant)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        (constant,) = ctx.saved_tensors
        return product(gradient, constant.T), None


def times(left: Tensor, constant: Tensor) -> Tensor:
    """Return the product (N, K) of two matrices (N, M) and (M, K), with a gradient for the first alone."""
    multiplied: Tensor = _Times.apply(left, constant.to(left.device))
    return multiplied


def product(left: Tensor, right: Tensor) -> Tensor:
    """Return the product (N, K) of two matrices (N, M) and (M, K), outside of any gradient."""
    if left.device.type != "cpu":
        return left @ right
    return torch.from_numpy(left.detach().numpy() @ right.detach().numpy())
