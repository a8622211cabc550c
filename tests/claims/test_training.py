"""What the page on training says of its figures and numbers."""

import numpy as np
import pytest


def test_most_is_learned_in_the_first_hundred_steps(build):
    early, late = build.numbers["sgd.test_accuracy_early"], build.numbers["sgd.test_accuracy"]
    assert early - 0.1 > 0.9 * (late - 0.1)


def test_the_mini_batches_jump_and_the_test_line_is_calmer(build):
    for part in (slice(0, 100), slice(-100, None)):
        seen, unseen = (build.arrays("sgd")[name][part, 0] for name in ("train", "test"))  # the loss
        assert np.abs(np.diff(seen)).mean() > 1.05 * np.abs(np.diff(unseen)).mean() > 0
    assert build.numbers["sgd.largest_gap_late"] > 0.05


def test_a_thousand_steps_are_enough(build):
    assert build.numbers["sgd.test_accuracy"] >= (0.905 if build.dataset == "mnist" else 0.88)


def test_before_training_everything_is_a_zero(build):
    assert build.numbers["epochs.accuracy_0"] == pytest.approx((build.data.test.labels == 0).mean())
    assert not build.arrays("epochs")["weights"][0].any()


def test_the_shapes_stay_and_the_colours_deepen(build):
    _, one, ten = build.arrays("epochs")["weights"]
    assert np.abs(ten).mean() > 2 * np.abs(one).mean()
    alike = [np.corrcoef(one[c].ravel(), ten[c].ravel())[0, 1] for c in range(10)]
    assert np.mean(alike) > 0.6


def test_accuracy_levels_off_while_the_weights_grow(build):
    arrays = build.arrays("epochs")
    for rule in ("adam", "plain"):
        assert np.all(np.diff(arrays[f"{rule}_norms"]) > 0)
        accuracy = arrays[f"{rule}_validation"]
        assert abs(accuracy[11] - accuracy[6]) < 0.25 * (accuracy[11] - accuracy[0])
        assert arrays[f"{rule}_norms"][11] > 1.1 * arrays[f"{rule}_norms"][6]


def test_adam_widens_the_weights_by_more_than_plain_descent(build):
    assert build.numbers["epochs.growth"] > 1.5 * build.numbers["epochs.plain_growth"]


def test_ten_epochs_are_better_than_one(build):
    assert build.numbers["epochs.accuracy_10"] > build.numbers["epochs.accuracy_1"]
    if build.dataset == "mnist":
        assert build.numbers["epochs.accuracy_10"] >= 0.922


def test_on_mnist_the_circles_are_close_to_adams_line_and_not_to_the_plain_one(build):
    arrays = build.arrays("epochs")
    assert arrays["adam_ranges"].shape == arrays["plain_ranges"].shape == (12, 2)
    if build.dataset != "mnist":
        return  # the post is about MNIST, and so is the sentence
    for epoch, low, high in arrays["printed_ranges"]:
        np.testing.assert_allclose(arrays["adam_ranges"][int(epoch)], [low, high], rtol=0.15)
    assert np.abs(arrays["adam_validation"][1:] - arrays["printed"]).max() < 0.01
    assert arrays["plain_ranges"][11, 0] > arrays["printed_ranges"][1, 1] * 0.7


def test_the_printed_accuracies_are_multiples_of_one_in_five_thousand(digits):
    counts = digits.arrays("epochs")["printed"] * 5000
    np.testing.assert_allclose(counts, counts.round(), atol=1e-9)
    growth = (1.1957 + 1.07317) / (0.245477 + 0.206278)
    assert growth == pytest.approx(5.0, abs=0.05)
