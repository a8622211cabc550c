"""Gradients of a margin against finite differences and a linear classifier's weights, and deletions by hand."""

import numpy as np
import pytest

from explainer.methods import attribution
from explainer.models import cnn
from explainer.models.linear import LinearModel


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval().requires_grad_(False)


@pytest.fixture
def images():
    return np.random.default_rng(0).random((3, 28, 28), np.float32)


WINNERS, RIVALS = np.array([3, 0, 9]), np.array([5, 1, 8])


def test_the_gradient_is_that_of_finite_differences(network, images):
    gradient = attribution.margin_gradients(network, images, WINNERS, RIVALS)
    precise = cnn.initial(0).eval().double()  # differences are too small for single precision
    step, rng = 1e-6, np.random.default_rng(1)

    def margin(several):
        batch = cnn.torch.from_numpy(several)[:, None].to(cnn.device())
        logits = precise(batch).detach().cpu().numpy()
        return attribution.margins(logits, WINNERS, RIVALS)

    for row, column in rng.integers(0, 28, (12, 2)):
        above, below = images.astype(np.float64), images.astype(np.float64)
        above[:, row, column] += step
        below[:, row, column] -= step
        differences = (margin(above) - margin(below)) / (2 * step)
        np.testing.assert_allclose(gradient[:, row, column], differences, atol=1e-5)


def test_a_linear_classifiers_parts_and_biases_are_its_margin(images):
    rng = np.random.default_rng(2)
    model = LinearModel(rng.normal(size=(10, 784)), rng.normal(size=10))
    parts = attribution.linear_margin_gradients(model, WINNERS, RIVALS) * images
    logits = model.logits(images.reshape(3, -1))
    whole = parts.sum(axis=(1, 2)) + model.biases[WINNERS] - model.biases[RIVALS]
    np.testing.assert_allclose(whole, attribution.margins(logits, WINNERS, RIVALS))


def test_winner_and_rival_are_the_two_largest():
    logits = np.array([[0, 5, 2, *[-1] * 7], [9, 0, 0, *[-1] * 6, 8]], float)
    winners, rivals = attribution.winners_and_rivals(logits)
    assert winners.tolist() == [1, 0]
    assert rivals.tolist() == [2, 9]


def test_pixels_go_by_their_share_and_those_without_ink_last():
    image, parts = np.zeros((1, 28, 28)), np.zeros((1, 28, 28))
    image[0, 0, :3] = 0.5
    parts[0, 0, :4] = [-2, 1, 3, 9]  # the largest is where there is no ink
    order = attribution.largest_first(parts, image)
    assert order[0, :3].tolist() == [2, 1, 0]
    left = attribution.without(image, order, 2)
    assert left[0, 0, :3].tolist() == [0.5, 0, 0]
    assert image.sum() == 1.5


def test_a_gradient_taken_anew_takes_the_same_first_pixels_and_no_ink_twice(network, images):
    classes = (WINNERS, RIVALS)
    first = attribution.margin_gradients(network, images, *classes) * images
    once = attribution.without(images, attribution.largest_first(first, images), 5)
    none, five, twenty = attribution.anew(network, images, classes, (0, 5, 20), at_once=5)
    np.testing.assert_array_equal(none, images)
    np.testing.assert_array_equal(five, once)
    assert [(images != each).sum() for each in (five, twenty)] == [15, 60]


def test_maps_are_compared_where_there_is_ink(images):
    one, two = np.random.default_rng(3).normal(size=(2, 3, 28, 28))
    sparse = np.where(images > 0.7, images, 0)
    expected = [np.corrcoef(a[i > 0], b[i > 0])[0, 1] for a, b, i in zip(one, two, sparse, strict=True)]
    np.testing.assert_allclose(attribution.inked_correlations(one, two, sparse), expected)
    np.testing.assert_allclose(attribution.inked_correlations(one, one, sparse), 1)
