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
class Job:
    """What is to be done once, and what is to be done before it."""

    title: str
    work: Callable[[Report], float]  # returns the seconds that it took; must be able to be sent to another process
    after: Collection[str] = ()  # names of jobs; those that nobody has asked for are not waited for
    cost: float = 0.0  # of it and of what waits for it: the dearest begins first
    expected: float = 1.0  # seconds


class Pool(Protocol):
    """Where jobs are done: processes of this machine, or the workers of a cluster."""

    def size(self) -> int:
        """Return how many jobs it does at once, at least 1; a cluster's changes."""

    def submit(self, name: str, job: Job) -> Future[Any]:
        """Have the job of that name done."""

    def take(self, name: str, done: Future[Any]) -> float:
        """Return the seconds that a finished job took, or raise what it raised."""

    def look(self, progress: Progress) -> None:
        """Pass on what the jobs report; raise ExplainerError if nobody is left to do them."""


def run_all(
    jobs: Mapping[str, Job],
    processes: int,
    progress: Progress,
    elsewhere: AbstractContextManager[Pool] | None = None,
) -> None:
    """Do every job, named uniquely: in this process where there are few, else in several, or `elsewhere`.

    Raises what the first job to fail raises, and ends the others.
    """
    waiting = {name: [other for other in job.after if other in jobs] for name, job in jobs.items()}
    if not waiting:
        return
    expected = {job.title: job.expected for job in jobs.values()}
    try:
        if elsewhere is None and (len(waiting) < ENOUGH_TO_SHARE or processes < 2):
            progress.begin(expected)
            for name in TopologicalSorter(waiting).static_order():
                title = jobs[name].title
                progress.done(title, jobs[name].work(_Reporter(title, progress)))
        else:
            with elsewhere or processes_for(processes) as pool:
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


def _share(waiting: Mapping[str, Collection[str]], jobs: Mapping[str, Job], pool: Pool, progress: Progress) -> None:
    sorter = TopologicalSorter(waiting)
    sorter.prepare()
    running: dict[Future[Any], str] = {}
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda name: -jobs[name].cost)
        while ready and len(running) < pool.size():
            name = ready.pop(0)
            running[pool.submit(name, jobs[name])] = name
        finished = wait(running, timeout=OFTEN, return_when=FIRST_COMPLETED).done
        pool.look(progress)
        for future in finished:
            name = running.pop(future)
            progress.done(jobs[name].title, pool.take(name, future))
            sorter.done(name)
