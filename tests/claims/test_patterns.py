"""What the page on filters and patterns says of its figures."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from explainer.methods import weights
from explainer.methods.patterns import mean_correlation
from explainer.models.linear import LinearModel, gradient


def test_the_second_pixel_has_a_large_weight_and_next_to_no_pattern(build):
    assert build.numbers["patterns.second_weight"] < -0.9
    assert abs(build.numbers["patterns.second_pattern"]) < 0.05


def test_patterns_are_nearer_to_the_mean_images_than_weights_are(build):
    numbers = build.numbers
    assert numbers["patterns.mean_image_correlation"] > numbers["weights.mean_image_correlation"]
    assert numbers["patterns.mean_image_correlation"] > 0.9


def test_joint_patterns_are_less_like_the_digits(build):
    assert build.numbers["patterns.joint_mean_image_correlation"] < build.numbers["patterns.mean_image_correlation"]


def test_patterns_are_smoother_than_weights(build):
    assert build.numbers["patterns.roughness"] < build.numbers["weights.roughness"]


def test_the_pattern_is_blue_where_the_mean_image_has_its_stroke(build):
    kept = build.arrays("patterns")
    for pattern, mean in zip(kept["patterns"], kept["means"], strict=True):
        assert pattern[weights.ring(mean)].mean() > 0


def test_the_pattern_of_zero_is_a_ring_around_a_centre_as_the_mean_images_are(build):
    kept = build.arrays("patterns")
    assert build.numbers["patterns.ring_mean_0"] > 0 > build.numbers["patterns.centre_mean_0"]
    assert (kept["patterns"][0][kept["centre"]] < 0).mean() > 0.75
    assert np.corrcoef(kept["patterns"][0].flat, kept["apart"][0].flat)[0, 1] > 0.95


def test_the_first_step_from_zero_goes_along_the_difference_of_the_mean_images(build):
    train = build.data.train
    slope = gradient(LinearModel(np.zeros((10, 784)), np.zeros(10)), train.flat, train.labels, penalty=0.0)
    for step, apart in zip(-slope.weights, build.arrays("patterns")["apart"], strict=True):
        assert np.corrcoef(step, apart.flat)[0, 1] > 0.97


def test_weights_that_are_held_back_look_more_like_the_difference_of_the_means_than_free_ones(build):
    train = build.data.train.part(0, 1000)
    means = weights.class_means(train).reshape(10, -1)
    apart = means - train.flat.mean(axis=0)
    held, free = (LogisticRegression(C=c, max_iter=2000).fit(train.flat, train.labels).coef_ for c in (1e-5, 1.0))
    assert mean_correlation(held, apart) > 0.95 > mean_correlation(free, apart)


def test_where_the_logit_of_zero_is_high_that_of_one_is_low(build):
    assert build.numbers["patterns.logits_0_1_correlation"] < -0.5
