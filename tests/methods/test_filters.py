"""Patterns, against regressions fitted to data and against cases done by hand."""

import numpy as np
import pytest

from explainer.methods import patterns
from explainer.models import gaussian
from explainer.models.linear import LinearModel


@pytest.fixture
def fitted():
    rng = np.random.default_rng(3)
    flat = rng.normal(0, 1, (400, 12)) @ rng.normal(0, 1, (12, 12))
    return LinearModel(rng.normal(0, 1, (10, 12)), np.zeros(10)), flat


def centred_logits(model, flat):
    logits = model.logits(flat)
    return logits - logits.mean(axis=1, keepdims=True)


def test_a_pattern_is_the_coefficient_of_each_pixel_on_the_logit(fitted):
    model, flat = fitted
    found = patterns.patterns(model, gaussian.fit(flat))
    logit = centred_logits(model, flat)[:, 4]
    coefficients = [np.polyfit(logit, pixel, 1)[0] for pixel in flat.T]
    np.testing.assert_allclose(found[4], coefficients, rtol=1e-9)


def test_joint_patterns_are_the_coefficients_on_all_logits_at_once(fitted):
    model, flat = fitted
    found = patterns.joint_patterns(model, gaussian.fit(flat))
    logits = centred_logits(model, flat)
    coefficients = np.linalg.lstsq(logits - logits.mean(axis=0), flat - flat.mean(axis=0), rcond=1e-9)[0]
    np.testing.assert_allclose(found, coefficients, atol=1e-9)


def test_neither_changes_when_all_weights_do(fitted):
    model, flat = fitted
    data = gaussian.fit(flat)
    other = LinearModel(model.weights + np.arange(12), model.biases)
    for method in (patterns.patterns, patterns.joint_patterns):
        np.testing.assert_allclose(method(model, data), method(other, data), atol=1e-9)


def test_two_pixels_by_hand():
    # x1 = s + n, x2 = n, with n as often with one class as with the other: weights 1 and −1, pattern 1 and 0.
    pixels, classes = patterns.two_pixels(2000, noise=1.0, own_noise=1e-3, seed=0)
    weights, pattern = patterns.discriminant(pixels, classes)
    np.testing.assert_allclose(weights, [1, -1], atol=1e-3)
    np.testing.assert_allclose(pattern, [1, 0], atol=1e-3)


def test_roughness_of_stripes_and_of_a_ramp():
    stripes = np.tile([0.0, 1.0], (1, 28, 14))  # a step of 1 across, none down, standard deviation 1/2
    ramp = np.tile(np.arange(28.0), (1, 28, 1))
    assert patterns.roughness(stripes) == pytest.approx(1.0)
    assert patterns.roughness(ramp) == pytest.approx(0.5 / np.arange(28).std())
