"""Softmax regression on 500 images: the printed settings, read as Python 2 and as Python 3, and settings that work."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import CLASSES, SIDE, Dataset, Split
from explainer.methods.correlation import correlations
from explainer.methods.uncertainty import std
from explainer.methods.weights import class_means
from explainer.models import Report
from explainer.models.linear import Array, cross_entropy
from explainer.models.softmax_regression import descend, fit
from explainer.results import Inputs, Result
from explainer.trainings import logistic

if TYPE_CHECKING:
    from explainer.settings import ScratchSettings

PRINTED = np.array([0.902, 0.85])  # training and test accuracy in the post
ROUNDING = 1e-6  # logits per unit of ink: weights nearer to zero are what is left of a training's rounding


# One thread: on matrices this small, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: ScratchSettings, inputs: Inputs, report: Report) -> Result:
    """Run the printed settings in both readings, search as we did once, choose settings on validation, score them."""
    tick = _ticker(settings, report)

    as_mean = {"penalty": settings.printed_penalty, "learning_rate": settings.printed_learning_rate}
    as_sum = in_python_2(settings.train, **as_mean)
    printed = _each(settings.printed_draws, _scored(dataset, settings, settings.printed_steps, **as_mean), tick)
    python2 = _each(settings.draws, _scored(dataset, settings, settings.printed_steps, **as_sum), tick)
    grid, found = search(dataset, settings, tick)
    penalty, steps, choice = choose(dataset, settings, tick)
    working = _each(
        settings.draws, _scored(dataset, settings, steps, penalty=penalty, learning_rate=settings.learning_rate), tick
    )

    few, others = in_file_order(dataset.train, settings.train, settings.test)
    flat = few.flat.astype(np.float64)
    summed, averaged = (fit(flat, few.labels, steps=settings.printed_steps, **each) for each in (as_sum, as_mean))
    own = np.array([[each.model.accuracy(split) for split in (few, others)] for each in (summed, averaged)])
    reach = (python2 >= PRINTED).sum(axis=0)  # (2,): draws whose training, test accuracy is that of the post or more
    quick, converged = summed.model.weights, logistic.restore(inputs).weights
    likeness = [
        correlations(w, from_the_mean(split)).diagonal() for w, split in ((quick, few), (converged, dataset.train))
    ]
    return Result(
        arrays={
            "losses": summed.losses,  # (steps + 1,), nats per image: on the post's images, read as Python 2
            "printed_losses": averaged.losses,  # (steps + 1,), nats per image: the same, read as Python 3
            "weights": quick.reshape(CLASSES, SIDE, SIDE),  # (10, 28, 28), logit per unit of ink; read as Python 2
            "preferred": np.stack([preferred(quick), preferred(converged)]),  # (2, 10, 28, 28), ink
            "likeness": np.array(likeness),  # (2, 10): weights with class mean less the mean of all
            "own_accuracies": own,  # (2, 2): read as Python 2 and as 3; the post's training and test images
            "search_settings": grid,  # (K, 4): pixel scale, learning rate, penalty, steps
            "search_accuracies": found,  # (K, 2): training and validation images, averaged over draws
            "printed_reach": np.array(settings.printed_learning_rate * settings.printed_steps),  # (), for pixels to 1
            "python2_reach": np.array(as_sum["learning_rate"] * settings.printed_steps),  # (), likewise
            "choice": choice,  # (penalties, steps): mean validation accuracy
            "printed_accuracies": printed,  # (draws, 2): training, test; read as Python 3
            "python2_accuracies": python2,  # (draws, 2): training, test; read as Python 2
            "accuracies": working,  # (draws, 2): training, test; with our settings
        },
        numbers={
            "scratch.printed_train_accuracy": (float(printed[:, 0].mean()), "fraction"),
            "scratch.printed_test_accuracy": (float(printed[:, 1].mean()), "fraction"),
            "scratch.printed_train_lowest": (float(printed[:, 0].min()), "fraction"),
            "scratch.printed_train_highest": (float(printed[:, 0].max()), "fraction"),
            "scratch.printed_draws": (settings.printed_draws, "count"),
            "scratch.python2_train_accuracy": (float(python2[:, 0].mean()), "fraction"),
            "scratch.python2_test_accuracy": (float(python2[:, 1].mean()), "fraction"),
            "scratch.python2_train_std": (std(python2[:, 0]), "difference of fractions"),
            "scratch.python2_test_std": (std(python2[:, 1]), "difference of fractions"),
            "scratch.python2_train_lowest": (float(python2[:, 0].min()), "fraction"),
            "scratch.python2_train_highest": (float(python2[:, 0].max()), "fraction"),
            "scratch.python2_test_lowest": (float(python2[:, 1].min()), "fraction"),
            "scratch.python2_test_highest": (float(python2[:, 1].max()), "fraction"),
            "scratch.python2_reach_train": (int(reach[0]), "count"),
            "scratch.python2_reach_test": (int(reach[1]), "count"),
            "scratch.python2_gap": (float((python2[:, 0] - python2[:, 1]).mean()), "difference of fractions"),
            "scratch.python2_loss": (len(few) * cross_entropy(summed.model.logits(flat), few.labels), "nats"),
            "scratch.own_train_accuracy": (float(own[0, 0]), "fraction"),
            "scratch.own_test_accuracy": (float(own[0, 1]), "fraction"),
            "scratch.own_train_accuracy_python3": (float(own[1, 0]), "fraction"),
            "scratch.own_test_accuracy_python3": (float(own[1, 1]), "fraction"),
            "scratch.first_loss": (float(averaged.losses[0]), "nats"),
            "scratch.printed_loss": (float(averaged.losses[-1]), "nats"),
            "scratch.likeness": (float(np.nanmedian(likeness[0])), "correlation"),
            "scratch.likeness_converged": (float(np.nanmedian(likeness[1])), "correlation"),
            "scratch.learning_rate": (settings.learning_rate, "learning rate"),
            "scratch.penalty": (penalty, "penalty"),
            "scratch.steps": (steps, "count"),
            "scratch.draws": (settings.draws, "count"),
            "scratch.train_accuracy": (float(working[:, 0].mean()), "fraction"),
            "scratch.test_accuracy": (float(working[:, 1].mean()), "fraction"),
            "scratch.test_std": (std(working[:, 1]), "difference of fractions"),
            "scratch.gap": (float((working[:, 0] - working[:, 1]).mean()), "difference of fractions"),
        },
    )


def in_python_2(images: int, *, penalty: float, learning_rate: float) -> dict[str, float]:
    """Return the post's settings in terms of our loss, which is a mean.

    Its gradient is then the sum of (p − y) xᵀ over the m images plus λ w:
    m times that of a mean with λ / m.
    """
    factor = -1 // images  # `//` divides as `/` did in Python 2: rounded down, to −1
    times = factor / (-1 / images)  # the sum beside the mean: m
    return {"penalty": penalty / times, "learning_rate": learning_rate * times}


def in_file_order(split: Split, train: int, test: int) -> tuple[Split, Split]:
    """Return the first images of a split and the next, as TensorFlow's reader of that time handed them out."""
    start = min(train, max(len(split) - test, 0))  # of a split too small for both, the last are the others
    return split.part(0, train), split.part(start, start + test)


def preferred(weights: Array) -> Array:
    """Return for each class the image (10, 28, 28) with the highest logit of all whose ink is from 0 to 1.

    It has full ink where the weight, of weights (10, 784), is positive. A trainer leaves its rounding on pixels that no
    image has ink on; it does not count.
    """
    return np.asarray(weights > ROUNDING, np.float64).reshape(CLASSES, SIDE, SIDE)


def from_the_mean(split: Split) -> Array:
    """Return the mean image of each class less the mean of the ten, (10, 784), ink."""
    means = class_means(split).reshape(CLASSES, -1)
    return np.asarray(means - means.mean(axis=0), np.float64)


def search(dataset: Dataset, settings: ScratchSettings, tick: Callable[[], None]) -> tuple[Array, Array]:
    """Return settings (K, 4) and the mean accuracies (K, 2) that they reach, on the images and on validation images.

    The search may look at what it finds, and test images must not be.
    """
    steps = settings.search_steps

    def reached(place: int) -> list[list[float]]:
        (scale, rate, penalty), draw = trainings[place]
        few = _draw(dataset.train, settings.train, [settings.seed, draw])
        path = descend(scale * few.flat, few.labels, penalty=penalty, learning_rate=rate)
        # Without biases, a scale of the pixels changes no prediction.
        return [
            [model.accuracy(few), model.accuracy(dataset.validation)]
            for step, model in enumerate(islice(path, max(steps) + 1))
            if step in steps
        ]

    trainings = list(product(settings.search, range(settings.search_draws)))
    found = _each(len(trainings), reached, tick).reshape(len(settings.search), settings.search_draws, len(steps), 2)
    grid = [(*chosen, last) for chosen in settings.search for last in steps]
    return np.array(grid, np.float64), found.mean(axis=1).reshape(-1, 2)


def choose(dataset: Dataset, settings: ScratchSettings, tick: Callable[[], None]) -> tuple[float, int, Array]:
    """Return the penalty and the number of steps with the best mean accuracy on validation, and all the means."""

    def reached(place: int) -> list[float]:
        penalty, draw = trainings[place]
        few = _draw(dataset.train, settings.train, [settings.seed, draw])
        path = descend(few.flat, few.labels, penalty=penalty, learning_rate=settings.learning_rate)
        taken = enumerate(islice(path, max(settings.steps) + 1))
        return [model.accuracy(dataset.validation) for step, model in taken if step in settings.steps]

    trainings = list(product(settings.penalties, range(settings.search_draws)))
    found = _each(len(trainings), reached, tick)  # (penalties · draws, steps)
    means = found.reshape(len(settings.penalties), settings.search_draws, -1).mean(axis=1)
    best_row, best_column = np.unravel_index(int(means.argmax()), means.shape)
    return settings.penalties[best_row], settings.steps[best_column], means


def _each(count: int, work: Callable[[int], Any], tick: Callable[[], None]) -> Array:
    """Return work(0), work(1), … as rows."""
    rows = []
    for place in range(count):
        rows.append(work(place))
        tick()
    return np.array(rows)


def _scored(
    dataset: Dataset, settings: ScratchSettings, steps: int, *, penalty: float, learning_rate: float
) -> Callable[[int], tuple[float, float]]:
    """Return what trains on one draw of images and says how many of them, and of a draw of test images, come out."""

    def score(draw: int) -> tuple[float, float]:
        few = _draw(dataset.train, settings.train, [settings.seed, draw])
        path = descend(few.flat, few.labels, penalty=penalty, learning_rate=learning_rate)
        model = next(islice(path, steps, None))
        return model.accuracy(few), model.accuracy(_draw(dataset.test, settings.test, [settings.seed, draw]))

    return score


def _draw(split: Split, count: int, seed: list[int]) -> Split:
    """Return `count` images without replacement. seed: that of the settings, and which draw it is."""
    chosen = np.random.default_rng(seed).permutation(len(split))[:count]
    return Split(split.images[chosen], split.labels[chosen])


def _ticker(settings: ScratchSettings, report: Report) -> Callable[[], None]:
    """Return what counts one training more."""
    total = (
        2 * settings.draws
        + settings.printed_draws
        + (len(settings.search) + len(settings.penalties)) * settings.search_draws
    )
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        report(done, total)

    return tick
