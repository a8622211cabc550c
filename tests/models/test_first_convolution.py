"""The fast input gradient against PyTorch's own."""

import pytest
import torch

from explainer.models.first_convolution import FirstConvolution


@pytest.mark.parametrize(("filters", "kernel", "side"), [(16, 5, 28), (3, 3, 10), (2, 1, 7)])
def test_the_input_gradient_is_that_of_an_ordinary_convolution(filters, kernel, side):
    rng = torch.Generator().manual_seed(0)
    layer = FirstConvolution(filters, kernel)
    ordinary = torch.nn.Conv2d(1, filters, kernel, padding="same")
    ordinary.load_state_dict(layer.state_dict())
    layer.requires_grad_(False)
    images = torch.rand(4, 1, side, side, generator=rng)
    weight = torch.randn(4, filters, side, side, generator=rng)
    gradients = []
    for each in (layer, ordinary):
        pixels = images.clone().requires_grad_()
        maps = each(pixels)
        gradients.append(torch.autograd.grad((maps * weight).sum(), pixels)[0])
    torch.testing.assert_close(layer(images), ordinary(images))
    torch.testing.assert_close(gradients[0], gradients[1], atol=1e-4, rtol=1e-4)


def test_weights_that_are_not_held_get_their_gradient():
    layer = FirstConvolution(2, 3)
    layer(torch.rand(1, 1, 6, 6, requires_grad=True)).sum().backward()
    assert layer.weight.grad is not None
    assert layer.weight.grad.abs().max() > 0
