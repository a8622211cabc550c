"""What the page that answers the tutorial's exercises says, as predicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import spearmanr

from explainer.chapters.exercises.experiments import deep, narrow, units
from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS, SIDE, Floats
from explainer.methods import ablation, clusters
from explainer.methods.activation_maximization import noise
from explainer.methods.correlation import correlations
from explainer.methods.objectives import channel
from explainer.methods.weights import class_means
from explainer.models.cnn import as_batch, predict_logits
from explainer.models.linear import softmax
from explainer.trainings import cnn, logistic

Array = NDArray[Any]
OWN = np.arange(CLASSES)
ADDED = {"conv3": "deep", "dense1": "dense", "dense2": "dense"}  # layer: network
KERNEL = 5  # side of a filter


# The two errors


def exercises_spread_over_seeds(facts: Facts) -> Verdict:
    """The site's own network, trained from {cnn.seeds} seeds, classifies {cnn.test_accuracy_mean} of the test digits
    correctly on average, with a standard deviation of {cnn.test_accuracy_std}.
    """
    found = facts.arrays("seeds")["accuracies"]
    mean, std = found.mean(), np.sqrt(np.square(found - found.mean()).sum() / (len(found) - 1))
    first = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    same = np.allclose(
        [*_numbers(facts, "cnn.test_accuracy_mean", "cnn.test_accuracy_std"), found[0]], [mean, std, first]
    )
    return holds(same and len(found) == facts.numbers["cnn.seeds"] and mean > 0.9, mean=mean, std=std)


def exercises_sampling_moves_more(facts: Facts) -> Verdict:
    """Drawing other test digits would move each accuracy by about as much, or by more."""
    accuracies = [facts.numbers["cnn.test_accuracy_mean"], *facts.arrays("exercise")["accuracies"]]
    errors = [_sampling(facts, accuracy) for accuracy in accuracies]
    std = facts.numbers["cnn.test_accuracy_std"]
    return holds(min(errors) > std / 2, errors=errors, std=std)


# 1. Idle units


@about("design")
def units_unused_is_a_rate(facts: Facts) -> Verdict:
    """Show the network {units.images} training images, and count how often a unit is on, that is, above zero behind its
    ReLU. We call it unused if that is at fewer than one in a thousand places.
    """
    chosen = facts.settings.units
    images = min(chosen.images, len(facts.data.train))
    return holds(facts.numbers["units.images"] == images and chosen.active == 1 / 1000, active=chosen.active)


def units_nearly_all_are_used(facts: Facts) -> Verdict:
    """In the first convolution {units.conv1_unused} of 16 units are unused, in the second
    {units.conv2_unused} of 36.
    """
    unused = {
        layer: (_maps(facts, layer) > 0).cpu().double().mean(dim=(0, 2, 3)).numpy() < 0.001 for layer in units.LAYERS
    }
    counts = [each.sum() for each in unused.values()]
    right = counts == _numbers(facts, "units.conv1_unused", "units.conv2_unused")
    sizes = [len(each) for each in unused.values()]
    return holds(right and sizes == [16, 36] and sum(counts) < sum(sizes) / 5, unused=counts, units=sizes)


def units_hardly_any_is_redundant(facts: Facts) -> Verdict:
    """If that gives 90 % of its variance, we call it redundant: {units.conv1_redundant} in the first convolution,
    {units.conv2_redundant} in the second.
    """
    counts = [(_r_squared(facts, layer) >= 0.9).sum() for layer in units.LAYERS]
    right = counts == _numbers(facts, "units.conv1_redundant", "units.conv2_redundant")
    return holds(right and sum(counts) < (16 + 36) / 10, redundant=counts)


def units_redundancy_hangs_on_the_line(facts: Facts) -> Verdict:
    """Ask for 70 % only, and it is {units.conv1_loosely_redundant} and {units.conv2_loosely_redundant}. The line has to
    be drawn somewhere, and the count hangs on where.
    """
    loose, strict = ([(_r_squared(facts, each) >= line).sum() for each in units.LAYERS] for line in (0.7, 0.9))
    right = loose == _numbers(facts, "units.conv1_loosely_redundant", "units.conv2_loosely_redundant")
    return holds(right and sum(loose) > 0 and sum(strict) <= sum(loose) / 2, loose=loose, strict=strict)


def units_unused_move_nothing(facts: Facts) -> Verdict:
    """From left to right the logits move by more and more, beginning with next to nothing for the hollow dots."""
    kept = facts.arrays("units")
    unused = np.concatenate([kept[f"{layer}_unused"] for layer in units.LAYERS])
    change = np.concatenate([kept[f"{layer}_logit_change"] for layer in units.LAYERS])
    if unused.all():
        return holds(False, used=0)
    most, used = change[unused].max(initial=0), np.quantile(change[~unused], [0, 0.5, 1])
    return holds(most < 0.1 * used[1] and used[1] > 0.05 and used[2] > 3 * used[0], most_of_the_unused=most, used=used)


def units_no_gap_marks_redundancy(facts: Facts) -> Verdict:
    """How much the others say varies widely within each layer; no wide gap in the upper half marks
    where redundancy begins.
    """
    said = [np.sort(_r_squared(facts, layer)) for layer in units.LAYERS]
    ranges = [np.ptp(each) if len(each) else 0 for each in said]
    gap = max(np.diff(each[each > 0.5]).max(initial=0) for each in said)
    return holds(min(ranges) > 0.3 and gap < 0.15, ranges=ranges, largest_gap=gap)


def units_of_conv1_are_more_alike(facts: Facts) -> Verdict:
    """Beside it there is more blue in the first convolution than in the second, which is mostly pale."""
    tables = [facts.arrays("units")[f"{layer}_correlations"] for layer in units.LAYERS]
    pairs = [table[np.triu_indices(len(table), 1)] for table in tables]
    blue = [(each > 0.3).mean() for each in pairs]
    pale = (abs(pairs[1]) < 0.3).mean()
    return holds(blue[0] > 1.5 * blue[1] and pale > 0.8, blue=blue, pale=pale)


@about("identity")
def units_mean_map_says_nothing(facts: Facts) -> Verdict:
    """Its map is replaced by its mean map, the same for every image: it says nothing any more, and what comes after
    does not meet a level it never met in training.
    """
    maps = _maps(facts, "conv1")
    out = ablation.mean_ablate(maps, [0])
    over_images, level = out[:, 0].std(dim=0, correction=0).max().item(), (out[:, 0].mean() - maps[:, 0].mean()).item()
    others = torch.equal(out[:, 1:], maps[:, 1:])
    return holds(others and over_images < 1e-5 and abs(level) < 1e-5, std_over_images=over_images, level_moved=level)


def units_no_single_one_is_needed(facts: Facts) -> Verdict:
    """Without any one unit of the first convolution, at most {units.conv1_largest_prediction_change} of the images
    change their class; in the second, at most {units.conv2_largest_prediction_change}. No single unit is needed.
    """
    most = _numbers(facts, "units.conv1_largest_prediction_change", "units.conv2_largest_prediction_change")
    changes = [facts.arrays("units")[f"{layer}_prediction_change"] for layer in units.LAYERS]
    again = [1 - _agreements(facts, f"conv{place}", [int(c.argmax())])[0] for place, c in enumerate(changes, start=1)]
    right = np.allclose([c.max() for c in changes], most) and np.allclose(again, most, atol=0.002)
    return holds(right and max(most) < 0.03, changes=most)


@about("identity")
def units_least_missed_go_first(facts: Facts) -> Verdict:
    """The share of images that are given to the same class as before when units are taken out one after another, the
    one that is missed least first.
    """
    kept, verdict, shown = facts.arrays("units"), True, []
    for layer in units.LAYERS:
        curve, out = kept[f"{layer}_agreement"], np.argsort(kept[f"{layer}_logit_change"], kind="stable").tolist()
        quarters = [len(out) // 4, len(out) // 2, 3 * len(out) // 4]
        again = _agreements(facts, layer, *(out[:taken] for taken in quarters))
        verdict &= curve[0] == 1 and np.allclose(again, curve[quarters], atol=0.005)
        shown += again.tolist()
    return holds(verdict, at_quarters=shown)


def units_half_can_go(facts: Facts) -> Verdict:
    """With half of the first convolution gone, {units.conv1_half_agreement} of the images keep their class, with half
    of the second {units.conv2_half_agreement}. Beyond that it falls, down to a guess.
    """
    half = _numbers(facts, "units.conv1_half_agreement", "units.conv2_half_agreement")
    curves = [facts.arrays("units")[f"{layer}_agreement"] for layer in units.LAYERS]
    right = np.allclose([curve[len(curve) // 2] for curve in curves], half)
    end = [curve[-1] for curve in curves]
    return holds(right and min(half) > 0.9 and max(end) < 0.15, half=half, none_left=end)


def units_curves_are_flat_then_steep(facts: Facts) -> Verdict:
    """Two curves begin flat at a hundred percent and stay there for a while; then they fall steeply, to about what a
    guess gives when no unit is left.
    """
    curves = [facts.arrays("units")[f"{layer}_agreement"] for layer in units.LAYERS]
    quarter, end = [curve[len(curve) // 4] for curve in curves], [curve[-1] for curve in curves]
    in_a_quarter = [(curve[: -(len(curve) // 4)] - curve[len(curve) // 4 :]).max() for curve in curves]
    return holds(min(quarter) > 0.97 and min(in_a_quarter) > 0.35 and max(end) < 0.15, quarter=quarter, end=end)


@about("identity")
def units_negative_sum_is_background(facts: Facts) -> Verdict:
    """The first convolution has {units.negative_sum} units whose image is background inside, because their weights add
    up to less than nothing.
    """
    sums = facts.arrays("cnn")["weight:conv1.weight"].sum(axis=(1, 2, 3))
    inside = facts.arrays("ascent")["conv1_images"][:, 2:-2, 2:-2].max(axis=(1, 2))
    right = (sums < 0).sum() == facts.numbers["units.negative_sum"]
    plain, inked = inside[sums < -0.05], inside[sums > 0.05]  # a sum of nearly nothing has not settled in thirty steps
    return holds(right and (plain < 0.01).all() and (inked > 0.5).all(), sums=sums)


def units_negative_sum_are_used(facts: Facts) -> Verdict:
    """Of these, {units.negative_sum_unused} are unused."""
    chosen = facts.arrays("units")["negative_sum"].tolist()
    rates = (_maps(facts, "conv1")[:, chosen] > 0).cpu().double().mean(dim=(0, 2, 3)).numpy()
    right = (rates < 0.001).sum() == facts.numbers["units.negative_sum_unused"]
    median = np.median(rates) if len(rates) else 1.0
    return holds(right and median > 0.05, median_rate=median)  # most are on at one place in twenty


def units_negative_sum_answers_to_edges(facts: Facts) -> Verdict:
    """The suspicion was a fair guess from a picture; the picture shows the sign of a sum, and a filter with a negative
    sum can still answer to an edge.
    """
    network = cnn.restore(facts.results)
    weights = facts.arrays("cnn")["weight:conv1.weight"][:, 0]  # (16, 5, 5)
    negative, edge = weights.sum(axis=(1, 2)) < 0, np.arange(SIDE) < SIDE // 2
    sheets = np.array([[edge] * SIDE, [~edge] * SIDE], np.float32)  # ink on the left, ink on the right
    with torch.inference_mode():
        maps = network.activations(as_batch(np.concatenate([sheets, sheets.swapaxes(1, 2)])), "conv1").cpu().numpy()
    inside = (
        maps[:, :, 3:-3, 3:-3].max(axis=(0, 2, 3)) - facts.arrays("cnn")["weight:conv1.bias"]
    )  # a blank sheet gives 0
    answers = (inside / weights.clip(min=0).sum(axis=(1, 2)))[
        negative
    ]  # 1: as much as ink on the positive weights alone
    return holds((answers > 0.05).mean() > 0.5 and np.median(answers) > 0.1, median=np.median(answers))


def units_negative_sum_are_needed(facts: Facts) -> Verdict:
    """Take all of them out together, and {units.negative_sum_agreement} of the images keep their class."""
    (share,) = _agreements(facts, "conv1", facts.arrays("units")["negative_sum"].tolist())
    return holds(abs(share - facts.numbers["units.negative_sum_agreement"]) < 0.005 and share < 0.7, share=share)


def units_drawn_at_random_are_needed(facts: Facts) -> Verdict:
    """Without as many units drawn at random it is about as bad: this says little about the plain ones."""
    rng, count = np.random.default_rng(0), len(facts.arrays("units")["negative_sum"])
    shares = _agreements(facts, "conv1", *(rng.choice(16, count, replace=False).tolist() for _ in range(8)))
    apart = np.mean(shares) - facts.numbers["units.negative_sum_agreement"]
    return holds(np.mean(shares) < 0.7 and abs(apart) < 0.2, mean=np.mean(shares), shares=shares)


# Fewer filters


@about("design")
def exercises_same_training(facts: Facts) -> Verdict:
    """Train networks that never had them, and give them the same training."""
    chosen = facts.settings
    return holds(
        chosen.narrow.cnn == chosen.cnn == chosen.deep.cnn == chosen.dense.cnn, epochs=chosen.narrow.cnn.epochs
    )


def exercises_own_network(facts: Facts) -> Verdict:
    """16 and 36, the site's own — {cnn.parameters} — {cnn.test_accuracy_mean}"""
    accuracy = facts.arrays("seeds")["accuracies"].mean()
    right = np.isclose(accuracy, facts.numbers["cnn.test_accuracy_mean"])
    counted = _count((16, 36), (128,))
    return holds(right and counted == facts.numbers["cnn.parameters"] and accuracy > 0.9, accuracy=accuracy)


def exercises_narrow_network(facts: Facts) -> Verdict:
    """8 and 18 — {exercise.narrow_parameters} — {exercise.narrow_accuracy} — {exercise.narrow_difference}"""
    return _smaller(facts, "narrow", (8, 18))


def exercises_quarter_network(facts: Facts) -> Verdict:
    """4 and 9 — {exercise.quarter_parameters} — {exercise.quarter_accuracy} — {exercise.quarter_difference}"""
    return _smaller(facts, "quarter", (4, 9))


def exercises_eighth_network(facts: Facts) -> Verdict:
    """2 and 4 — {exercise.eighth_parameters} — {exercise.eighth_accuracy} — {exercise.eighth_difference}"""
    return _smaller(facts, "eighth", (2, 4))


def exercises_fewer_filters_fall_further(facts: Facts) -> Verdict:
    """From half to a quarter and an eighth of the filters the accuracy falls, and ends below the band;"""
    accuracies = facts.arrays("exercise")["accuracies"][:3]
    lowest = facts.arrays("exercise")["seeds"].min()
    falls = (np.diff(accuracies) < 0).all() and accuracies[2] > 0.9
    return holds(falls and accuracies[2] < lowest, accuracies=accuracies, lowest_of_the_seeds=lowest)


def exercises_larger_networks_lie_near_the_band(facts: Facts) -> Verdict:
    """the two networks with one more layer lie in or near the band."""
    larger, seeds = facts.arrays("exercise")["accuracies"][3:], facts.arrays("exercise")["seeds"]
    error = _sampling(facts, facts.numbers["cnn.test_accuracy_mean"])
    beyond = np.maximum(np.maximum(seeds.min() - larger, larger - seeds.max()), 0)
    return holds(beyond.max() < 2 * error and larger.min() > 0.9, beyond=beyond, error=error)


def exercises_first_halving_costs_little(facts: Facts) -> Verdict:
    """The first halving costs little. All three together cost far more."""
    accuracies = [facts.numbers["cnn.test_accuracy_mean"], *facts.arrays("exercise")["accuracies"][:3]]
    drops = -np.diff(accuracies)
    much = sum(drops) > 3 * max(drops[0], _sampling(facts, accuracies[0]))
    return holds(abs(drops[0]) < 0.003 and much and accuracies[-1] > 0.9, drops=drops)


def exercises_last_halving_is_no_chance(facts: Facts) -> Verdict:
    """The first difference in the last column is near to what chance gives; the last is far beyond it."""
    errors = [_errors_apart(facts, name) for name in narrow.NAMES]
    return holds(errors[0] > -4 and errors[2] < -5, in_standard_errors=errors)


# 2. A third convolution


@about("design")
def exercises_third_convolution_saves_parameters(facts: Facts) -> Verdict:
    """The new layer has 36 filters over the 36 maps below it, and a pooling of its own. Its maps have 3×3 places, so
    the dense layer has fewer inputs: with one layer more, the network has fewer parameters, {exercise.deep_parameters}
    instead of {cnn.parameters}.
    """
    network, own = deep.restore(facts.results, "deep"), facts.numbers["cnn.parameters"]
    with torch.inference_mode():
        places = network.activations(as_batch(facts.data.test.images[:1]), "conv3_relu").shape[1:]
    inputs = [
        network.layers.get_parameter("dense1.weight").shape[1],
        facts.arrays("cnn")["weight:dense1.weight"].shape[1],
    ]
    counted = _count((16, 36, 36), (128,))
    right = counted == facts.numbers["exercise.deep_parameters"] and places == (36, 3, 3)
    return holds(right and counted < own and inputs[0] < inputs[1], parameters=counted, inputs=inputs)


def exercises_third_convolution_may_be_chance(facts: Facts) -> Verdict:
    """It classifies {exercise.deep_accuracy} of the test digits correctly. That is {exercise.deep_difference} from
    the mean over seeds, whose standard deviation is {cnn.test_accuracy_std}. One training can hardly tell such a
    difference from chance.
    """
    errors, accuracy = _errors_apart(facts, "deep"), facts.numbers["exercise.deep_accuracy"]
    return holds(abs(errors) < 3 and accuracy > 0.9, in_standard_errors=errors, accuracy=accuracy)


def exercises_third_convolution_is_no_better(facts: Facts) -> Verdict:
    """On images this small, a third convolution buys fewer parameters, and hardly any more right answers."""
    gained, lost = _only_one_is_right(facts, "deep")
    fewer = facts.numbers["exercise.deep_parameters"] < facts.numbers["cnn.parameters"]
    more, accuracy = (gained - lost) / len(facts.data.test), facts.numbers["exercise.deep_accuracy"]
    return holds(fewer and more < 0.003 and accuracy > 0.9, gained=gained, lost=lost)


def conv3_images_are_textures(facts: Facts) -> Verdict:
    """Stripes, hatching and dots. Nowhere is there a digit."""
    images = facts.arrays("added")["conv3_images"]
    lines, likeness = np.median(_along(images)), _nearest_digit(facts, images).max()
    return holds(
        lines > 0.18 and likeness < 0.75 * facts.numbers["restarts.real_likeness"], lines=lines, likeness=likeness
    )


def conv3_images_can_be_shifted(facts: Facts) -> Verdict:
    """Shift the image four pixels to the side, and the median unit keeps {exercise.conv3_left_when_shifted} of what the
    ascent gained.
    """
    left = _left(facts, "conv3")
    right = abs(np.median(left) - facts.numbers["exercise.conv3_left_when_shifted"]) < 1e-3
    return holds(right and facts.settings.added.shift == 4 and np.median(left) > 0.4, median=np.median(left))


def conv3_units_are_nearly_all_used(facts: Facts) -> Verdict:
    """Units that are never on, for any training image looked at: {exercise.conv3_unused} of the 36."""
    silent = _silent(facts, "conv3")
    right = len(silent) == 36 and silent.sum() == facts.numbers["exercise.conv3_unused"]
    return holds(right and silent.mean() < 1 / 3, unused=silent.sum())


# 3. A second dense layer


def exercises_second_dense_layer_may_be_chance(facts: Facts) -> Verdict:
    """A second dense layer of 128 units gives {exercise.dense_parameters} parameters and a test accuracy of
    {exercise.dense_accuracy}, {exercise.dense_difference} beside the mean over seeds. Again that may be chance.
    """
    errors, accuracy = _errors_apart(facts, "dense"), facts.numbers["exercise.dense_accuracy"]
    right = _count((16, 36), (128, 128)) == facts.numbers["exercise.dense_parameters"]
    return holds(right and abs(errors) < 3 and accuracy > 0.9, in_standard_errors=errors, accuracy=accuracy)


def dense1_images_are_strokes(facts: Facts) -> Verdict:
    """A hundred and twenty-eight small squares of winding black and white strokes, many of them pale."""
    images, silent = facts.arrays("added")["dense1_images"], facts.arrays("added")["dense1_silent"]
    lines, ends = np.median(_along(images)), ((images < 0.1) | (images > 0.9)).mean()
    right = len(images) == 128 and lines > 0.2 and ends > 0.5
    return holds(right and 0.05 < silent.mean() < 0.7, lines=lines, black_or_white=ends, pale=silent.sum())


def dense2_has_fewer_idle_units(facts: Facts) -> Verdict:
    """A hundred and twenty-eight small squares like those of the layer before, fewer of them pale."""
    kept = facts.arrays("added")
    silent = [kept[f"{layer}_silent"].sum() for layer in ("dense1", "dense2")]
    lines = [np.median(_along(kept[f"{layer}_images"])) for layer in ("dense1", "dense2")]
    right = len(kept["dense2_images"]) == 128 and min(lines) > 0.2
    return holds(right and silent[1] < silent[0], silent=silent, lines=lines)


def dense_images_can_be_shifted_less(facts: Facts) -> Verdict:
    """Shift these images by the same four pixels, and less is left: the median unit keeps
    {exercise.dense1_left_when_shifted} of its gain in the first dense layer and {exercise.dense2_left_when_shifted} in
    the second.
    """
    left = [np.median(_left(facts, layer)) for layer in ADDED]
    shown = _numbers(facts, *(f"exercise.{layer}_left_when_shifted" for layer in ADDED))
    return holds(np.allclose(left, shown, atol=1e-3) and max(left[1:]) < left[0] - 0.05, left=left)


def dense_images_are_no_digits(facts: Facts) -> Verdict:
    """What the strokes show is no digit."""
    images = np.concatenate([facts.arrays("added")[f"{layer}_images"] for layer in ("dense1", "dense2")])
    lines, likeness = np.median(_along(images)), _nearest_digit(facts, images).max()
    return holds(
        lines > 0.2 and likeness < 0.75 * facts.numbers["restarts.real_likeness"], lines=lines, likeness=likeness
    )


def dense2_units_speak_for_several_digits(facts: Facts) -> Verdict:
    """Most units of the second dense layer speak for several digits at once."""
    most = _outputs(facts, "dense2").max(axis=0)  # (128,), the most that any training image looked at makes of it
    weights = facts.arrays("dense")["weight:logits.weight"][:, most > 0]  # (10, units that are ever on)
    strongly = (weights > 0.5 * weights.max(axis=0)) & (weights * most[most > 0] > 0.1)  # in logits
    several = (strongly.sum(axis=0) >= 2).mean()
    return holds(several > 0.5, share=several)


def dense_units_are_often_idle(facts: Facts) -> Verdict:
    """Many units are idle: {exercise.dense1_unused} of 128 in the first dense layer and {exercise.dense2_unused} in the
    second are never on, for any training image looked at.
    """
    silent = [_silent(facts, layer) for layer in ("dense1", "dense2")]
    counts = [each.sum() for each in silent]
    right = counts == _numbers(facts, "exercise.dense1_unused", "exercise.dense2_unused")
    return holds(right and sum(counts) > 256 / 12 and max(counts) < 0.7 * 128, unused=counts)


def dense_idle_units_have_images(facts: Facts) -> Verdict:
    """The ascent finds an image for nearly every one of them all the same."""
    kept, layers = facts.arrays("added"), ("dense1", "dense2")
    values = np.concatenate([kept[f"{layer}_values"][-1, kept[f"{layer}_silent"]] for layer in layers])
    stds = np.concatenate([kept[f"{layer}_images"][kept[f"{layer}_silent"]].std(axis=(1, 2)) for layer in layers])
    if not len(values):
        return holds(False, units=0)
    raised, std = (values > 0).mean(), np.median(stds)
    return holds(raised > 0.8 and std > 0.2, raised=raised, median_std=std)


# 4. Fifty tries


@about("identity")
def restarts_begin_with_the_last_chapter(facts: Facts) -> Verdict:
    """That makes {restarts.count} ascents. Start $i$ is the same image however many there are, and the first ten are
    the ascents of the last chapter.
    """
    images, settings = facts.arrays("restarts")["all_images"], facts.settings.restarts.ascent
    same = np.array_equal(noise(10, settings), noise(500, settings)[:10])
    apart = abs(images[:, 0] - facts.arrays("ascent")["logits_images"]).max()
    return holds(
        same and images.shape[0] * images.shape[1] == facts.numbers["restarts.count"] and apart < 0.01, apart=apart
    )


@about("identity")
def restarts_logits_are_of_their_images(facts: Facts) -> Verdict:
    """The logit at which each of the 50 ascents ended, in the order of the starts; the highest is filled."""
    images, logits = facts.arrays("restarts")["all_images"], facts.arrays("restarts")["logits"]
    found = predict_logits(cnn.restore(facts.results), images.reshape(-1, SIDE, SIDE)).reshape(CLASSES, -1, CLASSES)
    apart = abs(found[OWN, :, OWN] - logits).max()
    return holds(logits.shape == (CLASSES, 50) and apart < 1e-3, apart=apart)


def restarts_digits_differ_by_more(facts: Facts) -> Verdict:
    """Within a cloud the logits differ by {restarts.logit_range} on average from lowest to highest; the clouds differ
    by more.
    """
    logits = facts.arrays("restarts")["logits"]
    ranges, medians = np.ptp(logits, axis=1), np.median(logits, axis=1)
    right = np.isclose(ranges.mean(), facts.numbers["restarts.logit_range"]) and ranges.mean() > 1
    return holds(right and np.ptp(medians) > ranges.mean(), ranges=ranges, between=np.ptp(medians))


def restarts_end_at_different_heights(facts: Facts) -> Verdict:
    """From the lowest to the highest of 50 it is {restarts.logit_range} logits on average over the ten digits. The
    highest is {restarts.best_logit_gain} above the median: that is what 50 tries gain.
    """
    ordered = np.sort(facts.arrays("restarts")["logits"], axis=1)
    spread, gain = (ordered[:, -1] - ordered[:, 0]).mean(), (ordered[:, -1] - ordered[:, 24:26].mean(axis=1)).mean()
    shown = _numbers(facts, "restarts.logit_range", "restarts.best_logit_gain")
    return holds(np.allclose([spread, gain], shown) and gain > 0.5, range=spread, gain=gain)


@about("identity")
def restarts_chosen_by_logit(facts: Facts) -> Verdict:
    """The image with the highest, the middle and the lowest of the 50 logits of each digit, and the mean of all 50."""
    kept, network = facts.arrays("restarts"), cnn.restore(facts.results)
    found = [predict_logits(network, row)[OWN, OWN] for row in kept["chosen"][:3]]
    apart = abs(np.sort(kept["logits"], axis=1)[:, [-1, 25, 0]].T - found).max()
    mean = abs(kept["chosen"][3] - kept["all_images"].mean(axis=1)).max()
    return holds(max(apart, mean) < 1e-3, logits_apart=apart, means_apart=mean)


def restarts_mean_is_greyer_and_smoother(facts: Facts) -> Verdict:
    """The first three rows are equally hard to read; the last is greyer and smoother."""
    chosen = facts.arrays("restarts")["chosen"]  # (4, 10, 28, 28): highest, middle, lowest, mean
    likeness = [correlations(row, class_means(facts.data.train)).diagonal().mean() for row in chosen[:3]]
    grey, steps = ((chosen > 0.25) & (chosen < 0.75)).mean(axis=(1, 2, 3)), _steps(chosen)
    hard = max(np.ptp(likeness), max(likeness)) < facts.numbers["restarts.real_likeness"] / 4
    mean = grey[3] > 2 * grey[:3].max() and steps[3] < 0.6 * steps[:3].min()
    return holds(hard and mean, likeness=likeness, grey=grey, steps=steps)


def restarts_highest_are_no_likelier(facts: Facts) -> Verdict:
    """Real digits have {restarts.real_likeness} on average. The ascents have {restarts.likeness}, the ten with the
    highest logits {restarts.best_likeness}.
    """
    kept, means = facts.arrays("restarts"), class_means(facts.data.train)
    real, logits = np.mean(_real_likeness(facts)), kept["logits"]
    likeness = np.stack([correlations(kept["all_images"][c], means[[c]])[:, 0] for c in OWN])
    found = [real, likeness.mean(), likeness[OWN, logits.argmax(axis=1)].mean()]
    shown = _numbers(facts, "restarts.real_likeness", "restarts.likeness", "restarts.best_likeness")
    unlike = max(found[1:]) < real / 4 and abs(found[2] - found[1]) < real / 5
    higher = (logits.max(axis=1) - np.median(logits, axis=1)).mean() > 0.5
    return holds(np.allclose(found, shown, atol=1e-3) and unlike and higher, likeness=found)


def restarts_logit_and_likeness_are_unrelated(facts: Facts) -> Verdict:
    """Within a digit, rank the ascents by logit and by likeness: the two orders agree with a correlation of
    {restarts.logit_and_likeness} on average; the same order would have 1.
    """
    kept = facts.arrays("restarts")
    if np.ptp(kept["logits"], axis=1).min() < 0.1:
        return holds(False, logit_ranges=np.ptp(kept["logits"], axis=1))  # there is no order
    ranks = [spearmanr(high, like).statistic for high, like in zip(kept["logits"], kept["likeness"], strict=True)]
    right = abs(np.mean(ranks) - facts.numbers["restarts.logit_and_likeness"]) < 1e-6
    return holds(right and abs(np.mean(ranks)) < 0.5, ranks=ranks)


@about("identity")
def restarts_likeness_is_to_the_mean_digit(facts: Facts) -> Verdict:
    """Likeness to the mean training image of the digit (the correlation of their pixels), for each of
    the 50 ascents.
    """
    kept, means = facts.arrays("restarts"), class_means(facts.data.train)
    found = np.stack([np.corrcoef(means[c].ravel(), kept["all_images"][c].reshape(50, -1))[0, 1:] for c in OWN])
    apart = abs(found - kept["likeness"]).max()
    return holds(apart < 1e-3, apart=apart)


def restarts_are_far_from_real_likeness(facts: Facts) -> Verdict:
    """Ten clouds of dots well below ten bars."""
    kept = facts.arrays("restarts")
    most, higher = kept["likeness"].max(axis=1), np.ptp(kept["logits"], axis=1).min()
    well, spread = (most < 0.7 * kept["real_likeness"]).all(), np.ptp(kept["likeness"], axis=1).mean()
    return holds(well and spread > 0.05 and higher > 0.1, most=most)


def restarts_highest_lie_high_and_low(facts: Facts) -> Verdict:
    """the filled dots lie now higher, now lower in their clouds;"""
    kept = facts.arrays("restarts")
    filled = kept["likeness"][OWN, kept["logits"].argmax(axis=1)]
    below = (kept["likeness"] < filled[:, None]).mean(axis=1)  # the share of its cloud that lies below each
    apart = np.ptp(below) > 0.25 and below.mean() < 0.85
    return holds(apart and np.ptp(kept["logits"], axis=1).min() > 0.1, below=below)


def restarts_means_lie_in_their_clouds(facts: Facts) -> Verdict:
    """the diamonds of the mean images lie in the clouds or near them."""
    kept = facts.arrays("restarts")
    likeness, mean = kept["likeness"], kept["together_likeness"]
    outside = np.maximum(mean - likeness.max(axis=1), likeness.min(axis=1) - mean)  # below 0 in the cloud
    return holds(outside.max() < 0.15 and np.ptp(kept["logits"], axis=1).min() > 0.1, outside=outside)


def restarts_linear_classifier_guesses(facts: Facts) -> Verdict:
    """It gives {restarts.linear_all} of the {restarts.count} images to their digit, where a guess would give 50, and
    {restarts.linear_best} of the ten with the highest logits.
    """
    kept, named = facts.arrays("restarts"), _named(facts)
    right = named == OWN[:, None]  # (10, 50)
    best = right[OWN, kept["logits"].argmax(axis=1)].sum()
    same = [right.sum(), best] == _numbers(facts, "restarts.linear_all", "restarts.linear_best")
    seldom = right.sum() < 500 / 3 and best <= 5 and facts.numbers["logistic.test_accuracy"] > 0.9
    return holds(same and seldom, right=right.sum(), of_the_best=best)


def restarts_linear_classifier_is_biased(facts: Facts) -> Verdict:
    """It is a biased judge: it gives nearly all of these images to a few of the ten digits."""
    counts = np.bincount(_named(facts).ravel(), minlength=CLASSES)
    few = np.sort(counts)[-4:].sum() > 0.8 * counts.sum()
    return holds(few and facts.numbers["logistic.test_accuracy"] > 0.9, named=counts)


def restarts_are_less_alike_than_digits(facts: Facts) -> Verdict:
    """Two ascents to the same digit correlate with {restarts.alike} on average; two real images of a digit with
    {restarts.real_alike}.
    """
    train, images = facts.data.train, facts.arrays("restarts")["all_images"]
    pairs = np.triu_indices(50, 1)
    real = np.mean([correlations(train.images[train.labels == c][:50])[pairs].mean() for c in OWN])
    alike = np.mean([correlations(own)[pairs].mean() for own in images])
    shown = _numbers(facts, "restarts.alike", "restarts.real_alike")
    return holds(np.allclose([alike, real], shown, atol=1e-3) and 0.05 < alike < 0.75 * real, alike=alike, real=real)


def restarts_pairs_are_less_alike(facts: Facts) -> Verdict:
    """For each digit the pairs of ascents are alike, but less so than the pairs of real images."""
    kept = facts.arrays("restarts")
    alike, real = (np.median(kept[name], axis=1) for name in ("alike", "real_alike"))
    higher = np.ptp(kept["logits"], axis=1).min() > 0.1
    return holds(higher and alike.min() > 0.05 and (alike < real).all(), alike=alike, real=real)


def restarts_mostly_stand_alone(facts: Facts) -> Verdict:
    """Then the {restarts.count} ascents make {restarts.clusters} clusters: most ascents stand alone. Ask for half of
    that likeness, and there are {restarts.loose_clusters}.
    """
    images, real = facts.arrays("restarts")["all_images"], facts.arrays("restarts")["real_alike"].mean(axis=1)
    tables = [correlations(own) for own in images]
    strict, loose = ([clusters.clusters(t, s * r) for t, r in zip(tables, real, strict=True)] for s in (1, 0.5))
    counts = [sum(len(np.unique(own)) for own in found) for found in (strict, loose)]
    alone = sum((np.bincount(own) == 1).sum() for own in strict)
    right = counts == _numbers(facts, "restarts.clusters", "restarts.loose_clusters")
    return holds(right and alone > 0.6 * 500 and counts[1] < 0.7 * counts[0], clusters=counts, alone=alone)


@about("identity")
def restarts_clusters_are_counted(facts: Facts) -> Verdict:
    """The most typical picture of each digit's largest loose clusters, and how many of the 50 ascents are in each."""
    kept, shown = facts.arrays("restarts"), facts.settings.restarts.clusters
    counts = [np.sort(np.bincount(own))[::-1][:shown] for own in kept["loose"]]
    padded = np.array([np.pad(each, (0, shown - len(each))) for each in counts])  # (10, 3)
    return holds(np.array_equal(padded, kept["sizes"]), largest=padded[:, 0])


def restarts_mean_is_still_recognised(facts: Facts) -> Verdict:
    """The network gives {restarts.network_together} of the ten means to their own digit, although their logits are
    lower, {restarts.together_logit} on average instead of {restarts.mean_logit}.
    """
    kept = facts.arrays("restarts")
    logits = predict_logits(cnn.restore(facts.results), kept["all_images"].mean(axis=1))
    recognised, found = (logits.argmax(axis=1) == OWN).sum(), [logits[OWN, OWN].mean(), kept["logits"].mean()]
    right = np.allclose(found, _numbers(facts, "restarts.together_logit", "restarts.mean_logit"), atol=1e-3)
    right &= recognised == facts.numbers["restarts.network_together"]
    return holds(right and recognised > 5 and found[0] < found[1], recognised=recognised, logits=found)


def restarts_mean_is_hardly_likelier(facts: Facts) -> Verdict:
    """Their likeness is {restarts.together_likeness}, not far from that of a single ascent, and the linear
    classifier predicts {restarts.linear_together} of them correctly.
    """
    means, one = facts.arrays("restarts")["all_images"].mean(axis=1), facts.numbers["restarts.likeness"]
    mean = correlations(means, class_means(facts.data.train)).diagonal().mean()
    named = (logistic.restore(facts.results).predict(means.reshape(CLASSES, PIXELS)) == OWN).sum()
    shown, real = _numbers(facts, "restarts.together_likeness", "restarts.linear_together"), _real_likeness(facts)
    near = abs(mean - one) < np.mean(real) / 5 and facts.numbers["logistic.test_accuracy"] > 0.9
    return holds(np.allclose([mean, named], shown, atol=1e-3) and near, mean=mean, one=one, named=named)


def restarts_mean_keeps_what_is_common(facts: Facts) -> Verdict:
    """Averaging keeps what the ascents have in common and lets the rest cancel."""
    images = facts.arrays("restarts")["all_images"]
    halves = images[:, :25].mean(axis=1), images[:, 25:].mean(axis=1)
    common = correlations(*halves)  # (10, 10): the means of other starts, own digit on the diagonal
    contrast = images.mean(axis=1).std(axis=(1, 2)) / images.std(axis=(2, 3)).mean(axis=1)
    own, others = common.diagonal().min(), common[~np.eye(CLASSES, dtype=bool)].max()
    return holds(own > 0.5 and own > others and contrast.max() < 0.8, own=own, others=others, contrast=contrast)


def restarts_mean_is_calmer(facts: Facts) -> Verdict:
    """It is the only thing here that makes the pictures a little calmer, and it is no ascent."""
    steps = _steps(facts.arrays("restarts")["chosen"])  # highest, middle, lowest, mean
    ascents = np.ptp(steps[:3]) / steps[:3].mean()
    calmer = steps[3] < 0.6 * steps[:3].min() and ascents < 0.25
    return holds(calmer and np.ptp(facts.arrays("restarts")["logits"], axis=1).min() > 0.1, steps=steps)


def restarts_higher_ones_are_no_likelier(facts: Facts) -> Verdict:
    """The ascents do end in different places, some higher than others. But the higher ones look no more like digits."""
    kept = facts.arrays("restarts")
    order = np.argsort(kept["logits"], axis=1)
    likeness, logits = (np.take_along_axis(kept[name], order, axis=1) for name in ("likeness", "logits"))
    gains = [(each[:, 25:].mean() - each[:, :25].mean()) for each in (likeness, logits)]
    apart = kept["alike"].mean() < 0.75 * kept["real_alike"].mean()
    real = kept["real_likeness"].mean()
    return holds(apart and gains[1] > 0.5 and abs(gains[0]) < real / 10, likeness_gain=gains[0], logit_gain=gains[1])


def restarts_strongest_is_not_what_we_draw(facts: Facts) -> Verdict:
    """Where the network is free to choose, what it answers most strongly to is not what we would draw."""
    real, labels = facts.arrays("cnn")["test_logits"], facts.data.test.labels
    strongest = np.array([real[labels == c, c].max() for c in OWN])
    free, likeness = facts.arrays("restarts")["logits"].max(axis=1), facts.arrays("restarts")["likeness"].max(axis=1)
    unlike = (likeness < 0.7 * facts.arrays("restarts")["real_likeness"]).all()
    stronger = (free > strongest).mean() >= 0.8 and free.mean() > 1.5 * strongest.mean()
    return holds(unlike and stronger, free=free, strongest_real=strongest)


# 5. Tell a friend


def tale_hardly_ever_wrong(facts: Facts) -> Verdict:
    """After a while it is hardly ever wrong."""
    wrong = (facts.arrays("cnn")["test_logits"].argmax(axis=1) != facts.data.test.labels).mean()
    before = 1 - facts.numbers["cnn.test_accuracy_before"]
    return holds(wrong < 0.01 and before > 0.6, wrong=wrong, before=before)


@about("design")
def tale_thirty_times(facts: Facts) -> Verdict:
    """Change each dot a bit that way, and ask again, thirty times."""
    steps = facts.settings.ascent.steps
    return holds(steps == 30 == len(facts.arrays("ascent")["logits_values"]) - 1, steps=steps)


def tale_surer_than_of_any_real_three(facts: Facts) -> Verdict:
    """At the end the machine is surer of its "three" than of any three that a person wrote."""
    logits, kept = facts.arrays("cnn")["test_logits"][facts.data.test.labels == 3], facts.arrays("ascent")
    real = [logits[:, 3].max(), softmax(logits)[:, 3].max()]
    made = [kept["logits_values"][-1, 3], kept["probabilities"][3, 3]]
    return holds(made[0] > real[0] and made[1] > max(real[1], 0.95), made=made, real=real)


# Helpers


def _numbers(facts: Facts, *names: str) -> list[float | int]:
    return [facts.numbers[name] for name in names]


def _sampling(facts: Facts, accuracy: float) -> float:
    """Return the standard error of an accuracy, for having been measured on so many test images."""
    return float(np.sqrt(accuracy * (1 - accuracy) / len(facts.data.test)))


def _errors_apart(facts: Facts, name: str) -> float:
    """Return a network's accuracy less the mean over seeds, in both errors together; check the number shown."""
    mean, std = facts.numbers["cnn.test_accuracy_mean"], facts.numbers["cnn.test_accuracy_std"]
    apart = facts.numbers[f"exercise.{name}_accuracy"] - mean
    if not np.isclose(apart, facts.numbers[f"exercise.{name}_difference"]):
        return float("nan")  # no comparison with it is true
    return float(apart / np.hypot(std, _sampling(facts, mean)))


def _only_one_is_right(facts: Facts, name: str) -> tuple[int, int]:
    """Return how many test images only this network classifies correctly, and how many only the site's own."""
    test = facts.data.test
    own = facts.arrays("cnn")["test_logits"].argmax(axis=1) == test.labels
    other = predict_logits(deep.restore(facts.results, name), test.images).argmax(axis=1) == test.labels
    return int((other & ~own).sum()), int((own & ~other).sum())


def _count(filters: Sequence[int], dense: Sequence[int]) -> int:
    """Return the parameters of a network, counted by hand."""
    inputs, side, total = 1, SIDE, 0
    for outputs in filters:
        total += (KERNEL**2 * inputs + 1) * outputs
        inputs, side = outputs, side // 2
    inputs *= side**2
    for outputs in (*dense, CLASSES):
        total += (inputs + 1) * outputs
        inputs = outputs
    return total


def _smaller(facts: Facts, name: str, filters: tuple[int, int]) -> Verdict:
    """Judge a row of the table: filters, parameters, accuracy, difference."""
    place, mean = narrow.NAMES.index(name), facts.arrays("seeds")["accuracies"].mean()
    accuracy, difference = _numbers(facts, f"exercise.{name}_accuracy", f"exercise.{name}_difference")
    trained = tuple(facts.arrays("narrow")["filters"][place]) == filters == facts.settings.narrow.filters[place]
    counted = _count(filters, (128,)) == facts.numbers[f"exercise.{name}_parameters"]
    right = trained and counted and np.isclose(accuracy - mean, difference)
    return holds(right and 0.9 < accuracy < mean, accuracy=accuracy, difference=difference)


def _maps(facts: Facts, layer: str) -> torch.Tensor:
    images = facts.data.train.images[: int(facts.numbers["units.images"])]
    return ablation.maps(cnn.restore(facts.results), layer, images)


def _agreements(facts: Facts, layer: str, *choices: Sequence[int]) -> Array:
    """Return the share of images that keep their class without some units of a layer, (choices,)."""
    network, maps = cnn.restore(facts.results), _maps(facts, layer)
    before = ablation.logits(network, layer, maps).argmax(axis=1)
    after = (ablation.logits(network, layer, ablation.mean_ablate(maps, out)).argmax(axis=1) for out in choices)
    return np.array([(classes == before).mean() for classes in after])


def _r_squared(facts: Facts, layer: str) -> Array:
    """Return R² of each used unit from the inverse of the correlations: 1 − 1 / its own entry."""
    kept = facts.arrays("units")
    used = ~kept[f"{layer}_unused"]
    inverse = np.linalg.inv(kept[f"{layer}_correlations"][np.ix_(used, used)])
    return np.asarray(1 - 1 / inverse.diagonal())


def _nearest_digit(facts: Facts, images: Floats) -> Array:
    """Return the largest correlation of each image with any of the ten mean digits."""
    return np.asarray(np.nan_to_num(correlations(images, class_means(facts.data.train))).max(axis=1))


def _real_likeness(facts: Facts) -> list[float]:
    train, means = facts.data.train, class_means(facts.data.train)
    return [float(correlations(train.images[train.labels == c][:50], means[[c]]).mean()) for c in OWN]


def _named(facts: Facts) -> Array:
    """Return what the linear classifier calls every ascent, (10, 50)."""
    images = facts.arrays("restarts")["all_images"]
    return logistic.restore(facts.results).predict(images.reshape(-1, PIXELS)).reshape(images.shape[:2])


def _steps(images: Floats) -> Array:
    """Return the mean step from a pixel to the next, across and down, of each row of images (rows, N, 28, 28)."""
    return np.asarray(sum(abs(np.diff(images, axis=axis)).mean(axis=(1, 2, 3)) for axis in (2, 3)))


def _along(images: Floats) -> Array:
    """Return how well each image correlates with itself one pixel on, along the best of four lines."""
    inner = images[:, 4:-4, 4:-4]
    moved = [images[:, 4 + a : 24 + a, 4 + b : 24 + b] for a, b in ((0, 1), (1, 0), (1, 1), (1, -1))]
    found = [correlations(inner, other).diagonal() for other in moved]
    return np.asarray(np.nan_to_num(np.max(found, axis=0)))


def _left(facts: Facts, layer: str) -> Array:
    """Return how much of what the ascent gained each unit's image keeps when shifted, where it gained."""
    kept, network = facts.arrays("added"), deep.restore(facts.results, ADDED[layer])
    images = np.roll(kept[f"{layer}_images"], facts.settings.added.shift, axis=2)
    with torch.inference_mode():
        shifted = channel(network, layer)(as_batch(images)).cpu().double().numpy()
    first, last = kept[f"{layer}_values"][[0, -1]]
    raised = last > first
    return np.asarray((shifted - first)[raised] / (last - first)[raised]) if raised.any() else np.array([np.nan])


def _outputs(facts: Facts, layer: str) -> Array:
    """Return what a layer's ReLU lets through of the training images looked at."""
    images = as_batch(facts.data.train.images[: facts.settings.added.images])
    with torch.inference_mode():
        return np.asarray(deep.restore(facts.results, ADDED[layer]).activations(images, f"{layer}_relu").cpu())


def _silent(facts: Facts, layer: str) -> Array:
    outputs = _outputs(facts, layer)
    return np.asarray((outputs <= 0).all(axis=(0, *range(2, outputs.ndim))))
