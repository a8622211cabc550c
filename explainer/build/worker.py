"""What a worker of a Dask cluster does: it tells how it computes, takes the images once, and runs experiments."""

from __future__ import annotations

import platform
import tempfile
import time
import zlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from distributed import WorkerPlugin, get_worker

from explainer import keys, pins
from explainer.build.plan import RUNNER
from explainer.build.run import Task, compute
from explainer.catalogue import EXPERIMENTS
from explainer.data import Dataset, handed
from explainer.errors import ExplainerError
from explainer.results import Result

OFTEN = 1.0  # seconds between two reports of one job: all of them pass through the scheduler


def fingerprint(dask_worker: Any = None) -> dict[str, str]:
    """Return all that decides which bytes this process computes, each with its name. Dask fills in a worker's own."""
    tree = keys.Tree()
    modules = sorted(set(RUNNER).union(*(tree.closure(row.module) for row in EXPERIMENTS.values())))
    edited = (keys.changed(row.module, keys.AT_START, RUNNER) for row in EXPERIMENTS.values())
    return {
        "Python": platform.python_version(),
        **keys.versions("explainer", "numpy", "scikit-learn", "scipy", "torch"),
        "device": keys.device(),
        "experiments at once": str(dask_worker.state.nthreads if dask_worker else 1),
        **pins.in_force(),
        "kernels": "; ".join(pins.departures()) or "as pinned",
        "what was edited since it was imported": next(filter(None, edited), "nothing"),
        **{f"the code of {module}": tree.code(module)[:8] for module in modules},
    }


def difference(worker: str, there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Return the first in which that worker's fingerprint differs from this machine's, in a sentence, or nothing."""
    for what, value in here.items():
        if there.get(what) != value:
            how = "Start it from the same installation with: python -m explainer worker"
            return f"The worker {worker} differs in {what}: {there.get(what)} there, {value} here. {how}"
    return ""


class Workplace(WorkerPlugin):  # type: ignore[misc]  # unknown to mypy
    """The images of a build on each worker, also on those that join later, if they compute as the build's machine."""

    def __init__(self, wanted: Mapping[str, str], images: Path) -> None:
        self.name = f"explainer-{uuid4().hex}"
        self._wanted = wanted
        self._images = {path.name: zlib.compress(path.read_bytes(), 1) for path in images.iterdir()}

    def setup(self, worker: Any) -> None:
        """Look at the worker that this has been sent to, and unpack."""
        self._folder = tempfile.TemporaryDirectory(dir=worker.local_directory)
        for name, content in self._images.items():
            Path(self._folder.name, name).write_bytes(zlib.decompress(content))
        self._images.clear()
        self.complaint = difference(worker.address, fingerprint(worker), self._wanted)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002  # Dask passes it
        """Take the images away."""
        self._folder.cleanup()

    @cached_property
    def dataset(self) -> Dataset:
        """The images, mapped into this process."""
        return handed.read(Path(self._folder.name))


def run(workplace: str, task: Task, title: str) -> tuple[Result, float]:
    """Run an experiment on this worker; return its result and its seconds. ExplainerError if it may differ or fails."""
    worker = get_worker()
    place = worker.plugins.get(workplace)
    if place is None or place.complaint:
        raise ExplainerError(place.complaint if place else f"The worker {worker.address} was not given the images.")
    inputs = {name: own(result) for name, result in task.inputs.items()}
    result, seconds = compute(Task(task.experiment, task.settings, inputs), place.dataset, _Sender(workplace, title))
    keys.unchanged(EXPERIMENTS[task.experiment].module, keys.AT_START, RUNNER)
    return result, seconds


def own(result: Result) -> Result:
    """Return a result whose arrays are all in this process's memory, aligned and writable as after reading a file."""
    return Result({name: np.array(array) for name, array in result.arrays.items()}, result.numbers)


class _Sender:
    """Sends the steps of a job to the build that shows them, not more often than the scheduler can stand."""

    def __init__(self, topic: str, title: str) -> None:
        self._topic = topic
        self._title = title
        self._last = 0.0

    def __call__(self, done: int, total: int, loss: float | None = None) -> None:
        now = time.monotonic()
        if now - self._last >= OFTEN:
            self._last = now
            told = None if loss is None else float(loss)
            get_worker().log_event(self._topic, (self._title, int(done), int(total), told))
