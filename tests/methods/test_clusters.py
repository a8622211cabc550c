"""Images that are alike, put together, against groups that are known."""

import numpy as np
import pytest

from explainer.methods import clusters
from explainer.methods.correlation import correlations


@pytest.fixture
def images():
    """Nine images around three: five, three and one of each, shuffled."""
    rng = np.random.default_rng(0)
    centres = rng.uniform(size=(3, 28, 28))
    groups = np.array([1, 0, 2, 1, 1, 0, 1, 0, 1])
    return centres[groups] + 0.05 * rng.normal(size=(9, 28, 28)), groups


def test_groups_are_found_and_named_by_size(images):
    noisy, groups = images
    found = clusters.clusters(correlations(noisy), 0.5)
    assert found.tolist() == [{1: 0, 0: 1, 2: 2}[group] for group in groups]


def test_asking_for_all_gives_one_image_each_and_asking_for_little_one_cluster(images):
    table = correlations(images[0])
    assert set(clusters.clusters(table, 0.9999)) == set(range(9))
    assert set(clusters.clusters(table, -1)) == {0}


def test_two_clusters_are_joined_by_their_mean_correlation():
    """0 and 1 are alike; 2 is like 0 by 0.8 and like 1 by 0.2: 0.5 on average."""
    table = np.array([[1, 0.9, 0.8], [0.9, 1, 0.2], [0.8, 0.2, 1]])
    assert clusters.clusters(table, 0.49).tolist() == [0, 0, 0]
    assert clusters.clusters(table, 0.51).tolist() == [0, 0, 1]


def test_the_medoid_is_most_correlated_with_the_rest_of_its_cluster():
    table = np.array([[1, 0.1, 0.2, 0], [0.1, 1, 0.9, 0.8], [0.2, 0.9, 1, 0.3], [0, 0.8, 0.3, 1]])
    assert clusters.medoid(table, np.array([1, 2, 3])) == 1
    assert clusters.medoid(table, np.array([2])) == 2
