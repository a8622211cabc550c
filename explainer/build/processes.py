"""Processes of this machine that do jobs. They end when one fails, when somebody has had enough, with their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any

from explainer.errors import ExplainerError
from explainer.models import Report
from explainer.progress import Progress

if TYPE_CHECKING:
    from explainer.build.pool import Job

OFTEN = 0.2  # seconds between two looks at the queue, and between two reports of one job

_queue: Any = None  # of a worker: what it reports to


class Processes:
    """A pool of so many of them."""

    def __init__(self, count: int) -> None:
        # Fresh processes, not copies of this one: it may have run PyTorch, whose threads do not survive copying.
        context = multiprocessing.get_context("spawn")
        self._count = count
        self._queue = context.SimpleQueue()
        self._executor = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(self._queue,))
        self._others = set(multiprocessing.active_children())  # of whoever builds in a process of their own
        self._workers: set[BaseProcess] = set()
        self.running: dict[str, str] = {}  # the titles of the jobs

    def size(self) -> int:
        """Return how many there are."""
        return self._count

    def submit(self, name: str, job: Job) -> Future[float]:
        """Hand a job to one of them."""
        self.running[name] = job.title
        handed = self._executor.submit(_work, job.work, job.title)
        # Now, for one that has just begun and dies before anybody looks is no longer among the active ones by then.
        self._workers.update(self._children())
        return handed

    def take(self, name: str, done: Future[float]) -> float:
        """Return the seconds that a finished job took, or raise what it raised."""
        seconds = done.result()
        del self.running[name]
        return seconds

    def look(self, progress: Progress) -> None:
        """Pass on what the jobs report; raise BrokenProcessPool if one of the processes is gone."""
        # The executor itself does not always notice: it may not watch yet for a process that it has just begun.
        if any(worker.exitcode is not None for worker in self._workers):
            raise BrokenProcessPool
        while not self._queue.empty():
            progress.running(*self._queue.get())

    def end(self) -> None:
        """End them, whatever they do, and wait until they have ended."""
        for process in self._children():
            process.kill()
        self._executor.shutdown(cancel_futures=True)

    def _children(self) -> set[BaseProcess]:
        return set(multiprocessing.active_children()) - self._others


@contextmanager
def processes_for(count: int) -> Iterator[Processes]:
    """Keep so many processes ready; ExplainerError names the jobs during which one was killed."""
    pool = Processes(count)
    try:
        yield pool
    except BrokenProcessPool:
        titles = ", ".join(pool.running.values())
        raise ExplainerError(f"A process was killed during: {titles}. Was there not enough memory?") from None
    finally:
        # All is done, a job has failed, or somebody has had enough. What was finished is kept by now, and to let
        # a process that has imported PyTorch end by itself takes a second.
        pool.end()


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


def _work(work: Callable[[Report], float], title: str) -> float:
    return work(_Sender(title))
