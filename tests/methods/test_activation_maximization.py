"""Ascent raises what it claims to raise."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import ascend, each_unit, noise, units
from explainer.models import cnn
from explainer.settings import AscentSettings

SETTINGS = AscentSettings(steps=8)


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


def test_units_are_channels_or_outputs(network):
    assert [units(network, layer) for layer in ("conv1", "conv2", "dense1", "logits")] == [16, 36, 128, 10]


def test_the_objective_of_an_image_is_its_own_units_mean(network):
    images = noise(36, SETTINGS)
    with torch.no_grad():
        values = each_unit(network, "conv2")(cnn.as_batch(images))
        maps = network.activations(cnn.as_batch(images), "conv2").numpy()
    np.testing.assert_allclose(values, [maps[i, i].mean() for i in range(36)], atol=1e-6)


@pytest.mark.parametrize("layer", ["conv1", "conv2", "dense1", "logits"])
def test_every_unit_of_every_layer_climbs(network, layer):
    climbed = ascend(each_unit(network, layer), noise(units(network, layer), SETTINGS), SETTINGS)
    assert (climbed.values[-1] > climbed.values[0]).all()
    assert climbed.images.min() >= 0
    assert climbed.images.max() <= 1
    assert climbed.values.shape == (9, units(network, layer))


def test_climbing_together_is_climbing_alone(network):
    start = noise(10, SETTINGS)
    together = ascend(each_unit(network, "logits"), start, SETTINGS)

    def fourth(images):
        return network.activations(images, "logits")[:, 4]

    alone = ascend(fourth, start[4:5], SETTINGS)
    np.testing.assert_allclose(together.images[4], alone.images[0], atol=1e-3)


def test_a_hand_computed_climb():
    """For a linear objective the slope is the weight image itself: steps of 1/4 and 1/8 of weight / std, clipped."""
    weight = np.linspace(-1, 1, 784, dtype=np.float32).reshape(28, 28)
    climbed = ascend(
        lambda images: (images[:, 0] * torch.from_numpy(weight)).sum(dim=(1, 2)),
        np.full((1, 28, 28), 0.5, np.float32),
        replace(SETTINGS, steps=2, step=0.25, shrinking=True),
    )
    once = np.clip(0.5 + 0.25 * weight / weight.std(), 0, 1)
    expected = np.clip(once + 0.125 * weight / weight.std(), 0, 1)
    np.testing.assert_allclose(climbed.images[0], expected, atol=1e-5)
    np.testing.assert_allclose(climbed.values[:, 0], [(weight * x).sum() for x in (0.5, once, expected)], atol=1e-2)


def test_a_start_does_not_depend_on_how_many_there_are():
    np.testing.assert_array_equal(noise(3, SETTINGS), noise(10, SETTINGS)[:3])
    start = noise(50, SETTINGS)
    assert start.min() >= 0.45
    assert start.max() <= 0.55
