"""Patterns: what comes along with a logit in the data, as against the weights that compute it.

Haufe et al. 2014. A weight vector is a filter: it also has to cancel what disturbs, so a large weight need not
sit where the signal is. The pattern says where the signal is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.data import Floats, Integers
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel

Array = NDArray[np.float64]


def patterns(model: LinearModel, data: Gaussian) -> Array:
    """Return each logit's own pattern (10, 784), in ink per logit: Σ w / (wᵀ Σ w), one logit at a time.

    It is the coefficient of each pixel regressed on the logit over the data: the ink that comes with one more logit,
    whatever the other nine do. This is the paper's simplification for a single source. The weights
    are first freed of their mean over the classes, which no probability depends on.
    """
    weights = model.centred
    covariances = weights @ data.covariance  # (10, 784): of each logit with each pixel
    variances = np.einsum("cp,cp->c", covariances, weights)  # of each logit
    return np.asarray(covariances / variances[:, None], np.float64)


def joint_patterns(model: LinearModel, data: Gaussian) -> Array:
    """Return the patterns of all logits together (10, 784), in ink per logit: (Σ Wᵀ Σ_z⁺)ᵀ with Σ_z = W Σ Wᵀ.

    The coefficients of each pixel regressed on all ten logits at once: the paper's general form. Freed
    of their mean the ten logits have rank 9, so the inverse is a pseudo-inverse.
    """
    weights = model.centred
    covariances = weights @ data.covariance
    return np.asarray(np.linalg.pinv(covariances @ weights.T, rcond=1e-9, hermitian=True) @ covariances, np.float64)


def roughness(rows: Floats) -> float:
    """Return the mean step between neighbours in images (N, 28, 28), as a share of each image's standard deviation."""
    steps = [abs(np.diff(rows, axis=axis)).mean(axis=(1, 2)) for axis in (1, 2)]
    return float(np.mean((steps[0] + steps[1]) / 2 / rows.std(axis=(1, 2))))


def two_pixels(count: int, noise: float, own_noise: float, seed: int) -> tuple[Array, NDArray[np.int64]]:
    """Return images of two pixels (count, 2), `count` even, and their classes (count,), 0 or 1 by turns.

    The first pixel holds the class plus a disturbance of standard deviation `noise`. The second holds the same
    disturbance and nothing of the class. `own_noise` is each pixel's own. Every disturbance comes once with
    each class, so that nothing of the class is in it by chance.
    """
    rng = np.random.default_rng(seed)
    classes = np.arange(count) % 2
    shared = np.repeat(rng.normal(0, noise, count // 2), 2)
    pixels = np.stack([classes + shared, shared], axis=1) + rng.normal(0, own_noise, (count, 2))
    return pixels, classes


def discriminant(pixels: Floats, classes: Integers) -> tuple[Array, Array]:
    """Return the best linear filter (P,) between two classes and its pattern (P,), each scaled to largest size 1.

    The filter is Fisher's, the inverse covariance within the classes times the difference of their means
    (Bishop 2006, §4.1.4); its pattern is that filter times the covariance of the data.
    """
    groups = [pixels[classes == c] for c in (0, 1)]
    within = np.mean([np.cov(group.T) for group in groups], axis=0)
    weights = np.linalg.solve(within, groups[1].mean(axis=0) - groups[0].mean(axis=0))
    pattern = np.cov(pixels.T) @ weights
    return weights / abs(weights).max(), pattern / abs(pattern).max()
