"""Priors by hand, and against SciPy's Gaussian."""

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal

from explainer.methods.parametrisations import principal
from explainer.methods.priors import gaussian_prior, l2, total_variation

MEAN, VARIANCES = np.full(784, 0.4), np.linspace(0.001, 0.02, 784)


def test_priors_of_hand_computed_images():
    images = torch.zeros(2, 1, 28, 28)
    images[0, 0, 5, 5] = 0.5  # four steps of a half
    images[1, 0, :, 14:] = 1.0  # one edge from top to bottom
    assert total_variation()(images).tolist() == [-2.0, -28.0]
    assert l2()(images).tolist() == [-0.125, -14 * 28 / 2]


def test_the_gaussian_prior_is_a_log_probability_but_for_a_constant():
    images = np.random.default_rng(0).random((3, 28, 28))
    prior = gaussian_prior(principal(MEAN, np.diag(VARIANCES), axes=784))
    ours = prior(torch.from_numpy(images).float()[:, None]).numpy()
    known = multivariate_normal(MEAN, np.diag(VARIANCES)).logpdf(images.reshape(3, -1))
    np.testing.assert_allclose(np.diff(ours), np.diff(known), rtol=1e-3)


def test_two_standard_deviations_along_an_axis_cost_two():
    image = MEAN.copy()
    image[783] += 2 * np.sqrt(VARIANCES[783])  # the longest axis
    prior = gaussian_prior(principal(MEAN, np.diag(VARIANCES), axes=5))
    assert prior(torch.from_numpy(image).float().view(1, 1, 28, 28)).item() == pytest.approx(-2, abs=1e-3)
