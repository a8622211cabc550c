"""Solving for an image, against general-purpose solvers on small problems."""

import numpy as np
import pytest
from scipy import optimize

from explainer.methods import inverse_softmax
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel, softmax

PIXELS = 30


@pytest.fixture
def model():
    rng = np.random.default_rng(4)
    return LinearModel(rng.normal(0, 1, (10, PIXELS)), rng.normal(0, 0.3, 10))


def reachable(model):
    """The probabilities of some image with pixels between 0 and 1."""
    return model.probabilities(np.random.default_rng(5).random((1, PIXELS)))[0]


def test_softmax_undoes_the_inverse_softmax():
    wanted = inverse_softmax.targets(0.7)
    np.testing.assert_allclose(softmax(inverse_softmax.inverse_softmax(wanted)), wanted, rtol=1e-12)
    np.testing.assert_allclose(inverse_softmax.inverse_softmax(wanted).sum(axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.1, 1.5])
def test_a_target_without_finite_logits_is_refused(probability):
    with pytest.raises(ValueError, match="no finite logits"):
        inverse_softmax.targets(probability)


def test_a_one_hot_target_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        inverse_softmax.inverse_softmax(np.eye(10)[0])


def test_the_minimum_norm_is_the_least_squares_solution(model):
    wanted = reachable(model)
    a, d = inverse_softmax.equations(model, wanted)
    image = inverse_softmax.minimum_norm_pre_image(model, wanted)
    np.testing.assert_allclose(model.probabilities(image[None])[0], wanted, atol=1e-12)
    np.testing.assert_allclose(image, np.linalg.lstsq(a, d, rcond=1e-9)[0], atol=1e-10)


def test_the_nearest_is_what_a_general_solver_finds(model):
    wanted, start = reachable(model), np.full(PIXELS, 0.2)
    a, d = inverse_softmax.equations(model, wanted)
    image = inverse_softmax.nearest_pre_image(model, wanted, start)
    assert image is not None
    assert image.min() >= 0
    assert image.max() <= 1
    assert ((image == 0) | (image == 1)).any()  # the bounds are felt, or this tests too little
    found = optimize.minimize(
        lambda x: ((x - start) ** 2).sum() / 2,
        start,
        jac=lambda x: x - start,
        bounds=[(0, 1)] * PIXELS,
        constraints={"type": "eq", "fun": lambda x: (a @ x - d)[:-1], "jac": lambda _: a[:-1]},
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert found.success
    np.testing.assert_allclose(image, found.x, atol=1e-5)


def test_there_is_no_nearest_image_beyond_the_largest_margin_and_there_is_one_short_of_it(model):
    _, lead = inverse_softmax.largest_margin_in_box(model, 0)

    def target(gap):
        return softmax(np.append(gap, np.zeros(9)))

    start = np.full(PIXELS, 0.5)
    assert inverse_softmax.nearest_pre_image(model, target(lead - 0.01), start) is not None
    assert inverse_softmax.nearest_pre_image(model, target(lead + 0.01), start) is None


def test_the_largest_margin_is_reached_and_is_the_one_returned(model):
    image, lead = inverse_softmax.largest_margin_in_box(model, 3)
    logits = model.logits(image[None])[0]
    np.testing.assert_allclose(logits[3] - np.delete(logits, 3), lead, atol=1e-7)
    assert image.min() >= -1e-9
    assert image.max() <= 1 + 1e-9


def test_the_map_pre_image_solves_the_equations_of_lagrange(model):
    rng = np.random.default_rng(6)
    root = rng.normal(0, 1, (PIXELS, PIXELS))
    data = Gaussian(rng.random(PIXELS), root @ root.T + np.eye(PIXELS))
    wanted = reachable(model)
    image = inverse_softmax.map_pre_image(model, wanted, data)
    a, d = (part[:-1] for part in inverse_softmax.equations(model, wanted))
    system = np.block([[np.linalg.inv(data.covariance), a.T], [a, np.zeros((9, 9))]])
    exact = np.linalg.solve(system, np.append(np.linalg.solve(data.covariance, data.mean), d))[:PIXELS]
    np.testing.assert_allclose(image, exact, atol=1e-7)
    np.testing.assert_allclose(model.probabilities(image[None])[0], wanted, atol=1e-9)


def test_no_image_in_the_box_beats_the_largest_logit(model):
    image = inverse_softmax.largest_logit_in_box(model, 2)
    found = optimize.linprog(-model.weights[2], bounds=[(0, 1)] * PIXELS)
    np.testing.assert_allclose(model.weights[2] @ image, -found.fun, rtol=1e-9)
