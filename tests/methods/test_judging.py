"""A judge's bias is what it says to all images alike, and no more is taken from it."""

import numpy as np
import pytest

from explainer.methods.judging import corrected, predicted, says, share

RNG = np.random.default_rng(0)
OWN = np.tile(np.arange(10), 5)  # fifty images, of every class equally often
HEARD = np.eye(10)[OWN] + RNG.normal(scale=0.05, size=(50, 10))  # what an unbiased judge would say of them


def test_a_judge_that_always_says_five_is_heard_without_its_bias():
    biased = HEARD + np.array([0, 0, 0, 0, 0, 7.0, 0, 0, 0, 0])
    assert (predicted(biased) == 5).all()
    assert np.array_equal(corrected(biased), OWN)


def test_without_bias_nothing_is_corrected():
    assert np.array_equal(corrected(HEARD), predicted(HEARD))


def test_a_judge_that_hears_nothing_is_right_as_often_as_a_guess():
    deaf = np.random.default_rng(1).normal(size=(20_000, 10)) + 3 * np.arange(10)
    assert (corrected(deaf) == np.tile(np.arange(10), 2000)).mean() == pytest.approx(0.1, abs=0.01)


def test_sets_of_images_share_one_bias():
    sets = HEARD.reshape(5, 10, 10)
    assert np.array_equal(corrected(sets).ravel(), corrected(HEARD))
    assert predicted(sets).shape == (5, 10)


def test_what_is_said_is_counted_for_every_digit():
    assert says(np.array([[3, 3], [0, 9]])).tolist() == [1, 0, 0, 2, 0, 0, 0, 0, 0, 1]


def test_a_share_comes_with_wilson_s_interval():
    found = share(np.arange(50) < 5)
    z, p, n = 1.959964, 0.1, 50  # the formula of Wilson 1927, by hand
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert found[""] == 0.1
    assert found["_low"] == pytest.approx((middle - half) / (1 + z**2 / n), abs=1e-6)
    assert found["_high"] == pytest.approx((middle + half) / (1 + z**2 / n), abs=1e-6)
