"""What the page on the network says, as predicates."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.methods.activation_maximization import noise
from explainer.methods.objectives import channel, unit_count
from explainer.models.cnn import as_batch, initial, predict_logits, to_arrays
from explainer.models.linear import softmax
from explainer.trainings import cnn, logistic, seeds

Array = NDArray[Any]

# What the tutorial prints.
PRINTED_RIGHT, PRINTED_TEST = 9_888, 10_000
PRINTED_STEPS, PRINTED_BATCH, PRINTED_RATE = 10_000, 64, 1e-4
PRINTED_SHARES = {9: 14.1, 47: 73.4, 57: 89.1, 63: 98.4, 64: 100.0}  # of the 64 images of a step: how many, percent

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
    leads from the loss back to the network: a step for every weight, down the slope of the loss.
    """
    kept, train = facts.arrays("network"), facts.data.train
    images, labels = kept["training_images"] == train.images[:3], kept["training_labels"] == train.labels[:3]
    return holds(images.all() and labels.all(), classes=kept["training_labels"])


@about("design")
def network_flowchart_starts_from_noise(facts: Facts) -> Verdict:
    """On the right, one image, noise at first, goes through the same network to one unit and its activation, and an
    arrow leads from there back to the image: a step for every pixel, up the slope of the unit.
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
    """A unit of the second reads all {network.conv1_units} maps, with 25 weights for each."""
    first, second = (_weights(facts, f"{layer}.weight")[0] for layer in ("conv1", "conv2"))
    units = facts.numbers["network.conv1_units"]
    biases = _weights(facts, "conv1.bias").size
    return holds(first.size == 25 and biases == units and second.shape == (units, 5, 5), first=first.size, units=units)


@about("design")
def network_dense_layer_holds_most_parameters(facts: Facts) -> Verdict:
    """Every one of its units has a weight for every number that reaches it, and so it holds {network.dense1_share} of
    all the parameters.
    """
    share = _parameters(facts, "dense1") / sum(
        _parameters(facts, name) for name in cnn.restore(facts.results).weighted()
    )
    fits = _weights(facts, "dense1.weight").shape[1] == facts.numbers["network.flat_values"]
    return holds(fits and share == facts.numbers["network.dense1_share"] > 0.9, share=share)


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


# Before and after.


@about("design")
def network_random_weights_guess(facts: Facts) -> Verdict:
    """With the random weights that it starts from, the network names {cnn.test_accuracy_before} of the test digits
    rightly, about as many as a guess would.
    """
    before, validated = facts.numbers["cnn.test_accuracy_before"], facts.arrays("network")["validation_accuracies"][0]
    some = facts.data.test.part(0, 1000)
    again = (predict_logits(initial(facts.settings.cnn.seed), some.images).argmax(axis=1) == some.labels).mean()
    return holds(all(0.01 < share < 0.25 for share in (before, validated, again)), test=before, validation=validated)


@about("design")
def network_first_loss_is_that_of_a_guess(facts: Facts) -> Verdict:
    """The loss of a classifier that gives every digit the same probability is log 10, or {network.uniform_loss} nats.
    The first step is at {network.first_loss}.
    """
    first = facts.arrays("network")["losses"][0]
    same = np.isclose(facts.numbers["network.uniform_loss"], GUESS) and first == facts.numbers["network.first_loss"]
    return holds(same and abs(first - GUESS) < 0.1, first=first, guess=GUESS)


@about("identity")
def network_loss_cannot_reach_zero(facts: Facts) -> Verdict:
    """The curve cannot reach zero: each label gives a little of its 1 to the other nine digits (label smoothing), so
    even a perfect answer keeps some surprise.
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
    """The accuracy begins near one in ten, and is near its end after one epoch."""
    values = facts.arrays("network")["validation_accuracies"]
    return holds(0.01 < values[0] < 0.25 and values[-1] - 0.02 < values[1] < values[-1], first=values[:2])


def network_first_epoch_goes_most_of_the_way(facts: Facts) -> Verdict:
    """After one pass through the training images, the network names {network.validation_first} of the validation images
    rightly, and at the end {network.validation_last}. Most of the way is covered the first time through.
    """
    steps, values = (facts.arrays("network")[f"validation_{what}"] for what in ("steps", "accuracies"))
    chosen = facts.settings.cnn
    taken = steps[0] == 0 and steps[1] == len(facts.data.train) // chosen.batch
    ends = steps[-1] == facts.numbers["network.steps"] and len(steps) == 1 + np.ceil(chosen.epochs)
    shown = [facts.numbers[f"network.validation_{place}"] for place in ("first", "last")] == [values[1], values[-1]]
    most = values[1] - values[0] > 0.9 * (values[-1] - values[0]) > 0
    return holds(taken and ends and shown and most, before=values[0], first=values[1], last=values[-1])


def network_trained_errs_far_less_than_linear(facts: Facts) -> Verdict:
    """Afterwards it names {cnn.test_accuracy} of the test digits rightly. It gets {cnn.test_errors} wrong, fewer than
    an eighth of what the linear classifier gets wrong.
    """
    wrong, test = int(_wrong(facts).sum()), facts.data.test
    linear = round((1 - logistic.restore(facts.results).accuracy(test)) * len(test))
    shown = wrong == facts.numbers["cnn.test_errors"]
    accurate = np.isclose(1 - wrong / len(test), facts.numbers["cnn.test_accuracy"])
    return holds(shown and accurate and 8 * wrong < linear, network=wrong, linear=linear)


@about("source")
def network_tutorial_accuracy_and_images(facts: Facts) -> Verdict:
    """The tutorial reaches 98.9 %, or 9,888 of 10,000, after 10,000 steps of 64 images. That is 640,000 images in all,
    with a step size that stays at 0.0001.
    """
    del facts
    percent, images = round(100 * PRINTED_RIGHT / PRINTED_TEST, 1), PRINTED_STEPS * PRINTED_BATCH
    return holds(percent == 98.9 and images == 640_000, percent=percent, images=images)


@about("design")
def network_steps_batches_and_epochs(facts: Facts) -> Verdict:
    """Ours takes {network.steps} steps of {cnn.batch} images, {cnn.images_seen} images in all, which is {cnn.epochs}
    times through the training images.
    """
    chosen, steps, seen = facts.settings.cnn, len(facts.arrays("cnn")["losses"]), facts.numbers["cnn.images_seen"]
    fits = (facts.numbers["network.steps"], facts.numbers["cnn.batch"]) == (steps, chosen.batch)
    times = seen / len(facts.data.train)
    right = seen == steps * chosen.batch and facts.numbers["cnn.epochs"] == chosen.epochs
    return holds(fits and right and np.isclose(times, chosen.epochs, rtol=0.1), times=times)


def network_more_accurate_on_fewer_images(facts: Facts) -> Verdict:
    """All in all, it is more accurate than the tutorial's after fewer than a quarter as many images."""
    right, seen = 1 - _wrong(facts).mean(), facts.numbers["cnn.images_seen"]
    fewer = 4 * seen < PRINTED_STEPS * PRINTED_BATCH
    return holds(right > PRINTED_RIGHT / PRINTED_TEST and fewer, accuracy=right, images=seen)


@about("design")
def network_learning_rate_rises_and_falls(facts: Facts) -> Verdict:
    """The step size rises to {cnn.peak_learning_rate}, then falls to nothing."""
    peak, rising = facts.numbers["cnn.peak_learning_rate"], facts.settings.cnn.warm_up
    fits = peak == facts.settings.cnn.peak_learning_rate > PRINTED_RATE
    return holds(fits and 0 < rising < 1, peak=peak, share_rising=rising)


@about("design")
def network_batches_are_shifted(facts: Facts) -> Verdict:
    """Each batch is moved by up to {cnn.shift} pixel, up or down and to either side, so that the exact place of a
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
    """The lower curve of the figure is measured on images that the network has not learned from."""
    learned = {image.tobytes() for image in facts.data.train.images}
    twice = sum(image.tobytes() in learned for image in facts.data.validation.images)
    return holds(twice == 0 and len(facts.data.validation) > 0, in_both=twice)


# One training is one training, and where it errs.


def network_seeds_all_beat_the_tutorial(facts: Facts) -> Verdict:
    """and the accuracy on test is {cnn.test_accuracy_mean} on average, from {cnn.test_accuracy_lowest} to
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
    """All test images by true class and by the class that the network gives."""
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
    """None of its errors is commoner than {network.worst_pair_true} taken for {network.worst_pair_predicted}:
    {network.worst_pair_count} times.
    """
    pairs = 10 * facts.data.test.labels + _test(facts)[0]
    counts = np.bincount(pairs[_wrong(facts)], minlength=100)
    said = [facts.numbers[f"network.worst_pair_{what}"] for what in ("true", "predicted", "count")]
    fits = said[2] == counts.max() == counts[10 * int(said[0]) + int(said[1])] > 0
    return holds(fits, times=counts.max())


@about("identity")
def network_errors_shown_are_the_first(facts: Facts) -> Verdict:
    """The first test images that the network gets wrong, nine at most: the true class, the class that it gives, and
    the probability that it gives it.
    """
    kept, test, places = facts.arrays("network"), facts.data.test, np.flatnonzero(_wrong(facts))[:9]
    given = softmax(predict_logits(cnn.restore(facts.results), kept["error_images"]))  # (9, 10)
    same = (kept["error_places"] == places).all() and (kept["error_images"] == test.images[places]).all()
    named = (kept["error_labels"] == test.labels[places]).all() and (kept["error_predicted"] == given.argmax(1)).all()
    sure = np.allclose(kept["error_probabilities"], given.max(axis=1), atol=1e-4)
    higher = (given.max(axis=1) > given[np.arange(len(given)), kept["error_labels"]]).all()
    return holds(same and named and sure and higher and len(places) > 0, places=places)


def network_often_in_doubt_when_it_errs(facts: Facts) -> Verdict:
    """Of all its {cnn.test_errors} errors, {network.errors_even} were made with a probability below one half for the
    class that it gave, and {network.errors_sure} with a probability above nine in ten.
    """
    sure, said = _test(facts)[1][_wrong(facts)], facts.numbers
    even, certain = (sure < 0.5).sum(), (sure > 0.9).sum()
    shown = [said["cnn.test_errors"], said["network.errors_even"], said["network.errors_sure"]]
    often = 0.1 * len(sure) < even < 0.8 * len(sure) and certain < 0.2 * len(sure)
    return holds(often and shown == [len(sure), even, certain], below_half=even, above_nine_tenths=certain)


def network_is_sure_when_it_is_right(facts: Facts) -> Verdict:
    """Of the digits that it gets right, about nine in ten have a probability above that."""
    share = (_test(facts)[1][~_wrong(facts)] > 0.9).mean()
    return holds(0.85 < share < 0.96, share=share)


# The filters.


def network_filters_have_both_signs(facts: Facts) -> Verdict:
    """Every one of the filters has both, so each asks for ink here and paper there: an edge, a line, a dot, at some
    slant. The random filters at the start had both, too, but none is quite as it was.
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
    """Every unit reads every map, and nearly all of the little squares have both colours."""
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
    """Most have blue along one side of a stroke and red along the other."""
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
    """Where there is no ink at all, only the unit's bias is left, and the map is evenly tinted."""
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
    {network.conv2_off_share}. Further in, only few places speak.
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
    """Its {network.dense1_units} numbers stand in no order, and only {network.digit_dense1_on} of them are left after
    the ReLU.
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


def network_trained_errs_on_fewer_than_one_in_a_hundred(facts: Facts) -> Verdict:
    """A random network guesses; a trained one errs on fewer than one digit in a hundred."""
    before, after = 1 - facts.numbers["cnn.test_accuracy_before"], _wrong(facts).mean()
    return holds(before > 0.8 and after < 0.01, random=before, trained=after)
