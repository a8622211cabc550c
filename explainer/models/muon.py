"""Muon: gradient descent with momentum, each step made orthogonal (Jordan et al. 2024).

The gradient of a layer is dominated by a few directions, and a plain step hardly moves along the others. Muon takes the
step's matrix U S Vᵀ apart and keeps U Vᵀ: as far along each direction as along any other. No singular value
decomposition is needed. A polynomial that is applied to a matrix a few times draws all of its singular values towards
one.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from explainer.models.dense import product

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of s, s³ and s⁵ in the polynomial, as the authors chose them: the steepest at 0 that stays near 1."""
ITERATIONS = 5  # as the authors take
SMALL = 1e-7  # keeps the division finite where there is no gradient


class Muon(torch.optim.Optimizer):
    """For the weights of hidden layers: matrices (outputs, inputs), or filters (outputs, channels, side, side).

    First and last layers, and biases, are to be left to another optimizer. A learning rate of 0.1 moves a layer by a
    matrix whose singular values are about 0.1. PyTorch has a Muon of its own, which takes nothing but matrices and
    computes in bfloat16: on a processor without instructions for that, the training takes several times as long.
    """

    def __init__(self, parameters: Iterable[Tensor], lr: float, momentum: float) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]  # nobody asks for a closure here
        """Move every parameter along its Nesterov momentum, made orthogonal.

        A matrix of more rows than columns moves by √(rows / columns) more, so that outputs change alike.
        """
        del closure
        for group in self.param_groups:
            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                running = state["momentum"].mul_(group["momentum"]).add_(parameter.grad)
                step = orthogonal(torch.add(parameter.grad, running, alpha=group["momentum"]).flatten(1))
                scale = max(1.0, step.shape[0] / step.shape[1]) ** 0.5
                parameter.add_(step.view(parameter.shape), alpha=-group["lr"] * scale)


def orthogonal(matrix: Tensor, iterations: int = ITERATIONS) -> Tensor:
    """Return a matrix of the same shape (rows, columns), with its singular vectors and singular values near one.

    Newton–Schulz iterations: X ← (a + b G + c G²) X, with G = X Xᵀ. All factors are
    polynomials of the first G, so they are multiplied with each other first, as small
    matrices (rows, rows), and with X once.
    """
    if matrix.shape[0] > matrix.shape[1]:
        tall: Tensor = orthogonal(matrix.T, iterations).T
        return tall
    a, b, c = COEFFICIENTS
    size = torch.linalg.vector_norm(matrix) + SMALL  # of all singular values: none is larger
    gram = product(matrix, matrix.T) / (size * size)
    one = torch.eye(len(gram), dtype=gram.dtype, device=gram.device)
    polynomial = one / size
    for _ in range(iterations):
        factor = a * one + b * gram + c * product(gram, gram)
        polynomial = product(factor, polynomial)
        gram = product(product(factor, gram), factor)
    return product(polynomial, matrix)
