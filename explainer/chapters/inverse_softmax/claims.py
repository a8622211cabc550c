"""What the page on solving for an image says, as predicates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS, SIDE
from explainer.methods import inverse_softmax, patterns, weights
from explainer.methods.correlation import correlations
from explainer.models.linear import LinearModel, softmax
from explainer.trainings import gaussian, logistic

Array = NDArray[Any]

ROUNDING = 1e-12  # of a probability
SOLVED = 1e-8  # of a probability, where a solver steps until it is near enough


@about("identity")
def inverse_softmax_is_a_family(facts: Facts) -> Verdict:
    """Add the same number to all ten logits, and no probability changes."""
    logits = _model(facts).logits(_kept(facts, "originals"))
    changed = max(abs(softmax(logits + number) - softmax(logits)).max() for number in (-7.0, 0.5, 30.0))
    return holds(changed < ROUNDING, changed=changed)


@about("design")
def inverse_target_shares_evenly(facts: Facts) -> Verdict:
    """We ask for {inverse_softmax.target} and share the rest evenly."""
    targets, asked = facts.arrays("inverse_softmax")["targets"], facts.numbers["inverse_softmax.target"]
    rest = (1 - asked) / (CLASSES - 1)
    even = np.allclose(targets, np.where(np.eye(CLASSES), asked, rest), rtol=0, atol=ROUNDING)
    return holds(even and asked == facts.settings.inverse.target < 1, asked=asked, rest=rest)


@about("identity")
def inverse_dimension_of_the_answers(facts: Facts) -> Verdict:
    """Ten probabilities that add up to 1 are nine conditions, and those do not pin down 784 pixels: the images that get
    exactly the wanted probabilities fill a space of {inverse_softmax.dimension} dimensions."""
    sizes = np.linalg.svd(
        _model(facts).centred, compute_uv=False
    )  # of the ten equations, of which nine are independent
    rank = int((sizes > 1e-9 * sizes[0]).sum())
    return holds(
        rank == 9 and PIXELS - rank == facts.numbers["inverse_softmax.dimension"], equations=CLASSES, independent=rank
    )


@about("identity")
def inverse_smallest_of_all_answers(facts: Facts) -> Verdict:
    """The Moore–Penrose pseudo-inverse picks the smallest of them, the one with the least sum of squares: the
    minimum-norm pre-image.
    """
    images, free = (
        _kept(facts, "images"),
        np.linalg.svd(_model(facts).centred)[2][CLASSES - 1 :],
    )  # the null space's axes
    across = abs(images @ free.T).max()  # whatever is added from the null space is at right angles to the image
    return holds(across < 1e-9 and _error(facts, "images") < ROUNDING, across=across)


@about("identity")
def inverse_smallest_get_what_was_asked(facts: Facts) -> Verdict:
    """Put back into the classifier, these images get the probabilities that were asked for. The largest error among all
    hundred probabilities is {inverse_softmax.minimum_norm_error}: rounding."""
    error, shown = _error(facts, "images"), facts.numbers["inverse_softmax.minimum_norm_error"]
    return holds(max(error, shown) < ROUNDING, error=error, shown=shown)


def inverse_smallest_hold_less_than_no_ink(facts: Facts) -> Verdict:
    """Their pixels run from {inverse_softmax.lightest} to {inverse_softmax.darkest}, so some of them hold less than no
    ink, and none holds half of full ink."""
    images, numbers = _kept(facts, "images"), facts.numbers
    shown = numbers["inverse_softmax.lightest"], numbers["inverse_softmax.darkest"]
    right = np.allclose(shown, (images.min(), images.max()))
    return holds(right and (images.min(axis=1) < 0).all() and shown[1] < 0.5, lightest=shown[0], darkest=shown[1])


def inverse_smallest_alike_to_weights_not_equal(facts: Facts) -> Verdict:
    """The correlation between a minimum-norm pre-image and the weights of its digit is
    {inverse_softmax.weight_correlation} on average: alike, not equal."""
    each = correlations(_kept(facts, "images"), _model(facts).weights).diagonal()
    right = np.isclose(each.mean(), facts.numbers["inverse_softmax.weight_correlation"])
    return holds(right and each.min() > 0.5 and each.max() < 0.95, each=each)


@about("identity")
def inverse_smallest_of_that_target(facts: Facts) -> Verdict:
    """For each class the minimum-norm pre-image, the smallest image that the linear classifier gives
    {inverse_softmax.target} to that class, and the same little to each of the others.
    """
    given = _model(facts).probabilities(_kept(facts, "images"))
    own, others = given.diagonal(), given[~np.eye(CLASSES, dtype=bool)]
    norms = (_kept(facts, "images") ** 2).sum(axis=1)
    smaller = (norms < (_kept(facts, "map") ** 2).sum(axis=1)).all()
    right = np.allclose(own, facts.numbers["inverse_softmax.target"]) and np.ptp(others) < ROUNDING
    return holds(right and smaller, own=own, most=others.max())


def inverse_smallest_are_no_digits(facts: Facts) -> Verdict:
    """Ten pre-images, blue and red speckle over more than half of each; none can be read as its digit, though
    the classifier gives each {inverse_softmax.target} for its class."""
    images, train, test = _kept(facts, "images"), facts.data.train, facts.data.test
    speckle = patterns.roughness(_square(images)) / patterns.roughness(test.images[:1000])
    covered = (abs(images) > 0.01).mean(axis=1)
    means = weights.class_means(train)
    digits = np.take_along_axis(correlations(test.flat[:1000], means), test.labels[:1000, None], axis=1)
    alike, usual = correlations(images, means).diagonal(), np.quantile(digits, 0.1)  # nine digits in ten exceed it
    sure = _error(facts, "images") < ROUNDING
    unread = speckle > 2 and covered.min() > 0.5 and alike.max() < usual
    return holds(unread and sure, speckle=speckle, covered=covered.min(), alike=alike.max(), digits=usual)


def inverse_three_reach_their_targets(facts: Facts) -> Verdict:
    """Every image below reaches its target."""
    errors = [_error(facts, kind) for kind in ("images", "nearest", "map")]  # NaN where there is no image
    return holds(max(errors) < SOLVED and not np.isnan(errors).any(), errors=errors)


@about("identity")
def inverse_smallest_is_a_combination_of_weights(facts: Facts) -> Verdict:
    """The minimum-norm pre-image is the one above: a combination of the ten rows of weights, and nothing else."""
    images, columns = _kept(facts, "images"), _model(facts).weights.T
    combinations = np.linalg.lstsq(columns, images.T, rcond=1e-9)[0]
    left = abs(columns @ combinations - images.T).max()
    return holds(left < 1e-6, left=left)


def inverse_nearest_can_be_printed(facts: Facts) -> Verdict:
    """Now it is an image that could be printed."""
    images = _kept(facts, "nearest")
    return holds(images.min() >= 0 and images.max() <= 1, lightest=images.min(), darkest=images.max())


@about("identity")
def inverse_nearest_is_mean_and_combination(facts: Facts) -> Verdict:
    """The answer must be the mean image plus some combination of the rows of weights, cut off at background and at
    ink.
    """
    mean = gaussian.restore(facts.results).mean
    left = max((_left(image, mean, _model(facts).weights) for image in _present(facts, "nearest")[0]), default=0.0)
    return holds(left < 1e-5, left=left)


def inverse_map_loses_the_speckle(facts: Facts) -> Verdict:
    """Pixels that are inked together now move together, and the speckle is gone."""
    arrays = facts.arrays("inverse_softmax")
    rough = [patterns.roughness(arrays[kind]) for kind in ("images", "map")]
    digits = patterns.roughness(facts.data.test.images[:1000])
    return holds(
        rough[1] < rough[0] / 2 and rough[1] < 1.1 * digits, smallest=rough[0], map_image=rough[1], real=digits
    )


def inverse_map_begins_to_look_like_digits(facts: Facts) -> Verdict:
    """Some of these begin to look like their digits."""
    apart = _apart(facts)
    smallest = correlations(_kept(facts, "images"), apart).diagonal()
    table = correlations(_kept(facts, "map") - gaussian.restore(facts.results).mean, apart)
    own = int((table.argmax(axis=1) == np.arange(CLASSES)).sum())
    nearer = (table.diagonal() > smallest).all()
    return holds(own > CLASSES / 2 and nearer, own=own, map_image=table.diagonal().mean(), smallest=smallest.mean())


def inverse_map_leaves_the_bounds_of_ink(facts: Facts) -> Verdict:
    """But a Gaussian knows no bounds of ink: the pixels run from {inverse_softmax.map_lightest} to
    {inverse_softmax.map_darkest}, from well below no ink to a little over full ink."""
    images, numbers = _kept(facts, "map"), facts.numbers
    shown = numbers["inverse_softmax.map_lightest"], numbers["inverse_softmax.map_darkest"]
    right = np.allclose(shown, (images.min(), images.max()))
    return holds(right and -0.5 < shown[0] < -0.2 and 1 < shown[1] < 1.1, lightest=shown[0], darkest=shown[1])


@about("identity")
def inverse_row_smallest(facts: Facts) -> Verdict:
    """minimum-norm — least sum of squares — {inverse_softmax.minimum_norm_error}"""
    images, (near, likely) = _kept(facts, "images"), _present(facts, "nearest", "map")
    squares, others = (images**2).sum(axis=1), ((near**2).sum(axis=1), (likely**2).sum(axis=1))
    least = (squares < others[1]).all() and (squares[: len(near)] < others[0]).all()
    error = facts.numbers["inverse_softmax.minimum_norm_error"]
    return holds(least and error < ROUNDING, error=error)


@about("identity")
def inverse_row_nearest(facts: Facts) -> Verdict:
    """nearest — nearest to the mean image, pixels from 0 to 1 — {inverse_softmax.box_error}"""
    model, mean = _model(facts), gaussian.restore(facts.results).mean
    nearer = []
    for image in _present(facts, "nearest")[0]:
        other = inverse_softmax.nearest_pre_image(model, model.probabilities(image[None])[0], np.zeros(PIXELS))
        nearer.append(other is not None and ((image - mean) ** 2).sum() < ((other - mean) ** 2).sum())
        nearer.append(image.min() >= 0 and image.max() <= 1)
    error = facts.numbers["inverse_softmax.box_error"]
    return holds(all(nearer) and error < SOLVED, error=error)


@about("identity")
def inverse_row_map(facts: Facts) -> Verdict:
    """MAP — densest under a Gaussian — {inverse_softmax.map_error}"""
    data, images = gaussian.restore(facts.results), _kept(facts, "map")
    directions = (
        data.covariance @ _model(facts).centred.T
    )  # where the density falls no faster than the equations force it to
    multipliers = np.linalg.lstsq(directions, (images - data.mean).T, rcond=1e-12)[0]
    left, error = (
        abs(directions @ multipliers - (images - data.mean).T).max(),
        facts.numbers["inverse_softmax.map_error"],
    )
    return holds(left < 1e-6 and error < ROUNDING, left=left, error=error)


def inverse_three_get_what_was_asked(facts: Facts) -> Verdict:
    """All three get the ten probabilities that were asked for, and over the three hundred no error is larger than
    {inverse_softmax.max_probability_error}."""
    given = np.stack([_model(facts).probabilities(_kept(facts, kind)) for kind in ("images", "nearest", "map")])
    error, shown = abs(given - _targets(facts)).max(), facts.numbers["inverse_softmax.max_probability_error"]
    return holds(given.size == 300 and error < SOLVED and shown < SOLVED, error=error, shown=shown)


def inverse_three_for_each_class(facts: Facts) -> Verdict:
    """Three images for each class that all get {inverse_softmax.target}, with the rest shared evenly: the smallest, the
    one nearest to the mean image with every pixel from background to full ink, and the most probable under a Gaussian.
    """
    given = np.stack([_model(facts).probabilities(_kept(facts, kind)) for kind in ("images", "nearest", "map")])
    own = given[:, np.eye(CLASSES, dtype=bool)]
    uneven = np.ptp(given[:, ~np.eye(CLASSES, dtype=bool)])
    mean = gaussian.restore(facts.results).mean
    left = max(_left(image, mean, _model(facts).weights) for image in np.nan_to_num(_kept(facts, "nearest")))
    right = np.allclose(own, facts.numbers["inverse_softmax.target"]) and uneven < SOLVED
    return holds(own.size == 30 and right and left < 1e-5, lowest=own.min(), uneven=uneven)


def inverse_three_rows_look_different(facts: Facts) -> Verdict:
    """The minimum-norm pre-images are speckle of both signs. The nearest hold ink only, mottled, over the middle. The
    MAP pre-images are smoother than the first row, and some begin to look like their digits."""
    smallest, nearest, map_images = (_square(_kept(facts, kind)) for kind in ("images", "nearest", "map"))
    signs = min((smallest < -0.01).mean(), (smallest > 0.01).mean())
    middle = nearest[:, 4:-4, 4:-4].sum() / nearest.sum()
    rough = [patterns.roughness(images) for images in (smallest, nearest, map_images)]
    found = correlations(map_images - gaussian.restore(facts.results).mean.reshape(SIDE, SIDE), _apart(facts)).argmax(
        axis=1
    )
    right = signs > 0.2 and nearest.min() >= 0 and middle > 0.9 and rough[2] < rough[1] < rough[0] / 2
    own = int((found == np.arange(CLASSES)).sum())
    return holds(right and own > CLASSES / 2, signs=signs, middle=middle, rough=rough, own=own)


def inverse_zero_and_opposite_get_one_answer(facts: Facts) -> Verdict:
    """The two outer images get the same ten probabilities; that of 0 is {inverse_softmax.null_space_probability}.
    Pixel by pixel their correlation is {inverse_softmax.null_space_correlation}: where one is dark the other tends to
    be light."""
    zero, opposite = _pair(facts)
    given, alike = _model(facts).probabilities(np.stack([zero, opposite])), np.corrcoef(zero, opposite)[0, 1]
    shown = [facts.numbers[f"inverse_softmax.null_space_{name}"] for name in ("probability", "correlation")]
    right = np.allclose(shown, (given[0, 0], alike)) and abs(given[0] - given[1]).max() < SOLVED
    lighter = opposite[zero > 0.5].mean() < opposite[zero < 0.5].mean()
    return holds(right and given[0, 0] > 0.99 and alike < -0.4 and lighter, probability=given[0, 0], alike=alike)


@about("identity")
def inverse_opposite_differs_in_the_null_space(facts: Facts) -> Verdict:
    """Every pixel of both lies between background and full ink. What separates them lies in the null space, the
    directions in which an image can change without the classifier taking notice.
    """
    pair, centred = np.stack(_pair(facts)), _model(facts).centred
    noticed, changed = abs(centred @ (pair[1] - pair[0])).max(), abs(pair[1] - pair[0]).mean()
    between = pair.min() >= 0 and pair.max() <= 1
    return holds(between and noticed < 1e-6 and changed > 0.3, noticed=noticed, changed=changed)


@about("identity")
def inverse_opposite_is_nearest_to_the_negative(facts: Facts) -> Verdict:
    """The first 0 of the test images, its negative, and the image nearest to the negative, every pixel from background
    to full ink, that gets exactly the ten probabilities of the real 0."""
    (zero, opposite), test = _pair(facts), facts.data.test
    left = _left(opposite, 1 - zero, _model(facts).weights)
    given = _model(facts).probabilities(np.stack([zero, opposite]))
    right = np.array_equal(zero, test.flat[test.labels == 0][0]) and np.array_equal(_kept(facts, "negative"), 1 - zero)
    return holds(right and left < 1e-5 and abs(given[0] - given[1]).max() < SOLVED, left=left)


def inverse_opposite_shows_no_zero(facts: Facts) -> Verdict:
    """A 0 in ink on an empty background; its negative; and an image mostly of ink, with empty patches, in which no 0 is
    to be seen, though the classifier is as sure of it as of the first."""
    zero, opposite = _pair(facts)
    sure = _model(facts).probabilities(np.stack([zero, opposite]))[:, 0]
    alike = correlations(opposite[None], weights.class_means(facts.data.train))[0, 0]
    light = (opposite < 0.1).mean()
    dark = zero.mean() < 0.5 < opposite.mean() and light > 0.05
    return holds(dark and alike < 0 and sure.min() > 0.99, sure=sure, alike=alike, ink=opposite.mean(), light=light)


@about("identity")
def inverse_altered_get_the_answer_of_the_zero(facts: Facts) -> Verdict:
    """Here are ten real digits, each changed as little as possible into an image that gets the answer of the 0."""
    given = _model(facts).probabilities(np.vstack([_kept(facts, "originals")[:1], _kept(facts, "altered")]))
    apart = abs(given - given[0]).max()
    return holds(len(given) == 11 and apart < SOLVED, apart=apart)


@about("identity")
def inverse_altered_are_nearest_to_the_digits(facts: Facts) -> Verdict:
    """The first test image of each class, and under it the image nearest to it, every pixel from background to full
    ink, that gets exactly the ten probabilities of the real 0 on the left.
    """
    originals, altered, test = _kept(facts, "originals"), _kept(facts, "altered"), facts.data.test
    first = all(np.array_equal(originals[c], test.flat[test.labels == c][0]) for c in range(CLASSES))
    left = max(_left(*pair, _model(facts).weights) for pair in zip(altered, originals, strict=True))
    between = altered.min() >= 0 and altered.max() <= 1
    return holds(first and between and left < 1e-5, left=left)


def inverse_altered_still_show_parts(facts: Facts) -> Verdict:
    """Parts of each digit are still there, with grey specks in and around them. The classifier cannot tell the lower
    ten apart, though it tells most of the upper ten apart."""
    originals, altered, model = _kept(facts, "originals"), _kept(facts, "altered"), _model(facts)
    alike = np.array([np.corrcoef(*pair)[0, 1] for pair in zip(originals, altered, strict=True)])
    greys = [((images > 0.1) & (images < 0.9)).mean(axis=1)[1:] for images in (originals, altered)]
    wrong = int((model.predict(originals) != np.arange(CLASSES)).sum())
    same = np.ptp(model.probabilities(altered), axis=0).max() < SOLVED
    parts = alike.min() > 0.5 and abs(altered[1:] - altered[0]).max(axis=1).min() > 0.5
    return holds(parts and same and (greys[1] > greys[0]).all() and wrong <= 3, alike=alike, wrong=wrong)


def inverse_altered_moved_enough_to_be_seen(facts: Facts) -> Verdict:
    """The 0 did not have to change. Averaged over the other nine, a pixel moved by {inverse_softmax.null_space_change}
    of full ink, enough to be seen.
    """
    moved = abs(_kept(facts, "altered") - _kept(facts, "originals")).mean(axis=1)
    right = np.isclose(moved[1:].mean(), facts.numbers["inverse_softmax.null_space_change"]) and moved[0] < 1e-6
    return holds(right and moved[1:].min() > 0.05, moved=moved)


@about("identity")
def inverse_section_differs_by_rounding(facts: Facts) -> Verdict:
    """The largest difference between any of the probabilities in this section and those of the real 0 is
    {inverse_softmax.null_space_error}."""
    images = np.vstack([_kept(facts, "altered"), _kept(facts, "opposite")])
    answer = _model(facts).probabilities(_kept(facts, "originals")[:1])
    error, shown = (
        abs(_model(facts).probabilities(images) - answer).max(),
        facts.numbers["inverse_softmax.null_space_error"],
    )
    return holds(max(error, shown) < SOLVED, error=error, shown=shown)


def inverse_matching_all_ten_costs(facts: Facts) -> Verdict:
    """The nine changes are {inverse_softmax.null_space_length} long in the median, and the nine digits themselves
    {inverse_softmax.originals_length}. To have the classifier predict a 0 for the same nine, whatever the
    probabilities, takes {inverse_softmax.zero_length}.
    """
    model, originals, changed = _model(facts), _kept(facts, "originals")[1:], _kept(facts, "altered")[1:]
    to_zero = np.stack([inverse_softmax.change_to_class(model, image, 0) for image in originals])
    logits = model.logits(originals + to_zero)
    tied = abs(logits.max(axis=1) - logits[:, 0]).max() < 1e-6
    medians = [np.median(np.linalg.norm(rows, axis=1)) for rows in (changed - originals, originals, to_zero)]
    names = ("null_space_length", "originals_length", "zero_length")
    same = all(facts.shows(f"inverse_softmax.{name}", value) for name, value in zip(names, medians, strict=True))
    all_ten, own, one = medians
    learned = int((model.predict(originals) == np.arange(1, CLASSES)).sum())
    return holds(same and tied and learned > 6 and one < all_ten / 1.5 < own, all_ten=all_ten, zero=one, own=own)


def inverse_turning_an_answer_takes_far_less(facts: Facts) -> Verdict:
    """To get another prediction, no matter which, takes less again: the shortest change that does so is
    {inverse_softmax.turning_length} long for the median test digit, where the digit itself is
    {inverse_softmax.digit_length}.
    """
    model, test = _model(facts), facts.data.test
    turning, own = inverse_softmax.turning_lengths(model, test.flat), np.linalg.norm(test.flat, axis=1)
    shown = facts.shows("inverse_softmax.turning_length", np.median(turning))
    shown = shown and facts.shows("inverse_softmax.digit_length", np.median(own))
    less = np.median(turning) < min(facts.numbers["inverse_softmax.zero_length"], np.median(own) / 10)
    learned = model.accuracy(test) > 0.9
    return holds(shown and less and learned, turning=np.median(turning), digit=np.median(own))


@about("design")
def inverse_each_target_leaves_a_fifth(facts: Facts) -> Verdict:
    """From left to right more is asked for: each target leaves at most a fifth of the doubt of the one before."""
    doubts = 1 - facts.arrays("inverse_softmax")["confidences"]
    return holds((doubts[1:] <= doubts[:-1] / 5 + ROUNDING).all(), doubts=doubts)


@about("identity")
def inverse_surer_move_along_a_line(facts: Facts) -> Verdict:
    """For the minimum-norm and the MAP pre-image, what is added from panel to panel is always the same picture, in
    proportion to the rise of the logit: they move along a straight line."""
    arrays = facts.arrays("inverse_softmax")
    asked = np.log(arrays["confidences"] / (1 - arrays["confidences"]))
    shares = (asked - asked[0]) / (asked[-1] - asked[0])
    lines = [images[0] + shares[:, None, None] * (images[-1] - images[0]) for images in arrays["surer"][[0, 2]]]
    left = abs(np.stack(lines) - arrays["surer"][[0, 2]]).max()
    return holds(left < 1e-6 and (np.diff(shares) > 0).all(), left=left)


def inverse_surer_gain_contrast(facts: Facts) -> Verdict:
    """Three rows of four. From left to right the contrast grows in each row, and the picture changes a little."""
    surer = facts.arrays("inverse_softmax")["surer"]
    next_alike = np.array([np.corrcoef(a.flat, b.flat)[0, 1] for row in surer for a, b in pairwise(row)])
    grows = (np.diff(surer.std(axis=(2, 3)), axis=1) > 0).all()
    return holds(surer.shape[:2] == (3, 4) and grows and 0.9 < next_alike.min() < 0.99, next_alike=next_alike)


def inverse_surer_are_alike_not_the_same(facts: Facts) -> Verdict:
    """The first and the last panel of a row are alike, not the same: in each of the three rows they correlate with at
    least {inverse_softmax.surer_correlation}.
    """
    surer = facts.arrays("inverse_softmax")["surer"]
    alike = np.array([np.corrcoef(row[0].flat, row[-1].flat)[0, 1] for row in surer])
    same = facts.shows("inverse_softmax.surer_correlation", alike.min())
    return holds(same and alike.min() > 0.75 and alike.max() < 0.99, alike=alike)


def inverse_box_has_an_end(facts: Facts) -> Verdict:
    """With the rest shared evenly among the other nine digits, no image between background and full ink brings the
    doubt below {inverse_softmax.box_least_rest}. The four targets stay above that."""
    arrays, shown = facts.arrays("inverse_softmax"), facts.numbers["inverse_softmax.box_least_rest"]
    image, _ = inverse_softmax.largest_margin_in_box(_model(facts), 0)  # by a linear programme, not by the dual
    logits = _model(facts).logits(image[None])[0]
    least = 1 / (1 + np.exp(logits[0] - logits[1:].max()) / (CLASSES - 1))
    none, even = np.isnan(arrays["surer"][1]).all(axis=(1, 2)), np.ptp(logits[1:]) < 1e-6
    beyond = 1 - arrays["confidences"] < shown
    return holds(np.isclose(least, shown, rtol=1e-4) and even and not none.any() and not beyond.any(), least=least)


@about("identity")
def inverse_probability_never_reaches_one(facts: Facts) -> Verdict:
    """The probability comes ever closer to 1 and does not reach it: at {inverse_softmax.largest_multiple} times the
    image it is still {inverse_softmax.grown_rest} short."""
    arrays, numbers = facts.arrays("inverse_softmax"), facts.numbers
    multiples, rests = arrays["multiples"], arrays["grown_rests"]
    given = _model(facts).probabilities(multiples[:, None] * _kept(facts, "images")[0])[:, 1:].sum(axis=1)
    right = np.allclose(given, rests) and np.isclose(rests[-1], numbers["inverse_softmax.grown_rest"], rtol=1e-6)
    end = multiples[-1] == numbers["inverse_softmax.largest_multiple"] == facts.settings.inverse.largest_multiple
    return holds(right and end and (np.diff(rests) < 0).all() and rests[-1] > 0, lacks=rests[-1])


@about("identity")
def inverse_logit_rises_along_a_line(facts: Facts) -> Verdict:
    """The logit rises along a straight line: twice the image, twice the rise."""
    image, model = _kept(facts, "images")[0], _model(facts)
    rises = np.diff([model.logits(many * image[None])[0, 0] for many in (0, 1, 2, 4)])
    bend = abs(np.diff(facts.arrays("inverse_softmax")["grown_logits"], n=2)).max()
    return holds(rises[0] > 0 and np.allclose(rises / rises[0], (1, 1, 2)) and bend < 1e-9, rises=rises, bend=bend)


@about("identity")
def inverse_rest_falls_without_reaching_zero(facts: Facts) -> Verdict:
    """The logit rises along a straight line. What the probability falls short of 1 becomes less, along a line that on a
    logarithmic axis grows straight."""
    arrays = facts.arrays("inverse_softmax")
    falls, late = np.log10(arrays["grown_rests"]), arrays["multiples"] >= arrays["multiples"][-1] / 2
    straight = np.corrcoef(arrays["multiples"][late], falls[late])[0, 1]
    rises = np.diff(arrays["grown_logits"])
    return holds(straight < -0.999 and np.isfinite(falls).all() and np.ptp(rises) < 1e-9 < rises[0], straight=straight)


@about("identity")
def inverse_inked_where_positive(facts: Facts) -> Verdict:
    """The dotted line is the image as it was solved. On the right, full ink on every pixel where the weight of 0 is
    positive."""
    arrays, model = facts.arrays("inverse_softmax"), _model(facts)
    solved = np.interp(1, arrays["multiples"], arrays["grown_logits"])
    right = np.isclose(solved, model.logits(_kept(facts, "images")[:1])[0, 0])
    return holds(right and np.array_equal(_kept(facts, "inked"), model.weights[0] > 0), solved=solved)


@about("identity")
def inverse_box_highest_logit(facts: Facts) -> Verdict:
    """It is on the right, with ink on {inverse_softmax.box_highest_ink} of the pixels and a logit of
    {inverse_softmax.box_highest_logit}. No image within these bounds has a higher logit. It is a picture of
    the signs of the weights."""
    model, numbers, inked = _model(facts), facts.numbers, _kept(facts, "inked")
    highest = model.biases[0] + np.maximum(model.weights[0], 0).sum()  # each pixel adds its weight or nothing
    right = np.allclose(
        (inked.mean(), highest), [numbers[f"inverse_softmax.box_highest_{n}"] for n in ("ink", "logit")]
    )
    real = model.logits(facts.data.test.flat)[:, 0].max()
    return holds(right and np.array_equal(inked, model.weights[0] > 0) and real < highest, highest=highest, real=real)


@about("identity")
def inverse_no_highest_unless_bounded(facts: Facts) -> Verdict:
    """There is no image with the highest value, unless ink is bounded."""
    model, images = _model(facts), _kept(facts, "images")
    rises = [(model.logits(many * images) - model.biases).diagonal() for many in (1, 1000)]
    bounded = model.biases + np.maximum(model.weights, 0).sum(axis=1)
    beyond = model.logits(1000 * images).diagonal() > bounded
    return holds((rises[0] > 0).all() and np.allclose(rises[1], 1000 * rises[0]) and beyond.all(), bounded=bounded)


@about("identity")
def inverse_map_is_mean_and_patterns(facts: Facts) -> Verdict:
    """The MAP pre-image is the mean image plus a sum of the ten joint patterns, each times what its logit still
    lacks."""
    model, data = _model(facts), gaussian.restore(facts.results)
    a, _ = inverse_softmax.equations(model, _targets(facts)[0])
    wanted = np.stack([inverse_softmax.equations(model, target)[1] for target in _targets(facts)])  # (10, 10)
    lacking = wanted - a @ data.mean
    off = abs(data.mean + lacking @ patterns.joint_patterns(model, data) - _kept(facts, "map")).max()
    return holds(off < 1e-6, off=off)


def inverse_half_is_smaller(facts: Facts) -> Verdict:
    """Smaller: each of the ten minimum-norm pre-images is."""
    model, asked = _model(facts), inverse_softmax.targets(0.5)
    half = np.stack([inverse_softmax.minimum_norm_pre_image(model, target) for target in asked])
    times = np.linalg.norm(half, axis=1) / np.linalg.norm(_kept(facts, "images"), axis=1)
    learned = model.accuracy(facts.data.test) > 0.85
    return holds(learned and times.max() < 1, times=times)


@about("identity")
def inverse_null_space_changes_nothing(facts: Facts) -> Verdict:
    """Nothing: that image lies in the null space."""
    model, images = _model(facts), _kept(facts, "images")
    anything = np.random.default_rng(0).normal(size=PIXELS)
    free = anything - np.linalg.pinv(model.weights) @ (model.weights @ anything)  # all ten rows sum to zero over it
    changed = abs(model.probabilities(images + free) - model.probabilities(images)).max()
    return holds(changed < 1e-9 and np.linalg.norm(free) > 1, changed=changed)


def inverse_from_an_empty_image(facts: Facts) -> Verdict:
    """Of a little ink, most of it where the weights of its digit are above the mean of all ten."""
    model = _model(facts)
    found = [inverse_softmax.nearest_pre_image(model, target, np.zeros(PIXELS)) for target in _targets(facts)]
    there = [(c, image) for c, image in enumerate(found) if image is not None]
    if not there:
        return holds(False, images=0)
    shares = np.array([image[model.centred[c] > 0].sum() / image.sum() for c, image in there])
    ink = np.array([image.mean() for _, image in there])
    little = ink.max() < facts.data.train.images.mean() / 2
    learned = model.accuracy(facts.data.test) > 0.85
    return holds(learned and len(there) == CLASSES and little and shares.min() > 0.5, shares=shares, ink=ink)


def _model(facts: Facts) -> LinearModel:
    return logistic.restore(facts.results)


def _kept(facts: Facts, name: str) -> Array:
    """Return an array of images as rows (N, 784), or one image as a row (784,)."""
    images = facts.arrays("inverse_softmax")[name]
    return np.asarray(images.reshape(*images.shape[:-2], PIXELS))


def _present(facts: Facts, *kinds: str) -> list[Array]:
    """Return those images (N, 784) of each kind that there are: the box may hold none."""
    return [images[~np.isnan(images[:, 0])] for images in (_kept(facts, kind) for kind in kinds)]


def _square(images: Array) -> Array:
    return np.asarray(images.reshape(-1, SIDE, SIDE))


def _targets(facts: Facts) -> Array:
    """Return the probabilities (10, 10) that are asked for, made afresh."""
    return inverse_softmax.targets(facts.settings.inverse.target)


def _error(facts: Facts, kind: str) -> float:
    """Return the largest error of the probabilities of a kind's images; NaN where one is missing."""
    return float(abs(_model(facts).probabilities(_kept(facts, kind)) - _targets(facts)).max())


def _pair(facts: Facts) -> tuple[Array, Array]:
    """Return the real 0 and the image near its negative, (784,) each."""
    return _kept(facts, "originals")[0], _kept(facts, "opposite")


def _apart(facts: Facts) -> Array:
    """Return by how much the mean image of each class differs from the mean of all, (10, 28, 28), from the images."""
    train = facts.data.train
    return np.asarray(weights.class_means(train) - train.images.mean(axis=0, dtype=np.float64))


def _left(image: Array, start: Array, columns: Array) -> float:
    """Return by how much `image` differs from `start` plus a combination of the rows (10, 784), cut off at 0 and 1.

    The problem is convex, and what has this form and the wanted answer is its solution (Boyd and Vandenberghe 2004).
    """
    free = (image > 0) & (image < 1)
    multipliers = np.linalg.lstsq(columns[:, free].T, (image - start)[free], rcond=1e-9)[0]
    return float(abs(np.clip(start + multipliers @ columns, 0, 1) - image).max())
