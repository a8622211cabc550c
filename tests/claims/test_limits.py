"""What the page on the reach of a linear classifier says of its figures and numbers."""

import numpy as np


def test_the_high_nineties_are_out_of_reach(build):
    assert build.numbers["limits.whole_test"] == build.numbers["logistic.test_accuracy"] < 0.95


def test_the_digits_expected_to_be_harder_are_not(build):
    assert build.numbers["limits.expected_hard_accuracy"] > build.numbers["limits.expected_easier_accuracy"]


def test_the_errors_gather_in_a_few_cells(build):
    assert build.numbers["limits.pairs_share"] > 3 * 5 / 90  # five of ninety kinds of error
    counts = build.arrays("limits")["confusion"]
    assert counts.sum() - np.trace(counts) == build.numbers["limits.errors"]


def test_each_digit_shown_among_the_commonest_errors_is_one(build):
    arrays = build.arrays("limits")
    weights, biases = (build.arrays("logistic")[name] for name in ("weights", "biases"))
    for (true, given, often), images in zip(arrays["pairs"], arrays["pair_images"], strict=True):
        shown = [image for image in images if image.any()]
        assert len(shown) == min(often, len(images))
        assert all((weights @ image.ravel() + biases).argmax() == given for image in shown)
        assert arrays["confusion"][true, given] == often


def test_more_images_close_the_gap_from_both_sides(build):
    arrays = build.arrays("limits")
    train, test = ([*arrays["curve"][..., k].mean(axis=1), arrays["whole"][k]] for k in (0, 1))
    gaps = np.subtract(train, test)
    assert gaps[-1] < 0.7 * gaps[0]
    assert test[-1] > test[0] + 0.05
    assert train[-1] < 1
    assert build.numbers["limits.smallest_train"] > 0.95
    steps = np.diff(test)
    assert steps[0] > 2 * abs(steps[-1])  # fast, then slowly


def test_a_shuffle_changes_nothing(build):
    numbers = build.numbers
    assert abs(numbers["permutation.linear_accuracy_change"]) <= 1 / len(build.data.test)
    assert numbers["permutation.changed_predictions"] <= 2
    before = numbers["permutation.accuracy"] - numbers["permutation.linear_accuracy_change"]
    assert abs(before - numbers["sgd.test_accuracy"]) <= 2 / len(build.data.test)  # the same training but for rounding
    assert build.arrays("limits")["weight_difference"] < 1e-9


def test_the_old_picture_returns(build):
    zero = build.arrays("limits")["restored_weights"]
    ring, centre = (build.arrays("weights")[name] for name in ("ring", "centre"))
    assert zero[ring].mean() > 0 > zero[centre].mean()


def test_the_yardsticks_stand_in_the_order_of_the_text(build):
    mean, squares, logistic, duels, added = (
        build.numbers[f"limits.{name}"]
        for name in (
            "nearest_mean_accuracy",
            "least_squares_accuracy",
            "whole_test",
            "pairwise_accuracy",
            "pairwise_sum_accuracy",
        )
    )
    assert mean < squares < logistic < duels
    assert added < logistic
