"""Where a unit is most active, and what it sees there, against the network's own maps."""

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import noise
from explainer.methods.exemplars import centre_patches, max_activations, patches, top_images
from explainer.models import cnn
from explainer.settings import AscentSettings


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


def test_a_patch_is_all_that_its_place_sees(network):
    """Change everything but the patch: the activation at that place stays. Change the patch's corner: it changes."""
    rng = np.random.default_rng(1)
    images = rng.random((1, 28, 28)).astype(np.float32)
    place = np.array([[5, 8]])
    assert np.array_equal(patches(images, place)[0], images[0, 4:18, 10:24])
    other = rng.random((1, 28, 28)).astype(np.float32)
    other[0, 4:18, 10:24] = images[0, 4:18, 10:24]

    def activations(image):
        with torch.no_grad():
            return network.activations(cnn.as_batch(image), "conv2")[0, :, 5, 8].numpy()

    np.testing.assert_allclose(activations(images), activations(other), atol=1e-5)
    for corner in ((4, 10), (4, 23), (17, 10), (17, 23)):
        touched = other.copy()
        touched[0, corner[0], corner[1]] += 5
        assert np.abs(activations(touched) - activations(other)).max() > 1e-4, corner


def test_beyond_the_edge_there_is_background():
    assert patches(np.ones((1, 28, 28)), np.array([[0, 13]]))[0].sum() == 8 * 8
    assert np.array_equal(centre_patches(np.arange(784).reshape(1, 28, 28), 14)[0, 0, :2], [8 * 28 + 8, 8 * 28 + 9])


def test_max_activations_are_the_largest_and_where_they_are(network):
    images = noise(3, AscentSettings())
    maxima, places = max_activations(network, "conv2", images)
    with torch.no_grad():
        maps = network.activations(cnn.as_batch(images), "conv2").numpy()
    np.testing.assert_allclose(maxima, maps.max(axis=(2, 3)), atol=1e-6)
    down, across = places[2, 7]
    assert maps[2, 7, down, across] == pytest.approx(maxima[2, 7], abs=1e-6)


def test_the_top_images_of_each_unit_come_largest_first():
    assert top_images(np.array([[1, 9], [3, 7], [2, 8]]), 2).tolist() == [[1, 2], [0, 2]]
