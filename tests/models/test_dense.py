"""The dense layer beside PyTorch's own."""

import pytest
import torch

from explainer.models.dense import Dense, product


@pytest.mark.parametrize("wanted", ["inputs", "weights", "all"])
def test_outputs_and_gradients_are_those_of_pytorchs_layer(wanted):
    torch.manual_seed(0)
    ours, theirs = Dense(30, 7), torch.nn.Linear(30, 7)
    theirs.load_state_dict(ours.state_dict())
    given = torch.randn(5, 30)
    found = []
    for layer in (ours, theirs):
        layer.requires_grad_(wanted != "inputs")
        inputs = given.clone().requires_grad_(wanted != "weights")
        outputs = layer(inputs)
        outputs.square().sum().backward()
        found.append((outputs.detach(), inputs.grad, layer.weight.grad, layer.bias.grad))
    for one, other in zip(*found, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            torch.testing.assert_close(one, other)


def test_a_product_of_strided_matrices():
    left, right = torch.arange(6.0).reshape(3, 2).T, torch.arange(12.0).reshape(4, 3).T
    assert product(left, right).tolist() == (left @ right).tolist()
