"""What the page on the images says."""

import numpy as np


def test_the_classes_are_about_equally_common(build):
    shares = np.bincount(build.data.train.labels, minlength=10) / len(build.data.train)
    assert 0.08 < shares.min() == build.numbers["data.rarest_class_share"]
    assert 0.12 > shares.max() == build.numbers["data.commonest_class_share"]


def test_most_of_a_picture_is_paper(build):
    images = build.data.train.images
    assert build.numbers["data.mean_ink"] < 0.25
    assert (images == 0).mean() > 0.5


def test_the_examples_are_the_first_of_each_class(build):
    examples, train = build.arrays("images")["examples"], build.data.train
    for c in range(10):
        assert all(np.array_equal(examples[c, i], train.images[train.labels == c][i]) for i in range(8))


def test_a_guess_is_right_about_one_time_in_ten(build):
    shares = np.bincount(build.data.test.labels, minlength=10) / len(build.data.test)
    assert 0.08 < shares.mean() < 0.12


def test_every_share_is_near_a_tenth(build):
    counts = build.arrays("images")["counts"]
    shares = counts / counts.sum(axis=1, keepdims=True)
    assert shares.shape == (3, 10)
    assert ((shares > 0.06) & (shares < 0.14)).all()


def test_means_are_readable_each_is_nearest_to_its_own_class(build):
    means = build.arrays("images")["means"].reshape(10, -1)
    test = build.data.test
    distances = ((test.flat[:, None] - means[None]) ** 2).sum(axis=2)
    for c in range(10):
        own = distances[test.labels == c].mean(axis=0)
        assert own.argmin() == c


def test_the_images_of_a_class_differ_most_along_the_edges_of_its_stroke(build):
    """Where the mean is neither paper nor full: there the spread is larger than where the stroke is surest."""
    kept = build.arrays("images")
    for mean, spread in zip(kept["means"], kept["spreads"], strict=True):
        edge = (mean > 0.3 * mean.max()) & (mean < 0.7 * mean.max())
        assert spread[edge].mean() > spread[mean < 0.1 * mean.max()].mean()
        assert spread[edge].mean() > spread[mean > 0.9 * mean.max()].mean()
