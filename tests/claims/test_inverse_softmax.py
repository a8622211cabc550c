"""What the page on solving for an image says."""

import numpy as np


def test_the_probabilities_are_those_asked_for(build):
    kept = build.arrays("inverse_softmax")
    assert abs(kept["probabilities"] - kept["targets"]).max() <= 1e-6
    assert np.all(kept["targets"].argmax(axis=1) == np.arange(10))


def test_some_pixels_hold_less_than_no_ink(build):
    assert all(image.min() < 0 for image in build.arrays("inverse_softmax")["images"])


def test_solved_images_are_like_the_weights_and_not_equal_to_them(build):
    kept = build.arrays("inverse_softmax")
    alike = [np.corrcoef(kept["images"][c].ravel(), kept["weights"][c].ravel())[0, 1] for c in range(10)]
    assert 0.5 < np.mean(alike) < 0.95


def test_the_pre_images_fill_784_dimensions_less_the_nine_that_matter(build):
    assert build.numbers["inverse_softmax.dimension"] == 784 - 9


def test_twice_an_image_raises_its_logit_twice_as_far(build):
    image = build.arrays("inverse_softmax")["images"][0].ravel()
    model_weights = build.arrays("logistic")["weights"][0]
    assert model_weights @ image > 0
    assert np.isclose(model_weights @ (2 * image), 2 * (model_weights @ image))
