"""What the page on solving for an image says of its figures."""

import numpy as np
import pytest

from explainer.methods import patterns
from explainer.models.linear import LinearModel


@pytest.fixture
def kept(build):
    return build.arrays("inverse_softmax")


@pytest.fixture
def model(build):
    arrays = build.arrays("logistic")
    return LinearModel(arrays["weights"], arrays["biases"])


def flat(images):
    return images.reshape(-1, 784)


@pytest.mark.parametrize("kind", ["images", "nearest", "probable"])
def test_each_of_the_three_reaches_its_target(kept, model, kind):
    assert abs(model.probabilities(flat(kept[kind])) - kept["targets"]).max() <= 1e-6


def test_the_errors_that_are_shown_are_rounding(build):
    for name in ("max_probability", "minimum_norm", "box", "gaussian", "null_space"):
        assert build.numbers[f"inverse_softmax.{name}_error"] <= 1e-6


def test_the_smallest_is_smaller_than_the_others_and_the_nearest_keeps_between_paper_and_ink(kept):
    smallest, nearest, probable = (flat(kept[kind]) for kind in ("images", "nearest", "probable"))
    norms = [(images**2).sum(axis=1) for images in (smallest, nearest, probable)]
    assert (norms[0] < norms[1]).all()
    assert (norms[0] < norms[2]).all()
    assert nearest.min() >= 0
    assert nearest.max() <= 1


def test_the_smallest_and_the_likeliest_hold_less_than_no_ink_or_more_than_full(build):
    numbers = build.numbers
    assert numbers["inverse_softmax.lightest"] < 0
    assert numbers["inverse_softmax.gaussian_lightest"] < 0
    assert numbers["inverse_softmax.gaussian_darkest"] > 1


def test_the_smallest_is_a_mixture_of_weights_and_the_nearest_the_mean_and_one_cut_off(build, kept, model):
    # A solution of this form is the nearest: the problem is convex and these are its optimality conditions.
    weights = model.weights
    mixtures = np.linalg.lstsq(weights.T, flat(kept["images"]).T, rcond=1e-9)[0]
    np.testing.assert_allclose(weights.T @ mixtures, flat(kept["images"]).T, atol=1e-6)
    mean = build.arrays("gaussian")["mean"]
    for image in flat(kept["nearest"]):
        free = (image > 0) & (image < 1)
        mixture = np.linalg.lstsq(weights[:, free].T, (image - mean)[free], rcond=1e-9)[0]
        np.testing.assert_allclose(np.clip(mean + mixture @ weights, 0, 1), image, atol=1e-5)


def test_the_likeliest_is_the_mean_and_a_sum_of_joint_patterns(build, kept, model):
    mean = build.arrays("gaussian")["mean"]
    joint = flat(build.arrays("patterns")["joint"])
    centred = model.weights - model.weights.mean(axis=0)
    wanting = centred @ (flat(kept["probable"]) - mean).T  # (10 logits, 10 images)
    np.testing.assert_allclose(mean + wanting.T @ joint, flat(kept["probable"]), atol=1e-6)


def test_the_likeliest_are_smoother_than_the_smallest_and_more_like_the_digits(build, kept):
    assert patterns.roughness(kept["probable"]) < patterns.roughness(kept["images"])
    apart, mean = flat(build.arrays("patterns")["apart"]), build.arrays("gaussian")["mean"]
    likeliest = patterns.mean_correlation(flat(kept["probable"]) - mean, apart)
    assert likeliest > patterns.mean_correlation(flat(kept["images"]), apart)


def test_a_zero_and_its_opposite_get_the_same_answer(build, kept, model):
    zero, opposite = kept["originals"][0], kept["opposite"]
    given = model.probabilities(flat(np.stack([zero, opposite])))
    np.testing.assert_allclose(given[0], given[1], rtol=0, atol=1e-6)
    assert build.numbers["inverse_softmax.null_space_correlation"] < -0.3
    assert opposite.min() >= 0
    assert opposite.max() <= 1
    np.testing.assert_array_equal(zero, build.data.test.images[build.data.test.labels == 0][0])


def test_ten_different_images_get_the_answer_of_the_zero(kept, model):
    given = model.probabilities(flat(kept["altered"]))
    assert abs(given - given[0]).max() <= 1e-6
    assert kept["altered"].min() >= 0
    assert kept["altered"].max() <= 1
    for c in range(1, 10):
        assert abs(kept["altered"][c] - kept["altered"][0]).max() > 0.5
        own, zero = (np.corrcoef(kept["altered"][c].flat, kept["originals"][k].flat)[0, 1] for k in (c, 0))
        assert own > 0.3, (c, own, zero)  # parts of the digit are still there


def test_two_of_the_three_images_move_along_a_straight_line_as_more_is_asked(kept):
    odds = np.log(kept["confidences"] * 9 / (1 - kept["confidences"]))
    for images in (kept["surer"][0], kept["surer"][2]):
        slope = (images[-1] - images[0]) / (odds[-1] - odds[0])
        for odd, image in zip(odds, images, strict=True):
            np.testing.assert_allclose(image, images[0] + slope * (odd - odds[0]), atol=1e-6)
        assert (np.diff(images.std(axis=(1, 2))) > 0).all()


def test_a_panel_is_empty_exactly_where_more_is_asked_than_the_box_can_give(build, kept):
    none = np.isnan(kept["surer"][1]).all(axis=(1, 2))
    np.testing.assert_array_equal(none, 1 - kept["confidences"] < build.numbers["inverse_softmax.box_least_rest"])


def test_each_target_leaves_at_most_a_fifth_of_the_doubt_of_the_one_before(kept):
    doubts = 1 - kept["confidences"]
    assert (doubts[1:] / doubts[:-1] <= 0.2 + 1e-9).all()


def test_the_logit_climbs_a_straight_line_and_the_probability_never_reaches_one(kept):
    assert abs(np.diff(kept["grown_logits"], n=2)).max() < 1e-9
    assert kept["grown_logits"][-1] > kept["grown_logits"][0]
    assert (np.diff(kept["grown_rests"]) < 0).all()
    assert kept["grown_rests"][-1] > 0


def test_no_test_image_reaches_the_highest_logit_of_the_box(build, model):
    highest = build.numbers["inverse_softmax.box_highest_logit"]
    assert model.logits(build.data.test.flat)[:, 0].max() < highest
