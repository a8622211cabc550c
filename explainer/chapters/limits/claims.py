"""What the page on the limits of weighted sums says, as predicates."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from explainer.chapters.limits.experiments.limits import EACH, EXPECTED_HARD
from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS, SIDE, Split
from explainer.methods import permutation, weights
from explainer.methods.correlation import correlations
from explainer.methods.evaluation import confusion, total_variation
from explainer.methods.uncertainty import compare
from explainer.models import baselines, minibatch
from explainer.models.linear import LinearModel, one_hot
from explainer.trainings import logistic

KINDS = CLASSES * (CLASSES - 1)  # of error: a true class and another
TABLE = ("nearest_mean", "least_squares", "one_vs_one", "one_vs_one_sum")  # besides the classifier itself


def _predicted(facts: Facts) -> NDArray[np.int64]:
    """Return the classifier's answer to every test image."""
    return logistic.restore(facts.results).predict(facts.data.test.flat)


def _counts(facts: Facts) -> NDArray[np.int64]:
    """Return all test images by true class and by predicted class, (10, 10)."""
    return confusion(facts.data.test.labels, _predicted(facts))


def _shares(facts: Facts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share of each class that is correctly classified, and its standard error, (10,) each."""
    counts = _counts(facts)
    shares = np.diagonal(counts) / counts.sum(axis=1)
    return shares, np.sqrt(shares * (1 - shares) / counts.sum(axis=1))


def _errors(facts: Facts) -> NDArray[np.int64]:
    """Return how often each of the 90 kinds of error is made, commonest first."""
    counts = _counts(facts)
    return np.sort(counts[~np.eye(CLASSES, dtype=bool)])[::-1]


def _curve(facts: Facts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean training and test accuracy for each number of training images, (sizes,) each."""
    kept = facts.arrays("limits")
    train, test = (np.append(kept["curve"][..., k].mean(axis=1), kept["whole"][k]) for k in (0, 1))
    return train, test


def _table(facts: Facts) -> dict[str, float]:
    """Return the accuracies of the table."""
    return {name: facts.numbers[f"limits.{name}_accuracy"] for name in TABLE} | {
        "logistic": facts.numbers["limits.whole_test"]
    }


def _is_better(facts: Facts, name: str, other: str) -> bool:
    """Return whether one classifier of the table is better than another by more than chance, on the same images.

    Nothing in the training of these has chance in it: there is no error of seeds.
    """
    kept = facts.arrays("limits")
    apart = compare(kept[f"{name}_right"], kept[f"{other}_right"])
    return apart.is_clear and apart.difference > 0


def _by_amount(facts: Facts) -> float:
    """Return the accuracy on test of the class whose images hold the nearest amount of ink on average."""
    train, test = facts.data.train, facts.data.test
    amounts = train.flat.sum(axis=1)
    means = np.array([amounts[train.labels == c].mean() for c in range(CLASSES)])
    nearest = np.abs(test.flat.sum(axis=1)[:, None] - means).argmin(axis=1)
    return float((nearest == test.labels).mean())


def _train_accuracy(facts: Facts) -> float:
    """Return the classifier's accuracy on the images that it learned from, in single precision."""
    model, train = logistic.restore(facts.results), facts.data.train
    logits = train.flat @ model.weights.T.astype(np.float32) + model.biases
    return float((logits.argmax(axis=1) == train.labels).mean())


def _ring(facts: Facts, image: NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean of an image (28, 28) on the ring of a 0, and in its centre."""
    kept = facts.arrays("weights")
    return float(image[kept["ring"]].mean()), float(image[kept["centre"]].mean())


def limits_weighted_sums_are_good(facts: Facts) -> Verdict:
    """Ten weighted sums classify {limits.whole_test} of the test digits correctly."""
    shown, right = facts.numbers["limits.whole_test"], (_predicted(facts) == facts.data.test.labels).mean()
    same = shown == facts.numbers["logistic.test_accuracy"]
    return holds(same and np.isclose(right, shown) and shown > 0.9, accuracy=shown)


def limits_ink_tells_most_apart(facts: Facts) -> Verdict:
    """The answer they got is the right one: where the ink lies already tells most digits apart."""
    mean_ink = facts.numbers["limits.nearest_mean_accuracy"]  # knows nothing but where the ink lies on average
    by_amount = _by_amount(facts)  # the dull alternative: how much ink there is
    return holds(mean_ink > 0.8 and mean_ink > 2 * by_amount, where=mean_ink, how_much=by_amount)


def limits_some_digits_are_harder(facts: Facts) -> Verdict:
    """It also says what keeps the accuracy from the high nineties: some digits are harder."""
    shares, errors = _shares(facts)
    whole = facts.numbers["limits.whole_test"]
    easier, harder = (shares - 3 * errors > whole).sum(), (shares + 3 * errors < whole).sum()
    return holds(whole < 0.95 < shares.max() and min(easier, harder) > 0, accuracy=whole, easier=easier, harder=harder)


def limits_best_and_worst_class(facts: Facts) -> Verdict:
    """The classifier is best at {limits.best_class}, with {limits.best_class_accuracy} of its test images
    correctly classified, and worst at {limits.worst_class}, with {limits.worst_class_accuracy}.
    """
    shares, errors = _shares(facts)
    best, worst = (int(facts.numbers[f"limits.{name}_class"]) for name in ("best", "worst"))
    shown = [facts.numbers[f"limits.{name}_class_accuracy"] for name in ("best", "worst")]
    same = [best, worst] == [int(shares.argmax()), int(shares.argmin())] and np.allclose(
        shown, [shares.max(), shares.min()]
    )
    apart = shown[0] - shown[1] > 3 * np.hypot(errors[best], errors[worst])
    return holds(same and apart and shown[0] > 0.95, classes=(best, worst), shares=shown)


def limits_zero_and_one_are_simple(facts: Facts) -> Verdict:
    """It calls 0 and 1 simple: we find {limits.zero_accuracy} and {limits.one_accuracy}."""
    shown, (shares, errors) = [facts.numbers[f"limits.{name}_accuracy"] for name in ("zero", "one")], _shares(facts)
    others = shares[2:] + errors[2:]
    return holds(np.allclose(shown, shares[:2]) and min(shown) > others.max(), zero_one=shown, next=shares[2:].max())


def limits_expected_easier(facts: Facts) -> Verdict:
    """It can still see how 2, 3, 7 and 8 work; on average they reach {limits.expected_easier_accuracy}."""
    shares, errors = _shares(facts)
    easier, shown = [2, 3, 7, 8], facts.numbers["limits.expected_easier_accuracy"]
    gap = shares[:2].mean() - shown  # they are no 0 and 1
    return holds(np.isclose(shares[easier].mean(), shown) and gap > 3 * errors.max() and shown > 0.85, mean=shown)


def limits_expected_hard_is_not(facts: Facts) -> Verdict:
    """The rest, 4, 5, 6 and 9, reach {limits.expected_hard_accuracy}. That is more, not less."""
    shares, errors = _shares(facts)
    hard, easier = [4, 5, 6, 9], [2, 3, 7, 8]
    shown, other = (facts.numbers[f"limits.expected_{name}_accuracy"] for name in ("hard", "easier"))
    error = np.sqrt((errors[hard + easier] ** 2).sum()) / 4  # of the difference of two means of four
    same = np.isclose(shares[hard].mean(), shown) and tuple(hard) == EXPECTED_HARD
    return holds(same and shown - other > 2 * error > 0, harder=shown, easier=other, standard_error=error)


def limits_commonest_errors(facts: Facts) -> Verdict:
    """Of {limits.errors} errors, the five commonest kinds make up {limits.pairs_share}."""
    errors, shown = _errors(facts), facts.numbers["limits.pairs_share"]
    even = 5 / KINDS  # if every kind were as common
    same = errors.sum() == facts.numbers["limits.errors"] and np.isclose(errors[:5].sum() / errors.sum(), shown)
    right = errors.sum() < 0.1 * len(facts.data.test)
    return holds(same and right and len(facts.arrays("limits")["pairs"]) == 5 and shown > 3 * even, share=shown)


def limits_commonest_error(facts: Facts) -> Verdict:
    """The commonest is to take the digit {limits.pair_true} for the digit {limits.pair_given}: {limits.pair_count}
    times.
    """
    true, given, often = (int(facts.numbers[f"limits.pair_{name}"]) for name in ("true", "given", "count"))
    counts = _counts(facts)
    right = counts[true, true] > 10 * often  # the commonest error, and still a rare one
    return holds(
        true != given and counts[true, given] == often == _errors(facts)[0] and right, error=(true, given, often)
    )


@about("design")
def limits_fewer_images(facts: Facts) -> Verdict:
    """Train the same classifier, with the same penalty on its weights, on fewer images, and see what each addition
    brings.
    """
    sizes, chosen = facts.arrays("limits")["sizes"], facts.settings.limits
    same = (
        chosen.logistic == facts.settings.logistic and facts.numbers["logistic.strength"] in chosen.logistic.strengths
    )
    return holds(same and (np.diff(sizes) > 0).all() and sizes[-1] == len(facts.data.train), sizes=sizes)


def limits_few_images(facts: Facts) -> Verdict:
    """Trained on {limits.smallest_size} images it classifies {limits.smallest_train} of them correctly, and
    {limits.smallest_test} of the test images.
    """
    size, train, test = (facts.numbers[f"limits.smallest_{name}"] for name in ("size", "train", "test"))
    means = facts.arrays("limits")["curve"][0].mean(axis=0)
    same = size == facts.settings.limits.sizes[0] and np.allclose(means, (train, test))
    return holds(same and train > 0.95 > test > 0.5, train=train, test=test)


def limits_few_images_are_overfitted(facts: Facts) -> Verdict:
    """It is overfitted to those few: the gap is {limits.smallest_gap}."""
    gap, draws = facts.numbers["limits.smallest_gap"], facts.arrays("limits")["curve"][0]
    return holds(np.isclose((draws[:, 0] - draws[:, 1]).mean(), gap) and draws[:, 0].min() > 0.99, gap=gap)


def limits_more_images_close_the_gap(facts: Facts) -> Verdict:
    """More images close the gap from both sides."""
    train, test = _curve(facts)
    both = (np.diff(train) < 0).all() and (np.diff(test) > 0).all()
    closed = (train - test)[-1] < 0.7 * (train - test)[0]
    return holds(both and closed and train[-1] < 1 and test[-1] > test[0] + 0.05, train=train, test=test)


def limits_last_gap(facts: Facts) -> Verdict:
    """With all of them it is {limits.whole_gap}."""
    train, shown = _train_accuracy(facts), facts.numbers["limits.whole_gap"]
    gap = train - facts.numbers["limits.whole_test"]
    return holds(abs(gap - shown) < 1e-4 and 0 < shown < 0.01, gap=shown)


def limits_last_images(facts: Facts) -> Verdict:
    """From {limits.size_before_last} images to all of them, the test accuracy goes from {limits.test_before_last} to
    {limits.whole_test}.
    """
    size, before, whole = (facts.numbers[f"limits.{n}"] for n in ("size_before_last", "test_before_last", "whole_test"))
    sizes, (_, test) = facts.arrays("limits")["sizes"], _curve(facts)
    same = (sizes[-2], sizes[-1]) == (size, len(facts.data.train)) and np.allclose(test[-2:], (before, whole))
    return holds(same and 0 < whole - before < 0.02, before=before, whole=whole)


def limits_no_lack_of_images(facts: Facts) -> Verdict:
    """Where the two lines meet, more images of the same kind would bring nothing more: a classifier that errs on the
    very images it learned from does not lack examples.
    """
    train, test = 1 - _train_accuracy(facts), 1 - facts.numbers["limits.whole_test"]  # errors
    own = train / test  # of the test errors, so many are there on the images learned from too
    return holds(0.9 < own < 1 and train > 0.05, train_errors=train, test_errors=test)


@about("design")
def limits_trained_as_before(facts: Facts) -> Verdict:
    """Train again, with the settings of the last chapter, from the same mini-batches."""
    ours, last = facts.settings.permuted.sgd, facts.settings.sgd
    return holds(ours == last, batch=ours.batch, learning_rate=ours.learning_rate, steps=ours.steps, seed=ours.seed)


def limits_shuffled_accuracy(facts: Facts) -> Verdict:
    """We did so with {permutation.count} shuffles. The accuracy is {permutation.accuracy} on average."""
    shown, change = (facts.numbers[f"permutation.{name}"] for name in ("accuracy", "linear_accuracy_change"))
    before = facts.numbers["sgd.test_accuracy"]  # the first of these trainings, but for rounding
    several = facts.settings.permuted.count == facts.numbers["permutation.count"] > 1
    return holds(several and shown > 0.89 and abs(shown - change - before) < 0.02, accuracy=shown, before=before)


def limits_shuffle_changes_nothing(facts: Facts) -> Verdict:
    """It has changed by {permutation.linear_accuracy_change}; the number of predictions that have changed is
    {permutation.changed_predictions}.
    """
    change, other = (facts.numbers[f"permutation.{n}"] for n in ("linear_accuracy_change", "changed_predictions"))
    return holds(abs(change) <= 1 / len(facts.data.test) and other <= 5, accuracy=change, predictions=other)


def limits_old_picture_returns(facts: Facts) -> Verdict:
    """Put each weight back where its pixel came from, and the old picture returns."""
    kept = facts.arrays("permuted")
    order = permutation.shuffle(facts.settings.permuted.seed)
    shuffled, back = (kept[f"{name}_weights"].reshape(1, PIXELS) for name in ("permuted", "restored"))
    old = correlations(facts.arrays("epochs")["weights"][2][:1], np.stack([shuffled, back]))[0]  # another training's 0
    same = np.array_equal(permutation.undo(shuffled, order), back) and float(kept["weight_difference"]) < 1e-9
    ring, centre = _ring(facts, kept["restored_weights"])
    return holds(same and ring > 0 > centre and old[1] > 0.6 > 0.1 > abs(old[0]), ring=ring, centre=centre, old=old)


@about("identity")
def limits_order_of_terms(facts: Facts) -> Verdict:
    """The reason is that a sum does not depend on the order of its terms."""
    order, train = permutation.shuffle(1), facts.data.train.part(0, 256)
    trained = [
        [step.model for step in islice(minibatch.descend(part, 64, minibatch.sgd(0.5), np.random.default_rng(0)), 8)][
            -1
        ]
        for part in (train, permutation.permuted(train, order))
    ]
    off = np.abs(permutation.undo(trained[1].weights, order) - trained[0].weights).max()
    return holds(off < 1e-6 and np.abs(trained[0].weights).max() > 0.1, difference=off)


def limits_moved_digit_is_another(facts: Facts) -> Verdict:
    """Move a digit three pixels to the side, and for the classifier it is another image altogether."""
    model, test = logistic.restore(facts.results), facts.data.test
    left, right = np.zeros((2, *test.images.shape), np.float32)
    left[:, :, :-3], right[:, :, 3:] = test.images[:, :, 3:], test.images[:, :, :-3]
    after = [(model.predict(moved.reshape(-1, PIXELS)) == test.labels).mean() for moved in (left, right)]
    other = np.roll(test.images, 1, axis=0)  # the digit before it
    same = [correlations(test.images[:500], each[:500]).diagonal().mean() for each in (left, right, other)]
    whole = facts.numbers["limits.whole_test"]
    return holds(
        max(after) < whole / 2 and whole > 0.9 and max(same[:2]) < same[2], accuracies=after, correlations=same
    )


def limits_table_nearest_mean(facts: Facts) -> Verdict:
    """nearest centroid: the nearest of the ten mean images — {limits.nearest_mean_accuracy}"""
    train, test = facts.data.train, facts.data.test.part(0, 1000)
    means = np.stack([train.flat[train.labels == c].mean(axis=0) for c in range(CLASSES)])
    nearest = np.array([((means - image) ** 2).sum(axis=1).argmin() for image in test.flat])
    shown, right = facts.numbers["limits.nearest_mean_accuracy"], (nearest == test.labels).mean()
    near = abs(right - shown) < 4 * np.sqrt(shown * (1 - shown) / len(test))  # a thousand images are enough
    return holds(near and 0.8 < shown == min(_table(facts).values()), accuracy=shown, of_a_thousand=right)


def limits_table_least_squares(facts: Facts) -> Verdict:
    """ten sums, by least squares — {limits.least_squares_accuracy}"""
    clear = _is_better(facts, "least_squares", "nearest_mean") and _is_better(facts, "logistic", "least_squares")
    return holds(clear, accuracy=_table(facts)["least_squares"])


def limits_table_cross_entropy(facts: Facts) -> Verdict:
    """ten sums, by cross-entropy: the classifier of Reading the weights — {limits.whole_test}"""
    table = _table(facts)
    same = facts.arrays("limits")["logistic_right"].mean() == table["logistic"]
    better = all(_is_better(facts, "logistic", name) for name in ("nearest_mean", "least_squares", "one_vs_one_sum"))
    return holds(same and better, accuracy=table["logistic"])


def limits_table_duels(facts: Facts) -> Verdict:
    """one-vs-one: 45 duels, one for each pair of digits, by least squares; most wins — {limits.one_vs_one_accuracy}"""
    table = _table(facts)
    return holds(len(baselines.PAIRS) == 45 and table["one_vs_one"] > 0.9, accuracy=table["one_vs_one"])


def limits_table_duels_added(facts: Facts) -> Verdict:
    """the same 45, their outputs added up — {limits.one_vs_one_sum_accuracy}"""
    table = _table(facts)
    lost = table["one_vs_one"] - table["one_vs_one_sum"]
    return holds(table["one_vs_one_sum"] > 0.8 and lost > 0.05, accuracy=table["one_vs_one_sum"], lost=lost)


@about("identity")
def limits_nearest_mean_is_linear(facts: Facts) -> Verdict:
    """Nearest centroid compares a digit with the average 0, the average 1, and so on. It is a linear classifier too:"""
    train, test = facts.data.train.part(0, 1000), facts.data.test.part(0, 300)
    model = baselines.nearest_mean(train)
    means = np.stack([train.images[train.labels == c].mean(axis=0, dtype=np.float64) for c in range(CLASSES)])
    distances = np.linalg.norm(test.images[:, None] - means, axis=(2, 3))
    same = (model.predict(test.flat) == distances.argmin(axis=1)).mean()
    return holds(same == 1 and np.allclose(model.weights.reshape(-1, SIDE, SIDE), means), agreement=same)


def limits_means_are_worse(facts: Facts) -> Verdict:
    """So there is a linear classifier whose weights show what a digit looks like, and it is a worse classifier."""
    train, table = facts.data.train, _table(facts)
    means = weights.class_means(train)
    alike = correlations(facts.data.test.images, means)  # a digit looks like the mean of its class
    right = (alike.argmax(axis=1) == facts.data.test.labels).mean()
    model = logistic.restore(facts.results)
    images = np.abs(correlations(model.weights, means).diagonal()).mean()  # and the trained weights do not
    worse = all(_is_better(facts, name, "nearest_mean") for name in ("least_squares", "logistic", "one_vs_one"))
    return holds(worse and right > 0.8 and images < 0.5, nearest_mean=table["nearest_mean"], trained=table["logistic"])


@about("identity")
def limits_least_squares_is_solved(facts: Facts) -> Verdict:
    """Least squares fits the ten sums to the one-hot rows themselves. It is solved in one go, without steps."""
    train, ridge = facts.data.train.part(0, 300), facts.settings.limits.ridge
    model = baselines.least_squares(baselines.sums(train), ridge)
    rows = np.column_stack([train.flat, np.ones(len(train))]).astype(np.float64)
    solved = np.column_stack([model.weights, model.biases])
    gradient = rows.T @ (rows @ solved.T - one_hot(train.labels)) + ridge * solved.T  # of half the squared errors
    return holds(np.abs(gradient).max() < 1e-3, largest_gradient=np.abs(gradient).max())


def limits_duels_beat_ten_sums(facts: Facts) -> Verdict:
    """One-vs-one asks 45 smaller questions, such as 3 or 5?, and counts wins. By the same least squares that is much
    better than ten sums.
    """
    table = _table(facts)
    better = all(_is_better(facts, "one_vs_one", name) for name in ("least_squares", "nearest_mean", "one_vs_one_sum"))
    gain = table["one_vs_one"] - table["least_squares"]
    return holds(better and gain > 0.03 and len(baselines.PAIRS) == 45, gain=gain, one_vs_one=table["one_vs_one"])


def limits_duels_beside_cross_entropy(facts: Facts) -> Verdict:
    """Whether it is better than ten sums by cross-entropy, these test images cannot tell: it is ahead by
    {limits.one_vs_one_lead}, with a standard error of {limits.one_vs_one_lead_error}.
    """
    kept = facts.arrays("limits")
    apart = compare(kept["one_vs_one_right"], kept["logistic_right"])
    shown = facts.shows("limits.one_vs_one_lead", apart.difference)
    shown = shown and facts.shows("limits.one_vs_one_lead_error", apart.error)
    near = not apart.is_clear and kept["one_vs_one_right"].mean() > 0.9
    return holds(shown and near, lead=apart.difference, standard_error=apart.error, p_value=apart.p_value)


@about("identity")
def limits_counting_wins_is_not_linear(facts: Facts) -> Verdict:
    """Is that still linear? Each duel is. Counting wins is not: a narrow win counts as much as a clear one."""
    rng = np.random.default_rng(0)
    duels = baselines.OneVsOne(LinearModel(rng.normal(size=(len(baselines.PAIRS), PIXELS)), np.zeros(45)))
    one, other = facts.data.test.flat[:50].astype(np.float64), facts.data.test.flat[50:100].astype(np.float64)
    clear = np.array_equal(duels.votes(one), duels.votes(100 * one))
    sums = np.allclose(duels.summed(one + other), duels.summed(one) + duels.summed(other))
    wins = np.allclose(duels.votes((one + other) / 2), (duels.votes(one) + duels.votes(other)) / 2)
    each = np.allclose(duels.model.logits(one + other), duels.model.logits(one) + duels.model.logits(other))
    return holds(clear and each and sums and not wins, duels_are=each, sums_are=sums, wins_are=wins)


def limits_added_duels_lose(facts: Facts) -> Verdict:
    """Add up the 45 outputs themselves, and sums of sums are sums: the advantage is gone, and the accuracy is
    {limits.one_vs_one_sum_accuracy}, less than that of the ten.
    """
    table = _table(facts)
    gone = _is_better(facts, "least_squares", "one_vs_one_sum")
    had = _is_better(facts, "one_vs_one", "least_squares")
    return holds(gone and had, added=table["one_vs_one_sum"], ten_sums=table["least_squares"])


def limits_remember_the_ink(facts: Facts) -> Verdict:
    """Where the ink lies tells most digits apart; that is why weighted sums do so well."""
    table, test = _table(facts), facts.data.test
    pixels = (test.flat > 0.5).astype(np.float32)  # ink or none, not how dark: only where
    kept = float((logistic.restore(facts.results).predict(pixels) == test.labels).mean())
    return holds(min(kept, table["logistic"]) > 0.9 and table["nearest_mean"] > 0.8, by_place_alone=kept)


def limits_remember_the_gap(facts: Facts) -> Verdict:
    """More images close the gap between training and test. They do not lift training accuracy, and test
    accuracy ends just below it."""
    train, test = _curve(facts)
    gap = train - test
    return holds((np.diff(gap) < 0).all() and 0 < gap[-1] < 0.01 and (np.diff(train) < 0).all(), gaps=gap, train=train)


def limits_remember_the_neighbours(facts: Facts) -> Verdict:
    """It does not know which pixels are neighbours. Shuffle them all, and nothing changes."""
    change, other = (facts.numbers[f"permutation.{n}"] for n in ("linear_accuracy_change", "changed_predictions"))
    nothing = float(facts.arrays("permuted")["weight_difference"]) < 1e-9 and abs(change) <= 1 / len(facts.data.test)
    return holds(nothing and other <= 5 and facts.numbers["permutation.accuracy"] > 0.89, accuracy=change)


@about("identity")
def limits_bars_are_shares(facts: Facts) -> Verdict:
    """The share of each digit's test images that the linear classifier classifies correctly, in percent, best first."""
    drawn, (shares, _) = facts.arrays("limits")["class_accuracies"], _shares(facts)
    return holds(np.allclose(drawn, shares), shares=np.sort(drawn)[::-1])


def limits_bars_run_down(facts: Facts) -> Verdict:
    """Ten bars, from {limits.best_class} with {limits.best_class_accuracy} down to {limits.worst_class} with
    {limits.worst_class_accuracy}.
    """
    bars = facts.arrays("limits")["class_accuracies"]
    best, worst = (int(facts.numbers[f"limits.{name}_class"]) for name in ("best", "worst"))
    shown = [facts.numbers[f"limits.{name}_class_accuracy"] for name in ("best", "worst")]
    ends = [bars[best], bars[worst]] == shown == [bars.max(), bars.min()]
    return holds(len(bars) == CLASSES and ends and shown[1] > 0.8, ends=shown)


def limits_errors_gather(facts: Facts) -> Verdict:
    """Most lie on the diagonal; the {limits.errors} errors gather in a few strongly shaded cells."""
    counts, errors = facts.arrays("limits")["confusion"], _errors(facts)
    tenth = errors[: KINDS // 10].sum() / errors.sum()  # of the cells, the darkest
    same = np.array_equal(counts, _counts(facts)) and errors.sum() == facts.numbers["limits.errors"]
    return holds(same and np.trace(counts) > 0.9 * counts.sum() and tenth > 1 / 3, in_a_tenth_of_the_cells=tenth)


@about("identity")
def limits_shown_errors_are_errors(facts: Facts) -> Verdict:
    """The five commonest errors, and the first test images of each."""
    kept, predicted, test = facts.arrays("limits"), _predicted(facts), facts.data.test
    found = []
    for (true, given, often), images in zip(kept["pairs"], kept["pair_images"], strict=True):
        first = test.images[(test.labels == true) & (predicted == given)]
        shown = images[images.any(axis=(1, 2))]
        found.append(len(first) == often and len(shown) == min(often, EACH) and np.array_equal(shown, first[:EACH]))
    commonest = np.array_equal(kept["pairs"][:, 2], _errors(facts)[:5])
    return holds(len(found) == 5 and all(found) and commonest, times=kept["pairs"][:, 2])


def limits_lines_approach(facts: Facts) -> Verdict:
    """Two lines approach each other."""
    train, test = _curve(facts)
    gap = train - test
    return holds((np.diff(gap) < 0).all() and (gap > 0).all() and gap[-1] < gap[0] / 4, gaps=gap)


def limits_test_rises_then_slows(facts: Facts) -> Verdict:
    """Accuracy on test images rises, fast and then slowly; at the right end nearly nothing of the first gap to the
    images learned from is left.
    """
    train, test = _curve(facts)
    rises, left = np.diff(test), (train - test)[-1] / (train - test)[0]
    slower = (rises > 0).all() and (np.diff(rises) < 0).all() and rises[0] > 2 * abs(rises[-1])
    return holds(slower and left < 0.05, rises=rises, left=left)


def limits_shuffled_scatter(facts: Facts) -> Verdict:
    """A legible digit and a scatter of grey dots; a scatter of blue and red dots and, from the same numbers, a blue
    ring with a red centre.
    """
    kept = facts.arrays("permuted")
    pairs = [
        [kept[name] for name in ("digit", "permuted_digit")],
        [kept[f"{n}_weights"] for n in ("restored", "permuted")],
    ]
    same = all(np.array_equal(np.sort(a, axis=None), np.sort(b, axis=None)) for a, b in pairs)
    rougher = [float(np.divide(*total_variation(np.stack([scatter, whole])))) for whole, scatter in pairs]
    ring, centre = _ring(facts, kept["restored_weights"])
    lost = max(np.abs(_ring(facts, kept["permuted_weights"])))  # no ring and no centre in the scatter
    return holds(same and min(rougher) > 2 and ring > 0 > centre and lost < ring / 2, rougher=rougher, ring=ring)


def limits_shuffle_costs_the_network(facts: Facts) -> Verdict:
    """Trained on the same shuffles for {permutation.cnn_epochs} epochs it reaches {permutation.cnn_accuracy}, on the
    images as they are {permutation.cnn_unshuffled_accuracy}: a difference of {permutation.cnn_accuracy_change} with a
    standard error of {permutation.cnn_change_error}, which is more than chance.
    """
    kept = facts.arrays("permuted")
    shuffled, straight = kept["cnn_shuffled_right"], kept["cnn_straight_right"]
    apart = compare(shuffled, straight)
    names = ("accuracy", "unshuffled_accuracy", "accuracy_change", "change_error")
    values = (shuffled.mean(), straight.mean(), apart.difference, apart.error)
    same = all(facts.shows(f"permutation.cnn_{name}", value) for name, value in zip(names, values, strict=True))
    learned = shuffled.mean() > 0.96 and straight.mean() > 0.99
    same &= facts.numbers["permutation.cnn_epochs"] == facts.settings.permuted.cnn.epochs
    clear = apart.is_clear and apart.difference < -0.005
    return holds(same and clear and learned, change=apart.difference, standard_error=apart.error)


def limits_shuffled_network_errs_more(facts: Facts) -> Verdict:
    """It makes {permutation.cnn_errors_ratio} times as many errors."""
    kept = facts.arrays("permuted")
    errors = [1 - kept[f"cnn_{name}_right"].mean(axis=1) for name in ("shuffled", "straight")]
    ratio = errors[0].mean() / errors[1].mean()
    return holds(facts.shows("permutation.cnn_errors_ratio", ratio) and ratio > 2, ratio=ratio)


def limits_shuffled_network_is_better_than_sums(facts: Facts) -> Verdict:
    """It still classifies more of the shuffled images correctly than weighted sums do."""
    network = facts.arrays("permuted")["cnn_shuffled_right"]
    apart = compare(network, facts.arrays("limits")["one_vs_one_right"])  # the best that sums reach on this page
    sums = facts.numbers["limits.one_vs_one_accuracy"]
    return holds(apart.is_clear and apart.difference > 0, network=network.mean(), best_sums=sums)


def limits_shift_scrambles(facts: Facts) -> Verdict:
    """It trained with images shifted by up to a pixel, as the site's own network is; but a shift scrambles a shuffled
    image, and with it the network reaches only {permutation.cnn_shifted_accuracy}.
    """
    kept, chosen = facts.arrays("permuted"), facts.settings.permuted
    worse = compare(kept["cnn_shifted_right"], kept["cnn_shuffled_right"])
    order, images = permutation.shuffle(chosen.seed), facts.data.test.images[:500]
    scrambled = permutation.permuted(facts.data.test.part(0, 500), order).images
    alike = [correlations(x[:, :, 1:], x[:, :, :-1]).diagonal().mean() for x in (images, scrambled)]
    same = chosen.cnn == replace(facts.settings.cnn, epochs=chosen.cnn.epochs) and chosen.cnn.shift == 1
    shown = facts.shows("permutation.cnn_shifted_accuracy", kept["cnn_shifted_right"].mean())
    right = same and shown and worse.is_clear and worse.difference < 0
    return holds(right and alike[0] > 2 * alike[1], change=worse.difference, alike=alike[0], shuffled=alike[1])


def limits_a_filter_for_two(facts: Facts) -> Verdict:
    """Those where one of the two digits tends to have ink and the other not. The difference of their two rows of
    weights is a filter for just that, and it tells most images of the two apart.
    """
    true, given = (int(facts.numbers[f"limits.pair_{name}"]) for name in ("true", "given"))
    model, test = logistic.restore(facts.results), facts.data.test
    two = np.isin(test.labels, (true, given))
    lead = (model.logits(test.flat[two]) @ (np.eye(CLASSES)[true] - np.eye(CLASSES)[given])) > 0
    right = (lead == (test.labels[two] == true)).mean()
    means = weights.class_means(facts.data.train)
    apart = correlations(model.weights[[true]] - model.weights[[given]], means[[true]] - means[[given]])[0, 0]
    return holds(right > 0.9 and apart > 0, right=right, correlation_with_means=apart)


@about("data")
def limits_amount_of_ink(facts: Facts) -> Verdict:
    """The amount of ink classifies less than a third of the test images correctly."""
    right = _by_amount(facts)
    return holds(0.1 < right < 1 / 3, right=right)


def limits_centroids_meet_earlier(facts: Facts) -> Verdict:
    """Earlier: ten means have little to adapt to a few images. With {limits.smallest_size} images the gap is already
    smaller than that of the trained classifier.
    """
    gaps, settings, data = [], facts.settings.limits, facts.data
    for draw in range(settings.draws):
        chosen = np.random.default_rng([settings.seed, draw]).permutation(len(data.train))[: settings.sizes[0]]
        part = Split(data.train.images[chosen], data.train.labels[chosen])
        model = baselines.nearest_mean(part)
        gaps.append(model.accuracy(part) - model.accuracy(data.test))
    train, test = _curve(facts)
    same = facts.shows("limits.smallest_size", settings.sizes[0])
    earlier = np.mean(gaps) < 0.9 * (train[0] - test[0]) and test[0] > 0.5
    return holds(same and earlier, centroids=gaps, trained=train[0] - test[0])
