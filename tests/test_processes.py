"""Processes end: when a job fails, when somebody has had enough, when a parent is gone."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from explainer.settings import ROOT

TOY = """
import multiprocessing, os, pathlib, sys, time
from functools import partial
from explainer.build.pool import Job, run_all
from explainer.errors import ExplainerError
from explainer.progress import NullProgress

class Heard(NullProgress):
    def running(self, title, done, total, loss):
        # In one piece: an interrupt may come in the midst of a line that is written word by word.
        print(f"heard {title} {done} {total} {loss}\\n", end="", flush=True)

def work(name, report):
    pathlib.Path(os.environ["MARKS"], str(os.getpid())).write_text(name)
    report(1, 2, 0.5)
    if name == "bad":
        raise ValueError("a bad job")
    if name == "killed":
        os.kill(os.getpid(), 9)
    time.sleep(0.05 if name == "quick" or "after" in name else 60)
    return 0.1

if __name__ == "__main__":
    names = sys.argv[1:]
    beside = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), daemon=True)
    if "beside" in os.environ:
        beside.start()
    jobs = {n: Job(n, partial(work, n), ("quick",) if "after" in n else ()) for n in names}
    try:
        run_all(jobs, 2, Heard())
        if "beside" in os.environ:
            print("beside:", beside.is_alive())
    except (ExplainerError, ValueError) as error:
        print(type(error).__name__, error)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted")
        sys.exit(130)
"""
SLOW = [f"slow{place}" for place in range(6)]


def heeds_interrupts():
    """Undo what a shell does to what it runs in the background: there, an interrupt is ignored from the start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Toy:
    """A process that shares jobs among two others, and the process numbers of those that have begun one."""

    def __init__(self, folder, *names):
        (folder / "toy.py").write_text(TOY)
        self.marks = folder / "marks"
        self.marks.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, str(folder / "toy.py"), *names],
            env={**os.environ, "MARKS": str(self.marks), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=heeds_interrupts,
        )

    def workers(self):
        return [int(path.name) for path in self.marks.iterdir()]

    def wait_for_workers(self, count=2):
        until(lambda: len(self.workers()) >= count, "no worker has begun")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(condition, failure, seconds=30.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, failure
        time.sleep(0.05)


def all_gone(pids):
    until(lambda: not any(map(alive, pids)), f"still alive: {[pid for pid in pids if alive(pid)]}", 5)


@pytest.fixture
def toy(tmp_path):
    started = []

    def start(*names):
        started.append(Toy(tmp_path, *names))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.communicate()


def test_the_first_failure_ends_the_others_at_once(toy):
    running = toy("slow0", "bad", *SLOW[1:])
    began = time.monotonic()
    said, complaints = running.process.communicate(timeout=30)
    assert time.monotonic() - began < 25
    assert running.process.returncode == 1
    assert "ValueError a bad job" in said
    assert complaints == ""
    all_gone(running.workers())


def test_when_all_is_done_its_workers_end_and_no_process_of_anybody_else(toy, monkeypatch):
    monkeypatch.setenv("beside", "1")
    running = toy(*(f"after{place}" for place in range(6)))
    said, complaints = running.process.communicate(timeout=30)
    assert (running.process.returncode, complaints) == (0, "")
    assert said.splitlines()[-1] == "beside: True"
    assert running.workers()
    all_gone(running.workers())


def test_a_process_that_is_killed_is_one_line(toy):
    said, complaints = toy("killed", *SLOW).process.communicate(timeout=30)
    assert re.search(r"^ExplainerError A process was killed during: .*\bkilled\b.*memory", said, re.M)
    assert complaints == ""


def test_an_interrupt_ends_everything_without_a_word_of_the_workers(toy):
    running = toy(*SLOW)
    running.wait_for_workers()
    os.killpg(running.process.pid, signal.SIGINT)  # as Ctrl-C does: to all of them
    said, complaints = running.process.communicate(timeout=10)
    assert running.process.returncode == 130
    assert said.splitlines()[-1] == "interrupted"
    assert complaints == ""
    all_gone(running.workers())


def test_the_death_of_the_parent_is_the_end_of_its_workers(toy):
    running = toy(*SLOW)
    running.wait_for_workers()
    running.process.send_signal(signal.SIGKILL)
    all_gone(running.workers())


def test_a_job_begins_when_what_it_waits_for_is_done_and_its_steps_are_heard(toy):
    running = toy("quick", *(f"after{place}" for place in range(6)))
    said, complaints = running.process.communicate(timeout=30)
    assert (running.process.returncode, complaints) == (0, "")
    assert "heard quick 1 2 0.5" in said
    assert sum(line.startswith("heard after") for line in said.splitlines()) >= 3


def children(pid):
    """The processes below one, and below those."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            found += [int(stat.parent.name), *children(int(stat.parent.name))]
    return found


@pytest.fixture
def building(digits, tmp_path):
    """A real build of an empty cache, as the hook starts one, that has begun to train."""
    environment = {**digits.environment, "EXPLAINER_CACHE_DIR": str(tmp_path / "cache")}
    process = subprocess.Popen(
        [sys.executable, "-m", "explainer", "build", "--for-hook"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heeds_interrupts,
    )
    until(lambda: len(children(process.pid)) >= 3, "no workers")
    yield process
    process.kill()
    process.wait(10)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


@pytest.mark.parametrize("how", ["the one who asked is gone", "SIGTERM", "SIGINT"])
def test_a_build_ends_with_its_workers_and_keeps_what_was_finished(building, how, tmp_path):
    below = children(building.pid)
    if how == "the one who asked is gone":
        building.stdin.close()
        building.stdin = None
    else:
        building.send_signal(getattr(signal, how))
    building.wait(10)
    complaints = building.stderr.read()
    assert building.returncode == (130 if how == "SIGINT" else 143)
    assert "Traceback" not in complaints
    assert complaints.splitlines()[-1].endswith("what was finished is kept")
    all_gone(below)
    assert not list((tmp_path / "cache").rglob(".data-*"))
