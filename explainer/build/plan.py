"""What a build of this code would make: the data set, and the keys of all experiments, drawings and claims."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from explainer import (
    keys,
    pins,
    syntax,
)  # before the catalogue: it notes the state of the files that are imported from here on
from explainer.catalogue import CHAPTERS, EXPERIMENTS, FIGURES, PAGES
from explainer.data import handed
from explainer.data.sources import Source, find
from explainer.progress import Progress
from explainer.settings import Settings, for_dataset
from explainer.store import State, Store

# What runs, draws and judges is in the keys by its own file: what those import is not theirs alone.
RUNNER = tuple(f"explainer.{module}" for module in ("build.run", "store", "data.handed", "data.mnist", "data.digits"))
DRAWER = ("explainer.build.draw", "explainer.store")
JUDGE = ("explainer.build.judge", "explainer.store")
NOTEBOOKS = ("explainer.build.notebooks", "explainer.build.models", "explainer.store")
LOOK = "explainer.notebook"  # what notebooks find in the package itself, without an import that could be followed
SAMPLE = "images"  # there is one
KINDS = ("experiments", "drawings", "claims", "samples", "notebooks")
PATIENCE = 0.5  # seconds before a build says that it waits for another


@dataclass(frozen=True)
class Plan:
    """Keys are taken once, before anything runs; what a file that was edited since has made is not kept."""

    settings: Settings
    source: Source
    experiments: Mapping[str, str]
    drawings: Mapping[str, str]
    claims: Mapping[str, str]  # of each chapter that makes any
    samples: Mapping[str, str]  # of the images that are published with the models
    notebooks: Mapping[str, str]  # of each chapter that has one
    stamps: Mapping[Path, keys.Stamp] = field(default_factory=lambda: keys.AT_START)
    kept: syntax.Kept | None = None  # what was parsed for them
    tree: keys.Tree = field(default_factory=keys.Tree)  # the code that they are of

    @cached_property
    def store(self) -> Store:
        """Where the things are kept."""
        return Store(self.settings.cache)

    def states(self, kind: str) -> dict[str, State]:
        """Return what is in the store of the things of one of `KINDS`, by name."""
        return {name: self.store.state(kind, name, key) for name, key in getattr(self, kind).items()}

    def chosen(self, name: str) -> Any:
        """Return the settings of that experiment, or None where it has none."""
        row = EXPERIMENTS[name]
        return getattr(self.settings, row.settings) if row.settings else None

    def keys_with(self, name: str, chosen: Iterable[Any]) -> list[str]:
        """Return the key of that experiment with each of these settings, on the inputs of this plan."""
        common = _common(self.source, self.tree)
        return [_key(common, name, settings, self.experiments, self.tree) for settings in chosen]

    def remember(self, more: Iterable[tuple[str, str, str]]) -> None:
        """Keep what the next build of the same code need not find out again; `more` are things beside those planned."""
        things = [(kind, name, key) for kind in KINDS for name, key in getattr(self, kind).items()]
        self.store.remember([*things, *more])
        if self.kept is not None:
            self.kept.write()

    @contextmanager
    def lock(self, progress: Progress) -> Iterator[None]:
        """Keep other builds of this cache out, and say so while another keeps us out."""
        self.settings.cache.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.settings.cache / "lock")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            progress.say(f"Waiting for another build to finish with {self.settings.cache}")
            lock.acquire()
        try:
            for left in self.settings.cache.glob(".data-*"):  # by a build that was killed
                shutil.rmtree(left, ignore_errors=True)
            self.store.recover()
            yield
        finally:
            lock.release()

    @contextmanager
    def handed(self) -> Iterator[Path]:
        """Write the data set, found once, into a folder that every process can map into its memory."""
        with tempfile.TemporaryDirectory(prefix=".data-", dir=self.settings.cache) as folder:
            handed.write(self.source.load(), Path(folder))
            yield Path(folder)


def plan(settings: Settings, source: Source | None = None) -> Plan:
    """Find the data set, unless it is given, and take the keys of all there is to make."""
    source = source or find(settings.data)
    settings = for_dataset(settings, source.name)
    kept = syntax.Kept(settings.cache / "syntax.json")
    tree = keys.Tree(parse=kept.parse)
    experiments = _experiments(settings, source, tree)
    drawings, claims = _drawings(experiments, tree), _claims(experiments, tree)
    sampled = {"code": tree.source("explainer.publication"), **keys.versions("numpy", "scikit-learn", "scipy")}
    samples = {SAMPLE: keys.digest(_data(source, tree) | sampled)[:16]}
    notebooks = _notebooks(samples, experiments, tree)
    return Plan(settings, source, experiments, drawings, claims, samples, notebooks, kept=kept, tree=tree)


def _experiments(settings: Settings, source: Source, tree: keys.Tree) -> dict[str, str]:
    common = _common(source, tree)
    found: dict[str, str] = {}
    for name, row in EXPERIMENTS.items():
        found[name] = _key(common, name, getattr(settings, row.settings) if row.settings else None, found, tree)
    return found


def _common(source: Source, tree: keys.Tree) -> dict[str, Any]:
    """Return what is in the key of every experiment."""
    return {
        "data": _data(source, tree),
        "versions": keys.versions("numpy", "scikit-learn", "scipy", "torch"),
        "device": keys.device(),
        "pins": pins.in_force(),
        "runner": [tree.code(module) for module in RUNNER],
    }


def _data(source: Source, tree: keys.Tree) -> dict[str, Any]:
    return {
        "sha256": source.sha256,
        "name": source.name,
        "code": tree.source("explainer.data.mnist") | tree.source("explainer.data.digits"),
    }


def _key(common: dict[str, Any], name: str, settings: Any, inputs: Mapping[str, str], tree: keys.Tree) -> str:
    row = EXPERIMENTS[name]
    parts = {
        "settings": dataclasses.asdict(settings) if settings else None,
        "code": tree.source(row.module),
        "inputs": {wanted: inputs[wanted] for wanted in row.inputs},
    }
    return keys.digest(common | parts)[:16]


def _drawings(experiments: Mapping[str, str], tree: keys.Tree) -> dict[str, str]:
    versions = keys.versions("numpy", "matplotlib")
    runner = [tree.code(module) for module in DRAWER]
    theme = tree.source("explainer.theme")
    return {
        name: keys.digest(
            {
                "data": experiments[row.experiment],
                "arrays": row.arrays,
                "draw": (row.draw.name, row.draw.arguments),
                "code": tree.reached(row.draw.module, row.draw.name),
                "theme": theme,
                "versions": versions,
                "runner": runner,
            }
        )[:16]
        for name, row in FIGURES.items()
    }


def _claims(experiments: Mapping[str, str], tree: keys.Tree) -> dict[str, str]:
    """A claim may look at every experiment, so each has a part in the key: judging all of them takes seconds.

    The whole text counts: the docstring of a claim is its sentence, and the page shows its source.
    """
    common = {"experiments": experiments, "runner": [tree.code(module) for module in JUDGE]}
    modules = {chapter: claims_of(chapter) for chapter in CHAPTERS}
    return {
        chapter: keys.digest(common | {"code": tree.source(module), "text": tree.text(module)})[:16]
        for chapter, module in modules.items()
        if keys.file_of(module)
    }


def claims_of(chapter: str) -> str:
    """Return the module that holds a chapter's claims, if it makes any."""
    return f"explainer.chapters.{chapter}.claims"


def _notebooks(samples: Mapping[str, str], experiments: Mapping[str, str], tree: keys.Tree) -> dict[str, str]:
    """The whole text counts: it is what the site shows."""
    common = {
        "samples": samples,
        "look": tree.source(LOOK),
        "runner": [tree.code(module) for module in NOTEBOOKS],
        "versions": keys.versions("numpy", "matplotlib", "pillow", "torch", "ipython", "jupytext", "nbformat"),
        "device": keys.device(),
        "pins": pins.in_force(),
    }
    found = {}
    for chapter, page in PAGES.items():
        if page.notebook:
            module = notebook_of(chapter)
            parts = {
                "models": {name: experiments[name] for name in page.notebook.models},
                "code": tree.source(module),
                "text": tree.text(module),
            }
            found[chapter] = keys.digest(common | parts)[:16]
    return found


def notebook_of(chapter: str) -> str:
    """Return the module that a chapter's notebook would be, if it were imported."""
    return f"explainer.chapters.{chapter}.notebook"
