"""What the page on the evidence for one image says of its figures."""

import numpy as np
import pytest

from explainer.models.linear import LinearModel


@pytest.fixture
def model(build):
    kept = build.arrays("logistic")
    return LinearModel(kept["weights"], kept["biases"])


def test_the_digits_are_the_first_right_and_the_first_wrong_of_the_test_images(build, model):
    test = build.data.test
    right = model.predict(test.flat) == test.labels
    places = [int(build.numbers[f"evidence.{name}_place"]) - 1 for name in ("right", "wrong")]
    assert right[places[0]]
    assert not right[: places[0]].any()
    assert not right[places[1]]
    assert right[: places[1]].all()


def test_one_is_named_rightly_and_in_the_other_the_right_answer_comes_second(build):
    numbers = build.numbers
    assert numbers["evidence.right_label"] == numbers["evidence.right_winner"]
    assert numbers["evidence.wrong_label"] == numbers["evidence.wrong_rival"] != numbers["evidence.wrong_winner"]


def test_evidence_and_bias_make_the_logit(build):
    assert build.numbers["evidence.max_sum_error"] <= 1e-6
    kept = build.arrays("evidence")
    for name in ("right", "wrong"):
        sums = kept[f"{name}_evidence"].sum(axis=(1, 2)) + kept["biases"]
        np.testing.assert_allclose(sums, kept[f"{name}_logits"], atol=1e-6)


@pytest.mark.parametrize("name", ["right", "wrong"])
def test_paper_has_no_colour_and_every_class_has_evidence_on_both_sides(build, name):
    kept = build.arrays("evidence")
    parts = kept[f"{name}_evidence"]
    assert not parts[:, kept[f"{name}_image"] == 0].any()
    assert (parts.max(axis=(1, 2)) > 0).all()
    assert (parts.min(axis=(1, 2)) < 0).all()


@pytest.mark.parametrize("name", ["right", "wrong"])
def test_blue_red_and_the_biases_make_the_lead(build, name):
    numbers, kept = build.numbers, build.arrays("evidence")
    _, winner, rival = kept[f"{name}_classes"]
    gap = kept["biases"][winner] - kept["biases"][rival]
    total = numbers[f"evidence.{name}_lead_for"] + numbers[f"evidence.{name}_lead_against"] + gap
    assert total == pytest.approx(numbers[f"evidence.{name}_lead"])


@pytest.mark.parametrize("name", ["right", "wrong"])
def test_without_the_deciding_pixels_the_answer_falls_and_with_one_of_them_it_does_not(build, model, name):
    kept = build.arrays("evidence")
    image, erased, difference = (kept[f"{name}_{what}"] for what in ("image", "erased", "difference"))
    _, winner, rival = kept[f"{name}_classes"]
    assert (image[erased] > 0).all()
    without = model.logits(np.where(erased, 0, image).reshape(1, -1))[0]
    assert without[rival] > without[winner]
    weakest = np.argmin(np.where(erased, difference, np.inf))
    but_one = erased.copy()
    but_one.flat[weakest] = False
    logits = model.logits(np.where(but_one, 0, image).reshape(1, -1))[0]
    assert logits[winner] >= logits[rival]
