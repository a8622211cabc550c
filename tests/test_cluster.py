"""Experiments on a real Dask scheduler with worker processes: torch there computes the bytes that it computes here."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from explainer.build import cluster, worker
from explainer.build.plan import plan
from explainer.build.run import run
from explainer.build.sweep import Sweep
from explainer.errors import ExplainerError
from explainer.progress import NullProgress
from explainer.settings import DataSettings, Settings

SEEDS = 4


class Scheduler:
    """A scheduler in a process of its own, and workers in theirs."""

    def __init__(self, folder):
        self._folder, self._processes = folder, []
        file = folder / "scheduler.json"
        self._start(
            "distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(file), "--host", "127.0.0.1"
        )
        until(file.exists, "no scheduler")
        self.address = json.loads(file.read_text())["address"]

    def worker(self, **environ):
        """Start a worker without a nanny: what is killed stays away."""
        mark = self._folder / f"worker-{len(self._processes)}"
        more = ("--no-nanny", "--local-directory", str(self._folder), "--pid-file", str(mark))
        return self._start("explainer", "worker", self.address, *more, **environ)

    def _start(self, *command, **environ):
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--no-dashboard"],
            env=os.environ | environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process

    def wait_for_workers(self, count):
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def close(self):
        for process in reversed(self._processes):
            process.kill()
            process.wait(10)


def until(condition, failure, seconds=30.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, failure
        time.sleep(0.05)


@pytest.fixture
def scheduler(tmp_path, monkeypatch):
    started = Scheduler(tmp_path)
    monkeypatch.setenv(cluster.ADDRESS, started.address)
    yield started
    started.close()


class Killing(NullProgress):
    """Kills a worker when so many jobs have told of a step, and so are being done."""

    def __init__(self, when, *victims):
        self._when, self._victims = when, victims
        self.begun, self.said = set(), []

    def running(self, title, done, total, loss):
        self.begun.add(title)
        if len(self.begun) >= self._when:
            for victim in self._victims:
                victim.send_signal(signal.SIGKILL)
                victim.wait(10)

    def say(self, line):
        self.said.append(line)


def short(cache):
    """A plan of the digits in which the network is trained for a second."""
    todo = plan(Settings(data=DataSettings("digits"), cache=cache, processes=1))
    return replace(todo, settings=replace(todo.settings, cnn=replace(todo.settings.cnn, epochs=2)))


def records(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("record.json")}


def test_a_worker_killed_in_the_middle_loses_nothing_and_the_bytes_are_those_of_this_machine(
    scheduler, tmp_path, monkeypatch
):
    victim = scheduler.worker()
    scheduler.worker()
    scheduler.wait_for_workers(2)
    monkeypatch.setattr(cluster, "BETWEEN_LOOKS", 0.1)
    progress = Killing(2, victim)
    there, here = Sweep(short(tmp_path / "there"), "cnn", SEEDS), Sweep(short(tmp_path / "here"), "cnn", SEEDS)
    with there.todo.lock(progress):
        assert len(there.run(progress)) == SEEDS
    assert progress.said == ["1 of 2 workers are gone; what they were running runs again"]
    assert there.missing() == {}
    monkeypatch.delenv(cluster.ADDRESS)
    with here.todo.lock(progress):
        here.run(progress)
    assert len(records(tmp_path / "here")) == SEEDS
    assert records(tmp_path / "there") == records(tmp_path / "here")


def test_results_of_one_job_go_to_the_next_and_without_any_worker_it_ends_in_one_line(scheduler, tmp_path, monkeypatch):
    last = scheduler.worker()
    scheduler.wait_for_workers(1)
    todo = plan(Settings(data=DataSettings("digits"), cache=tmp_path / "there"))
    with todo.lock(NullProgress()):
        assert run(todo, ["patterns"], NullProgress()) == ["logistic", "gaussian", "patterns"]
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    todo = short(tmp_path / "there")
    with todo.lock(NullProgress()), pytest.raises(ExplainerError, match="no workers for 1 seconds; what was finished"):
        Sweep(todo, "cnn", 2).run(Killing(1, last))


def test_a_worker_that_computes_otherwise_is_named_before_anything_runs(scheduler, tmp_path):
    scheduler.worker(OMP_NUM_THREADS="2")
    scheduler.wait_for_workers(1)
    todo = plan(Settings(data=DataSettings("digits"), cache=tmp_path / "there"))
    with (
        todo.lock(NullProgress()),
        pytest.raises(ExplainerError, match=r"^The worker tcp://\S+ differs in OMP_NUM_THREADS: 2 there, 1 here\. "),
    ):
        run(todo, ["images"], NullProgress())
    assert records(tmp_path / "there") == {}


def test_a_scheduler_without_workers_is_one_line(scheduler, tmp_path):
    todo = plan(Settings(data=DataSettings("digits"), cache=tmp_path / "there"))
    with todo.lock(NullProgress()), pytest.raises(ExplainerError, match=r"^tcp://\S+ has no workers\. Start some: "):
        run(todo, ["images"], NullProgress())


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "fax://127.0.0.1:1"])
def test_an_address_where_nobody_answers_is_one_line(tmp_path, monkeypatch, address):
    monkeypatch.setenv(cluster.ADDRESS, address)
    monkeypatch.setattr(cluster, "TO_CONNECT", 1)
    todo = plan(Settings(data=DataSettings("digits"), cache=tmp_path))
    expected = f"^EXPLAINER_DASK is {address}, and no scheduler answers there: "
    with todo.lock(NullProgress()), pytest.raises(ExplainerError, match=expected):
        run(todo, ["images"], NullProgress())


def test_what_differs_is_named_with_both_values():
    here = worker.fingerprint()
    assert worker.difference("tcp://far", here, here) == ""
    there = here | {"numpy": "1.0"}
    assert worker.difference("tcp://far", there, here).startswith("The worker tcp://far differs in numpy: 1.0 there, ")
    edited = {name: value for name, value in here.items() if name != "the code of explainer.models.cnn"}
    assert "the code of explainer.models.cnn: None there" in worker.difference("tcp://far", edited, here)
