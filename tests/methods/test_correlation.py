"""Pearson's correlation against NumPy's own and SciPy's, and by hand."""

import warnings

import numpy as np
import pytest
from scipy import stats

from explainer.methods.correlation import correlations, mean_correlation


@pytest.fixture
def images():
    return np.random.default_rng(0).random((5, 6, 7)).astype(np.float32)


def test_images_correlate_with_each_other_as_numpy_says(images):
    np.testing.assert_allclose(correlations(images), np.corrcoef(images.reshape(5, -1)), atol=1e-7)


def test_images_correlate_with_others_as_numpy_says(images):
    others = images[:3] ** 2 + 0.1 * images[2:]
    everything = np.corrcoef(images.reshape(5, -1), others.reshape(3, -1))
    np.testing.assert_allclose(correlations(images, others), everything[:5, 5:], atol=1e-7)


def test_it_is_one_to_itself_minus_one_to_the_negative_and_blind_to_contrast(images):
    image = images[0]
    found = correlations(np.stack([image, 1 - image, 0.3 * image + 0.2]), image[None])
    np.testing.assert_allclose(found[:, 0], [1, -1, 1], atol=1e-6)


@pytest.mark.parametrize("level", [0.0, 0.1, 1 / 3])  # the mean of many 0.1 is not quite 0.1
def test_an_image_that_does_not_vary_correlates_with_none(images, level):
    images[2] = level
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = correlations(images)
    assert np.isnan(found[2]).all()
    assert np.isnan(found[:, 2]).all()
    rest = np.delete(images, 2, axis=0)
    np.testing.assert_allclose(np.delete(np.delete(found, 2, 0), 2, 1), np.corrcoef(rest.reshape(4, -1)), atol=1e-7)


def test_the_mean_over_pairs_counts_each_pair_once_and_no_image_with_itself(images):
    pairs = [stats.pearsonr(images[i].ravel(), images[j].ravel()).statistic for i in range(5) for j in range(i)]
    assert len(pairs) == 10
    assert mean_correlation(images) == pytest.approx(np.mean(pairs), abs=1e-6)


def test_the_mean_over_counterparts_is_that_of_each_image_with_its_own():
    images = np.array([[0.0, 1, 2], [0, 1, 2], [0, 1, 2]])
    assert mean_correlation(images[:2], np.array([[1.0, 2, 3], [3, 2, 1]])) == pytest.approx(0)
    assert mean_correlation(images, np.array([[1.0, 2, 3], [3, 2, 1], [5, 7, 9]])) == pytest.approx(1 / 3)


def test_pairs_of_which_one_does_not_vary_are_left_out():
    images = np.array([[0.0, 1, 2], [4, 4, 4], [0, 1, 3]])
    left = np.corrcoef(images[[0, 2]])[0, 1]
    assert mean_correlation(images) == pytest.approx(left)
    assert mean_correlation(images, images[::-1]) == pytest.approx(left)  # twice the same, and the constant none
