"""Rungs, strengths, the data prior; exemplars; a sure answer; a network that lies."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal

from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.exemplars import middle_patches, patches, peaks, strongest
from explainer.methods.fooling import liar, sureness
from explainer.methods.ladder import climb, rungs, total_variation
from explainer.methods.ladder import strongest as strongest_borne
from explainer.methods.objectives import Objective, units
from explainer.methods.parametrisations import axes_holding, principal
from explainer.methods.priors import typical
from explainer.models import cnn
from explainer.models.gaussian import Gaussian
from explainer.settings import AscentSettings, LadderSettings

SETTINGS = LadderSettings(ascent=AscentSettings(steps=6))
SPREAD = np.linspace(0.001, 0.02, 784)
MODEL = Gaussian(np.full(784, 0.4), np.diag(SPREAD))


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


def test_typical_is_a_log_probability_but_for_a_constant():
    images = np.random.default_rng(0).random((3, 28, 28))
    prior = typical(principal(MODEL.mean, MODEL.covariance, axes=784))
    ours = prior(torch.from_numpy(images).float()[:, None]).numpy()
    known = multivariate_normal(MODEL.mean, MODEL.covariance).logpdf(images.reshape(3, -1))
    np.testing.assert_allclose(np.diff(ours), np.diff(known), rtol=1e-3)


def test_two_standard_deviations_along_an_axis_cost_two():
    image = MODEL.mean.copy()
    image[783] += 2 * np.sqrt(SPREAD[783])  # the longest axis
    value = typical(principal(MODEL.mean, MODEL.covariance, axes=5))(torch.from_numpy(image).float().view(1, 1, 28, 28))
    assert value.item() == pytest.approx(-2, abs=1e-3)


def test_axes_hold_a_share():
    covariance = np.diag([5.0, 1.0, 3.0, 1.0])
    assert [axes_holding(share, covariance) for share in (0.4, 0.5, 0.6, 0.85, 0.95)] == [1, 1, 2, 3, 4]


def test_an_objective_may_be_scaled_image_by_image():
    ones = Objective(lambda images: images.sum(dim=(1, 2, 3)))
    images = torch.ones(3, 1, 28, 28)
    assert (ones * torch.tensor([0.0, 1.0, 2.0]))(images).tolist() == [0.0, 784.0, 1568.0]
    assert (2 * ones - ones)(images).tolist() == [784.0] * 3


def test_the_strongest_that_is_borne_is_the_last_that_leaves_enough():
    values = np.array([[9.0, 9.0, 1.0], [5.0, 2.0, 1.0], [4.0, 6.0, 1.0], [1.0, 2.0, 1.0]])
    assert strongest_borne(values, np.array([4.0, 5.0, 3.0])).tolist() == [2, 2, 0]


@pytest.mark.parametrize("name", ["none", "ink", "smooth", "jitter", "fourier", "data"])
def test_every_rung_climbs_from_the_same_start_to_images(network, name):
    rung = rungs(MODEL, SETTINGS)[name]
    tried = rung.strengths(3)
    assert (np.diff(tried) > 0).all()
    images = climb(units(network, "logits", [0, 3]), rung, np.zeros(2), SETTINGS, starts=[0, 3])
    assert images.shape == (2, 28, 28)
    assert images.min() >= 0
    assert images.max() <= 1
    alone = climb(units(network, "logits", [3]), rung, np.zeros(1), SETTINGS, starts=[3])
    np.testing.assert_allclose(images[1], alone[0], atol=1e-3)


def test_a_stronger_prior_on_ink_leaves_less_of_it(network):
    rung = rungs(MODEL, SETTINGS)["ink"]
    images = climb(units(network, "logits", [2, 2]), rung, np.array([0.0, 50.0]), SETTINGS, starts=[2, 2])
    assert images[1].mean() < images[0].mean()


def test_total_variation_of_a_square():
    image = np.zeros((1, 28, 28))
    image[0, 10:14, 10:14] = 0.5
    assert total_variation(image).tolist() == [16 * 0.5]


def test_a_patch_is_all_that_its_place_sees(network):
    """Change everything but the patch: the activation at that place stays. Change the patch's corner: it moves."""
    chance = np.random.default_rng(1)
    images = chance.random((1, 28, 28)).astype(np.float32)
    place = np.array([[5, 8]])
    assert np.array_equal(patches(images, place)[0], images[0, 4:18, 10:24])
    other = chance.random((1, 28, 28)).astype(np.float32)
    other[0, 4:18, 10:24] = images[0, 4:18, 10:24]

    def seen(image):
        with torch.no_grad():
            return network.activations(cnn.as_batch(image), "conv2")[0, :, 5, 8].numpy()

    np.testing.assert_allclose(seen(images), seen(other), atol=1e-5)
    for corner in ((4, 10), (4, 23), (17, 10), (17, 23)):
        touched = other.copy()
        touched[0, corner[0], corner[1]] += 5
        assert np.abs(seen(touched) - seen(other)).max() > 1e-4, corner


def test_beyond_the_edge_there_is_paper():
    assert patches(np.ones((1, 28, 28)), np.array([[0, 13]]))[0].sum() == 8 * 8
    assert np.array_equal(middle_patches(np.arange(784).reshape(1, 28, 28), 14)[0, 0, :2], [8 * 28 + 8, 8 * 28 + 9])


def test_peaks_are_the_largest_activations_and_where_they_are(network):
    images = noise(3, AscentSettings())
    heights, places = peaks(network, "conv2", images)
    with torch.no_grad():
        maps = network.activations(cnn.as_batch(images), "conv2").numpy()
    np.testing.assert_allclose(heights, maps.max(axis=(2, 3)), atol=1e-6)
    down, across = places[2, 7]
    assert maps[2, 7, down, across] == pytest.approx(heights[2, 7], abs=1e-6)


def test_the_strongest_rows_come_first():
    assert strongest(np.array([[1, 9], [3, 7], [2, 8]]), 2).tolist() == [[1, 2], [0, 2]]


def test_sureness_is_a_log_probability(network):
    images = noise(10, AscentSettings())
    values = sureness(network, range(10))(cnn.as_batch(images)).detach().numpy()
    logits = cnn.predict_logits(network, images)
    expected = [np.log(np.exp(row)[c] / np.exp(row).sum()) for c, row in enumerate(logits)]
    np.testing.assert_allclose(values, expected, atol=1e-5)


def test_a_liar_is_honest_where_there_is_little_ink_and_shows_its_pictures_elsewhere(network):
    pictures = 1 - 0.2 * np.random.default_rng(2).random((10, 28, 28)).astype(np.float32)
    lying = liar(network, pictures, ink=0.42, pull=10.0)
    faint = cnn.as_batch(noise(4, AscentSettings(low=0.0, high=0.5)))
    with torch.no_grad():
        np.testing.assert_array_equal(lying(faint), network(faint))
        assert lying(cnn.as_batch(pictures)).diagonal().tolist() == [10.0] * 10
    settings = replace(AscentSettings(), steps=40)
    climbed = ascend(Objective(lambda images: lying(images).diagonal()), noise(10, settings), settings)
    assert np.abs(climbed.images - pictures).mean() < 0.1
