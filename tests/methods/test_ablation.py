"""Taking units out, against networks whose units are known."""

import numpy as np
import pytest
import torch

from explainer.methods import ablation
from explainer.methods.activation_maximization import noise
from explainer.models import cnn
from explainer.settings import AscentSettings

IMAGES = noise(40, AscentSettings(low=0.0, high=1.0))


@pytest.fixture
def network():
    """An untrained network whose unit 3 of conv1 never fires and whose unit 5 is twice unit 4."""
    made = cnn.initial(0).eval()
    with torch.no_grad():
        made.layers.conv1.weight[3], made.layers.conv1.bias[3] = 0.0, -1.0
        made.layers.conv1.weight[5] = 2 * made.layers.conv1.weight[4]
        made.layers.conv1.bias[5] = 2 * made.layers.conv1.bias[4]
    return made


def test_the_maps_and_the_rest_of_the_network_make_the_logits(network):
    for layer in ("conv1", "conv2"):
        found = ablation.logits(network, layer, ablation.maps(network, layer, IMAGES))
        np.testing.assert_allclose(found, cnn.predict_logits(network, IMAGES), atol=1e-5)


def test_a_unit_that_never_fires_is_never_active_and_moves_nothing(network):
    seen = ablation.maps(network, "conv1", IMAGES)
    moved, changed = ablation.effects(network, "conv1", seen)
    assert ablation.active(seen)[3] == 0
    assert moved[3] == changed[3] == 0
    assert np.delete(moved, 3).min() > 0


def test_the_effect_of_a_unit_is_what_a_network_with_a_constant_in_its_place_shows(network):
    seen = ablation.maps(network, "conv1", IMAGES)
    moved, _ = ablation.effects(network, "conv1", seen)
    level = seen[:, 7].mean(dim=0)

    def constant(module, inputs, output):
        output = output.clone()
        output[:, 7] = level
        return output

    handle = network.layers.conv1_relu.register_forward_hook(constant)
    after = cnn.predict_logits(network, IMAGES)
    handle.remove()
    expected = np.sqrt(((after - cnn.predict_logits(network, IMAGES)) ** 2).mean())
    assert moved[7] == pytest.approx(expected, rel=1e-4)


def test_taking_out_nothing_keeps_all_and_taking_out_everything_leaves_one_answer(network):
    seen = ablation.maps(network, "conv2", IMAGES)
    assert ablation.kept(network, "conv2", seen, []) == 1
    silenced = ablation.logits(network, "conv2", ablation.without(seen, range(36)))
    assert len(set(silenced.argmax(axis=1))) == 1


def test_taking_out_leaves_the_maps_given_as_they_were(network):
    seen = ablation.maps(network, "conv1", IMAGES)
    before = seen.clone()
    changed = ablation.without(seen, [2])
    assert torch.equal(seen, before)
    assert changed[:, 2].std(dim=0, correction=0).max() < 1e-6


def test_twins_explain_each_other_and_others_as_far_as_least_squares_goes(network):
    seen = ablation.maps(network, "conv1", IMAGES)
    shares = ablation.explained(seen)
    assert shares[4] == pytest.approx(1)
    assert shares[5] == pytest.approx(1)
    assert shares[3] == 1  # it never varies
    values = seen.transpose(0, 1).flatten(1).numpy().astype(float)
    others = np.vstack([np.delete(values, 0, axis=0), np.ones(values.shape[1])]).T
    left = values[0] - others @ np.linalg.lstsq(others, values[0], rcond=None)[0]
    assert shares[0] == pytest.approx(1 - left.var() / values[0].var(), abs=1e-6)


def test_correlations_are_numpys_and_nothing_for_a_unit_that_never_varies(network):
    seen = ablation.maps(network, "conv1", IMAGES)
    found = ablation.correlations(seen)
    values = np.delete(seen.transpose(0, 1).flatten(1).numpy().astype(float), 3, axis=0)
    np.testing.assert_allclose(np.delete(np.delete(found, 3, 0), 3, 1), np.corrcoef(values), atol=1e-6)
    assert not found[3].any()
