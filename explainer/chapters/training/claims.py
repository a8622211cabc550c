"""What the page on training says, as predicates."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS
from explainer.methods.correlation import correlations
from explainer.models import minibatch
from explainer.models.linear import LinearModel, cross_entropy, gradient, one_hot, softmax
from explainer.trainings import logistic

LATE = slice(-100, None)  # the last hundred steps
OPTIMIZERS = ("adam", "sgd")


def _lines(facts: Facts, column: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return loss (0) or accuracy (1) after each step, on the mini-batch and on test, (steps,) each."""
    kept = facts.arrays("sgd")
    return kept["batch"][:, column], kept["test"][:, column]


def _jump(line: NDArray[np.float64]) -> float:
    """Return the mean change from one step to the next."""
    return float(np.abs(np.diff(line)).mean())


def _calmer(facts: Facts, column: int) -> tuple[float, float]:
    """Return how many times more the mini-batch line jumps, in the first hundred steps and in the last."""
    batch, test = _lines(facts, column)
    return _jump(batch[:100]) / _jump(test[:100]), _jump(batch[LATE]) / _jump(test[LATE])


def _growth(ranges: NDArray[np.float64]) -> float:
    """Return how many times wider the weights range at the end than after the first epoch. ranges: (epochs + 1, 2)."""
    return float(np.ptp(ranges[-1]) / np.ptp(ranges[1]))


def _depths(facts: Facts) -> NDArray[np.float64]:
    """Return the mean size of each column's weights before training, after one epoch and after ten, (3, 10)."""
    return np.asarray(np.abs(facts.arrays("epochs")["weights"]).mean(axis=(2, 3)), np.float64)


def _alike(facts: Facts) -> NDArray[np.float64]:
    """Return the correlation of each column after one epoch with itself after ten, (10,)."""
    _, one, ten = facts.arrays("epochs")["weights"]
    return correlations(one, ten).diagonal()


@about("design")
def training_a_step(facts: Facts) -> Verdict:
    """All weights begin at zero. Each step takes {sgd.batch} training images, the mini-batch, computes the gradient of
    the loss on them alone, and takes {sgd.learning_rate} times that gradient, the learning rate times the gradient, off
    the weights."""
    batch, rate = facts.numbers["sgd.batch"], facts.numbers["sgd.learning_rate"]
    first, second = islice(minibatch.train(facts.data.train, facts.settings.sgd), 2)
    zero = LinearModel(np.zeros((CLASSES, PIXELS)), np.zeros(CLASSES))
    for before, step in ((zero, first), (first.model, second)):
        grad = gradient(before, step.batch.flat, step.batch.labels, penalty=0.0)
        if not np.allclose(step.model.weights, before.weights - rate * grad.weights, atol=1e-7):
            return holds(False, batch=len(step.batch), learning_rate=rate)
    return holds(len(first.batch) == len(second.batch) == batch, batch=batch, learning_rate=rate)


def training_mini_batches_jump(facts: Facts) -> Verdict:
    """It jumps: so few images are easy one time and hard the next."""
    early, late = _calmer(facts, 0)
    return holds(early > 1.3 and late > 4, times_the_jumps_on_test=late, early=early)


def training_mini_batches_are_flattered(facts: Facts) -> Verdict:
    """It is also flattered, since it is scored after the step that it has caused."""
    batch, test = _lines(facts, 1)
    ahead, error = (batch - test).mean(), (batch - test).std() / np.sqrt(len(batch))
    overfitted = facts.numbers["limits.whole_gap"]  # having been trained on at all is worth less than the last step
    return holds(ahead > 3 * error and ahead > overfitted, ahead=ahead, standard_error=error)


def training_batch_is_away_from_test(facts: Facts) -> Verdict:
    """In the last hundred steps it is as much as {sgd.largest_gap_late} away from the accuracy on all test images."""
    batch, test = _lines(facts, 1)
    gap, accuracy = float(np.abs(batch[LATE] - test[LATE]).max()), test[-1]
    error = np.sqrt(accuracy * (1 - accuracy) / facts.settings.sgd.batch)  # of a share of so few images
    shown = facts.numbers["sgd.largest_gap_late"]
    return holds(np.isclose(gap, shown) and 0.05 < gap < 4 * error, gap=gap, standard_error=error)


def training_test_line_is_calmer(facts: Facts) -> Verdict:
    """The thick line is that accuracy. It is calmer, since it always asks the same images."""
    early, late = _calmer(facts, 1)
    return holds(early > 1.3 and late > 4, times_the_jumps_on_test=late, early=early)


def training_after_a_hundred_steps(facts: Facts) -> Verdict:
    """After a hundred steps {sgd.test_accuracy_early} of the test images are correctly classified."""
    _, test = _lines(facts, 1)
    shown = facts.numbers["sgd.test_accuracy_early"]
    return holds(shown == test[99] and shown > 0.85, accuracy=shown)


def training_after_all_steps(facts: Facts) -> Verdict:
    """After {sgd.steps} steps it is {sgd.test_accuracy}, with a loss of {sgd.test_loss} nats."""
    steps, loss, accuracy = (facts.numbers[f"sgd.{name}"] for name in ("steps", "test_loss", "test_accuracy"))
    kept = facts.arrays("sgd")["test"]
    same = len(kept) == steps == facts.settings.sgd.steps and tuple(kept[-1]) == (loss, accuracy)
    return holds(same and accuracy > 0.89 and loss < 0.4, accuracy=accuracy, loss=loss)


def training_most_is_learned_early(facts: Facts) -> Verdict:
    """Most of what there is to learn is learned at the very beginning."""
    labels = facts.data.test.labels
    chance = np.bincount(labels).max() / len(labels)  # always the commonest class
    early, late = facts.numbers["sgd.test_accuracy_early"] - chance, facts.numbers["sgd.test_accuracy"] - chance
    return holds(early > 0.9 * late > 0, share=early / late, steps=100 / facts.numbers["sgd.steps"])


def training_does_not_come_to_rest(facts: Facts) -> Verdict:
    """In its last hundred steps it runs between {sgd.lowest_late} and {sgd.highest_late}."""
    low, high = facts.numbers["sgd.lowest_late"], facts.numbers["sgd.highest_late"]
    _, test = _lines(facts, 1)
    same = (test[LATE].min(), test[LATE].max()) == (low, high)
    return holds(same and 0.005 < high - low < 0.06 and low > 0.85, lowest=low, highest=high)


def training_last_step_is_luck(facts: Facts) -> Verdict:
    """Where one stops is partly luck: we take the last step, whatever it is."""
    _, test = _lines(facts, 1)
    last, late = facts.numbers["sgd.test_accuracy"], test[LATE]
    return holds(last == test[-1] and np.ptp(late) > 0.005 and late.min() > 0.85, last=last, std=late.std())


@about("data")
def training_begins_with_zeros(facts: Facts) -> Verdict:
    """Before training there is nothing to see, and nothing to go by: ten equal probabilities. The prediction is then
    always the first class, 0, and the accuracy is {epochs.accuracy_0}, the share of zeros.
    """
    weights, test = facts.arrays("epochs")["weights"][0].reshape(CLASSES, PIXELS), facts.data.test
    model = LinearModel(weights, np.zeros(CLASSES))
    equal = np.allclose(model.probabilities(test.flat[:100]), 0.1) and not model.predict(test.flat[:100]).any()
    share, shown = (test.labels == 0).mean(), facts.numbers["epochs.accuracy_0"]
    return holds(not weights.any() and equal and np.isclose(share, shown), zeros=share, accuracy=shown)


def training_shapes_after_one_epoch(facts: Facts) -> Verdict:
    """After one epoch the shapes are there. The test accuracy is {epochs.accuracy_1}, and the weights run from
    {epochs.weight_min_1} to {epochs.weight_max_1}.
    """
    low, high, shown = (facts.numbers[f"epochs.{name}_1"] for name in ("weight_min", "weight_max", "accuracy"))
    weights, test = facts.arrays("epochs")["weights"][1], facts.data.test
    by_weights = LinearModel(weights.reshape(CLASSES, PIXELS), np.zeros(CLASSES)).accuracy(test)  # without the biases
    same = (weights.min(), weights.max()) == (low, high) and abs(by_weights - shown) < 0.01
    return holds(same and by_weights > 0.88 and _alike(facts).min() > 0.7, by_weights=by_weights, range=(low, high))


def training_ten_epochs(facts: Facts) -> Verdict:
    """After ten epochs it is {epochs.accuracy_10}, and they run from {epochs.weight_min_10} to
    {epochs.weight_max_10}.
    """
    low, high, shown = (facts.numbers[f"epochs.{name}_10"] for name in ("weight_min", "weight_max", "accuracy"))
    weights, test = facts.arrays("epochs")["weights"][2], facts.data.test
    by_weights = LinearModel(weights.reshape(CLASSES, PIXELS), np.zeros(CLASSES)).accuracy(test)  # without the biases
    same = (weights.min(), weights.max()) == (low, high) and abs(by_weights - shown) < 0.02
    better = shown > facts.numbers["epochs.accuracy_1"]
    return holds(same and better and shown >= 0.922, accuracy=shown, by_weights=by_weights, range=(low, high))


def training_shapes_stay_and_deepen(facts: Facts) -> Verdict:
    """The shapes stay. Their colours deepen."""
    alike, (_, one, ten) = _alike(facts), _depths(facts)
    stay = alike.mean() > 0.8 and alike.min() > 0.7
    return holds(stay and (ten > 2 * one).all(), correlation=alike.mean(), times=ten.mean() / one.mean())


@about("source")
def training_post_after_one_epoch(facts: Facts) -> Verdict:
    """The post prints an accuracy of 0.897 after one epoch, with weights from −0.245 to 0.206."""
    kept = facts.arrays("epochs")
    epoch, low, high = kept["printed_ranges"][0]
    said = (kept["printed"][0], epoch, round(low, 3), round(high, 3))
    return holds(said == (0.897, 1, -0.245, 0.206), accuracy=said[0], range=said[2:])


@about("source")
def training_post_at_the_end(facts: Facts) -> Verdict:
    """Then it trains for ten epochs more, eleven in all, although the caption says ten. It ends at 0.926, with weights
    from −1.196 to 1.073.
    """
    kept = facts.arrays("epochs")
    epoch, low, high = kept["printed_ranges"][1]
    said = (len(kept["printed"]), kept["printed"][-1], epoch, round(low, 3), round(high, 3))
    return holds(said == (11, 0.926, 11, -1.196, 1.073), epochs=said[0], accuracy=said[1], range=said[3:])


@about("source")
def training_post_has_five_thousand_images(facts: Facts) -> Verdict:
    """The accuracies are multiples of 0.0002, so they are from 5,000 images, and its code calls them validation
    images.
    """
    counts = facts.arrays("epochs")["printed"] * 5000
    finest = np.gcd.reduce(counts.round().astype(int))  # a coarser grid would mean fewer images
    return holds(np.allclose(counts, counts.round(), atol=1e-9) and finest == 1, counts=counts, divisor=finest)


@about("design")
def training_sgd_settings(facts: Facts) -> Verdict:
    """We tried SGD first, with mini-batches of {epochs.batch} and a learning rate of {epochs.sgd_learning_rate}."""
    batch, rate = facts.numbers["epochs.batch"], facts.numbers["epochs.sgd_learning_rate"]
    chosen, grad = facts.settings.epochs, np.linspace(-1, 1, 5)
    same = (batch, rate) == (chosen.batch, chosen.sgd_learning_rate)
    return holds(same and np.allclose(minibatch.sgd(rate)(grad), -rate * grad), batch=batch, learning_rate=rate)


def training_sgd_accuracy(facts: Facts) -> Verdict:
    """Its validation accuracy after one epoch is {epochs.sgd_validation_1} and after eleven
    {epochs.sgd_validation_11}.
    """
    one, eleven = (facts.numbers[f"epochs.sgd_validation_{epoch}"] for epoch in (1, 11))
    kept = facts.arrays("epochs")["sgd_validation"]
    return holds((kept[1], kept[11]) == (one, eleven) and 0.88 < one < eleven, accuracies=(one, eleven))


def training_sgd_growth(facts: Facts) -> Verdict:
    """Its weights run from {epochs.sgd_weight_min_1} to {epochs.sgd_weight_max_1} after one epoch and from
    {epochs.sgd_weight_min_11} to {epochs.sgd_weight_max_11} after eleven: their range grows by a factor of
    {epochs.sgd_growth}.
    """
    names = ("weight_min_1", "weight_max_1", "weight_min_11", "weight_max_11")
    kept, shown = facts.arrays("epochs")["sgd_ranges"], facts.numbers["epochs.sgd_growth"]
    same = [*kept[1], *kept[11]] == [facts.numbers[f"epochs.sgd_{name}"] for name in names]
    return holds(same and np.isclose(_growth(kept), shown) and 1 < shown < 2.5, growth=shown)


@about("source")
def training_post_growth(facts: Facts) -> Verdict:
    """In the post the factor is 5.0."""
    first, last = np.ptp(facts.arrays("epochs")["printed_ranges"][:, 1:], axis=1)
    return holds(round(last / first, 1) == 5.0, growth=last / first)


@about("design")
def training_adam_settings(facts: Facts) -> Verdict:
    """Then we tried Adam, at the learning rate that most programs give it, {epochs.adam_learning_rate}, and again
    mini-batches of {epochs.batch}.
    """
    batch, rate = facts.numbers["epochs.batch"], facts.numbers["epochs.adam_learning_rate"]
    chosen = facts.settings.epochs
    return holds((batch, rate) == (chosen.batch, chosen.adam_learning_rate) and rate == 1e-3, learning_rate=rate)


@about("identity")
def training_adam_evens_out(facts: Facts) -> Verdict:
    """Adam divides each weight's gradient by its usual size. A weight with a small gradient then moves as far as one
    with a large gradient, and keeps moving.
    """
    rate, grad = facts.settings.epochs.adam_learning_rate, np.array([1e-4, 1.0])
    optimizer = minibatch.adam(rate)
    moved = np.stack([optimizer(grad) for _ in range(1000)])  # a gradient that stays
    return holds(np.allclose(moved, -rate, rtol=1e-3), first=moved[0], last=moved[-1])


def training_adam_after_one_epoch(facts: Facts) -> Verdict:
    """After one epoch: {epochs.validation_1}, weights from {epochs.weight_min_1} to {epochs.weight_max_1}."""
    names = ("validation_1", "weight_min_1", "weight_max_1")
    kept, shown = facts.arrays("epochs"), [facts.numbers[f"epochs.{name}"] for name in names]
    return holds(shown == [kept["adam_validation"][1], *kept["adam_ranges"][1]] and shown[0] > 0.89, values=shown)


def training_adam_growth(facts: Facts) -> Verdict:
    """After eleven: {epochs.validation_11}, weights from {epochs.weight_min_11} to {epochs.weight_max_11}, a range that
    grows by a factor of {epochs.growth}."""
    names = ("validation_11", "weight_min_11", "weight_max_11")
    kept, growth = facts.arrays("epochs"), facts.numbers["epochs.growth"]
    same = [facts.numbers[f"epochs.{n}"] for n in names] == [kept["adam_validation"][11], *kept["adam_ranges"][11]]
    wider = growth > 1.5 * facts.numbers["epochs.sgd_growth"]
    return holds(same and np.isclose(_growth(kept["adam_ranges"]), growth) and wider and growth < 6, growth=growth)


@about("design")
def training_ten_epochs_are_adams(facts: Facts) -> Verdict:
    """The weights that were given above for ten epochs are Adam's, too."""
    kept = facts.arrays("epochs")
    shown = [facts.numbers[f"epochs.{name}_10"] for name in ("weight_min", "weight_max", "norm")]
    return holds(shown == [*kept["adam_ranges"][10], kept["adam_norms"][10]], values=shown)


def training_circles_are_adams(facts: Facts) -> Verdict:
    """The circles of the post's weights lie close to Adam's line and, by the end, far from that of SGD."""
    adam, sgd, printed = (facts.arrays("epochs")[f"{name}_ranges"] for name in (*OPTIMIZERS, "printed"))
    close = np.allclose(adam[printed[:, 0].astype(int)], printed[:, 1:], rtol=0.25)
    far = (np.abs(sgd[11]) < 0.7 * np.abs(printed[1, 1:])).all()
    same = adam.shape == sgd.shape == (12, 2)
    return holds(same and close and far, adam=adam[11], sgd=sgd[11], post=printed[1, 1:])


def training_accuracies_decide_nothing(facts: Facts) -> Verdict:
    """The accuracies decide nothing: the post's are within a point of both lines."""
    kept = facts.arrays("epochs")
    adam, sgd = (float(np.abs(kept[f"{name}_validation"][1:] - kept["printed"]).max()) for name in OPTIMIZERS)
    return holds(max(adam, sgd) < 0.01, adam=adam, sgd=sgd)


def training_says_what_was_fitted(facts: Facts) -> Verdict:
    """That looks like proof, and part of it is our own doing: two settings were chosen to fit the post. They are the
    size of the mini-batches, so that Adam's weights range as the post's do, and the learning rate of SGD, so that its
    accuracy after one epoch is the post's.
    """
    kept = facts.arrays("epochs")
    off = np.abs(np.ptp(kept["adam_ranges"][[1, 11]], axis=1) / np.ptp(kept["printed_ranges"][:, 1:], axis=1) - 1)
    apart = abs(kept["sgd_validation"][1] - kept["printed"][0])
    return holds(off.max() < 0.15 and apart < 0.005, adam_range=off, sgd_accuracy=apart)


def training_growth_tells_optimizers_apart(facts: Facts) -> Verdict:
    """What was not fitted is the growth from the first epoch to the last. Adam's is near the post's, and that of SGD
    is less than half of it.
    """
    kept = facts.arrays("epochs")
    adam, sgd = (_growth(kept[f"{name}_ranges"]) for name in OPTIMIZERS)
    post = np.ptp(kept["printed_ranges"][1, 1:]) / np.ptp(kept["printed_ranges"][0, 1:])
    return holds(abs(adam / post - 1) < 0.15 and sgd < post / 2, adam=adam, sgd=sgd, post=post)


def training_accuracy_levels_off(facts: Facts) -> Verdict:
    """The accuracy soon levels off. The weights do not."""
    kept = facts.arrays("epochs")
    gains = [abs(kept[f"{name}_validation"][11] - kept[f"{name}_validation"][6]) for name in OPTIMIZERS]
    learned = [kept[f"{name}_validation"][11] - kept[f"{name}_validation"][0] for name in OPTIMIZERS]
    growing = all((np.diff(kept[f"{n}_norms"]) > 0).all() for n in OPTIMIZERS)
    wider = [kept[f"{name}_norms"][11] / kept[f"{name}_norms"][6] for name in OPTIMIZERS]
    return holds(max(gains) < 0.01 < min(learned) / 25 and growing and min(wider) > 1.1, gains=gains, norms=wider)


def training_norm_grows(facts: Facts) -> Verdict:
    """The root of the sum of all squared weights, their norm, is {epochs.norm_1} after one epoch of Adam and
    {epochs.norm_10} after ten.
    """
    shown = [facts.numbers[f"epochs.norm_{epoch}"] for epoch in (1, 10)]
    norms = [np.sqrt((each**2).sum()) for each in facts.arrays("epochs")["weights"][1:]]
    gain = facts.numbers["epochs.accuracy_10"] - facts.numbers["epochs.accuracy_1"]
    return holds(np.allclose(norms, shown) and shown[1] > 2 * shown[0] and 0 < gain < 0.03, norms=shown, accuracy=gain)


@about("identity")
def training_larger_weights_are_surer(facts: Facts) -> Verdict:
    """Once a digit is correctly classified, larger weights make the classifier surer of it, and the loss falls a little
    more."""
    del facts
    logits = np.random.default_rng(0).normal(0, 3, (1000, CLASSES))
    right = logits.argmax(axis=1)
    rise = (softmax(1.1 * logits) - softmax(logits))[np.arange(len(logits)), right]
    fall = cross_entropy(logits, right) - cross_entropy(1.1 * logits, right)
    return holds(rise.min() > 0 and fall > 0, least_rise=rise.min(), fall=fall)


@about("design")
def training_nothing_holds_weights_back(facts: Facts) -> Verdict:
    """Nothing in this training holds the weights back."""
    part, rate = facts.data.train.part(0, 64), facts.settings.epochs.sgd_learning_rate
    steps = minibatch.descend(part, len(part), minibatch.sgd(rate), np.random.default_rng(0))
    before, after = next(steps).model, next(steps).model
    grad = gradient(before, part.flat, part.labels, penalty=0.0)  # of the loss alone
    off = np.abs(after.weights - before.weights + rate * grad.weights).max()
    return holds(off < 1e-6 * np.abs(before.weights).max(), difference=off)


def training_a_penalty_brings_rest(facts: Facts) -> Verdict:
    """The converged classifier of Reading the weights is trained with a penalty on large weights, a regularization, and
    its weights come to rest."""
    model, train, tolerance = logistic.restore(facts.results), facts.data.train, facts.settings.logistic.tolerance
    logits = train.flat @ model.weights.T.astype(np.float32) + model.biases
    error = (softmax(logits) - one_hot(train.labels)).astype(np.float32) / np.float32(len(train))
    loss = error.T @ train.flat  # the gradient of the loss alone, which still pulls
    penalty = model.weights / (facts.numbers["logistic.strength"] * len(train))
    pull, rest = np.abs(loss).max(), np.abs(loss + penalty).max()
    return holds(rest < tolerance and pull > 2 * rest, gradient=rest, without_the_penalty=pull)


def training_depth_is_of_training(facts: Facts) -> Verdict:
    """So the depth of colour in such a picture says as much about the training as about the digits."""
    _, one, ten = _depths(facts)
    by_training, by_digit = ten.mean() / one.mean(), max(each.max() / each.min() for each in (one, ten))
    pale, deep = facts.numbers["epochs.accuracy_1"], facts.numbers["epochs.accuracy_10"]
    return holds(by_training > by_digit and 0.95 * deep < pale < deep, by_training=by_training, by_digit=by_digit)


def training_remember_the_first_hundred(facts: Facts) -> Verdict:
    """Most is learned in the first hundred steps."""
    _, loss = _lines(facts, 0)
    start = np.log(CLASSES)  # of ten equal probabilities
    share = (start - loss[99]) / (start - loss[-1])
    return holds(loss[-1] < loss[99] < start and share > 0.9, share=share)


def training_remember_cheap_and_restless(facts: Facts) -> Verdict:
    """Mini-batches make training cheap and restless."""
    passes = facts.numbers["sgd.steps"] * facts.numbers["sgd.batch"] / len(facts.data.train)
    short = facts.numbers["logistic.test_accuracy"] - facts.numbers["sgd.test_accuracy"]
    restless = facts.numbers["sgd.highest_late"] - facts.numbers["sgd.lowest_late"]
    return holds(
        passes < 1.5 and 0 < short < 0.04 and 0.005 < restless < 0.06, passes=passes, short=short, restless=restless
    )


def training_remember_the_colours(facts: Facts) -> Verdict:
    """Accuracy levels off while the weights go on growing: the colours of a picture depend on when training stopped."""
    kept, (_, one, ten) = facts.arrays("epochs"), _depths(facts)
    last = abs(kept["adam_validation"][11] - kept["adam_validation"][6])
    grown = kept["adam_norms"][11] / kept["adam_norms"][6]
    early = kept["adam_validation"][6] - kept["adam_validation"][0]
    return holds(last < early / 50 and grown > 1.25 and (ten > 2 * one).all(), accuracy=last, norm=grown)


def training_lines_fall_and_flatten(facts: Facts) -> Verdict:
    """The line of the test images falls, or rises, fast and then flattens."""
    first, second, last = zip(*(_lines(facts, column)[1][[0, 99, -1]] for column in (0, 1)), strict=True)
    loss, accuracy = ((second[k] - first[k], last[k] - second[k]) for k in (0, 1))
    flattens = loss[0] < 9 * loss[1] < 0 and accuracy[0] > 9 * accuracy[1] > 0
    return holds(flattens, loss=loss, accuracy=accuracy)


def training_mini_batches_jump_around_it(facts: Facts) -> Verdict:
    """The line of the mini-batches jumps up and down across it."""
    batch, test = _lines(facts, 0)
    turns = (np.diff(np.sign(np.diff(batch[100:]))) != 0).mean()  # two in three, where steps know nothing of each other
    below = (batch[100:] < test[100:]).mean()
    return holds(turns > 0.6 and 0.1 < below < 0.9, turns=turns, below=below)


def training_rows_bare_pale_strong(facts: Facts) -> Verdict:
    """The first is empty. The second is pale. In the third the same shapes stand in stronger blue and red."""
    bare, one, ten = facts.arrays("epochs")["weights"]
    scale = max(np.abs(one).max(), np.abs(ten).max())  # one scale for all three rows
    stronger = ten.max() > 2 * one.max() and ten.min() < 2 * one.min()
    same = _alike(facts).mean() > 0.8
    return holds(not bare.any() and np.abs(one).max() < scale / 3 and stronger and same, pale=np.abs(one).max() / scale)


def training_accuracy_is_flat_in_the_figure(facts: Facts) -> Verdict:
    """Accuracy levels off after a few epochs."""
    kept = facts.arrays("epochs")
    late = [np.ptp(kept[f"{name}_validation"][6:]) for name in OPTIMIZERS]
    early = [kept[f"{name}_validation"][6] - kept[f"{name}_validation"][1] for name in OPTIMIZERS]
    return holds(max(late) < 0.01 < min(early), late=late, early=early)


def training_extremes_keep_growing(facts: Facts) -> Verdict:
    """The extreme weights and the norm keep growing, under Adam by a larger factor than under SGD."""
    kept = facts.arrays("epochs")
    curves = [curve for n in OPTIMIZERS for curve in (kept[f"{n}_norms"], *np.abs(kept[f"{n}_ranges"]).T)]
    growing = all((np.diff(curve) > 0).all() for curve in curves)
    adam, sgd = (_growth(kept[f"{name}_ranges"]) for name in OPTIMIZERS)
    norms = [kept[f"{name}_norms"][11] / kept[f"{name}_norms"][1] for name in OPTIMIZERS]
    return holds(growing and adam > 2 * sgd and norms[0] > 1.5 * norms[1], adam=adam, sgd=sgd, norms=norms)


@about("source")
def training_circles_are_the_posts(facts: Facts) -> Verdict:
    """Circles are what the post prints, for MNIST."""
    kept = facts.arrays("epochs")
    accuracies = [0.897, 0.9104, 0.9158, 0.9184, 0.9204, 0.9226, 0.924, 0.9248, 0.9264, 0.926, 0.926]
    ranges = [[1, -0.245477, 0.206278], [11, -1.1957, 1.07317]]  # after so many epochs
    same = np.array_equal(kept["printed"], accuracies) and np.array_equal(kept["printed_ranges"], ranges)
    return holds(same, epochs=len(kept["printed"]), ranges=kept["printed_ranges"])


def training_ranges_hang_on_the_batch(facts: Facts) -> Verdict:
    """After one epoch with mini-batches of {batches.smallest}, Adam's weights range {batches.width_of_smallest} times
    as widely as the post's; with {batches.largest}, {batches.width_of_largest} times.
    """
    sizes, widths = facts.settings.batches.sizes, facts.arrays("batches")["adam_widths"][:, 0]
    post = np.ptp(facts.arrays("epochs")["printed_ranges"][0, 1:])
    same = (min(sizes), max(sizes)) == (sizes[0], sizes[1]) and facts.shows("batches.smallest", sizes[0])
    few, many = widths[1] / post, widths[2] / post
    right = facts.shows("batches.width_of_smallest", few) and facts.shows("batches.width_of_largest", many)
    return holds(same and right and few > 1.25 and many < 0.8, smallest=few, chosen=widths[0] / post, largest=many)


def training_growth_is_robust(facts: Facts) -> Verdict:
    """Change the mini-batch to either of those sizes, or the learning rate to about a third or three times as much, and
    Adam's stays between {batches.adam_least_growth} and {batches.adam_most_growth}, that of SGD between
    {batches.sgd_least_growth} and {batches.sgd_most_growth}."""
    chosen, kept = facts.settings.batches, facts.arrays("batches")
    times = [
        np.array(others) / rate
        for others, rate in (
            (chosen.adam_learning_rates, chosen.epochs.adam_learning_rate),
            (chosen.sgd_learning_rates, chosen.epochs.sgd_learning_rate),
        )
    ]
    growths = [np.divide(*kept[f"{name}_widths"].T[::-1]) for name in OPTIMIZERS]
    same = all(
        facts.shows(f"batches.{name}_{which}_growth", value)
        for name, each in zip(OPTIMIZERS, growths, strict=True)
        for which, value in (("least", each.min()), ("most", each.max()))
    )
    adam, sgd = growths
    right = same and np.allclose(times, (0.3, 3)) and chosen.epochs == facts.settings.epochs
    return holds(right and adam.min() > 1.4 * sgd.max() and adam.min() > 3 > sgd.max(), adam=adam, sgd=sgd)


def training_largest_weights_have_little_ink(facts: Facts) -> Verdict:
    """A weight counts only where its pixel has ink, and Adam's strongest colours lie where there is little: the
    training images hold {epochs.ink} of full ink on an average pixel, and {epochs.ink_under_largest} under Adam's
    hundred largest weights after ten epochs."""
    ink, weights = facts.data.train.flat.mean(axis=0, dtype=np.float64), facts.arrays("epochs")["weights"][2]
    found = ink[np.argsort(-np.abs(weights), axis=None)[:100] % PIXELS].mean()
    same = facts.shows("epochs.ink_under_largest", found) and facts.shows("epochs.ink", ink.mean())
    return holds(same and found < ink.mean() / 2, under_the_largest=found, everywhere=ink.mean())


def training_sgd_has_large_weights_under_ink(facts: Facts) -> Verdict:
    """Under the hundred largest of SGD they hold {epochs.sgd_ink_under_largest}."""
    ink, adam, sgd = (facts.numbers[f"epochs.{name}"] for name in ("ink", "ink_under_largest", "sgd_ink_under_largest"))
    return holds(sgd > 2 * adam and sgd > 1.2 * ink, sgd=sgd, adam=adam, everywhere=ink)


def training_one_image_says_nothing(facts: Facts) -> Verdict:
    """The thin line of accuracy would hardly jump, and say nothing: after a step of that size, the one image that it
    learned from is nearly always correctly classified. The thick line would jump more.
    """
    asked = facts.data.test.part(0, 1000)
    lines = {
        batch: np.array(
            [
                (step.model.accuracy(step.batch), step.model.accuracy(asked))
                for step in minibatch.train(facts.data.train, replace(facts.settings.sgd, batch=batch, steps=200))
            ]
        )
        for batch in (1, facts.settings.sgd.batch)
    }
    one, many = lines.values()  # (steps, 2) each: the mini-batch, test images
    jumps = [_jump(each[:, column]) for column in (0, 1) for each in (one, many)]
    right = one[:, 0].mean() > 0.97 and jumps[0] < jumps[1] and jumps[2] > 1.5 * jumps[3]
    return holds(right and many[-1, 1] > 0.8, own_image=one[:, 0].mean(), thin=jumps[:2], thick=jumps[2:])


def training_twice_the_rate_half_the_steps(facts: Facts) -> Verdict:
    """Nearly the same: while steps are small, what counts is the learning rate times their number."""
    part, models = facts.data.train.part(0, 2000), []
    for times in (1, 2):
        steps = minibatch.descend(part, len(part), minibatch.sgd(0.05 * times), np.random.default_rng(0))
        models.append(next(islice(steps, 200 // times - 1, None)).model)
    one, other = models
    apart = np.linalg.norm(one.weights - other.weights) / np.linalg.norm(one.weights)
    learned = (one.predict(facts.data.test.flat) == facts.data.test.labels).mean()
    return holds(apart < 0.05 and learned > 0.7, apart=apart, accuracy=learned)


def training_paler_pictures(facts: Facts) -> Verdict:
    """SGD: its weights have the smaller norm, and they range less widely."""
    kept = facts.arrays("epochs")
    norms = [kept[f"{name}_norms"][10] for name in OPTIMIZERS]
    widths = [np.ptp(kept[f"{name}_ranges"][10]) for name in OPTIMIZERS]
    learned = min(kept[f"{name}_validation"][10] for name in OPTIMIZERS) > 0.9
    return holds(learned and norms[1] < 0.8 * norms[0] and widths[1] < 0.8 * widths[0], norms=norms, widths=widths)
