"""The evidence in one image, and the fewest pixels that decide."""

from itertools import combinations

import numpy as np
import pytest

from explainer.methods import evidence
from explainer.models.linear import LinearModel


@pytest.fixture
def model():
    rng = np.random.default_rng(1)
    return LinearModel(rng.normal(0, 1, (10, 784)), rng.normal(0, 1, 10))


def test_evidence_of_one_inked_pixel_is_its_weight_times_its_ink(model):
    image = np.zeros((28, 28))
    image[3, 5] = 0.5
    found = evidence.evidence(model, image)
    np.testing.assert_allclose(found[:, 3, 5], 0.5 * model.weights[:, 3 * 28 + 5])
    assert np.count_nonzero(found) == 10


def test_the_sum_error_sees_a_logit_that_is_off(model):
    class Off(LinearModel):
        def logits(self, flat):
            return super().logits(flat) + 0.25

    flat = np.random.default_rng(2).random((3, 784))
    assert evidence.largest_sum_error(model, flat) < 1e-10
    assert evidence.largest_sum_error(Off(model.weights, model.biases), flat) == pytest.approx(0.25)


def test_winner_and_rival():
    assert evidence.first_two(np.array([0, 3, 1, 9, 2, 4, -1, 8, 5, 6.0])) == (3, 7)


@pytest.mark.parametrize("lead", [0.0, 0.5, 2.0, 3.4])
def test_no_smaller_set_of_pixels_overturns(lead):
    difference = np.array([[1.5, -2.0, 0.3], [0.0, 1.2, 0.5]])
    chosen = evidence.overturning(difference, lead)
    assert difference[chosen].sum() > lead
    smaller = combinations(difference.flat, int(chosen.sum()) - 1)
    assert all(sum(some) <= lead for some in smaller)


def test_a_lead_that_no_ink_holds_up_takes_every_pixel_for_the_winner():
    difference = np.array([[1.0, -1.0], [0.5, 0.0]])
    np.testing.assert_array_equal(evidence.overturning(difference, 9.0), difference > 0)
