"""Edges by construction and against every two-level fit, and pairs against scikit-learn's ROC curve."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from explainer.methods.detectors import best_units, groups, nearest_edges, pair_shares, step_edges


@pytest.fixture
def ranked():
    rng = np.random.default_rng(0)
    labels = np.concatenate([np.arange(10), rng.integers(0, 10, 190)])
    return np.round(rng.normal(size=(200, 3)) + 0.2 * labels[:, None], 1), labels  # rounded: with ties


def test_a_step_edge_is_its_own_nearest_whatever_its_levels():
    upright = np.repeat([[2.0, 2.0, 2.0, -1.0, -1.0]], 5, axis=0)
    slanted = np.where(np.add.outer(np.arange(5), np.arange(5)) > 3, -0.5, 0.25)
    shares, edges = nearest_edges(np.stack([upright, slanted]))
    np.testing.assert_allclose(shares, 1)
    np.testing.assert_allclose(edges, np.stack([upright, slanted]), atol=1e-12)


def test_a_checkerboard_and_a_constant_are_none():
    checkers = np.indices((5, 5)).sum(axis=0) % 2 - 0.5
    shares, _ = nearest_edges(np.stack([checkers, np.full((5, 5), 3.0)]))
    assert shares[0] < 0.15
    assert shares[1] == 0


def test_the_nearest_edge_is_the_best_least_squares_fit_of_two_levels():
    image = np.random.default_rng(1).normal(size=(5, 5))
    residuals = []
    for edge in step_edges(5):
        design = np.stack([np.ones(25), (edge > 0).ravel()], axis=1)
        residuals.append(np.linalg.lstsq(design, image.ravel(), rcond=None)[1][0])
    (share,), (found,) = nearest_edges(image[None])
    assert np.square(image - found).sum() == pytest.approx(min(residuals))
    assert share == pytest.approx(1 - min(residuals) / np.square(image - image.mean()).sum())


def test_pairs_are_the_area_under_the_roc_curve(ranked):
    activations, labels = ranked
    wanted = [(3,), (0, 6, 8, 9)]
    expected = [[roc_auc_score(np.isin(labels, group), column) for column in activations.T] for group in wanted]
    np.testing.assert_allclose(pair_shares(activations, labels, wanted), expected)


def test_a_unit_is_chosen_on_one_split_and_measured_on_the_other(ranked):
    activations, labels = ranked
    perfect = np.isin(labels, (0, 6, 8, 9)).astype(float)
    first, second = activations.copy(), activations.copy()
    first[:, 2], second[:, 2] = perfect, -perfect
    assert best_units((first, labels), (second, labels), [(0, 6, 8, 9)]).tolist() == [0.0]


def test_there_are_as_many_groups_as_ways_to_pick_them():
    assert [len(groups(size)) for size in (1, 2, 4)] == [10, 45, 210]
    assert (0, 6, 8, 9) in groups(4)
