"""The Gaussian model of the images."""

import numpy as np
import pytest

from explainer.models import gaussian


@pytest.mark.parametrize("count", [5, gaussian.BLOCK, gaussian.BLOCK + 3])
def test_mean_and_covariance_are_those_that_numpy_finds(count):
    flat = np.random.default_rng(0).random((count, 7)).astype(np.float32)
    model = gaussian.fit(flat)
    exact = flat.astype(np.float64)
    np.testing.assert_allclose(model.mean, exact.mean(axis=0), rtol=0, atol=1e-12)
    np.testing.assert_allclose(model.covariance, np.cov(exact.T, bias=True), rtol=0, atol=1e-12)
