"""What the page on the network says."""

import math

import numpy as np
import pytest
import torch

from explainer.experiments import Result, cnn, seeds
from explainer.models.cnn import accuracy, as_batch

# What the tutorial prints.
PRINTED_RIGHT, PRINTED_IMAGES, PRINTED_TEST = 9_888, 10_000 * 64, 10_000


@pytest.fixture(scope="module")
def network(build):
    return cnn.restore({"cnn": Result(build.arrays("cnn"))})


# The flowchart and the layers.


def test_the_flowchart_shows_training_images_and_noise(build):
    kept, data, climb = build.arrays("network"), build.data, build.plan.settings.ascent
    assert (kept["training_images"] == data.train.images[:3]).all()
    assert (kept["training_labels"] == data.train.labels[:3]).all()
    start = kept["start_image"]
    assert climb.low <= start.min() < start.max() <= climb.high
    assert np.ptp(start) > 0.9 * (climb.high - climb.low)


def test_the_layers_are_those_of_the_table(build):
    shapes = {
        str(name): tuple(shape)
        for name, shape in zip(*(build.arrays("network")[f"layer_{what}"] for what in ("names", "shapes")), strict=True)
    }
    assert shapes == {
        "conv1": (16, 28, 28),
        "conv1_pool": (16, 14, 14),
        "conv1_relu": (16, 14, 14),
        "conv2": (36, 14, 14),
        "conv2_pool": (36, 7, 7),
        "conv2_relu": (36, 7, 7),
        "flatten": (36 * 7 * 7, 1, 1),
        "dense1": (128, 1, 1),
        "dense1_relu": (128, 1, 1),
        "logits": (10, 1, 1),
    }
    numbers = {name: build.numbers[f"network.{name}"] for name in ("conv1_side", "pool1_side", "pool2_side")}
    assert numbers == {"conv1_side": 28, "pool1_side": 14, "pool2_side": 7}
    assert build.numbers["network.flat_values"] == 36 * 7 * 7
    assert build.numbers["network.kernel_side"] == 5
    units = [build.numbers[f"network.{name}_units"] for name in ("conv1", "conv2", "dense1")]
    assert units == [16, 36, 128]


def test_the_parameters_of_the_layers_add_up(build):
    layers = ("conv1", "conv2", "dense1", "logits")
    counts = {layer: build.numbers[f"network.{layer}_parameters"] for layer in layers}
    assert sum(counts.values()) == build.numbers["cnn.parameters"]
    assert counts["conv1"] == 16 * (25 + 1)
    assert counts["conv2"] == 36 * (16 * 25 + 1)
    assert counts["dense1"] == 128 * (36 * 7 * 7 + 1)
    assert build.numbers["network.dense1_share"] == counts["dense1"] / sum(counts.values()) > 0.9
    assert build.arrays("network")["layer_parameters"].sum() == build.numbers["cnn.parameters"]


def test_the_tutorials_order_gives_the_same_and_looks_at_four_times_as_many(build, network):
    images = as_batch(build.data.test.images[:50])
    with torch.inference_mode():
        for place in ("conv1", "conv2"):
            before = network.activations(images, place)
            theirs = torch.nn.functional.max_pool2d(before.relu(), 2)
            ours = network.activations(images, f"{place}_relu")
            assert torch.equal(ours, theirs)
            assert before.numel() == 4 * ours.numel()


# Before and after.


def test_an_untrained_network_does_about_as_well_as_a_guess(build):
    assert 0.03 < build.numbers["cnn.test_accuracy_before"] < 0.25
    assert build.arrays("network")["validation_accuracies"][0] < 0.25


def test_training_begins_at_the_loss_of_a_guess_and_ends_far_below(build):
    losses = build.arrays("network")["losses"]
    assert abs(losses[0] - math.log(10)) < 0.1
    window = len(losses) // 10
    means = [chunk.mean() for chunk in np.array_split(losses, 10)]
    assert means[0] - means[1] > means[1] - means[-1]  # steeply, then slowly
    assert 0 < losses[-window:].mean() < 0.25 * losses[0]


def test_a_perfect_answer_keeps_some_surprise(build):
    assert build.plan.settings.cnn.label_smoothing > 0
    assert build.arrays("network")["losses"].min() > 0.2


def test_most_of_the_way_is_gone_the_first_time_through(build):
    steps, values = (build.arrays("network")[f"validation_{what}"] for what in ("steps", "accuracies"))
    chosen = build.plan.settings.cnn
    assert steps[0] == 0
    assert steps[1] == len(build.data.train) // chosen.batch
    assert steps[-1] == build.numbers["network.steps"]
    assert len(steps) == 1 + math.ceil(chosen.epochs)
    assert values[1] == build.numbers["network.validation_first"]
    assert values[1] - values[0] > values[-1] - values[1] >= 0


def test_ours_looks_at_fewer_images_than_the_tutorial(build):
    seen = build.numbers["cnn.images_seen"]
    assert seen == build.numbers["network.steps"] * build.numbers["cnn.batch"] < PRINTED_IMAGES
    assert math.isclose(seen / len(build.data.train), build.numbers["cnn.epochs"], rel_tol=0.1)


def test_the_schedule_rises_then_falls(build):
    chosen = build.plan.settings.cnn
    assert 0 < chosen.warm_up < 1
    assert build.numbers["cnn.peak_rate"] == chosen.peak_rate > 1e-4


def test_the_network_reaches_the_tutorials_accuracy(build):
    if build.dataset == "mnist":
        assert build.numbers["cnn.test_accuracy"] >= PRINTED_RIGHT / PRINTED_TEST


@pytest.mark.parametrize(("right", "printed"), [(9, 14.1), (47, 73.4), (57, 89.1), (63, 98.4), (64, 100.0)])
def test_what_the_tutorial_prints_while_training_is_a_share_of_64(right, printed):
    assert round(100 * right / 64, 1) == printed


def test_the_network_beats_the_linear_classifier(build):
    assert build.numbers["cnn.test_accuracy"] > build.numbers["logistic.test_accuracy"] + 0.03


# Where it errs.


def test_nearly_everything_lies_on_the_diagonal(build):
    counts = build.arrays("network")["confusion"]
    assert counts.sum() == len(build.data.test)
    assert counts.sum() - np.trace(counts) == build.numbers["cnn.test_errors"]
    assert np.trace(counts) / counts.sum() > 0.96


def test_the_nine_errors_are_errors_and_the_first(build):
    kept, labels = build.arrays("network"), build.data.test.labels
    predicted = build.arrays("cnn")["test_logits"].argmax(axis=1)
    wrong = np.flatnonzero(predicted != labels)
    assert kept["error_places"].tolist() == wrong[:9].tolist()
    assert (kept["error_images"] == build.data.test.images[wrong[:9]]).all()
    assert (kept["error_labels"] == labels[wrong[:9]]).all()
    assert (kept["error_predicted"] == predicted[wrong[:9]]).all()
    assert 0 < len(kept["error_images"]) == min(9, build.numbers["cnn.test_errors"])


def test_the_probabilities_of_the_errors_are_the_networks_and_often_low(build, network):
    kept = build.arrays("network")
    with torch.inference_mode():
        given = network(as_batch(kept["error_images"])).double().softmax(dim=1).cpu().numpy()
    at = np.arange(len(given)), kept["error_predicted"]
    np.testing.assert_allclose(kept["error_probabilities"], given[at], atol=1e-4)
    assert (given[at] > given[at[0], kept["error_labels"]]).all()
    errors = build.numbers["cnn.test_errors"]
    assert build.numbers["network.errors_even"] > 0.2 * errors
    assert build.numbers["network.errors_sure"] < build.numbers["network.errors_even"]


# Filters and maps.


def test_every_filter_of_the_first_convolution_has_both_signs(build):
    filters = build.arrays("network")["conv1_filters"]
    assert filters.shape == (16, 1, 5, 5)
    positive = filters.clip(min=0).sum(axis=(1, 2, 3)) / np.abs(filters).sum(axis=(1, 2, 3))
    assert (positive > 0.1).all()
    assert (positive < 0.9).all()


def test_no_row_and_no_column_of_the_second_convolution_is_blank(build):
    filters = build.arrays("network")["conv2_filters"]
    assert filters.shape == (36, 16, 5, 5)
    sizes = np.abs(filters).mean(axis=(2, 3))  # (36, 16)
    assert sizes.mean(axis=0).min() > 0.4 * sizes.mean()
    assert sizes.mean(axis=1).min() > 0.4 * sizes.mean()
    both = (filters.min(axis=(2, 3)) < 0) & (filters.max(axis=(2, 3)) > 0)
    assert both.mean() > 0.95


def test_the_filters_shown_make_the_maps_shown(build):
    """A 5×5 patch of the digit times the filter, added up, is the map there; without ink the bias is left."""
    kept, biases = build.arrays("network"), build.arrays("cnn")["weight:conv1.bias"]
    y, x = 13, 14
    patch = kept["digit"][y - 2 : y + 3, x - 2 : x + 3]
    assert patch.any()
    np.testing.assert_allclose(kept["conv1"][:, y, x], (kept["conv1_filters"][:, 0] * patch).sum(axis=(1, 2)) + biases,
                               atol=1e-4)  # fmt: skip
    assert not kept["digit"][:3, :3].any()
    np.testing.assert_allclose(kept["conv1"][:, 0, 0], biases, atol=1e-5)


def test_most_maps_of_the_first_convolution_have_both_signs_along_the_strokes(build):
    maps = build.arrays("network")["conv1"]
    least, most = -maps.min(axis=(1, 2)), maps.max(axis=(1, 2))
    assert (np.minimum(least, most) > 0.25 * np.maximum(least, most)).mean() > 0.7


def test_after_the_relu_nothing_is_below_zero_and_ever_fewer_speak(build):
    kept, numbers = build.arrays("network"), build.numbers
    for layer in ("conv1_relu", "conv2_relu", "dense1_relu"):
        assert kept[layer].min() == 0
    shares = [(kept[f"{layer}_relu"] == 0).mean() for layer in ("conv1", "conv2")]
    assert shares == [numbers["network.conv1_off_share"], numbers["network.conv2_off_share"]]
    assert shares[0] < shares[1]
    assert shares[1] > 0.5
    assert (kept["dense1_relu"] > 0).sum() == numbers["network.digit_dense1_on"]
    assert (kept["dense1"] < 0).any()


def test_the_digit_is_the_first_test_image_and_named_rightly(build):
    kept, data = build.arrays("network"), build.data.test
    assert (kept["digit"] == data.images[0]).all()
    assert kept["logits"].argmax() == data.labels[0] == build.numbers["network.digit_label"]
    np.testing.assert_allclose(kept["logits"], build.arrays("cnn")["test_logits"][0], atol=1e-4)
    runner_up, best = np.sort(kept["logits"])[-2:]
    assert best > 2 * max(runner_up, 0)  # by far


def test_the_last_step_is_a_linear_classifier(build):
    kept, arrays = build.arrays("network"), build.arrays("cnn")
    sums = arrays["weight:logits.weight"] @ kept["dense1_relu"] + arrays["weight:logits.bias"]
    np.testing.assert_allclose(sums, kept["logits"], atol=1e-4)


def test_the_spread_is_over_trainings_that_differ(build):
    accuracies = build.arrays("seeds")["accuracies"]
    assert len(accuracies) == build.numbers["cnn.seeds"] >= 5
    assert accuracies[0] == build.numbers["cnn.test_accuracy"]
    assert len({restored.layers.conv1.weight.sum().item() for restored in others(build)}) == len(accuracies) - 1
    scored = [accuracy(network, build.data.test) for network in others(build)]
    assert build.numbers["cnn.test_accuracy_mean"] == pytest.approx((accuracies[0] + sum(scored)) / len(accuracies))


def others(build):
    return seeds.restore({"seeds": Result(build.arrays("seeds"))})
