"""Run the stale experiments."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from explainer import keys
from explainer.build.plan import RUNNER, Plan
from explainer.build.pool import Jobs, run_all
from explainer.catalogue import EXPERIMENTS, FIGURES
from explainer.data import Dataset, handed
from explainer.errors import ExplainerError
from explainer.models import Report
from explainer.progress import Progress
from explainer.results import Result
from explainer.settings import Settings
from explainer.store import State, Store


def run(todo: Plan, names: list[str], progress: Progress, *, again: bool = False) -> list[str]:
    """Bring these experiments and what they build on up to date, and return which had to run.

    `again` runs the named ones even if they are fresh.
    """
    wanted = _with_inputs(names)
    states = {
        name: todo.store.state("experiments", name, todo.experiments[name]) for name in EXPERIMENTS if name in wanted
    }
    for name, state in states.items():
        if state is State.DAMAGED:
            progress.say(f"{EXPERIMENTS[name].title}: the kept result is damaged and is made again")
    stale = [name for name, state in states.items() if state is not State.FRESH or (again and name in names)]
    if not stale:
        return []
    kept = {name: todo.store.seconds("experiments", name) for name in stale}
    jobs = Jobs(
        after={name: EXPERIMENTS[name].inputs for name in stale},
        titles={name: EXPERIMENTS[name].title for name in stale},
        cost={name: _to_the_end(name) for name in stale},
        expected={name: seconds or 1 + 10 * EXPERIMENTS[name].cost for name, seconds in kept.items()},
    )
    with todo.handed() as folder:
        runner = Runner(todo.settings, todo.experiments, todo.stamps, folder)
        run_all(jobs, runner, todo.settings.processes, progress)
    return stale


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
class Runner:
    """Runs one experiment whose inputs are kept, and keeps its result. It can be sent to another process."""

    settings: Settings
    experiments: Mapping[str, str]  # their keys
    stamps: Mapping[Path, keys.Stamp]
    data: Path

    def __call__(self, name: str, report: Report) -> float:
        """Run it and return the seconds that it took; ExplainerError names it if it fails."""
        try:
            return self._run(name, report)
        except (ExplainerError, OSError):
            raise
        except Exception as error:
            alone = f"To see where: python -m explainer run {name} --trace"
            raise ExplainerError(f"{name} failed with {type(error).__name__}: {error}. {alone}") from error

    def _run(self, name: str, report: Report) -> float:
        row, store = EXPERIMENTS[name], Store(self.settings.cache)
        started = time.perf_counter()
        inputs = {wanted: store.load(wanted, self.experiments[wanted]) for wanted in row.inputs}
        chosen = getattr(self.settings, row.settings) if row.settings else None
        module = import_module(row.module)
        with one_thread():
            result: Result = module.run(_dataset(self.data), chosen, inputs, report)
        check(name, result)
        keys.unchanged(row.module, self.stamps, RUNNER)
        seconds = time.perf_counter() - started
        store.save(name, self.experiments[name], result, seconds)
        return seconds


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
