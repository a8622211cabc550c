"""What the page on the trained models says, as predicates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.chapters.trained_models.experiment import FEW
from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS
from explainer.methods.uncertainty import ERRORS, compare, interval, std
from explainer.models import baselines
from explainer.models.softmax_regression import fit
from explainer.trainings import logistic

TRUE_DRAWS = 2000  # of two equally good models, to count how often the rule is passed


@about("design")
def trained_on_the_same_images(facts: Facts) -> Verdict:
    """All of them learn from the same {data.train_images} training images, unless their row says otherwise."""
    return holds(len(facts.data.train) == facts.numbers["data.train_images"], images=len(facts.data.train))


@about("design")
def trained_linear_parameters(facts: Facts) -> Verdict:
    """Each has {trained.linear_parameters} parameters, ten times 784 weights and a bias. The two that are trained from
    scratch have no biases, and one-vs-one has {trained.one_vs_one_parameters} parameters, for its 45 pairs."""
    model, pairs = logistic.restore(facts.results), len(baselines.PAIRS)
    few = facts.data.train.part(0, 100)
    scratch = fit(few.flat.astype(np.float64), few.labels, penalty=0.0, learning_rate=0.1, steps=3).model
    own = model.weights.size + model.biases.size
    shown = (own, pairs * (PIXELS + 1)) == tuple(
        facts.numbers[f"trained.{name}_parameters"] for name in ("linear", "one_vs_one")
    )
    unbiased = not scratch.biases.any() and scratch.weights.any()
    return holds(shown and unbiased and own == CLASSES * (PIXELS + 1) and pairs == 45, parameters=own, pairs=pairs)


@about("design")
def trained_row_converged(facts: Facts) -> Verdict:
    """scikit-learn, until the loss is flat; L2 penalty with $C$ = {logistic.strength} — {logistic.test_accuracy}"""
    strengths, flat = facts.settings.logistic.strengths, facts.numbers["logistic.largest_gradient"]
    return holds(facts.numbers["logistic.strength"] in strengths and _as_kept(facts, "converged"), gradient=flat)


@about("design")
def trained_row_tutorial(facts: Facts) -> Verdict:
    """{tutorial.steps} steps of SGD from zero, mini-batches of {tutorial.batch}, learning rate
    {tutorial.learning_rate}; no penalty — {tutorial.test_accuracy}, the mean of {tutorial.trainings}
    """
    shown = {name: facts.numbers[f"tutorial.{name}"] for name in ("steps", "batch", "learning_rate")}
    return holds(shown == {"steps": 1000, "batch": 100, "learning_rate": 0.5}, **shown)


@about("design")
def trained_row_printed_settings(facts: Facts) -> Verdict:
    """full-batch gradient descent on 500 images, 1,000 steps, learning rate 0.00001, $\\lambda$ = 1; the gradient is
    summed over the images — {scratch.python2_test_accuracy}, on {scratch.draws} draws of 100 images
    """
    own = facts.settings.scratch
    printed = (own.printed_penalty, own.printed_learning_rate, own.printed_steps) == (1.0, 1e-5, 1000)
    return holds(printed and (own.train, own.test) == (500, 100), images=own.train, draws=own.draws)


@about("design")
def trained_row_shuffled_labels(facts: Facts) -> Verdict:
    """{controls.networks} networks; {controls.shuffled_images} training images, their labels dealt out anew — the same
    — {controls.shuffled_test_accuracy}
    """
    networks, images = (facts.numbers[f"controls.{name}"] for name in ("networks", "shuffled_images"))
    return holds(networks >= 1 and images <= len(facts.data.train), networks=networks, images=images)


def trained_row_wrong_labels(facts: Facts) -> Verdict:
    """{claims.mislabelled_share} of the training labels replaced by another digit — the same —
    {claims.mislabelled_accuracy}
    """
    share, found = (facts.numbers[f"claims.mislabelled_{name}"] for name in ("share", "accuracy"))
    return holds(0 < share < 0.1 and 0.985 < found < 1, share=share, accuracy=found)


@about("design")
def trained_row_sgd(facts: Facts) -> Verdict:
    """{sgd.steps} steps from zero, mini-batches of {sgd.batch}, learning rate {sgd.learning_rate}; no penalty —
    {sgd.test_accuracy}"""
    own = facts.settings.sgd
    return holds(
        _set(facts, "sgd", steps=own.steps, batch=own.batch, learning_rate=own.learning_rate)
        and abs(facts.arrays("trained")["right:sgd"][0].mean() - facts.numbers["sgd.test_accuracy"]) < 0.001,
        steps=own.steps,
        batch=own.batch,
    )


@about("design")
def trained_row_adam(facts: Facts) -> Verdict:
    """ten epochs from zero, mini-batches of {epochs.batch}, learning rate {epochs.adam_learning_rate}; no penalty —
    {epochs.accuracy_10}"""
    own = facts.settings.epochs
    return holds(_set(facts, "epochs", batch=own.batch, adam_learning_rate=own.adam_learning_rate), batch=own.batch)


@about("design")
def trained_row_epochs_of_sgd(facts: Facts) -> Verdict:
    """eleven epochs from zero, mini-batches of {epochs.batch}, learning rate {epochs.sgd_learning_rate}; no penalty —
    {epochs.sgd_validation_11}, on validation"""
    own = facts.settings.epochs
    return holds(_set(facts, "epochs", batch=own.batch, sgd_learning_rate=own.sgd_learning_rate), batch=own.batch)


@about("design")
def trained_row_scratch(facts: Facts) -> Verdict:
    """full-batch gradient descent on 500 images, {scratch.steps} steps, learning rate {scratch.learning_rate},
    $\\lambda$ = {scratch.penalty} — {scratch.test_accuracy}, on {scratch.draws} draws of 100 images"""
    own = facts.settings.scratch
    chosen = facts.numbers["scratch.penalty"] in own.penalties and facts.numbers["scratch.steps"] in own.steps
    return holds(
        chosen
        and _set(facts, "scratch", learning_rate=own.learning_rate, draws=own.draws)
        and (own.train, own.test) == (500, 100),
        images=own.train,
    )


@about("design")
def trained_row_nearest_centroid(facts: Facts) -> Verdict:
    """the ten mean images, and no steps — {limits.nearest_mean_accuracy}"""
    return _beside(facts, "nearest_centroid", "limits.nearest_mean_accuracy")


@about("design")
def trained_row_least_squares(facts: Facts) -> Verdict:
    """solved in one go, with a small penalty — {limits.least_squares_accuracy}"""
    return _beside(facts, "least_squares", "limits.least_squares_accuracy")


@about("design")
def trained_row_one_vs_one(facts: Facts) -> Verdict:
    """45 classifiers for two classes, each by least squares; most wins — {limits.one_vs_one_accuracy}"""
    return _beside(facts, "one_vs_one", "limits.one_vs_one_accuracy")


@about("design")
def trained_row_shuffled_pixels(facts: Facts) -> Verdict:
    """as above, with the pixels of all images shuffled alike — {permutation.accuracy}"""
    straight, shuffled = facts.arrays("trained")["right:sgd"].mean(axis=1), facts.numbers["permutation.accuracy"]
    return holds(straight.min() - 0.01 < shuffled < straight.max() + 0.01, straight=straight, shuffled=shuffled)


def trained_the_linear_classifier(facts: Facts) -> Verdict:
    """The linear classifier of this site, without more words, is the converged one, with {logistic.test_accuracy}."""
    accuracy = logistic.restore(facts.results).accuracy(facts.data.test)
    shown = facts.shows("logistic.test_accuracy", accuracy)
    flat = facts.numbers["logistic.largest_gradient"]
    return holds(shown and accuracy > 0.92 and flat < 1e-3, accuracy=accuracy, largest_gradient=flat)


def trained_same_weights_on_validation(facts: Facts) -> Verdict:
    """The {logistic.validation_accuracy} that its chapter gives as well are the same weights on the validation
    images."""
    accuracy = logistic.restore(facts.results).accuracy(facts.data.validation)
    return holds(facts.shows("logistic.validation_accuracy", accuracy) and accuracy > 0.92, accuracy=accuracy)


def trained_thousand_steps_stop_early(facts: Facts) -> Verdict:
    """The {sgd.test_accuracy} are those of a thousand steps, which stop early."""
    accuracy, steps = facts.numbers["sgd.test_accuracy"], facts.numbers["sgd.steps"]
    epochs = steps * facts.settings.sgd.batch / len(facts.data.train)
    return holds(steps == 1000 and epochs < 2 and accuracy > 0.89, accuracy=accuracy, epochs=epochs)


@about("design")
def trained_row_network(facts: Facts) -> Verdict:
    """Muon and AdamW, {cnn.images_seen} images in mini-batches of {cnn.batch}, learning rates up to
    {cnn.muon_peak_learning_rate} and {cnn.peak_learning_rate} and down again, weight decay, label smoothing, images
    shifted by up to {cnn.shift} pixel — {cnn.parameters} — {cnn.test_accuracy}"""
    own = facts.settings.cnn
    shown = _set(facts, "cnn", epochs=own.epochs, batch=own.batch, shift=own.shift)
    shown &= facts.numbers["cnn.peak_learning_rate"] == own.peak_learning_rate
    shown &= facts.numbers["cnn.muon_peak_learning_rate"] == own.muon_peak_learning_rate
    kept = [array for name, array in facts.arrays("cnn").items() if name.startswith("weight:")]
    return holds(
        shown
        and sum(array.size for array in kept) == facts.numbers["cnn.parameters"]
        and min(own.weight_decay, own.label_smoothing) > 0,
        weight_decay=own.weight_decay,
        label_smoothing=own.label_smoothing,
    )


@about("design")
def trained_row_untrained(facts: Facts) -> Verdict:
    """its first, random weights — the same — {cnn.test_accuracy_before}"""
    before = facts.arrays("cnn")["validation_accuracies"][0]
    return holds(abs(before - facts.numbers["cnn.test_accuracy_before"]) < 0.05, on_validation=before)


@about("design")
def trained_row_seeds(facts: Facts) -> Verdict:
    """the same recipe, {cnn.seeds} seeds in all — the same — {cnn.test_accuracy_mean} ± {cnn.test_accuracy_std}"""
    kept = facts.arrays("seeds")["right"].mean(axis=1)
    shown = facts.shows("cnn.test_accuracy_mean", kept.mean()) and facts.shows("cnn.test_accuracy_std", std(kept))
    return holds(shown and len(kept) == facts.numbers["cnn.seeds"], accuracies=kept)


@about("design")
def trained_row_half(facts: Facts) -> Verdict:
    """8 and 18 filters; {exercise.narrow_trainings} seeds — {exercise.narrow_parameters} —
    {exercise.narrow_accuracy}
    """
    return _filters(facts, "narrow", (8, 18))


@about("design")
def trained_row_quarter(facts: Facts) -> Verdict:
    """4 and 9 filters — {exercise.quarter_parameters} — {exercise.quarter_accuracy}"""
    return _filters(facts, "quarter", (4, 9))


@about("design")
def trained_row_eighth(facts: Facts) -> Verdict:
    """2 and 4 filters — {exercise.eighth_parameters} — {exercise.eighth_accuracy}"""
    return _filters(facts, "eighth", (2, 4))


@about("design")
def trained_row_third_convolution(facts: Facts) -> Verdict:
    """36 filters more; {exercise.deep_trainings} seeds — {exercise.deep_parameters} — {exercise.deep_accuracy}"""
    filters = facts.settings.deep.filters
    return holds(filters == (16, 36, 36), filters=filters)


@about("design")
def trained_row_second_dense_layer(facts: Facts) -> Verdict:
    """128 units more; {exercise.dense_trainings} seeds — {exercise.dense_parameters} — {exercise.dense_accuracy}"""
    dense = facts.settings.dense.dense
    return holds(dense == (128, 128), dense=dense)


@about("design")
def trained_row_network_on_shuffled_pixels(facts: Facts) -> Verdict:
    """{permutation.cnn_epochs} epochs on images whose pixels are all shuffled alike, and not shifted;
    {permutation.count} seeds — the same — {permutation.cnn_accuracy}
    """
    shuffled, own = facts.numbers["permutation.cnn_accuracy"], facts.numbers["cnn.test_accuracy"]
    return holds(0.9 < shuffled <= own, shuffled=shuffled, own=own)


@about("design")
def trained_row_pictures_that_lie(facts: Facts) -> Verdict:
    """the network, and a rule of our own for images that are no digits — more — {deceptive.accuracy}"""
    deceptive, own = facts.numbers["deceptive.accuracy"], facts.numbers["cnn.test_accuracy"]
    return holds(abs(deceptive - own) < 1e-9, deceptive=deceptive, own=own)


def trained_sampling_errors(facts: Facts) -> Verdict:
    """For the linear classifier that is {trained.linear_sampling_error}, for the network
    {trained.network_sampling_error}."""
    rng, found = np.random.default_rng(0), {}
    for name, kept in (("linear", "converged"), ("network", "network")):
        right = _right(facts, kept)
        shares = (
            rng.binomial(right.shape[1], right.mean(), 4000) / right.shape[1]
        )  # other images, drawn again and again
        found[name] = float(shares.std())
    shown = all(abs(error / facts.numbers[f"trained.{n}_sampling_error"] - 1) < 0.1 for n, error in found.items())
    return holds(shown and found["network"] < found["linear"] / 2, **found)


def trained_spreads_over_seeds(facts: Facts) -> Verdict:
    """Over {trained.trainings} seeds, the accuracies after a thousand steps of SGD have a standard deviation of
    {trained.sgd_std}, and over {cnn.seeds} seeds those of the network have {cnn.test_accuracy_std}."""
    sgd, network = (_right(facts, name).mean(axis=1) for name in ("sgd", "network"))
    shown = facts.shows("trained.sgd_std", std(sgd)) and facts.shows("cnn.test_accuracy_std", std(network))
    shown &= (len(sgd), len(network)) == (facts.numbers["trained.trainings"], facts.numbers["cnn.seeds"])
    return holds(shown and sgd.min() > 0.88 and network.min() > 0.98, sgd=sgd, network=network)


def trained_accuracies_rise(facts: Facts) -> Verdict:
    """Six dots with bars, from the nearest centroid at the left to the network at the right. The bars of the converged
    classifier and of one-vs-one overlap."""
    means, sampling, seeds = facts.arrays("trained")["accuracies"].T
    bars = ERRORS * np.hypot(sampling, seeds)
    order = means[0] == means.min() and means[5] == means.max()
    return holds(order and abs(means[4] - means[3]) < bars[3] + bars[4] and means[3] > 0.9, accuracies=means)


def trained_hard_images_are_shared(facts: Facts) -> Verdict:
    """Two models that are tested on the same images share the luck of the draw, since an image that is hard for one is
    often hard for the other."""
    wrong = ~_right(facts, "converged")[0]
    others = {name: ~_right(facts, name)[0] for name in ("sgd", "one_vs_one", "network")}
    times = {name: other[wrong].mean() / other[~wrong].mean() for name, other in others.items()}
    sound = wrong.mean() < 0.1 and others["network"].mean() < 0.02
    return holds(sound and min(times.values()) > 5, **{f"times_as_often_{name}": t for name, t in times.items()})


@about("identity")
def trained_one_in_twenty_passes(facts: Facts) -> Verdict:
    """Where there is no difference at all, about one comparison in twenty passes the rule nevertheless."""
    count, rng = 2000, np.random.default_rng(0)
    passed = 0
    for _ in range(TRUE_DRAWS):  # two models that each err on one image in ten, and one in twenty is hard for both
        hard = rng.random(count) < 0.05
        one, two = (~(hard | (rng.random(count) < 0.05)) for _ in range(2))
        passed += compare(one, two).is_clear
    del facts
    return holds(0.03 < passed / TRUE_DRAWS < 0.07, share=passed / TRUE_DRAWS)


def trained_one_vs_one_may_be_chance(facts: Facts) -> Verdict:
    """One-vs-one is {trained.one_vs_one_difference} ahead of the converged classifier. On {trained.one_vs_one_gained}
    images only the first is right, on {trained.one_vs_one_lost} only the second. The standard error of the difference
    is {trained.one_vs_one_error}, and twice that is more than the difference: it may be chance."""
    one, two = _right(facts, "one_vs_one")[0], _right(facts, "converged")[0]
    gained, lost = int((one & ~two).sum()), int((two & ~one).sum())
    apart, error = (gained - lost) / len(one), np.sqrt(gained + lost) / len(one)
    shown = facts.shows("trained.one_vs_one_difference", apart)
    shown &= abs(error / facts.numbers["trained.one_vs_one_error"] - 1) < 0.01
    shown &= (gained, lost) == (facts.numbers["trained.one_vs_one_gained"], facts.numbers["trained.one_vs_one_lost"])
    return holds(shown and 0 < apart < ERRORS * error and two.mean() > 0.9, difference=apart, error=error)


def trained_coin_parts_as_unevenly(facts: Facts) -> Verdict:
    """A fair coin would part these images at least as unevenly in {trained.one_vs_one_p} of all cases."""
    gained, lost = (int(facts.numbers[f"trained.one_vs_one_{name}"]) for name in ("gained", "lost"))
    tosses = np.random.default_rng(0).binomial(gained + lost, 0.5, 100_000)
    share = (abs(2 * tosses - gained - lost) >= abs(gained - lost)).mean()
    sound = _right(facts, "converged").mean() > 0.9
    return holds(sound and abs(share - facts.numbers["trained.one_vs_one_p"]) < 0.01 and share > 0.03, share=share)


def trained_converged_is_ahead(facts: Facts) -> Verdict:
    """The converged classifier, in turn, is {trained.converged_difference} ahead of a thousand steps of SGD, whose mean
    over seeds is {trained.sgd_accuracy}. The error is {trained.converged_sampling_error} from the images and
    {trained.converged_seed_error} from the seeds, together {trained.converged_error}. That difference counts."""
    found = compare(_right(facts, "converged"), _right(facts, "sgd"))
    parts = {name: getattr(found, name) for name in ("difference", "sampling_error", "seed_error", "error")}
    shown = all(facts.shows(f"trained.converged_{name}", value) for name, value in parts.items())
    shown &= facts.shows("trained.sgd_accuracy", _right(facts, "sgd").mean())
    return holds(shown and found.is_clear and found.difference > 0, **parts)


def trained_luck_may_be_chance(facts: Facts) -> Verdict:
    """The best of the {trained.trainings} trainings is {trained.luck_difference} ahead of the worst, with the same
    recipe. By the rule, that may be chance."""
    sgd = _right(facts, "sgd")
    own = sgd.mean(axis=1)
    found = compare(sgd[own.argmax()], sgd[own.argmin()], std(own))
    shown = facts.shows("trained.luck_difference", np.ptp(own)) and len(own) == facts.numbers["trained.trainings"]
    return holds(shown and not found.is_clear and own.min() > 0.88, difference=found.difference, error=found.error)


def trained_bars_and_lines(facts: Facts) -> Verdict:
    """Three rows of bars around zero, each with a line for its difference. The line is inside the dark bar in the first
    and the last row, and far outside in the middle one."""
    difference, unpaired, paired, seeds = facts.arrays("trained")["differences"].T
    reach = difference / (ERRORS * np.hypot(paired, seeds))
    narrower = (paired / unpaired)[:2].max()
    sound = _right(facts, "converged").mean() > 0.9
    return holds(sound and max(reach[0], reach[2]) < 1 and reach[1] > 1.5 and narrower < 0.8, difference_over_bar=reach)


@about("identity")
def trained_few_say_little(facts: Facts) -> Verdict:
    """Ten out of ten says that the share is at least {trained.all_of_few_low}; nine out of ten, that it lies between
    {trained.one_missing_low} and {trained.one_missing_high}, at a confidence of 95 %."""
    z = 1.959964  # the normal distribution's 97.5 % point
    found = []
    for hits in (FEW, FEW - 1):
        share = hits / FEW
        middle, half = share + z**2 / (2 * FEW), z * np.sqrt(share * (1 - share) / FEW + z**2 / (4 * FEW**2))
        found.append(((middle - half) / (1 + z**2 / FEW), (middle + half) / (1 + z**2 / FEW)))
    same = all(np.allclose(pair, interval(hits, FEW)) for hits, pair in zip((FEW, FEW - 1), found, strict=True))
    names = ("all_of_few_low", "one_missing_low", "one_missing_high")
    shown = all(facts.shows(f"trained.{n}", v) for n, v in zip(names, (found[0][0], *found[1]), strict=True))
    return holds(shown and same and FEW == 10, all_of_ten=found[0], nine_of_ten=found[1])


def _right(facts: Facts, name: str) -> NDArray[np.bool_]:
    """Return which test images each training of a model classifies correctly, (trainings, N)."""
    return np.asarray(facts.arrays("trained")[f"right:{name}"], np.bool_)


def _as_kept(facts: Facts, name: str) -> bool:
    """Return whether the converged classifier's answers are those that were compared."""
    right = logistic.restore(facts.results).predict(facts.data.test.flat) == facts.data.test.labels
    return bool(np.array_equal(right, _right(facts, name)[0]))


def _set(facts: Facts, subject: str, **settings: float) -> bool:
    """Return whether the numbers of that subject are these settings."""
    return all(facts.numbers[f"{subject}.{name}"] == value for name, value in settings.items())


def _beside(facts: Facts, name: str, number: str) -> Verdict:
    """Return whether this page's own training has the accuracy that another page shows."""
    own = float(_right(facts, name).mean())
    return holds(abs(own - facts.numbers[number]) < 0.001, accuracy=own)


def _filters(facts: Facts, name: str, wanted: tuple[int, int]) -> Verdict:
    """Return whether a narrow network has these filters and as many parameters."""
    one, two = wanted
    parameters = (25 * one + one) + (25 * one * two + two) + (49 * two * 128 + 128) + (128 * CLASSES + CLASSES)
    chosen = wanted in facts.settings.narrow.filters
    return holds(chosen and parameters == facts.numbers[f"exercise.{name}_parameters"], parameters=parameters)
