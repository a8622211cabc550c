"""Ascent raises what it claims to raise."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import Objective, count, direction, diversity, middle, together, units
from explainer.methods.parametrisations import fourier, principal
from explainer.methods.priors import little_ink, smooth
from explainer.methods.transformations import jitter
from explainer.models import cnn
from explainer.settings import AscentSettings

SETTINGS = AscentSettings(steps=8)
GAUSSIAN_784 = principal(np.full(784, 0.5), np.diag(np.linspace(1.0, 2.0, 784)), axes=784)


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


def test_units_are_channels_or_outputs(network):
    assert [count(network, layer) for layer in ("conv1", "conv2", "dense1", "logits")] == [16, 36, 128, 10]


def test_the_objective_of_an_image_is_its_own_units_mean(network):
    images = noise(36, SETTINGS)
    with torch.no_grad():
        values = units(network, "conv2")(cnn.as_batch(images))
        maps = network.activations(cnn.as_batch(images), "conv2").numpy()
    np.testing.assert_allclose(values, [maps[i, i].mean() for i in range(36)], atol=1e-6)


@pytest.mark.parametrize("layer", ["conv1", "conv2", "dense1", "logits"])
def test_every_unit_of_every_layer_climbs(network, layer):
    climbed = ascend(units(network, layer), noise(count(network, layer), SETTINGS), SETTINGS)
    assert (climbed.values[-1] > climbed.values[0]).all()
    assert climbed.images.min() >= 0
    assert climbed.images.max() <= 1
    assert climbed.values.shape == (9, count(network, layer))


def test_climbing_together_is_climbing_alone(network):
    start = noise(10, SETTINGS)
    together = ascend(units(network, "logits"), start, SETTINGS)

    fourth = Objective(lambda images: network.activations(images, "logits")[:, 4])
    alone = ascend(fourth, start[4:5], SETTINGS)
    np.testing.assert_allclose(together.images[4], alone.images[0], atol=1e-3)


def test_a_hand_computed_climb():
    """For a linear objective the slope is the weight image itself: steps of 1/4 and 1/8 of weight / std, clipped."""
    weight = np.linspace(-1, 1, 784, dtype=np.float32).reshape(28, 28)
    climbed = ascend(
        Objective(lambda images: (images[:, 0] * torch.from_numpy(weight)).sum(dim=(1, 2))),
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


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_the_average_of_a_convolution_is_the_filter_on_the_averages(network, layer):
    images = noise(count(network, layer), SETTINGS)
    images[:, 0, :3] = 1.0  # something at the border, where a shifted map loses a row
    with torch.no_grad():
        values = units(network, layer)(cnn.as_batch(images))
        maps = network.activations(cnn.as_batch(images), layer).cpu().numpy()
    np.testing.assert_allclose(values, [maps[i, i].mean() for i in range(len(images))], atol=1e-6)


def batch(count=4):
    return cnn.as_batch(np.random.default_rng(0).random((count, 28, 28)))


def test_objectives_add_subtract_and_scale_like_numbers(network):
    one, two = units(network, "logits", [1] * 4), units(network, "logits", [2] * 4)
    with torch.no_grad():
        mixed = (3 * one - two + -one)(batch())
        logits = network(batch())
    torch.testing.assert_close(mixed, 2 * logits[:, 1] - logits[:, 2])


def test_the_middle_of_a_map_and_a_direction_across_units(network):
    with torch.no_grad():
        maps = network.activations(batch(), "conv2")
        torch.testing.assert_close(middle(network, "conv2", [3, 2, 1, 0])(batch())[1], maps[1, 2, 7, 7])
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


@pytest.mark.parametrize("parametrisation", [fourier(), fourier(0.0), GAUSSIAN_784], ids=["1/f", "flat", "principal"])
def test_what_is_written_down_can_be_read(parametrisation):
    images = cnn.as_batch(noise(3, SETTINGS))
    torch.testing.assert_close(parametrisation.read(parametrisation.write(images)), images, atol=1e-4, rtol=0)


def test_a_wave_is_scaled_by_its_frequency():
    across = np.cos(2 * np.pi * 4 * np.arange(28) / 28)  # four waves across the image
    ink = 1 / (1 + np.exp(-np.tile(across, (28, 1))))
    numbers = fourier().write(cnn.as_batch(ink[None]))[0]  # (28, 15, 2)
    assert numbers.abs().argmax() == 4 * 2  # no wave down, the fourth across, its real part
    assert numbers.abs().max() == pytest.approx(4 * 28 / 2, rel=1e-4)


def test_jitter_moves_every_image_alike_and_moves_paper_in():
    images = torch.zeros(2, 1, 28, 28)
    images[:, :, 10, 10] = 1.0
    places = set()
    for draw in range(60):
        moved = jitter(1)(images, torch.Generator().manual_seed(draw))
        assert moved.shape == images.shape
        assert torch.equal(moved[0], moved[1])
        (place,) = moved[0, 0].nonzero().tolist()
        places.add(tuple(place))
    assert places == {(row, column) for row in (9, 10, 11) for column in (9, 10, 11)}
    assert jitter(1)(torch.ones(1, 1, 28, 28), torch.Generator().manual_seed(0)).min() == 0


def test_priors_of_hand_computed_images():
    images = torch.zeros(2, 1, 28, 28)
    images[0, 0, 5, 5] = 0.5  # four steps of a half
    images[1, 0, :, 14:] = 1.0  # one edge from top to bottom
    assert smooth()(images).tolist() == [-2.0, -28.0]
    assert little_ink()(images).tolist() == [-0.125, -14 * 28 / 2]


def test_a_prior_is_added_to_an_objective(network):
    start = noise(10, SETTINGS)
    with_prior = ascend(units(network, "logits") + 0.05 * smooth(), start, SETTINGS)
    without = ascend(units(network, "logits"), start, SETTINGS)
    variation = [smooth()(cnn.as_batch(each.images)).mean() for each in (with_prior, without)]
    assert variation[0] > variation[1]


def test_the_way_up_is_kept(network):
    start = noise(2, SETTINGS)
    climbed = ascend(units(network, "logits", [0, 1]), start, SETTINGS)
    assert climbed.path.shape == (9, 2, 28, 28)
    assert climbed.slopes.shape == (8, 2, 3)
    np.testing.assert_array_equal(climbed.path[0], start)
    np.testing.assert_array_equal(climbed.path[-1], climbed.images)
    images = cnn.as_batch(climbed.path[3]).requires_grad_()
    (slope,) = torch.autograd.grad(network(images)[[0, 1], [0, 1]].sum(), images)
    expected = [slope[1].min(), slope[1].max(), slope[1].std(correction=0)]
    np.testing.assert_allclose(climbed.slopes[3, 1], expected, rtol=1e-3)


def test_each_image_leaves_the_network_at_its_own_layer(network):
    chosen = {"conv1": [3, 1], "conv2": [35], "dense1": [100, 7], "logits": [2]}
    images = batch(6)
    with torch.no_grad():
        values = together(network, chosen)(images)
        one_by_one = [
            network.activations(images[place : place + 1], layer)[0, unit].mean()
            for place, (layer, unit) in enumerate((layer, unit) for layer, them in chosen.items() for unit in them)
        ]
    torch.testing.assert_close(values, torch.stack(one_by_one))


def test_layers_are_named_in_the_order_of_the_network(network):
    with pytest.raises(ValueError, match="out of order"):
        together(network, {"logits": [0], "conv1": [0]})
