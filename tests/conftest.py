"""One build for each data set, shared by every test; MNIST takes part where EXPLAINER_DATA_DIR names it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from time import time
from typing import Any

import pytest
from filelock import FileLock

from explainer import build as builder
from explainer.build.plan import Plan, plan
from explainer.catalogue import EXPERIMENTS
from explainer.claims import Facts
from explainer.data import Dataset
from explainer.settings import ROOT, Settings, from_environment

MADE = ROOT / "build" / "test"  # not .cache: a test never touches what an author's own build reads
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()} {time()}"  # alike in all processes of one run
DATASETS = ["digits", *(["mnist"] if os.environ.get("EXPLAINER_DATA_DIR") else [])]


@dataclass(frozen=True)
class Build:
    """A finished build of the whole catalogue on one data set, and the site made of it."""

    dataset: str

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process build the same."""
        own = {"EXPLAINER_DATASET": self.dataset, "EXPLAINER_CACHE_DIR": str(MADE / self.dataset)}
        if self.dataset == "digits":
            own["EXPLAINER_DATA_DIR"] = ""
        return {**os.environ, **own, "NO_MKDOCS_2_WARNING": "1"}

    @cached_property
    def plan(self) -> Plan:
        return plan(from_environment(self.environment))

    @property
    def settings(self) -> Settings:
        return self.plan.settings

    @cached_property
    def data(self) -> Dataset:
        """The images themselves."""
        return self.plan.source.load()

    @cached_property
    def built(self) -> builder.Built:
        return builder.build(self.settings)

    @cached_property
    def facts(self) -> Facts:
        """What claims are judged by."""
        assert self.built
        store, keys = self.plan.store, self.plan.experiments
        return Facts({name: store.load(name, keys[name]) for name in EXPERIMENTS}, self.settings, lambda: self.data)

    def arrays(self, experiment: str) -> dict[str, Any]:
        """The arrays that an experiment left."""
        return dict(self.facts.arrays(experiment))

    @property
    def numbers(self) -> dict[str, float]:
        """Every number by name, unrounded."""
        return dict(self.facts.numbers)

    @cached_property
    def site(self) -> Path:
        """The folder of the built site: built once in a run of the tests, whichever of its processes asks first."""
        assert self.built
        folder = MADE / self.dataset / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]

        def make() -> str:
            done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
            return str(folder)

        return Path(once_in_a_run(f"{self.dataset}/site.run", make))


def once_in_a_run(name: str, make: Callable[[], str]) -> str:
    """Return what `make` returns, called once in a run of the tests, by whichever of its processes asks first."""
    kept = MADE / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{kept}.lock"):
        run, _, made = kept.read_text("utf-8").partition("\n") if kept.exists() else ("", "", "")
        if run != RUN:
            made = make()
            kept.write_text(f"{RUN}\n{made}", "utf-8")
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a finished build: the others are fast."""
    for item in items:
        if {"build", "digits"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("built")


collect_ignore: list[str] = []
if find_spec("torch") is None:  # as on a Python that `make newest` tries: what needs PyTorch is not collected
    tests = Path(__file__).parent.rglob("test_*.py")
    collect_ignore = [
        str(p)
        for p in tests
        if re.search(r"\b(torch|explainer\.(models\.cnn|methods|build\.judge))\b", p.read_text("utf-8"))
    ]


def pytest_report_header() -> str:
    """Say what takes part, so that what does not is no surprise."""
    browser = "with" if shutil.which("chromium") or os.environ.get("EXPLAINER_REQUIRE_BROWSER") == "1" else "without"
    without = f"; without PyTorch, and so without {len(collect_ignore)} files of tests" if collect_ignore else ""
    return f"builds: {', '.join(DATASETS)}; {browser} browser tests{without}"


@pytest.fixture(scope="session", params=DATASETS)
def build(request: pytest.FixtureRequest) -> Build:
    """The build on each data set in turn."""
    return Build(request.param)


@pytest.fixture(scope="session")
def developing() -> Path:
    """The folder of what npm has for those who develop; what makes it is the Makefile, as package-lock.json says."""
    folder = ROOT / "node_modules"
    assert (folder / "typescript").is_dir(), "run: make test"
    return folder


@pytest.fixture(scope="session")
def once() -> Callable[[str, Callable[[], str]], str]:
    """What is made once in a run of the tests, in however many processes it runs."""
    return once_in_a_run


@pytest.fixture(scope="session")
def digits() -> Build:
    """The build on the embedded digits, for tests that need one build only."""
    return Build("digits")
