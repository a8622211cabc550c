"""Softmax regression on 500 images: as printed, what would have given the printed figures, and what works."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import CLASSES, SIDE, Dataset, Split
from explainer.models import Report
from explainer.models.linear import Array
from explainer.models.softmax_regression import descend, fit
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import ScratchSettings

PRINTED = np.array([0.902, 0.85])  # training and test accuracy in the post


# One thread: on matrices this small, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: ScratchSettings, inputs: Inputs, report: Report) -> Result:
    """Run the printed settings, search for the printed figures, choose settings on validation, score them."""
    del inputs
    tick = _ticker(settings, report)

    printed = {"penalty": settings.printed_penalty, "learning_rate": settings.printed_learning_rate}
    as_printed = _each(settings.printed_draws, _scored(dataset, settings, settings.printed_steps, **printed), tick)
    grid, found = search(dataset, settings, tick)
    closest = int(((found - PRINTED) ** 2).sum(axis=1).argmin())
    penalty, steps, choice = choose(dataset, settings, tick)

    working = _each(
        settings.draws, _scored(dataset, settings, steps, penalty=penalty, learning_rate=settings.learning_rate), tick
    )

    few = _draw(dataset.train, settings.train, [settings.seed, 0])
    shown = fit(
        few.flat.astype(np.float64), few.labels, penalty=penalty, learning_rate=settings.learning_rate, steps=steps
    )
    stuck = fit(few.flat.astype(np.float64), few.labels, steps=steps, **printed)
    scale, rate, closest_penalty, closest_steps = grid[closest]
    return Result(
        arrays={
            "losses": shown.losses,  # (steps + 1,), nats: of the first draw, with our settings
            "printed_losses": stuck.losses,  # (steps + 1,), nats: of the same draw, with the printed settings
            "weights": shown.model.weights.reshape(CLASSES, SIDE, SIDE),  # (10, 28, 28), logit per unit of ink
            "search_settings": grid,  # (K, 4): pixel scale, learning rate, penalty, steps
            "search_accuracies": found,  # (K, 2): training and validation images, averaged over draws
            "printed_reach": np.array(settings.printed_learning_rate * settings.printed_steps),  # (), for pixels to 1
            "choice": choice,  # (penalties, steps): mean validation accuracy
            "printed_accuracies": as_printed,  # (draws, 2): training, test
            "accuracies": working,  # (draws, 2): training, test, with our settings
        },
        numbers={
            "scratch.printed_train_accuracy": (float(as_printed[:, 0].mean()), "fraction"),
            "scratch.printed_test_accuracy": (float(as_printed[:, 1].mean()), "fraction"),
            "scratch.printed_train_lowest": (float(as_printed[:, 0].min()), "fraction"),
            "scratch.printed_train_highest": (float(as_printed[:, 0].max()), "fraction"),
            "scratch.first_loss": (float(stuck.losses[0]), "nats"),
            "scratch.printed_loss": (float(stuck.losses[-1]), "nats"),
            "scratch.bytes_train_accuracy": (
                float(_found(grid, found, 255, settings.printed_learning_rate)[0]),
                "fraction",
            ),
            "scratch.bytes_validation_accuracy": (
                float(_found(grid, found, 255, settings.printed_learning_rate)[1]),
                "fraction",
            ),
            "scratch.penalised_train_accuracy": (float(_found(grid, found, 1, 1e-1)[0]), "fraction"),
            "scratch.closest_scale": (int(scale), "count"),
            "scratch.closest_learning_rate": (float(rate), "learning rate"),
            "scratch.closest_penalty": (float(closest_penalty), "penalty"),
            "scratch.closest_steps": (int(closest_steps), "count"),
            "scratch.closest_train_accuracy": (float(found[closest, 0]), "fraction"),
            "scratch.closest_validation_accuracy": (float(found[closest, 1]), "fraction"),
            "scratch.learning_rate": (settings.learning_rate, "learning rate"),
            "scratch.penalty": (penalty, "penalty"),
            "scratch.steps": (steps, "count"),
            "scratch.draws": (settings.draws, "count"),
            "scratch.printed_draws": (settings.printed_draws, "count"),
            "scratch.train_accuracy": (float(working[:, 0].mean()), "fraction"),
            "scratch.test_accuracy": (float(working[:, 1].mean()), "fraction"),
            "scratch.test_std": (float(working[:, 1].std(ddof=1)), "difference of fractions"),
        },
    )


def search(dataset: Dataset, settings: ScratchSettings, tick: Callable[[], None]) -> tuple[Array, Array]:
    """Return settings (K, 4) and the mean accuracies (K, 2) that they reach, on the images and on validation images.

    The search may look at what it finds, and test images must not be.
    """
    steps = settings.search_steps

    def reached(place: int) -> list[list[float]]:
        (scale, rate, penalty), draw = trainings[place]
        few = _draw(dataset.train, settings.train, [settings.seed, draw])
        path = descend(scale * few.flat.astype(np.float64), few.labels, penalty=penalty, learning_rate=rate)
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
        path = descend(few.flat.astype(np.float64), few.labels, penalty=penalty, learning_rate=settings.learning_rate)
        taken = enumerate(islice(path, max(settings.steps) + 1))
        return [model.accuracy(dataset.validation) for step, model in taken if step in settings.steps]

    trainings = list(product(settings.penalties, range(settings.search_draws)))
    found = _each(len(trainings), reached, tick)  # (penalties · draws, steps)
    means = found.reshape(len(settings.penalties), settings.search_draws, -1).mean(axis=1)
    best_row, best_column = np.unravel_index(int(means.argmax()), means.shape)
    return settings.penalties[best_row], settings.steps[best_column], means


def _each(count: int, work: Callable[[int], Any], tick: Callable[[], None]) -> Array:
    """Return work(0), work(1), … as rows. They are independent, and as many run at once as there are cores."""
    rows = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # matrix products let go of Python's lock
        for row in pool.map(work, range(count)):
            rows.append(row)
            tick()
    return np.array(rows)


def _scored(
    dataset: Dataset, settings: ScratchSettings, steps: int, *, penalty: float, learning_rate: float
) -> Callable[[int], tuple[float, float]]:
    """Return what trains on one draw of images and says how many of them, and of a draw of test images, come out."""

    def score(draw: int) -> tuple[float, float]:
        few = _draw(dataset.train, settings.train, [settings.seed, draw])
        path = descend(few.flat.astype(np.float64), few.labels, penalty=penalty, learning_rate=learning_rate)
        model = next(islice(path, steps, None))
        return model.accuracy(few), model.accuracy(_draw(dataset.test, settings.test, [settings.seed, draw]))

    return score


def _draw(split: Split, count: int, seed: list[int]) -> Split:
    """Return `count` images without replacement. seed: that of the settings, and which draw it is."""
    chosen = np.random.default_rng(seed).permutation(len(split))[:count]
    return Split(split.images[chosen], split.labels[chosen])


def _found(grid: Array, found: Array, scale: float, rate: float) -> Array:
    """Return what one pixel scale and learning rate reached with the printed penalty and the most steps."""
    here = (grid[:, 0] == scale) & (grid[:, 1] == rate) & (grid[:, 2] == grid[:, 2].max())
    return np.asarray(found[here][grid[here, 3].argmax()], np.float64)


def _ticker(settings: ScratchSettings, report: Report) -> Callable[[], None]:
    """Return what counts one training more."""
    total = (
        settings.draws
        + settings.printed_draws
        + (len(settings.search) + len(settings.penalties)) * settings.search_draws
    )
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        report(done, total)

    return tick
