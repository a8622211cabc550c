"""One experiment from many seeds, each result kept: what of its numbers is the recipe, and what is one seed's luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from statistics import median
from typing import TypeVar

import numpy as np
from scipy import stats

from explainer.build.plan import Plan
from explainer.build.run import Order, carry_out, run
from explainer.catalogue import EXPERIMENTS
from explainer.errors import ExplainerError
from explainer.progress import Progress
from explainer.results import Result, Unit
from explainer.store import State, Store

CONFIDENCE = 0.95

Name = TypeVar("Name")


@dataclass(frozen=True)
class Spread:
    """A number over the seeds: mean, sample standard deviation, and an interval for the mean by Student's t."""

    unit: Unit
    mean: float
    std: float
    low: float
    high: float


@dataclass(frozen=True)
class Sweep:
    """An experiment from the seeds 0 up to, not including, `count`, on inputs of the build's own seed."""

    todo: Plan
    experiment: str
    count: int

    @cached_property
    def orders(self) -> dict[str, Order]:
        """Return the run from each seed. The build's own is the build's; ExplainerError if nothing here has a seed."""
        chosen = self.todo.chosen(self.experiment)
        if not has_seed(chosen):
            others = ", ".join(name for name in EXPERIMENTS if has_seed(self.todo.chosen(name)))
            raise ExplainerError(f"The experiment {self.experiment} has no seed of its own; these have: {others}.")
        if self.count < 2:
            raise ExplainerError(f"--seeds is {self.count}; a spread takes 2 at least.")
        seeded = [replace(chosen, seed=seed) for seed in range(self.count)]
        orders = {}
        for each, key in zip(seeded, self.todo.keys_with(self.experiment, seeded), strict=True):
            name = f"{self.experiment}-{each.seed}"
            own = key == self.todo.experiments[self.experiment]
            orders[name] = Order(self.experiment, each, key, *(() if own else (name, "sweeps")))
        return orders

    def missing(self) -> dict[str, Order]:
        """Return those that are not kept, or damaged."""
        return missing(self.todo.store, self.orders)

    def seconds(self) -> float | None:
        """Return the median of what the kept ones took, on one core, or None where none tells."""
        store = self.todo.store
        took = [store.seconds(*place(order)) for order in self.orders.values()]
        known = [seconds for seconds in took if seconds]
        return median(known) if known else store.seconds("experiments", self.experiment)

    def run(self, progress: Progress) -> list[str]:
        """Run what is missing and what it builds on, and return the names of what had to run."""
        row = EXPERIMENTS[self.experiment]
        run(self.todo, list(row.inputs), progress)
        missing = self.missing()
        titles = {name: f"{row.title}, seed {order.settings.seed}" for name, order in missing.items()}
        expected = dict.fromkeys(missing, self.seconds() or 1 + 10 * row.cost)
        carry_out(self.todo, missing, titles, expected, progress)
        return list(missing)

    def results(self) -> list[Result]:
        """Return the kept results, by seed."""
        return [load(self.todo.store, order) for order in self.orders.values()]


def place(order: Order) -> tuple[str, str, str]:
    """Return where in the store the result of an order is: kind, name, key."""
    return order.kind, order.name or order.experiment, order.key


def missing(store: Store, orders: Mapping[Name, Order]) -> dict[Name, Order]:
    """Return the orders whose results are not kept, or damaged."""
    return {name: order for name, order in orders.items() if store.state(*place(order)) is not State.FRESH}


def load(store: Store, order: Order) -> Result:
    """Return the kept result of an order."""
    kind, name, key = place(order)
    return store.load(name, key, kind)


def has_seed(settings: object) -> bool:
    """Return whether these settings have a seed of their own."""
    return is_dataclass(settings) and "seed" in {field.name for field in fields(settings)}


def spreads(results: Sequence[Result]) -> dict[str, Spread]:
    """Return the spread of every number that is not the same in all of them."""
    found = {}
    for name, (_, unit) in results[0].numbers.items():
        values = np.array([result.value(name) for result in results], float)
        if (values != values[0]).any():
            mean, error = values.mean(), stats.sem(values)
            low, high = stats.t.interval(CONFIDENCE, len(values) - 1, mean, error)
            found[name] = Spread(unit, float(mean), float(values.std(ddof=1)), float(low), float(high))
    return found
