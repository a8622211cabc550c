"""Pictures that are alike, put together, against groups that are known."""

import numpy as np
import pytest

from explainer.methods import clusters


@pytest.fixture
def images():
    """Nine pictures around three: five, three and one of each, shuffled."""
    chance = np.random.default_rng(0)
    centres = chance.uniform(size=(3, 28, 28))
    kinds = np.array([1, 0, 2, 1, 1, 0, 1, 0, 1])
    return centres[kinds] + 0.05 * chance.normal(size=(9, 28, 28)), kinds


def test_groups_are_found_and_named_by_size(images):
    pictures, kinds = images
    found = clusters.clusters(clusters.correlations(pictures), 0.5)
    assert found.tolist() == [{1: 0, 0: 1, 2: 2}[k] for k in kinds]


def test_asking_for_all_gives_one_picture_each_and_asking_for_little_one_cluster(images):
    alike = clusters.correlations(images[0])
    assert set(clusters.clusters(alike, 0.9999)) == set(range(9))
    assert set(clusters.clusters(alike, -1)) == {0}


def test_two_clusters_are_joined_by_their_mean_likeness():
    """0 and 1 are alike; 2 is like 0 by 0.8 and like 1 by 0.2: 0.5 on average."""
    alike = np.array([[1, 0.9, 0.8], [0.9, 1, 0.2], [0.8, 0.2, 1]])
    assert clusters.clusters(alike, 0.49).tolist() == [0, 0, 0]
    assert clusters.clusters(alike, 0.51).tolist() == [0, 0, 1]


def test_the_medoid_is_the_member_in_the_middle():
    alike = np.array([[1, 0.1, 0.2, 0], [0.1, 1, 0.9, 0.8], [0.2, 0.9, 1, 0.3], [0, 0.8, 0.3, 1]])
    assert clusters.medoid(alike, np.array([1, 2, 3])) == 1
    assert clusters.medoid(alike, np.array([2])) == 2


def test_likeness_is_one_to_itself_minus_one_to_the_negative_and_blind_to_contrast(images):
    picture = images[0][0]
    found = clusters.likeness(np.stack([picture, 1 - picture, 0.3 * picture + 0.2]), picture)
    np.testing.assert_allclose(found, [1, -1, 1])
