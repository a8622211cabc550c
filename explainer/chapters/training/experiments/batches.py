"""The epochs again with other mini-batches and other learning rates: which of the fitted figures hang on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from explainer.data import Dataset
from explainer.models import Report, minibatch
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import BatchesSettings


# One thread: on mini-batches, threads wait for each other more than they work.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def run(dataset: Dataset, settings: BatchesSettings, inputs: Inputs, report: Report) -> Result:
    """Change the size of the mini-batches or the learning rate, one at a time; keep how widely the weights range."""
    usual = settings.epochs
    optimizers = {
        "adam": (minibatch.adam, usual.adam_learning_rate, settings.adam_learning_rates),
        "sgd": (minibatch.sgd, usual.sgd_learning_rate, settings.sgd_learning_rates),
    }
    recipes = {
        name: [(batch, rate) for batch in settings.sizes] + [(usual.batch, other) for other in others]
        for name, (_, rate, others) in optimizers.items()
    }
    total, done = sum(len(each) for each in recipes.values()), 0
    ranges: dict[str, list[tuple[float, float]]] = {}
    for name, (optimizer, *_) in optimizers.items():
        kept = inputs["epochs"].arrays[f"{name}_ranges"]
        ranges[name] = [(float(np.ptp(kept[1])), float(np.ptp(kept[usual.epochs])))]
        for batch, rate in recipes[name]:
            length = minibatch.steps_per_epoch(dataset.train, batch)
            steps = minibatch.descend(dataset.train, batch, optimizer(rate), np.random.default_rng(usual.seed))
            widths = []
            for count, step in enumerate(steps, start=1):
                if count in (length, usual.epochs * length):
                    widths.append(float(np.ptp(step.model.weights)))
                if count == usual.epochs * length:
                    break
            ranges[name].append((widths[0], widths[-1]))
            done += 1
            report(done, total)
    printed = float(np.ptp(inputs["epochs"].arrays["printed_ranges"][0, 1:]))  # after one epoch, as Cuevas has it
    adam, sgd = (np.array(ranges[name]) for name in optimizers)
    growths = {"adam": adam[:, 1] / adam[:, 0], "sgd": sgd[:, 1] / sgd[:, 0]}
    return Result(
        arrays={
            # (recipes, 2) each, logit per unit of ink: the range of the weights after one epoch and after all of them;
            # the recipe of the experiment epochs first, then the other sizes, then the other learning rates
            "adam_widths": adam,
            "sgd_widths": sgd,
        },
        numbers={
            "batches.smallest": (min(settings.sizes), "count"),
            "batches.largest": (max(settings.sizes), "count"),
            # after one epoch, beside the post's
            "batches.width_of_smallest": (float(adam[1 + np.argmin(settings.sizes), 0] / printed), "times"),
            "batches.width_of_largest": (float(adam[1 + np.argmax(settings.sizes), 0] / printed), "times"),
            **{f"batches.{name}_least_growth": (float(each.min()), "times") for name, each in growths.items()},
            **{f"batches.{name}_most_growth": (float(each.max()), "times") for name, each in growths.items()},
        },
    )
