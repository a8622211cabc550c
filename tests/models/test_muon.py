"""Muon beside the singular value decomposition that it does without, and beside PyTorch's own."""

import numpy as np
import pytest
import torch

from explainer.models.muon import Muon, orthogonal


def given(rows, columns, smallest=0.05, seed=0):
    """A matrix of that shape whose singular values fall from 1 to the smallest, and its singular vectors."""
    generator = torch.Generator().manual_seed(seed)
    left, _, right = torch.linalg.svd(torch.randn(rows, columns, generator=generator), full_matrices=False)
    return left @ torch.diag(torch.logspace(0, np.log10(smallest), min(rows, columns))) @ right, left @ right


@pytest.mark.parametrize("shape", [(6, 6), (8, 50), (50, 8), (1, 5), (128, 400)])
def test_singular_values_come_near_one_and_directions_stay(shape):
    matrix, polar = given(*shape)
    made = orthogonal(matrix)
    values = torch.linalg.svdvals(made)
    assert 0.65 < values.min() <= values.max() < 1.25
    change = made @ polar.T if shape[0] <= shape[1] else polar.T @ made  # symmetric and positive: no rotation is left
    torch.testing.assert_close(change, change.T, atol=1e-4, rtol=0)
    assert torch.linalg.eigvalsh(change).min() > 0.6


def test_size_does_not_matter_and_nothing_stays_nothing():
    matrix, _ = given(5, 9)
    torch.testing.assert_close(orthogonal(1e-3 * matrix), orthogonal(1e3 * matrix), atol=1e-3, rtol=0)
    assert torch.equal(orthogonal(torch.zeros(3, 4)), torch.zeros(3, 4))


@pytest.mark.parametrize("shape", [(12, 40), (40, 12)])
def test_it_steps_as_pytorchs_own_does_but_for_bfloat16(shape):
    generator = torch.Generator().manual_seed(1)
    start = torch.randn(shape, generator=generator)
    ours, theirs = (torch.nn.Parameter(start.clone()) for _ in range(2))
    optimizers = (
        Muon([ours], lr=0.1, momentum=0.8),
        torch.optim.Muon([theirs], lr=0.1, momentum=0.8, weight_decay=0),
    )
    for _ in range(4):
        ours.grad = torch.randn(shape, generator=generator)
        theirs.grad = ours.grad.clone()
        for optimizer in optimizers:
            optimizer.step()
    moved = (ours - start).norm()
    assert (ours - theirs).norm() < 0.03 * moved


def test_a_filter_moves_as_the_matrix_of_its_weights():
    generator = torch.Generator().manual_seed(2)
    filters = torch.nn.Parameter(torch.randn(7, 3, 5, 5, generator=generator).to(memory_format=torch.channels_last))
    matrix = torch.nn.Parameter(filters.detach().flatten(1).clone())
    gradient = torch.randn(7, 3, 5, 5, generator=generator)
    filters.grad, matrix.grad = gradient.to(memory_format=torch.channels_last), gradient.flatten(1)
    for parameter in (filters, matrix):
        Muon([parameter], lr=0.1, momentum=0.9).step()
    torch.testing.assert_close(filters.flatten(1), matrix)
