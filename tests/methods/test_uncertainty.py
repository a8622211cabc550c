import numpy as np
import pytest
from scipy.stats import chi2

from explainer.methods.uncertainty import compare, interval, sampling_error


def of(*counts):
    """Which images two classifiers get right: both, only the first, only the second, neither, so many of each."""
    pairs = [(True, True)] * counts[0] + [(True, False)] * counts[1] + [(False, True)] * counts[2]
    return np.array(pairs + [(False, False)] * counts[3]).T


def test_mcnemar_agrees_with_the_chi_square_that_it_tends_to():
    found = compare(*of(9000, 300, 240, 460))
    assert (found.gained, found.lost) == (300, 240)
    assert found.p_value == pytest.approx(chi2.sf((abs(300 - 240) - 1) ** 2 / 540, 1), rel=0.02)


def test_the_standard_error_is_that_of_repeated_draws_of_images():
    right, other = of(900, 50, 30, 20)
    rng = np.random.default_rng(0)
    draws = [(right[at].mean() - other[at].mean()) for at in rng.integers(0, 1000, (4000, 1000))]
    assert compare(right, other).sampling_error == pytest.approx(np.std(draws), rel=0.05)


def test_pairing_makes_a_small_difference_clear_that_two_separate_errors_would_hide():
    right, other = of(9200, 60, 10, 730)
    found = compare(right, other)
    apart = np.hypot(sampling_error(right.mean(), 10_000), sampling_error(other.mean(), 10_000))
    assert found.is_clear
    assert found.difference < 2 * apart


def test_chance_passes_the_rule_about_one_time_in_twenty():
    rng = np.random.default_rng(0)
    found = [compare(*(rng.random((2, 1000)) < 0.9)).is_clear for _ in range(600)]
    assert 0.02 < np.mean(found) < 0.08


def test_the_spread_over_seeds_can_turn_a_clear_difference_into_chance():
    right, other = of(9200, 60, 10, 730)
    assert not compare(right, other, seed_std=0.005).is_clear
    seeds = np.stack([right, right, other, other])
    assert compare(seeds, other, 0.0).seed_error == pytest.approx(np.std(seeds.mean(axis=1), ddof=1) / 2)


def test_interval_holds_the_share_and_stays_between_none_and_all():
    assert interval(0, 50)[0] == 0
    assert interval(50, 50)[1] == pytest.approx(1)
    assert interval(20, 50) == pytest.approx((0.2761, 0.5382), abs=1e-4)  # Wilson's formula, by hand


def test_images_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="nothing to pair"):
        compare(np.ones(3, bool), np.ones(4, bool))
