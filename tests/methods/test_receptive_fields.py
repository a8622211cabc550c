"""What one place sees, against the gradient of the whole network and against patches cut out by hand."""

import numpy as np
import pytest
import torch

from explainer.methods import receptive_fields
from explainer.methods.objectives import neuron
from explainer.methods.receptive_fields import FIELDS
from explainer.models import cnn


@pytest.fixture(scope="module")
def network():
    return cnn.initial(1).eval().requires_grad_(False)


def patches_of(layer, count):
    side = FIELDS[layer].side
    return np.random.default_rng(0).uniform(0, 1, (count, side, side)).astype(np.float32)


@pytest.mark.parametrize(("layer", "count", "half"), [("conv1", 16, 14), ("conv2", 36, 7)])
def test_a_patch_excites_as_it_does_in_the_middle_of_an_image(network, layer, count, half):
    """And the pixels around it have no influence: their gradient is exactly zero, and noise there changes nothing."""
    field, patches = FIELDS[layer], patches_of(layer, count)
    first = field.stride * half - field.before
    inside = slice(first, first + field.side)
    images = np.random.default_rng(1).uniform(0, 1, (count, 28, 28)).astype(np.float32)
    images[:, inside, inside] = patches
    batch = cnn.as_batch(images).requires_grad_()
    values = neuron(network, layer, range(count))(batch)
    (gradient,) = torch.autograd.grad(values.sum(), batch)
    outside = np.ones((28, 28), bool)
    outside[inside, inside] = False
    assert not gradient[:, 0].cpu().numpy()[:, outside].any()
    assert gradient[:, 0, inside, inside].abs().sum() > 0

    alone = cnn.as_batch(patches).requires_grad_()
    own = receptive_fields.one_place(network, layer)(alone)
    (by_patch,) = torch.autograd.grad(own.sum(), alone)
    np.testing.assert_allclose(own.detach().cpu(), values.detach().cpu(), atol=1e-5)
    np.testing.assert_allclose(by_patch.cpu(), gradient[..., inside, inside].cpu(), atol=1e-5)


@pytest.mark.parametrize(("layer", "whole"), [("conv1", range(2, 26)), ("conv2", range(3, 11))])
def test_places_whose_field_lies_whole_inside_the_image(layer, whole):
    assert FIELDS[layer].whole() == whole


def test_no_patch_excites_a_filter_more_than_ink_where_it_is_positive(network):
    filters = network.layers.get_parameter("conv1.weight").detach().cpu().numpy()[:, 0]
    best = receptive_fields.patch_maximizers(filters)
    most = (filters * best).sum(axis=(1, 2))
    for patch in patches_of("conv1", 50):
        assert ((filters * patch).sum(axis=(1, 2)) < most).all()
    np.testing.assert_allclose(most, np.maximum(filters, 0).sum(axis=(1, 2)), rtol=1e-5)


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_the_strongest_patches_excite_as_much_as_is_said(network, layer):
    images = np.random.default_rng(2).uniform(0, 1, (20, 28, 28)).astype(np.float32)
    found, values, rows = receptive_fields.strongest_patches(network, layer, images, 3)
    objective = receptive_fields.one_place(network, layer)
    with torch.inference_mode():
        for place in range(3):
            own = objective(cnn.as_batch(found[:, place])).cpu().numpy()
            np.testing.assert_allclose(own, values[:, place], atol=1e-4)
    assert (np.diff(values, axis=1) <= 0).all()
    assert all(len(set(row)) == 3 for row in rows)
    inside = slice(FIELDS[layer].whole().start, FIELDS[layer].whole().stop)
    maps = network.activations(cnn.as_batch(images), layer)[..., inside, inside].amax(dim=(0, 2, 3))
    np.testing.assert_allclose(values[:, 0], maps.cpu().numpy(), atol=1e-5)


def test_an_edge_and_a_line_are_straight_and_a_dot_is_not():
    down, across = np.mgrid[-2:3, -2:3].astype(float)
    edge, line = np.tanh(across), -np.exp(-((down / 0.7) ** 2) / 2)
    slanted = np.tanh((across + down) / np.sqrt(2))
    dots = (-1.0) ** (down + across)
    found = receptive_fields.straightness(np.stack([3 * edge + 1, line, slanted, dots]))
    np.testing.assert_allclose(found[:2], 1)
    assert found[2] > 0.99
    assert found[3] < 0.2
