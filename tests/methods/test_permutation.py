"""Shuffling pixels, and putting them back."""

import numpy as np

from explainer.data import Split
from explainer.methods import permutation


def test_a_shuffle_keeps_every_pixel_and_undo_puts_it_back():
    images = np.arange(2 * 784, dtype=np.float32).reshape(2, 28, 28) / 2000
    split = Split(images, np.array([3, 4]))
    order = permutation.shuffle(0)
    shuffled = permutation.permuted(split, order)
    assert np.array_equal(np.sort(shuffled.flat, axis=1), np.sort(split.flat, axis=1))
    assert (shuffled.flat != split.flat).mean() > 0.9
    assert shuffled.flat[1, 5] == split.flat[1, order[5]]
    assert np.array_equal(permutation.undo(shuffled.flat, order), split.flat)
