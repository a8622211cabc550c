"""Solved images are put back into the model."""

import numpy as np
import pytest
from scipy.optimize import minimize

from explainer.methods import inverse_softmax
from explainer.models.linear import LinearModel, softmax


@pytest.fixture
def model():
    rng = np.random.default_rng(0)
    return LinearModel(rng.normal(size=(10, 784)), rng.normal(size=10))


def test_softmax_undoes_inverse_softmax():
    p = np.array([0.2, 0.5, 0.3])
    np.testing.assert_allclose(softmax(inverse_softmax.inverse_softmax(p)), p, rtol=1e-12)
    assert inverse_softmax.inverse_softmax(p).sum() == pytest.approx(0)


def test_a_solved_image_is_given_its_target(model):
    for target in inverse_softmax.targets(0.99):
        image = inverse_softmax.minimum_norm_pre_image(model, target)
        np.testing.assert_allclose(model.probabilities(image[None])[0], target, atol=1e-9)


def test_no_image_of_smaller_norm_has_the_same_probabilities(model):
    target = inverse_softmax.targets(0.9)[4]
    image = inverse_softmax.minimum_norm_pre_image(model, target)
    # An independent solver, in a random 12-dimensional slice of images through the solved one.
    rng = np.random.default_rng(5)
    directions = rng.normal(size=(12, 784)) / 28

    def log_ratios(multipliers):
        return np.log(model.probabilities((image + multipliers @ directions)[None])[0])[:9] - np.log(target)[:9]

    found = minimize(
        lambda multipliers: ((image + multipliers @ directions) ** 2).sum(),
        np.full(12, 0.05),
        constraints={"type": "eq", "fun": log_ratios},
        options={"maxiter": 200},
    )
    assert np.abs(log_ratios(found.x)).max() < 1e-4
    assert found.fun >= (image**2).sum() - 1e-6


def test_a_common_image_in_all_columns_changes_nothing(model):
    target = inverse_softmax.targets(0.8)[2]
    other = LinearModel(model.weights + np.random.default_rng(1).normal(size=784), model.biases + 3)
    np.testing.assert_allclose(
        inverse_softmax.minimum_norm_pre_image(model, target),
        inverse_softmax.minimum_norm_pre_image(other, target),
        atol=1e-9,
    )


@pytest.mark.parametrize("probability", [0.0, 1.0, 1.5])
def test_certainty_cannot_be_asked_for(probability):
    with pytest.raises(ValueError, match="no finite logits"):
        inverse_softmax.targets(probability)


def test_a_probability_of_zero_has_no_logit():
    with pytest.raises(ValueError, match="−∞"):
        inverse_softmax.inverse_softmax(np.array([0.0, 1.0]))


def test_a_turning_length_leads_to_the_border_and_no_shorter_way_does(model):
    image = np.random.default_rng(2).random(784)
    length = inverse_softmax.turning_lengths(model, image[None])[0]
    digit = model.predict(image[None])[0]
    ways = [inverse_softmax.change_to_class(model, image, other) for other in range(10) if other != digit]
    assert min(np.linalg.norm(way) for way in ways) == pytest.approx(length)


def test_no_smaller_change_gives_an_image_to_a_class(model):
    image = np.random.default_rng(3).random(784)
    digit = int(model.logits(image[None])[0].argmin())
    change = inverse_softmax.change_to_class(model, image, digit)
    # An independent solver, in the space of the nine differences of weights, where the change must lie.
    rows = np.delete(model.weights[digit] - model.weights, digit, axis=0)

    def leads(multipliers):
        logits = model.logits((image + multipliers @ rows)[None])[0]
        return np.delete(logits[digit] - logits, digit)

    found = minimize(
        lambda multipliers: ((multipliers @ rows) ** 2).sum(),
        np.full(9, 0.05),
        constraints={"type": "ineq", "fun": leads},
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert (change**2).sum() == pytest.approx(found.fun, rel=1e-4)
    logits = model.logits((image + change)[None])[0]
    assert logits[digit] == pytest.approx(logits.max(), abs=1e-9)


def test_an_image_of_the_class_already_needs_no_change(model):
    image = np.random.default_rng(4).random(784)
    assert not np.any(inverse_softmax.change_to_class(model, image, int(model.predict(image[None])[0])))
