"""The regions of the image that the first question is about, and statistics of each class, by hand."""

import numpy as np

from explainer.data import Split
from explainer.methods import weights


def test_the_centre_is_a_disc_of_radius_three_around_the_middle_of_the_image():
    """By hand: the middle lies between the pixels 13 and 14; pixels are 1/2, 3/2, 5/2 … away from it each way."""
    corner = [[0, 1, 1], [1, 1, 1], [1, 1, 1]]  # its last pixel is (13, 13); the first is √12.5 > 3 away
    half = np.hstack([corner, np.fliplr(corner)])
    expected = np.zeros((28, 28), bool)
    expected[11:17, 11:17] = np.vstack([half, np.flipud(half)])
    np.testing.assert_array_equal(weights.centre(), expected)


def test_the_ring_is_where_a_mean_image_is_at_least_half_as_dark_as_its_darkest_pixel():
    image = np.zeros((28, 28))
    image[3, 3:7] = 0.2, 0.39, 0.4, 0.8
    assert np.argwhere(weights.ring(image)).tolist() == [[3, 5], [3, 6]]


def test_the_largest_weights_are_the_most_positive_not_the_furthest_from_zero():
    image = np.zeros((28, 28))
    image[3, 3:7] = 0.2, -0.9, 0.4, 0.8
    assert np.argwhere(weights.largest(image, 2)).tolist() == [[3, 5], [3, 6]]


def test_statistics_of_each_class_and_the_pixels_that_no_image_inks():
    images = np.zeros((20, 28, 28), np.float32)
    images[13, 4, 5], images[3, 4, 5], images[7, 1, 1] = 0.5, 0.25, 1.0
    split = Split(images, np.arange(20) % 10)
    assert weights.class_means(split)[3, 4, 5] == 0.375
    assert weights.class_stds(split)[3, 4, 5] == 0.125
    assert weights.class_means(split)[7, 1, 1] == weights.class_stds(split)[7, 1, 1] == 0.5
    assert np.count_nonzero(weights.class_means(split)) == 2
    assert np.argwhere(~weights.never_inked(split)).tolist() == [[1, 1], [4, 5]]
