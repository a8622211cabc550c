"""Jobs shared among workers: each as soon as what it waits for is done, the longest first. One failure ends all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Protocol

from explainer.build.processes import OFTEN, processes_for
from explainer.models import Report
from explainer.progress import Progress

ENOUGH_TO_SHARE = 6  # jobs: fewer are often done before a second process has started


@dataclass(frozen=True)
class Jobs:
    """Names of jobs, each with those that it waits for; and for each a title, its cost and its expected seconds."""

    after: Mapping[str, Collection[str]]
    titles: Mapping[str, str]
    cost: Mapping[str, float]
    expected: Mapping[str, float]


class Pool(Protocol):
    """Where jobs are done: processes of this machine, or the workers of a cluster."""

    def size(self) -> int:
        """Return how many jobs it does at once, at least 1; a cluster's changes."""

    def submit(self, name: str, title: str) -> Future[Any]:
        """Have that job done."""

    def take(self, name: str, done: Future[Any]) -> float:
        """Return the seconds that a finished job took, or raise what it raised."""

    def look(self, progress: Progress) -> None:
        """Pass on what the jobs report; raise ExplainerError if nobody is left to do them."""


def run_all(
    jobs: Jobs,
    work: Callable[[str, Report], float],
    processes: int,
    progress: Progress,
    elsewhere: AbstractContextManager[Pool] | None = None,
) -> None:
    """Call `work` for every job with what it reports its steps to; it returns the seconds that it took.

    In this process where there are few jobs, else in several, to which `work` must be able to be sent; or `elsewhere`.
    Raises what the first job to fail raises, and ends the others.
    """
    waiting = {name: [other for other in after if other in jobs.after] for name, after in jobs.after.items()}
    if not waiting:
        return
    expected = {jobs.titles[name]: jobs.expected[name] for name in waiting}
    try:
        if elsewhere is None and (len(waiting) < ENOUGH_TO_SHARE or processes < 2):
            progress.begin(expected)
            for name in TopologicalSorter(waiting).static_order():
                title = jobs.titles[name]
                progress.done(title, work(name, _Reporter(title, progress)))
        else:
            with elsewhere or processes_for(work, processes) as pool:
                progress.begin(expected)
                _share(waiting, jobs, pool, progress)
    finally:
        progress.end()


@dataclass(frozen=True)
class _Reporter:
    """Passes on the steps of a job in this process."""

    title: str
    progress: Progress

    def __call__(self, done: int, total: int, loss: float | None = None) -> None:
        self.progress.running(self.title, done, total, loss)


def _share(waiting: Mapping[str, Collection[str]], jobs: Jobs, pool: Pool, progress: Progress) -> None:
    sorter = TopologicalSorter(waiting)
    sorter.prepare()
    running: dict[Future[Any], str] = {}
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda name: -jobs.cost[name])
        while ready and len(running) < pool.size():
            name = ready.pop(0)
            running[pool.submit(name, jobs.titles[name])] = name
        finished = wait(running, timeout=OFTEN, return_when=FIRST_COMPLETED).done
        pool.look(progress)
        for future in finished:
            name = running.pop(future)
            progress.done(jobs.titles[name], pool.take(name, future))
            sorter.done(name)
