"""The best of a few, against every choice one by one."""

from itertools import combinations

import numpy as np
import pytest

from explainer.methods.order_statistics import expected_maximum

VALUES = np.random.default_rng(0).normal(size=8)


@pytest.mark.parametrize("few", [1, 2, 3, 7, 8])
def test_it_is_the_mean_over_all_choices_of_the_largest_chosen(few):
    expected = np.mean([max(chosen) for chosen in combinations(VALUES, few)])
    assert expected_maximum(VALUES, few) == pytest.approx(expected)


def test_one_gives_the_mean_and_all_give_the_maximum():
    assert expected_maximum(VALUES, 1) == pytest.approx(VALUES.mean())
    assert expected_maximum(VALUES, 8) == pytest.approx(VALUES.max())


@pytest.mark.parametrize("few", [0, 9])
def test_more_than_there_are_and_none_are_refused(few):
    with pytest.raises(ValueError, match="of 8 values"):
        expected_maximum(VALUES, few)
