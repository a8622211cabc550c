"""What the page on the weights says of its figures."""

import numpy as np


def test_the_ring_of_zero_is_for_and_its_centre_against(build):
    image, ring, centre = (build.arrays("weights")[k] for k in ("images", "ring", "centre"))
    assert image[0][ring].mean() > 0 > image[0][centre].mean()


def test_a_stroke_through_the_middle_costs_more_than_one_on_the_ring_earns(build):
    assert -build.numbers["weights.centre_mean_0"] > build.numbers["weights.ring_mean_0"] > 0


def test_most_of_the_ring_is_positive_and_most_of_the_centre_negative(build):
    zero = build.arrays("weights")["images"][0]
    assert (zero[build.arrays("weights")["ring"]] > 0).mean() > 0.75
    assert (zero[build.arrays("weights")["centre"]] < 0).mean() > 0.75


def test_pixels_that_are_always_bare_have_no_weight_at_all(build):
    unseen = build.data.train.images.max(axis=0) == 0
    assert unseen.sum() == build.numbers["data.never_inked_pixels"] > 0
    assert np.all(build.arrays("weights")["images"][:, unseen] == 0)


def test_the_kept_penalty_is_the_one_with_the_least_validation_loss_and_not_at_the_edge(build):
    kept = build.arrays("logistic")
    best = kept["strengths"][kept["validation_losses"].argmin()]
    assert build.numbers["logistic.strength"] == best
    assert kept["strengths"].min() < best < kept["strengths"].max()


def test_the_loss_is_all_but_flat_at_the_weights(build):
    assert build.numbers["logistic.steepest_slope"] <= 1e-4
