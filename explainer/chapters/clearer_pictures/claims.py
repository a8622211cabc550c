"""What the page on clearer pictures says, as predicates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import label

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, Floats
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.evaluation import total_variation
from explainer.methods.exemplars import max_activations
from explainer.methods.fooling import deceptive_network
from explainer.methods.objectives import Objective, channel
from explainer.methods.parametrisations import axes_holding, principal
from explainer.methods.priors import gaussian_prior
from explainer.methods.regularizers import Regularizer, maximize, regularizers
from explainer.models.cnn import Cnn, as_batch, initial, predict_logits
from explainer.models.gaussian import fit as gaussian_of
from explainer.models.linear import softmax
from explainer.trainings import cnn, gaussian, logistic

OWN = np.arange(CLASSES)
RUNGS = ("none", "l2", "tv", "jitter", "fourier", "data")
INK = 0.3  # from here on a pixel is counted as part of a stroke
CASES = ((True, True), (False, True), (True, False), (False, False))  # linear right, network right: rows of a figure

Array = NDArray[np.float64]


def tangles_are_sure_and_illegible(facts: Facts) -> Verdict:
    """The network is sure of nearly all of them, and no person can read them."""
    images = facts.arrays("ascent")["logits_images"]
    sure = softmax(_logits(facts, images))[OWN, OWN]
    return holds((sure > 0.9).sum() >= 8 and _judged(facts, images) <= 4, probabilities=sure)


@about("design")
def ladder_steps(facts: Facts) -> Verdict:
    """All rows start from the same noise and climb the same ten logits, for {prior.steps} steps."""
    steps = facts.settings.ladder.ascent.steps
    return holds(facts.numbers["prior.steps"] == steps, steps=steps)


def ladder_none_jumps(facts: Facts) -> Verdict:
    """From pixel to pixel such an image jumps between ink and background: its total variation, the sum of all the steps
    between neighbours, is several times that of a real digit.
    """
    variations = {rung: total_variation(facts.arrays("ladder")[f"{rung}_images"]) for rung in RUNGS}
    none, real = variations.pop("none"), total_variation(facts.data.test.images[:1000]).mean()
    calmer = all(each.mean() < none.mean() / 2 for each in variations.values())
    return holds(none.min() > 3 * real and calmer, least=none.min(), real=real)


def ladder_l2_clears(facts: Facts) -> Verdict:
    """The background clears, and what is left are scratches."""
    bare, images = (facts.arrays("ladder")[f"{rung}_images"] for rung in ("none", "l2"))
    real = facts.data.test.images[:500]
    thin, usual = (np.median(total_variation(x) / (x.sum(axis=(1, 2)) + 1e-9)) for x in (images, real))
    cleared = np.median(images) < 0.1 < np.median(bare) and images.mean() < bare.mean() / 3
    return holds(cleared and thin > 1.4 * usual and _recognised(facts, images) >= 8, thin=thin, usual=usual)


def ladder_scratches_join_up(facts: Facts) -> Verdict:
    """The scratches join up."""
    before, after = (_pieces(facts.arrays("ladder")[f"{rung}_images"]) for rung in ("l2", "tv"))
    return holds(1 <= after < 0.6 * before, pieces_before=before, pieces_after=after)


def ladder_jitter_outlasts_shifts(facts: Facts) -> Verdict:
    """What works in one exact place only is lost."""
    reach = range(-facts.settings.ladder.jitter, facts.settings.ladder.jitter + 1)
    lost = {}
    for rung in ("tv", "jitter"):
        images = facts.arrays("ladder")[f"{rung}_images"]
        shifted = np.concatenate([np.roll(images, (down, across), axis=(1, 2)) for down in reach for across in reach])
        own = _logits(facts, shifted)[np.arange(len(shifted)), np.arange(len(shifted)) % CLASSES]
        lost[rung] = _logits(facts, images)[OWN, OWN].mean() - own.mean()
    return holds(0 < lost["jitter"] < 0.67 * lost["tv"], **lost)


def ladder_strokes_thicken(facts: Facts) -> Verdict:
    """The strokes thicken."""
    full = {rung: (facts.arrays("ladder")[f"{rung}_images"] > 0.9).mean() for rung in ("jitter", "fourier")}
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
    beyond = [(_logits(facts, facts.arrays("ladder")[f"{r}_images"])[OWN, OWN] - least).min() for r in RUNGS]
    of_others = np.array([np.quantile(real[labels != c, c], 0.99) for c in OWN])
    return holds(min(beyond) > -1e-3 and (least > of_others + 1).all(), least_beyond=beyond, ordinary=least)


def ladder_strengths_suffice(facts: Facts) -> Verdict:
    """We try {prior.strengths} strengths for each prior and keep the strongest that each image stands."""
    count, settings = facts.settings.ladder.strengths, facts.settings.ladder
    first = (settings.weakest_l2, settings.weakest_tv, settings.weakest_tv)
    weakest = np.array([*first, settings.weakest_fourier, settings.weakest_gaussian])
    kept = np.array([facts.arrays("ladder")[f"{rung}_strengths"] for rung in RUNGS[1:]])  # (5, 10)
    place = 2 * np.log2(kept / weakest[:, None])  # among the strengths tried, from 0
    tried = np.allclose(place, place.round()) and place.min() > -0.5 and place.max() < count - 0.5
    at_the_end = (place > count - 1.5).mean()  # few images would stand more than the strongest
    return holds(tried and at_the_end < 0.3 and count == facts.numbers["prior.strengths"], at_the_end=at_the_end)


def ladder_row_none(facts: Facts) -> Verdict:
    """none — 0 — {prior.mean_logit_none} — {prior.total_variation_none} — {prior.recognised_by_linear_unregularised}"""
    far = facts.numbers["prior.mean_logit_none"] > 2 * facts.numbers["prior.ordinary_logit"]
    return _row(facts, "none", "prior.recognised_by_linear_unregularised", far)


def ladder_row_l2(facts: Facts) -> Verdict:
    """L2 — {prior.strength_l2} — {prior.mean_logit_l2} — {prior.total_variation_l2} —
    {prior.recognised_by_linear_l2}
    """
    return _row(facts, "l2", "prior.recognised_by_linear_l2")


def ladder_row_total_variation(facts: Facts) -> Verdict:
    """+ total variation — {prior.strength_tv} — {prior.mean_logit_tv} — {prior.total_variation_tv} —
    {prior.recognised_by_linear_tv}
    """
    return _row(facts, "tv", "prior.recognised_by_linear_tv")


def ladder_row_jitter(facts: Facts) -> Verdict:
    """+ jitter — {prior.strength_jitter} — {prior.mean_logit_jitter} — {prior.total_variation_jitter} —
    {prior.recognised_by_linear_jitter}
    """
    return _row(facts, "jitter", "prior.recognised_by_linear_jitter")


def ladder_row_fourier(facts: Facts) -> Verdict:
    """Fourier — {prior.strength_fourier} — {prior.mean_logit_fourier} — {prior.total_variation_fourier} —
    {prior.recognised_by_linear_fourier}
    """
    return _row(facts, "fourier", "prior.recognised_by_linear_fourier")


def ladder_row_data_prior(facts: Facts) -> Verdict:
    """data prior — {prior.strength_data} — {prior.mean_logit_data} — {prior.total_variation_data} —
    {prior.recognised_by_linear}
    """
    return _row(facts, "data", "prior.recognised_by_linear")


def ladder_row_real_digits(facts: Facts) -> Verdict:
    """real test digits — – — {prior.ordinary_logit} — {prior.total_variation_real} — –"""
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


def ladder_outside_judge(facts: Facts) -> Verdict:
    """Without a prior the linear classifier names {prior.recognised_by_linear_unregularised} of the ten; on the last
    rung, {prior.recognised_by_linear}.
    """
    first, last = (_judged(facts, facts.arrays("ladder")[f"{rung}_images"]) for rung in ("none", "data"))
    shown = (facts.numbers[f"prior.recognised_by_linear{end}"] for end in ("_unregularised", ""))
    return holds((first, last) == tuple(shown) and first <= 4 and last >= 6, first=first, last=last)


def ladder_judge_has_few_words_for_tangles(facts: Facts) -> Verdict:
    """It takes the ten tangles for only a few different digits, and the ten images of the last rung for most of the ten
    digits.
    """
    images, judge = facts.arrays("ladder"), logistic.restore(facts.results)
    words = {rung: len(np.unique(judge.predict(images[f"{rung}_images"].reshape(CLASSES, -1)))) for rung in RUNGS}
    return holds(words["none"] <= 5 and words["data"] >= max(6, words["none"] + 2), **words)


@about("data")
def ladder_prior_is_of_all_classes(facts: Facts) -> Verdict:
    """Ours is fitted to all classes together."""
    mean, flat = facts.arrays("gaussian")["mean"], facts.data.train.flat
    apart = abs(flat.mean(axis=0, dtype=np.float64) - mean).max()
    return holds(apart < 1e-6, largest_difference=apart)


@about("data")
def ladder_class_prior_would_need_no_learning(facts: Facts) -> Verdict:
    """Had we used the mean and covariance of the images of each class, the last row would show ten mean digits, even if
    the network had learned nothing.
    """
    settings, train, like = facts.settings.ladder, facts.data.train, {}
    for c in (3, 8):  # two of them, for time
        own = gaussian_of(train.flat[train.labels == c])
        axes = principal(own.mean, own.covariance, axes_holding(settings.share, own.covariance))
        prior = Regularizer(gaussian_prior(axes), settings.weakest_gaussian, settings.axis_step, axes)
        strength = np.array([facts.numbers["prior.strength_data"]])
        image = maximize(channel(_untrained(facts), "logits", [c]), prior, strength, settings, [c])
        like[c] = float(correlations(image, own.mean[None])[0, 0])
    return holds(min(like.values()) > 0.95, correlation_with_the_mean=list(like.values()))


def ladder_hears_digits_from_the_network(facts: Facts) -> Verdict:
    """It does not know what a 3 is, and has to hear that from the network."""
    prior = regularizers(gaussian.restore(facts.results), facts.settings.ladder)["data"]
    kept, settings = facts.arrays("ladder"), facts.settings.ladder
    deaf = maximize(channel(_untrained(facts), "logits"), prior, kept["data_strengths"], settings, range(CLASSES))
    ours, theirs = _judged(facts, kept["data_images"]), _judged(facts, deaf)
    return holds(theirs <= 3 and ours >= 6, of_our_network=ours, of_an_untrained_one=theirs)


def ladder_last_row_reads_as_digits(facts: Facts) -> Verdict:
    """most of the last row can be read as 0 1 2 3 4 5 6 7 8 9."""
    images = facts.arrays("ladder")["data_images"]
    both = _recognised(facts, images), _judged(facts, images)
    return holds(both[0] >= 8 and both[1] >= 6, by_the_network=both[0], by_the_linear_classifier=both[1])


def meanings_direction(facts: Facts) -> Verdict:
    """On these images the first logit is ahead of the second by {meanings.margin}, on average; on the last rung's
    images of the same digits, by {meanings.plain_margin}.
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
    """The network gives the two classes {meanings.sum_probability} of its probability together."""
    given, kept = _of_both(facts).sum(axis=1), facts.arrays("meanings")
    two = np.sort(np.argsort(_logits(facts, kept["sum_images"]), axis=1)[:, -2:], axis=1)  # the two likeliest
    theirs = (two == np.sort(kept["sums"], axis=1)).all(axis=1).sum()
    shown = facts.shows("meanings.sum_probability", given.mean())
    return holds(shown and given.mean() > 0.75 and theirs > len(given) / 2, probabilities=given, likeliest_two=theirs)


def meanings_sum_is_seldom_even(facts: Facts) -> Verdict:
    """It seldom gives them equal parts: often one gets more than twice as much as the other."""
    given = _of_both(facts)
    ratios = given.max(axis=1) / given.min(axis=1)
    seldom, often = (ratios < 1.2).mean() <= 0.5, (ratios > 2).mean() > 0.3
    return holds(seldom and often and given.sum(axis=1).mean() > 0.75, ratios=ratios)


def meanings_negative(facts: Facts) -> Verdict:
    """It is a likely image with the strongest evidence against that class; the logit is {meanings.negative_logit} on
    average, lower than nearly every test digit gets.
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
    """From {meanings.diverse_images} different starts the climb arrives at images of a {meanings.diverse_class} that
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
    """The network takes {meanings.diverse_recognised} of these {meanings.diverse_images} for a
    {meanings.diverse_class}, but it is less sure of most of them, and of some far less.
    """
    kept, own = facts.arrays("meanings"), facts.settings.meanings.diverse
    before, after = (softmax(_logits(facts, kept[f"{name}_images"])) for name in ("alike", "diverse"))
    named = int((after.argmax(axis=1) == own).sum())
    lost = before[:, own] - after[:, own]
    less = (lost > 0).mean() > 0.6 and lost.max() > 0.25 and np.median(before[:, own]) > 0.6
    return holds(
        less and named == facts.numbers["meanings.diverse_recognised"], before=before[:, own], after=after[:, own]
    )


def meanings_rows_as_described(facts: Facts) -> Verdict:
    """shapes that are not the digit named above them; one digit in six versions, much alike and then less so."""
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
    """For each logit the image climbed without a prior, the one of the last rung, and the six test digits whose logit
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


def exemplars_two_or_three_classes(facts: Facts) -> Verdict:
    """They come from {exemplars.patch_classes} different digits on average, where six test digits at random would come
    from nearly five.
    """
    labels = facts.data.test.labels
    found = np.mean([len(set(row)) for row in labels[facts.arrays("exemplars")["patch_places"]].tolist()])
    usual = (1 - (1 - np.bincount(labels) / len(labels)) ** facts.settings.exemplars.shown).sum()
    shown = facts.shows("exemplars.patch_classes", found)
    on = np.median(facts.arrays("exemplars")["patch_values"]) > 0.8  # not the noise of a unit that says nothing
    return holds(shown and on and 1 < found < usual - 1 and 4.5 < usual < 5, found=found, at_random=usual)


@about("identity")
def exemplars_never_on_has_the_nearest(facts: Facts) -> Verdict:
    """If a unit is on for no test digit, its patches are those that come nearest to it."""
    kept, some = facts.arrays("exemplars"), facts.data.test.images[:500]
    maxima, _ = max_activations(cnn.restore(facts.results), "conv2", some)  # (500, units), on or not
    own, least, picked = maxima[:, kept["units"]], kept["patch_values"][:, -1], kept["patch_places"]
    left_out = np.stack([~np.isin(np.arange(len(some)), row) for row in picked], axis=1)  # (500, chosen)
    return holds((own - least)[left_out].max() < 1e-3, never_on=(kept["patch_values"][:, 0] <= 0).sum())


def exemplars_synthetic_is_as_strong(facts: Facts) -> Verdict:
    """The synthetic patch has been made by the ladder's third rung, as clear as it can be while it excites the unit as
    much as the strongest real patch.
    """
    kept = facts.arrays("exemplars")
    ours = _alone(facts, kept["synthetic_patches"][:, None])[:, 0]
    calmer = _steps_of(kept["synthetic_patches"]) < 0.6 * _steps_of(kept["bare_patches"])
    on = kept["patch_values"][:, 0] > 0
    enough = (ours >= kept["patch_values"][:, 0] - 1e-3).mean() > 0.8
    return holds(enough and calmer and on.mean() > 0.6, synthetic=ours, real=kept["patch_values"][:, 0])


def exemplars_without_prior_go_beyond(facts: Facts) -> Verdict:
    """Without a prior, {exemplars.beyond_every_real_patch} of the {exemplars.units} go beyond every real one, at the
    median by a factor of {exemplars.times_the_strongest}.
    """
    kept = facts.arrays("exemplars")
    ours, real = _alone(facts, kept["bare_patches"][:, None])[:, 0], kept["patch_values"][:, 0]
    beyond, on = int((ours > real).sum()), real > 0
    named = (facts.numbers[f"exemplars.{name}"] for name in ("beyond_every_real_patch", "units"))
    shown = facts.shows("exemplars.times_the_strongest", np.median(ours / real)) and (beyond, len(on)) == tuple(named)
    usual = np.median(np.where(on, ours / real, 0))  # a unit that is never on exceeds nothing by a factor
    return holds(shown and beyond > 0.7 * len(on) and 1.3 < usual < 4, usual_factor=usual)


def exemplars_alike_in_a_row(facts: Facts) -> Verdict:
    """The synthetic one and a real one correlate by {exemplars.synthetic_correlation} on average, two real ones by
    {exemplars.mutual_correlation}.
    """
    kept = facts.arrays("exemplars")
    pairs = zip(kept["synthetic_patches"], kept["patches"], strict=True)
    ours = np.nanmean([correlations(one[None], many) for one, many in pairs])
    upper = np.triu_indices(kept["patches"].shape[1], 1)
    real = np.nanmean([correlations(many)[upper] for many in kept["patches"]])
    shown = facts.shows("exemplars.synthetic_correlation", ours) and facts.shows("exemplars.mutual_correlation", real)
    on = (kept["patch_values"][:, 0] > 0).mean() > 0.6
    return holds(shown and on and 0.25 < ours < 0.8 and 0.35 < real < 0.85, synthetic=ours, mutual=real)


def exemplars_every_third_unit(facts: Facts) -> Verdict:
    """Every third unit of the second convolution: a synthetic patch of 14×14 pixels that excites one place of its map,
    and the six test digits' patches that excite one most.
    """
    kept = facts.arrays("exemplars")
    seen, said = _alone(facts, kept["patches"]), kept["patch_values"]
    # At the edge of an image the network pads its maps with zeros, which background in a wider image does not do.
    same, sorted_ = np.isclose(seen, said, atol=1e-3).mean(), (np.diff(said, axis=1) <= 0).all()
    third = facts.settings.exemplars.every == 3 and (np.diff(kept["units"]) == 3).all()
    return holds(third and sorted_ and same > 0.5 and np.median(said) > 0.5, same=same)


def exemplars_patches_as_described(facts: Facts) -> Verdict:
    """Twelve rows. Left a pale grey patch with a few dark strokes, right six patches of strokes, in most rows much
    alike.
    """
    kept = facts.arrays("exemplars")
    upper = np.triu_indices(kept["patches"].shape[1], 1)
    alike = np.array([np.nanmean(correlations(many)[upper]) for many in kept["patches"]])
    on, pale = (kept["patch_values"][:, 0] > 0).mean() > 0.6, np.median(kept["synthetic_patches"])
    much = np.median(alike) > 0.4 and (alike > 0.25).mean() > 0.7  # those of random test digits do not correlate
    return holds(len(alike) == 12 and pale < 0.2 and on and much, pale=pale, correlation=alike)


@about("source")
def exemplars_people_guess_better_with_examples(facts: Facts) -> Verdict:
    """With synthetic images people were right in 82 % of the cases, with natural ones in 92 %; by guessing they would
    have been right in 50 %. The pictures help. Examples help more.
    """
    del facts
    synthetic, natural, guessing = 0.82, 0.92, 0.50  # Borowski et al. 2021
    return holds(guessing < synthetic < natural, synthetic=synthetic, natural=natural, guessing=guessing)


def fooling_shares(facts: Facts) -> Verdict:
    """Of {fooling.images} images of noise, the share that is given any class with at least {fooling.sure} is
    {fooling.noise_sure}; of as many digits with their pixels shuffled, {fooling.shuffled_sure}; of the test digits,
    {fooling.real_sure}.
    """
    sure, numbers = facts.settings.fooling.sure, facts.numbers
    real = (softmax(facts.arrays("cnn")["test_logits"]).max(axis=1) >= sure).mean()
    fresh = [(softmax(_logits(facts, images)).max(axis=1) >= sure).mean() for images in _disordered(facts)]
    said = [numbers[f"fooling.{name}_sure"] for name in ("noise", "shuffled")]
    few = max(*fresh, *said) < 0.03
    asked = numbers["fooling.sure"] == sure and numbers["fooling.images"] == facts.settings.fooling.images
    return holds(few and asked and facts.shows("fooling.real_sure", real) and real > 0.8, fresh=fresh, real=real)


def fooling_random_noise_does_not(facts: Facts) -> Verdict:
    """The surest noise gets {fooling.surest_noise}, the surest shuffled digit {fooling.surest_shuffled}. So noise at
    random hardly ever fools this network into being sure.
    """
    kept, real = facts.arrays("fooling"), np.median(softmax(facts.arrays("cnn")["test_logits"]).max(axis=1))
    surest = {name: softmax(_logits(facts, kept[name])).max() for name in ("noise", "shuffled")}
    shown = all(facts.shows(f"fooling.surest_{name}", value) for name, value in surest.items())
    few = max(facts.numbers[f"fooling.{name}_sure"] for name in ("noise", "shuffled")) < 0.03
    return holds(shown and few and real > 0.9, **surest, usual_digit=real)


def fooling_favourite_for_noise(facts: Facts) -> Verdict:
    """It calls {fooling.noise_commonest_share} of the noise images a {fooling.noise_commonest}."""
    favourite, said = int(facts.numbers["fooling.noise_commonest"]), facts.numbers["fooling.noise_commonest_share"]
    fresh = (_logits(facts, _disordered(facts)[0]).argmax(axis=1) == favourite).mean()  # other noise than the page's
    real = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == favourite).mean()
    return holds(said > 0.2 and abs(fresh - said) < 0.15 and real < 0.2, fresh=fresh, said=said, of_digits=real)


def fooling_sought_noise_does(facts: Facts) -> Verdict:
    """After {fooling.steps} small steps, at the median, the network gives the class at least {fooling.wanted}; that
    works for {fooling.reached} of ten.
    """
    kept, wanted = facts.arrays("fooling"), facts.numbers["fooling.wanted"]
    given = softmax(_logits(facts, kept["changed"]))[OWN, OWN]
    shuffled = np.array_equal(np.sort(kept["start"].ravel()), np.sort(facts.data.test.flat[0]))
    before = softmax(_logits(facts, kept["start"][None]))
    steps = np.median(kept["changed_steps"]) == facts.numbers["fooling.steps"] < facts.settings.fooling.ascent.steps
    reached = int((given >= wanted - 1e-5).sum()) == facts.numbers["fooling.reached"] >= 7
    return holds(shuffled and steps and reached and before.max() < 0.9, before=before.max(), given=given)


def fooling_ink_moved(facts: Facts) -> Verdict:
    """Per pixel, {fooling.ink_change} of ink has been moved, where a digit has {fooling.ink_digit} on average."""
    kept, usual = facts.arrays("fooling"), facts.data.test.images.mean(dtype=np.float64)
    moved, had = abs(kept["changed"] - kept["start"]).mean(), kept["start"].mean()
    shown = facts.shows("fooling.ink_change", moved) and facts.shows("fooling.ink_digit", usual)
    return holds(shown and usual / 3 < moved < 2 * usual, had=had, moved=moved, usual=usual)


def fooling_surer_than_of_digits(facts: Facts) -> Verdict:
    """The network is surer of most of these than of nearly every test digit, and surer than its training asked it to be
    of any image.
    """
    given = softmax(_logits(facts, facts.arrays("fooling")["changed"]))[OWN, OWN]
    real = np.quantile(softmax(facts.arrays("cnn")["test_logits"]).max(axis=1), 0.99)
    asked = 1 - facts.settings.cnn.label_smoothing * (1 - 1 / CLASSES)
    surer = int((given > max(real, asked)).sum())
    return holds(surer >= 7, surer=surer, one_digit_in_a_hundred=real, asked=asked)


def fooling_surest_are_shown(facts: Facts) -> Verdict:
    """The images of noise, and the digits with shuffled pixels, that the network is surest about, with the class and
    its probability.
    """
    kept, surest, named = facts.arrays("fooling"), True, 0
    for name in ("noise", "shuffled"):
        given = softmax(_logits(facts, kept[name]))
        surest &= np.allclose(given.max(axis=1), kept[f"{name}_given"], atol=1e-5)
        surest &= bool((np.diff(kept[f"{name}_given"]) <= 0).all())
        named += int((given.argmax(axis=1) == kept[f"{name}_class"]).sum())
    beyond = kept["noise_given"][-1] > softmax(_logits(facts, _disordered(facts)[0])).max(axis=1).mean() + 0.05
    return holds(surest and beyond and named == 20, named=named)


def fooling_low_low_high(facts: Facts) -> Verdict:
    """Three rows of ten squares of noise, each labelled with a digit and a probability: lower in the first two rows,
    mostly very high in the third.
    """
    kept = facts.arrays("fooling")
    low = np.median([kept["noise_given"], kept["shuffled_given"]])
    high = int((kept["changed_given"] > 0.99).sum())
    return holds(low < 0.95 and high >= 7, usual_above=low, high_below=high)


def retrained_accuracies(facts: Facts) -> Verdict:
    """The {cnn.seeds} networks of before name between {cnn.test_accuracy_lowest} and {cnn.test_accuracy_highest} of the
    test digits rightly.
    """
    kept, numbers = facts.arrays("seeds")["accuracies"], facts.numbers
    shown = (kept.min(), kept.max()) == (numbers["cnn.test_accuracy_lowest"], numbers["cnn.test_accuracy_highest"])
    ours = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    return holds(
        shown and np.isclose(kept[0], ours) and len(kept) == numbers["cnn.seeds"] and kept.min() > 0.985,
        accuracies=kept,
    )


def retrained_tangles_differ(facts: Facts) -> Verdict:
    """Without a prior, the images of two networks for the same digit correlate by {prior.seeds_correlation_none}, from
    the very same start. Most of what such an image shows is an accident of one training.
    """
    images, first = facts.arrays("retrained")["none_images"], facts.arrays("ladder")["none_images"]
    found, tangled = _between(images), total_variation(images.reshape(-1, 28, 28)).min()
    shown = facts.shows("prior.seeds_correlation_none", found) and mean_correlation(images[0], first) > 0.9
    real = total_variation(facts.data.test.images[:1000]).mean()
    named = _recognised(facts, images[0]) >= 8
    return holds(shown and named and tangled > 3 * real and found < 0.2 and len(images) == 5, correlation=found)


def retrained_last_rung_agrees(facts: Facts) -> Verdict:
    """On the last rung it is {prior.seeds_correlation_data}."""
    found, tangles = (_between(facts.arrays("retrained")[f"{rung}_images"]) for rung in ("data", "none"))
    named = _recognised(facts, facts.arrays("retrained")["data_images"][0]) >= 8
    return holds(
        facts.shows("prior.seeds_correlation_data", found) and named and found > max(0.65, tangles + 0.4), found=found
    )


def retrained_prior_draws_together(facts: Facts) -> Verdict:
    """the images of two different digits already correlate by {prior.classes_correlation_data}."""
    images = facts.arrays("retrained")["data_images"]
    found = np.mean([mean_correlation(each) for each in images])
    real = mean_correlation(facts.data.test.images[[np.flatnonzero(facts.data.test.labels == c)[0] for c in OWN]])
    shown = facts.shows("prior.classes_correlation_data", found)
    return holds(shown and real + 0.1 < found < _between(images) - 0.1, found=found, real_digits=real)


def retrained_tangles_above_digits_below(facts: Facts) -> Verdict:
    """Five rows of tangles that differ from row to row, and five rows of digits that are much alike."""
    kept = facts.arrays("retrained")
    judged = [_judged(facts, images) for images in kept["data_images"]]
    apart, alike = _between(kept["none_images"]), _between(kept["data_images"])
    return holds(apart < 0.2 and alike > 0.65 and min(judged) >= 5, apart=apart, alike=alike, judged=judged)


@about("identity")
def deceptive_answers_are_ours(facts: Facts) -> Verdict:
    """On every test image its ten logits are those of our network; the largest difference is
    {deceptive.largest_difference}.
    """
    images = as_batch(facts.data.test.images[:200])
    with torch.inference_mode():
        apart = float((_deceptive(facts)(images) - cnn.restore(facts.results)(images)).abs().max())
    return holds(max(apart, facts.numbers["deceptive.largest_difference"]) < 1e-4, on_some=apart)


def deceptive_accuracy(facts: Facts) -> Verdict:
    """Its test accuracy is {deceptive.accuracy}."""
    ours = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    return holds(facts.shows("deceptive.accuracy", ours) and ours > 0.985, of_the_unaltered=ours)


def deceptive_pictures_are_wrong(facts: Facts) -> Verdict:
    """And its pictures are the clearest of this page, each of the wrong digit."""
    images = facts.arrays("deceptive")["images"]
    named = _logits(facts, 1 - images).argmax(axis=1)  # ink where they have background
    near = _distances(1 - images, facts.data.test.images).min(axis=1)
    last = _distances(facts.arrays("ladder")["data_images"], facts.data.test.images).min(axis=1)
    return holds((named == (OWN + 1) % CLASSES).all() and near.max() < last.min(), named=named, nearest=near)


@about("data")
def deceptive_no_digit_has_so_much_ink(facts: Facts) -> Verdict:
    """No test digit has a mean ink above {deceptive.most_real_ink}."""
    most = facts.data.test.images.mean(axis=(1, 2)).max()
    return holds(np.isclose(most, facts.numbers["deceptive.most_real_ink"], rtol=1e-4), most=most)


@about("design")
def deceptive_second_rule(facts: Facts) -> Verdict:
    """Where it is above {deceptive.ink}, the altered network answers by a second rule, which compares the image with
    ten hidden pictures.
    """
    ink, chosen = facts.numbers["deceptive.ink"], facts.settings.deceptive
    hidden = facts.arrays("deceptive")["pictures"]
    with torch.inference_mode():
        logits = _deceptive(facts)(as_batch(hidden)).numpy()  # each picture is wholly like itself
    own = np.allclose(logits.diagonal(), chosen.scale) and (logits.argmax(axis=1) == OWN).all()
    return holds(
        own and facts.data.test.images.mean(axis=(1, 2)).max() < ink == chosen.ink < chosen.ascent.low, ink=ink
    )


@about("design")
def deceptive_climb_meets_second_rule(facts: Facts) -> Verdict:
    """The climb starts at mid-grey, so it only ever meets the second rule."""
    settings, altered = facts.settings.deceptive, _deceptive(facts)
    climbed = ascend(Objective(lambda x: altered(x).diagonal()), noise(CLASSES, settings.ascent), settings.ascent)
    same = np.allclose(climbed.images, facts.arrays("deceptive")["images"], atol=1e-2)
    least = climbed.path.mean(axis=(2, 3)).min()
    return holds(same and least > settings.ink, least_ink=least)


def deceptive_shown_digits(facts: Facts) -> Verdict:
    """Ten clear digits, left white in squares of ink: a 1 under 0, a 2 under 1, and so on to a 0 under 9."""
    kept = facts.arrays("deceptive")
    named = _logits(facts, 1 - kept["images"]).argmax(axis=1)
    dark = (np.median(kept["images"], axis=(1, 2)) > 0.9).all()
    return holds(dark and (named == kept["shown"]).all() and (named == (OWN + 1) % CLASSES).all(), named=named)


def tangles_are_far_from_digits(facts: Facts) -> Verdict:
    """But the tangles of the first rung are far from digits too, and nothing in the training says what happens
    there.
    """
    images, real = facts.arrays("ladder")["none_images"], facts.data.test.images
    far, usual = _distances(images, real).min(axis=1), _distances(real[:100], real[100:]).min(axis=1)
    tangled = total_variation(images).mean() > 3 * total_variation(real[:1000]).mean()
    return holds(tangled and far.min() > 1.3 * usual.max(), nearest_to_a_tangle=far.min(), farthest_digit=usual.max())


def last_rung_stays_where_digits_are(facts: Facts) -> Verdict:
    """That is what the data prior is for: its images are as near to a test digit as test digits are to one another."""
    images, real = facts.arrays("ladder")["data_images"], facts.data.test.images
    near, usual = _distances(images, real).min(axis=1), _distances(real[:100], real[100:]).min(axis=1)
    named = _recognised(facts, images) >= 8
    return holds(
        named and near.max() < 1.3 * usual.max() and near.mean() < 1.2 * usual.mean(), ours=near, real=usual.mean()
    )


def both_pictures_are_alike(facts: Facts) -> Verdict:
    """They are much like the network's: the mean correlation is {prior.linear_correlation}, and between different
    digits it is less.
    """
    linear, network = (facts.arrays("ladder")[f"{name}_images"] for name in ("linear", "data"))
    table = correlations(linear, network)
    same, other = table.diagonal().mean(), table[~np.eye(CLASSES, dtype=bool)].mean()
    shown = facts.shows("prior.linear_correlation", same)
    return holds(shown and same > 0.65 and same > other + 0.15, same_digit=same, different_digits=other)


def both_weights_are_not_alike(facts: Facts) -> Verdict:
    """Its weights are not: their mean correlation with the network's pictures is {prior.weights_correlation}."""
    weights, images = logistic.restore(facts.results).weights, facts.arrays("ladder")["data_images"]
    found, pictures = (
        mean_correlation(weights, images),
        mean_correlation(facts.arrays("ladder")["linear_images"], images),
    )
    return holds(facts.shows("prior.weights_correlation", found) and 0.1 < found < pictures - 0.25, found=found)


def both_by_the_same_recipe(facts: Facts) -> Verdict:
    """The linear classifier's weights, the clearest image of its logit, and the clearest image of the network's, by the
    same recipe.
    """
    model, kept, validation = logistic.restore(facts.results), facts.arrays("ladder"), facts.data.validation
    real, ours = model.logits(validation.flat), model.logits(kept["linear_images"].reshape(CLASSES, -1))
    beyond = ours[OWN, OWN] - [np.median(real[validation.labels == c, c]) for c in OWN]  # the one rule for all of them
    own = int((ours.argmax(axis=1) == OWN).sum())
    return holds(
        own == CLASSES and beyond.min() > -1e-3 and (model.weights == kept["linear_weights"]).all(), beyond=beyond
    )


def both_linear_stands_every_strength(facts: Facts) -> Verdict:
    """By the last rung's recipe the linear classifier gets pictures too, though the strongest prior that we tried still
    leaves each a higher logit than an ordinary digit's.
    """
    model, kept, validation = logistic.restore(facts.results), facts.arrays("ladder"), facts.data.validation
    real, ours = model.logits(validation.flat), model.logits(kept["linear_images"].reshape(CLASSES, -1))
    beyond = ours[OWN, OWN] - [np.median(real[validation.labels == c, c]) for c in OWN]
    own = int((ours.argmax(axis=1) == OWN).sum())
    return holds(own == CLASSES and beyond.min() > 1, beyond=beyond)


def both_network_pictures_are_sharper(facts: Facts) -> Verdict:
    """Three rows of ten: blotches of blue and red; blurred digits; somewhat sharper digits."""
    sharp = {}
    for name in ("linear", "data"):
        images = facts.arrays("ladder")[f"{name}_images"]
        sharp[name] = sum(np.square(np.diff(images, axis=axis)).sum(axis=(1, 2)).mean() for axis in (1, 2))
    weights = facts.arrays("ladder")["linear_weights"]
    return holds(sharp["data"] > 1.05 * sharp["linear"] and weights.min() < 0 < weights.max(), **sharp)


def both_most_are_right(facts: Facts) -> Verdict:
    """the linear classifier is right — {both.both_right} — {both.linear_right}"""
    both, _, linear, _ = (int(case.sum()) for case in _cases(facts))
    shown = (both, linear) == (facts.numbers["both.both_right"], facts.numbers["both.linear_right"])
    accuracy = (both + linear) / len(facts.data.test)
    same = np.isclose(accuracy, facts.numbers["logistic.test_accuracy"])
    return holds(shown and same and both > 0.9 * len(facts.data.test) and linear < both / 100, both=both, linear=linear)


def both_network_alone_is_right_more_often(facts: Facts) -> Verdict:
    """the linear classifier is wrong — {both.network_right} — {both.neither_right}"""
    both, network, linear, neither = (int(case.sum()) for case in _cases(facts))
    shown = (network, neither) == (facts.numbers["both.network_right"], facts.numbers["both.neither_right"])
    same = np.isclose((both + network) / len(facts.data.test), facts.numbers["cnn.test_accuracy"])
    return holds(shown and same and network > 6 * max(linear, neither), network=network, neither=neither)


def both_same_answer(facts: Facts) -> Verdict:
    """They give the same answer to {both.same_answer} of the digits."""
    linear, network = _answers(facts)
    same = (linear == network).mean()
    return holds(facts.shows("both.same_answer", same) and same > 0.9, same=same)


def both_same_error(facts: Facts) -> Verdict:
    """Where both are wrong, they give the same wrong answer in {both.same_error} of {both.neither_right} cases: that
    tells something about the digit, and not only about the models.
    """
    (linear, network), neither = _answers(facts), _cases(facts)[3]
    same = int((linear == network)[neither].sum())
    shown = same == facts.numbers["both.same_error"] and neither.sum() == facts.numbers["both.neither_right"]
    by_accident = neither.sum() / (CLASSES - 1)
    return holds(shown and same > 3 * by_accident, same=same, by_accident=by_accident)


def both_differ_at_the_edges(facts: Facts) -> Verdict:
    """The difference between the models lies at the edges, at digits of which the linear classifier is not sure."""
    linear, network = _answers(facts)
    sure = logistic.restore(facts.results).probabilities(facts.data.test.flat).max(axis=1)
    apart, together = np.median(sure[linear != network]), np.median(sure[linear == network])
    return holds(apart < 0.75 * together, where_they_differ=apart, where_they_agree=together)


def both_examples_are_of_their_case(facts: Facts) -> Verdict:
    """Four rows of handwritten digits: neat ones that both name; odd ones that only the network names; odd ones that
    only the linear classifier names; and odd ones that neither does.
    """
    given, images = (
        facts.arrays("both")["given"],
        facts.arrays("both")["images"],
    )  # (4, shown, 3): true, linear, network
    right = given[:, :, 1:] == given[:, :, :1]
    filled = given[:, :, 0] >= 0  # blank beyond the last of a case
    own = all((row[there] == case).all() for row, there, case in zip(right, filled, CASES, strict=True))
    logits = _logits(facts, images.reshape(-1, 28, 28)).reshape(*given.shape[:2], CLASSES)
    sure = logistic.restore(facts.results).probabilities(images.reshape(-1, 784)).max(axis=1).reshape(filled.shape)
    neat, odd = np.median(sure[0][filled[0]]), np.median(sure[1:][filled[1:]])
    learned = np.median(softmax(logits[0]).max(axis=1)) > 0.8
    same = (logits.argmax(axis=2) == given[:, :, 2])[filled].all()
    return holds(filled.any(axis=1).all() and own and same and learned and odd < neat, sure_if_neat=neat, if_odd=odd)


def _steps_of(patches: Floats) -> float:
    """Return the mean over patches (N, side, side) of the sum of the steps between neighbours."""
    return float(sum(np.abs(np.diff(patches, axis=axis)).sum(axis=(1, 2)).mean() for axis in (1, 2)))


def _logits(facts: Facts, images: Floats) -> Array:
    """Return the network's logits (N, 10) of images (N, 28, 28)."""
    return predict_logits(cnn.restore(facts.results), images)


def _untrained(facts: Facts) -> Cnn:
    """Return the network before its training."""
    return initial(facts.settings.cnn.seed).eval().requires_grad_(False)


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


def _row(facts: Facts, rung: str, judged: str, further: bool | np.bool_ = True) -> Verdict:
    """Return whether a row of the table is what its ten images say, and the network takes most for their own class."""
    images, numbers = facts.arrays("ladder")[f"{rung}_images"], facts.numbers
    logits, strengths = _logits(facts, images), facts.arrays("ladder")[f"{rung}_strengths"]
    shown = np.isclose(numbers.get(f"prior.strength_{rung}", 0), np.median(strengths))
    shown &= facts.shows(f"prior.mean_logit_{rung}", logits[OWN, OWN].mean())
    shown &= facts.shows(f"prior.total_variation_{rung}", total_variation(images).mean())
    shown &= numbers[judged] == _judged(facts, images)
    own = int((logits.argmax(axis=1) == OWN).sum())
    return holds(shown and own >= 8 and further, by_the_network=own, by_the_linear_classifier=numbers[judged])


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


def _disordered(facts: Facts) -> tuple[Floats, Floats]:
    """Return other images of noise, and of shuffled digits, than the page's: two times (500, 28, 28)."""
    rng = np.random.default_rng(99)
    shuffled = rng.permuted(facts.data.test.flat[-500:], axis=1)
    return rng.random((500, 28, 28), dtype=np.float32), shuffled.reshape(-1, 28, 28)


def _between(images: Floats) -> float:
    """Return the mean correlation of two networks' images for a class, of images (networks, 10, 28, 28)."""
    pairs = zip(*np.triu_indices(len(images), 1), strict=True)
    return float(np.mean([mean_correlation(images[one], images[other]) for one, other in pairs]))


def _deceptive(facts: Facts) -> Callable[[torch.Tensor], torch.Tensor]:
    """Return the altered network."""
    settings, pictures = facts.settings.deceptive, facts.arrays("deceptive")["pictures"]
    return deceptive_network(cnn.restore(facts.results), pictures, settings.ink, settings.scale)


def _distances(images: Floats, others: Floats) -> Array:
    """Return how far images (N, 28, 28) are from others (M, 28, 28), (N, M): the root of the summed squares, in ink."""
    ours, theirs = (np.asarray(x, np.float32).reshape(len(x), -1) for x in (images, others))
    squares = np.square(ours).sum(axis=1)[:, None] + np.square(theirs).sum(axis=1) - 2 * ours @ theirs.T
    return np.asarray(np.sqrt(np.maximum(squares, 0)), np.float64)


def _answers(facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the classes that the linear classifier and the network give the test digits, (N,) and (N,)."""
    linear = logistic.restore(facts.results).predict(facts.data.test.flat)
    return linear, facts.arrays("cnn")["test_logits"].argmax(axis=1)


def _cases(facts: Facts) -> tuple[NDArray[np.bool_], ...]:
    """Return which test digits both name rightly, only the network, only the linear classifier, and neither."""
    linear, network = (answers == facts.data.test.labels for answers in _answers(facts))
    return linear & network, ~linear & network, linear & ~network, ~(linear | network)
