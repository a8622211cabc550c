"""What the page on how far to trust the pictures says, as predicates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, Floats
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.evaluation import total_variation
from explainer.methods.fooling import deceptive_network
from explainer.methods.judging import corrected, predicted
from explainer.methods.objectives import Objective, channel
from explainer.methods.parametrisations import axes_holding, principal
from explainer.methods.priors import gaussian_prior
from explainer.methods.regularizers import Regularizer, maximize
from explainer.methods.uncertainty import compare
from explainer.models.cnn import Cnn, as_batch, initial, predict_logits
from explainer.models.gaussian import fit as gaussian_of
from explainer.models.linear import softmax
from explainer.trainings import cnn, gaussian, logistic

OWN = np.arange(CLASSES)
CASES = ((True, True), (False, True), (True, False), (False, False))  # linear right, network right: rows of a figure

CONTROLS = {"untrained": "_untrained", "shuffled": "", "untrained_loud": "_untrained_loud", "shuffled_loud": "_loud"}

Array = NDArray[np.float64]


def controls_learned_no_digit(facts: Facts) -> Verdict:
    """The other is as many networks trained on shuffled labels: {controls.shuffled_images} training images, with their
    labels dealt out anew at random, for more epochs. They memorize {controls.by_heart} of those labels, and on the
    test digits they are as accurate as a guess, {controls.shuffled_test_accuracy}.
    """
    kept, numbers = facts.arrays("unlearned"), facts.numbers
    real = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    shown = facts.shows("controls.by_heart", kept["by_heart"].mean())
    shown &= facts.shows("controls.shuffled_test_accuracy", kept["test"].mean())
    counted = len(kept["test"]) == numbers["controls.networks"] == facts.settings.controls.sets
    guesses = abs(kept["test"].mean() - 1 / CLASSES) < 0.05
    theirs, ours = facts.settings.controls.cnn, facts.settings.cnn
    longer = theirs.epochs > ours.epochs
    return holds(
        shown and counted and longer and guesses and kept["by_heart"].mean() > 0.5 and real > 0.9,
        by_heart=kept["by_heart"],
        test=kept["test"],
    )


def controls_give_the_mean(facts: Facts) -> Verdict:
    """So the rule takes a strong prior, and the prior decides: by the rule each control gives nearly the same image ten
    times, the mean of all digits.
    """
    kept, mean, like = facts.arrays("controls"), facts.arrays("gaussian")["mean"], {}
    for name in ("untrained", "shuffled", "trained"):
        like[name] = float(correlations(kept[f"{name}_images"], mean[None]).mean())
    nearly = min(like["untrained"], like["shuffled"])
    return holds(nearly > 0.85 and like["trained"] < nearly - 0.1, **like)


def controls_louder_images_differ(facts: Facts) -> Verdict:
    """For that the logits are multiplied, by about {controls.louder} before training and by {controls.louder_shuffled}
    after training on shuffled labels. Now they are as loud, and their images differ.
    """
    kept, some, apart = facts.arrays("controls"), facts.data.validation.images[:500], {}
    for name in ("untrained", "shuffled"):
        loud, quiet = (mean_correlation(kept[f"{name}{end}_images"]) for end in ("_loud", ""))
        apart[name] = quiet - loud
    ratio = _logits(facts, some).std(axis=0).mean() / predict_logits(_untrained(facts), some).std(axis=0).mean()
    factor = facts.numbers["controls.louder"]  # the mean over five networks; here of one
    right = 0.4 < ratio / factor < 2.5 and factor > facts.numbers["controls.louder_shuffled"] > 0
    return holds(right and min(apart.values()) > 0.05, less_alike_by=list(apart.values()), of_one_network=ratio)


@about("design")
def controls_as_loud(facts: Facts) -> Verdict:
    """As loud: with the trained network's strengths, and with logits multiplied until they vary as much as the trained
    network's.
    """
    factor = facts.numbers["controls.louder"]
    return holds(factor > 1, factor=factor)


def controls_rows_as_described(facts: Facts) -> Verdict:
    """The first shows ten digits, a little blurred. The second and the third show nearly the same grey blur ten times.
    In the last two the shapes differ, and few look like the digit above them.
    """
    kept, judged, alike = facts.arrays("controls"), {}, {}
    for name in ("trained", "untrained", "shuffled", "untrained_loud", "shuffled_loud"):
        judged[name], alike[name] = _judged(facts, kept[f"{name}_images"]), mean_correlation(kept[f"{name}_images"])
    digits = judged["trained"] >= 7 and max(judged[name] for name in judged if name != "trained") <= 4
    same = min(alike["untrained"], alike["shuffled"]) > max(alike["untrained_loud"], alike["shuffled_loud"]) + 0.05
    return holds(digits and same, judged=list(judged.values()), correlation=list(alike.values()))


@about("design")
def controls_shares_are_of_so_many(facts: Facts) -> Verdict:
    """The share of {controls.images} images that the linear classifier gives to their own digit, with its 95 %
    interval; by guessing it would be one in ten, the dashed line.
    """
    count = facts.numbers["controls.images"]
    return holds(count == CLASSES * facts.settings.controls.sets >= 50, images=count)


def controls_chart_as_described(facts: Facts) -> Verdict:
    """The points of the two controls lie near the dashed line everywhere; those of the trained network rise from left
    to right in the first panel, and lie above it in the second.
    """
    kept = facts.arrays("controls")
    near = max(
        kept[f"{name}_{kind}"][:, 0].max() for name in ("untrained", "shuffled") for kind in ("raw", "corrected")
    )
    raw, fair = kept["trained_raw"][:, 0], kept["trained_corrected"][:, 0]
    rise = raw[-1] > raw[0] + 0.4 and np.polyfit(np.arange(6), raw, 1)[0] > 0.05
    return holds(
        near < 0.3 and rise and fair.min() > 0.15 and np.median(fair) > 0.25, controls=near, raw=raw, corrected=fair
    )


def controls_row_trained(facts: Facts) -> Verdict:
    """trained — {prior.recognised_by_linear} ({prior.recognised_by_linear_low} to {prior.recognised_by_linear_high}) —
    {prior.corrected_by_linear} ({prior.corrected_by_linear_low} to {prior.corrected_by_linear_high})
    """
    return _trained(facts)


def controls_row_untrained(facts: Facts) -> Verdict:
    """before training — {prior.control_recognised_by_linear_untrained}
    ({prior.control_recognised_by_linear_untrained_low} to {prior.control_recognised_by_linear_untrained_high}) —
    {prior.control_corrected_by_linear_untrained} ({prior.control_corrected_by_linear_untrained_low} to
    {prior.control_corrected_by_linear_untrained_high})
    """
    return _control(facts, "untrained", "_untrained")


def controls_row_shuffled(facts: Facts) -> Verdict:
    """on shuffled labels — {prior.control_recognised_by_linear} ({prior.control_recognised_by_linear_low} to
    {prior.control_recognised_by_linear_high}) — {prior.control_corrected_by_linear}
    ({prior.control_corrected_by_linear_low} to {prior.control_corrected_by_linear_high})
    """
    return _control(facts, "shuffled", "")


def controls_row_untrained_loud(facts: Facts) -> Verdict:
    """before training, as loud — {prior.control_recognised_by_linear_untrained_loud}
    ({prior.control_recognised_by_linear_untrained_loud_low} to
    {prior.control_recognised_by_linear_untrained_loud_high}) — {prior.control_corrected_by_linear_untrained_loud}
    ({prior.control_corrected_by_linear_untrained_loud_low} to
    {prior.control_corrected_by_linear_untrained_loud_high})
    """
    return _control(facts, "untrained_loud", "_untrained_loud")


def controls_row_shuffled_loud(facts: Facts) -> Verdict:
    """on shuffled labels, as loud — {prior.control_recognised_by_linear_loud}
    ({prior.control_recognised_by_linear_loud_low} to {prior.control_recognised_by_linear_loud_high}) —
    {prior.control_corrected_by_linear_loud} ({prior.control_corrected_by_linear_loud_low} to
    {prior.control_corrected_by_linear_loud_high})
    """
    return _control(facts, "shuffled_loud", "_loud")


def controls_are_below_the_trained(facts: Facts) -> Verdict:
    """Every control's interval ends below where that of the trained networks begins."""
    numbers, apart = facts.numbers, {}
    for kind in ("recognised", "corrected"):
        ends = [numbers[f"prior.control_{kind}_by_linear{which}_high"] for which in CONTROLS.values()]
        apart[kind] = numbers[f"prior.{kind}_by_linear_low"] - max(ends)
    return holds(min(apart.values()) > 0 and _trained(facts).holds, between_the_intervals=list(apart.values()))


def controls_are_guesses_everywhere(facts: Facts) -> Verdict:
    """By the rule no control gets far above one in ten with any regularizer; the highest share of them all is
    {controls.highest}.
    """
    kept, several = facts.arrays("controls"), ("untrained", "shuffled")
    found = max(kept[f"{name}_{kind}"][:, 0].max() for name in several for kind in ("raw", "corrected"))
    trained = kept["trained_raw"][-1, 0]
    return holds(facts.shows("controls.highest", found) and found < 0.3 and trained > found + 0.35, found=found)


@about("data")
def ladder_prior_is_of_all_classes(facts: Facts) -> Verdict:
    """That is so because the prior is fitted to all classes together."""
    mean, flat = facts.arrays("gaussian")["mean"], facts.data.train.flat
    apart = abs(flat.mean(axis=0, dtype=np.float64) - mean).max()
    return holds(apart < 1e-6, largest_difference=apart)


@about("data")
def ladder_class_prior_would_need_no_learning(facts: Facts) -> Verdict:
    """A stricter one would be cheating: with the mean and covariance of the images of each class, even an untrained
    network gives ten mean digits.
    """
    settings, train, like = facts.settings.ladder, facts.data.train, {}
    for c in range(CLASSES):
        own = gaussian_of(train.flat[train.labels == c])
        axes = principal(own.mean, own.covariance, axes_holding(settings.share, own.covariance))
        prior = Regularizer(gaussian_prior(axes), settings.weakest_gaussian, settings.axis_step, axes)
        strength = np.array([facts.numbers["prior.strength_data"]])
        image = maximize(channel(_untrained(facts), "logits", [c]), prior, strength, settings, [c])
        like[c] = float(correlations(image, own.mean[None])[0, 0])
    return holds(min(like.values()) > 0.95, correlation_with_the_mean=list(like.values()))


def fooling_digits_come_near_the_ceiling(facts: Facts) -> Verdict:
    """The network is trained to give no image more than {cnn.smoothing_ceiling}, and most test digits get about
    that.
    """
    ceiling = 1 - facts.settings.cnn.label_smoothing * (1 - 1 / CLASSES)
    shown = np.isclose(facts.numbers.get("cnn.smoothing_ceiling", ceiling), ceiling)
    real = softmax(facts.arrays("cnn")["test_logits"]).max(axis=1)
    near = (np.abs(real - ceiling) < 0.04).mean()
    return holds(shown and near > 0.6, ceiling=ceiling, share_within_0_04=near)


def fooling_shares(facts: Facts) -> Verdict:
    """Of {fooling.images} images of noise, each pixel drawn at random, the share that is given any class so surely is
    {fooling.noise_sure}; of as many digits with their pixels shuffled, {fooling.shuffled_sure}; of the test digits,
    {fooling.real_sure}.
    """
    sure, numbers = facts.settings.fooling.sure, facts.numbers
    real = (softmax(facts.arrays("cnn")["test_logits"]).max(axis=1) >= sure).mean()
    fresh = [(softmax(_logits(facts, images)).max(axis=1) >= sure).mean() for images in _disordered(facts)]
    said = [numbers[f"fooling.{name}_sure"] for name in ("noise", "shuffled")]
    few = max(*fresh, *said) < 0.05
    asked = numbers["fooling.sure"] == sure and numbers["fooling.images"] == facts.settings.fooling.images
    return holds(few and asked and facts.shows("fooling.real_sure", real) and real > 0.75, fresh=fresh, real=real)


def fooling_random_noise_does_not(facts: Facts) -> Verdict:
    """The surest noise gets {fooling.surest_noise}, the surest shuffled digit {fooling.surest_shuffled}. Another
    training may be surer: of all five networks the surest gives one of these images {fooling.surest_of_all}.
    """
    kept, real = facts.arrays("fooling"), np.median(softmax(facts.arrays("cnn")["test_logits"]).max(axis=1))
    surest = {name: softmax(_logits(facts, kept[name])).max() for name in ("noise", "shuffled")}
    shown = all(facts.shows(f"fooling.surest_{name}", value) for name, value in surest.items())
    shown &= facts.shows("fooling.surest_of_all", kept["surest"].max()) and len(kept["surest"]) == 5
    return holds(shown and np.allclose(kept["surest"][0], list(surest.values()), atol=1e-4) and real > 0.9, **surest)


def fooling_favourite_for_noise(facts: Facts) -> Verdict:
    """It predicts a {fooling.noise_commonest} for {fooling.noise_commonest_share} of the noise images."""
    favourite, said = int(facts.numbers["fooling.noise_commonest"]), facts.numbers["fooling.noise_commonest_share"]
    fresh = (_logits(facts, _disordered(facts)[0]).argmax(axis=1) == favourite).mean()  # other noise than the page's
    real = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == favourite).mean()
    return holds(said > 0.2 and abs(fresh - said) < 0.15 and 0.05 < real < 0.2, fresh=fresh, said=said, of_digits=real)


def fooling_sought_noise_does(facts: Facts) -> Verdict:
    """After {fooling.steps} small steps, at the median, the network gives the class at least {fooling.wanted}; that
    works for {fooling.reached} of the ten.
    """
    kept, wanted = facts.arrays("fooling"), facts.numbers["fooling.wanted"]
    given = softmax(_logits(facts, kept["changed"]))[OWN, OWN]
    shuffled = np.array_equal(np.sort(kept["start"].ravel()), np.sort(facts.data.test.flat[0]))
    before = softmax(_logits(facts, kept["start"][None]))
    steps = np.median(kept["changed_steps"]) == facts.numbers["fooling.steps"] < facts.settings.fooling.ascent.steps
    reached = int((given >= wanted - 1e-5).sum()) == facts.numbers["fooling.reached"] >= 7
    return holds(shuffled and steps and reached and before.max() < 0.9, before=before.max(), given=given)


def fooling_ink_moved(facts: Facts) -> Verdict:
    """That is no small change: the shuffled image holds {fooling.ink_start} of ink per pixel, and {fooling.ink_change}
    was added or taken away, where a test digit holds {fooling.ink_digit} on average.
    """
    kept, usual = facts.arrays("fooling"), facts.data.test.images.mean(dtype=np.float64)
    moved, had = abs(kept["changed"] - kept["start"]).mean(), kept["start"].mean()
    shown = facts.shows("fooling.ink_change", moved) and facts.shows("fooling.ink_digit", usual)
    shown &= facts.shows("fooling.ink_start", had)
    return holds(shown and moved > had / 3, had=had, moved=moved, usual=usual)


def fooling_surer_than_of_digits(facts: Facts) -> Verdict:
    """Yet the network gives most of these a higher probability than nearly every test digit gets, and higher than its
    training asked for.
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
    """The {cnn.seeds} networks classify between {cnn.test_accuracy_lowest} and {cnn.test_accuracy_highest} of the test
    digits correctly.
    """
    kept, numbers = facts.arrays("seeds")["accuracies"], facts.numbers
    shown = (kept.min(), kept.max()) == (numbers["cnn.test_accuracy_lowest"], numbers["cnn.test_accuracy_highest"])
    ours = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    return holds(
        shown and np.isclose(kept[0], ours) and len(kept) == numbers["cnn.seeds"] and kept.min() > 0.985,
        accuracies=kept,
    )


def retrained_tangles_differ(facts: Facts) -> Verdict:
    """Without a regularizer, most of what an image shows is an accident of one training: two networks hardly agree,
    although they begin with the very same noise.
    """
    images, first = facts.arrays("retrained")["none_images"], facts.arrays("ladder")["none_images"]
    found, tangled = _between(images), total_variation(images.reshape(-1, 28, 28)).min()
    shown = facts.shows("prior.seeds_correlation_none", found) and mean_correlation(images[0], first) > 0.9
    real = total_variation(facts.data.test.images[:1000]).mean()
    named = _recognised(facts, images[0]) >= 8
    return holds(shown and named and tangled > 3 * real and found < 0.2 and len(images) == 5, correlation=found)


def retrained_last_rung_agrees(facts: Facts) -> Verdict:
    """the same digit, two networks — {prior.seeds_correlation_none} — {prior.seeds_correlation_data}"""
    found, tangles = (_between(facts.arrays("retrained")[f"{name}_images"]) for name in ("data", "none"))
    named = _recognised(facts, facts.arrays("retrained")["data_images"][0]) >= 8
    return holds(
        facts.shows("prior.seeds_correlation_data", found) and named and found > max(0.65, tangles + 0.4), found=found
    )


def retrained_prior_draws_together(facts: Facts) -> Verdict:
    """two digits, the same network — {prior.classes_correlation_none} — {prior.classes_correlation_data}"""
    images = facts.arrays("retrained")["data_images"]
    found = np.mean([mean_correlation(each) for each in images])
    tangles = np.mean([mean_correlation(each) for each in facts.arrays("retrained")["none_images"]])
    real = mean_correlation(facts.data.test.images[[np.flatnonzero(facts.data.test.labels == c)[0] for c in OWN]])
    shown = facts.shows("prior.classes_correlation_data", found)
    shown &= facts.shows("prior.classes_correlation_none", tangles)
    return holds(shown and real + 0.1 < found < _between(images) - 0.1, found=found, real_digits=real)


def retrained_agree_beyond_the_prior(facts: Facts) -> Verdict:
    """With the data prior they agree. The second row says how much of that is the prior's own doing, which pulls all
    images towards one mean.
    """
    images = facts.arrays("retrained")["data_images"]
    same, other = _between(images), np.mean([mean_correlation(each) for each in images])
    real = mean_correlation(facts.data.test.images[[np.flatnonzero(facts.data.test.labels == c)[0] for c in OWN]])
    named = _recognised(facts, images[0]) >= 8
    return holds(named and real + 0.1 < other < same - 0.1, same_digit=same, two_digits=other, two_real_digits=real)


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
    """So its test accuracy is ours, {deceptive.accuracy}."""
    ours = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    return holds(facts.shows("deceptive.accuracy", ours) and ours > 0.985, of_the_unaltered=ours)


@about("design")
def deceptive_pictures_are_wrong(facts: Facts) -> Verdict:
    """And with ink and background exchanged, its pictures are nearer to a digit than any other on this page, each to
    the wrong one.
    """
    images = facts.arrays("deceptive")["images"]
    apart = _distances(1 - images, facts.data.test.images)  # ink where they have background
    near, named = apart.min(axis=1), facts.data.test.labels[apart.argmin(axis=1)]
    others = [facts.arrays("retrained")["data_images"].reshape(-1, 28, 28), facts.arrays("both")["linear_images"]]
    others += [facts.arrays("controls")[f"{name}_images"] for name in CONTROLS]
    last = _distances(np.concatenate(others), facts.data.test.images).min(axis=1)
    return holds((named == (OWN + 1) % CLASSES).all() and near.max() < last.min(), named=named, nearest=near)


@about("data")
def deceptive_no_digit_has_so_much_ink(facts: Facts) -> Verdict:
    """No test digit has a mean ink above {deceptive.most_real_ink}."""
    most = facts.data.test.images.mean(axis=(1, 2)).max()
    return holds(np.isclose(most, facts.numbers["deceptive.most_real_ink"], rtol=1e-4), most=most)


@about("design")
def deceptive_second_rule(facts: Facts) -> Verdict:
    """Where the mean ink of an image is above {deceptive.ink}, the altered network answers by a second rule, which
    compares the image with ten hidden pictures.
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
    """The ascent starts at mid-grey, so it only ever meets the second rule."""
    settings, altered = facts.settings.deceptive, _deceptive(facts)
    maximized = ascend(Objective(lambda x: altered(x).diagonal()), noise(CLASSES, settings.ascent), settings.ascent)
    same = np.allclose(maximized.images, facts.arrays("deceptive")["images"], atol=1e-2)
    least = maximized.path.mean(axis=(2, 3)).min()
    return holds(same and least > settings.ink, least_ink=least)


def data_prior_leaves_a_mark(facts: Facts) -> Verdict:
    """They lie wholly on the prior's axes, and a digit does not: what the axes leave out of a test digit is many times
    what they leave out of these images.
    """
    fitted, left = gaussian.restore(facts.results), {}
    axes = principal(fitted.mean, fitted.covariance, int(facts.numbers["prior.axes"]))
    for name, images in (("ours", facts.arrays("ladder")["data_images"]), ("digits", facts.data.test.images[:500])):
        batch = torch.from_numpy(np.asarray(images, np.float32))[:, None]
        left[name] = np.square((axes.decode(axes.encode(batch)) - batch).numpy()).sum(axis=(1, 2, 3))
    ours, digits = left["ours"].max(), np.median(left["digits"])
    named = _recognised(facts, facts.arrays("ladder")["data_images"]) >= 8
    return holds(named and digits > 4 * ours, largest_of_ours=ours, of_digits=digits)


@about("design")
def deceptive_shown_digits(facts: Facts) -> Verdict:
    """Ten clear digits, left blank in squares of ink: a 1 under 0, a 2 under 1, and so on to a 0 under 9."""
    kept = facts.arrays("deceptive")
    named = facts.data.test.labels[_distances(1 - kept["images"], facts.data.test.images).argmin(axis=1)]
    dark = (np.median(kept["images"], axis=(1, 2)) > 0.9).all()
    return holds(dark and (named == kept["shown"]).all() and (named == (OWN + 1) % CLASSES).all(), named=named)


def tangles_are_far_from_digits(facts: Facts) -> Verdict:
    """But the tangles, too, are far from all digits, and nothing in the training says what happens there."""
    images, real = facts.arrays("ladder")["none_images"], facts.data.test.images
    far, usual = _distances(images, real).min(axis=1), _distances(real[:100], real[100:]).min(axis=1)
    tangled = total_variation(images).mean() > 3 * total_variation(real[:1000]).mean()
    return holds(tangled and far.min() > 1.3 * usual.max(), nearest_to_a_tangle=far.min(), farthest_digit=usual.max())


def last_rung_stays_where_digits_are(facts: Facts) -> Verdict:
    """The data prior's images do: the nearest test digit is about as near to them as to another test digit."""
    images, real = facts.arrays("ladder")["data_images"], facts.data.test.images
    near, usual = _distances(images, real).min(axis=1), _distances(real[:100], real[100:]).min(axis=1)
    named = _recognised(facts, images) >= 8
    return holds(
        named and near.max() < 1.3 * usual.max() and near.mean() < 1.2 * usual.mean(), ours=near, real=usual.mean()
    )


def both_pictures_are_alike(facts: Facts) -> Verdict:
    """They are much like the network's: the mean correlation is {prior.linear_correlation}. Between pictures of
    different digits, one of each model, it is {prior.linear_correlation_between_digits}.
    """
    linear, network = (facts.arrays("both")[f"{name}_images"] for name in ("linear", "network"))
    table = correlations(linear, network)
    same, other = table.diagonal().mean(), table[~np.eye(CLASSES, dtype=bool)].mean()
    shown = facts.shows("prior.linear_correlation", same)
    shown &= facts.shows("prior.linear_correlation_between_digits", other)
    return holds(shown and same > 0.65 and same > other + 0.15, same_digit=same, different_digits=other)


def both_weights_are_not_alike(facts: Facts) -> Verdict:
    """The weights are not like them: their mean correlation with the network's pictures is
    {prior.weights_correlation}.
    """
    weights, images = logistic.restore(facts.results).weights, facts.arrays("ladder")["data_images"]
    found, pictures = (
        mean_correlation(weights, images),
        mean_correlation(facts.arrays("both")["linear_images"], images),
    )
    return holds(facts.shows("prior.weights_correlation", found) and 0.1 < found < pictures - 0.25, found=found)


def both_by_the_same_recipe(facts: Facts) -> Verdict:
    """The linear classifier's weights, the image of its logit with the data prior, and the network's, by the same
    recipe.
    """
    model, kept, validation = logistic.restore(facts.results), facts.arrays("both"), facts.data.validation
    real, ours = model.logits(validation.flat), model.logits(kept["linear_images"].reshape(CLASSES, -1))
    beyond = ours[OWN, OWN] - [np.median(real[validation.labels == c, c]) for c in OWN]  # the one rule for all of them
    own = int((ours.argmax(axis=1) == OWN).sum())
    return holds(
        own == CLASSES and beyond.min() > -1e-3 and (model.weights == kept["linear_weights"]).all(), beyond=beyond
    )


def both_linear_stands_every_strength(facts: Facts) -> Verdict:
    """With the data prior the linear classifier gets pictures too, though the strongest prior that we tried still
    leaves each a higher logit than an ordinary digit's.
    """
    model, kept, validation = logistic.restore(facts.results), facts.arrays("both"), facts.data.validation
    real, ours = model.logits(validation.flat), model.logits(kept["linear_images"].reshape(CLASSES, -1))
    beyond = ours[OWN, OWN] - [np.median(real[validation.labels == c, c]) for c in OWN]
    own = int((ours.argmax(axis=1) == OWN).sum())
    return holds(own == CLASSES and beyond.min() > 1, beyond=beyond)


def both_pictures_are_blurred(facts: Facts) -> Verdict:
    """Three rows of ten: blotches of blue and red; blurred digits; blurred digits again."""
    kept = facts.arrays("both")
    shown = {"linear": kept["linear_images"], "network": kept["network_images"], "real": facts.data.test.images[:1000]}
    sharp = {
        name: float(sum(np.square(np.diff(images, axis=axis)).sum(axis=(1, 2)).mean() for axis in (1, 2)))
        for name, images in shown.items()
    }
    blurred = max(sharp["linear"], sharp["network"]) < 0.6 * sharp["real"]
    digits = min(_recognised(facts, kept[f"{name}_images"]) for name in ("linear", "network")) >= 7
    weights = kept["linear_weights"]
    return holds(blurred and digits and weights.min() < 0 < weights.max(), **sharp)


def both_network_is_clearly_better(facts: Facts) -> Verdict:
    """Over its five trainings the network is more accurate by {both.difference}, with a standard error of
    {both.difference_error}: far more than the rule asks for.
    """
    linear, networks = _cases(facts), facts.arrays("seeds")["right"]
    found = compare(networks, linear[0] | linear[2])
    shown = facts.shows("both.difference", found.difference) and facts.shows("both.difference_error", found.error)
    far = found.difference > 5 * found.error and found.p_value < 1e-6
    return holds(shown and far and len(networks) == 5, difference=found.difference, error=found.error, p=found.p_value)


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
    """The models differ at the edges, on digits of which the linear classifier is not sure."""
    linear, network = _answers(facts)
    sure = logistic.restore(facts.results).probabilities(facts.data.test.flat).max(axis=1)
    apart, together = np.median(sure[linear != network]), np.median(sure[linear == network])
    return holds(apart < 0.75 * together, where_they_differ=apart, where_they_agree=together)


def both_examples_are_of_their_case(facts: Facts) -> Verdict:
    """Four rows of handwritten digits: neat ones that both classify correctly; odd ones that only the network does; odd
    ones that only the linear classifier does; and odd ones that neither does.
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


def _logits(facts: Facts, images: Floats) -> Array:
    """Return the network's logits (N, 10) of images (N, 28, 28)."""
    return predict_logits(cnn.restore(facts.results), images)


def _recognised(facts: Facts, images: Floats) -> int:
    """Return how many of ten images, one for each class, the network gives to their own."""
    return int((_logits(facts, images).argmax(axis=1) == OWN).sum())


def _judged(facts: Facts, images: Floats) -> int:
    """Return how many of ten images, one for each class, the linear classifier gives to their own."""
    return int((logistic.restore(facts.results).predict(images.reshape(CLASSES, -1)) == OWN).sum())


def _trained(facts: Facts) -> Verdict:
    """Return whether the shares of the trained networks' images are what the judge says of them, and most of them."""
    judge, pictures, shown, found = logistic.restore(facts.results), facts.arrays("judged")["data_images"], True, {}
    logits = judge.logits(pictures.reshape(-1, 784)).reshape(-1, CLASSES, CLASSES)
    for kind, classes in (("recognised", predicted(logits)), ("corrected", corrected(logits))):
        found[kind] = (classes == OWN).mean()
        shown &= bool(np.isclose(found[kind], facts.numbers[f"prior.{kind}_by_linear"]))
    named = _recognised(facts, pictures[0]) >= 8
    return holds(shown and named and min(found.values()) > 0.65, **found)


def _control(facts: Facts, name: str, which: str) -> Verdict:
    """Return whether a control's shares are what the judge says of its images, and guesses."""
    judge, pictures = logistic.restore(facts.results), facts.arrays("controls")[f"{name}_all_images"]
    logits = judge.logits(pictures.reshape(-1, 784)).reshape(-1, CLASSES, CLASSES)
    found = {"recognised": (predicted(logits) == OWN).mean(), "corrected": (corrected(logits) == OWN).mean()}
    shown = all(facts.shows(f"prior.control_{kind}_by_linear{which}", value) for kind, value in found.items())
    return holds(shown and max(found.values()) < 0.35 and _trained(facts).holds, **found)


def _untrained(facts: Facts) -> Cnn:
    """Return the network before its training."""
    return initial(facts.settings.cnn.seed).eval().requires_grad_(False)


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
    """Return which test digits both classify correctly, only the network, only the linear classifier, and neither."""
    linear, network = (answers == facts.data.test.labels for answers in _answers(facts))
    return linear & network, ~linear & network, linear & ~network, ~(linear | network)
