"""Objectives against the network's own activations and by hand."""

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import noise
from explainer.methods.objectives import Objective, channel, channels, direction, diversity, neuron, unit_count
from explainer.models import cnn
from explainer.settings import AscentSettings

SETTINGS = AscentSettings()


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


def batch(count=4):
    return cnn.as_batch(np.random.default_rng(0).random((count, 28, 28)))


def test_units_are_channels_or_outputs(network):
    assert [unit_count(network, layer) for layer in ("conv1", "conv2", "dense1", "logits")] == [16, 36, 128, 10]


def test_the_objective_of_an_image_is_the_mean_of_its_own_channel(network):
    images = noise(36, SETTINGS)
    with torch.no_grad():
        values = channel(network, "conv2")(cnn.as_batch(images))
        maps = network.activations(cnn.as_batch(images), "conv2").numpy()
    np.testing.assert_allclose(values, [maps[i, i].mean() for i in range(36)], atol=1e-6)


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_the_average_of_a_convolution_is_the_filter_on_the_averages(network, layer):
    images = noise(unit_count(network, layer), SETTINGS)
    images[:, 0, :3] = 1.0  # something at the border, where a shifted map loses a row
    with torch.no_grad():
        values = channel(network, layer)(cnn.as_batch(images))
        maps = network.activations(cnn.as_batch(images), layer).cpu().numpy()
    np.testing.assert_allclose(values, [maps[i, i].mean() for i in range(len(images))], atol=1e-6)


def test_each_image_leaves_the_network_at_its_own_layer(network):
    chosen = {"conv1": [3, 1], "conv2": [35], "dense1": [100, 7], "logits": [2]}
    images = batch(6)
    with torch.no_grad():
        values = channels(network, chosen)(images)
        one_by_one = [
            network.activations(images[place : place + 1], layer)[0, unit].mean()
            for place, (layer, unit) in enumerate((layer, unit) for layer, them in chosen.items() for unit in them)
        ]
    torch.testing.assert_close(values, torch.stack(one_by_one))


def test_layers_are_named_in_the_order_of_the_network(network):
    with pytest.raises(ValueError, match="out of order"):
        channels(network, {"logits": [0], "conv1": [0]})


def test_objectives_add_subtract_and_scale_like_numbers(network):
    one, two = channel(network, "logits", [1] * 4), channel(network, "logits", [2] * 4)
    with torch.no_grad():
        mixed = (3 * one - two + -one)(batch())
        logits = network(batch())
    torch.testing.assert_close(mixed, 2 * logits[:, 1] - logits[:, 2])


def test_an_objective_may_be_scaled_image_by_image():
    ones = Objective(lambda images: images.sum(dim=(1, 2, 3)))
    images = torch.ones(3, 1, 28, 28)
    assert (ones * torch.tensor([0.0, 1.0, 2.0]))(images).tolist() == [0.0, 784.0, 1568.0]
    assert (2 * ones - ones)(images).tolist() == [784.0] * 3


def test_the_neuron_in_the_middle_of_a_map_and_a_direction_across_channels(network):
    with torch.no_grad():
        maps = network.activations(batch(), "conv2")
        torch.testing.assert_close(neuron(network, "conv2", [3, 2, 1, 0])(batch())[1], maps[1, 2, 7, 7])
        vector = np.zeros(36)
        vector[[4, 9]] = 3.0, 4.0
        expected = (0.6 * maps[:, 4] + 0.8 * maps[:, 9]).mean(dim=(1, 2))
        torch.testing.assert_close(direction(network, "conv2", vector)(batch()), expected)


def test_images_that_are_alike_are_not_diverse(network):
    same = batch(1).expand(3, 1, 28, 28)
    with torch.no_grad():
        alike, apart = diversity(network, "conv2")(same), diversity(network, "conv2")(batch(3))
    torch.testing.assert_close(alike, torch.full((3,), -1.0))
    assert (apart > alike).all()


class Maps:
    """In place of a network: these maps (N, channels, side, side), whatever the images."""

    def __init__(self, *maps):
        self.maps = torch.tensor(maps, dtype=torch.float32)

    def activations(self, images, layer):
        return self.maps


def test_diversity_is_of_the_channels_that_are_on_together():
    """By hand: cosines of the Gram matrices, of two channels at two places each."""
    both, first, second = [[[1, 0]], [[1, 0]]], [[[0, 2]], [[0, 0]]], [[[0, 0]], [[0, 3]]]
    # Gram matrices (1, 1; 1, 1), (4, 0; 0, 0) and (0, 0; 0, 9): cosines 1/2, 1/2 and 0.
    values = diversity(Maps(both, first, second), "conv2")(torch.zeros(3, 1, 28, 28))
    torch.testing.assert_close(values, torch.tensor([-0.5, -0.25, -0.25]))


def test_how_far_a_channel_is_off_makes_no_difference_to_diversity():
    """The first channel is on in both and the second off, though at −5, −6 in one image and at 0, −9 in the other."""
    values = diversity(Maps([[[1, 0]], [[-5, -6]]], [[[-1, 2]], [[0, -9]]]), "conv2")(torch.zeros(2, 1, 28, 28))
    torch.testing.assert_close(values, torch.tensor([-1.0, -1.0]))
