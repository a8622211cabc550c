"""One build for each data set, shared by every test; MNIST takes part where EXPLAINER_DATA_DIR names it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from explainer import build as builder
from explainer.catalogue import EXPERIMENTS
from explainer.data import Dataset
from explainer.experiments import Result
from explainer.settings import ROOT, Settings, from_environment
from explainer.store import Store

MADE = ROOT / "build" / "test"  # not .cache: a test never touches what an author's own build reads
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

    @property
    def settings(self) -> Settings:
        return from_environment(self.environment)

    @cached_property
    def plan(self) -> builder.Plan:
        return builder.plan(self.settings)

    @cached_property
    def data(self) -> Dataset:
        """The images themselves."""
        return self.plan.source.load()

    @cached_property
    def built(self) -> builder.Built:
        return builder.build(self.settings)

    @cached_property
    def _results(self) -> dict[str, Result]:
        assert self.built
        store = Store(self.settings.cache)
        kept = {name: store.load(name, self.plan.experiments[name]) for name in EXPERIMENTS}
        return {name: result[0] for name, result in kept.items() if result}

    def arrays(self, experiment: str) -> dict[str, Any]:
        """The arrays that an experiment left."""
        return dict(self._results[experiment].arrays)

    @cached_property
    def numbers(self) -> dict[str, float]:
        """Every number by name, unrounded."""
        return {name: value for result in self._results.values() for name, value in result.numbers.items()}

    @cached_property
    def site(self) -> Path:
        """The folder of the built site."""
        assert self.built
        folder = MADE / self.dataset / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return folder


def pytest_report_header() -> str:
    """Say what takes part, so that what does not is no surprise."""
    browser = "with" if shutil.which("chromium") or os.environ.get("EXPLAINER_REQUIRE_BROWSER") == "1" else "without"
    return f"builds: {', '.join(DATASETS)}; {browser} browser tests"


@pytest.fixture(scope="session", params=DATASETS)
def build(request: pytest.FixtureRequest) -> Build:
    """The build on each data set in turn."""
    return Build(request.param)


@pytest.fixture(scope="session")
def digits() -> Build:
    """The build on the embedded digits, for tests that need one build only."""
    return Build("digits")
