"""The room of the page from scratch: the post's own lines, and the image that a class prefers."""

from itertools import islice

import numpy as np
import pytest
from sklearn.datasets import load_digits

from explainer.chapters.scratch.experiment import in_file_order, in_python_2, preferred
from explainer.data import Split
from explainer.models.softmax_regression import descend


def as_the_post_has_it(w, x, y, lam, m):
    """Return the gradient as in the post's `getLoss`; `m` is an integer, and `//` what `/` was in Python 2."""
    y_mat = np.eye(10)[y]
    powers = np.exp(x @ w - np.max(x @ w))
    prob = (powers.T / np.sum(powers, axis=1)).T
    return (-1 // m) * np.dot(x.T, (y_mat - prob)) + lam * w


def test_our_settings_are_the_posts_lines_in_python_2():
    digits = load_digits()
    x, y = digits.data[:150] / 16, digits.target[:150]
    w = np.zeros((x.shape[1], 10))
    for _ in range(20):
        w = w - 1e-3 * as_the_post_has_it(w, x, y, 1, len(x))
    read = in_python_2(len(x), penalty=1.0, learning_rate=1e-3)
    assert read == pytest.approx({"penalty": 1 / 150, "learning_rate": 0.15})
    wide = np.zeros((150, 784))
    wide[:, :64] = x
    ours = next(islice(descend(wide, y, **read), 20, None)).weights
    np.testing.assert_allclose(ours[:, :64], w.T, rtol=1e-9, atol=1e-15)


def test_no_image_beats_the_preferred_one():
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(10, 784))
    best = (preferred(weights).reshape(10, -1) * weights).sum(axis=1)
    assert best.tolist() == pytest.approx(weights.clip(min=0).sum(axis=1))
    assert (rng.random((500, 784)) @ weights.T < best).all()


@pytest.mark.parametrize(("count", "first_of_the_others"), [(10, 6), (7, 5), (2, 0)])
def test_the_others_come_next_or_last(count, first_of_the_others):
    split = Split(np.zeros((count, 28, 28), np.float32), np.arange(count))
    learned, others = in_file_order(split, train=6, test=2)
    assert learned.labels.tolist() == list(range(min(count, 6)))
    assert others.labels[0] == first_of_the_others
    assert len(others) == 2
