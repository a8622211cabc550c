"""Mean ablation, against networks whose units are known."""

import numpy as np
import pytest
import torch

from explainer.methods import ablation
from explainer.methods.activation_maximization import noise
from explainer.methods.correlation import correlations
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


def test_a_unit_that_never_fires_has_rate_zero_and_no_effect(network):
    activations = ablation.maps(network, "conv1", IMAGES)
    logit_changes, prediction_changes = ablation.effects(network, "conv1", activations)
    assert ablation.activation_rate(activations)[3] == 0
    assert logit_changes[3] == prediction_changes[3] == 0
    assert np.delete(logit_changes, 3).min() > 0


def test_the_effect_of_a_unit_is_what_a_network_with_a_constant_in_its_place_shows(network):
    activations = ablation.maps(network, "conv1", IMAGES)
    logit_changes, _ = ablation.effects(network, "conv1", activations)
    level = activations[:, 7].mean(dim=0)

    def constant(module, inputs, output):
        output = output.clone()
        output[:, 7] = level
        return output

    handle = network.layers.conv1_relu.register_forward_hook(constant)
    after = cnn.predict_logits(network, IMAGES)
    handle.remove()
    expected = np.sqrt(((after - cnn.predict_logits(network, IMAGES)) ** 2).mean())
    assert logit_changes[7] == pytest.approx(expected, rel=1e-4)


def test_ablating_nothing_keeps_every_prediction_and_ablating_everything_leaves_one(network):
    activations = ablation.maps(network, "conv2", IMAGES)
    assert ablation.agreement(network, "conv2", activations, []) == 1
    ablated = ablation.logits(network, "conv2", ablation.mean_ablate(activations, range(36)))
    assert len(set(ablated.argmax(axis=1))) == 1


def test_ablation_leaves_the_maps_given_as_they_were(network):
    activations = ablation.maps(network, "conv1", IMAGES)
    before = activations.clone()
    ablated = ablation.mean_ablate(activations, [2])
    assert torch.equal(activations, before)
    assert ablated[:, 2].std(dim=0, correction=0).max() < 1e-6


def test_r_squared_of_twins_is_one_and_of_others_that_of_least_squares(network):
    activations = ablation.maps(network, "conv1", IMAGES)
    shares = ablation.r_squared(activations)
    assert shares[4] == pytest.approx(1)
    assert shares[5] == pytest.approx(1)
    assert shares[3] == 1  # it never varies
    values = activations.transpose(0, 1).flatten(1).numpy().astype(float)
    others = np.vstack([np.delete(values, 0, axis=0), np.ones(values.shape[1])]).T
    residual = values[0] - others @ np.linalg.lstsq(others, values[0], rcond=None)[0]
    assert shares[0] == pytest.approx(1 - residual.var() / values[0].var(), abs=1e-6)


def test_the_rows_of_a_layer_correlate_as_numpy_says_and_a_unit_that_never_varies_with_none(network):
    activations = ablation.maps(network, "conv1", IMAGES)
    rows = ablation.by_unit(activations)
    assert rows.shape == (16, 40 * 14 * 14)
    np.testing.assert_array_equal(rows[6, :196], activations[0, 6].flatten().numpy())
    found = correlations(rows)
    varying = np.delete(activations.transpose(0, 1).flatten(1).numpy().astype(float), 3, axis=0)
    np.testing.assert_allclose(np.delete(np.delete(found, 3, 0), 3, 1), np.corrcoef(varying), atol=1e-6)
    assert np.isnan(found[3]).all()
    assert np.isnan(found[:, 3]).all()
