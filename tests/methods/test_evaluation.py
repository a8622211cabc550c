"""Counts against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from explainer.methods import evaluation


def test_the_confusion_matrix_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    labels, predicted = rng.integers(0, 10, 500), rng.integers(0, 10, 500)
    expected = confusion_matrix(labels, predicted, labels=range(10))
    np.testing.assert_array_equal(evaluation.confusion(labels, predicted), expected)


def test_errors_and_the_worst_pair_by_hand():
    labels, predicted = np.array([4, 4, 4, 1, 2]), np.array([9, 4, 9, 1, 3])
    assert evaluation.errors(labels, predicted).tolist() == [0, 2, 4]
    assert evaluation.worst_pair(evaluation.confusion(labels, predicted)) == (4, 9, 2)


def test_the_commonest_errors_come_first():
    counts = np.zeros((10, 10), int)
    np.fill_diagonal(counts, 50)
    counts[4, 9], counts[9, 4], counts[2, 7] = 3, 8, 5
    assert evaluation.worst_pairs(counts, 3).tolist() == [[9, 4, 8], [2, 7, 5], [4, 9, 3]]
    assert evaluation.worst_pair(counts) == (9, 4, 8)


def test_a_class_accuracy_is_a_share_of_the_class():
    counts = np.zeros((10, 10), int)
    np.fill_diagonal(counts, 1)
    counts[5, 3] = 3
    own = evaluation.class_accuracies(counts)
    assert own[5] == 0.25
    assert own[3] == 1  # what 3 is given by mistake is not held against it


def test_accuracy_by_hand():
    assert evaluation.accuracy(np.array([1, 2, 3, 4]), np.array([1, 2, 3, 9])) == pytest.approx(0.75)


def test_total_variation_of_a_square():
    image = np.zeros((1, 28, 28))
    image[0, 10:14, 10:14] = 0.5
    assert evaluation.total_variation(image).tolist() == [16 * 0.5]
