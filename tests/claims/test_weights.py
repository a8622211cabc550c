"""What the page on the weights says of its figures."""

import numpy as np


def test_the_ring_of_zero_is_for_and_its_centre_against(build):
    image, ring, centre = (build.arrays("weights")[k] for k in ("images", "ring", "centre"))
    assert image[0][ring].mean() > 0 > image[0][centre].mean()


def test_a_stroke_through_the_middle_costs_more_than_one_on_the_ring_earns(build):
    assert -build.numbers["weights.centre_mean_0"] > build.numbers["weights.ring_mean_0"] > 0


def test_most_of_the_ring_is_positive_and_most_of_the_centre_negative(build):
    zero = build.arrays("weights")["images"][0]
    assert (zero[build.arrays("weights")["ring"]] > 0).mean() > 0.6
    assert (zero[build.arrays("weights")["centre"]] < 0).mean() > 0.6


def test_pixels_that_are_always_bare_have_no_weight_at_all(build):
    unseen = build.data.train.images.max(axis=0) == 0
    assert unseen.sum() == build.numbers["data.never_inked_pixels"] > 0
    assert np.all(build.arrays("weights")["images"][:, unseen] == 0)


def test_the_kept_penalty_is_the_one_with_the_least_validation_loss(build):
    kept = build.arrays("logistic")
    best = kept["strengths"][kept["validation_losses"].argmin()]
    assert build.numbers["logistic.strength"] == best
    if build.dataset == "mnist":
        assert kept["strengths"].min() < best < kept["strengths"].max()  # trying more would not change it


def test_the_loss_is_all_but_flat_at_the_weights(build):
    assert build.numbers["logistic.steepest_slope"] <= 1e-4


def test_white_in_seismic_is_above_zero_and_bare_corners_are_not_white(build):
    images = build.arrays("weights")["images"]
    white = build.numbers["weights.white_of_shared_range"]
    assert white > 0.03 * np.abs(images).max()
    assert np.all(images[:, [0, 0, -1, -1], [0, -1, 0, -1]] == 0)


def test_own_limits_give_many_weights_the_colour_of_the_other_sign(build):
    numbers = build.numbers
    assert numbers["weights.white_of_own_range_lowest"] < 0 < numbers["weights.white_of_own_range_highest"]
    assert numbers["weights.wrong_colour_share"] > 0.1


def test_three_sets_of_weights_look_different_and_predict_alike(build):
    kept = build.arrays("weights")
    assert build.numbers["weights.gauge_max_probability_change"] <= 1e-6
    for other in ("smiling", "relative"):
        assert abs(kept[other] - kept["images"]).max() > 0.4 * abs(kept["images"]).max()
    assert not kept["relative"][0].any()
    added = kept["smiling"] - kept["images"]
    np.testing.assert_allclose(added, np.broadcast_to(added[0], added.shape), atol=1e-12)


def test_the_trained_set_sums_to_zero_over_the_classes_and_is_the_cheapest(build):
    kept = build.arrays("weights")
    assert build.numbers["weights.largest_sum_over_classes"] <= 1e-4
    cost = {name: (kept[name] ** 2).sum() for name in ("images", "smiling", "relative")}
    assert cost["images"] < min(cost["smiling"], cost["relative"])


def test_ink_falls_in_the_middle_and_never_in_the_corners(build):
    kept = build.arrays("weights")
    assert kept["never_inked"][[0, 0, -1, -1], [0, -1, 0, -1]].all()
    assert kept["inked_share"][7:21, 7:21].mean() > 3 * kept["inked_share"].mean() / 2
    assert build.numbers["weights.largest_where_never_inked"] == 0
