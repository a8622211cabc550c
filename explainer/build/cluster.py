"""Experiments handed to the workers of a Dask cluster that runs already. EXPLAINER_DASK names its scheduler.

The workers need no store and no images: inputs go with each job, the images to each worker, results come back here. A
job whose worker is lost runs again on another.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import AbstractContextManager, contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from explainer.errors import ExplainerError
from explainer.progress import Progress

if TYPE_CHECKING:
    from explainer.build.pool import Job
    from explainer.build.run import Runner

ADDRESS = "EXPLAINER_DASK"
INSTALL = "pip install -c constraints.txt -e '.[dask]'"
TO_CONNECT = 5  # seconds
BETWEEN_LOOKS = 1.0  # seconds: each asks the scheduler
PATIENCE = 60.0  # seconds without any worker: what starts them may be replacing one that was lost


def named(runner: Runner) -> AbstractContextManager[Cluster] | None:
    """Return the cluster that the environment names, to be entered, or None where it names none."""
    address = os.environ.get(ADDRESS)
    return joined(address, runner) if address else None


@contextmanager
def joined(address: str, runner: Runner) -> Iterator[Cluster]:
    """Hand the images to the workers of the scheduler at that address, which is to have some, and keep them ready.

    Raises ExplainerError if there are none, or if one of them would not compute what this machine does.
    """
    try:
        from distributed import Client
        from distributed.comm import get_address_host_port
        from distributed.scheduler import KilledWorker
    except ModuleNotFoundError as error:
        missing = f"{ADDRESS} is set, and the package {error.name} is not installed"
        raise ExplainerError(f"{missing}. Run: {INSTALL}") from error
    for logger in ("distributed", "distributed.client"):  # what matters of it is said here in one line
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    try:
        get_address_host_port(address, strict=True)  # a client that fails at it leaves a traceback when it is deleted
        client = Client(address, timeout=TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExplainerError(f"{ADDRESS} is {address}, and no scheduler answers there: {error}") from error
    pool = Cluster(client, runner)
    try:
        pool.begin()
        yield pool
    except KilledWorker as error:
        raise ExplainerError(f"{error.allowed_failures + 1} workers were lost during one job: {error}") from error
    except (CancelledError, ConnectionError):
        raise ExplainerError(f"The connection to {address} was lost; what was finished is kept.") from None
    finally:
        pool.end()
        client.close()


class Cluster:
    """A pool of its workers."""

    def __init__(self, client: Any, runner: Runner) -> None:
        self._client = client
        self._runner = runner
        self._executor = client.get_executor(pure=False)
        self._steps: SimpleQueue[Any] = SimpleQueue()
        self._workers = 0
        self._seen = self._looked = time.monotonic()
        self._workplace = ""

    def begin(self) -> None:
        """See that every worker computes as this machine does, and hand it the images."""
        from explainer.build import worker

        here = worker.fingerprint()
        found = self._client.run(worker.fingerprint, on_error="return")
        if not found:
            raise ExplainerError(f"{self._address} has no workers. Start some: python -m explainer worker ADDRESS")
        for address, there in found.items():
            if isinstance(there, BaseException):
                raise ExplainerError(f"The worker {address} cannot run experiments: {there}")
            if complaint := worker.difference(address, there, here):
                raise ExplainerError(complaint)
        workplace = worker.Workplace(here, self._runner.data)
        self._client.register_plugin(workplace)
        self._workplace = workplace.name
        self._client.subscribe_topic(self._workplace, lambda event: self._steps.put(event[1]))
        self._workers = len(found)

    def end(self) -> None:
        """Cancel what waits; what a worker has begun it ends, and nobody keeps it."""
        if self._client.status == "running":
            self._executor.shutdown(wait=False)
            if self._workplace:
                self._client.unregister_worker_plugin(self._workplace)

    def size(self) -> int:
        """Return how many workers there are, or 1: a job may wait for the next to come."""
        return max(1, self._workers)

    def submit(self, name: str, job: Job) -> Future[Any]:
        """Send a job with its inputs."""
        from explainer.build import worker

        task = self._runner.task(name)
        sent = type(task)(task.experiment, task.settings, {k: worker.own(v) for k, v in task.inputs.items()})
        future: Future[Any] = self._executor.submit(worker.run, self._workplace, sent, job.title)
        return future

    def take(self, name: str, done: Future[Any]) -> float:
        """Keep what a finished job sent and return the seconds that it took, or raise what it raised."""
        result, seconds = done.result()
        self._runner.keep(name, result, seconds)
        return float(seconds)

    def look(self, progress: Progress) -> None:
        """Pass on what the jobs report; raise ExplainerError if there has been no worker for too long."""
        while not self._steps.empty():
            progress.running(*self._steps.get())
        now = time.monotonic()
        if now - self._looked < BETWEEN_LOOKS or self._client.status != "running":
            return
        self._looked = now
        try:
            before, self._workers = self._workers, len(self._client.nthreads())
        except OSError as error:
            raise ConnectionError from error
        if self._workers < before:
            progress.say(f"{before - self._workers} of {before} workers are gone; what they were running runs again")
        if self._workers:
            self._seen = now
        elif now - self._seen > PATIENCE:
            lost = f"{self._address} has had no workers for {PATIENCE:.0f} seconds"
            raise ExplainerError(f"{lost}; what was finished is kept.")

    @property
    def _address(self) -> str:
        return str(self._client.scheduler.address)
