"""Dot products and the influence of a pixel, by hand and against NumPy's own covariance."""

import numpy as np

from explainer.methods.likeness import cosines, influence, shared_share


def test_the_cosine_is_of_the_angle_whatever_the_lengths():
    images = np.array([[1.0, 0], [3, 3], [0, 5]], np.float32)
    np.testing.assert_allclose(
        cosines(images, np.array([[2.0, 0], [-1, -1]])), [[1, -(0.5**0.5)], [0.5**0.5, -1], [0, -(0.5**0.5)]], atol=1e-7
    )


def test_of_all_images_of_one_length_the_weights_themselves_have_the_largest_dot_product():
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(1, 7))
    others = rng.normal(size=(1000, 7))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    assert (others @ weights[0]).max() < cosines(weights, weights)[0, 0] * np.linalg.norm(weights)


def test_what_is_all_zeros_is_like_nothing():
    assert cosines(np.zeros((1, 3)), np.ones((1, 3))) == 0


def test_influence_is_the_spread_of_what_a_pixel_adds():
    rng = np.random.default_rng(1)
    images, filters = rng.random((50, 4)), rng.normal(size=(3, 4))
    added = filters[:, None] * images  # (3, 50, 4)
    expected = [[np.sqrt(np.cov(added[m, :, p], ddof=0)) for p in range(4)] for m in range(3)]
    np.testing.assert_allclose(influence(filters, images), expected)


def test_the_shared_share_counts_the_largest_of_both():
    assert shared_share(np.array([5, 4, 1, 0]), np.array([0, 9, 8, 1]), 2) == 0.5
