"""What the page that answers the tutorial's exercises says."""

import numpy as np
import pytest
import torch

from explainer.experiments import Result, cnn, logistic
from explainer.methods.activation_maximization import noise
from explainer.models.cnn import as_batch, predict_logits

LAYERS = {"conv1": 16, "conv2": 36}


@pytest.fixture(scope="module")
def network(build):
    return cnn.restore({"cnn": Result(build.arrays("cnn"))})


@pytest.fixture(scope="module")
def units(build):
    return build.arrays("units")


@pytest.fixture(scope="module")
def restarts(build):
    return build.arrays("restarts")


# 1. Idle units


def test_unused_is_on_at_fewer_than_one_in_a_thousand_places(build, network):
    images = build.data.train.images[: int(build.numbers["units.images"])]
    for layer, count in LAYERS.items():
        with torch.no_grad():
            maps = [network.activations(p, f"{layer}_relu").cpu().numpy() > 0 for p in as_batch(images).split(500)]
        share = np.concatenate(maps).mean(axis=(0, 2, 3))
        assert share.shape == (count,)
        assert (share < 0.001).sum() == build.numbers[f"units.{layer}_unused"]


def test_redundant_is_nine_tenths_said_by_the_others(build, units):
    for layer in LAYERS:
        said, silent = units[f"{layer}_explained"], units[f"{layer}_silent"]
        for share, name in ((0.9, "redundant"), (0.7, "loosely_redundant")):
            assert (said[~silent] >= share).sum() == build.numbers[f"units.{layer}_{name}"]
        assert build.numbers[f"units.{layer}_loosely_redundant"] >= build.numbers[f"units.{layer}_redundant"]


def test_no_gap_marks_where_redundancy_begins(units):
    for layer in LAYERS:
        said = np.sort(units[f"{layer}_explained"][~units[f"{layer}_silent"]])
        assert np.diff(said[said > 0.3]).max() < 0.25
        assert said[-1] - said[0] > 0.15  # varies widely


def test_the_count_hangs_on_the_line(build):
    loose, strict = (
        sum(build.numbers[f"units.{layer}_{name}"] for layer in LAYERS) for name in ("loosely_redundant", "redundant")
    )
    assert loose > strict


def test_the_units_of_the_first_convolution_are_more_alike(units):
    def usual(layer):
        alike = units[f"{layer}_correlations"]
        return np.abs(alike[np.triu_indices(len(alike), 1)]).mean()

    assert usual("conv1") > usual("conv2")
    assert usual("conv2") < 0.35  # mostly pale


def test_no_single_unit_is_needed(build, units):
    for layer in LAYERS:
        assert build.numbers[f"units.{layer}_most_changed"] == units[f"{layer}_changed"].max() < 0.02


def test_what_is_never_on_moves_nothing_and_the_rest_something(units):
    for layer in LAYERS:
        silent = units[f"{layer}_silent"]
        assert (units[f"{layer}_moved"][silent] < 0.01).all()
        assert (units[f"{layer}_moved"][~silent] > 0).all()


def test_half_of_a_layer_can_go_and_then_it_falls_to_a_guess(build, units):
    for layer, count in LAYERS.items():
        kept = units[f"{layer}_kept"]
        assert kept[0] == 1
        assert kept[count // 2] == build.numbers[f"units.{layer}_half_kept"] > 0.9
        assert kept[-1] < 0.25
        assert kept[count // 4] > 0.97  # flat for a while


def test_the_units_of_plain_paper_are_those_with_a_negative_sum_and_most_of_them_are_used(build, units, network):
    sums = network.layers.conv1.weight.detach().sum(dim=(1, 2, 3)).cpu().numpy()
    paper = np.flatnonzero(sums < 0)
    assert len(paper) == build.numbers["units.paper"] > 0
    assert build.numbers["units.paper_unused"] == (units["conv1_active"][paper] < 0.001).sum() < len(paper) / 2
    climbed = build.arrays("ascent")["conv1_images"][:, 2:-2, 2:-2]
    clear = [unit for unit in paper if sums[unit] < -1e-2]
    assert (climbed[clear] < 0.5).all()


def test_a_filter_with_a_negative_sum_still_answers_to_an_edge(network):
    sums = network.layers.conv1.weight.detach().sum(dim=(1, 2, 3))
    edges = torch.zeros(4, 1, 28, 28)
    edges[0, ..., :14], edges[1, ..., 14:], edges[2, ..., :14, :], edges[3, ..., 14:, :] = 1, 1, 1, 1
    with torch.no_grad():
        maps = network.activations(edges.to(network.layers.conv1.weight.device), "conv1")
    inside = maps[..., 3:-3, 3:-3].amax(dim=(2, 3)) - network.layers.conv1.bias  # (4, 16), what the weights add
    assert (inside.amax(dim=0)[sums < 0] > 0).float().mean() > 0.7


def test_every_halving_costs_and_the_last_more_than_the_first(build):
    mean, half, quarter, eighth = (
        build.numbers[name]
        for name in (
            "cnn.test_accuracy_mean",
            "exercise.narrow_accuracy",
            "exercise.quarter_accuracy",
            "exercise.eighth_accuracy",
        )
    )
    assert eighth < quarter < half
    assert mean - half < quarter - eighth


def test_parameters_are_counted_by_hand(build):
    def count(filters, dense):
        inputs, side, total = 1, 28, 0
        for outputs in filters:
            total += (25 * inputs + 1) * outputs
            inputs, side = outputs, side // 2
        inputs *= side * side
        for outputs in (*dense, 10):
            total += (inputs + 1) * outputs
            inputs = outputs
        return total

    numbers = build.numbers
    assert numbers["exercise.narrow_parameters"] == count((8, 18), (128,))
    assert numbers["exercise.quarter_parameters"] == count((4, 9), (128,))
    assert numbers["exercise.eighth_parameters"] == count((2, 4), (128,))
    assert numbers["exercise.deep_parameters"] == count((16, 36, 36), (128,)) < numbers["cnn.parameters"]
    assert numbers["exercise.dense_parameters"] == count((16, 36), (128, 128))


# 2 and 3. More layers


@pytest.mark.parametrize("name", ["deep", "dense"])
def test_one_more_layer_makes_no_difference_that_one_training_could_show(build, name):
    numbers = build.numbers
    apart = numbers[f"exercise.{name}_accuracy"] - numbers["cnn.test_accuracy_mean"]
    assert apart == pytest.approx(numbers[f"exercise.{name}_difference"])
    assert abs(apart) < 4 * numbers["cnn.test_accuracy_std"]


def likeness(build, images):
    """The largest correlation of each image with any of the ten mean digits."""
    train = build.data.train
    means = np.stack([train.images[train.labels == c].mean(axis=0).ravel() for c in range(10)])
    return np.corrcoef(np.concatenate([means, images.reshape(len(images), -1)]))[10:, :10].max(axis=1)


def test_the_images_of_a_third_convolution_are_no_digits(build):
    added = build.arrays("added")
    assert likeness(build, added["conv3_images"]).max() < 0.5 * build.numbers["restarts.real_likeness"]


def test_a_texture_can_be_moved_and_a_stroke_cannot(build):
    added, numbers = build.arrays("added"), build.numbers
    left = {}
    for layer in ("conv3", "dense1", "dense2"):
        first, last, moved = added[f"{layer}_values"][0], added[f"{layer}_values"][-1], added[f"{layer}_moved"]
        left[layer] = np.median((moved - first) / (last - first))
        assert left[layer] == pytest.approx(numbers[f"exercise.{layer}_left_when_moved"])
    assert max(left["dense1"], left["dense2"]) < left["conv3"] - 0.05


def test_the_strokes_of_dense_units_are_no_digits(build):
    added = build.arrays("added")
    for layer in ("dense1", "dense2"):
        assert np.median(likeness(build, added[f"{layer}_images"])) < 0.5 * build.numbers["restarts.real_likeness"]


def test_most_units_of_the_second_dense_layer_speak_for_several_digits(build):
    kept = build.arrays("dense")
    weights = kept["weight:logits.weight"]  # (10, 128)
    on = ~build.arrays("added")["dense2_silent"]
    clearly = weights[:, on] > 0.25 * weights[:, on].max(axis=0)
    assert (clearly.sum(axis=0) >= 2).mean() > 0.5


def test_many_dense_units_are_never_on_and_have_an_image_all_the_same(build):
    added, numbers = build.arrays("added"), build.numbers
    for layer in ("conv3", "dense1", "dense2"):
        assert added[f"{layer}_silent"].sum() == numbers[f"exercise.{layer}_unused"]
    assert numbers["exercise.dense1_unused"] > 10
    assert numbers["exercise.dense2_unused"] < numbers["exercise.dense1_unused"]  # fewer of them pale
    silent = added["dense1_silent"]
    assert (added["dense1_images"][silent].std(axis=(1, 2)) > 0.1).all()
    values = added["dense1_values"]
    assert (values[-1] > values[0])[silent].mean() > 0.9


# 4. Fifty tries


def test_five_hundred_climbs_and_the_first_ten_are_the_last_chapters(build, restarts):
    assert build.numbers["restarts.count"] == 500
    assert restarts["logits"].shape == (10, 50)
    np.testing.assert_allclose(restarts["all_images"][:, 0], build.arrays("ascent")["logits_images"], atol=1e-3)
    settings = build.plan.settings.restarts.ascent
    assert (noise(10, settings) == noise(500, settings)[:10]).all()


def test_the_logits_kept_are_those_of_the_images_kept(restarts, network):
    found = predict_logits(network, restarts["all_images"][:, 7])
    np.testing.assert_allclose(found[np.arange(10), np.arange(10)], restarts["logits"][:, 7], atol=1e-3)


def test_the_gain_is_the_best_above_the_median_and_the_clouds_differ_by_more_than_they_spread(build, restarts):
    logits = restarts["logits"]
    gain = np.mean([max(own) - np.median(own) for own in logits])
    assert build.numbers["restarts.best_logit_gain"] == pytest.approx(gain)
    assert gain > 0.2
    spread = np.mean([max(own) - min(own) for own in logits])
    assert build.numbers["restarts.logit_range"] == pytest.approx(spread)
    middles = np.median(logits, axis=1)
    assert middles.max() - middles.min() > spread


def test_a_higher_logit_is_not_a_clearer_picture(build, restarts):
    numbers = build.numbers
    assert abs(numbers["restarts.best_likeness"] - numbers["restarts.likeness"]) < 0.06
    assert numbers["restarts.likeness"] < numbers["restarts.real_likeness"] / 2
    assert numbers["restarts.best_likeness"] < numbers["restarts.real_likeness"] / 2
    assert abs(numbers["restarts.logit_and_likeness"]) < 0.5
    assert (restarts["likeness"].max(axis=1) < restarts["real_likeness"]).all()  # well below ten bars


def test_nor_does_the_linear_classifier_read_it_better(build, restarts):
    model = logistic.restore({"logistic": Result(build.arrays("logistic"))})
    images, own = restarts["all_images"], np.arange(10)
    named = model.predict(images.reshape(-1, 784)).reshape(10, 50)
    right = named == own[:, None]
    assert right.sum() == build.numbers["restarts.linear_all"]
    best = right[own, restarts["logits"].argmax(axis=1)]
    assert best.sum() == build.numbers["restarts.linear_best"]
    assert best.mean() <= right.mean() + 0.3


def test_two_climbs_are_less_alike_than_two_real_images(build, restarts):
    assert build.numbers["restarts.alike"] < build.numbers["restarts.real_alike"] - 0.1
    assert (np.median(restarts["alike"], axis=1) < np.median(restarts["real_alike"], axis=1)).all()


def test_most_climbs_stand_alone(build, restarts):
    total = sum(len(set(own)) for own in restarts["strict"])
    assert total == build.numbers["restarts.clusters"]
    alone = sum((np.bincount(own) == 1).sum() for own in restarts["strict"])
    assert alone > 250
    assert build.numbers["restarts.loose_clusters"] < total / 2
    assert build.numbers["restarts.loose_clusters"] == sum(len(set(own)) for own in restarts["loose"])


def test_the_clusters_shown_are_counted_largest_first(restarts):
    for own, sizes in zip(restarts["loose"], restarts["sizes"], strict=True):
        largest = sorted(np.bincount(own), reverse=True)[: len(sizes)]
        assert sizes[: len(largest)].tolist() == largest


def test_the_mean_of_the_climbs_is_still_read_by_the_network_with_a_lower_logit(build, restarts, network):
    numbers, own = build.numbers, np.arange(10)
    means = restarts["all_images"].mean(axis=1)
    logits = predict_logits(network, means)
    assert (logits.argmax(axis=1) == own).sum() == numbers["restarts.network_together"] >= 8
    assert numbers["restarts.together_logit"] == pytest.approx(logits[own, own].mean(), abs=1e-3)
    assert numbers["restarts.together_logit"] < numbers["restarts.mean_logit"]


def test_the_mean_is_calmer_and_more_like_the_digit_than_a_climb(build, restarts):
    assert build.numbers["restarts.together_likeness"] > build.numbers["restarts.likeness"]
    rows = restarts["chosen"]  # highest, middle, lowest, mean

    def steps(images):
        return np.abs(np.diff(images, axis=-1)).mean() + np.abs(np.diff(images, axis=-2)).mean()

    assert steps(rows[3]) < 0.8 * min(steps(row) for row in rows[:3])


# 5. Tell a friend


def test_the_network_is_surer_than_of_what_a_person_wrote(build):
    """The story is of threads of a three: its climbed logit is beyond that of any real test image of a 3."""
    labels, real = build.data.test.labels, build.arrays("cnn")["test_logits"]
    assert build.arrays("ascent")["logits_values"][-1][3] > real[labels == 3, 3].max()
    assert build.numbers["ascent.steps"] == 30
