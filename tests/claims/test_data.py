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
