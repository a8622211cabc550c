"""Ascent raises what it claims to raise, by the steps that it claims to take."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import Objective, channel, unit_count
from explainer.methods.priors import total_variation
from explainer.models import cnn
from explainer.settings import AscentSettings

SETTINGS = AscentSettings(steps=8)
WEIGHT = np.linspace(-1, 1, 784, dtype=np.float32).reshape(28, 28)


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


def linear(weight):
    """The objective whose gradient is `weight` (28, 28), whatever the image."""
    return Objective(lambda images: (images[:, 0] * torch.from_numpy(weight)).sum(dim=(1, 2)))


@pytest.mark.parametrize("layer", ["conv1", "conv2", "dense1", "logits"])
def test_every_unit_of_every_layer_gets_more_active(network, layer):
    ascent = ascend(channel(network, layer), noise(unit_count(network, layer), SETTINGS), SETTINGS)
    assert (ascent.values[-1] > ascent.values[0]).all()
    assert ascent.images.min() >= 0
    assert ascent.images.max() <= 1
    assert ascent.values.shape == (9, unit_count(network, layer))


def test_an_image_among_others_ascends_as_it_does_alone(network):
    start = noise(10, SETTINGS)
    all_ten = ascend(channel(network, "logits"), start, SETTINGS)

    fourth = Objective(lambda images: network.activations(images, "logits")[:, 4])
    alone = ascend(fourth, start[4:5], SETTINGS)
    np.testing.assert_allclose(all_ten.images[4], alone.images[0], atol=1e-3)


def test_a_hand_computed_ascent():
    """For a linear objective the gradient is the weight image: steps of 1/4 and 1/8 of weight / std, clipped."""
    ascent = ascend(
        linear(WEIGHT),
        np.full((1, 28, 28), 0.5, np.float32),
        replace(SETTINGS, steps=2, step=0.25, shrinking=True),
    )
    once = np.clip(0.5 + 0.25 * WEIGHT / WEIGHT.std(), 0, 1)
    expected = np.clip(once + 0.125 * WEIGHT / WEIGHT.std(), 0, 1)
    np.testing.assert_allclose(ascent.images[0], expected, atol=1e-5)
    np.testing.assert_allclose(ascent.values[:, 0], [(WEIGHT * x).sum() for x in (0.5, once, expected)], atol=1e-2)


def test_a_gradient_whose_std_is_epsilon_makes_half_a_step():
    epsilon = 1e-3
    weight = WEIGHT / WEIGHT.std() * epsilon
    settings = replace(SETTINGS, steps=1, step=0.25, shrinking=False, epsilon=epsilon)
    ascent = ascend(linear(weight), np.full((1, 28, 28), 0.5, np.float32), settings)
    np.testing.assert_allclose(ascent.images[0], 0.5 + 0.25 * WEIGHT / WEIGHT.std() / 2, atol=1e-5)


def test_an_image_without_a_gradient_stays_where_it_is_and_the_others_go_on():
    start = noise(2, SETTINGS)
    second_only = Objective(lambda images: linear(WEIGHT)(images) * torch.tensor([0.0, 1.0]))
    ascent = ascend(second_only, start, SETTINGS)
    np.testing.assert_array_equal(ascent.images[0], start[0])
    assert ascent.values[-1, 1] > ascent.values[0, 1]


def test_a_start_does_not_depend_on_how_many_there_are():
    np.testing.assert_array_equal(noise(3, SETTINGS), noise(10, SETTINGS)[:3])
    start = noise(50, SETTINGS)
    assert start.min() >= 0.45
    assert start.max() <= 0.55


def test_a_prior_is_added_to_an_objective(network):
    start = noise(10, SETTINGS)
    with_prior = ascend(channel(network, "logits") + 0.05 * total_variation(), start, SETTINGS)
    without = ascend(channel(network, "logits"), start, SETTINGS)
    variation = [total_variation()(cnn.as_batch(each.images)).mean() for each in (with_prior, without)]
    assert variation[0] > variation[1]


def test_the_path_is_kept(network):
    start = noise(2, SETTINGS)
    ascent = ascend(channel(network, "logits", [0, 1]), start, SETTINGS)
    assert ascent.path.shape == (9, 2, 28, 28)
    assert ascent.gradients.shape == (8, 2, 3)
    np.testing.assert_array_equal(ascent.path[0], start)
    np.testing.assert_array_equal(ascent.path[-1], ascent.images)
    images = cnn.as_batch(ascent.path[3]).requires_grad_()
    (gradient,) = torch.autograd.grad(network(images)[[0, 1], [0, 1]].sum(), images)
    expected = [gradient[1].min(), gradient[1].max(), gradient[1].std(correction=0)]
    np.testing.assert_allclose(ascent.gradients[3, 1], expected, rtol=1e-3)
