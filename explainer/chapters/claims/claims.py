"""What the page on the sources' claims finds of each, as predicates: a row of its tables each."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import spearmanr

from explainer.chapters.claims.experiments import sources
from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, SIDE, Floats
from explainer.methods import evidence, inverse_softmax, weights
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.finished import mean_activations
from explainer.methods.uncertainty import ERRORS, compare, std
from explainer.models.cnn import accuracy, as_batch, initial, predict_logits
from explainer.models.linear import LinearModel, cross_entropy, softmax
from explainer.trainings import cnn, logistic

OWN = np.arange(CLASSES)
CLEAR = 1e-2  # a filter whose weights sum to less has no clear sign
CUEVAS = {1: (0.897, -0.245, 0.206), 11: (0.926, -1.196, 1.073)}  # accuracy, smallest and largest weight as printed
ALLENLU = (0.902, 0.85)  # on training and on test images
HVASS_SETS = [55_000, 10_000, 5_000]  # images to train, to test, to validate
HVASS_BEFORE, HVASS_AFTER, HVASS_IMAGES, HVASS_LOGIT = 0.093, 0.989, 10_000 * 64, 43.43

Array = NDArray[np.float64]


@about("design")
def sources_spreads_are_over_seeds_and_draws(facts: Facts) -> Verdict:
    """A figure after ± is the standard deviation over {claims.seeds} trainings that differ in their seed, or over
    {scratch.draws} draws of images where there are draws.
    """
    kept, numbers = facts.arrays("claims")["sgd"], facts.numbers
    draws = facts.arrays("scratch")["accuracies"][:, 1]
    stds = np.isclose(kept.std(ddof=1), numbers["claims.sgd_std"]) and np.isclose(
        draws.std(ddof=1), numbers["scratch.test_std"]
    )
    counts = len(kept) == numbers["claims.seeds"] >= 3 and len(draws) == numbers["scratch.draws"]
    differ = (facts.arrays("claims")["epochs"][..., 1:].std(axis=0) > 0).all()
    return holds(stds and counts and differ, seeds=len(kept), draws=len(draws))


@about("design")
def sources_changes_have_standard_errors(facts: Facts) -> Verdict:
    """After a change of accuracy it is a standard error."""
    seeds = facts.arrays("seeds")["right"]
    found = {
        "narrow": compare(facts.arrays("narrow")["narrow_right"], seeds, std(seeds.mean(axis=1))).error,
        "deep": compare(facts.arrays("deep")["right"], seeds, std(seeds.mean(axis=1))).error,
    }
    return holds(all(facts.shows(f"exercise.{name}_error", error) for name, error in found.items()), **found)


@about("identity")
def sources_weight_is_evidence(facts: Facts) -> Verdict:
    """the sums make the logits, to {evidence.max_sum_error} — holds: it is what a weight is"""
    model, image = logistic.restore(facts.results), facts.data.test.images[0]
    summed = evidence.evidence(model, image).sum(axis=(1, 2)) + model.biases
    apart = abs(summed - model.logits(image.reshape(1, -1))[0]).max()
    blank = np.allclose(model.logits(np.zeros((1, 784)))[0], model.biases)  # without ink there is no evidence
    return holds(blank and max(apart, facts.numbers["evidence.max_sum_error"]) < 1e-9, of_the_first_digit=apart)


def sources_picture_is_of_the_weights(facts: Facts) -> Verdict:
    """correlation {inverse_softmax.weight_correlation} on average — not so: the picture is of the weights"""
    images, model = facts.arrays("inverse_softmax")["images"], logistic.restore(facts.results)
    found = mean_correlation(images, model.weights)
    solved = softmax(model.logits(images.reshape(CLASSES, -1)))[OWN, OWN].min()
    shown = facts.shows("inverse_softmax.weight_correlation", found)
    return holds(shown and 0.5 < found < 0.85 and solved > 0.98, correlation=found, least_probability=solved)


@about("identity")
def sources_softmax_can_be_inverted(facts: Facts) -> Verdict:
    """the probabilities asked for, to {inverse_softmax.minimum_norm_error} — holds in part: up to a constant, and for
    probabilities between 0 and 1, not for 0 or 1 themselves
    """
    wanted = inverse_softmax.targets(facts.numbers["inverse_softmax.target"])
    logits = inverse_softmax.inverse_softmax(wanted)
    back = abs(softmax(logits + 5) - wanted).max()  # whatever the constant
    nearer = [inverse_softmax.inverse_softmax(inverse_softmax.targets(1 - rest)).max() for rest in (1e-3, 1e-6, 1e-12)]
    endless = np.diff(nearer).min() > 5 and nearer[0] > 5  # the logit asked for grows by as much again each time
    small = facts.numbers["inverse_softmax.minimum_norm_error"] < 1e-9
    return holds(back < 1e-12 and small and endless, error_of_the_inverse=back, logit_of_ever_more_nines=nearer)


@about("identity")
def sources_weights_have_no_inverse(facts: Facts) -> Verdict:
    """they fill {inverse_softmax.dimension} dimensions — not so: the pseudo-inverse picks the smallest of them"""
    weights, solved = logistic.restore(facts.results).centred, facts.arrays("inverse_softmax")["images"]
    rank = np.linalg.matrix_rank(weights)
    free = np.linalg.svd(weights)[2][rank:]  # directions that no probability depends on
    inside = abs(solved.reshape(CLASSES, -1) @ free.T).max()  # the smallest holds nothing of them
    dimension = facts.numbers["inverse_softmax.dimension"] == weights.shape[1] - rank
    return holds(dimension and rank < CLASSES and inside < 1e-9, rank=rank, largest_share_of_what_is_free=inside)


@about("identity")
def sources_no_highest_value(facts: Facts) -> Verdict:
    """at {inverse_softmax.largest_multiple} times the image the probability still lacks {inverse_softmax.grown_rest} —
    not so: while ink has no bound, there is no highest value
    """
    model, solved = logistic.restore(facts.results), facts.arrays("inverse_softmax")["images"].reshape(CLASSES, -1)
    gradients = (model.logits(1e6 * solved) - model.biases)[OWN, OWN] / 1e6  # the logit is a line of the multiple
    once = (model.logits(solved) - model.biases)[OWN, OWN]
    lacking = 0 < facts.numbers["inverse_softmax.grown_rest"] < 1e-3
    return holds(lacking and (gradients > 0).all() and np.allclose(gradients, once), logits_for_each_multiple=gradients)


def sources_zero_has_an_empty_middle(facts: Facts) -> Verdict:
    """{weights.ring_mean_0} on the ring, {weights.centre_mean_0} in the centre — holds"""
    own = weights.images(logistic.restore(facts.results))[0]
    zeros = facts.data.train.images[facts.data.train.labels == 0].mean(axis=0)
    ring, centre = own[weights.ring(zeros)].mean(), own[weights.centre()].mean()
    shown = facts.shows("weights.ring_mean_0", ring) and facts.shows("weights.centre_mean_0", centre)
    empty = zeros[weights.centre()].mean() < 0.2 * zeros.max()
    return holds(shown and empty and ring > 0.02 and centre < -0.05, ring=ring, centre=centre)


def sources_one_is_a_line(facts: Facts) -> Verdict:
    """{claims.one_stroke_mean} on the stroke on average; elsewhere {claims.one_elsewhere_negative} of the weights are
    negative — holds, mostly
    """
    own, train = weights.images(logistic.restore(facts.results))[1], facts.data.train
    ones, ink = train.images[train.labels == 1].mean(axis=0), train.images.mean(axis=0)
    stroke = ones >= ones.max() / 2
    elsewhere = own[(ink >= sources.INKED) & ~stroke]
    shown = facts.shows("claims.one_stroke_mean", own[stroke].mean())
    shown &= facts.shows("claims.one_elsewhere_negative", (elsewhere < 0).mean())
    upright = np.ptp(np.flatnonzero(stroke.any(axis=1))) > 1.5 * np.ptp(np.flatnonzero(stroke.any(axis=0)))
    mostly = own[stroke].mean() > 0.05 > elsewhere.mean() and 0.6 < (elsewhere < 0).mean() < 0.95
    return holds(shown and upright and mostly, stroke=own[stroke].mean(), negative_elsewhere=(elsewhere < 0).mean())


def sources_grey_hides_the_sign(facts: Facts) -> Verdict:
    """with such limits {weights.wrong_colour_share} of the weights get the tone of the other sign — yes, to the eye,
    and at a cost: the sign is lost
    """
    images = weights.images(logistic.restore(facts.results))
    neutral = weights.neutral_of_own_limits(images)[:, None, None]
    share = weights.share_of_wrong_sign(images, neutral)
    return holds(facts.shows("weights.wrong_colour_share", share) and 0.1 < share < 0.9, share=share)


def sources_shared_limits_compare_sizes(facts: Facts) -> Verdict:
    """white stands for {weights.white_of_shared_range} — holds for sizes, not for signs: white is not zero"""
    images = weights.images(logistic.restore(facts.results))
    white = (images.min() + images.max()) / 2
    ring = facts.numbers["weights.ring_mean_0"]
    return holds(facts.shows("weights.white_of_shared_range", white) and abs(white) > abs(ring), white=white, ring=ring)


def sources_zero_needs_no_features(facts: Facts) -> Verdict:
    """{limits.zero_accuracy} of the zeros are correctly classified — holds"""
    zeros = facts.data.test.flat[facts.data.test.labels == 0]
    right = (logistic.restore(facts.results).predict(zeros) == 0).mean()
    return holds(facts.shows("limits.zero_accuracy", right) and right > 0.95, accuracy=right)


def sources_task_is_simple(facts: Facts) -> Verdict:
    """{limits.nearest_mean_accuracy} on test; with weights, {logistic.test_accuracy} — holds for most digits"""
    means, test = weights.class_means(facts.data.train).reshape(CLASSES, -1), facts.data.test
    nearest = (test.flat @ means.T - (means**2).sum(axis=1) / 2).argmax(axis=1)
    right, trained = (nearest == test.labels).mean(), facts.numbers["logistic.test_accuracy"]
    return holds(facts.shows("limits.nearest_mean_accuracy", right) and 0.75 < right < trained, nearest=right)


def sources_logistic_below_the_high_nineties(facts: Facts) -> Verdict:
    """{logistic.test_accuracy} on test — holds"""
    model = logistic.restore(facts.results)
    test, train = model.accuracy(facts.data.test), facts.numbers["logistic.train_accuracy"]
    shown = np.isclose(test, facts.numbers["logistic.test_accuracy"])
    return holds(shown and 0.9 < test < 0.95 and train < 0.95, test=test, train=train)


def sources_thousand_steps(facts: Facts) -> Verdict:
    """{claims.sgd_mean} ± {claims.sgd_std} on test — holds; the answer prints no figure"""
    kept, sgd = facts.arrays("claims")["sgd"], facts.settings.claims.sgd
    as_said = (sgd.steps, sgd.batch, sgd.learning_rate) == (1000, 64, 0.5)
    shown = facts.shows("claims.sgd_mean", kept.mean()) and facts.shows("claims.sgd_std", kept.std(ddof=1))
    best = facts.numbers["logistic.test_accuracy"]
    return holds(as_said and shown and best - 0.02 < kept.min() > 0.905, accuracies=kept)


def sources_four_five_six_nine_are_not_harder(facts: Facts) -> Verdict:
    """0: {limits.zero_accuracy}; 1: {limits.one_accuracy}; 2, 3, 7, 8: {limits.expected_easier_accuracy}; 4, 5, 6, 9:
    {limits.expected_hard_accuracy} — the first half holds; the rest are no harder, by accuracy
    """
    test, predicted = facts.data.test, logistic.restore(facts.results).predict(facts.data.test.flat)
    own = np.array([(predicted[test.labels == c] == c).mean() for c in OWN])
    easier, hard = own[[2, 3, 7, 8]].mean(), own[[4, 5, 6, 9]].mean()
    values = {"zero": own[0], "one": own[1], "expected_easier": easier, "expected_hard": hard}
    shown = all(facts.shows(f"limits.{name}_accuracy", value) for name, value in values.items())
    return holds(shown and own[:2].min() > own[2:].max() and hard > easier > 0.8, by_class=own)


def sources_weights_begin_at_zero(facts: Facts) -> Verdict:
    """{epochs.accuracy_0}, all taken for a 0; after an epoch {epochs.accuracy_1} — holds: a linear classifier learns
    from there
    """
    test, model = facts.data.test, LinearModel(np.zeros((CLASSES, 784)), np.zeros(CLASSES))
    zeros = (test.labels == 0).mean()
    same = (model.predict(test.flat) == 0).all() and facts.shows("epochs.accuracy_0", zeros)
    after = facts.numbers["epochs.accuracy_1"]
    return holds(same and after > 0.88, share_of_zeros=zeros, after_an_epoch=after)


def sources_accuracy_after_one_epoch(facts: Facts) -> Verdict:
    """{claims.epoch_1_accuracy_mean} ± {claims.epoch_1_accuracy_std} on validation — near, with an optimizer that is
    not printed
    """
    return _near(facts, 1, ("accuracy",), within=0.01)


def sources_weights_after_one_epoch(facts: Facts) -> Verdict:
    """{claims.epoch_1_weight_min_mean} ± {claims.epoch_1_weight_min_std} to {claims.epoch_1_weight_max_mean} ±
    {claims.epoch_1_weight_max_std} — near: the size of the batch was chosen to fit
    """
    return _near(facts, 1, ("weight_min", "weight_max"), within=0.15)


def sources_accuracies_in_between(facts: Facts) -> Verdict:
    """none of the {claims.printed_epochs} is further than {claims.largest_gap} from ours — near"""
    kept = facts.arrays("epochs")
    apart = abs(kept["adam_validation"][2:11] - kept["printed"][1:10])
    shown = facts.shows("claims.largest_gap", apart.max()) and len(apart) == facts.numbers["claims.printed_epochs"]
    return holds(shown and apart.max() < 0.015 and len(set(kept["printed"])) > 5, apart=apart)


@about("data")
def sources_time_is_of_a_machine(facts: Facts) -> Verdict:
    """one epoch, {claims.steps_of_an_epoch} steps here — – — not checked: a time belongs to a machine"""
    steps = len(facts.data.train) // facts.settings.epochs.batch
    return holds(facts.shows("claims.steps_of_an_epoch", steps), steps=steps)


def sources_accuracy_after_ten_more(facts: Facts) -> Verdict:
    """{claims.epoch_11_accuracy_mean} ± {claims.epoch_11_accuracy_std} on validation — near; it is the
    eleventh epoch, where the caption says ten
    """
    return _near(facts, 11, ("accuracy",), within=0.005)


def sources_weights_after_ten_more(facts: Facts) -> Verdict:
    """{claims.epoch_11_weight_min_mean} ± {claims.epoch_11_weight_min_std} to {claims.epoch_11_weight_max_mean} ±
    {claims.epoch_11_weight_max_std} — near, with the same batch
    """
    return _near(facts, 11, ("weight_min", "weight_max"), within=0.1)


def sources_printed_training_accuracy(facts: Facts) -> Verdict:
    """on the post's own images {scratch.own_train_accuracy}; over {scratch.draws} draws
    {scratch.python2_train_accuracy} ± {scratch.python2_train_std}; as Python 3, {scratch.printed_train_accuracy} —
    holds, read as Python 2, in which it was written
    """
    return _as_printed(facts, "train")


def sources_printed_test_accuracy(facts: Facts) -> Verdict:
    """on the post's own images {scratch.own_test_accuracy}; over the draws {scratch.python2_test_accuracy} ±
    {scratch.python2_test_std}; as Python 3, {scratch.printed_test_accuracy} — holds, read as Python 2
    """
    return _as_printed(facts, "test")


def sources_dot_product_finds_the_class(facts: Facts) -> Verdict:
    """of the {patterns.preferred} largest for each class {patterns.preferred_own_class} are of that class — holds: it
    is what a logit is
    """
    model, test, count = logistic.restore(facts.results), facts.data.test, int(facts.numbers["patterns.preferred"])
    unit = test.flat / np.linalg.norm(test.flat, axis=1, keepdims=True)
    first = np.argsort(-(unit @ model.centred.T), axis=0, kind="stable")[:count]  # (count, 10)
    own = (test.labels[first] == OWN).mean()
    shown = abs(facts.numbers["patterns.preferred_own_class"] - own) < 0.01
    return holds(shown and own > 0.85, of_their_own_class=own)


def sources_preferred_inputs_are_patterns(facts: Facts) -> Verdict:
    """they correlate with the weights at {patterns.preferred_weight_correlation}, with the patterns at
    {patterns.preferred_pattern_correlation} — not as a picture: what is preferred looks like the pattern
    """
    with_weights, with_patterns = (facts.numbers[f"patterns.preferred_{n}_correlation"] for n in ("weight", "pattern"))
    return holds(with_patterns > with_weights + 0.15, weights=with_weights, patterns=with_patterns)


def sources_magnitude_and_influence(facts: Facts) -> Verdict:
    """{patterns.largest_influential} of the {patterns.largest} largest are among the {patterns.largest} most
    influential — holds on the whole, less at the top: all else is not equal, since some pixels seldom have ink
    """
    model, count = logistic.restore(facts.results), int(facts.numbers["patterns.largest"])
    sizes, ink = abs(model.centred), facts.data.train.flat.std(axis=0)
    top = [set(np.argsort(-each, kind="stable")[:count]) for each in (*sizes, *(sizes * ink))]
    both = float(np.mean([len(top[c] & top[c + CLASSES]) / count for c in OWN]))
    shown = abs(facts.numbers["patterns.largest_influential"] - both) < 0.05
    whole = facts.numbers["patterns.influence_rank_correlation"]
    return holds(shown and 0.35 < both < 0.8 < whole, shared=both, rank_correlation=whole)


def sources_weights_rank_like_influence(facts: Facts) -> Verdict:
    """over all pixels, size and influence correlate in rank at {patterns.influence_rank_correlation} — holds for
    influence, and not for what goes with a digit: a large weight may cancel a disturbance
    """
    model, ink = logistic.restore(facts.results), facts.data.train.flat.std(axis=0)
    inked = ink > 0
    ranks = np.mean([spearmanr(abs(w)[inked], (abs(w) * ink)[inked]).statistic for w in model.centred])
    means = facts.numbers["weights.mean_image_correlation"]
    shown = abs(facts.numbers["patterns.influence_rank_correlation"] - ranks) < 0.03
    return holds(bool(shown and ranks > 0.8 > means + 0.1), ranks=float(ranks), weights_and_mean_digits=means)


def sources_what_a_class_prefers(facts: Facts) -> Verdict:
    """they correlate with how the mean digit differs from all digits at {weights.mean_image_correlation}, the patterns
    at {patterns.mean_image_correlation} — holds, if to prefer means which ink raises the logit; it is another thing
    than what the digit looks like
    """
    model, train = logistic.restore(facts.results), facts.data.train
    apart = weights.class_means(train) - train.images.mean(axis=0, dtype=np.float64)
    found = mean_correlation(model.weights, apart)
    shown = facts.shows("weights.mean_image_correlation", found)
    patterns = facts.numbers["patterns.mean_image_correlation"]
    return holds(shown and 0.2 < found < patterns - 0.2, weights=found, patterns=patterns)


@about("data")
def sources_three_sets_share_nothing(facts: Facts) -> Verdict:
    """{data.train_images}, {data.test_images} and {data.validation_images}; no two images are the same — holds"""
    data = facts.data
    sizes = [len(data.train), len(data.test), len(data.validation)]
    distinct = len({image.tobytes() for split in (data.train, data.test, data.validation) for image in split.images})
    shown = sizes == [facts.numbers[f"data.{name}_images"] for name in ("train", "test", "validation")]
    return holds(shown and sizes == HVASS_SETS and distinct == sum(sizes), sizes=sizes, distinct=distinct)


def sources_untrained_network_guesses(facts: Facts) -> Verdict:
    """{cnn.test_accuracy_before} — holds, roughly: it is about what a guess gets, and depends on the first weights"""
    before, after = facts.numbers["cnn.test_accuracy_before"], facts.numbers["cnn.test_accuracy"]
    again = accuracy(initial(facts.settings.cnn.seed), facts.data.test.part(0, 1000))
    guess = max(abs(before - 0.1), abs(again - 0.1), abs(before - HVASS_BEFORE)) < 0.15
    return holds(guess and after > 0.95, before=before, on_the_first_thousand=again)


@about("identity")
def sources_cross_entropy_is_never_negative(facts: Facts) -> Verdict:
    """the lowest is {claims.lowest_loss} nats — holds for plain labels; with ours, which are smoothed, zero cannot be
    reached
    """
    lowest, smoothing = facts.arrays("cnn")["losses"].min(), facts.settings.cnn.label_smoothing
    rest = smoothing / CLASSES
    floor = -(CLASSES - 1) * rest * np.log(rest) - (1 - smoothing + rest) * np.log(1 - smoothing + rest)
    logits = np.where(np.eye(CLASSES) > 0, 50.0, 0.0)
    perfect = cross_entropy(logits, OWN)
    unlike = cross_entropy(np.random.default_rng(0).normal(size=(CLASSES, CLASSES)), OWN)
    shown = facts.shows("claims.lowest_loss", lowest)
    return holds(shown and 0 <= perfect < 1e-9 < unlike and lowest > floor > 0, lowest=lowest, floor=floor)


@about("data")
def sources_batches_are_cheap(facts: Facts) -> Verdict:
    """for the work of one gradient from all, {claims.batches_for_one_gradient} batches of 64 — holds"""
    ratio = len(facts.data.train) / 64
    return holds(facts.shows("claims.batches_for_one_gradient", ratio) and ratio > 500, batches=ratio)


@about("source")
def sources_training_accuracy_moves_in_steps(facts: Facts) -> Verdict:
    """it is measured on 64 images, and moves in steps of {claims.smallest_share} — holds, and says less than it seems
    to
    """
    printed = np.array([0.141, 0.734, 0.891, 0.984, 1.0])  # of the tutorial's list, to a tenth of a percentage point
    whole = abs(printed * 64 - np.round(printed * 64)).max()  # images
    return holds(facts.shows("claims.smallest_share", 1 / 64) and whole < 64 * 0.0005 + 1e-9, off_by_images=whole)


def sources_network_reaches_the_printed_accuracy(facts: Facts) -> Verdict:
    """{cnn.test_accuracy} — holds, and fewer images do"""
    found = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    images = facts.numbers["network.steps"] * facts.numbers["cnn.batch"]
    shown = facts.shows("cnn.test_accuracy", found) and images == facts.numbers["cnn.images_seen"]
    return holds(shown and found >= HVASS_AFTER and images < HVASS_IMAGES / 2, accuracy=found, images=images)


def sources_image_for_two(facts: Facts) -> Verdict:
    """in half of those it is by iteration {ascent.first_iteration_recognised_median}; in the run for 2, first in
    iteration {ascent.digit2_first_iteration_recognised} (0 is the noise) — holds for most starts
    """
    first = facts.numbers["ascent.digit2_first_iteration_recognised"]
    named = np.flatnonzero(_logits(facts, facts.arrays("ascent")["digit2_path"]).argmax(axis=1) == 2)
    iterations = facts.arrays("first_recognised")["first"]
    not_yet = iterations[iterations != 0]  # of those that are taken for their digit at the start nothing is to be seen
    half = facts.numbers["ascent.first_iteration_recognised_median"]
    counted = not_yet.size == facts.numbers["ascent.runs_noise_is_not"] > iterations.size / 2
    shown = len(named) > 0 and named[0] == first <= 6 and counted
    return holds(shown and half <= 5, first_for_2=first, median=half, runs=not_yet.size)


def sources_logit_of_two_grows(facts: Facts) -> Verdict:
    """{ascent.digit2_final_logit} after ten steps — it grows; how high, and how soon it levels off, depends on the
    training
    """
    logits = _logits(facts, facts.arrays("ascent")["digit2_path"])[:, 2]
    shown = facts.shows("ascent.digit2_final_logit", logits[-1]) and len(logits) == 11
    return holds(shown and logits[0] + 2 < logits[-1] < HVASS_LOGIT, logits=logits)


def sources_pixels_limit_the_logits(facts: Facts) -> Verdict:
    """the logit that grows least grows {claims.darkened_times} times — holds"""
    images = facts.arrays("ascent")["logits_images"]
    once, dark = (_logits(facts, factor * images) for factor in (1, 10))
    grown = (dark[OWN, OWN] / once[OWN, OWN]).min()
    sure = (dark.argmax(axis=1) == OWN).sum() >= 8 and once[OWN, OWN].min() > 1
    return holds(facts.shows("claims.darkened_times", grown) and sure and grown > 3 and images.max() <= 1, least=grown)


def sources_two_is_hard_to_see(facts: Facts) -> Verdict:
    """a correlation of {claims.two_likeness}; real 2s have {claims.two_real_likeness} — hard to see: this measure finds
    hardly anything of a 2, though an eye may
    """
    image, mean = facts.arrays("ascent")["digit2_path"][-1][None], weights.class_means(facts.data.train)[[2]]
    found, test = correlations(image, mean)[0, 0], facts.data.test
    real = correlations(test.images[test.labels == 2], mean).mean()
    sure = softmax(_logits(facts, image))[0, 2]  # and yet the network takes it for one
    shown = facts.shows("claims.two_likeness", found) and facts.shows("claims.two_real_likeness", real)
    return holds(shown and abs(found) < 0.2 and real > 0.5 and sure > 0.5, image=found, real=real, probability=sure)


def sources_step_size(facts: Facts) -> Verdict:
    """with its step {ascent.constant_step_conv2_not_raised} of {ascent.conv2_units} units of the second convolution end
    no higher than they began, with one that shrinks {ascent.conv2_not_raised} — not for these units of our network:
    for most of them the steps are too long
    """
    kept, numbers = facts.arrays("ascent"), facts.numbers
    lower = {name: int((kept[name][-1] <= kept[name][0]).sum()) for name in ("conv2_constant_values", "conv2_values")}
    shown = (*lower.values(),) == tuple(
        numbers[f"ascent.{n}"] for n in ("constant_step_conv2_not_raised", "conv2_not_raised")
    )
    units = kept["conv2_values"].shape[1]
    most = lower["conv2_constant_values"] > units / 2 and lower["conv2_values"] < units / 4
    return holds(shown and most and units == numbers["ascent.conv2_units"], **lower)


def sources_likes_to_see_most(facts: Facts) -> Verdict:
    """the ten logits end at {ascent.constant_step_mean_logit} on average with its step, at {finished.mean_logit} when
    carried to the end — not yet: there are images that it likes more
    """
    short = facts.arrays("ascent")["logits_constant_values"][-1]
    images = facts.arrays("finished")["logits_images"]
    carried = _logits(facts, images)[OWN, OWN]
    shown = facts.shows("ascent.constant_step_mean_logit", short.mean())
    shown &= facts.shows("finished.mean_logit", carried.mean())
    in_range = images.min() >= 0 and images.max() <= 1
    return holds(shown and in_range and (carried > short + 1).all(), its_step=short, carried_on=carried)


@about("identity")
def sources_average_sees_the_whole_image(facts: Facts) -> Verdict:
    """one place of the first convolution sees {fields.conv1_side}×{fields.conv1_side} pixels, one of the second
    {fields.conv2_side}×{fields.conv2_side} — holds: the average sees all of them
    """
    network, images = cnn.restore(facts.results), np.random.default_rng(0).random((8, SIDE, SIDE)).astype(np.float32)
    blocks = np.kron(np.eye(16).reshape(16, 4, 4), np.ones((7, 7))) > 0  # (16, 28, 28): a sixteenth of the image each
    unseen, seen = True, True
    for layer, side in (("conv1", 5), ("conv2", 14)):
        maps = network.activations(as_batch(images), layer)
        half = maps.shape[-1] // 2
        first = half - 2 if layer == "conv1" else 2 * half - 6  # the first row and column that this place sees
        field = np.zeros((SIDE, SIDE), bool)
        field[first : first + side, first : first + side] = True
        other = network.activations(as_batch(np.where(field, images, 1 - images)), layer)
        unseen &= torch.allclose(maps[:, :, half, half], other[:, :, half, half], atol=1e-5)
        means = mean_activations(network, layer, images)
        for block in blocks:
            moved = mean_activations(network, layer, np.where(block, 1 - images, images)) - means
            seen &= bool((abs(moved).max(axis=0) > 1e-6).all())  # of every channel
    shown = [facts.numbers[f"fields.{layer}_side"] for layer in ("conv1", "conv2")] == [5, 14]
    return holds(shown and unseen and seen, one_place_sees_no_further=unseen, average_sees_every_sixteenth=seen)


def sources_first_convolution_is_simple(facts: Facts) -> Verdict:
    """with an average over the map, one tone inside and a pattern at the border; at one place {fields.straight_filters}
    of the filters are half a straight edge or line, by variance — simple, yes; lines show where the average is left
    out
    """
    images = facts.arrays("finished")["conv1_images"] > 0.5
    clear = abs(_sums(facts)) > CLEAR
    inside = images[:, 3:-3, 3:-3].std(axis=(1, 2))[clear]
    border = [len(np.unique(np.concatenate([x[0], x[-1], x[:, 0], x[:, -1]]))) for x in images]
    straight = int((facts.arrays("fields")["conv1_straightness"] >= 0.5).sum())
    untrained = int((facts.arrays("fields")["untrained_straightness"] >= 0.5).sum())
    shown = straight == facts.numbers["fields.straight_filters"] > untrained
    plain = (inside == 0).all() and np.mean(border) > 1.5
    return holds(shown and plain, largest_std_inside=inside.max(), straight=straight, untrained=untrained)


def sources_white_is_not_unused(facts: Facts) -> Verdict:
    """of the {units.negative_sum} images of the first convolution that are white inside,
    {units.negative_sum_unused} are of an unused unit — not so: the tone is the sign of the sum of a filter's weights
    """
    sums, tone = _sums(facts), facts.arrays("ascent")["conv1_images"][:, 14, 14] > 0.5
    clear, kept = abs(sums) > CLEAR, facts.arrays("units")
    never = kept["conv1_activation_rate"] < kept["active"]
    white, idle = int((sums < 0).sum()), int(((sums < 0) & never).sum())
    shown = (white, idle) == tuple(facts.numbers[f"units.{name}"] for name in ("negative_sum", "negative_sum_unused"))
    not_so = white > 2 * idle and facts.numbers["units.negative_sum_agreement"] < 0.6
    return holds(shown and not_so and (tone == (sums > 0))[clear].all(), white=white, unused=idle)


def sources_redundant_units(facts: Facts) -> Verdict:
    """unused: {units.conv1_unused} in the first convolution, {units.conv2_unused} in the second; redundant:
    {units.conv1_redundant} and {units.conv2_redundant} — few or none, and the count depends on where the line is drawn
    """
    kept, loose = facts.arrays("units"), facts.settings.units.loose_r_squared
    used = {layer: ~kept[f"{layer}_unused"] for layer in ("conv1", "conv2")}
    counts = [int((used[n] & (kept[f"{n}_r_squared"] >= kept["r_squared"])).sum()) for n in used]
    looser = [int((used[n] & (kept[f"{n}_r_squared"] >= loose)).sum()) for n in used]
    idle = [int((~on).sum()) for on in used.values()]
    shown = counts == [facts.numbers[f"units.{n}_redundant"] for n in used]
    shown &= idle == [facts.numbers[f"units.{n}_unused"] for n in used]
    few = sum(counts) <= 4 and idle[0] <= 4 and idle[1] < 12
    return holds(shown and few and sum(counts) < sum(looser), redundant=counts, with_a_looser_line=looser, unused=idle)


def sources_fewer_filters(facts: Facts) -> Verdict:
    """with half of the filters {exercise.narrow_accuracy} instead of {cnn.test_accuracy_mean}: a change of
    {exercise.narrow_difference} ± {exercise.narrow_error} — nearly; with fewer still the cost is clear
    """
    seeds, narrow = facts.arrays("seeds")["accuracies"], facts.numbers["exercise.narrow_accuracy"]
    shown = facts.shows("exercise.narrow_difference", narrow - seeds.mean())
    shown &= facts.shows("cnn.test_accuracy_mean", seeds.mean())
    lost = [seeds.mean() - facts.numbers[f"exercise.{name}_accuracy"] for name in ("narrow", "quarter", "eighth")]
    clear = all(facts.numbers[f"exercise.{name}_in_errors"] > ERRORS for name in ("quarter", "eighth"))
    return holds(shown and clear and lost[0] < 0.004 and lost[0] < lost[1] < lost[2], lost=lost)


def sources_third_convolution(facts: Facts) -> Verdict:
    """{exercise.deep_accuracy} instead of {cnn.test_accuracy_mean}: a change of {exercise.deep_difference} ±
    {exercise.deep_error} — not for accuracy: no more right answers than chance explains
    """
    change, error = (facts.numbers[f"exercise.deep_{name}"] for name in ("difference", "error"))
    own, mean = facts.numbers["exercise.deep_accuracy"], facts.numbers["cnn.test_accuracy_mean"]
    shown = facts.shows("exercise.deep_difference", own - mean)
    return holds(shown and change < ERRORS * error and own > 0.985, difference=change, error=error)


def sources_dense_units_have_images(facts: Facts) -> Verdict:
    """of the second layer's neurons {exercise.dense2_unused} are never on, and nearly all have an image — holds"""
    kept = facts.arrays("added")
    idle, raised = int(kept["dense2_silent"].sum()), (kept["dense2_values"][-1] > 0).mean()
    shown = idle == facts.numbers["exercise.dense2_unused"] and facts.numbers["exercise.dense_accuracy"] > 0.985
    return holds(shown and raised > 0.9, never_on=idle, raised=raised)


def sources_second_convolution_is_more_complex(facts: Facts) -> Verdict:
    """{claims.conv2_varied} of them vary away from the border; of the first layer's, {claims.conv1_varied} — holds"""
    varied = {n: sources.varied(facts.arrays("finished")[f"{n}_images"]) for n in ("conv1", "conv2")}
    shown = all(facts.shows(f"claims.{name}_varied", value) for name, value in varied.items())
    learned = facts.numbers["finished.smallest_logit"] > 5  # of a network that has learned something
    return holds(shown and learned and varied["conv1"] < 0.2 and varied["conv2"] > 0.4, **varied)


def sources_images_vary(facts: Facts) -> Verdict:
    """two images of one logit correlate with {restarts.alike} on average, two real ones of one digit with
    {restarts.real_alike} — holds
    """
    images, real = facts.arrays("restarts")["all_images"], facts.numbers["restarts.real_alike"]
    found = np.mean([mean_correlation(each) for each in images])
    named = (np.median(facts.arrays("restarts")["logits"], axis=1) > 3).all()  # the ascents arrive somewhere
    count = facts.numbers["restarts.count"] == images.shape[0] * images.shape[1]
    return holds(
        facts.shows("restarts.alike", found) and named and count and found < real - 0.1,
        alike=found,
        real=real,
    )


def sources_network_recognises_them(facts: Facts) -> Verdict:
    """the network takes {ascent.logits_recognised} of ten for their own digit, the least sure with
    {ascent.lowest_own_probability}; the linear classifier takes {claims.linear_recognises} for theirs — holds for
    another judge; the network itself recognises nearly all
    """
    images = facts.arrays("ascent")["logits_images"]
    given = softmax(_logits(facts, images))
    named, least = int((given.argmax(axis=1) == OWN).sum()), given[OWN, OWN].min()
    linear = logistic.restore(facts.results).predict(images.reshape(CLASSES, -1))  # stands in for our eyes
    unread = int((linear == OWN).sum())
    shown = named == facts.numbers["ascent.logits_recognised"] and facts.shows("ascent.lowest_own_probability", least)
    shown &= unread == facts.numbers["claims.linear_recognises"]
    return holds(shown and named >= 8 and unread <= 4, network_names=named, linear_classifier_names=unread)


def sources_fifty_runs(facts: Facts) -> Verdict:
    """the best ends {restarts.best_logit_gain} logits above the median, and correlates with the mean digit at
    {restarts.best_likeness}, all of them at {restarts.likeness} — a higher logit, but no clearer image
    """
    kept = facts.arrays("restarts")
    gain = (kept["logits"].max(axis=1) - np.median(kept["logits"], axis=1)).mean()
    best = kept["likeness"][OWN, kept["logits"].argmax(axis=1)].mean()
    clearer = best - kept["likeness"].mean()  # how like the mean digit
    unclear = clearer < 0.1 and best < kept["real_likeness"].mean() / 3
    return holds(
        facts.shows("restarts.best_logit_gain", gain) and gain > 0.5 and unclear, gain=gain, clearer_by=clearer
    )


def sources_strokes_are_not_needed(facts: Facts) -> Verdict:
    """on {ascent.beyond_every_real_digit} of ten the logit is higher than on any real digit of its class — it fits:
    strokes are not needed for a high logit
    """
    real, labels = facts.arrays("cnn")["test_logits"], facts.data.test.labels
    strongest = np.array([real[labels == c, c].max() for c in OWN])
    images = facts.arrays("ascent")["logits_images"]
    beyond = int((_logits(facts, images)[OWN, OWN] > strongest).sum())
    means = np.stack([facts.data.train.images[facts.data.train.labels == c].mean(axis=0) for c in OWN])
    likeness = mean_correlation(images, means)
    learned = (strongest > np.array([real[labels != c, c].max() for c in OWN])).mean() > 0.7
    shown = beyond == facts.numbers["ascent.beyond_every_real_digit"] >= 7
    return holds(shown and learned and likeness < 0.2, beyond=beyond, likeness_to_the_mean_digit=likeness)


def sources_general_shapes(facts: Facts) -> Verdict:
    """the linear classifier gives {prior.recognised_by_linear} of the images to their own digit, without the prior
    {prior.recognised_by_linear_unregularised}; of networks trained on shuffled labels,
    {prior.control_recognised_by_linear} — holds, and the pictures without a prior do not show it
    """
    names = ("recognised_by_linear_low", "control_recognised_by_linear_high", "recognised_by_linear_unregularised_high")
    trained, control, without = (facts.numbers[f"prior.{name}"] for name in names)
    return holds(trained > max(control, without), at_least=trained, control_at_most=control, without_prior=without)


def sources_some_are_hard_to_read(facts: Facts) -> Verdict:
    """{both.neither_right} of {data.test_images} — likely: no people were asked here"""
    test = facts.data.test
    network = facts.arrays("cnn")["test_logits"].argmax(axis=1) != test.labels
    linear = logistic.restore(facts.results).predict(test.flat) != test.labels
    neither = int((network & linear).sum())
    return holds(neither == facts.numbers["both.neither_right"] and 0 < neither < len(test) / 50, neither=neither)


def sources_wrong_labels(facts: Facts) -> Verdict:
    """{claims.mislabelled_accuracy} on test; its images correlate with the mean digit by {claims.mislabelled_likeness},
    those of networks with the labels as they are by {claims.labelled_likeness} ± {claims.labelled_likeness_std}, real
    digits by {claims.real_likeness} — not the reason: with the labels as they are the images are as far from
    digits
    """
    likeness, numbers = facts.arrays("mislabelled")["likeness"], facts.numbers
    share = (facts.arrays("mislabelled")["labels"] != facts.data.train.labels).mean()
    shown = facts.shows("claims.mislabelled_share", share) and facts.shows("claims.mislabelled_likeness", likeness[0])
    shown &= facts.shows("claims.labelled_likeness", likeness[1:].mean())
    far = abs(likeness).max() < 0.2 and numbers["claims.real_likeness"] > 0.5
    return holds(shown and far and numbers["claims.mislabelled_accuracy"] > 0.985, likeness=likeness, share=share)


def _logits(facts: Facts, images: Floats) -> Array:
    """Return the network's logits (N, 10) of images (N, 28, 28)."""
    return predict_logits(cnn.restore(facts.results), images)


def _sums(facts: Facts) -> Array:
    """Return the sum of each first filter's weights, (16,)."""
    return np.asarray(facts.arrays("cnn")["weight:conv1.weight"].sum(axis=(1, 2, 3)), np.float64)


def _near(facts: Facts, epoch: int, names: tuple[str, ...], within: float) -> Verdict:
    """Return whether the means over seeds are what the page shows, and within that share of what the post prints."""
    kept = facts.arrays("claims")["epochs"][:, (1, 11).index(epoch)]  # (seeds, 3)
    columns = [("accuracy", "weight_min", "weight_max").index(name) for name in names]
    mean, std = kept.mean(axis=0)[columns], kept.std(axis=0, ddof=1)[columns]
    shown = all(facts.shows(f"claims.epoch_{epoch}_{n}_mean", value) for n, value in zip(names, mean, strict=True))
    shown &= all(facts.shows(f"claims.epoch_{epoch}_{n}_std", value) for n, value in zip(names, std, strict=True))
    printed = np.array(CUEVAS[epoch])[columns]
    return holds(shown and (abs(mean / printed - 1) < within).all(), mean=mean, printed=printed)


def _as_printed(facts: Facts, split: str) -> Verdict:
    """Return whether an accuracy that the post prints comes out on its own images, near it on others, in Python 2."""
    column, kept = ("train", "test").index(split), facts.arrays("scratch")
    own, draws = kept["own_accuracies"][0, column], kept["python2_accuracies"][:, column]
    mean = facts.numbers[f"scratch.printed_{split}_accuracy"]  # the gradient as Python 3 has it
    shown = facts.shows(f"scratch.own_{split}_accuracy", own)
    shown &= facts.shows(f"scratch.python2_{split}_accuracy", draws.mean())
    shown &= facts.shows(f"scratch.python2_{split}_std", draws.std(ddof=1))
    printed = ALLENLU[column]
    near = abs(own - printed) < 1e-9 and abs(draws.mean() - printed) < 0.06
    return holds(shown and near and mean < printed - 0.1, own=own, draws=draws.mean(), as_python_3=mean)
