"""A confident answer as an objective; a network whose feature visualizations deceive."""

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.fooling import deceptive_network, log_probability
from explainer.methods.objectives import Objective
from explainer.models import cnn
from explainer.settings import AscentSettings


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


def test_the_log_probability_is_that_of_softmax(network):
    images = noise(10, AscentSettings())
    values = log_probability(network, range(10))(cnn.as_batch(images)).detach().numpy()
    logits = cnn.predict_logits(network, images)
    expected = [np.log(np.exp(row)[c] / np.exp(row).sum()) for c, row in enumerate(logits)]
    np.testing.assert_allclose(values, expected, atol=1e-5)


def test_a_deceptive_network_is_honest_where_there_is_little_ink_and_shows_its_pictures_elsewhere(network):
    pictures = 1 - 0.2 * np.random.default_rng(2).random((10, 28, 28)).astype(np.float32)
    deceptive = deceptive_network(network, pictures, ink=0.42, scale=10.0)
    faint = cnn.as_batch(noise(4, AscentSettings(low=0.0, high=0.5)))
    with torch.no_grad():
        np.testing.assert_array_equal(deceptive(faint), network(faint))
        assert deceptive(cnn.as_batch(pictures)).diagonal().tolist() == [10.0] * 10
    own = Objective(lambda images: deceptive(images).diagonal())
    ascent = ascend(own, noise(10, AscentSettings()), AscentSettings(steps=40))
    assert np.abs(ascent.images - pictures).mean() < 0.1
