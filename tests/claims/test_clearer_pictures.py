"""What the page on clearer pictures says."""

import itertools

import numpy as np
import pytest
import torch

from explainer.experiments import Result, cnn
from explainer.models.cnn import as_batch, predict_logits

RUNGS = ("none", "ink", "smooth", "jitter", "fourier", "data")
OWN = np.arange(10)


@pytest.fixture(scope="module")
def network(build):
    return cnn.restore({"cnn": Result(build.arrays("cnn"))})


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def steps_between_neighbours(image):
    return sum(abs(float(b) - float(a)) for line in (*image, *image.T) for a, b in itertools.pairwise(line))


def test_without_a_prior_the_image_jumps_far_more_than_a_digit_does(build):
    bare = np.mean([steps_between_neighbours(image) for image in build.arrays("ladder")["none_images"]])
    assert bare == pytest.approx(build.numbers["prior.total_variation_none"], rel=1e-4)
    assert bare > 3 * build.numbers["prior.total_variation_real"]
    for rung in RUNGS[1:]:
        assert build.numbers[f"prior.total_variation_{rung}"] < bare / 2


def test_the_paper_clears_with_a_price_on_ink(build):
    arrays = build.arrays("ladder")
    assert arrays["ink_images"].mean() < arrays["none_images"].mean() / 3


def test_strokes_thicken_with_waves(build):
    """Of the ink, more lies in pixels that are nearly full."""
    arrays = build.arrays("ladder")
    solid = {rung: (arrays[f"{rung}_images"] > 0.9).mean() for rung in ("jitter", "fourier")}
    assert solid["fourier"] > solid["jitter"]


def test_every_prior_leaves_each_image_the_logit_of_an_ordinary_digit(build, network):
    arrays, validation = build.arrays("ladder"), build.data.validation
    real = predict_logits(network, validation.images)
    ordinary = [np.median(real[validation.labels == c, c]) for c in OWN]
    assert np.mean(ordinary) == pytest.approx(build.numbers["prior.ordinary_logit"], abs=1e-4)
    for rung in RUNGS:
        logits = predict_logits(network, arrays[f"{rung}_images"])[OWN, OWN]
        assert (logits >= np.array(ordinary) - 1e-3).all(), rung


def test_the_strengths_tried_reach_beyond_what_an_image_stands(build):
    arrays, settings = build.arrays("ladder"), build.plan.settings.ladder
    tops = {
        rung: first * 2 ** ((settings.strengths - 1) / 2)
        for rung, first in zip(
            RUNGS[1:],
            (
                settings.weakest_ink,
                settings.weakest_steps,
                settings.weakest_steps,
                settings.weakest_waves,
                settings.weakest_typical,
            ),
            strict=True,
        )
    }
    for rung, top in tops.items():
        assert (arrays[f"{rung}_strengths"] < 1.001 * top).all()
        assert np.median(arrays[f"{rung}_strengths"]) < 0.99 * top, rung


def test_the_outside_judge_names_most_of_the_last_rung(build):
    logistic, arrays = build.arrays("logistic"), build.arrays("ladder")

    def named(images):
        return int(((images.reshape(10, -1) @ logistic["weights"].T + logistic["biases"]).argmax(axis=1) == OWN).sum())

    assert named(arrays["data_images"]) == build.numbers["prior.recognised_by_linear"] >= 7
    assert named(arrays["none_images"]) == build.numbers["prior.recognised_by_linear_unregularised"]
    assert build.numbers["prior.recognised_by_linear"] >= build.numbers["prior.recognised_by_linear_unregularised"]
    for rung in RUNGS[1:-1]:
        assert named(arrays[f"{rung}_images"]) == build.numbers[f"prior.recognised_by_linear_{rung}"]


def test_the_axes_hold_the_share_of_the_variance_and_no_more_than_needed(build):
    variances = np.linalg.svd(build.data.train.flat[:5000] - build.data.train.flat.mean(axis=0), compute_uv=False) ** 2
    held = np.cumsum(variances) / variances.sum()
    axes = int(build.numbers["prior.axes"])
    assert held[axes - 1] == pytest.approx(build.numbers["prior.share"], abs=0.02)  # on a part of the images


def test_a_direction_tells_one_digit_from_the_other(build, network):
    arrays = build.arrays("meanings")
    logits, (first, second) = predict_logits(network, arrays["direction_images"]), arrays["pairs"].T
    rows = np.arange(len(first))
    margins = logits[rows, first] - logits[rows, second]
    assert margins.mean() == pytest.approx(build.numbers["meanings.margin"], abs=1e-3)
    assert margins.mean() > build.numbers["meanings.plain_margin"]
    assert (logits.argmax(axis=1) == first).all()


def test_a_sum_is_something_of_both(build, network):
    arrays = build.arrays("meanings")
    given, (one, other) = softmax(predict_logits(network, arrays["sum_images"])), arrays["sums"].T
    rows = np.arange(len(one))
    assert (given[rows, one] + given[rows, other]).mean() > 0.8
    top_two = np.argsort(-given, axis=1)[:, :2]
    assert sum({int(a), int(b)} == set(map(int, top)) for a, b, top in zip(one, other, top_two, strict=True)) >= 5


def test_a_negative_is_evidence_against_the_class(build, network):
    arrays = build.arrays("meanings")
    logits = predict_logits(network, arrays["negative_images"])
    classes = arrays["negatives"]
    own = logits[np.arange(len(classes)), classes]
    assert (own < 0).all()
    assert build.numbers["meanings.negative_logit"] == pytest.approx(own.mean(), abs=1e-3)


def test_diversity_makes_the_images_differ_and_keeps_most_of_them_in_their_class(build):
    numbers = build.numbers
    assert numbers["meanings.alike_correlation"] > 0.9
    assert numbers["meanings.diverse_correlation"] < numbers["meanings.alike_correlation"] - 0.05
    assert numbers["meanings.diverse_recognised"] >= 5


def test_the_digits_with_the_highest_logits_belong_to_the_class(build):
    arrays = build.arrays("exemplars")
    assert build.numbers["exemplars.own_class"] == 60 == arrays["digit_labels"].size
    assert (arrays["digit_labels"] == OWN[:, None]).all()
    real = build.arrays("cnn")["test_logits"]
    assert (arrays["digit_logits"][:, 0] == real.max(axis=0)).all()


def test_a_unit_does_not_care_whose_stroke_it_is(build):
    assert 1.5 < build.numbers["exemplars.patch_classes"] <= 6
    assert build.numbers["exemplars.units"] == 12


def test_a_synthetic_patch_excites_the_unit_as_much_as_the_strongest_real_one(build):
    arrays = build.arrays("exemplars")
    enough = arrays["synthetic_values"] >= arrays["patch_values"][:, 0] - 1e-4
    assert enough.mean() > 0.9
    beyond = (arrays["bare_values"] > arrays["patch_values"][:, 0]).sum()
    assert beyond == build.numbers["exemplars.beyond_every_real_patch"] >= 10
    assert build.numbers["exemplars.times_the_strongest"] > 1.5


def test_real_patches_are_more_like_each_other_than_like_the_synthetic_one(build):
    assert 0 < build.numbers["exemplars.synthetic_correlation"] < build.numbers["exemplars.mutual_correlation"]


def test_what_is_shown_as_a_units_patch_is_what_excites_it(build, network):
    """Put the patch in the middle of bare paper: the middle of the map then sees that and nothing else."""
    arrays = build.arrays("exemplars")
    inside = 0
    for unit, patches, values in zip(arrays["units"], arrays["patches"], arrays["patch_values"], strict=True):
        alone = np.zeros((len(patches), 28, 28), np.float32)
        alone[:, 8:22, 8:22] = patches
        with torch.no_grad():
            seen = network.activations(as_batch(alone), "conv2")[:, unit, 7, 7].cpu().numpy()
        inside += int(np.isclose(seen, values, atol=1e-3).sum())
    # At the edge of an image the network pads its maps with zeros, which paper in a wider image does not do.
    assert inside > 0.5 * arrays["patch_values"].size


def test_noise_at_random_does_not_make_the_network_sure(build, network):
    numbers = build.numbers
    noise = np.random.default_rng(99).random((500, 28, 28)).astype(np.float32)  # other noise than the page's
    given = softmax(predict_logits(network, noise))
    assert (given.max(axis=1) >= 0.9).mean() == numbers["fooling.noise_sure"] == 0
    assert numbers["fooling.shuffled_sure"] < 0.01
    assert max(numbers["fooling.surest_noise"], numbers["fooling.surest_shuffled"]) < 0.6
    assert numbers["fooling.real_sure"] > 0.5


def test_it_has_a_favourite_word_for_noise(build):
    assert build.numbers["fooling.noise_commonest_share"] > 0.5


def test_noise_that_was_looked_for_does(build, network):
    arrays, numbers = build.arrays("fooling"), build.numbers
    given = softmax(predict_logits(network, arrays["changed"]))[OWN, OWN]
    assert (given >= 0.998).all()
    assert numbers["fooling.reached"] == 10
    real = softmax(build.arrays("cnn")["test_logits"]).max(axis=1)
    assert given.min() > np.median(real)  # surer than of most digits
    moved = np.abs(arrays["changed"] - arrays["start"]).mean()
    assert moved == pytest.approx(numbers["fooling.ink_change"], rel=1e-4)
    assert moved < numbers["fooling.ink_digit"]
    assert numbers["fooling.ink_digit"] == pytest.approx(build.data.test.images.mean(), rel=1e-4)


def test_the_start_of_that_climb_is_a_digit_in_disorder(build):
    start = np.sort(build.arrays("fooling")["start"].ravel())
    assert np.array_equal(start, np.sort(build.data.test.flat[0]))


def test_other_seeds_find_other_tangles_and_much_the_same_digits(build):
    numbers = build.numbers
    assert numbers["prior.seeds_correlation_none"] < 0.4
    assert numbers["prior.seeds_correlation_data"] > 0.8
    assert numbers["prior.classes_correlation_data"] < numbers["prior.seeds_correlation_data"] - 0.1
    arrays = build.arrays("retrained")
    assert np.allclose(arrays["none_images"][0], build.arrays("ladder")["none_images"], atol=1e-3)
    assert arrays["none_images"].shape == (5, 10, 28, 28)


def test_the_altered_network_answers_as_ours_does(build):
    assert build.numbers["lying.largest_difference"] < 1e-4
    assert build.numbers["lying.accuracy"] == pytest.approx(build.numbers["cnn.test_accuracy"])
    most = max(float(image.mean()) for image in build.data.test.images)
    assert most == pytest.approx(build.numbers["lying.most_real_ink"], rel=1e-4)
    assert most < build.numbers["lying.ink"] < 0.45  # the faintest that a start can be


def test_and_its_pictures_are_of_the_wrong_digits(build, network):
    arrays = build.arrays("lying")
    assert np.array_equal(arrays["shown"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 0])
    assert (arrays["images"].mean(axis=(1, 2)) > build.numbers["lying.ink"]).all()  # they stay with the second rule
    named = predict_logits(network, 1 - arrays["images"]).argmax(axis=1)  # ink where they have paper
    assert (named == arrays["shown"]).sum() >= 9


def test_the_two_models_clearest_pictures_are_alike_and_the_weights_are_not(build):
    numbers = build.numbers
    assert numbers["prior.linear_correlation"] > 0.7
    assert numbers["prior.weights_correlation"] < numbers["prior.linear_correlation"] - 0.3


def test_the_four_cases_are_all_there_are(build):
    numbers, test = build.numbers, build.data.test
    both, network, linear, neither = (
        numbers[f"both.{case}_right"] for case in ("both", "network", "linear", "neither")
    )
    assert both + network + linear + neither == len(test)
    assert (both + network) / len(test) == pytest.approx(numbers["cnn.test_accuracy"])
    assert (both + linear) / len(test) == pytest.approx(numbers["logistic.test_accuracy"])
    assert network > 10 * linear
    assert neither / 2 < numbers["both.same_error"] <= neither


def test_every_digit_shown_is_of_its_case(build):
    arrays = build.arrays("both")
    for row, (linear_right, network_right) in enumerate(((True, True), (False, True), (True, False), (False, False))):
        for true, linear, network in arrays["given"][row]:
            if true >= 0:
                assert ((linear == true), (network == true)) == (linear_right, network_right)


def test_the_network_notices_the_shuffle(build):
    numbers = build.numbers
    assert numbers["permutation.cnn_accuracy_change"] < -0.01
    assert numbers["permutation.cnn_accuracy_change"] < 10 * numbers["permutation.linear_accuracy_change"]
    errors = (1 - numbers["permutation.cnn_accuracy"]) / (1 - numbers["cnn.test_accuracy"])
    assert errors == pytest.approx(numbers["permutation.cnn_errors_ratio"])
    assert errors > 3
