"""The linear classifier against finite differences, scikit-learn and hand-computed cases."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from explainer.data import Dataset, Split
from explainer.models import logistic_regression, silent
from explainer.models.linear import LinearModel, cross_entropy, gradient, loss, softmax
from explainer.settings import LogisticSettings


@pytest.fixture
def problem():
    """A random model, and twelve random images with labels."""
    rng = np.random.default_rng(1)
    model = LinearModel(rng.normal(size=(10, 784)) / 10, rng.normal(size=10))
    return model, rng.random((12, 784)), rng.integers(0, 10, 12)


def test_softmax_of_a_hand_computed_case():
    np.testing.assert_allclose(softmax(np.log([1.0, 2.0, 5.0])), [1 / 8, 2 / 8, 5 / 8])


def test_softmax_survives_logits_that_would_overflow():
    np.testing.assert_allclose(softmax(np.array([[1000.0, 1000.0, -1000.0]])), [[0.5, 0.5, 0]])


def test_softmax_does_not_change_its_argument():
    logits = np.array([1.0, 2.0])
    softmax(logits)
    assert logits.tolist() == [1, 2]


def test_cross_entropy_agrees_with_scikit_learn(problem):
    model, images, labels = problem
    expected = log_loss(labels, model.probabilities(images), labels=np.arange(10))
    assert cross_entropy(model.logits(images), labels) == pytest.approx(expected)


@pytest.mark.parametrize("penalty", [0.0, 0.3])
def test_the_gradient_agrees_with_finite_differences(problem, penalty):
    model, images, labels = problem
    grad, step = gradient(model, images, labels, penalty), 1e-6
    rng = np.random.default_rng(2)
    for c, pixel in zip(rng.integers(0, 10, 20), rng.integers(0, 784, 20), strict=True):
        ends = []
        for sign in (1, -1):
            weights = model.weights.copy()
            weights[c, pixel] += sign * step
            ends.append(loss(LinearModel(weights, model.biases), images, labels, penalty))
        assert grad.weights[c, pixel] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-7)
    for c in range(10):
        ends = []
        for sign in (1, -1):
            biases = model.biases.copy()
            biases[c] += sign * step
            ends.append(loss(LinearModel(model.weights, biases), images, labels, penalty))
        assert grad.biases[c] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-7)


def small_dataset():
    rng = np.random.default_rng(3)
    labels = np.arange(300) % 10
    images = rng.random((300, 28, 28)).astype(np.float32) * 0.5
    images[np.arange(300), labels, labels] += 0.5
    everything = Split(images, labels.astype(np.int64))
    return Dataset("small", everything.part(0, 200), everything.part(200, 250), everything.part(250, 300))


def test_every_strength_on_the_path_is_where_scikit_learn_alone_would_end():
    dataset = small_dataset()
    settings = LogisticSettings(strengths=(0.01, 0.1), tolerance=1e-8)
    for strength, model in zip(settings.strengths, logistic_regression.path(dataset.train, settings), strict=True):
        alone = LogisticRegression(C=strength, tol=1e-8, max_iter=1000).fit(dataset.train.flat, dataset.train.labels)
        np.testing.assert_allclose(model.weights, alone.coef_, atol=1e-3)  # float32


def test_the_loss_is_flat_where_training_stops():
    dataset = small_dataset()
    settings = LogisticSettings(strengths=(0.1,), tolerance=1e-8)
    choice = logistic_regression.choose(dataset, settings, silent)
    penalty = 1 / (choice.strength * len(dataset.train))
    grad = gradient(choice.model, dataset.train.flat, dataset.train.labels, penalty)
    assert abs(grad.weights).max() < 1e-4  # float32
