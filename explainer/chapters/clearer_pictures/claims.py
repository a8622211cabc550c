"""What the page on clearer pictures says, as predicates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import label

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, Floats
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.evaluation import total_variation
from explainer.methods.judging import corrected, predicted, says
from explainer.methods.objectives import channel
from explainer.methods.parametrisations import principal
from explainer.methods.regularizers import maximize, regularizers
from explainer.methods.uncertainty import compare, interval
from explainer.models.cnn import as_batch, predict_logits
from explainer.models.linear import softmax
from explainer.trainings import cnn, gaussian, logistic

OWN = np.arange(CLASSES)
REGULARIZERS = ("none", "l2", "tv", "jitter", "fourier", "data")
INK = 0.3  # from here on a pixel is counted as part of a stroke

Array = NDArray[np.float64]


def tangles_are_sure_and_illegible(facts: Facts) -> Verdict:
    """Nearly all of them get a higher probability than {cnn.smoothing_ceiling}, the most that the training asks for,
    and no person can read them.
    """
    images, ceiling = facts.arrays("finished")["logits_images"], 1 - 0.9 * facts.settings.cnn.label_smoothing
    sure = softmax(_logits(facts, images))[OWN, OWN]
    shown = np.isclose(facts.numbers.get("cnn.smoothing_ceiling", ceiling), ceiling)
    return holds(shown and (sure > ceiling).sum() >= 8 and _judged(facts, images) <= 4, probabilities=sure)


@about("design")
def ladder_steps(facts: Facts) -> Verdict:
    """All rows start from the same noise and maximize the same ten logits, in {prior.steps} steps of gradient
    ascent.
    """
    steps = facts.settings.ladder.ascent.steps
    return holds(facts.numbers["prior.steps"] == steps, steps=steps)


def ladder_none_jumps(facts: Facts) -> Verdict:
    """From pixel to pixel such an image jumps between ink and background: its total variation, the sum of all the steps
    between neighbours, is several times that of a real digit.
    """
    variations = {name: total_variation(facts.arrays("ladder")[f"{name}_images"]) for name in REGULARIZERS}
    none, real = variations.pop("none"), total_variation(facts.data.test.images[:1000]).mean()
    calmer = all(each.mean() < none.mean() / 2 for each in variations.values())
    return holds(none.min() > 3 * real and calmer, least=none.min(), real=real)


def ladder_l2_clears(facts: Facts) -> Verdict:
    """The background clears, and what is left are scratches."""
    bare, images = (facts.arrays("ladder")[f"{name}_images"] for name in ("none", "l2"))
    real = facts.data.test.images[:500]
    thin, usual = (np.median(total_variation(x) / (x.sum(axis=(1, 2)) + 1e-9)) for x in (images, real))
    cleared = np.median(images) < 0.1 < np.median(bare) and images.mean() < bare.mean() / 3
    return holds(cleared and thin > 1.4 * usual and _recognised(facts, images) >= 8, thin=thin, usual=usual)


def ladder_scratches_join_up(facts: Facts) -> Verdict:
    """The scratches join up."""
    before, after = (_pieces(facts.arrays("ladder")[f"{name}_images"]) for name in ("l2", "tv"))
    return holds(1 <= after < 0.6 * before, pieces_before=before, pieces_after=after)


def ladder_jitter_outlasts_shifts(facts: Facts) -> Verdict:
    """What works in one exact place only is lost."""
    reach = range(-facts.settings.ladder.jitter, facts.settings.ladder.jitter + 1)
    lost = {}
    for name in ("tv", "jitter"):
        images = facts.arrays("ladder")[f"{name}_images"]
        shifted = np.concatenate([np.roll(images, (down, across), axis=(1, 2)) for down in reach for across in reach])
        own = _logits(facts, shifted)[np.arange(len(shifted)), np.arange(len(shifted)) % CLASSES]
        lost[name] = _logits(facts, images)[OWN, OWN].mean() - own.mean()
    return holds(0 < lost["jitter"] < 0.67 * lost["tv"], **lost)


def ladder_strokes_thicken(facts: Facts) -> Verdict:
    """The strokes thicken."""
    full = {name: (facts.arrays("ladder")[f"{name}_images"] > 0.9).mean() for name in ("jitter", "fourier")}
    return holds(full["fourier"] > 1.4 * full["jitter"] > 0, **full)


@about("data")
def ladder_axes(facts: Facts) -> Verdict:
    """The image may move along {prior.axes} principal axes, which hold {prior.share} of the variance."""
    variances = np.linalg.eigvalsh(facts.arrays("gaussian")["covariance"])[::-1]
    held, axes = np.cumsum(variances) / variances.sum(), int(facts.numbers["prior.axes"])
    return holds(
        held[axes - 2] < facts.numbers["prior.share"] <= held[axes - 1], fewer=held[axes - 2], held=held[axes - 1]
    )


def ladder_keeps_ordinary_logit(facts: Facts) -> Verdict:
    """This is where pictures are made to please, so there is one rule for all of them, and it does not look at the
    picture: as strong as it can be while the image still gets the logit of an ordinary digit, the median of its class
    on the validation images.
    """
    least, real, labels = _ordinary(facts), facts.arrays("cnn")["test_logits"], facts.data.test.labels
    beyond = [(_logits(facts, facts.arrays("ladder")[f"{r}_images"])[OWN, OWN] - least).min() for r in REGULARIZERS]
    of_others = np.array([np.quantile(real[labels != c, c], 0.99) for c in OWN])
    return holds(min(beyond) > -1e-3 and (least > of_others + 1).all(), least_beyond=beyond, ordinary=least)


def ladder_strengths_suffice(facts: Facts) -> Verdict:
    """We try {prior.strengths} strengths for each regularizer and keep, for each image, the strongest that leaves it
    this logit.
    """
    count, settings = facts.settings.ladder.strengths, facts.settings.ladder
    first = (settings.weakest_l2, settings.weakest_tv, settings.weakest_tv)
    weakest = np.array([*first, settings.weakest_fourier, settings.weakest_gaussian])
    kept = np.array([facts.arrays("ladder")[f"{name}_strengths"] for name in REGULARIZERS[1:]])  # (5, 10)
    place = 2 * np.log2(kept / weakest[:, None])  # among the strengths tried, from 0
    tried = np.allclose(place, place.round()) and place.min() > -0.5 and place.max() < count - 0.5
    at_the_end = (place > count - 1.5).mean()  # few images would stand more than the strongest
    return holds(tried and at_the_end < 0.3 and count == facts.numbers["prior.strengths"], at_the_end=at_the_end)


def ladder_row_none(facts: Facts) -> Verdict:
    """none — 0 — {prior.mean_logit_none} — {prior.total_variation_none}"""
    far = facts.numbers["prior.mean_logit_none"] > 2 * facts.numbers["prior.ordinary_logit"]
    return _row(facts, "none", far)


def ladder_row_l2(facts: Facts) -> Verdict:
    """L2 — {prior.strength_l2} — {prior.mean_logit_l2} — {prior.total_variation_l2}"""
    return _row(facts, "l2")


def ladder_row_total_variation(facts: Facts) -> Verdict:
    """+ total variation — {prior.strength_tv} — {prior.mean_logit_tv} — {prior.total_variation_tv}"""
    return _row(facts, "tv")


def ladder_row_jitter(facts: Facts) -> Verdict:
    """+ jitter — {prior.strength_jitter} — {prior.mean_logit_jitter} — {prior.total_variation_jitter}"""
    return _row(facts, "jitter")


def ladder_row_fourier(facts: Facts) -> Verdict:
    """Fourier — {prior.strength_fourier} — {prior.mean_logit_fourier} — {prior.total_variation_fourier}"""
    return _row(facts, "fourier")


def ladder_row_data_prior(facts: Facts) -> Verdict:
    """data prior — {prior.strength_data} — {prior.mean_logit_data} — {prior.total_variation_data}"""
    return _row(facts, "data")


def ladder_row_real_digits(facts: Facts) -> Verdict:
    """real digits — – — {prior.ordinary_logit} — {prior.total_variation_real}"""
    test, numbers = facts.data.test, facts.numbers
    real = facts.arrays("cnn")["test_logits"]
    own, other = real[np.arange(len(test)), test.labels], np.median(real[:, OWN])
    variation = total_variation(test.images).mean()
    shown = np.isclose(variation, numbers["prior.total_variation_real"], rtol=1e-4)
    near = abs(np.median(own) - numbers["prior.ordinary_logit"]) < 0.2
    return holds(shown and near and np.median(own) > other + 3, on_test=np.median(own), total_variation=variation)


def ladder_ordinary_logit(facts: Facts) -> Verdict:
    """The bottom row has the ordinary logit that the rule asks for, averaged over the ten classes."""
    ordinary, validation = _ordinary(facts), facts.data.validation
    above = (_logits(facts, validation.images[:500])[:, OWN] > ordinary).mean()  # half of a tenth, if it is of its own
    shown = np.isclose(ordinary.mean(), facts.numbers["prior.ordinary_logit"], atol=1e-4)
    return holds(shown and 0.03 < above < 0.07, mean=ordinary.mean(), share_above=above)


@about("design")
def judge_has_fifty_images(facts: Facts) -> Verdict:
    """we make {prior.images_per_rung} with each regularizer, ten for each of {prior.networks} networks that differ in
    their training seed.
    """
    kept, numbers = facts.arrays("judged"), facts.numbers
    shapes = {kept[f"{name}_images"].shape[:2] for name in REGULARIZERS}
    networks = min(facts.settings.judged.sets, facts.settings.seeds.count)
    first = facts.arrays("ladder")
    same = all(np.abs(kept[f"{name}_images"][0] - first[f"{name}_images"]).mean() < 0.05 for name in REGULARIZERS)
    shown = numbers["prior.images_per_rung"] >= 50 and numbers["prior.networks"] == networks
    return holds(shown and same and shapes == {(facts.settings.judged.sets, CLASSES)}, networks=networks)


def judge_is_biased(facts: Facts) -> Verdict:
    """This one calls an empty image a {prior.judge_on_empty}, and for the images without a regularizer it has only
    {prior.digits_said_unregularised} of the ten digits; for those of the data prior it has {prior.digits_said}.
    """
    judge, numbers = logistic.restore(facts.results), facts.numbers
    empty = int(judge.predict(np.zeros((1, 784)))[0])
    said = {name: len(np.unique(_said(facts, name))) for name in REGULARIZERS}
    shown = empty == numbers["prior.judge_on_empty"] and said["none"] == numbers["prior.digits_said_unregularised"]
    shown &= said["data"] == numbers["prior.digits_said"]
    return holds(shown and said["none"] <= 6 and said["data"] >= 8, **said)


@about("design")
def judge_images_are_of_all_digits(facts: Facts) -> Verdict:
    """How often the linear classifier predicts each digit, of {prior.images_per_rung} images a row that were made for
    all ten digits equally often: as it is, and without its bias.
    """
    kept, count = facts.arrays("judged"), facts.numbers["prior.images_per_rung"]
    counted = all(kept[f"{name}_{kind}"].sum() == count for name in REGULARIZERS for kind in ("said", "said_corrected"))
    same = all((says(_said(facts, name)) == kept[f"{name}_said"]).all() for name in REGULARIZERS)
    return holds(counted and same, images=count)


def judge_table_as_described(facts: Facts) -> Verdict:
    """On the left the upper rows hold large counts for a few digits and many zeros, the last row has about five
    everywhere; on the right the counts of the upper four rows are more even.
    """
    kept = facts.arrays("judged")
    raw, fair = (np.stack([kept[f"{name}_{kind}"] for name in REGULARIZERS]) for kind in ("said", "said_corrected"))
    count = raw[0].sum()
    few = (raw[:4].max(axis=1) > 0.25 * count).all() and (raw[:2] == 0).sum() >= 8
    even = raw[-1].max() <= 0.2 * count and (fair[:4].std(axis=1) < raw[:4].std(axis=1)).all()
    return holds(few and even, largest_left=raw.max(axis=1), largest_right=fair.max(axis=1))


def judge_row_none(facts: Facts) -> Verdict:
    """none — {prior.recognised_by_linear_unregularised} ({prior.recognised_by_linear_unregularised_low} to
    {prior.recognised_by_linear_unregularised_high}) — {prior.corrected_by_linear_unregularised}
    ({prior.corrected_by_linear_unregularised_low} to {prior.corrected_by_linear_unregularised_high})
    """
    return _shares(facts, "none", "_unregularised")


def judge_row_l2(facts: Facts) -> Verdict:
    """L2 — {prior.recognised_by_linear_l2} ({prior.recognised_by_linear_l2_low} to
    {prior.recognised_by_linear_l2_high}) — {prior.corrected_by_linear_l2} ({prior.corrected_by_linear_l2_low} to
    {prior.corrected_by_linear_l2_high})
    """
    return _shares(facts, "l2", "_l2")


def judge_row_total_variation(facts: Facts) -> Verdict:
    """+ total variation — {prior.recognised_by_linear_tv} ({prior.recognised_by_linear_tv_low} to
    {prior.recognised_by_linear_tv_high}) — {prior.corrected_by_linear_tv} ({prior.corrected_by_linear_tv_low} to
    {prior.corrected_by_linear_tv_high})
    """
    return _shares(facts, "tv", "_tv")


def judge_row_jitter(facts: Facts) -> Verdict:
    """+ jitter — {prior.recognised_by_linear_jitter} ({prior.recognised_by_linear_jitter_low} to
    {prior.recognised_by_linear_jitter_high}) — {prior.corrected_by_linear_jitter}
    ({prior.corrected_by_linear_jitter_low} to {prior.corrected_by_linear_jitter_high})
    """
    return _shares(facts, "jitter", "_jitter")


def judge_row_fourier(facts: Facts) -> Verdict:
    """Fourier — {prior.recognised_by_linear_fourier} ({prior.recognised_by_linear_fourier_low} to
    {prior.recognised_by_linear_fourier_high}) — {prior.corrected_by_linear_fourier}
    ({prior.corrected_by_linear_fourier_low} to {prior.corrected_by_linear_fourier_high})
    """
    return _shares(facts, "fourier", "_fourier")


def judge_row_data_prior(facts: Facts) -> Verdict:
    """data prior — {prior.recognised_by_linear} ({prior.recognised_by_linear_low} to {prior.recognised_by_linear_high})
    — {prior.corrected_by_linear} ({prior.corrected_by_linear_low} to {prior.corrected_by_linear_high})
    """
    return _shares(facts, "data", "")


def judge_columns_agree_on_the_ends(facts: Facts) -> Verdict:
    """With the data prior the linear classifier gives most images to their own digit, and without a regularizer clearly
    fewer.
    """
    numbers, apart = facts.numbers, {}
    for kind in ("recognised", "corrected"):
        last, first = numbers[f"prior.{kind}_by_linear_low"], numbers[f"prior.{kind}_by_linear_unregularised_high"]
        apart[kind] = last - first
        if numbers[f"prior.{kind}_by_linear"] < 0.65:
            apart[kind] = -1
    return holds(min(apart.values()) > 0, between_the_intervals=list(apart.values()))


def judge_columns_disagree_between(facts: Facts) -> Verdict:
    """From no regularizer to Fourier, the share rises more as the judge says it than without its bias."""
    ends = {}
    for kind, classes in (("raw", predicted), ("corrected", corrected)):
        first, fourier = (classes(facts.arrays("judged")[f"{name}_logits"]) == OWN for name in ("none", "fourier"))
        ends[kind] = compare(fourier.ravel(), first.ravel())
    raw, fair = ends["raw"], ends["corrected"]
    more = raw.is_clear and raw.difference > max(0, fair.difference)
    return holds(more, raw=raw.difference, corrected=fair.difference)


def judge_tangles_hold_something(facts: Facts) -> Verdict:
    """And even the tangles hold something of their digit: without the bias more of them are given to it than a guess
    would get.
    """
    low = facts.numbers["prior.corrected_by_linear_unregularised_low"]
    raw = facts.numbers["prior.recognised_by_linear_unregularised"]
    return holds(low > 1 / CLASSES and raw < 0.35, corrected_at_least=low, raw=raw)


def ladder_last_row_reads_as_digits(facts: Facts) -> Verdict:
    """most of the last row can be read as 0 1 2 3 4 5 6 7 8 9."""
    images = facts.arrays("ladder")["data_images"]
    both = _recognised(facts, images), _judged(facts, images)
    return holds(both[0] >= 8 and both[1] >= 6, by_the_network=both[0], by_the_linear_classifier=both[1])


def meanings_direction(facts: Facts) -> Verdict:
    """On these images the first logit is ahead of the second by {meanings.margin}, on average; on the plain images of
    the same digits, with the same prior, by {meanings.plain_margin}.
    """
    kept = facts.arrays("meanings")
    (first, second), plain = kept["pairs"].T, facts.arrays("ladder")["data_images"][kept["pairs"][:, 0]]
    logits, rows = _logits(facts, kept["direction_images"]), np.arange(len(first))
    margins = logits[rows, first] - logits[rows, second]
    before = _logits(facts, plain)[rows, first] - _logits(facts, plain)[rows, second]
    shown = facts.shows("meanings.margin", margins.mean()) and facts.shows("meanings.plain_margin", before.mean())
    named = (logits.argmax(axis=1) == first).mean() > 0.6
    return holds(shown and named and min(margins.mean(), before.mean()) > 2, margins=margins, before=before)


def meanings_sum(facts: Facts) -> Verdict:
    """The network gives the two classes {meanings.sum_probability} of its probability together, on average."""
    given, kept = _of_both(facts).sum(axis=1), facts.arrays("meanings")
    two = np.sort(np.argsort(_logits(facts, kept["sum_images"]), axis=1)[:, -2:], axis=1)  # the two most probable
    theirs = (two == np.sort(kept["sums"], axis=1)).all(axis=1).sum()
    shown = facts.shows("meanings.sum_probability", given.mean())
    return holds(
        shown and given.mean() > 0.75 and theirs > len(given) / 2, probabilities=given, most_probable_two=theirs
    )


def meanings_sum_is_seldom_even(facts: Facts) -> Verdict:
    """It need not give them equal parts: on {meanings.uneven_sums} of the {meanings.sums} images one of the two gets
    more than twice as much as the other.
    """
    given, numbers = _of_both(facts), facts.numbers
    ratios = given.max(axis=1) / given.min(axis=1)
    uneven = int((ratios > 2).sum())
    shown = (uneven, len(ratios)) == (numbers["meanings.uneven_sums"], numbers["meanings.sums"])
    return holds(shown and uneven >= 1 and given.sum(axis=1).mean() > 0.75, ratios=ratios)


def meanings_negative(facts: Facts) -> Verdict:
    """This is an image that the prior finds likely, with strong evidence against that class: the logit is
    {meanings.negative_logit} on average, lower than nearly every test digit gets.
    """
    kept = facts.arrays("meanings")
    classes = kept["negatives"]
    own = _logits(facts, kept["negative_images"])[np.arange(len(classes)), classes]
    low = np.quantile(facts.arrays("cnn")["test_logits"][:, classes], 0.05, axis=0).mean()
    far = _distance_from_mean(facts, kept["negative_images"]).max()  # the farther, the less likely
    usual = np.median(_distance_from_mean(facts, facts.data.test.images[:1000]))
    shown = facts.shows("meanings.negative_logit", own.mean())
    return holds(shown and far < usual and own.mean() < min(low, -1), own=own, low=low, distance=far, usual=usual)


def meanings_starts_end_alike(facts: Facts) -> Verdict:
    """From {meanings.diverse_images} different starts the ascent arrives at images of a {meanings.diverse_class} that
    are more alike than those of different writers: the mean correlation between two of them is
    {meanings.alike_correlation}.
    """
    images, own = facts.arrays("meanings")["alike_images"], facts.settings.meanings.diverse
    ours = mean_correlation(images)
    real = mean_correlation(facts.data.test.images[facts.data.test.labels == own][:100])
    named = (_logits(facts, images).argmax(axis=1) == own).mean() > 0.7
    counted = len(images) == facts.numbers["meanings.diverse_images"] and own == facts.numbers["meanings.diverse_class"]
    shown = facts.shows("meanings.alike_correlation", ours)
    return holds(named and counted and shown and ours > real + 0.1, ours=ours, real=real)


def meanings_diversity_parts_them(facts: Facts) -> Verdict:
    """Add a term that rewards images for being unlike each other in what the second convolution sees, and it is
    {meanings.diverse_correlation}.
    """
    before, after = (mean_correlation(facts.arrays("meanings")[f"{name}_images"]) for name in ("alike", "diverse"))
    return holds(
        facts.shows("meanings.diverse_correlation", after) and after < before - 0.05, before=before, after=after
    )


def meanings_diversity_costs_confidence(facts: Facts) -> Verdict:
    """That lowers the probabilities. Without the term each gets a probability of at least {meanings.alike_least} for
    its class. With it they get between {meanings.diverse_least} and {meanings.diverse_most}, and the class has the
    highest of the ten on {meanings.diverse_recognised} of them.
    """
    kept, own, numbers = facts.arrays("meanings"), facts.settings.meanings.diverse, facts.numbers
    before, after = (softmax(_logits(facts, kept[f"{name}_images"])) for name in ("alike", "diverse"))
    named, given = int((after.argmax(axis=1) == own).sum()), after[:, own]
    shown = named == numbers["meanings.diverse_recognised"] and facts.shows("meanings.diverse_least", given.min())
    shown &= facts.shows("meanings.diverse_most", given.max())
    shown &= facts.shows("meanings.alike_least", before[:, own].min())
    less = (given < before[:, own]).mean() > 0.6 and np.median(before[:, own]) > 0.6
    return holds(shown and less and given.min() < before[:, own].min() - 0.2, before=before[:, own], after=given)


def meanings_rows_as_described(facts: Facts) -> Verdict:
    """shapes that are not the digit named above them; one digit in six versions, much alike, and then less so."""
    kept = facts.arrays("meanings")
    named = _logits(facts, kept["negative_images"]).argmax(axis=1)
    judged = logistic.restore(facts.results).predict(kept["negative_images"].reshape(len(named), -1))
    other = (named != kept["negatives"]).mean() > 0.8 and (judged != kept["negatives"]).mean() > 0.6
    before, after = (mean_correlation(kept[f"{name}_images"]) for name in ("alike", "diverse"))
    return holds(other and after < before - 0.05, network_says=named, linear_classifier_says=judged)


def exemplars_highest_are_of_the_class(facts: Facts) -> Verdict:
    """The digits with the highest logits belong to the class, {exemplars.own_class} of the sixty."""
    logits, count = facts.arrays("cnn")["test_logits"], facts.settings.exemplars.shown
    top = np.argsort(-logits, axis=0, kind="stable")[:count]  # (shown, 10)
    own = int((facts.data.test.labels[top] == OWN).sum())
    return holds(own == facts.numbers["exemplars.own_class"] >= 57, own=own)


def exemplars_highest_are_shown(facts: Facts) -> Verdict:
    """For each logit the image without a regularizer, the one with the data prior, and the six test digits whose logit
    is highest.
    """
    kept, test = facts.arrays("exemplars"), facts.arrays("cnn")["test_logits"]
    highest = np.sort(test, axis=0)[: -kept["digits"].shape[1] - 1 : -1].T  # (10, shown)
    again = np.stack([_logits(facts, row)[:, c] for c, row in enumerate(kept["digits"])])
    own = min(_recognised(facts, kept[name]) for name in ("bare", "clear")) >= 8
    shown = kept["digits"].shape[1] == 6 and np.allclose(again, highest, atol=1e-4)
    return holds(shown and own, largest=highest[:, 0], smallest=highest[:, -1])


def exemplars_rows_as_described(facts: Facts) -> Verdict:
    """Ten rows of a black and white tangle, a blurred digit, and six handwritten digits, mostly of that class."""
    kept = facts.arrays("exemplars")
    tangle, clear = (total_variation(kept[name]).mean() for name in ("bare", "clear"))
    own = (kept["digit_labels"] == OWN[:, None]).mean() >= 0.95 and _recognised(facts, kept["clear"]) >= 8
    return holds(own and tangle > 3 * clear, total_variation=(tangle, clear))


def exemplars_some_are_never_on(facts: Facts) -> Verdict:
    """Of all {exemplars.all_units} units, {exemplars.never_on} are never on, for any test digit; they are left out of
    what follows.
    """
    kept, numbers = facts.arrays("exemplars"), facts.numbers
    count = len(np.asarray(cnn.restore(facts.results).layers.get_parameter("conv2.bias")))
    shown = numbers["exemplars.all_units"] == count == len(kept["live"]) + numbers["exemplars.never_on"]
    said = (kept["patch_values"][:, 0] > 0) == kept["on"]
    again = kept["on"] == np.isin(kept["units"], kept["live"])
    mostly = len(kept["live"]) > 0.6 * count and np.median(kept["patch_values"][kept["on"]]) > 0.8
    return holds(shown and said.all() and again.all() and mostly, live=len(kept["live"]))


def exemplars_two_or_three_classes(facts: Facts) -> Verdict:
    """The six patches of a unit come from {exemplars.patch_classes} different digits on average; those of six test
    digits drawn at random would come from {exemplars.random_classes}.
    """
    kept, labels = facts.arrays("exemplars"), facts.data.test.labels
    found, live = kept["live_classes"].mean(), kept["on"]
    drawn = np.array([len(set(row)) for row in labels[kept["patch_places"]].tolist()])  # of those that the figure shows
    usual = (1 - (1 - np.bincount(labels) / len(labels)) ** facts.settings.exemplars.shown).sum()
    shown = facts.shows("exemplars.patch_classes", found) and facts.shows("exemplars.random_classes", usual)
    same = (drawn[live] == kept["live_classes"][np.isin(kept["live"], kept["units"])]).all()
    on = np.median(kept["patch_values"][live]) > 0.8  # not the noise of a unit that says nothing
    return holds(shown and same and on and 1 < found < usual - 1, found=found, at_random=usual)


def exemplars_few_units_care_for_one_digit(facts: Facts) -> Verdict:
    """So most units care to some degree, and not many for one digit alone: the patches of {exemplars.one_class} units
    are all from the same digit.
    """
    kept, labels = facts.arrays("exemplars"), facts.data.test.labels
    one, count = int((kept["live_classes"] == 1).sum()), len(kept["live_classes"])
    rng = np.random.default_rng(0)
    drawn = [len(set(labels[rng.integers(len(labels), size=kept["digits"].shape[1])].tolist())) for _ in range(2000)]
    care = (kept["live_classes"] <= np.median(drawn) - 1).mean()
    on = np.median(kept["patch_values"][kept["on"]]) > 0.8
    return holds(
        on and one == facts.numbers["exemplars.one_class"] and one < 0.5 * count and care > 0.5, one=one, care=care
    )


def exemplars_synthetic_is_as_strong(facts: Facts) -> Verdict:
    """The synthetic patch is made with the ladder's two penalties, on ink and on steps, as strong as they can be while
    the patch excites the unit as much as the strongest real one.
    """
    kept = facts.arrays("exemplars")
    on = kept["on"]
    ours, real = _alone(facts, kept["synthetic_patches"][:, None])[on, 0], kept["patch_values"][on, 0]
    calmer = _steps_of(kept["synthetic_patches"][on]) < 0.6 * _steps_of(kept["bare_patches"][on])
    return holds(
        (ours >= real - 1e-3).mean() > 0.8 and calmer and on.mean() > 0.6 and facts.numbers["cnn.test_accuracy"] > 0.9,
        synthetic=ours,
        real=real,
    )


def exemplars_without_prior_go_beyond(facts: Facts) -> Verdict:
    """Without a regularizer, {exemplars.beyond_every_real_patch} of the {exemplars.units} units shown go beyond every
    real patch, at the median by a factor of {exemplars.times_the_strongest}.
    """
    kept = facts.arrays("exemplars")
    on = kept["on"]
    ours, real = _alone(facts, kept["bare_patches"][:, None])[on, 0], kept["patch_values"][on, 0]
    beyond, usual = int((ours > real).sum()), np.median(ours / real)
    named = tuple(facts.numbers[f"exemplars.{name}"] for name in ("beyond_every_real_patch", "units"))
    shown = facts.shows("exemplars.times_the_strongest", usual) and (beyond, int(on.sum())) == named
    return holds(shown and beyond > 0.7 * on.sum() and on.mean() > 0.6 and 1.3 < usual < 4, usual_factor=usual)


def exemplars_alike_in_a_row(facts: Facts) -> Verdict:
    """The synthetic one and a real one correlate by {exemplars.synthetic_correlation} on average, two real ones by
    {exemplars.mutual_correlation}, and real ones of two different rows by {exemplars.other_correlation}.
    """
    kept, (ours, real, other) = facts.arrays("exemplars"), _in_rows(facts)
    names = ("synthetic_correlation", "mutual_correlation")
    shown = all(facts.shows(f"exemplars.{name}", value) for name, value in zip(names, (ours, real), strict=True))
    near = abs(other - facts.numbers["exemplars.other_correlation"]) < 0.1  # of some pairs of rows; here all of them
    learned = kept["on"].mean() > 0.6 and np.median(kept["patch_values"][kept["on"]]) > 0.8
    return holds(
        shown and near and learned and other < min(ours, real) - 0.15, synthetic=ours, mutual=real, other=other
    )


def exemplars_synthetic_in_between(facts: Facts) -> Verdict:
    """In part: on average a synthetic patch correlates with the real ones of its row more than real ones of different
    rows do with each other, and less than the real ones of a row do.
    """
    kept, (ours, real, other) = facts.arrays("exemplars"), _in_rows(facts)
    learned = np.median(kept["patch_values"][kept["on"]]) > 0.8
    return holds(learned and other + 0.15 < ours < real, synthetic=ours, mutual=real, other=other)


def exemplars_every_third_unit(facts: Facts) -> Verdict:
    """Every third unit of the second convolution: a synthetic patch of 14×14 pixels that excites one place of its map,
    and the six test digits' patches that excite one most. For a unit that no test digit switches on, nothing is shown.
    """
    kept = facts.arrays("exemplars")
    seen, said = _alone(facts, kept["patches"]), kept["patch_values"]
    # At the edge of an image the network pads its maps with zeros, which background in a wider image does not do.
    same, sorted_ = np.isclose(seen, said, atol=1e-3).mean(), (np.diff(said, axis=1) <= 0).all()
    third = facts.settings.exemplars.every == 3 and (np.diff(kept["units"]) == 3).all()
    return holds(third and sorted_ and same > 0.5 and np.median(said) > 0.5, same=same)


def exemplars_patches_as_described(facts: Facts) -> Verdict:
    """Twelve rows, some of which may be empty. Left a nearly blank patch with a few strokes, right six patches with
    parts of thick strokes, in most rows much alike.
    """
    kept = facts.arrays("exemplars")
    on, upper = kept["on"], np.triu_indices(kept["patches"].shape[1], 1)
    alike = np.array([np.nanmean(correlations(many)[upper]) for many in kept["patches"][on]])
    pale, usual = np.median(kept["synthetic_patches"][on]), np.median(kept["patch_values"][on])
    much = np.median(alike) > 0.4 and (alike > 0.25).mean() > 0.7  # those of random test digits do not correlate
    rows = len(on) == 12 and on.mean() > 0.6 and usual > 0.8
    return holds(rows and pale < 0.2 and much, pale=pale, correlation=alike)


@about("source")
def exemplars_people_guess_better_with_examples(facts: Facts) -> Verdict:
    """With synthetic images people were right in 82 % of the cases, with natural ones in 92 %; by guessing they would
    have been right in 50 %. The pictures help. Examples help more.
    """
    del facts
    synthetic, natural, guessing = 0.82, 0.92, 0.50  # Borowski et al. 2021
    return holds(guessing < synthetic < natural, synthetic=synthetic, natural=natural, guessing=guessing)


def ladder_fewer_axes_have_no_room(facts: Facts) -> Verdict:
    """On axes that hold a fifth of the variance there is no room for ten digits: with the same strengths the network
    takes fewer of the ten images for their own digit.
    """
    network, kept, settings = cnn.restore(facts.results), facts.arrays("ladder"), facts.settings.ladder
    fewer = replace(settings, share=0.2)
    prior = regularizers(gaussian.restore(facts.results), fewer)["data"]
    images = maximize(channel(network, "logits"), prior, kept["data_strengths"], fewer, range(CLASSES))
    few, ours = _recognised(facts, images), _recognised(facts, kept["data_images"])
    return holds(ours >= 8 and few <= ours - 2, fewer_axes=few, ours=ours)


def _steps_of(patches: Floats) -> float:
    """Return the mean over patches (N, side, side) of the sum of the steps between neighbours."""
    return float(sum(np.abs(np.diff(patches, axis=axis)).sum(axis=(1, 2)).mean() for axis in (1, 2)))


def _logits(facts: Facts, images: Floats) -> Array:
    """Return the network's logits (N, 10) of images (N, 28, 28)."""
    return predict_logits(cnn.restore(facts.results), images)


def _recognised(facts: Facts, images: Floats) -> int:
    """Return how many of ten images, one for each class, the network gives to their own."""
    return int((_logits(facts, images).argmax(axis=1) == OWN).sum())


def _judged(facts: Facts, images: Floats) -> int:
    """Return how many of ten images, one for each class, the linear classifier gives to their own."""
    return int((logistic.restore(facts.results).predict(images.reshape(CLASSES, -1)) == OWN).sum())


def _ordinary(facts: Facts) -> Array:
    """Return the median logit of each class's own validation images, (10,)."""
    validation = facts.data.validation
    logits = _logits(facts, validation.images)
    return np.array([np.median(logits[validation.labels == c, c]) for c in OWN])


def _row(facts: Facts, name: str, further: bool | np.bool_ = True) -> Verdict:
    """Return whether a row of the table is what its ten images say, and the network takes most for their own class."""
    images, numbers = facts.arrays("ladder")[f"{name}_images"], facts.numbers
    logits, strengths = _logits(facts, images), facts.arrays("ladder")[f"{name}_strengths"]
    shown = np.isclose(numbers.get(f"prior.strength_{name}", 0), np.median(strengths))
    shown &= facts.shows(f"prior.mean_logit_{name}", logits[OWN, OWN].mean())
    shown &= facts.shows(f"prior.total_variation_{name}", total_variation(images).mean())
    own = int((logits.argmax(axis=1) == OWN).sum())
    return holds(shown and own >= 8 and further, by_the_network=own)


def _said(facts: Facts, name: str) -> NDArray[np.int64]:
    """Return the class that the linear classifier gives each image of a regularizer, (sets, 10)."""
    images = facts.arrays("judged")[f"{name}_images"]
    found = logistic.restore(facts.results).predict(images.reshape(-1, 784))
    return found.reshape(-1, CLASSES)


def _shares(facts: Facts, name: str, ending: str) -> Verdict:
    """Return whether a row of the judge's table is what its images say; and the network takes most for their own."""
    images = facts.arrays("judged")[f"{name}_images"]
    logits = logistic.restore(facts.results).logits(images.reshape(-1, 784)).reshape(-1, CLASSES, CLASSES)
    shown, found = True, {}
    for kind, classes in (("recognised", predicted(logits)), ("corrected", corrected(logits))):
        right = classes == OWN
        found[kind] = right.mean()
        low, high = interval(int(right.sum()), right.size)
        for end, value in (("", right.mean()), ("_low", low), ("_high", high)):
            shown &= facts.shows(f"prior.{kind}_by_linear{ending}{end}", value)
    first = _recognised(facts, images[0])  # the site's own network, of its ten
    return holds(shown and first >= 8, by_the_network=first, **found)


def _in_rows(facts: Facts) -> tuple[float, float, float]:
    """Return how patches of a unit correlate: synthetic with real, two real ones; and real ones of two units."""
    kept = facts.arrays("exemplars")
    synthetic, real = kept["synthetic_patches"][kept["on"]], kept["patches"][kept["on"]]
    upper = np.triu_indices(real.shape[1], 1)
    ours = np.nanmean([correlations(one[None], many) for one, many in zip(synthetic, real, strict=True)])
    mutual = np.nanmean([correlations(many)[upper] for many in real])
    two = list(zip(*np.triu_indices(len(real), 1), strict=True))
    other = np.nanmean([correlations(real[one], real[two]).mean() for one, two in two])
    return float(ours), float(mutual), float(other)


def _pieces(images: Floats) -> float:
    """Return the mean number of connected pieces of ink in images (N, 28, 28)."""
    return float(np.mean([label(image > INK)[1] for image in images]))


def _of_both(facts: Facts) -> Array:
    """Return the probabilities of the two classes of each sum, (6, 2)."""
    kept = facts.arrays("meanings")
    return np.asarray(np.take_along_axis(softmax(_logits(facts, kept["sum_images"])), kept["sums"], axis=1))


def _distance_from_mean(facts: Facts, images: Floats) -> Array:
    """Return the squared distances (N,) of images from the mean along the data prior's axes, in variances."""
    fitted, axes = gaussian.restore(facts.results), int(facts.numbers["prior.axes"])
    encode = principal(fitted.mean, fitted.covariance, axes).encode
    squares = encode(torch.from_numpy(np.asarray(images, np.float32))[:, None]).square().sum(dim=1)
    return np.asarray(squares.cpu().double().numpy(), np.float64)


def _alone(facts: Facts, patches: Floats) -> NDArray[np.float32]:
    """Return what each unit says to its patches (units, N, 14, 14) in the middle of background, (units, N)."""
    network, chosen = cnn.restore(facts.results), facts.arrays("exemplars")["units"]
    images = np.zeros((*patches.shape[:2], 28, 28), np.float32)
    images[:, :, 8:22, 8:22] = patches
    with torch.inference_mode():
        seen = network.activations(as_batch(images.reshape(-1, 28, 28)), "conv2")[:, :, 7, 7].cpu().numpy()
    seen = seen.reshape(*patches.shape[:2], -1)
    return np.stack([seen[row, :, unit] for row, unit in enumerate(chosen)])
