"""Counts against scikit-learn and by hand."""

import numpy as np
from sklearn.metrics import confusion_matrix

from explainer.methods import evaluation


def test_the_confusion_matrix_agrees_with_scikit_learn():
    random = np.random.default_rng(0)
    labels, predicted = random.integers(0, 10, 500), random.integers(0, 10, 500)
    expected = confusion_matrix(labels, predicted, labels=range(10))
    np.testing.assert_array_equal(evaluation.confusion(labels, predicted), expected)


def test_errors_and_the_worst_pair_by_hand():
    labels, predicted = np.array([4, 4, 4, 1, 2]), np.array([9, 4, 9, 1, 3])
    assert evaluation.errors(labels, predicted).tolist() == [0, 2, 4]
    assert evaluation.worst_pair(evaluation.confusion(labels, predicted)) == (4, 9, 2)
