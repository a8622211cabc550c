"""The numbers that the site is answerable for, with their bounds on MNIST."""

import pytest

from explainer.rows import UNITS

# name: what must hold on MNIST. The embedded digits hold the same names.
BOUNDS = {
    "data.train_images": lambda n: n == 55_000,
    "data.validation_images": lambda n: n == 5_000,
    "data.test_images": lambda n: n == 10_000,
    "logistic.train_accuracy": lambda n: 0.92 <= n <= 1,
    "logistic.test_accuracy": lambda n: n >= 0.924,
    "cnn.parameters": lambda n: n == 242_062,
    "cnn.test_accuracy_before": lambda n: n < 0.25,
    "cnn.test_accuracy": lambda n: n >= 0.993,
    "cnn.test_errors": lambda n: n <= 70,
    "cnn.seeds": lambda n: n >= 5,
    "cnn.test_accuracy_mean": lambda n: n >= 0.994,
    "cnn.test_accuracy_std": lambda n: 0 < n < 0.002,
    "inverse_softmax.max_probability_error": lambda n: n <= 1e-6,
    "ascent.logits_recognised": lambda n: n == 10,
    "ascent.digit2_first_iteration_recognised": lambda n: 0 <= n <= 3,
    "ascent.units_below_uniform": lambda n: n == 0,
    "ascent.digit2_final_logit": lambda n: n > 5,
    "scratch.printed_train_accuracy": lambda n: n < 0.85,
    "scratch.printed_test_accuracy": lambda n: n < 0.80,
    "scratch.python2_train_accuracy": lambda n: 0.85 <= n <= 0.92,
    "scratch.python2_test_accuracy": lambda n: 0.78 <= n <= 0.88,
    "scratch.own_train_accuracy": lambda n: n == pytest.approx(0.902),
    "scratch.own_test_accuracy": lambda n: n == pytest.approx(0.85),
    "scratch.train_accuracy": lambda n: n > 0.9,
    "scratch.test_accuracy": lambda n: n >= 0.85,
    "sgd.test_accuracy": lambda n: n >= 0.905,
    "epochs.accuracy_1": lambda n: n > 0.88,
    "epochs.accuracy_10": lambda n: n >= 0.922,
    "epochs.weight_min_1": lambda n: n < 0,
    "epochs.weight_max_1": lambda n: n > 0,
    "epochs.weight_min_10": lambda n: n < 0,
    "epochs.weight_max_10": lambda n: n > 0,
    "weights.ring_mean_0": lambda n: n > 0,
    "weights.centre_mean_0": lambda n: n < 0,
    "weights.gauge_max_probability_change": lambda n: n <= 1e-6,
    "evidence.max_sum_error": lambda n: n <= 1e-6,
    "inverse_softmax.dimension": lambda n: n == 784 - 9,
    "inverse_softmax.minimum_norm_error": lambda n: n <= 1e-4,
    "inverse_softmax.box_error": lambda n: n <= 1e-4,
    "inverse_softmax.map_error": lambda n: n <= 1e-4,
    "inverse_softmax.null_space_error": lambda n: n <= 1e-4,
    "patterns.mean_image_correlation": lambda n: 0 < n <= 1,
    "weights.mean_image_correlation": lambda n: 0 < n <= 1,
    "units.conv1_unused": lambda n: 0 <= n <= 4,
    "units.conv2_unused": lambda n: 0 <= n <= 12,
    "units.conv1_redundant": lambda n: 0 <= n <= 4,
    "units.conv2_redundant": lambda n: 0 <= n <= 4,
    "exercise.narrow_accuracy": lambda n: n >= 0.985,
    "exercise.deep_accuracy": lambda n: n >= 0.985,
    "exercise.dense_accuracy": lambda n: n >= 0.985,
    "restarts.count": lambda n: n == 500,
    "restarts.best_logit_gain": lambda n: n > 0,
    "permutation.linear_accuracy_change": lambda n: abs(n) <= 1e-4,
    "permutation.cnn_accuracy": lambda n: 0.968 <= n < 0.985,
    "permutation.cnn_accuracy_change": lambda n: n < 0,
    "prior.images_per_rung": lambda n: n >= 50,
    "prior.recognised_by_linear": lambda n: 0.7 <= n <= 1,
    "prior.control_recognised_by_linear": lambda n: 0 <= n <= 0.4,
    "cnn.smoothing_ceiling": lambda n: abs(n - 0.955) < 1e-9,
    "cnn.expected_calibration_error": lambda n: 0 < n < 0.06,
}
# What holds of MNIST only: how good the models are on so many images.
MNIST_ONLY = {name for name in BOUNDS if name.startswith("data.") or "accuracy" in name} | {
    "cnn.test_errors",
    *(f"units.{layer}_{kind}" for layer in ("conv1", "conv2") for kind in ("unused", "redundant")),
    "cnn.expected_calibration_error",
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_is_there_and_within_its_bound(build, name):
    value = build.numbers[name]
    if build.dataset == "mnist" or name not in MNIST_ONLY:
        assert BOUNDS[name](value), value


def test_errors_and_accuracy_say_the_same(build):
    accuracy = 1 - build.numbers["cnn.test_errors"] / len(build.data.test)
    assert build.numbers["cnn.test_accuracy"] == pytest.approx(accuracy)


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("count", 55000, "55,000"),
        ("fraction", 0.92561, "92.6 %"),
        ("logit", -0.0344, "−0.03"),
        ("logit", 0.0, "0"),
        ("logit", -0.0044, "0.00"),
        ("difference of fractions", -0.00004, "0.00 points"),
        ("probability error", 3.33e-16, "3 × 10⁻¹⁶"),
        ("probability error", 9.99e-5, "1 × 10⁻⁴"),
        ("probability error", 0.0, "0"),
        ("inverse penalty", 0.03, "0.03"),
        ("digit", 4, "4"),
        ("epochs", 2, "2"),
        ("epochs", 2.5, "2.5"),
    ],
)
def test_a_number_is_written_in_the_manner_of_its_unit(unit, value, text):
    assert UNITS[unit](value) == text
