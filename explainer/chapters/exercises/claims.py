"""What the page that answers the tutorial's exercises says, as predicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import spearmanr

from explainer.chapters.exercises.experiments import deep, exercise, narrow, units
from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS, SIDE, Floats
from explainer.methods import ablation
from explainer.methods.activation_maximization import noise
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.objectives import channel, unit_count
from explainer.methods.uncertainty import ERRORS
from explainer.methods.weights import class_means
from explainer.models.cnn import Cnn, as_batch, predict_logits
from explainer.trainings import cnn, logistic

Array = NDArray[Any]
OWN = np.arange(CLASSES)
ADDED = {"conv3": "deep", "dense1": "dense", "dense2": "dense"}  # layer: network
KERNEL = 5  # side of a filter


# The one rule


@about("design")
def exercises_one_rule(facts: Facts) -> Verdict:
    """Two accuracies are compared here by one rule: a difference counts as more than chance if it is larger than twice
    its standard error.
    """
    return holds(ERRORS == 2, standard_errors=ERRORS, networks=len(facts.arrays("exercise")["names"]))


def exercises_spread_over_seeds(facts: Facts) -> Verdict:
    """The yardstick is the site's own network, which from {cnn.seeds} seeds classifies {cnn.test_accuracy_mean} of the
    test digits correctly on average, with a standard deviation of {cnn.test_accuracy_std}.
    """
    found = facts.arrays("seeds")["accuracies"]
    mean, std = found.mean(), np.sqrt(np.square(found - found.mean()).sum() / (len(found) - 1))
    first = (facts.arrays("cnn")["test_logits"].argmax(axis=1) == facts.data.test.labels).mean()
    same = np.allclose(
        [*_numbers(facts, "cnn.test_accuracy_mean", "cnn.test_accuracy_std"), found[0]], [mean, std, first]
    )
    return holds(same and len(found) == facts.numbers["cnn.seeds"] and mean > 0.9, mean=mean, std=std)


# 1. Idle units


@about("design")
def units_unused_is_a_rate(facts: Facts) -> Verdict:
    """Show the network {units.images} training images, and count how often a channel is on: above zero behind its
    ReLU. We call it unused if that is at fewer than one in a thousand places.
    """
    chosen = facts.settings.units
    images = min(chosen.images, len(facts.data.train))
    return holds(facts.numbers["units.images"] == images and chosen.active == 1 / 1000, active=chosen.active)


def units_nearly_all_are_used(facts: Facts) -> Verdict:
    """In the first convolution {units.conv1_unused} of {network.conv1_units} channels are unused, in the second
    {units.conv2_unused} of {network.conv2_units}.
    """
    unused = {
        layer: (_maps(facts, layer) > 0).cpu().double().mean(dim=(0, 2, 3)).numpy() < 0.001 for layer in units.LAYERS
    }
    counts = [each.sum() for each in unused.values()]
    right = counts == _numbers(facts, "units.conv1_unused", "units.conv2_unused")
    sizes = [len(each) for each in unused.values()]
    right &= sizes == _numbers(facts, "network.conv1_units", "network.conv2_units")
    return holds(right and sum(counts) < sum(sizes) / 5, unused=counts, channels=sizes)


def units_hardly_any_is_redundant(facts: Facts) -> Verdict:
    """From an R² of 90 % on we call it redundant: {units.conv1_redundant} in the first convolution,
    {units.conv2_redundant} in the second.
    """
    counts = [(_r_squared(facts, layer) >= 0.9).sum() for layer in units.LAYERS]
    right = counts == _numbers(facts, "units.conv1_redundant", "units.conv2_redundant")
    return holds(right and sum(counts) < (16 + 36) / 10, redundant=counts)


def units_redundancy_hangs_on_the_line(facts: Facts) -> Verdict:
    """Ask for 70 % only, and it is {units.conv1_loosely_redundant} and {units.conv2_loosely_redundant}. The line has to
    be drawn somewhere, and the count depends on where.
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
    """R² varies widely within each layer; no wide gap in the upper half marks where redundancy begins."""
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
    """In mean ablation its feature map is replaced by its mean map, the same for every image: it says nothing about the
    image any more, and its average level stays as it was.
    """
    maps = _maps(facts, "conv1")
    out = ablation.mean_ablate(maps, [0])
    over_images, level = out[:, 0].std(dim=0, correction=0).max().item(), (out[:, 0].mean() - maps[:, 0].mean()).item()
    others = torch.equal(out[:, 1:], maps[:, 1:])
    return holds(others and over_images < 1e-5 and abs(level) < 1e-5, std_over_images=over_images, level_moved=level)


def units_no_single_one_is_needed(facts: Facts) -> Verdict:
    """Without any one channel of the first convolution, at most {units.conv1_largest_prediction_change} of the images
    change their class; in the second, at most {units.conv2_largest_prediction_change}. No single channel is needed.
    """
    most = _numbers(facts, "units.conv1_largest_prediction_change", "units.conv2_largest_prediction_change")
    changes = [facts.arrays("units")[f"{layer}_prediction_change"] for layer in units.LAYERS]
    again = [1 - _agreements(facts, f"conv{place}", [int(c.argmax())])[0] for place, c in enumerate(changes, start=1)]
    right = np.allclose([c.max() for c in changes], most) and np.allclose(again, most, atol=0.002)
    return holds(right and max(most) < 0.03, changes=most)


@about("identity")
def units_least_missed_go_first(facts: Facts) -> Verdict:
    """The share of images that are given to the same class as before when channels are taken out one after another,
    the one that is missed least first.
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
    guess gives when no channel is left.
    """
    curves = [facts.arrays("units")[f"{layer}_agreement"] for layer in units.LAYERS]
    quarter, end = [curve[len(curve) // 4] for curve in curves], [curve[-1] for curve in curves]
    in_a_quarter = [(curve[: -(len(curve) // 4)] - curve[len(curve) // 4 :]).max() for curve in curves]
    return holds(min(quarter) > 0.97 and min(in_a_quarter) > 0.35 and max(end) < 0.15, quarter=quarter, end=end)


@about("identity")
def units_negative_sum_is_background(facts: Facts) -> Verdict:
    """The first convolution has {units.negative_sum} channels whose image is background inside, because their weights
    add up to a negative number.
    """
    sums = facts.arrays("cnn")["weight:conv1.weight"].sum(axis=(1, 2, 3))
    inside = facts.arrays("finished")["conv1_images"][:, 2:-2, 2:-2].max(axis=(1, 2))
    right = (sums < 0).sum() == facts.numbers["units.negative_sum"]
    plain, inked = inside[sums < 0], inside[sums > 0]
    return holds(right and (plain < 0.01).all() and (inked > 0.5).all(), sums=sums)


def units_negative_sum_are_used(facts: Facts) -> Verdict:
    """Of these, {units.negative_sum_unused} are unused."""
    chosen = facts.arrays("units")["negative_sum"].tolist()
    rates = (_maps(facts, "conv1")[:, chosen] > 0).cpu().double().mean(dim=(0, 2, 3)).numpy()
    right = (rates < 0.001).sum() == facts.numbers["units.negative_sum_unused"]
    median = np.median(rates) if len(rates) else 1.0
    return holds(right and median > 0.05, median_rate=median)  # most are on at one place in twenty


def units_negative_sum_answers_to_edges(facts: Facts) -> Verdict:
    """The suspicion was a fair guess from a picture; but the picture shows the sign of a sum, and a filter with a
    negative sum can still answer to an edge.
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
    learned = facts.numbers["cnn.test_accuracy"] > 0.9
    return holds(learned and (answers > 0.05).mean() > 0.5 and np.median(answers) > 0.1, median=np.median(answers))


def units_negative_sum_are_needed(facts: Facts) -> Verdict:
    """Take all of them out together, and {units.negative_sum_agreement} of the images keep their class."""
    (share,) = _agreements(facts, "conv1", facts.arrays("units")["negative_sum"].tolist())
    return holds(abs(share - facts.numbers["units.negative_sum_agreement"]) < 0.005 and share < 0.7, share=share)


def units_drawn_at_random_are_needed(facts: Facts) -> Verdict:
    """Without as many drawn at random, {units.random_agreement} keep it on average, and from {units.random_low} to
    {units.random_high} in the middle nine tenths of {units.draws} draws.
    """
    kept, rng = facts.arrays("units")["random_agreement"], np.random.default_rng(1)
    count, of = len(facts.arrays("units")["negative_sum"]), int(facts.numbers["network.conv1_units"])
    others = _agreements(facts, "conv1", *(rng.choice(of, count, replace=False).tolist() for _ in range(8)))
    found = [kept.mean(), *np.percentile(kept, (5, 95))]
    right = np.allclose(found, _numbers(facts, "units.random_agreement", "units.random_low", "units.random_high"))
    right &= len(kept) == facts.numbers["units.draws"] and abs(others.mean() - found[0]) < 0.25
    return holds(
        right and found[0] < 0.7, mean=found[0], low=found[1], high=found[2], mean_of_other_draws=others.mean()
    )


def units_least_missed_leave_more(facts: Facts) -> Verdict:
    """Without as many of those that are missed least, it is {units.least_missed_agreement}."""
    kept, count = facts.arrays("units"), len(facts.arrays("units")["negative_sum"])
    least = np.argsort(kept["conv1_logit_change"], kind="stable")[:count].tolist()
    (share,) = _agreements(facts, "conv1", least)
    right = abs(share - facts.numbers["units.least_missed_agreement"]) < 0.005
    learned = facts.numbers["cnn.test_accuracy"] > 0.9
    return holds(right and learned and share > facts.numbers["units.random_agreement"] + 0.05, share=share)


def units_plain_are_not_idle(facts: Facts) -> Verdict:
    """More than half of the layer is gone in each case, so this says little about the plain channels. It does say that
    they are not idle as a group: idle ones would be missed least.
    """
    count, of = len(facts.arrays("units")["negative_sum"]), facts.numbers["network.conv1_units"]
    plain, least = _numbers(facts, "units.negative_sum_agreement", "units.least_missed_agreement")
    return holds(count > of / 2 and plain < least - 0.1, gone=count, plain=plain, least_missed=least)


def units_redundant_at_one_half(facts: Facts) -> Verdict:
    """With an R² of one half asked for, {units.conv1_loosest_redundant} channels of the first convolution are redundant
    and {units.conv2_loosest_redundant} of the second.
    """
    counts = [(_r_squared(facts, layer) >= 0.5).sum() for layer in units.LAYERS]
    right = counts == _numbers(facts, "units.conv1_loosest_redundant", "units.conv2_loosest_redundant")
    return holds(right and counts[0] > 16 / 4 and facts.numbers["cnn.test_accuracy"] > 0.9, redundant=counts)


# Fewer filters


@about("design")
def exercises_same_training(facts: Facts) -> Verdict:
    """Train networks that have fewer from the start, and give them the same training."""
    chosen = facts.settings
    return holds(
        chosen.narrow.cnn == chosen.cnn == chosen.deep.cnn == chosen.dense.cnn, epochs=chosen.narrow.cnn.epochs
    )


@about("design")
def exercises_halved_more_often(facts: Facts) -> Verdict:
    """The halved one is trained from {exercise.narrow_trainings} seeds, the others once."""
    trainings = [len(exercise.right(facts.results, name)) for name in narrow.NAMES]
    return holds(trainings == [facts.numbers["exercise.narrow_trainings"], 1, 1], trainings=trainings)


@about("identity")
def exercises_gained_and_lost(facts: Facts) -> Verdict:
    """The last two columns are what McNemar's test looks at: images gained, which only the smaller network classifies
    correctly, and images lost, which only the site's own does, after the first training of each.
    """
    own, shown, verdict = facts.arrays("seeds")["right"][0], [], True
    for name in narrow.NAMES:
        first = exercise.right(facts.results, name)[0]
        found = [int((first > own).sum()), int((first < own).sum())]
        verdict &= found == _numbers(facts, f"exercise.{name}_gained", f"exercise.{name}_lost")
        shown += found
    return holds(verdict, gained_and_lost=shown)


def exercises_own_network(facts: Facts) -> Verdict:
    """16 and 36 — {cnn.parameters} — {cnn.test_accuracy_mean}"""
    accuracy = facts.arrays("seeds")["accuracies"].mean()
    right = np.isclose(accuracy, facts.numbers["cnn.test_accuracy_mean"])
    counted = _count((16, 36), (128,))
    return holds(right and counted == facts.numbers["cnn.parameters"] and accuracy > 0.9, accuracy=accuracy)


def exercises_narrow_network(facts: Facts) -> Verdict:
    """8 and 18 — {exercise.narrow_parameters} — {exercise.narrow_accuracy} — {exercise.narrow_difference} —
    {exercise.narrow_error} — {exercise.narrow_in_errors} — {exercise.narrow_gained} — {exercise.narrow_lost}
    """
    return _smaller(facts, "narrow", (8, 18))


def exercises_quarter_network(facts: Facts) -> Verdict:
    """4 and 9 — {exercise.quarter_parameters} — {exercise.quarter_accuracy} — {exercise.quarter_difference} —
    {exercise.quarter_error} — {exercise.quarter_in_errors} — {exercise.quarter_gained} — {exercise.quarter_lost}
    """
    return _smaller(facts, "quarter", (4, 9))


def exercises_eighth_network(facts: Facts) -> Verdict:
    """2 and 4 — {exercise.eighth_parameters} — {exercise.eighth_accuracy} — {exercise.eighth_difference} —
    {exercise.eighth_error} — {exercise.eighth_in_errors} — {exercise.eighth_gained} — {exercise.eighth_lost}
    """
    return _smaller(facts, "eighth", (2, 4))


@about("identity")
def exercises_bars_are_two_errors(facts: Facts) -> Verdict:
    """Test accuracy of each network, less the mean of the site's own. A bar is two standard errors to either side: one
    that reaches zero is no more than chance by the rule.
    """
    kept = facts.arrays("exercise")
    found = np.array([_compared(facts, str(name)) for name in kept["names"]])  # (5, 2)
    apart = abs(found - np.stack([kept["differences"], kept["errors"]], axis=1)).max()
    return holds(apart < 1e-9, apart=apart, standard_errors=found[:, 1])


def exercises_fewer_filters_fall_further(facts: Facts) -> Verdict:
    """From half to a quarter and an eighth of the filters the dots move to the left; the bar of an eighth is far from
    zero.
    """
    differences, errors = (facts.arrays("exercise")[name][:3] for name in ("differences", "errors"))
    left = differences[1] < differences[0] + 0.0005 and differences[2] < min(differences[:2]) - 0.001
    learned = facts.numbers["exercise.eighth_accuracy"] > 0.9
    return holds(left and learned and differences[2] < -4 * errors[2], differences=differences, errors=errors)


def exercises_larger_networks_lie_beside_zero(facts: Facts) -> Verdict:
    """The two networks with one more layer lie beside zero."""
    differences = facts.arrays("exercise")["differences"]
    learned = min(_numbers(facts, "exercise.deep_accuracy", "exercise.dense_accuracy")) > 0.9
    beside = abs(differences[3:]).max() < min(0.002, abs(differences[2]) / 3)
    return holds(learned and beside, differences=differences[3:])


def exercises_clear_differences_are_counted(facts: Facts) -> Verdict:
    """The rule counts {exercise.fewer_filters_clear} of the differences as more than chance."""
    found = [_compared(facts, name) for name in narrow.NAMES]
    clear = sum(abs(difference) > 2 * error for difference, error in found)
    learned = facts.numbers["exercise.narrow_accuracy"] > 0.9
    right = clear == facts.numbers["exercise.fewer_filters_clear"]
    return holds(right and clear >= 1 and learned, clear=clear, in_standard_errors=[d / e for d, e in found])


def exercises_first_halving_costs_little(facts: Facts) -> Verdict:
    """The first halving costs less than a third of a point. All three together cost more than three times as much as
    the first, and more than four standard errors.
    """
    (first, first_error), _, (last, last_error) = (_compared(facts, name) for name in narrow.NAMES)
    little, much = abs(first) < 1 / 300, last < -4 * last_error and last < 3 * first
    learned = facts.numbers["exercise.eighth_accuracy"] > 0.9
    return holds(little and much and learned, differences=[first, last], errors=[first_error, last_error])


# 2. A third convolution


@about("design")
def exercises_third_convolution_saves_parameters(facts: Facts) -> Verdict:
    """The new layer has {exercise.conv3_units} filters over the {network.conv2_units} maps below it, and a pooling of
    its own. Its maps have {exercise.conv3_side}×{exercise.conv3_side} places, so the dense layer has fewer inputs: with
    one layer more, the network has fewer parameters, {exercise.deep_parameters} instead of {cnn.parameters}.
    """
    network, own = deep.restore(facts.results, "deep"), facts.numbers["cnn.parameters"]
    weights = network.layers.get_parameter("conv3.weight").shape[:2]
    with torch.inference_mode():
        places = network.activations(as_batch(facts.data.test.images[:1]), "conv3_relu").shape[2:]
    inputs = [
        network.layers.get_parameter("dense1.weight").shape[1],
        facts.arrays("cnn")["weight:dense1.weight"].shape[1],
    ]
    shown = _numbers(facts, "exercise.conv3_units", "network.conv2_units", "exercise.conv3_side", "exercise.conv3_side")
    counted = _count((16, 36, 36), (128,))
    right = counted == facts.numbers["exercise.deep_parameters"] and [*weights, *places] == shown
    return holds(right and counted < own and inputs[0] < inputs[1], parameters=counted, inputs=inputs)


def exercises_third_convolution_hardly_differs(facts: Facts) -> Verdict:
    """Trained from {exercise.deep_trainings} seeds, it classifies {exercise.deep_accuracy} of the test digits correctly
    on average. The difference from the site's own network is {exercise.deep_difference}, with a standard error of
    {exercise.deep_error}: {exercise.deep_in_errors} standard errors, where the rule asks for more than two.
    """
    return _larger(facts, "deep")


def exercises_third_convolution_is_no_better(facts: Facts) -> Verdict:
    """On images this small, a third convolution saves parameters, and brings hardly any more correct answers."""
    fewer = facts.numbers["exercise.deep_parameters"] < facts.numbers["cnn.parameters"]
    (more, _), accuracy = _compared(facts, "deep"), facts.numbers["exercise.deep_accuracy"]
    return holds(fewer and more < 0.0015 and accuracy > 0.9, more=more)


def conv3_textures_fill_the_square(facts: Facts) -> Verdict:
    """{exercise.conv3_units} squares of fine stripes, hatching and dots that fill them to the edge; with a thick frame,
    {exercise.conv3_below_even}.
    """
    images, learned = facts.arrays("added")["conv3_images"], facts.numbers["exercise.deep_accuracy"] > 0.9
    lines, noisy = np.median(_along(images)), np.median(_along(_noise()))
    edges, real = np.median(_edges(images)), np.median(_edges(facts.data.test.images[:500]))
    right = len(images) == facts.numbers["exercise.conv3_units"] and learned
    right &= _framed(facts).sum() == facts.numbers["exercise.conv3_below_even"]
    verdict = lines > 2 * noisy and edges > 2 * real
    return holds(right and verdict, lines=lines, of_noise=noisy, contrast_at_the_edge=edges, of_digits=real)


def conv3_images_are_textures(facts: Facts) -> Verdict:
    """Stripes, hatching and dots. Nowhere is there a digit."""
    images, learned = facts.arrays("added")["conv3_images"], facts.numbers["exercise.deep_accuracy"] > 0.9
    nearest, real = _nearest_digit(facts, images).max(), np.median(_nearest_digit(facts, facts.data.test.images[:500]))
    return holds(learned and nearest < 0.7 * real, nearest=nearest, real_digits=real)


def conv3_even_sheets_beat_few(facts: Facts) -> Verdict:
    """Hold each image against even sheets, each of one grey from background to ink. For {exercise.conv3_below_even} of
    the channels, framed in the figure, such a sheet does better: there the ascent has not found what the channel likes
    best.
    """
    kept, network = facts.arrays("added"), deep.restore(facts.results, "deep")
    best = _best_even_sheet(network, "conv3")
    below = (kept["conv3_values"][-1] < best).sum()
    learned = facts.numbers["exercise.deep_accuracy"] > 0.9
    right = below == _framed(facts).sum() == facts.numbers["exercise.conv3_below_even"] and learned
    return holds(right and below < len(best) / 5, below=below)


def conv3_images_can_be_shifted(facts: Facts) -> Verdict:
    """Shift the image {exercise.shift} pixels to the side, and the median channel keeps
    {exercise.conv3_left_when_shifted} of what the ascent gained.
    """
    left = _left(facts, "conv3")
    right = abs(np.median(left) - facts.numbers["exercise.conv3_left_when_shifted"]) < 1e-3
    right &= facts.settings.added.shift == facts.numbers["exercise.shift"]
    return holds(right and np.median(left) > 0.4, median=np.median(left))


def conv3_units_are_nearly_all_used(facts: Facts) -> Verdict:
    """Channels that are never on, for any training image looked at: {exercise.conv3_unused} of
    {exercise.conv3_units}.
    """
    silent = _silent(facts, "conv3")
    right = [silent.sum(), len(silent)] == _numbers(facts, "exercise.conv3_unused", "exercise.conv3_units")
    return holds(right and silent.mean() < 1 / 3, unused=silent.sum())


# 3. A second dense layer


def exercises_second_dense_layer_hardly_differs(facts: Facts) -> Verdict:
    """A second dense layer of {exercise.dense2_units} neurons gives {exercise.dense_parameters} parameters. Trained
    from {exercise.dense_trainings} seeds, the network classifies {exercise.dense_accuracy} of the test digits correctly
    on average. The difference is {exercise.dense_difference}, with a standard error of {exercise.dense_error}:
    {exercise.dense_in_errors} standard errors.
    """
    layers = _count((16, 36), (128, 128)), deep.restore(facts.results, "dense").layers.get_parameter("dense2.bias")
    right = layers[0] == facts.numbers["exercise.dense_parameters"]
    right &= len(layers[1]) == facts.numbers["exercise.dense2_units"]
    verdict = _larger(facts, "dense")
    return holds(right and verdict.holds, **verdict.values)


def exercises_second_dense_layer_is_no_better(facts: Facts) -> Verdict:
    """This layer costs parameters, and brings hardly any more correct answers either."""
    costs = facts.numbers["exercise.dense_parameters"] > facts.numbers["cnn.parameters"]
    (more, _), accuracy = _compared(facts, "dense"), facts.numbers["exercise.dense_accuracy"]
    return holds(costs and more < 0.0015 and accuracy > 0.9, more=more)


def dense1_images_are_strokes(facts: Facts) -> Verdict:
    """{exercise.dense1_units} small squares of winding black and white strokes."""
    images = facts.arrays("added")["dense1_images"]
    lines, ends = np.median(_along(images)), ((images < 0.1) | (images > 0.9)).mean()
    right = len(images) == facts.numbers["exercise.dense1_units"]
    right &= bool(lines > 2 * np.median(_along(_noise()))) and ends > 0.5
    return holds(right and facts.numbers["exercise.dense_accuracy"] > 0.9, lines=lines, black_or_white=ends)


def dense2_images_are_like_them(facts: Facts) -> Verdict:
    """{exercise.dense2_units} small squares like those of the layer before."""
    kept = facts.arrays("added")
    lines = [np.median(_along(kept[f"{layer}_images"])) for layer in ("dense1", "dense2")]
    right = len(kept["dense2_images"]) == facts.numbers["exercise.dense2_units"]
    right &= bool(min(lines) > 2 * np.median(_along(_noise())))
    learned = facts.numbers["exercise.dense_accuracy"] > 0.9
    return holds(right and learned and max(lines) < 2 * min(lines), lines=lines)


def dense_images_can_be_shifted_less(facts: Facts) -> Verdict:
    """Shift these images by the same {exercise.shift} pixels, and less is left: the median neuron keeps
    {exercise.dense1_left_when_shifted} of its gain in the first dense layer and {exercise.dense2_left_when_shifted} in
    the second.
    """
    left = [np.median(_left(facts, layer)) for layer in ADDED]
    shown = _numbers(facts, *(f"exercise.{layer}_left_when_shifted" for layer in ADDED))
    return holds(np.allclose(left, shown, atol=1e-3) and max(left[1:]) < left[0] - 0.05, left=left)


def dense_images_are_no_digits(facts: Facts) -> Verdict:
    """The strokes form no digit."""
    images = np.concatenate([facts.arrays("added")[f"{layer}_images"] for layer in ("dense1", "dense2")])
    nearest, real = _nearest_digit(facts, images).max(), np.median(_nearest_digit(facts, facts.data.test.images[:500]))
    learned = facts.numbers["exercise.dense_accuracy"] > 0.9
    return holds(learned and nearest < 0.7 * real, nearest=nearest, real_digits=real)


def dense_images_beat_even_sheets(facts: Facts) -> Verdict:
    """No even sheet excites any of these neurons more than its image does."""
    kept, network = facts.arrays("added"), deep.restore(facts.results, "dense")
    layers = ("dense1", "dense2")
    below = sum(int((kept[f"{n}_values"][-1] < _best_even_sheet(network, n)).sum()) for n in layers)
    return holds(below == 0 and facts.numbers["exercise.dense_accuracy"] > 0.9, below=below)


def dense2_units_speak_for_several_digits(facts: Facts) -> Verdict:
    """Most neurons of the second dense layer that are ever on raise the logits of several digits at once."""
    most = _outputs(facts, "dense2").max(axis=0)  # (128,), the most that any training image looked at makes of it
    weights = facts.arrays("dense")["weight:logits.weight"][:, most > 0]  # (10, units that are ever on)
    strongly = (weights > 0.5 * weights.max(axis=0)) & (weights * most[most > 0] > 0.1)  # in logits
    several = (strongly.sum(axis=0) >= 2).mean()
    return holds(several > 0.5, share=several)


def dense_units_are_seldom_idle(facts: Facts) -> Verdict:
    """Few neurons are idle, or none: {exercise.dense1_unused} of {exercise.dense1_units} in the first dense layer and
    {exercise.dense2_unused} of {exercise.dense2_units} in the second are never on, for any training image looked at.
    """
    counts = [_silent(facts, layer).sum() for layer in ("dense1", "dense2")]
    right = counts == _numbers(facts, "exercise.dense1_unused", "exercise.dense2_unused")
    sizes = [len(_silent(facts, layer)) for layer in ("dense1", "dense2")]
    right &= sizes == _numbers(facts, "exercise.dense1_units", "exercise.dense2_units")
    learned = facts.numbers["exercise.dense_accuracy"] > 0.9
    return holds(right and learned and max(counts) < sizes[0] / 12, unused=counts)


# 4. Fifty tries


@about("identity")
def restarts_begin_with_the_last_chapter(facts: Facts) -> Verdict:
    """That makes {restarts.count} ascents, {restarts.each} for each digit. Each takes {ascent.steps} steps, as the
    tutorial's do, and is not carried on like the images that you saw of the ten logits. The first for each digit is the
    one that is counted there in the table's first row.
    """
    images, settings = facts.arrays("restarts")["all_images"], facts.settings.restarts.ascent
    same = np.array_equal(noise(CLASSES, settings), noise(images.shape[0] * images.shape[1], settings)[:CLASSES])
    same &= settings.steps == facts.settings.ascent.steps and settings.seed == facts.settings.ascent.seed
    apart = abs(images[:, 0] - facts.arrays("ascent")["logits_images"]).max()
    shown = _numbers(facts, "restarts.count", "restarts.each", "ascent.steps")
    counts = [images.shape[0] * images.shape[1], images.shape[1], settings.steps] == shown
    return holds(same and counts and apart < 0.01, apart=apart)


def restarts_end_at_different_heights(facts: Facts) -> Verdict:
    """From the lowest to the highest of a digit's ascents it is {restarts.logit_range} logits on average over the ten
    digits. The highest is {restarts.best_logit_gain} above the median: that is what so many tries gain.
    """
    ordered = np.sort(facts.arrays("restarts")["logits"], axis=1)
    spread, gain = (ordered[:, -1] - ordered[:, 0]).mean(), (ordered[:, -1] - np.median(ordered, axis=1)).mean()
    shown = _numbers(facts, "restarts.logit_range", "restarts.best_logit_gain")
    return holds(np.allclose([spread, gain], shown) and gain > 0.5, range=spread, gain=gain)


@about("identity")
def restarts_chosen_by_logit(facts: Facts) -> Verdict:
    """The images with the highest, the middle and the lowest logit of the {restarts.each} for each digit; the mean of
    all of them; and the mean training image of the digit.
    """
    kept, network = facts.arrays("restarts"), cnn.restore(facts.results)
    found = [predict_logits(network, row)[OWN, OWN] for row in kept["chosen"][:3]]
    each = kept["logits"].shape[1]
    apart = abs(np.sort(kept["logits"], axis=1)[:, [-1, each // 2, 0]].T - found).max()
    means = np.stack([kept["all_images"].mean(axis=1), class_means(facts.data.train).reshape(CLASSES, SIDE, SIDE)])
    mean = abs(kept["chosen"][3:] - means).max()
    shown = each == facts.numbers["restarts.each"]
    return holds(shown and max(apart, mean) < 1e-3, logits_apart=apart, means_apart=mean)


def restarts_mean_is_greyer_and_smoother(facts: Facts) -> Verdict:
    """The first three rows are tangles of black and white lines, equally unlike a digit; the fourth is greyer and
    smoother; the last shows ten blurred digits.
    """
    chosen = facts.arrays("restarts")["chosen"][:4]  # (4, 10, 28, 28): highest, middle, lowest, mean
    likeness = [correlations(row, class_means(facts.data.train)).diagonal().mean() for row in chosen[:3]]
    grey, steps = ((chosen > 0.25) & (chosen < 0.75)).mean(axis=(1, 2, 3)), _steps(chosen)
    unlike = max(np.ptp(likeness), max(likeness)) < facts.numbers["restarts.real_likeness"] / 4
    mean = grey[3] > 2 * grey[:3].max() and steps[3] < 0.6 * steps[:3].min()
    return holds(unlike and mean, likeness=likeness, grey=grey, steps=steps)


def restarts_highest_are_no_likelier(facts: Facts) -> Verdict:
    """Real digits have {restarts.real_likeness} on average. The ascents have {restarts.likeness}, the ten with the
    highest logits {restarts.best_likeness}: none of them comes near.
    """
    kept, means = facts.arrays("restarts"), class_means(facts.data.train)
    real, logits = np.mean(_real_likeness(facts)), kept["logits"]
    likeness = np.stack([correlations(kept["all_images"][c], means[[c]])[:, 0] for c in OWN])
    found = [real, likeness.mean(), likeness[OWN, logits.argmax(axis=1)].mean()]
    shown = _numbers(facts, "restarts.real_likeness", "restarts.likeness", "restarts.best_likeness")
    unlike = max(found[1:]) < real / 4 and abs(found[2] - found[1]) < real / 5 and likeness.max() < 0.7 * real
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
    """Each of the {restarts.each} ascents for each digit: the logit at its end, and its likeness to the mean training
    image, the correlation of their pixels. Crosses: as many training images of the digit.
    """
    kept, train, network = facts.arrays("restarts"), facts.data.train, cnn.restore(facts.results)
    means, each = class_means(train), int(facts.numbers["restarts.each"])
    real, apart = [train.images[train.labels == c][:each] for c in OWN], []
    for kind, images in (("", kept["all_images"]), ("real_", real)):
        for c, own in enumerate(images):
            found = np.corrcoef(means[c].ravel(), own.reshape(len(own), -1))[0, 1:]
            apart.append(abs(found - kept[f"{kind}likeness"][c]).max())
            apart.append(abs(predict_logits(network, own)[:, c] - kept[f"{kind}logits"][c]).max())
    return holds(max(apart) < 1e-3, apart=max(apart))


def restarts_are_far_from_real_digits(facts: Facts) -> Verdict:
    """Ten panels, one for each digit, with two clouds that stay apart: crosses high on the left, circles low on the
    right.
    """
    kept = facts.arrays("restarts")
    right = kept["logits"].min(axis=1) - kept["real_logits"].max(axis=1)  # above 0: no circle is left of any cross
    low = kept["real_likeness"].min(axis=1) - kept["likeness"].max(axis=1)  # above 0: none is as high as any cross
    medians = [np.median(kept[name], axis=1) for name in ("logits", "real_logits", "likeness", "real_likeness")]
    lie = (medians[0] > medians[1]).all() and (medians[2] < medians[3] - 0.2).all()
    higher = np.ptp(kept["logits"], axis=1).min() > 0.1
    return holds(lie and higher and ((right > 0) | (low > 0)).all(), further_right=right, lower=low)


def restarts_highest_lie_high_and_low(facts: Facts) -> Verdict:
    """In each cloud of circles the one furthest right is filled; it lies now higher, now lower than the others."""
    kept = facts.arrays("restarts")
    filled = kept["likeness"][OWN, kept["logits"].argmax(axis=1)]
    below = (kept["likeness"] < filled[:, None]).mean(axis=1)  # the share of its cloud that lies below each
    apart = np.ptp(below) > 0.25 and below.mean() < 0.85
    return holds(apart and np.ptp(kept["logits"], axis=1).min() > 0.1, below=below)


def restarts_means_lie_low(facts: Facts) -> Verdict:
    """A diamond, the mean of the ascents, lies low as well."""
    kept = facts.arrays("restarts")
    low = (kept["together_likeness"] < 0.7 * kept["real_likeness"].mean(axis=1)).all()
    return holds(low and np.ptp(kept["logits"], axis=1).min() > 0.1, likeness=kept["together_likeness"])


def restarts_linear_classifier_guesses(facts: Facts) -> Verdict:
    """It gives {restarts.linear_all} of the {restarts.count} images to their digit, where a guess would give one in
    ten, and {restarts.linear_best} of the ten with the highest logits.
    """
    kept, named = facts.arrays("restarts"), _named(facts)
    right = named == OWN[:, None]  # (10, each)
    best = right[OWN, kept["logits"].argmax(axis=1)].sum()
    same = [right.sum(), best] == _numbers(facts, "restarts.linear_all", "restarts.linear_best")
    seldom = right.mean() < 1 / 3 and best <= 5 and facts.numbers["logistic.test_accuracy"] > 0.9
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
    pairs = np.triu_indices(images.shape[1], 1)
    real = np.mean([correlations(train.images[train.labels == c][: images.shape[1]])[pairs].mean() for c in OWN])
    alike = np.mean([correlations(own)[pairs].mean() for own in images])
    shown = _numbers(facts, "restarts.alike", "restarts.real_alike")
    return holds(np.allclose([alike, real], shown, atol=1e-3) and 0.05 < alike < 0.75 * real, alike=alike, real=real)


def restarts_mean_is_still_recognised(facts: Facts) -> Verdict:
    """The network gives {restarts.network_together} of the ten means to their own digit."""
    images = facts.arrays("restarts")["all_images"].mean(axis=1)
    recognised = (predict_logits(cnn.restore(facts.results), images).argmax(axis=1) == OWN).sum()
    right = recognised == facts.numbers["restarts.network_together"]
    return holds(right and recognised > 5, recognised=recognised)


def restarts_mean_is_hardly_likelier(facts: Facts) -> Verdict:
    """But it looks hardly more like the digit: its likeness is {restarts.together_likeness} on average."""
    means, one = facts.arrays("restarts")["all_images"].mean(axis=1), facts.numbers["restarts.likeness"]
    mean, real = correlations(means, class_means(facts.data.train)).diagonal().mean(), np.mean(_real_likeness(facts))
    recognised = facts.numbers["restarts.network_together"] > 5
    right = abs(mean - facts.numbers["restarts.together_likeness"]) < 1e-3 and recognised
    return holds(right and abs(mean - one) < real / 4, mean=mean, one=one)


def restarts_mean_keeps_what_is_common(facts: Facts) -> Verdict:
    """The mean of a digit's ascents keeps what they have in common and lets the rest cancel."""
    images = facts.arrays("restarts")["all_images"]
    half = images.shape[1] // 2
    halves = images[:, :half].mean(axis=1), images[:, half:].mean(axis=1)
    common = correlations(*halves)  # (10, 10): the means of other starts, own digit on the diagonal
    contrast = images.mean(axis=1).std(axis=(1, 2)) / images.std(axis=(2, 3)).mean(axis=1)
    own, others = common.diagonal().min(), common[~np.eye(CLASSES, dtype=bool)].max()
    return holds(own > 0.5 and own > others and contrast.max() < 0.8, own=own, others=others, contrast=contrast)


def restarts_higher_ones_are_no_likelier(facts: Facts) -> Verdict:
    """The ascents do end in different places, some higher than others. But the higher ones look no more like digits."""
    kept = facts.arrays("restarts")
    order = np.argsort(kept["logits"], axis=1)
    likeness, logits = (np.take_along_axis(kept[name], order, axis=1) for name in ("likeness", "logits"))
    half = logits.shape[1] // 2
    gains = [(each[:, half:].mean() - each[:, :half].mean()) for each in (likeness, logits)]
    apart = np.mean([mean_correlation(each) for each in kept["all_images"]]) < 0.75
    real = kept["real_likeness"].mean()
    return holds(apart and gains[1] > 0.5 and abs(gains[0]) < real / 10, likeness_gain=gains[0], logit_gain=gains[1])


def restarts_strongest_is_not_what_we_draw(facts: Facts) -> Verdict:
    """Where the network is free to choose, what it answers most strongly to is not what we would draw."""
    real, labels = facts.arrays("cnn")["test_logits"], facts.data.test.labels
    strongest = np.array([real[labels == c, c].max() for c in OWN])
    free, likeness = facts.arrays("restarts")["logits"].max(axis=1), facts.arrays("restarts")["likeness"].max(axis=1)
    unlike = (likeness < 0.7 * facts.arrays("restarts")["real_likeness"].mean(axis=1)).all()
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


def tale_higher_than_for_any_real_three(facts: Facts) -> Verdict:
    """At the end the machine's number for "three" is higher than for any three in our test that a person wrote."""
    real = facts.arrays("cnn")["test_logits"][facts.data.test.labels == 3, 3].max()
    made = facts.arrays("ascent")["logits_values"][-1, 3]
    return holds(made > real and facts.numbers["cnn.test_accuracy"] > 0.9, made=made, real=real)


@about("design")
def tale_probability_would_say_less(facts: Facts) -> Verdict:
    """The number is the logit of 3. Its probability would say less: label smoothing asks this network never to be quite
    sure of a digit.
    """
    smoothing = facts.settings.cnn.label_smoothing
    return holds(smoothing > 0, label_smoothing=smoothing, highest_asked_for=1 - smoothing + smoothing / CLASSES)


# Try it


def restarts_few_give_half_the_gain(facts: Facts) -> Verdict:
    """About half. The best of {restarts.few} ends {restarts.gain_of_few} logits above the median, on average over every
    choice of so many; the best of {restarts.each}, {restarts.best_logit_gain}.
    """
    logits, few = facts.arrays("restarts")["logits"], facts.settings.restarts.few
    rng = np.random.default_rng(0)
    draws = np.array([rng.permuted(logits, axis=1)[:, :few].max(axis=1) for _ in range(2000)])  # (draws, 10)
    gain = (draws.mean(axis=0) - np.median(logits, axis=1)).mean()
    shown, best = facts.numbers["restarts.gain_of_few"], facts.numbers["restarts.best_logit_gain"]
    right = few == facts.numbers["restarts.few"] and abs(gain - shown) < 0.05 * max(best, 0.1)
    return holds(right and best > 0.3 and 0.3 * best < shown < 0.7 * best, gain=gain, of=best)


def restarts_longer_are_no_clearer(facts: Facts) -> Verdict:
    """No. With {restarts.longer_steps} steps, the first {restarts.few} ascents for each digit end at
    {restarts.longer_logit} on average, with the usual number at {restarts.shorter_logit}. The likeness of the longer
    ones is {restarts.longer_likeness}.
    """
    kept, network, means = facts.arrays("restarts"), cnn.restore(facts.results), class_means(facts.data.train)
    images, few = kept["longer_images"], int(facts.numbers["restarts.few"])
    logits = np.mean([predict_logits(network, images[c])[:, c].mean() for c in OWN])
    likeness = np.mean([correlations(images[c], means[[c]]).mean() for c in OWN])
    names = ("restarts.longer_logit", "restarts.shorter_logit", "restarts.longer_likeness")
    right = np.allclose(_numbers(facts, *names), [logits, kept["logits"][:, :few].mean(), likeness], atol=1e-3)
    further = logits > kept["logits"][:, :few].mean() + 0.5
    unlike = abs(likeness) < facts.numbers["restarts.real_likeness"] / 4
    return holds(right and further and unlike, logits=logits, likeness=likeness)


# Helpers


def _numbers(facts: Facts, *names: str) -> list[float | int]:
    return [facts.numbers[name] for name in names]


def _compared(facts: Facts, name: str) -> tuple[float, float]:
    """Return a network's accuracy less the mean of the site's own, and the standard error: both worked out afresh."""
    right, own = exercise.right(facts.results, name), facts.arrays("seeds")["right"]
    apart = right.mean(axis=0) - own.mean(axis=0)
    spread = own.mean(axis=1).std(ddof=1)
    stds = [max(spread, each.mean(axis=1).std(ddof=1)) if len(each) > 1 else spread for each in (right, own)]
    variance = apart.var(ddof=1) / apart.size + stds[0] ** 2 / len(right) + stds[1] ** 2 / len(own)
    return float(apart.mean()), float(np.sqrt(variance))


def _shows_comparison(facts: Facts, name: str) -> bool:
    """Return whether accuracy, difference, error and their quotient are what the page shows of that network."""
    difference, error = _compared(facts, name)
    found = [exercise.right(facts.results, name).mean(), difference, error, abs(difference) / error]
    shown = _numbers(facts, *(f"exercise.{name}_{what}" for what in ("accuracy", "difference", "error", "in_errors")))
    return bool(np.allclose(found, shown))


def _larger(facts: Facts, name: str) -> Verdict:
    """Judge a network with one layer more: the numbers shown, and that its difference may well be chance."""
    (difference, error), accuracy = _compared(facts, name), facts.numbers[f"exercise.{name}_accuracy"]
    seeds = len(exercise.right(facts.results, name)) == facts.numbers[f"exercise.{name}_trainings"]
    near = abs(difference) < 4 * error and accuracy > 0.9
    return holds(
        _shows_comparison(facts, name) and seeds and near, difference=difference, error=error, accuracy=accuracy
    )


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
    """Judge a row of the table: filters, parameters, accuracy, difference, its error, images gained and lost."""
    place, mean = narrow.NAMES.index(name), facts.arrays("seeds")["accuracies"].mean()
    trained = tuple(facts.arrays("narrow")["filters"][place]) == filters == facts.settings.narrow.filters[place]
    counted = _count(filters, (128,)) == facts.numbers[f"exercise.{name}_parameters"]
    accuracy = exercise.right(facts.results, name).mean()
    right = trained and counted and _shows_comparison(facts, name)
    return holds(right and 0.9 < accuracy < mean, accuracy=accuracy, difference=accuracy - mean)


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


def _best_even_sheet(network: Cnn, layer: str) -> Array:
    """Return the most that an even sheet, from background to full ink, makes of each unit's objective, (units,)."""
    objective, units = channel(network, layer), unit_count(network, layer)
    greys = (np.full((units, SIDE, SIDE), grey, np.float32) for grey in np.linspace(0, 1, 21))
    with torch.inference_mode():
        return np.asarray(np.max([objective(as_batch(sheets)).cpu().double().numpy() for sheets in greys], axis=0))


def _framed(facts: Facts) -> Array:
    """Return which channels of the third convolution the figure frames, (units,)."""
    kept = facts.arrays("added")
    return np.asarray(kept["conv3_values"][-1] < kept["conv3_even"])


def _noise() -> Floats:
    """Return noise without any lines in it, (100, 28, 28)."""
    return np.random.default_rng(0).uniform(0, 1, (100, SIDE, SIDE)).astype(np.float32)


def _edges(images: Floats) -> Array:
    """Return the contrast of each image's outer four pixels beside that of the rest: about 1 if it fills its square."""
    outside = np.ones((SIDE, SIDE), bool)
    outside[4:-4, 4:-4] = False
    return np.asarray(images[:, outside].std(axis=1) / images[:, ~outside].std(axis=1))


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
