"""Changes of the weights that change no answer, and colour scales that change the sign."""

import numpy as np
import pytest

from explainer.methods import weights
from explainer.models.linear import LinearModel


@pytest.fixture
def model():
    rng = np.random.default_rng(7)
    return LinearModel(rng.normal(0, 0.3, (10, 784)), rng.normal(0, 1, 10))


@pytest.mark.parametrize(
    "change", [lambda m: weights.add_to_all(m, weights.smile()), lambda m: weights.relative_to(m, 4)]
)
def test_the_weights_change_and_the_probabilities_do_not(model, change):
    flat = np.random.default_rng(8).random((20, 784))
    other = change(model)
    assert abs(other.weights - model.weights).max() > 0.5
    np.testing.assert_allclose(other.probabilities(flat), model.probabilities(flat), atol=1e-12)


def test_the_baseline_has_no_weights_left(model):
    other = weights.relative_to(model, 4)
    assert not other.weights[4].any()
    assert other.biases[4] == 0


def test_the_face_is_symmetric_and_has_two_eyes():
    face = weights.smile()
    np.testing.assert_array_equal(face, face[:, ::-1])
    assert face[10, 9] == face[10, 18] == 1
    assert set(np.unique(face)) == {0, 1}


def test_own_limits_put_their_middle_in_place_of_zero():
    image = np.array([[[-1.0, 0.5], [0.5, 3.0]]])
    neutral = weights.neutral_of_own_limits(image)
    np.testing.assert_array_equal(neutral, [1.0])
    assert weights.share_of_wrong_sign(image, neutral[:, None, None]) == 0.5  # both halves look negative
    assert weights.share_of_wrong_sign(image, np.array(0.0)) == 0
