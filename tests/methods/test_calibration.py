"""Reliability by hand and against scikit-learn's curve, and the temperature against a search and where it is known."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from explainer.methods.calibration import reliability, temperature
from explainer.models.linear import cross_entropy, softmax


def logits_of(confidence, winner=0):
    """Logits whose softmax gives the winner that much, and the other nine the rest in equal parts."""
    probabilities = np.full(10, (1 - confidence) / 9)
    probabilities[winner] = confidence
    return np.log(probabilities)


@pytest.fixture
def drawn():
    """Logits, and labels drawn from what a temperature of two makes of them."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (20_000, 10))
    labels = np.array([rng.choice(10, p=each) for each in softmax(logits / 2)])
    return logits, labels


def test_four_images_by_hand():
    logits = np.stack([logits_of(each) for each in (0.95, 0.85, 0.55, 0.55)])
    table = reliability(logits, np.array([0, 3, 0, 0]), 10)  # the second is misclassified
    assert table.counts.tolist() == [0, 0, 0, 0, 0, 2, 0, 0, 1, 1]
    np.testing.assert_allclose(table.confidences[[5, 8, 9]], [0.55, 0.85, 0.95])
    np.testing.assert_allclose(table.accuracies[[5, 8, 9]], [1, 0, 1])
    assert np.isnan(table.accuracies[0])
    assert table.expected_calibration_error == pytest.approx((2 * 0.45 + 0.85 + 0.05) / 4)


def test_bins_are_those_of_scikit_learn(drawn):
    logits, labels = drawn
    table, probabilities = reliability(logits, labels, 15), softmax(logits)
    right = probabilities.argmax(axis=1) == labels
    accuracies, confidences = calibration_curve(right, probabilities.max(axis=1), n_bins=15)
    held = table.counts > 0
    np.testing.assert_allclose(table.accuracies[held], accuracies)
    np.testing.assert_allclose(table.confidences[held], confidences)


def test_the_temperature_that_labels_were_drawn_under_is_found_and_calibrates(drawn):
    logits, labels = drawn
    found = temperature(logits, labels)
    assert found == pytest.approx(2, rel=0.03)
    before, after = (reliability(each, labels, 15).expected_calibration_error for each in (logits, logits / found))
    assert after < 0.02 < before


def test_no_temperature_near_it_is_better(drawn):
    logits, labels = drawn
    found = temperature(logits, labels)
    least = cross_entropy(logits / found, labels)
    assert all(
        cross_entropy(logits / each, labels) > least for each in found * np.array([0.5, 0.9, 0.99, 1.01, 1.1, 2])
    )
