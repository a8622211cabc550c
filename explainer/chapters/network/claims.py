"""What the page on the network says, as predicates."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import comb
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.methods import attribution
from explainer.methods.activation_maximization import noise
from explainer.methods.calibration import reliability
from explainer.methods.detectors import nearest_edges
from explainer.methods.evidence import evidence
from explainer.methods.objectives import channel, unit_count
from explainer.methods.uncertainty import ERRORS, compare, sampling_error
from explainer.models.cnn import as_batch, initial, optimizers, predict_logits, to_arrays
from explainer.models.linear import cross_entropy, softmax
from explainer.trainings import cnn, logistic, seeds

Array = NDArray[Any]

# What the tutorial prints.
PRINTED_RIGHT, PRINTED_TEST = 9_888, 10_000
PRINTED_STEPS, PRINTED_BATCH, PRINTED_RATE = 10_000, 64, 1e-4
PRINTED_SHARES = {9: 14.1, 47: 73.4, 57: 89.1, 63: 98.4, 64: 100.0}  # of the 64 images of a step: how many, percent

_ORDERS = ("network_parts", "network_saliency", "network_random")  # in which pixels are taken away

GUESS = np.log(10)  # nats: the loss where every class has the same probability


def _shapes(facts: Facts) -> dict[str, tuple[int, ...]]:
    """Return the shape of what comes out of every layer for one image of background."""
    network, image = cnn.restore(facts.results), as_batch(np.zeros((1, 28, 28), np.float32))
    return {name: tuple(network.activations(image, name)[0].shape) for name in network.names()}


def _weights(facts: Facts, name: str) -> Array:
    """Return a weight or a bias of the trained network."""
    return facts.arrays("cnn")[cnn.WEIGHT + name]


def _parameters(facts: Facts, layer: str) -> int:
    """Return how many numbers training may change in a layer."""
    return _weights(facts, f"{layer}.weight").size + _weights(facts, f"{layer}.bias").size


def _test(facts: Facts) -> tuple[Array, Array]:
    """Return the class that the network gives each test image, and the probability that it gives it."""
    given = softmax(facts.arrays("cnn")["test_logits"])  # (N, 10)
    return given.argmax(axis=1), given.max(axis=1)


def _wrong(facts: Facts) -> Array:
    """Return for each test image whether the network misclassifies it."""
    return np.asarray(_test(facts)[0] != facts.data.test.labels)


def _maps(facts: Facts) -> dict[str, Array]:
    """Return what every layer makes of the first test image."""
    network, image = cnn.restore(facts.results), as_batch(facts.data.test.images[:1])
    return {name: network.activations(image, name)[0].cpu().numpy() for name in network.names()}


# The flowchart and the layers.


@about("identity")
def network_small_step_raises_unit(facts: Facts) -> Verdict:
    """and every pixel takes a step in the direction that makes the unit more active."""
    network, settings = cnn.restore(facts.results), facts.settings.ascent
    change = []
    for layer in ("conv1", "conv2", "logits"):
        start = noise(unit_count(network, layer), settings)
        objective = channel(network, layer)
        images = as_batch(start).requires_grad_()
        (gradient,) = torch.autograd.grad(objective(images).sum(), images)
        with torch.no_grad():
            size = 1e-3 / gradient.flatten(1).norm(dim=1).clamp_min(1e-12)
            change.append(float((objective(images + size[:, None, None, None] * gradient) - objective(images)).min()))
    return holds(min(change) >= 0, smallest_change=change)


@about("data")
def network_flowchart_shows_training_images(facts: Facts) -> Verdict:
    """On the left, training images with their classes go through the network to ten logits and a loss, and an arrow
    leads from the loss back to the network: a step for every weight, down the gradient
    of the loss.
    """
    kept, train = facts.arrays("network"), facts.data.train
    images, labels = kept["training_images"] == train.images[:3], kept["training_labels"] == train.labels[:3]
    return holds(images.all() and labels.all(), classes=kept["training_labels"])


@about("design")
def network_flowchart_starts_from_noise(facts: Facts) -> Verdict:
    """On the right, one image, noise at first, goes through the same network to one unit and its activation, and an
    arrow leads from there back to the image: a step for every pixel, up the gradient of the unit.
    """
    start, climb = facts.arrays("network")["start_image"], facts.settings.ascent
    within = climb.low <= start.min() < start.max() <= climb.high
    return holds(within and np.ptp(start) > 0.9 * (climb.high - climb.low), least=start.min(), greatest=start.max())


@about("design")
def network_flowchart_lists_the_layers(facts: Facts) -> Verdict:
    """The network stands between as a list of layers: conv1, conv2, dense1 and logits."""
    kept, shapes = facts.arrays("network"), _shapes(facts)
    listed = kept["layer_names"][kept["layer_parameters"] > 0].tolist()
    same = {str(name): tuple(shape) for name, shape in zip(kept["layer_names"], kept["layer_shapes"], strict=True)} == {
        name: (*shape, 1, 1)[:3] for name, shape in shapes.items()
    }
    return holds(same and listed == ["conv1", "conv2", "dense1", "logits"], layers=listed)


@about("design")
def network_conv1_row(facts: Facts) -> Verdict:
    """conv1 — slides {network.conv1_units} filters of {network.kernel_side}×{network.kernel_side} over the image —
    {network.conv1_units} maps of {network.conv1_side}×{network.conv1_side} — {network.conv1_parameters}
    """
    said = [facts.numbers[f"network.{name}"] for name in ("conv1_units", "conv1_side", "kernel_side")]
    count = facts.numbers["network.conv1_parameters"]
    fits = said == [16, 28, 5] and _shapes(facts)["conv1"] == (16, 28, 28)
    return holds(fits and count == 16 * (25 + 1) == _parameters(facts, "conv1"), parameters=count)


@about("design")
def network_conv1_pool_row(facts: Facts) -> Verdict:
    """keeps the largest of every 2×2 — {network.conv1_units} maps of {network.pool1_side}×{network.pool1_side}"""
    shapes = _shapes(facts)
    side = facts.numbers["network.pool1_side"]
    return holds(shapes["conv1_pool"] == shapes["conv1_relu"] == (16, side, side) and side == 14, side=side)


@about("design")
def network_conv2_row(facts: Facts) -> Verdict:
    """conv2 — slides {network.conv2_units} filters of {network.kernel_side}×{network.kernel_side} over all
    {network.conv1_units} maps — {network.conv2_units} maps of {network.pool1_side}×{network.pool1_side} —
    {network.conv2_parameters}
    """
    count = facts.numbers["network.conv2_parameters"]
    fits = facts.numbers["network.conv2_units"] == 36 and _shapes(facts)["conv2"] == (36, 14, 14)
    return holds(fits and count == 36 * (16 * 25 + 1) == _parameters(facts, "conv2"), parameters=count)


@about("design")
def network_conv2_pool_row(facts: Facts) -> Verdict:
    """keeps the largest of every 2×2 — {network.conv2_units} maps of {network.pool2_side}×{network.pool2_side}"""
    shapes = _shapes(facts)
    side = facts.numbers["network.pool2_side"]
    return holds(shapes["conv2_pool"] == shapes["conv2_relu"] == (36, side, side) and side == 7, side=side)


@about("design")
def network_flatten_row(facts: Facts) -> Verdict:
    """flatten — puts the maps into one row — {network.flat_values} numbers"""
    values = facts.numbers["network.flat_values"]
    return holds(_shapes(facts)["flatten"] == (values,) == (36 * 7 * 7,), values=values)


@about("design")
def network_dense1_row(facts: Facts) -> Verdict:
    """dense1 — adds up everything, with weights — {network.dense1_units} numbers — {network.dense1_parameters}"""
    shapes, count = _shapes(facts), facts.numbers["network.dense1_parameters"]
    fits = shapes["dense1"] == shapes["dense1_relu"] == (128,) == (facts.numbers["network.dense1_units"],)
    return holds(fits and count == 128 * (36 * 7 * 7 + 1) == _parameters(facts, "dense1"), parameters=count)


@about("design")
def network_logits_row(facts: Facts) -> Verdict:
    """logits — adds up everything, with weights — 10 logits — {network.logits_parameters}"""
    count = facts.numbers["network.logits_parameters"]
    fits = _shapes(facts)["logits"] == (10,)
    return holds(fits and count == 10 * (128 + 1) == _parameters(facts, "logits"), parameters=count)


@about("design")
def network_parameters_add_up(facts: Facts) -> Verdict:
    """{cnn.parameters}"""
    counts = [facts.numbers[f"network.{layer}_parameters"] for layer in ("conv1", "conv2", "dense1", "logits")]
    whole = facts.numbers["cnn.parameters"]
    shown = facts.arrays("network")["layer_parameters"]
    return holds(whole == sum(counts) == shown.sum() == cnn.restore(facts.results).parameter_count(), layers=counts)


@about("design")
def network_convolutions_need_few_weights(facts: Facts) -> Verdict:
    """A channel of the second reads all {network.conv1_units} maps, with 25 weights for each."""
    first, second = (_weights(facts, f"{layer}.weight")[0] for layer in ("conv1", "conv2"))
    units = facts.numbers["network.conv1_units"]
    biases = _weights(facts, "conv1.bias").size
    return holds(first.size == 25 and biases == units and second.shape == (units, 5, 5), first=first.size, units=units)


@about("design")
def network_dense_layer_holds_most_parameters(facts: Facts) -> Verdict:
    """Every one of its neurons has a weight for every number that reaches it, and so the layer holds
    {network.dense1_share} of all the parameters.
    """
    share = _parameters(facts, "dense1") / sum(
        _parameters(facts, name) for name in cnn.restore(facts.results).weighted()
    )
    fits = _weights(facts, "dense1.weight").shape[1] == facts.numbers["network.flat_values"]
    return holds(fits and share == facts.numbers["network.dense1_share"] > 0.9, share=share)


@about("identity")
def network_receptive_field(facts: Facts) -> Verdict:
    """In the second it is {network.receptive_side} pixels wide and as many high, half of the image each way."""
    network, rng = cnn.restore(facts.results), np.random.default_rng(0)
    images = np.repeat(rng.random((1, 28, 28), np.float32), 1 + 2 * 28, axis=0)
    for line in range(28):  # change one row, then one column, in an image each
        images[1 + line, line], images[29 + line, :, line] = rng.random((2, 28), np.float32)
    values = network.activations(as_batch(images), "conv2")[:, :, 7, 7].cpu().numpy()  # (57, 36)
    felt = (np.abs(values[1:] - values[0]).max(axis=1) > 1e-6).reshape(2, 28)
    spans = [int(np.ptp(np.flatnonzero(each)) + 1) if each.any() else 0 for each in felt]
    side = facts.numbers["network.receptive_side"]
    return holds(max(spans) <= side == 28 / 2 and min(spans) >= side - 2, rows_and_columns_felt=spans)


@about("identity")
def network_pooling_before_relu_is_the_same(facts: Facts) -> Verdict:
    """The result is the same: the largest of four numbers is the same number whether the negative ones are set to 0
    before or after.
    """
    network, images = cnn.restore(facts.results), as_batch(facts.data.test.images[:50])
    differs = []
    for place in ("conv1", "conv2"):
        theirs = torch.nn.functional.max_pool2d(network.activations(images, place).relu(), 2)
        differs.append(float((network.activations(images, f"{place}_relu") - theirs).abs().max()))
    return holds(max(differs) == 0, largest_difference=differs)


@about("design")
def network_pooling_first_saves_work(facts: Facts) -> Verdict:
    """But after pooling there are a quarter as many numbers left to look at, so three quarters of that work is
    saved.
    """
    shapes = _shapes(facts)
    counts = [[np.prod(shapes[f"{layer}{kind}"]) for kind in ("", "_pool")] for layer in ("conv1", "conv2")]
    return holds(all(before == 4 * after for before, after in counts), before_and_after=np.ravel(counts))


# One number, worked out.


@about("identity")
def network_worked_number_is_the_largest(facts: Facts) -> Verdict:
    """Of all the numbers that the first convolution makes of the first test image, it is the largest."""
    kept, maps = facts.arrays("network"), _maps(facts)["conv1"]
    value = maps[(int(kept["worked_unit"]), *kept["worked_place"])]
    return holds(np.isclose(value, maps.max(), atol=1e-4), value=value, largest=maps.max())


@about("identity")
def network_worked_products_add_up(facts: Facts) -> Verdict:
    """The products are added up, and the filter's bias is added: that is the activation at this place."""
    kept, (row, column) = facts.arrays("network"), facts.arrays("network")["worked_place"]
    patch = np.pad(facts.data.test.images[0], 2)[row : row + 5, column : column + 5]
    products = patch * _weights(facts, "conv1.weight")[int(kept["worked_unit"]), 0]
    total = kept["worked_products"].sum() + kept["worked_bias"]
    apart = abs(total - _maps(facts)["conv1"][(int(kept["worked_unit"]), row, column)])
    return holds(np.allclose(products, kept["worked_products"]) and apart < 1e-4, sum_and_bias=total, apart=apart)


def network_worked_pooling_and_relu(facts: Facts) -> Verdict:
    """The ReLU lets it through, as it is positive. At the place where the map is lowest, even the largest of four is
    negative, and the ReLU makes it 0.
    """
    kept, relu = facts.arrays("network"), _maps(facts)["conv1_relu"]
    pooled = kept["worked_blocks"].max(axis=(1, 2))
    there = [relu[(int(kept["worked_unit"]), *corner // 2)] for corner in kept["worked_corners"]]
    fits = np.allclose(there, pooled.clip(min=0), atol=1e-4)
    return holds(fits and pooled[0] > 0.1 and pooled[1] < -0.1, pooled=pooled)


@about("design")
def network_worked_figure_shows_both_cases(facts: Facts) -> Verdict:
    """At the bottom twice four numbers, the largest of the four, and what the ReLU makes of it: once the same number,
    once 0.
    """
    pooled = facts.arrays("network")["worked_blocks"].max(axis=(1, 2))
    return holds(pooled[0] > 0 > pooled[1], pooled=pooled)


# Before and after.


@about("design")
def network_random_weights_guess(facts: Facts) -> Verdict:
    """With the random weights that it starts from, the network correctly classifies {cnn.test_accuracy_before} of the
    test digits, about as many as a guess would.
    """
    before, validated = facts.numbers["cnn.test_accuracy_before"], facts.arrays("network")["validation_accuracies"][0]
    some = facts.data.test.part(0, 1000)
    again = (predict_logits(initial(facts.settings.cnn.seed), some.images).argmax(axis=1) == some.labels).mean()
    return holds(all(0.01 < share < 0.25 for share in (before, validated, again)), test=before, validation=validated)


@about("design")
def network_first_loss_is_that_of_a_guess(facts: Facts) -> Verdict:
    """The loss of a classifier that gives every digit the same probability is log 10, or {network.uniform_loss} nats.
    At the first step it is {network.first_loss}.
    """
    first = facts.arrays("network")["losses"][0]
    same = np.isclose(facts.numbers["network.uniform_loss"], GUESS) and first == facts.numbers["network.first_loss"]
    return holds(same and abs(first - GUESS) < 0.1, first=first, guess=GUESS)


@about("identity")
def network_loss_cannot_reach_zero(facts: Facts) -> Verdict:
    """The curve cannot reach zero: each label gives a little of its 1 to the other nine digits (label smoothing), so
    even the best of answers leaves some cross-entropy.
    """
    share = facts.settings.cnn.label_smoothing / 10
    label = np.array([1 - 9 * share, *[share] * 9])
    floor = -(label * np.log(label)).sum()  # what an answer that equals the smoothed label still costs
    least = facts.arrays("network")["losses"].min()
    return holds(share > 0 and least > floor > 0.2, floor=floor, smallest_loss=least)


def network_loss_falls_steeply_then_slowly(facts: Facts) -> Verdict:
    """The loss begins near log 10, the loss of a guess, falls steeply, then slowly, and ends far below."""
    losses = facts.arrays("network")["losses"]
    tenths = np.array([part.mean() for part in np.array_split(losses, 10)])
    slowly = tenths[0] - tenths[1] > tenths[1] - tenths[-1] > 0
    return holds(abs(losses[0] - GUESS) < 0.1 and slowly and tenths[-1] < 0.2 * losses[0], tenths=tenths)


def network_accuracy_is_soon_near_its_end(facts: Facts) -> Verdict:
    """The accuracy begins near one in ten, and is near its end after three tenths of the steps."""
    values = facts.arrays("network")["validation_accuracies"]
    return holds(0.01 < values[0] < 0.25 and values[-1] - 0.02 < values[3] < values[-1], first=values[:4])


def network_first_tenth_goes_most_of_the_way(facts: Facts) -> Verdict:
    """After a tenth of its steps, the network correctly classifies {network.validation_first} of the validation images,
    and at the end {network.validation_last}. Most of the way is covered at the very beginning.
    """
    steps, values = (facts.arrays("network")[f"validation_{what}"] for what in ("steps", "accuracies"))
    last = facts.numbers["network.steps"]
    taken = steps[0] == 0 and abs(steps[1] - last / 10) < 1 and steps[-1] == last and len(steps) == 11
    shown = [facts.numbers[f"network.validation_{place}"] for place in ("first", "last")] == [values[1], values[-1]]
    most = values[1] - values[0] > 0.9 * (values[-1] - values[0]) > 0
    return holds(taken and shown and most, before=values[0], first=values[1], last=values[-1])


def network_trained_errs_far_less_than_linear(facts: Facts) -> Verdict:
    """Afterwards it correctly classifies {cnn.test_accuracy} of the test digits. It misclassifies {cnn.test_errors},
    fewer than an eighth of what the linear classifier misclassifies.
    """
    wrong, test = int(_wrong(facts).sum()), facts.data.test
    linear = round((1 - logistic.restore(facts.results).accuracy(test)) * len(test))
    shown = wrong == facts.numbers["cnn.test_errors"]
    accurate = np.isclose(1 - wrong / len(test), facts.numbers["cnn.test_accuracy"])
    return holds(shown and accurate and 8 * wrong < linear, network=wrong, linear=linear)


@about("source")
def network_tutorial_accuracy_and_images(facts: Facts) -> Verdict:
    """The tutorial reaches 98.9 %, or 9,888 of 10,000, after 10,000 steps of 64 images. That is 640,000 images in all,
    with a learning rate that stays at 0.0001.
    """
    del facts
    percent, images = round(100 * PRINTED_RIGHT / PRINTED_TEST, 1), PRINTED_STEPS * PRINTED_BATCH
    return holds(percent == 98.9 and images == 640_000, percent=percent, images=images)


@about("design")
def network_steps_batches_and_epochs(facts: Facts) -> Verdict:
    """Ours takes {network.steps} steps of {cnn.batch} images, {cnn.images_seen} images in all. One pass through all
    training images is called an epoch; the number of epochs is {cnn.epochs}.
    """
    chosen, steps, seen = facts.settings.cnn, len(facts.arrays("cnn")["losses"]), facts.numbers["cnn.images_seen"]
    fits = (facts.numbers["network.steps"], facts.numbers["cnn.batch"]) == (steps, chosen.batch)
    times = seen / len(facts.data.train)
    right = seen == steps * chosen.batch and facts.numbers["cnn.epochs"] == chosen.epochs
    return holds(fits and right and np.isclose(times, chosen.epochs, rtol=0.1), times=times)


def network_more_accurate_on_fewer_images(facts: Facts) -> Verdict:
    """All in all, the network is more accurate than the tutorial's after fewer than a tenth as many images."""
    right, seen = facts.arrays("seeds")["right"], facts.numbers["cnn.images_seen"]
    printed = PRINTED_RIGHT / PRINTED_TEST
    ahead = float(right.mean()) - printed
    # Which images the tutorial's got right is not printed, so nothing can be paired; nor how far its seeds differ.
    errors = [sampling_error(right.mean(), right.shape[1]), sampling_error(printed, PRINTED_TEST)]
    errors += [float(right.mean(axis=1).std(ddof=1))] * 2  # of this network's seed, and of the tutorial's
    clear = ahead > ERRORS * np.linalg.norm(errors)
    fewer = 10 * seen < PRINTED_STEPS * PRINTED_BATCH
    return holds(clear and fewer, ahead=ahead, error=np.linalg.norm(errors), images=seen)


@about("design")
def network_learning_rate_rises_and_falls(facts: Facts) -> Verdict:
    """The learning rate rises to a peak, then falls to nothing. Such a plan is called a learning-rate schedule."""
    chosen = facts.settings.cnn
    fits = min(chosen.peak_learning_rate, chosen.muon_peak_learning_rate) > PRINTED_RATE
    return holds(fits and 0 < chosen.warm_up < 1, share_rising=chosen.warm_up)


@about("design")
def network_two_optimizers(facts: Facts) -> Verdict:
    """Two optimizers share the network's weights. AdamW has the first convolution, the last layer and all biases, with
    a learning rate of up to {cnn.peak_learning_rate}. The weights of the layers between them are Muon's, with a
    learning rate of up to {cnn.muon_peak_learning_rate}.
    """
    network, chosen = initial(facts.settings.cnn.seed), facts.settings.cnn
    by_adam, by_muon = ({id(p) for p in o.param_groups[0]["params"]} for o in optimizers(network, chosen))
    names = {name for name, parameter in network.layers.named_parameters() if id(parameter) in by_muon}
    rates = (chosen.peak_learning_rate, chosen.muon_peak_learning_rate)
    shown = rates == tuple(facts.numbers[f"cnn.{name}learning_rate"] for name in ("peak_", "muon_peak_"))
    all_of_them = len(by_adam | by_muon) == len(by_adam) + len(by_muon) == len(list(network.parameters()))
    return holds(shown and all_of_them and names == {"conv2.weight", "dense1.weight"}, muon=sorted(names))


@about("design")
def network_gradient_has_few_directions(facts: Facts) -> Verdict:
    """The gradient of the second convolution has {muon.directions} directions. With the first mini-batch of the
    training, {muon.few} of them hold {muon.share_before} of its squared size.
    """
    values = facts.arrays("optimizer")["before"]
    share = (values[:5] ** 2).sum() / (values**2).sum()
    shown = (len(values), 5) == (facts.numbers["muon.directions"], facts.numbers["muon.few"])
    return holds(shown and np.isclose(share, facts.numbers["muon.share_before"]) and share > 0.5, share=share)


@about("design")
def network_step_has_all_directions(facts: Facts) -> Verdict:
    """Their singular values are then between {muon.smallest_after} and {muon.largest_after}, and the same number of
    directions hold {muon.share_after}.
    """
    values, numbers = facts.arrays("optimizer")["after"], facts.numbers
    share = (values[:5] ** 2).sum() / (values**2).sum()
    shown = np.allclose(
        (values.min(), values.max(), share),
        [numbers[f"muon.{name}_after"] for name in ("smallest", "largest", "share")],
    )
    return holds(shown and 0.5 < values.min() < values.max() < 1.3 and share < 0.35, share=share, least=values.min())


@about("design")
def network_gradient_falls_fast(facts: Facts) -> Verdict:
    """Those of the gradient fall fast, and most of them are a small part of the first."""
    values = facts.arrays("optimizer")["before"]
    return holds(np.median(values) < 0.25 * values[0], median=np.median(values) / values[0])


@about("design")
def network_step_stays_high(facts: Facts) -> Verdict:
    """Those of the step stay high: the last is more than half of the first."""
    values = facts.arrays("optimizer")["after"]
    return holds(values[-1] > 0.5 * values[0], last=values[-1] / values[0])


@about("design")
def network_batches_are_shifted(facts: Facts) -> Verdict:
    """Each batch is shifted by up to {cnn.shift} pixel, up or down and to either side, so that the exact place of a
    digit matters less.
    """
    shift = facts.numbers["cnn.shift"]
    return holds(shift == facts.settings.cnn.shift == 1, shift=shift)


@about("source")
def network_tutorial_prints_shares_of_64(facts: Facts) -> Verdict:
    """Each of these is measured on the 64 images of that one step, so it can only be a multiple of one in 64: 98.4 %
    is 63 of them, 100.0 % is all.
    """
    del facts
    shares = [round(100 * right / PRINTED_BATCH, 1) for right in PRINTED_SHARES]
    return holds(shares == list(PRINTED_SHARES.values()), percent=shares)


@about("data")
def network_validation_images_are_held_out(facts: Facts) -> Verdict:
    """The lower curve of the figure is measured on images that the network was not trained on."""
    learned = {image.tobytes() for image in facts.data.train.images}
    twice = sum(image.tobytes() in learned for image in facts.data.validation.images)
    return holds(twice == 0 and len(facts.data.validation) > 0, in_both=twice)


# One training is one training, and where it errs.


def network_seeds_all_beat_the_tutorial(facts: Facts) -> Verdict:
    """The accuracy on test is {cnn.test_accuracy_mean} on average, from {cnn.test_accuracy_lowest} to
    {cnn.test_accuracy_highest}, each time above the tutorial's 98.9 %. The standard deviation is
    {cnn.test_accuracy_std}.
    """
    found, others = facts.arrays("seeds")["accuracies"], seeds.restore(facts.results)
    expected = {"mean": found.mean(), "lowest": found.min(), "highest": found.max(), "std": found.std(ddof=1)}
    shown = all(np.isclose(facts.numbers[f"cnn.test_accuracy_{name}"], value) for name, value in expected.items())
    apart = len({to_arrays(other)["conv1.weight"].tobytes() for other in others}) == len(others) == len(found) - 1
    counted = len(found) == facts.numbers["cnn.seeds"] >= 5 and found[0] == facts.numbers["cnn.test_accuracy"]
    return holds(shown and apart and counted and found.min() > PRINTED_RIGHT / PRINTED_TEST, accuracies=found)


@about("identity")
def network_confusion_counts_all_test_images(facts: Facts) -> Verdict:
    """The confusion matrix: all test images by true class and by the class that the network predicts."""
    labels, predicted, counts = facts.data.test.labels, _test(facts)[0], facts.arrays("network")["confusion"]
    again = [[((labels == true) & (predicted == given)).sum() for given in range(10)] for true in range(10)]
    return holds((counts == np.array(again)).all() and counts.sum() == len(labels), images=counts.sum())


def network_nearly_all_lie_on_the_diagonal(facts: Facts) -> Verdict:
    """Nearly all lie on the diagonal, where the network is right; {cnn.test_errors} lie beside it."""
    counts = facts.arrays("network")["confusion"]
    beside = counts.sum() - np.trace(counts)
    fits = beside == _wrong(facts).sum() == facts.numbers["cnn.test_errors"]
    return holds(fits and beside < 0.02 * counts.sum(), beside=beside, all=counts.sum())


@about("identity")
def network_commonest_error(facts: Facts) -> Verdict:
    """No error is more common than a {network.worst_pair_true} taken for a {network.worst_pair_predicted}: it happens
    {network.worst_pair_count} times.
    """
    pairs = 10 * facts.data.test.labels + _test(facts)[0]
    counts = np.bincount(pairs[_wrong(facts)], minlength=100)
    said = [facts.numbers[f"network.worst_pair_{what}"] for what in ("true", "predicted", "count")]
    fits = said[2] == counts.max() == counts[10 * int(said[0]) + int(said[1])] > 0
    return holds(fits, times=counts.max())


@about("identity")
def network_errors_shown_are_the_first(facts: Facts) -> Verdict:
    """The first test images that the network misclassifies, nine at most: the true class, the class that it predicts,
    and the probability that it gives it.
    """
    kept, test, places = facts.arrays("network"), facts.data.test, np.flatnonzero(_wrong(facts))[:9]
    given = softmax(predict_logits(cnn.restore(facts.results), kept["error_images"]))  # (9, 10)
    same = (kept["error_places"] == places).all() and (kept["error_images"] == test.images[places]).all()
    named = (kept["error_labels"] == test.labels[places]).all() and (kept["error_predicted"] == given.argmax(1)).all()
    sure = np.allclose(kept["error_probabilities"], given.max(axis=1), atol=1e-4)
    higher = (given.max(axis=1) > given[np.arange(len(given)), kept["error_labels"]]).all()
    return holds(same and named and sure and higher and len(places) > 0, places=places)


# How sure it is.


@about("design")
def network_smoothing_ceiling(facts: Facts) -> Verdict:
    """Of each label's 1, label smoothing takes {cnn.smoothing} and hands it out to all ten classes in equal parts. So
    the best answer to even the clearest image gives its class {cnn.smoothing_ceiling}.
    """
    share, said = facts.settings.cnn.label_smoothing, facts.numbers["cnn.smoothing_ceiling"]
    label = np.full(10, share / 10) + np.eye(10)[0] * (1 - share)
    answers = np.linspace(0.5, 0.9999, 5000)  # of the class; the other nine share the rest
    losses = -label[0] * np.log(answers) - (1 - label[0]) * np.log((1 - answers) / 9)
    best = answers[losses.argmin()]
    fits = facts.numbers["cnn.smoothing"] == share > 0 and np.isclose(label.sum(), 1)
    return holds(fits and np.isclose(said, label[0]) and abs(best - said) < 1e-3, ceiling=said, best_answer=best)


def network_confidence_is_at_the_ceiling(facts: Facts) -> Verdict:
    """Half of the test digits get more than {cnn.median_confidence}, about as much as the ceiling."""
    median, ceiling = np.median(_test(facts)[1]), facts.numbers["cnn.smoothing_ceiling"]
    return holds(facts.shows("cnn.median_confidence", median) and abs(median - ceiling) < 0.015, median=median)


@about("design")
def network_reliability_has_bins(facts: Facts) -> Verdict:
    """Sort the test images into {cnn.calibration_bins} bins by confidence, and set beside each bin's confidence its
    accuracy: this is a reliability diagram.
    """
    counts, bins = facts.arrays("calibration")["network_counts"], facts.numbers["cnn.calibration_bins"]
    return holds(len(counts) == bins and counts.sum() == len(facts.data.test), bins=bins)


def network_is_underconfident(facts: Facts) -> Verdict:
    """The network is right more often than it says. On average it gives its class {cnn.mean_confidence}, and it is
    right for {cnn.test_accuracy} of the digits.
    """
    confidence, accuracy = _test(facts)[1].mean(), 1 - _wrong(facts).mean()
    shown = facts.shows("cnn.mean_confidence", confidence) and facts.shows("cnn.test_accuracy", accuracy)
    return holds(shown and accuracy - confidence > 0.02, confidence=confidence, accuracy=accuracy)


@about("identity")
def network_expected_calibration_error(facts: Facts) -> Verdict:
    """The mean distance between confidence and accuracy, with each bin weighted by its images, is the expected
    calibration error: {cnn.expected_calibration_error}.
    """
    confidence, right, bins = _test(facts)[1], ~_wrong(facts), facts.settings.calibration.bins
    edges = np.linspace(0, 1, bins + 1)
    inside = [(low < confidence) & (confidence <= high) for low, high in pairwise(edges)]
    error = sum(abs(right[each].sum() - confidence[each].sum()) for each in inside) / len(right)
    return holds(facts.shows("cnn.expected_calibration_error", error), error=error)


def network_temperature_is_below_one(facts: Facts) -> Verdict:
    """Here it is {cnn.temperature}. As it is below 1, it makes the network surer."""
    found, validation = facts.numbers["cnn.temperature"], facts.data.validation
    logits = predict_logits(cnn.restore(facts.results), validation.images)
    losses = [cross_entropy(logits / (found * factor), validation.labels) for factor in (0.9, 1, 1.1)]
    surer = (softmax(logits / found).max(axis=1) >= softmax(logits).max(axis=1)).all()
    return holds(found < 0.8 and surer and losses[1] < min(losses[0], losses[2]), temperature=found, nats=losses)


@about("identity")
def network_temperature_changes_no_prediction(facts: Facts) -> Verdict:
    """No prediction changes, since the largest logit stays the largest."""
    logits = facts.arrays("cnn")["test_logits"]
    changed = (logits.argmax(axis=1) != (logits / facts.numbers["cnn.temperature"]).argmax(axis=1)).sum()
    return holds(changed == 0, changed=changed)


def network_temperature_calibrates(facts: Facts) -> Verdict:
    """The expected calibration error on test falls to {cnn.scaled_calibration_error}."""
    before, after = (facts.numbers[f"cnn.{name}_calibration_error"] for name in ("expected", "scaled"))
    again = reliability(
        facts.arrays("cnn")["test_logits"] / facts.numbers["cnn.temperature"],
        facts.data.test.labels,
        facts.settings.calibration.bins,
    ).expected_calibration_error
    shown = facts.shows("cnn.scaled_calibration_error", again)
    return holds(shown and after < 0.2 * before and after < 0.008, before=before, after=after)


def network_linear_is_between(facts: Facts) -> Verdict:
    """That of the linear classifier, trained without smoothing, is {logistic.expected_calibration_error}."""
    test, said = facts.data.test, facts.numbers["logistic.expected_calibration_error"]
    logits = logistic.restore(facts.results).logits(test.flat)
    again = reliability(logits, test.labels, facts.settings.calibration.bins).expected_calibration_error
    most = facts.numbers["cnn.expected_calibration_error"]
    return holds(facts.shows("logistic.expected_calibration_error", again) and said < most, error=said)


def network_errors_are_surer_than_they_sound(facts: Facts) -> Verdict:
    """Of its {cnn.test_errors} errors, the network made {network.errors_even} with a confidence below one half and
    {network.errors_sure} with a confidence above nine in ten. After temperature scaling the counts are
    {network.scaled_errors_even} and {network.scaled_errors_sure}.
    """
    wrong, said, logits = _wrong(facts), facts.numbers, facts.arrays("cnn")["test_logits"]
    counts = []
    for temperature in (1.0, said["cnn.temperature"]):
        sure = softmax(logits[wrong] / temperature).max(axis=1)
        counts += [int((sure < 0.5).sum()), int((sure > 0.9).sum())]
    names = ("errors_even", "errors_sure", "scaled_errors_even", "scaled_errors_sure")
    shown = [said[f"network.{name}"] for name in names] == counts and wrong.sum() == said["cnn.test_errors"]
    modest = counts[1] < 0.15 * wrong.sum()
    return holds(shown and modest and counts[2] < counts[0] and counts[3] > 2 * counts[1], counts=counts)


def network_points_lie_above_the_line(facts: Facts) -> Verdict:
    """The points of the network lie above the line wherever a bin has many images, and most images are in the last
    bins, at the ceiling.
    """
    kept = facts.arrays("calibration")
    held = kept["network_counts"] >= 50  # of fewer, the accuracy is hardly known
    above = kept["network_accuracies"][held] > kept["network_confidences"][held]
    last = kept["network_counts"][-2:].sum() / kept["network_counts"].sum()
    return holds(above.all() and held.sum() >= 4 and last > 0.8, in_last_two_bins=last)


def network_last_bin_is_on_the_line(facts: Facts) -> Verdict:
    """After temperature scaling the last bin holds nearly all images and lies on the line; the others have few images
    and long intervals.
    """
    kept = facts.arrays("calibration")
    counts, apart = kept["scaled_counts"], kept["scaled_accuracies"][-1] - kept["scaled_confidences"][-1]
    lengths = np.ptp(kept["scaled_intervals"], axis=1)[:-1]
    long = np.nanmedian(lengths) > 0.2
    return holds(counts[-1] > 0.95 * counts.sum() and abs(apart) < 0.005 and long, apart=apart, images=counts[-1])


def network_linear_points_lie_near_the_line(facts: Facts) -> Verdict:
    """The points of the linear classifier lie near the line, many of them a little above it."""
    kept = facts.arrays("calibration")
    held = kept["linear_counts"] >= 50
    apart = (kept["linear_accuracies"] - kept["linear_confidences"])[held]
    return holds(np.abs(apart).max() < 0.12 and (apart > 0).sum() >= 4, furthest=np.abs(apart).max())


# The filters.


def network_filters_have_both_signs(facts: Facts) -> Verdict:
    """Every one of the filters has both, so each asks for ink here and background there. The random filters at the
    start had both, too, but training has changed every one.
    """
    filters = facts.arrays("network")["conv1_filters"].reshape(16, 25)
    first = to_arrays(initial(facts.settings.cnn.seed))["conv1.weight"].reshape(16, 25)
    positive = np.array([each.clip(min=0).sum(axis=1) / np.abs(each).sum(axis=1) for each in (filters, first)])
    kept = max(np.corrcoef(now, then)[0, 1] for now, then in zip(filters, first, strict=True))
    return holds(positive.min() > 0.03 and positive.max() < 0.97 and kept < 0.995, most_like_its_start=kept)


def network_no_row_or_column_is_blank(facts: Facts) -> Verdict:
    """No row and no column is blank. Some rows have more weight than others, and they differ more than they did before
    training.
    """
    sizes = np.abs(facts.arrays("network")["conv2_filters"]).mean(axis=(2, 3))  # (36, 16)
    rows, columns = sizes.mean(axis=1), sizes.mean(axis=0)
    before = np.abs(to_arrays(initial(facts.settings.cnn.seed))["conv2.weight"]).mean(axis=(1, 2, 3))  # (36,)
    uneven = [each.std() / each.mean() for each in (before, rows)]
    blank = min(rows.min(), columns.min()) < 0.2 * sizes.mean()
    return holds(not blank and uneven[1] > 1.5 * uneven[0], rows=[rows.min(), rows.max()], uneven=uneven)


def network_second_filters_mix_signs(facts: Facts) -> Verdict:
    """Every channel reads every map, and nearly all of the little squares have both colours."""
    filters = facts.arrays("network")["conv2_filters"]
    both = ((filters.min(axis=(2, 3)) < 0) & (filters.max(axis=(2, 3)) > 0)).mean()
    least = np.abs(filters).max(axis=(2, 3)).min() / np.abs(filters).max()  # the faintest square of all
    return holds(filters.shape == (36, 16, 5, 5) and both > 0.9 and least > 0, share_with_both=both)


@about("design")
def network_second_filters_can_be_shown_whole(facts: Facts) -> Verdict:
    """A list of {network.conv2_parameters} numbers can be shown whole and still not be understood, which is why the
    next chapter asks in another way.
    """
    shown, biases = facts.arrays("network")["conv2_filters"], _weights(facts, "conv2.bias")
    same = (shown == _weights(facts, "conv2.weight")).all()
    return holds(same and shown.size + biases.size == facts.numbers["network.conv2_parameters"], weights=shown.size)


def network_second_squares_mix_colours(facts: Facts) -> Verdict:
    """Nearly all of them mix blue and red, no row and no column is blank, and some rows are paler than others."""
    filters = facts.arrays("network")["conv2_filters"]
    both = ((filters.min(axis=(2, 3)) < 0) & (filters.max(axis=(2, 3)) > 0)).mean()
    rows = np.abs(filters).mean(axis=(1, 2, 3))
    paler = (rows < 0.85 * rows.max()).sum()
    return holds(both > 0.9 and rows.min() > 0.15 * rows.max() and paler >= 1, share_with_both=both, pale_rows=paler)


# One digit on its way through.


@about("data")
def network_follows_first_test_image(facts: Facts) -> Verdict:
    """Here is the first test image, a {network.digit_label}, with all that the layers make of it."""
    kept, test = facts.arrays("network"), facts.data.test
    label = facts.numbers["network.digit_label"]
    return holds((kept["digit"] == test.images[0]).all() and label == test.labels[0], label=label)


@about("identity")
def network_map_is_digit_seen_by_filter(facts: Facts) -> Verdict:
    """Each map of the first convolution is the digit as one filter sees it."""
    kept, y, x = facts.arrays("network"), 13, 14
    patch = kept["digit"][y - 2 : y + 3, x - 2 : x + 3]
    sums = (kept["conv1_filters"][:, 0] * patch).sum(axis=(1, 2)) + _weights(facts, "conv1.bias")
    apart = np.abs(kept["conv1"][:, y, x] - sums).max()
    return holds(patch.any() and apart < 1e-4, largest_difference=apart)


def network_maps_have_both_signs_along_strokes(facts: Facts) -> Verdict:
    """Most have both colours along the strokes."""
    maps = _maps(facts)["conv1"]
    red, blue = -maps.min(axis=(1, 2)), maps.max(axis=(1, 2))
    both = np.minimum(red, blue) > 0.25 * np.maximum(red, blue)
    near = np.pad(facts.data.test.images[0], 2)
    inked = np.lib.stride_tricks.sliding_window_view(near, (5, 5)).max(axis=(2, 3)) > 0  # (28, 28): under the filter
    strong = np.abs(maps) > 0.5 * np.abs(maps).max(axis=(1, 2), keepdims=True)
    on_strokes = np.array([bool(np.all(inked[each])) for each in strong])
    return holds((both & on_strokes).mean() > 0.5, share=(both & on_strokes).mean())


@about("identity")
def network_without_ink_the_bias_is_left(facts: Facts) -> Verdict:
    """Where there is no ink at all, only the bias is left, and the map is evenly tinted."""
    kept = facts.arrays("network")
    apart = np.abs(kept["conv1"][:, 0, 0] - _weights(facts, "conv1.bias")).max()
    return holds(not kept["digit"][:3, :3].any() and apart < 1e-5, largest_difference=apart)


@about("identity")
def network_relu_takes_away_red(facts: Facts) -> Verdict:
    """Then comes the pooling, which makes the maps smaller, and the ReLU, which takes away the red."""
    kept = facts.arrays("network")
    least = [kept[layer].min() for layer in ("conv1_relu", "conv2_relu", "dense1_relu")]
    return holds(least == [0, 0, 0] and kept["conv1_relu"].size < kept["conv1"].size, smallest=least)


def network_few_places_speak_further_in(facts: Facts) -> Verdict:
    """After the first convolution {network.conv1_off_share} of these numbers are zero, after the second
    {network.conv2_off_share}. Further in, only few places are active.
    """
    maps, some = _maps(facts), as_batch(facts.data.test.images[:200])
    shares = [(maps[f"{layer}_relu"] == 0).mean() for layer in ("conv1", "conv2")]
    shown = np.allclose(
        shares, [facts.numbers[f"network.{layer}_off_share"] for layer in ("conv1", "conv2")], atol=1e-3
    )
    network = cnn.restore(facts.results)
    others = float((network.activations(some, "conv2_relu") == 0).float().mean())  # of the numbers of other digits
    return holds(shown and 0.6 < min(shares[1], others) <= max(shares[1], others) < 1, digit=shares, others=others)


def network_second_maps_are_mostly_blank(facts: Facts) -> Verdict:
    """On the right there is no red, and the lower squares are mostly blank."""
    kept = facts.arrays("network")
    blank = (kept["conv2_relu"] == 0).mean(axis=(1, 2))  # (36,)
    least = min(kept["conv1_relu"].min(), kept["conv2_relu"].min())
    return holds(
        least == 0 and blank.mean() > 0.6 and (blank > 0.5).mean() > 0.75,
        blank=blank.mean(),
        mostly=(blank > 0.5).mean(),
    )


def network_few_dense_units_are_on(facts: Facts) -> Verdict:
    """Its {network.dense1_units} numbers have no order, and only {network.digit_dense1_on} of them are left after the
    ReLU.
    """
    dense, count = _maps(facts)["dense1"], facts.numbers["network.digit_dense1_on"]
    off = (facts.arrays("network")["dense1"] < 0).any()
    fits = (dense > 0).sum() == count == (facts.arrays("network")["dense1_relu"] > 0).sum()
    return holds(fits and off and dense.size == facts.numbers["network.dense1_units"] > 2.5 * count, on=count)


def network_is_right_about_first_digit(facts: Facts) -> Verdict:
    """The largest is that of {network.digit_label}, with a probability of {network.digit_probability}."""
    logits, label = _maps(facts)["logits"], facts.data.test.labels[0]
    given = softmax(logits.astype(np.float64))
    same = np.allclose(logits, facts.arrays("cnn")["test_logits"][0], atol=1e-3)
    said = np.isclose(given[label], facts.numbers["network.digit_probability"], atol=1e-3)
    shown = same and said and facts.numbers["network.digit_label"] == label
    return holds(shown and logits.argmax() == label and given[label] > 0.5, probability=given[label])


def network_right_bar_is_by_far_the_highest(facts: Facts) -> Verdict:
    """Below them ten bars; that of {network.digit_label} is by far the highest."""
    logits = facts.arrays("network")["logits"]
    runner_up, best = np.sort(logits)[-2:]
    fits = logits.argmax() == facts.data.test.labels[0] == facts.numbers["network.digit_label"]
    return holds(fits and best > 2 * max(runner_up, 0) and best - runner_up > 2, best=best, runner_up=runner_up)


@about("identity")
def network_last_step_is_linear(facts: Facts) -> Verdict:
    """What has changed is what it is given: not 784 pixels, but {network.dense1_units} numbers that the layers below
    have learned to make.
    """
    kept, weights = facts.arrays("network"), _weights(facts, "logits.weight")
    apart = np.abs(weights @ kept["dense1_relu"] + _weights(facts, "logits.bias") - kept["logits"]).max()
    fits = weights.shape == (10, facts.numbers["network.dense1_units"])
    return holds(fits and apart < 1e-4, largest_difference=apart)


# Edges and loops.


def network_training_makes_some_edges(facts: Facts) -> Verdict:
    """For {network.edge_filters} of the {network.conv1_units} filters the nearest edge explains more than
    {network.edge_r_squared} of what varies in them. Over the networks of all seeds it does so for {network.edge_share}
    of the filters; of random filters, before any training, for {network.edge_share_untrained}.
    """
    kept, said = facts.arrays("detectors"), facts.numbers
    edge = facts.settings.detectors.edge
    trained, untrained = ((kept[f"{kind}_r_squared"] > edge) for kind in ("trained", "untrained"))
    own = nearest_edges(_weights(facts, "conv1.weight")[:, 0])[0]
    shown = said["network.edge_filters"] == (own > edge).sum() and said["network.edge_r_squared"] == edge
    shares = [trained.mean(), untrained.mean()]
    shown &= facts.shows("network.edge_share", shares[0]) and facts.shows("network.edge_share_untrained", shares[1])
    error = np.linalg.norm([sampling_error(each, trained.size) for each in shares])
    clear = shares[0] - shares[1] > ERRORS * error
    return holds(shown and clear and shares[0] > 2 * shares[1], trained=shares[0], untrained=shares[1])


def network_most_filters_are_no_edges(facts: Facts) -> Verdict:
    """So training does make edges. But most of the filters are something else."""
    kept, edge = facts.arrays("detectors"), facts.settings.detectors.edge
    trained = (kept["trained_r_squared"] > edge).sum(axis=1)
    more = trained.sum() > (kept["untrained_r_squared"] > edge).sum() + 5
    return holds(trained.mean() < 16 / 2 and more, edges=trained)


@about("identity")
def network_edges_are_in_order(facts: Facts) -> Verdict:
    """Each filter of the first convolution, by number, over the edge that is nearest to it, and the share of the
    filter's variance that this edge explains. The most edge-like filters come first. One scale.
    """
    kept = facts.arrays("detectors")
    filters, edges = (kept[name].reshape(16, -1) for name in ("filters", "edges"))
    rest = np.square(filters - edges).sum(axis=1) / np.square(filters - filters.mean(axis=1, keepdims=True)).sum(axis=1)
    tones = max(len(np.unique(np.round(each, 9))) for each in edges)
    apart = np.abs(1 - rest - kept["trained_r_squared"][0]).max()
    return holds(apart < 1e-6 and tones == 2, largest_difference=apart)


def network_loops_beat_untrained_units(facts: Facts) -> Verdict:
    """For the digits with a loop, the best unit is right for {network.loop_pairs} of the pairs. That sounds like a
    detector of loops. But in untrained networks the best unit already reaches {network.loop_pairs_untrained} on
    average.
    """
    kept, place = facts.arrays("detectors"), int(facts.arrays("detectors")["loops"])
    trained, untrained = (kept[f"{kind}_groups"][:, place] for kind in ("trained", "untrained"))
    shown = facts.shows("network.loop_pairs", trained[0]) and facts.shows(
        "network.loop_pairs_untrained", untrained.mean()
    )
    more = trained.mean() > untrained.mean() + 0.03
    return holds(shown and more and untrained.mean() > 0.6, trained=trained, untrained=untrained)


def network_loops_are_nothing_special(facts: Facts) -> Verdict:
    """The median group has a unit that is right for {network.group_pairs}, and the loops come in place
    {network.loop_rank}.
    """
    kept, place, said = facts.arrays("detectors"), int(facts.arrays("detectors")["loops"]), facts.numbers
    groups = kept["trained_groups"]  # (networks, groups)
    ranks = 1 + (groups > groups[:, [place]]).sum(axis=1)
    shown = said["network.loop_rank"] == ranks[0] and facts.shows("network.group_pairs", np.median(groups[0]))
    counted = said["network.loop_groups"] == comb(10, 4) == groups.shape[1]
    middling = np.median(ranks) > 0.1 * groups.shape[1] and np.median(groups) > 0.78
    return holds(shown and counted and middling, ranks=ranks)


@about("design")
def network_loops_are_these_digits(facts: Facts) -> Verdict:
    """The rings are the digits with a loop: 0, 6, 8 and 9."""
    chosen = list(combinations(range(10), 4))[int(facts.arrays("detectors")["loops"])]
    return holds(chosen == facts.settings.detectors.loops == (0, 6, 8, 9), digits=chosen)


def network_units_know_digits(facts: Facts) -> Verdict:
    """For each of the ten digits some unit is right for at least {network.digit_pairs} of the pairs; the best untrained
    units reach {network.digit_pairs_untrained} on average.
    """
    trained, untrained = (facts.arrays("detectors")[f"{kind}_digits"] for kind in ("trained", "untrained"))
    shown = facts.shows("network.digit_pairs", trained[0].min())
    shown &= facts.shows("network.digit_pairs_untrained", untrained.mean())
    fits = trained.min() > 0.92 and trained.mean() > 0.97 and untrained.mean() < 0.92
    return holds(shown and fits, least=trained.min(axis=1), untrained=untrained.mean())


def network_training_moves_strokes_right(facts: Facts) -> Verdict:
    """After training, the marks of the single digits crowd at the right end; those of the groups are widely spread.
    Training moves both to the right.
    """
    kept = facts.arrays("detectors")
    digits, groups = ([kept[f"{kind}_{what}"][0] for kind in ("untrained", "trained")] for what in ("digits", "groups"))
    right = all(np.median(after) > np.median(before) + 0.03 for before, after in (digits, groups))
    spread = [np.ptp(digits[1]), np.ptp(groups[1])]
    return holds(right and digits[1].min() > 0.92 and spread[1] > 0.2 > 2 * spread[0], spread=spread)


# Which pixels decided.


def _some(facts: Facts) -> tuple[Array, Array, Array, Array]:
    """Return the test images that the attributions are of, the network's logits, and its winners and rivals."""
    images = facts.data.test.images[: facts.settings.attributions.images]
    logits = facts.arrays("cnn")["test_logits"][: len(images)]
    return (images, logits, *attribution.winners_and_rivals(logits))


@about("identity")
def network_linear_attribution_is_evidence(facts: Facts) -> Verdict:
    """For a linear classifier the gradient is the winner's weights minus the rival's, and gradient × input is weight
    times pixel.
    """
    images, _, winners, rivals = (each[:100] for each in _some(facts))
    model = logistic.restore(facts.results)
    weights, flat = torch.from_numpy(model.weights), torch.from_numpy(images.reshape(len(images), -1)).double()
    flat.requires_grad_()
    logits, rows = flat @ weights.T + torch.from_numpy(model.biases), torch.arange(len(images))
    (found,) = torch.autograd.grad((logits[rows, winners] - logits[rows, rivals]).sum(), flat)
    ours = attribution.linear_margin_gradients(model, winners, rivals)
    apart = np.abs(found.numpy().reshape(ours.shape) - ours).max()
    parts = [evidence(model, image) for image in images]
    by_pixel = np.stack([part[one] - part[two] for part, one, two in zip(parts, winners, rivals, strict=True)])
    apart = max(apart, np.abs(by_pixel - ours * images).max())
    return holds(apart < 1e-6, largest_difference=apart)


def network_attributions_differ_between_seeds(facts: Facts) -> Verdict:
    """Over the inked pixels of {attribution.images} test digits, gradient × input of the network and of the linear
    classifier have a mean correlation of {attribution.attribution_correlation}. They are different classifiers. But two
    trainings of the same network agree only to {attribution.attribution_seeds_correlation}, and their saliency maps
    only to {attribution.saliency_seeds_correlation}.
    """
    kept, names = facts.arrays("attributions"), ("attribution", "attribution_seeds", "saliency_seeds")
    means = [kept[f"{name}_correlations"].mean() for name in names]
    shown = all(facts.shows(f"attribution.{name}_correlation", mean) for name, mean in zip(names, means, strict=True))
    counted = facts.numbers["attribution.images"] == len(kept["attribution_correlations"])
    linear, seeds_agree, saliency = means
    fits = -0.1 < linear < 0.35 and linear + 0.1 < seeds_agree < 0.75 and 0.05 < saliency < 0.6
    return holds(shown and counted and fits, linear=linear, seeds=seeds_agree, saliency=saliency)


def network_attributions_miss_the_margin(facts: Facts) -> Verdict:
    """For the linear classifier they do, together with the biases. For the network they miss the margin by
    {attribution.gap} logits on average, where the margin is {attribution.margin}.
    """
    images, logits, winners, rivals = _some(facts)
    margins = attribution.margins(logits, winners, rivals)
    parts = attribution.margin_gradients(cnn.restore(facts.results), images, winners, rivals) * images
    gap = np.abs(parts.sum(axis=(1, 2)) - margins).mean()
    model = logistic.restore(facts.results)
    flat = images.reshape(len(images), -1)
    linear = attribution.linear_margin_gradients(model, winners, rivals).reshape(len(images), -1) * flat
    whole = linear.sum(axis=1) + model.biases[winners] - model.biases[rivals]
    left = np.abs(whole - attribution.margins(model.logits(flat), winners, rivals)).max()
    shown = facts.shows("attribution.margin", margins.mean())
    shown &= bool(np.isclose(gap, facts.numbers["attribution.gap"], rtol=0.02))
    return holds(shown and left < 1e-4 and 0.03 < gap / margins.mean() < 0.5, gap=gap, margin=margins.mean(), left=left)


@about("identity")
def network_gap_is_what_biases_add(facts: Facts) -> Verdict:
    """What is missing comes from the biases of the layers, and how much that is differs from image to image."""
    network = cnn.restore(facts.results)
    images, logits, winners, rivals = (each[:20] for each in _some(facts))
    parts = attribution.margin_gradients(network, images, winners, rivals) * images
    gaps = attribution.margins(logits, winners, rivals) - parts.sum(axis=(1, 2))
    biases = [each for name, each in network.named_parameters() if name.endswith("bias")]
    for each in biases:
        each.requires_grad_()
    added = []
    for image, one, two in zip(images, winners, rivals, strict=True):
        found = network(as_batch(image[None]))[0]
        gradients = torch.autograd.grad(found[one] - found[two], biases)
        added.append(sum(float((g * b).detach().sum()) for g, b in zip(gradients, biases, strict=True)))
    apart = np.abs(gaps - added).max()
    return holds(apart < 1e-3 and np.std(added) > 0, largest_difference=apart, range=[min(added), max(added)])


def network_attributed_pixels_matter(facts: Facts) -> Verdict:
    """Take {attribution.taken} pixels away, of the {attribution.ink} with ink that a digit has on average. If those
    with the largest gradient × input go first, the linear classifier keeps its class for
    {attribution.kept_linear_parts} of the digits, and the network for {attribution.kept_network_parts}. With the
    largest saliency first, the network keeps it for {attribution.kept_network_saliency}, and with pixels drawn at
    random for {attribution.kept_network_random}.
    """
    kept, named = facts.arrays("attributions"), facts.settings.attributions.named
    at = int(np.flatnonzero(kept["taken"] == named)[0])
    right = {name: kept[f"kept_{name}"][at] for name in ("linear_parts", *_ORDERS)}
    shown = all(facts.shows(f"attribution.kept_{name}", each.mean()) for name, each in right.items())
    shown &= facts.numbers["attribution.taken"] == named
    parts, saliency, random = (right[name] for name in _ORDERS)
    clear = all(compare(*pair).is_clear and pair[0].mean() > pair[1].mean()
                for pair in ((random, saliency), (saliency, parts), (parts, right["linear_parts"])))  # fmt: skip
    return holds(shown and clear, kept=[each.mean() for each in right.values()])


def network_map_goes_stale(facts: Facts) -> Verdict:
    """When the gradient is taken anew after every {attribution.anew} pixels, the network keeps its class for
    {attribution.kept_network_anew}. That is still more than the linear classifier keeps.
    """
    kept, chosen = facts.arrays("attributions"), facts.settings.attributions
    at = int(np.flatnonzero(kept["taken"] == chosen.named)[0])
    once, anew, linear = (kept[f"kept_{name}"][at] for name in ("network_parts", "network_anew", "linear_parts"))
    shown = facts.shows("attribution.kept_network_anew", anew.mean())
    shown &= facts.numbers["attribution.anew"] == chosen.anew
    clear = all(compare(one, two).is_clear and one.mean() > two.mean() for one, two in ((once, anew), (anew, linear)))
    return holds(shown and clear, once=once.mean(), anew=anew.mean(), linear=linear.mean())


def network_maps_of_digit_differ(facts: Facts) -> Verdict:
    """The linear classifier's gradient has larger patches of one colour than those of the two networks, and no two rows
    look alike. Gradient × input has colour on the strokes of the digit alone.
    """
    kept = facts.arrays("attributions")
    linear, network, other = (kept[f"{name}_gradient"] for name in ("linear", "network", "other"))
    bare = kept["digit"] == 0
    alone = all(not kept[f"{name}_parts"][bare].any() for name in ("linear", "network", "other"))
    alike = [np.corrcoef(one.ravel(), two.ravel())[0, 1] for one, two in combinations((linear, network, other), 2)]
    # how much of a gradient is left of it after a blur of three by three pixels: more where patches have one colour
    left = [np.square(_blurred(each)).mean() / np.square(each).mean() for each in (linear, network, other)]
    return holds(alone and max(alike) < 0.7 and left[0] > max(left[1:]), alike=alike, smooth=left)


def _blurred(image: Array) -> Array:
    """Return the means of all squares of three by three pixels of an image (28, 28)."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(image, (3, 3)).mean(axis=(2, 3)))


def network_deletion_lines_fall_in_this_order(facts: Facts) -> Verdict:
    """Pixels drawn at random do little to either classifier. By gradient × input, the linear classifier's line falls
    almost to the bottom at once; the network's falls slowly, that of the gradient taken anew faster. That of saliency
    lies in between.
    """
    kept = facts.arrays("attributions")
    at = int(np.flatnonzero(kept["taken"] == facts.settings.attributions.named)[0])
    names = ("linear_parts", "network_anew", "network_parts", "network_saliency", "network_random")
    shares = [kept[f"kept_{name}"][at].mean() for name in names]
    little = min(shares[-1], kept["kept_linear_random"][at].mean()) > 0.85
    return holds(little and shares == sorted(shares) and shares[0] < 0.15, shares=shares)


# Try it, and what to remember.


@about("identity")
def network_best_patch_inks_positive_weights(facts: Facts) -> Verdict:
    """So there is ink on as many pixels as the filter has positive weights: between {network.fewest_positive} and
    {network.most_positive} of its 25, for the filters shown.
    """
    filters = _weights(facts, "conv1.weight")[:, 0].reshape(16, 25)
    counts = (filters > 0).sum(axis=1)
    shown = [facts.numbers[f"network.{name}_positive"] for name in ("fewest", "most")] == [counts.min(), counts.max()]
    others = np.random.default_rng(0).random((1000, 25))
    best = (filters * (filters > 0)).sum(axis=1)
    return holds(shown and (others @ filters.T <= best).all(), fewest=counts.min(), most=counts.max())


@about("data")
def network_guess_leaves_a_tenth_on_the_diagonal(facts: Facts) -> Verdict:
    """Each row would be spread over all ten columns, about a tenth of it in each. So the diagonal would hold about a
    tenth of all images.
    """
    labels = facts.data.test.labels
    guesses = np.random.default_rng(0).integers(0, 10, len(labels))
    share = (guesses == labels).mean()
    return holds(abs(share - 0.1) < 5 * sampling_error(0.1, len(labels)), share=share)


@about("design")
def network_ceiling_moves_with_smoothing(facts: Facts) -> Verdict:
    """With twice the smoothing at {cnn.ceiling_twice}. With none there is no ceiling below 100 %, and no finite logits
    reach that.
    """
    said, share = facts.numbers["cnn.ceiling_twice"], 2 * facts.settings.cnn.label_smoothing
    return holds(np.isclose(said, 1 - share + share / 10), ceiling=said)


def network_trained_errs_on_fewer_than_one_in_a_hundred(facts: Facts) -> Verdict:
    """A random network guesses; a trained one errs on fewer than one digit in a hundred."""
    before, after = 1 - facts.numbers["cnn.test_accuracy_before"], _wrong(facts).mean()
    return holds(before > 0.8 and after < 0.01, random=before, trained=after)
