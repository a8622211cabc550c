"""Jobs shared among processes: each as soon as what it waits for is done, the longest first. One failure ends all."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from graphlib import TopologicalSorter
from multiprocessing.process import BaseProcess
from typing import Any

from explainer.errors import ExplainerError
from explainer.models import Report
from explainer.progress import Progress

ENOUGH_TO_SHARE = 6  # jobs: fewer are often done before a second process has started
OFTEN = 0.2  # seconds between two looks at the queue, and between two reports of one job

_queue: Any = None  # of a worker: what it reports to


@dataclass(frozen=True)
class Jobs:
    """Names of jobs, each with those that it waits for; and for each a title, its cost and its expected seconds."""

    after: Mapping[str, Collection[str]]
    titles: Mapping[str, str]
    cost: Mapping[str, float]
    expected: Mapping[str, float]


def run_all(jobs: Jobs, work: Callable[[str, Report], float], processes: int, progress: Progress) -> None:
    """Call `work` for every job with what it reports its steps to; it returns the seconds that it took.

    In this process where there are few jobs, else in several, to which `work` must be able to be sent. Raises what the
    first job to fail raises, and ends the others.
    """
    waiting = {name: [other for other in after if other in jobs.after] for name, after in jobs.after.items()}
    if not waiting:
        return
    progress.begin({jobs.titles[name]: jobs.expected[name] for name in waiting})
    try:
        if len(waiting) < ENOUGH_TO_SHARE or processes < 2:
            for name in TopologicalSorter(waiting).static_order():
                title = jobs.titles[name]
                progress.done(title, work(name, _Reporter(title, progress)))
        else:
            _share(waiting, jobs, work, processes, progress)
    finally:
        progress.end()


@dataclass(frozen=True)
class _Reporter:
    """Passes on the steps of a job in this process."""

    title: str
    progress: Progress

    def __call__(self, done: int, total: int, loss: float | None = None) -> None:
        self.progress.running(self.title, done, total, loss)


class _Sender:
    """Sends the steps of a job to the process that shows them, not more often than they can be read."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._last = 0.0

    def __call__(self, done: int, total: int, loss: float | None = None) -> None:
        now = time.monotonic()
        if _queue is not None and now - self._last >= OFTEN:
            self._last = now
            _queue.put((self._title, done, total, loss))


def _share(
    waiting: Mapping[str, Collection[str]],
    jobs: Jobs,
    work: Callable[[str, Report], float],
    processes: int,
    progress: Progress,
) -> None:
    # Fresh processes, not copies of this one: it may have run PyTorch, whose threads do not survive copying.
    context = multiprocessing.get_context("spawn")
    queue = context.SimpleQueue()
    sorter = TopologicalSorter(waiting)
    sorter.prepare()
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(queue,))
    running: dict[Future[float], str] = {}
    ready: list[str] = []
    workers: set[BaseProcess] = set()
    ended = False
    try:
        while sorter.is_active():
            ready = sorted([*ready, *sorter.get_ready()], key=lambda name: -jobs.cost[name])
            while ready and len(running) < processes:
                name = ready.pop(0)
                running[pool.submit(_work, work, name, jobs.titles[name])] = name
            finished = wait(running, timeout=OFTEN, return_when=FIRST_COMPLETED).done
            # The executor itself does not always notice: it may not watch yet for a process that it has just begun.
            workers.update(multiprocessing.active_children())
            if any(worker.exitcode is not None for worker in workers):
                raise BrokenProcessPool
            while not queue.empty():
                progress.running(*queue.get())
            for future in finished:
                progress.done(jobs.titles[running[future]], future.result())
                sorter.done(running.pop(future))
        ended = True
    except BrokenProcessPool:
        titles = ", ".join(jobs.titles[name] for name in running.values())
        raise ExplainerError(f"A process was killed during: {titles}. Was there not enough memory?") from None
    finally:
        if not ended:  # one has failed, or somebody has had enough
            for process in multiprocessing.active_children():
                process.kill()
        pool.shutdown(cancel_futures=True)


def _begin(queue: Any) -> None:
    """Prepare a worker: it reports to the queue, leaves Ctrl-C to its parent, and ends when that is gone."""
    global _queue
    _queue = queue
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end_with_parent() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


def _work(work: Callable[[str, Report], float], name: str, title: str) -> float:
    return work(name, _Sender(title))
