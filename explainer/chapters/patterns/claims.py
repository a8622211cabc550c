"""What the page on filters and patterns says, as predicates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.linear_model import LogisticRegression

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS, SIDE
from explainer.methods import patterns, weights
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.likeness import cosines
from explainer.models.linear import LinearModel, gradient
from explainer.trainings import gaussian, logistic

Array = NDArray[Any]


def patterns_weights_were_a_ring(facts: Facts) -> Verdict:
    """The picture of the 0 was a blue ring with a red centre"""
    kept, ring, centre = _zero(facts, _model(facts).weights)
    return holds(ring > 0 > centre and (kept > 0).mean() > 0.7, ring=ring, centre=centre, blue=(kept > 0).mean())


@about("identity")
def patterns_second_pixel_holds_no_class(facts: Facts) -> Verdict:
    """Nothing in the second pixel tells you the class."""
    kept = facts.arrays("patterns")
    told = [np.corrcoef(pixel, kept["classes"])[0, 1] for pixel in kept["pixels"].T]
    return holds(abs(told[1]) < 0.02 and told[0] > 0.3, first=told[0], second=told[1])


@about("identity")
def patterns_disturbance_cancels(facts: Facts) -> Verdict:
    """The disturbance cancels. The weight on the second pixel is as large as that on the first."""
    chosen = facts.settings.patterns
    pixels, classes = patterns.two_pixels(chosen.points, chosen.noise, 0.0, chosen.seed)  # no noise of their own
    left = abs(pixels @ (1, -1) - classes).max()
    return holds(left < 1e-12 and pixels[:, 1].std() > 0.5, left=left)


@about("identity")
def patterns_second_weight_is_large(facts: Facts) -> Verdict:
    """The first pixel gets 1, the second {patterns.second_weight}."""
    kept, shown = facts.arrays("patterns"), facts.numbers["patterns.second_weight"]
    fitted = _least_squares(kept["pixels"], kept["classes"])  # another way to the same direction
    return holds(np.allclose(fitted, (1, shown)) and -1 < shown < -0.9, fitted=fitted)


@about("identity")
def patterns_second_pattern_is_next_to_nothing(facts: Facts) -> Verdict:
    """Computed from the same images it is 1 on the first pixel and {patterns.second_pattern} on the second."""
    kept, shown = facts.arrays("patterns"), facts.numbers["patterns.second_pattern"]
    reading = kept["pixels"] @ _least_squares(kept["pixels"], kept["classes"])
    along = np.array([np.polyfit(reading, pixel, 1)[0] for pixel in kept["pixels"].T])
    return holds(np.allclose(along / along[0], (1, shown)) and abs(shown) < 0.05, along=along / along[0])


@about("identity")
def patterns_two_pixels_best_weights(facts: Facts) -> Verdict:
    """The weights that best tell the classes apart, and the pattern, each scaled to 1."""
    kept = facts.arrays("patterns")
    angles = np.linspace(0, np.pi, 720, endpoint=False)
    others = np.stack([np.cos(angles), np.sin(angles)])  # (2, 720): every direction, a quarter of a degree apart
    best, own = (_told_apart(kept, directions).max() for directions in (others, kept["small_weights"][:, None]))
    largest = [abs(kept[name]).max() for name in ("small_weights", "small_pattern")]
    return holds(own >= best and np.allclose(largest, 1), own=own, best=best)


@about("identity")
def patterns_two_pixels_drawn(facts: Facts) -> Verdict:
    """Two slanted clouds of points side by side. The weight of the first pixel is 1, that of the second
    {patterns.second_weight}. The pattern is 1 and {patterns.second_pattern}."""
    kept, numbers = facts.arrays("patterns"), facts.numbers
    clouds = [kept["pixels"][kept["classes"] == c] for c in (0, 1)]
    slanted = [np.corrcoef(cloud.T)[0, 1] for cloud in clouds]
    aside = clouds[1].mean(axis=0) - clouds[0].mean(axis=0)
    weight, pattern = kept["small_weights"], kept["small_pattern"]
    shown = (1, numbers["patterns.second_weight"], 1, numbers["patterns.second_pattern"])
    right = np.allclose(shown, (*weight, *pattern))
    return holds(right and min(slanted) > 0.95 and aside[0] > 0.9 > 0.1 > abs(aside[1]), slanted=slanted, aside=aside)


@about("identity")
def patterns_are_regressions(facts: Facts) -> Verdict:
    """On top stands the covariance of each pixel with the logit of $c$; below, the variance of that logit. So $a_c$ is
    a coefficient of regression: the ink that comes with one more logit, pixel by pixel."""
    logits, flat = _logits(facts), facts.data.train.flat
    fitted = (logits.T @ flat) / (logits**2).sum(axis=0)[:, None]  # from the images, with no covariance of all pixels
    error = abs(fitted - _rows(facts, "patterns")).max() / abs(fitted).max()
    return holds(error < 1e-5, error=error)


def patterns_smoother_than_weights(facts: Facts) -> Verdict:
    """The patterns are smoother than the weights. From one pixel to its neighbour a weight image steps, on average, by
    {weights.roughness} of its standard deviation, a pattern by {patterns.roughness}."""
    own, model, numbers = facts.arrays("patterns")["patterns"], weights.images(_model(facts)), facts.numbers
    each = np.array(
        [patterns.roughness(a[None]) / patterns.roughness(w[None]) for a, w in zip(own, model, strict=True)]
    )
    shown = numbers["weights.roughness"], numbers["patterns.roughness"]
    right = np.allclose(shown, [patterns.roughness(images) for images in (model, own)])
    return holds(right and each.max() < 0.6, each=each)


def patterns_blue_on_the_strokes(facts: Facts) -> Verdict:
    """And where the mean image has a stroke, the pattern tends to be blue."""
    means, own = weights.class_means(facts.data.train), facts.arrays("patterns")["patterns"]
    blue = np.array([(pattern[weights.ring(mean)] > 0).mean() for pattern, mean in zip(own, means, strict=True)])
    inked = np.array([pattern[weights.ring(mean)].mean() for pattern, mean in zip(own, means, strict=True)])
    return holds(blue.min() > 0.7 and (inked > 0).all(), blue=blue)


def patterns_nearer_to_means_than_weights(facts: Facts) -> Verdict:
    """Its correlation with the weights is {weights.mean_image_correlation}, averaged over the ten classes. Its
    correlation with the patterns is {patterns.mean_image_correlation}."""
    apart, numbers = _apart(facts), facts.numbers
    own, other = (correlations(rows, apart).diagonal() for rows in (_rows(facts, "patterns"), _model(facts).weights))
    shown = numbers["patterns.mean_image_correlation"], numbers["weights.mean_image_correlation"]
    right = np.allclose(shown, (own.mean(), other.mean()))
    return holds(
        right and (own > other).all() and own.min() > 0.85 and own.mean() > 0.9,
        patterns=own.mean(),
        weights=other.mean(),
    )


def patterns_follow_strokes_smoothly(facts: Facts) -> Verdict:
    """The patterns are smooth and their blue follows the strokes of the mean image below; the weights are rougher."""
    own, means = facts.arrays("patterns")["patterns"], weights.class_means(facts.data.train)
    rough = [patterns.roughness(images) for images in (own, means, weights.images(_model(facts)))]
    bluest = own.reshape(CLASSES, PIXELS).argsort(axis=1)[:, -50:]  # the fifty pixels of each pattern that say it most
    inked = np.take_along_axis(means.reshape(CLASSES, PIXELS), bluest, axis=1).mean(axis=1)
    usual = facts.data.train.flat.mean(axis=0)[bluest].mean(axis=1)
    smooth = rough[0] < 1.5 * rough[1] and rough[2] > 1.5 * rough[0]
    return holds(smooth and (inked > usual + 0.1).all(), rough=rough, more=inked - usual)


def patterns_zero_is_the_ring(facts: Facts) -> Verdict:
    """In the pattern of 0 it carries {patterns.ring_mean_0} of full ink for each logit, on average, and the centre
    {patterns.centre_mean_0}."""
    kept, ring, centre = _zero(facts, _rows(facts, "patterns"))
    right = np.allclose((ring, centre), [facts.numbers[f"patterns.{name}_mean_0"] for name in ("ring", "centre")])
    red = (facts.arrays("patterns")["patterns"][0][weights.centre()] < 0).mean()
    return holds(right and ring > 0 > centre and (kept > 0).mean() > 0.9 and red > 0.75, ring=ring, centre=centre)


def patterns_high_zero_inks_the_ring(facts: Facts) -> Verdict:
    """Where the logit of 0 is high there is ink on the ring and little in the middle."""
    flat, logits = facts.data.train.flat, _logits(facts)[:, 0]
    high = flat[logits > np.quantile(logits, 0.9)].mean(axis=0).reshape(SIDE, SIDE)
    all_, ring = flat.mean(axis=0).reshape(SIDE, SIDE), weights.ring(weights.class_means(facts.data.train)[0])
    inked, within = [[image[region].mean() for image in (high, all_)] for region in (ring, weights.centre())]
    return holds(inked[0] > 1.5 * inked[1] and within[0] < within[1] / 2, ring=inked, centre=within)


def patterns_zero_is_nearly_the_difference(facts: Facts) -> Verdict:
    """It is nearly the difference between the mean 0 and the mean of all digits, on the right."""
    alike = np.corrcoef(_rows(facts, "patterns")[0], _apart(facts)[0])[0, 1]
    weight = np.corrcoef(_model(facts).weights[0], _apart(facts)[0])[0, 1]
    return holds(alike > 0.95 and weight < 0.7, pattern=alike, weights=weight)


def patterns_zero_clean_weights_patchy(facts: Facts) -> Verdict:
    """The weights of 0 show a patchy ring. The pattern shows a clean blue ring around a red centre, and so does the
    difference of the mean images."""
    shown = [_zero(facts, rows) for rows in (_model(facts).weights, _rows(facts, "patterns"), _apart(facts))]
    blue = [(kept > 0).mean() for kept, _, _ in shown]
    rings = all(ring > 0 > centre for _, ring, centre in shown)
    return holds(rings and 0.6 < blue[0] < 0.85 and min(blue[1:]) > 0.95, blue=blue)


@about("data")
def patterns_difference_is_of_the_means(facts: Facts) -> Verdict:
    """The 0 alone, with the outlines of the ring and the centre: its weights, its pattern, and its mean image less the
    mean of all images."""
    train, kept = facts.data.train, facts.arrays("patterns")
    zeros, everything = (
        images.mean(axis=0, dtype=np.float64) for images in (train.images[train.labels == 0], train.images)
    )
    error = abs(zeros - everything - kept["apart"][0]).max()
    outlines = np.array_equal(kept["ring"], weights.ring(zeros)) and np.array_equal(kept["centre"], weights.centre())
    return holds(error < 1e-6 and outlines, error=error)


@about("data")
def patterns_neighbours_hold_much_the_same(facts: Facts) -> Verdict:
    """Neighbouring pixels hold much the same ink"""
    images = facts.data.train.images
    used = images.mean(axis=0) > 0.1  # elsewhere all is background
    pairs = used[:, 1:] & used[:, :-1]
    steps = abs(images[:, :, 1:] - images[:, :, :-1])[:, pairs].mean()
    anywhere = images[:, used]
    usual = abs(anywhere - anywhere[:, np.random.default_rng(0).permutation(anywhere.shape[1])]).mean()
    return holds(steps < usual / 2, step=steps, between_any_two=usual)


def patterns_cancelling_is_more_often_right(facts: Facts) -> Verdict:
    """A classifier with the mean images for weights cancels nothing, and is right less often."""
    means = weights.class_means(facts.data.train).reshape(CLASSES, PIXELS)
    nearest = LinearModel(means, -(means**2).sum(axis=1) / 2)  # the class of the nearest mean image: nothing cancels
    accuracies = [model.accuracy(facts.data.test) for model in (_model(facts), nearest)]
    return holds(accuracies[0] > accuracies[1] + 0.05, weights=accuracies[0], means=accuracies[1])


@about("data")
def patterns_first_step_goes_along_the_means(facts: Facts) -> Verdict:
    """The first step of a training that starts at zero goes nearly along the difference of the mean images."""
    train = facts.data.train
    nothing = LinearModel(np.zeros((CLASSES, PIXELS)), np.zeros(CLASSES))
    along = correlations(-gradient(nothing, train.flat, train.labels, penalty=0.0).weights, _apart(facts)).diagonal()
    return holds(along.min() > 0.97, along=along)


def patterns_held_back_weights_look_like_them(facts: Facts) -> Verdict:
    """Weights that are held back by a strong penalty stay near that first step, and look like patterns. Weights that
    are free go on to cancel."""
    few, apart, own = facts.data.train.part(0, 1000), _apart(facts), _rows(facts, "patterns")
    near = weights.class_means(few).reshape(CLASSES, PIXELS) - few.flat.mean(axis=0)
    held, free = (LogisticRegression(C=c, max_iter=2000).fit(few.flat, few.labels).coef_ for c in (1e-5, 1.0))
    steps = [mean_correlation(rows, near) for rows in (held, free)]
    alike = [mean_correlation(rows, own) for rows in (held, _model(facts).weights)]
    cancelled = mean_correlation(_model(facts).weights, apart)
    return holds(
        steps[0] > 0.95 > steps[1] and alike[0] > 0.8 > 0.6 > max(alike[1], cancelled), step=steps, alike=alike
    )


@about("identity")
def patterns_weights_are_the_best_input(facts: Facts) -> Verdict:
    """Of all inputs of one length, the root of the sum of their squared pixels, the weights themselves would raise it
    most."""
    model, rng = _model(facts), np.random.default_rng(0)
    sizes = np.linalg.norm(model.weights, axis=1)
    others = np.concatenate([rng.normal(size=(1000, PIXELS)), _rows(facts, "patterns"), _rows(facts, "means")])
    raised = cosines(others, model.weights) * sizes  # (N, 10): by inputs of length 1
    own = (model.weights / sizes[:, None] * model.weights).sum(axis=1)
    return holds((raised.max(axis=0) < own).all(), own=own, others=raised.max(axis=0))


def patterns_prefer_their_own_class(facts: Facts) -> Verdict:
    """As a way to find the class this works: {patterns.preferred_own_class} of those digits belong to the class that
    prefers them."""
    first, labels = _preferred(facts), facts.data.test.labels
    shares = [(labels[first[:, c]] == c).mean() for c in range(CLASSES)]
    shown = facts.shows("patterns.preferred_own_class", np.mean(shares))
    return holds(shown and np.mean(shares) > 0.85, shares=shares)


def patterns_best_digit_is_far_from_the_weights(facts: Facts) -> Verdict:
    """The best digit is far from the weights: the cosine of the angle between the two is {patterns.best_cosine},
    averaged over the classes, where 1 would be the same picture."""
    test, first = facts.data.test.flat, _preferred(facts)
    best = cosines(test[first[0]], _model(facts).weights).diagonal()
    means = _rows(facts, "means")
    to_means = np.array([cosines(test, means[c : c + 1]).max() for c in range(CLASSES)])  # how near a digit can be
    shown = facts.shows("patterns.best_cosine", best.mean())
    return holds(shown and best.min() > 0.1 and best.max() < 0.6 < to_means.min(), weights=best, means=to_means)


def patterns_preferred_look_like_patterns(facts: Facts) -> Verdict:
    """What the preferred digits have beyond the mean of all digits correlates with the weights at
    {patterns.preferred_weight_correlation}, and with the patterns at {patterns.preferred_pattern_correlation}."""
    test, first = facts.data.test.flat, _preferred(facts)
    beyond = test[first].mean(axis=0, dtype=np.float64) - gaussian.restore(facts.results).mean
    rows = _model(facts).weights, _rows(facts, "patterns")
    alike = [correlations(beyond, each).diagonal() for each in rows]
    shown = [facts.numbers[f"patterns.preferred_{name}_correlation"] for name in ("weight", "pattern")]
    same = np.allclose(shown, [each.mean() for each in alike], atol=1e-4)
    return holds(same and (alike[1] > alike[0] + 0.05).all(), weights=alike[0], patterns=alike[1])


def patterns_size_ranks_like_influence(facts: Facts) -> Verdict:
    """On the whole the size of the weight tells the influence well: the rank correlation over all pixels that ever have
    ink is {patterns.influence_rank_correlation}."""
    sizes, moved, inked = _sizes_and_influence(facts)
    ranks = [
        np.corrcoef(rankdata(size[inked]), rankdata(by[inked]))[0, 1] for size, by in zip(sizes, moved, strict=True)
    ]
    shown = facts.shows("patterns.influence_rank_correlation", np.mean(ranks))
    return holds(shown and min(ranks) > 0.75, ranks=ranks)


def patterns_largest_are_not_most_influential(facts: Facts) -> Verdict:
    """Of the {patterns.largest} largest weights of a class, sign aside, {patterns.largest_influential} are among its
    {patterns.largest} most influential. The largest of all weights, {patterns.largest_weight} for the
    {patterns.largest_weight_digit}, is on a pixel with ink in {patterns.largest_weight_inked} of the training images.
    By influence it is number {patterns.largest_weight_rank} of its class."""
    sizes, moved, _ = _sizes_and_influence(facts)
    count, flat = int(facts.numbers["patterns.largest"]), facts.data.train.flat
    both = [
        np.intersect1d(size.argsort()[-count:], by.argsort()[-count:]) for size, by in zip(sizes, moved, strict=True)
    ]
    shares = np.array([len(each) for each in both]) / count
    digit, place = divmod(int(sizes.argmax()), PIXELS)
    rank = int((moved[digit] > moved[digit, place]).sum()) + 1
    weight, inked = _model(facts).weights[digit, place], (flat[:, place] > 0).mean()
    names = (
        "largest_influential",
        "largest_weight",
        "largest_weight_digit",
        "largest_weight_inked",
        "largest_weight_rank",
    )
    shown = [facts.numbers[f"patterns.{name}"] for name in names]
    same = np.allclose(shown, [shares.mean(), weight, digit, inked, rank], atol=1e-4)
    return holds(same and shares.mean() < 0.75 and rank > 3 and inked < 0.2, shares=shares, rank=rank, inked=inked)


@about("identity")
def patterns_influence_is_not_signal(facts: Facts) -> Verdict:
    """The second of the two pixels above moves the sum nearly as much as the first, and holds nothing of the class."""
    kept = facts.arrays("patterns")
    moved = abs(kept["small_weights"]) * kept["pixels"].std(axis=0)
    told = [abs(np.corrcoef(pixel, kept["classes"])[0, 1]) for pixel in kept["pixels"].T]
    return holds(0.75 < moved[1] / moved[0] < 1 and told[1] < 0.02, influence=moved, class_correlation=told)


@about("identity")
def patterns_preferred_are_these(facts: Facts) -> Verdict:
    """For each class the weights; the test digit that fits them best, by its dot product at length 1; the mean of the
    {patterns.preferred} that fit best, less the mean of all training images; and the pattern. Colours as before."""
    test, first, kept = facts.data.test.flat, _preferred(facts), facts.arrays("patterns")
    liked = test[first].mean(axis=0, dtype=np.float64) - facts.data.train.flat.mean(axis=0, dtype=np.float64)
    same = np.array_equal(kept["fitting"].reshape(CLASSES, PIXELS), test[first[0]])
    error = float(abs(liked - _rows(facts, "preferred")).max())
    return holds(same and error < 1e-5 and len(first) == facts.numbers["patterns.preferred"], error=error)


def patterns_preferred_drawn(facts: Facts) -> Verdict:
    """The digits of the second row are of the classes above them. The third row shows their strokes in blue, smooth as
    the patterns below and unlike the mottled weights at the top."""
    first, kept = _preferred(facts), facts.arrays("patterns")
    labels = facts.data.test.labels[first[0]]
    rough = [patterns.roughness(kept[name]) for name in ("preferred", "patterns", "weights")]
    strokes = _apart(facts) > 0.2
    blue = [float((row[stroke] > 0).mean()) for row, stroke in zip(_rows(facts, "preferred"), strokes, strict=True)]
    smooth = rough[0] < 1.4 * rough[1] and rough[0] < 0.75 * rough[2]
    return holds((labels == np.arange(CLASSES)).all() and smooth and min(blue) > 0.8, roughness=rough, blue=blue)


@about("identity")
def patterns_joint_take_the_lead(facts: Facts) -> Verdict:
    """One can also ask what changes when the class takes the lead: its logit rises by 1 against each of the other nine,
    and these keep their distances from one another. With weights that sum to zero that means +0.9 for its logit and
    −0.1 for each of the others."""
    moved = _rows(facts, "joint") @ _model(facts).centred.T  # what adding each to an image does to the ten logits
    error = abs(moved - np.where(np.eye(CLASSES, dtype=bool), 0.9, -0.1)).max()
    return holds(error < 1e-6, error=error)


def patterns_joint_less_like_the_digits(facts: Facts) -> Verdict:
    """These are less like the digits: their correlation with the differences of the mean images is
    {patterns.joint_mean_image_correlation}."""
    apart, shown = _apart(facts), facts.numbers["patterns.joint_mean_image_correlation"]
    own, joint = (correlations(_rows(facts, name), apart).diagonal() for name in ("patterns", "joint"))
    return holds(np.isclose(shown, joint.mean()) and (joint < own).all(), own=own.mean(), joint=joint.mean())


def patterns_zero_high_one_low(facts: Facts) -> Verdict:
    """Where the logit of 0 is high, that of 1 is low: their correlation over the training images is
    {patterns.logits_0_1_correlation}, since a 1 goes through the middle, and a 0 around it."""
    alike = correlations(_model(facts).logits(facts.data.train.flat).T)[0, 1:]
    means = weights.class_means(facts.data.train)
    ring, centre = weights.ring(means[0]), weights.centre()
    through, around = means[1][centre].mean() > means[1][ring].mean(), means[0][ring].mean() > means[0][centre].mean()
    right = np.isclose(alike[0], facts.numbers["patterns.logits_0_1_correlation"])
    return holds(right and alike[0] < -0.5 and alike.argmin() == 0 and through and around, alike=alike)


def patterns_joint_gives_up_the_one(facts: Facts) -> Verdict:
    """In the joint pattern of 0 the logit of 1 may fall no more than the other eight. So it has to give up what tells a
    1 from the rest, and part of the red centre with it."""
    own, joint = (_rows(facts, name)[0] for name in ("patterns", "joint"))
    changes = [row @ _model(facts).centred.T for row in (own, joint)]  # (10,) each: of the ten logits
    alone = int(np.delete(changes[0], 0).argmin()) == 0 and np.ptp(np.delete(changes[1], 0)) < 1e-6
    given_up = correlations((joint / joint.std() - own / own.std())[None], _apart(facts))[0]
    centre = weights.centre().ravel()
    shares = [row[centre].mean() / row.std() for row in (own, joint)]
    return holds(
        alone and given_up.argmax() == 1 and given_up[1] > 0.4 and shares[0] < 0.8 * shares[1] < 0,
        falls=[change[1] for change in changes],
        given_up=given_up,
        centre=shares,
    )


def patterns_joint_drawn(facts: Facts) -> Verdict:
    """Ten smooth images in blue and red, less like the digits than the patterns above."""
    kept, apart = facts.arrays("patterns"), _apart(facts)
    rough = [patterns.roughness(images) for images in (kept["joint"], weights.images(_model(facts)))]
    own, joint = (correlations(_rows(facts, name), apart).diagonal() for name in ("patterns", "joint"))
    both = min((kept["joint"] > 0).mean(axis=(1, 2)).min(), (kept["joint"] < 0).mean(axis=(1, 2)).min())
    return holds(rough[0] < 0.6 * rough[1] and both > 0.2 and (joint < own).all(), rough=rough, both=both)


@about("identity")
def patterns_make_the_map_image(facts: Facts) -> Verdict:
    """It is the mean image plus a sum of these ten, each times what its logit still lacks."""
    mean, found = gaussian.restore(facts.results).mean, facts.arrays("inverse_softmax")["map"].reshape(CLASSES, PIXELS)
    targets = np.log(facts.arrays("inverse_softmax")["targets"])
    lacking = targets - _model(facts).logits(mean[None])  # up to a number that all ten share
    made = mean + (lacking - lacking.mean(axis=1, keepdims=True)) @ _rows(facts, "joint")
    return holds(abs(made - found).max() < 1e-6, error=abs(made - found).max())


@about("identity")
def patterns_noisy_second_weight(facts: Facts) -> Verdict:
    """With own_noise as large as noise the best second weight is −1/2. The second pattern stays 0, but for chance."""
    shared, own = np.full((2, 2), facts.settings.patterns.noise**2), facts.settings.patterns.noise**2 * np.eye(2)
    filter_ = np.linalg.solve(shared + own, (1, 0))  # Fisher's: only the first mean differs between the classes
    between = np.diag((0.25, 0))  # two equal classes, 1 apart in the first pixel
    pattern = (shared + own + between) @ filter_
    second = filter_[1] / filter_[0]
    return holds(np.isclose(second, -0.5) and abs(pattern[1]) < 1e-12, second_weight=second, pattern=pattern)


def patterns_both_nearest_to_their_own(facts: Facts) -> Verdict:
    """By correlation with what the mean image of each digit has beyond the mean of all, every pattern is nearest to its
    own digit, and so is every column of weights; but the patterns are much nearer."""
    apart = _apart(facts)
    alike = [correlations(rows, apart) for rows in (_model(facts).weights, _rows(facts, "patterns"))]
    own = all((each.argmax(axis=1) == np.arange(CLASSES)).all() for each in alike)
    nearer = alike[1].diagonal() - alike[0].diagonal()
    return holds(own and nearer.min() > 0.15, nearer=nearer)


def patterns_weaker_penalty_moves_away(facts: Facts) -> Verdict:
    """They move away from them. On a thousand training images, each time that $C$ is ten times as large the correlation
    with the patterns is smaller."""
    few, own = facts.data.train.part(0, 1000), _rows(facts, "patterns")
    strengths = 0.001, 0.01, 0.1, 1.0
    fitted = [LogisticRegression(C=c, max_iter=2000).fit(few.flat, few.labels).coef_ for c in strengths]
    alike = [mean_correlation(rows, own) for rows in fitted]
    return holds(len(few) == 1000 and (np.diff(alike) < -0.02).all() and alike[0] > 0.7, correlations=alike)


def patterns_covariance_shows_the_ring(facts: Facts) -> Verdict:
    """To see the ring, multiply the weights by the covariance."""
    rows = _model(facts).weights @ gaussian.restore(facts.results).covariance
    shown = [_zero(facts, each) for each in (_model(facts).weights, rows)]
    blue = [(kept > 0).mean() for kept, _, _ in shown]
    return holds(shown[1][1] > 0 > shown[1][2] and blue[1] > 0.95 > 0.85 > blue[0], weights=blue[0], multiplied=blue[1])


def _preferred(facts: Facts) -> Array:
    """Return the test images (100, 10) with the largest dot products with the weights, at length 1, by class."""
    alike = cosines(facts.data.test.flat, _model(facts).weights)
    return np.argsort(-alike, axis=0, kind="stable")[: int(facts.numbers["patterns.preferred"])]


def _sizes_and_influence(facts: Facts) -> tuple[Array, Array, Array]:
    """Return the sizes of the weights and the influence of their pixels (10, 784), and which pixels (784,) have ink."""
    flat, sizes = facts.data.train.flat, abs(_model(facts).weights)
    variance = (flat**2).mean(axis=0, dtype=np.float64) - flat.mean(axis=0, dtype=np.float64) ** 2
    return sizes, sizes * np.sqrt(variance.clip(min=0)), flat.max(axis=0) > 0


def _model(facts: Facts) -> LinearModel:
    return logistic.restore(facts.results)


def _logits(facts: Facts) -> Array:
    """Return the logits (N, 10) of the training images, freed of their mean over the classes, then over the images."""
    logits = facts.data.train.flat @ _model(facts).centred.T
    return np.asarray(logits - logits.mean(axis=0))


def _rows(facts: Facts, name: str) -> Array:
    """Return ten images of the experiment as rows (10, 784)."""
    return np.asarray(facts.arrays("patterns")[name].reshape(CLASSES, PIXELS))


def _apart(facts: Facts) -> Array:
    """Return by how much the mean image of each class differs from that of all, (10, 784), made from the images."""
    train = facts.data.train
    differences = weights.class_means(train) - train.images.mean(axis=0, dtype=np.float64)
    return np.asarray(differences.reshape(CLASSES, PIXELS))


def _zero(facts: Facts, rows: Array) -> tuple[Array, float, float]:
    """Return what an image (784,) of 0, the first of `rows`, holds on the ring, with its means on ring and centre."""
    image, ring = rows[0].reshape(SIDE, SIDE), weights.ring(weights.class_means(facts.data.train)[0])
    return image[ring], float(image[ring].mean()), float(image[weights.centre()].mean())


def _least_squares(pixels: Array, classes: Array) -> Array:
    """Return the weights (2,) that predict the classes with least squared error, scaled to 1."""
    found = np.linalg.lstsq(pixels - pixels.mean(axis=0), classes - classes.mean(), rcond=None)[0]
    return np.asarray(found / abs(found).max())


def _told_apart(kept: Any, directions: Array) -> Array:
    """Return by how many standard deviations within a class the classes differ along `directions` (2, K)."""
    groups = [kept["pixels"][kept["classes"] == c] @ directions for c in (0, 1)]
    within = np.sqrt(np.mean([group.var(axis=0, ddof=1) for group in groups], axis=0))
    return np.asarray(abs(groups[1].mean(axis=0) - groups[0].mean(axis=0)) / within)
