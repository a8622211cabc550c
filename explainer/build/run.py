"""Run the stale experiments."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from explainer import keys
from explainer.build import cluster
from explainer.build.plan import RUNNER, Plan
from explainer.build.pool import Job, run_all
from explainer.catalogue import EXPERIMENTS, FIGURES
from explainer.data import Dataset, handed
from explainer.errors import ExplainerError
from explainer.models import Report
from explainer.progress import Progress
from explainer.results import Inputs, Result
from explainer.store import State, Store


def run(todo: Plan, names: list[str], progress: Progress, *, again: bool = False) -> list[str]:
    """Bring these experiments and what they build on up to date, and return which had to run.

    `again` runs the named ones even if they are fresh.
    """
    names_of_all = stale(todo, names, progress, again=again)
    if names_of_all:
        with todo.handed() as folder:
            runner, jobs = planned(todo, names_of_all, folder)
            run_all(jobs, todo.settings.processes, progress, cluster.named(runner))
    return names_of_all


def stale(todo: Plan, names: list[str], progress: Progress, *, again: bool = False) -> list[str]:
    """Return which of these experiments and of what they build on have to run."""
    wanted = _with_inputs(names)
    states = {
        name: todo.store.state("experiments", name, todo.experiments[name]) for name in EXPERIMENTS if name in wanted
    }
    for name, state in states.items():
        if state is State.DAMAGED:
            progress.say(f"{EXPERIMENTS[name].title}: the kept result is damaged and is made again")
    return [name for name, state in states.items() if state is not State.FRESH or (again and name in names)]


def planned(todo: Plan, names: list[str], data: Path) -> tuple[Runner, dict[str, Job]]:
    """Return what runs these experiments on the data set in that folder, and a job for each."""
    orders = {name: Order(name, todo.chosen(name), todo.experiments[name]) for name in names}
    runner = Runner(todo.store, orders, todo.experiments, todo.stamps, data)
    kept = {name: todo.store.seconds("experiments", name) for name in names}
    return runner, {
        name: Job(
            title=EXPERIMENTS[name].title,
            work=partial(runner, name),
            after=EXPERIMENTS[name].inputs,
            cost=_to_the_end(name),
            expected=kept[name] or 1 + 10 * EXPERIMENTS[name].cost,
        )
        for name in names
    }


def _to_the_end(name: str) -> float:
    """Return what an experiment costs together with the longest chain of those that build on it."""
    behind = (_to_the_end(other) for other, row in EXPERIMENTS.items() if name in row.inputs)
    return EXPERIMENTS[name].cost + max(behind, default=0.0)


def _with_inputs(names: list[str] | tuple[str, ...]) -> set[str]:
    wanted = set(names)
    for name in names:
        wanted |= _with_inputs(EXPERIMENTS[name].inputs)
    return wanted


@dataclass(frozen=True)
class Order:
    """One run of an experiment: with which settings, and where in the store its result is to be."""

    experiment: str
    settings: Any  # its field of `Settings`, or None
    key: str
    name: str = ""  # in the store, where it is not the experiment's own
    kind: str = "experiments"


def carry_out(
    todo: Plan,
    orders: Mapping[str, Order],
    titles: Mapping[str, str],
    expected: Mapping[str, float],
    progress: Progress,
) -> None:
    """Run each order and keep its result: on this machine, or on the cluster that the environment names."""
    if not orders:
        return
    with todo.handed() as folder:
        runner = Runner(todo.store, orders, todo.experiments, todo.stamps, folder)
        jobs = {name: Job(titles[name], partial(runner, name), expected=expected[name]) for name in orders}
        run_all(jobs, todo.settings.processes, progress, cluster.named(runner))


@dataclass(frozen=True)
class Task:
    """All that one run computes from, but for the images."""

    experiment: str
    settings: Any
    inputs: Inputs


@dataclass(frozen=True)
class Runner:
    """Runs an experiment whose inputs are kept, and keeps its result. It can be sent to another process."""

    store: Store
    orders: Mapping[str, Order]  # of each job
    experiments: Mapping[str, str]  # the keys of what they build on
    stamps: Mapping[Path, keys.Stamp]
    data: Path

    def __call__(self, job: str, report: Report) -> float:
        """Run it and return the seconds that it took; ExplainerError names it if it fails."""
        result, seconds = compute(self.task(job), _dataset(self.data), report)
        self.keep(job, result, seconds)
        return seconds

    def task(self, job: str) -> Task:
        """Return what that job computes from; arrays are read when they are asked for."""
        order = self.orders[job]
        inputs = EXPERIMENTS[order.experiment].inputs
        loaded = {wanted: self.store.load(wanted, self.experiments[wanted]) for wanted in inputs}
        return Task(order.experiment, order.settings, loaded)

    def keep(self, job: str, result: Result, seconds: float) -> None:
        """Put the result of that job into the store, unless a file has been edited that it may have come of."""
        order = self.orders[job]
        with _named(order.experiment):
            keys.unchanged(EXPERIMENTS[order.experiment].module, self.stamps, RUNNER)
            self.store.save(order.name or order.experiment, order.key, result, seconds, order.kind)


def compute(task: Task, dataset: Dataset, report: Report) -> tuple[Result, float]:
    """Run an experiment in this process; return its result and its seconds. ExplainerError names it if it fails."""
    started = time.perf_counter()
    row = EXPERIMENTS[task.experiment]
    with _named(task.experiment):
        module = import_module(row.module)
        with one_thread():
            result: Result = module.run(dataset, task.settings, task.inputs, report)
        check(task.experiment, result)
    return result, time.perf_counter() - started


@contextmanager
def _named(experiment: str) -> Iterator[None]:
    try:
        yield
    except (ExplainerError, OSError):
        raise
    except Exception as error:
        alone = f"To see where: python -m explainer run {experiment} --trace"
        raise ExplainerError(f"{experiment} failed with {type(error).__name__}: {error}. {alone}") from error


@cache
def _dataset(folder: Path) -> Dataset:
    return handed.read(folder)


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute on one thread: the order of sums, and with it every figure, is the same on any number of cores."""
    import torch
    from threadpoolctl import threadpool_limits

    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        yield


def check(name: str, result: Result) -> None:
    """Raise ExplainerError if a number is not finite, or an array is missing that a figure shows."""
    for number, (value, _) in result.numbers.items():
        if not math.isfinite(value):
            raise ExplainerError(f"The experiment {name} gave {value} for {number}.")
    for figure, row in FIGURES.items():
        if row.experiment == name:
            check_arrays(figure, result.arrays)


def check_arrays(figure: str, arrays: Collection[str]) -> None:
    """Raise ExplainerError if the figure shows an array that is not among these of its experiment."""
    row = FIGURES[figure]
    missing = [array for array in row.arrays if array not in arrays]
    if missing:
        what = f"The figure {figure} shows {missing[0]}, which the experiment {row.experiment} does not leave."
        raise ExplainerError(what)
