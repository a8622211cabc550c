"""The verdicts on the sources' claims. They are about MNIST; on other digits only what holds on any is asked."""

import numpy as np
import pytest

PRINTED = {1: (0.897, -0.245477, 0.206278), 11: (0.926, -1.1957, 1.07317)}  # Cuevas


def test_the_spread_is_over_trainings_that_differ(build):
    kept = build.arrays("claims")
    assert len(kept["sgd"]) == build.numbers["claims.seeds"] >= 3
    assert kept["sgd"].std() > 0
    assert (kept["epochs"][..., 1:].std(axis=0) > 0).all()  # the weights; accuracies may tie on few images


def test_a_thousand_steps_train_it(build):
    assert build.numbers["claims.sgd_mean"] > (0.905 if build.dataset == "mnist" else 0.8)


@pytest.mark.parametrize("epoch", [1, 11])
def test_the_posts_figures_are_near(build, epoch):
    accuracy, low, high = build.arrays("claims")["epochs"].mean(axis=0)[[1, 11].index(epoch)]
    assert low < 0 < high
    if build.dataset == "mnist":
        printed = PRINTED[epoch]
        assert abs(accuracy - printed[0]) < 0.015
        assert np.allclose([low, high], printed[1:], rtol=0.25)


def test_the_printed_settings_do_not_give_the_printed_figures(build):
    assert build.numbers["scratch.printed_train_accuracy"] < 0.902 - 0.1
    assert build.numbers["scratch.printed_test_accuracy"] < 0.85 - 0.1


def test_the_digits_called_harder_are_not(build):
    assert build.numbers["limits.expected_hard_accuracy"] > build.numbers["limits.expected_easier_accuracy"]


def test_logistic_regression_stays_below_the_high_nineties(build):
    assert build.numbers["logistic.test_accuracy"] < 0.95
