"""What is stale → run it → draw it → write it down for the pages."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, as_completed, wait
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock
from threadpoolctl import threadpool_limits

from explainer import keys
from explainer.catalogue import EXPERIMENTS, FIGURES, NUMBERS, PAGES, UNITS
from explainer.data import Dataset
from explainer.data.sources import Source, find
from explainer.errors import ExplainerError
from explainer.experiments import Result
from explainer.figures import style
from explainer.models import Report, silent
from explainer.settings import ROOT, Settings, for_dataset
from explainer.store import Store

SCHEMA = 1
ENOUGH_TO_SHARE = 6  # experiments or drawings: fewer are often done before a second process has started
PX_PER_PT = 4 / 3  # CSS
MARKER = re.compile(r"<!-- number: ([\w.]+) -->")


class Watcher(Protocol):
    """Told what a build does, as it does it."""

    def running(self, title: str) -> Report:
        """Return what an experiment of that title reports its steps to."""

    def done(self, what: str, seconds: float) -> None:
        """Say that a thing was made."""


class Silence:
    """A watcher that says nothing."""

    def running(self, title: str) -> Report:
        """Ignore the steps."""
        del title
        return silent

    def done(self, what: str, seconds: float) -> None:
        """Ignore the end."""


@dataclass(frozen=True)
class Plan:
    """The data set, and the key of every experiment and drawing: what a build of this code would make."""

    settings: Settings
    source: Source

    @cached_property
    def store(self) -> Store:
        """Where the things are kept."""
        return Store(self.settings.cache)

    @cached_property
    def experiments(self) -> dict[str, str]:
        """The key of each experiment."""
        data = {
            "sha256": self.source.sha256,
            "name": self.source.name,
            "code": keys.source("explainer.data.mnist") | keys.source("explainer.data.digits"),
        }
        common = {"data": data}
        versions = keys.versions("numpy", "scikit-learn", "scipy", "torch")
        found: dict[str, str] = {}
        for name, row in EXPERIMENTS.items():
            values = getattr(self.settings, row.settings) if row.settings else None
            parts = {
                "settings": dataclasses.asdict(values) if values else None,
                "code": keys.source(f"explainer.experiments.{name}"),
                "needs": {need: found[need] for need in row.needs},
                "versions": versions,
            }
            found[name] = keys.digest(common | parts)[:16]
        return found

    @cached_property
    def drawings(self) -> dict[str, str]:
        """The key of each drawing."""
        versions = keys.versions("numpy", "matplotlib")
        return {
            name: keys.digest(
                {
                    "data": self.experiments[row.experiment],
                    "arrays": row.arrays,
                    "draw": row.draw.__qualname__,
                    "code": keys.source(row.draw.__module__),
                    "versions": versions,
                }
            )[:16]
            for name, row in FIGURES.items()
        }

    def stale_experiments(self) -> list[str]:
        """Return the experiments that a build would run."""
        return [n for n, key in self.experiments.items() if self.store.load(n, key) is None]

    def stale_drawings(self) -> list[str]:
        """Return the figures that a build would draw."""
        return [n for n, key in self.drawings.items() if not self.store.place("figures", n, key).is_dir()]

    def lock(self) -> FileLock:
        """Return the lock that keeps two builds of one cache apart."""
        self.settings.cache.mkdir(parents=True, exist_ok=True)
        return FileLock(self.settings.cache / "lock")


def plan(settings: Settings) -> Plan:
    """Find the data set and return what there is to build."""
    source = find(settings.data)
    return Plan(for_dataset(settings, source.name), source)


@dataclass(frozen=True)
class Built:
    """The manifest that the pages read, and what had to be run and drawn for it."""

    manifest: Path
    ran: list[str]
    drawn: list[str]


def build(settings: Settings, watcher: Watcher | None = None) -> Built:
    """Bring every experiment, figure and number up to date; ExplainerError says what could not be."""
    watcher = watcher or Silence()
    todo = plan(settings)
    with todo.lock():
        results, ran = run(todo, list(EXPERIMENTS), watcher)
        drawn = draw(todo, list(FIGURES), results, watcher)
        manifest = _write_manifest(todo, results)
    return Built(manifest, ran, drawn)


def run(todo: Plan, names: list[str], watcher: Watcher, *, again: bool = False) -> tuple[dict[str, Result], list[str]]:
    """Return the results of these experiments and of what they need, running the stale ones, and which those were.

    `again` runs the named ones even if they are fresh.
    """
    wanted = _with_needs(names)
    kept = {n: todo.store.load(n, todo.experiments[n]) for n in EXPERIMENTS if n in wanted}
    results = {n: found[0] for n, found in kept.items() if found and not (again and n in names)}
    stale = [n for n in kept if n not in results]
    if len(stale) < ENOUGH_TO_SHARE or todo.settings.processes < 2:
        dataset = todo.source.load() if stale else None
        for name in stale:
            assert dataset
            results[name], seconds = _run_one(name, todo, dataset, results, watcher)
            watcher.done(EXPERIMENTS[name].title, seconds)
    else:
        _run_shared(todo, stale, watcher)
        for name in stale:
            found = todo.store.load(name, todo.experiments[name])
            assert found
            results[name] = found[0]
    return results, stale


def _run_shared(todo: Plan, stale: list[str], watcher: Watcher) -> None:
    """Run the stale experiments in several processes: each as soon as what it needs is there, the longest first."""
    waiting = {name: set(EXPERIMENTS[name].needs) & set(stale) for name in stale}
    with ProcessPoolExecutor(todo.settings.processes, mp_context=get_context("spawn")) as hands:
        running: dict[Future[float], str] = {}
        while waiting or running:
            ready = sorted((n for n, needs in waiting.items() if not needs), key=lambda n: -EXPERIMENTS[n].effort)
            for name in ready[: todo.settings.processes - len(running)]:
                del waiting[name]
                running[hands.submit(_run_elsewhere, todo.settings, name)] = name
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(done)
                watcher.done(EXPERIMENTS[name].title, done.result())
                for needs in waiting.values():
                    needs.discard(name)


def _run_elsewhere(settings: Settings, name: str) -> float:
    """Run one experiment whose needs are kept, in a process of its own, and return the seconds that it took."""
    todo, dataset = _prepared(settings)
    kept = {need: todo.store.load(need, todo.experiments[need]) for need in EXPERIMENTS[name].needs}
    try:
        return _run_one(name, todo, dataset, {n: found[0] for n, found in kept.items() if found}, Silence())[1]
    except (ExplainerError, OSError):
        raise
    except Exception as error:
        alone = f"To see where: python -m explainer run {name}"
        raise ExplainerError(f"{name} failed with {type(error).__name__}: {error}. {alone}") from error


@cache
def _prepared(settings: Settings) -> tuple[Plan, Dataset]:
    todo = plan(settings)
    return todo, todo.source.load()


def _with_needs(names: list[str]) -> set[str]:
    wanted = set(names)
    for name in names:
        wanted |= _with_needs(list(EXPERIMENTS[name].needs))
    return wanted


def _run_one(
    name: str, todo: Plan, dataset: Dataset, results: Mapping[str, Result], watcher: Watcher
) -> tuple[Result, float]:
    """Run one experiment, keep its result, and return it with the seconds that it took."""
    import torch

    torch.set_num_threads(1)  # so that the order of sums, and with it every figure, is the same on any number of cores
    started = time.perf_counter()
    row = EXPERIMENTS[name]
    chosen = getattr(todo.settings, row.settings) if row.settings else None
    module = import_module(f"explainer.experiments.{name}")
    with threadpool_limits(limits=1):
        result: Result = module.run(dataset, chosen, {n: results[n] for n in row.needs}, watcher.running(row.title))
    declared = {n for n, number in NUMBERS.items() if number.experiment == name}
    if declared != set(result.numbers):
        odd = sorted(declared ^ set(result.numbers))
        raise ExplainerError(f"The experiment {name} and the catalogue disagree about the number {odd[0]}.")
    for number, value in result.numbers.items():
        if not math.isfinite(value):
            raise ExplainerError(f"The experiment {name} gave {value} for {number}.")
    seconds = time.perf_counter() - started
    todo.store.save(name, todo.experiments[name], result, seconds)
    return result, seconds


def draw(todo: Plan, names: list[str], results: Mapping[str, Result], watcher: Watcher) -> list[str]:
    """Draw the stale ones of these figures, on light and on dark paper, and return their names."""
    stale = [n for n in names if not todo.store.place("figures", n, todo.drawings[n]).is_dir()]
    arrays = {n: {a: results[FIGURES[n].experiment].arrays[a] for a in FIGURES[n].arrays} for n in stale}
    if len(stale) < ENOUGH_TO_SHARE or todo.settings.processes < 2:
        for name in stale:
            watcher.done(f"Drawing {name}", _draw_one(name, arrays[name], todo.store, todo.drawings[name]))
        return stale
    # Fresh processes, not copies of this one: it may have run PyTorch, whose threads do not survive copying.
    with ProcessPoolExecutor(todo.settings.processes, mp_context=get_context("spawn")) as hands:
        drawing = {hands.submit(_draw_one, n, arrays[n], todo.store, todo.drawings[n]): n for n in stale}
        for done in as_completed(drawing):
            watcher.done(f"Drawing {drawing[done]}", done.result())
    return stale


def _draw_one(name: str, arrays: Mapping[str, style.Array], store: Store, key: str) -> float:
    """Draw one figure into the store and return the seconds that it took."""
    started = time.perf_counter()
    row = FIGURES[name]

    def fill(folder: Path) -> None:
        for paper in style.PAPERS:
            with style.settings(paper):
                figure = row.draw(arrays, paper)
                (folder / f"{paper.name}.svg").write_bytes(style.to_svg(figure))
                if paper is style.LIGHT:
                    (folder / "light.png").write_bytes(style.to_png(figure))
        np.savez(folder / "data.npz", allow_pickle=False, **arrays)

    store.put("figures", name, key, fill)
    return time.perf_counter() - started


FILES = {  # the name a figure's file has on the site, and its name in the store
    "svg": ("{}.light.svg", "light.svg"),
    "dark": ("{}.dark.svg", "dark.svg"),
    "png": ("{}.png", "light.png"),
    "data": ("{}.npz", "data.npz"),
}


def _write_manifest(todo: Plan, results: Mapping[str, Result]) -> Path:
    """Write results.json and timings.json for readers, manifest.json for the pages; return the last."""
    values = {n: results[row.experiment].numbers[n] for n, row in NUMBERS.items()}
    texts = {n: UNITS[row.unit](values[n]) for n, row in NUMBERS.items()}
    figures: dict[str, dict[str, Any]] = {}
    files: dict[str, str] = {}
    order = [page.file for page in PAGES]
    places = dict.fromkeys(order, 0)
    for name, row in FIGURES.items():
        folder = todo.store.place("figures", name, todo.drawings[name])
        places[row.page] += 1
        uris = {kind: f"figures/{there.format(name)}" for kind, (there, _) in FILES.items()}
        files |= {uris[kind]: str(folder / kept) for kind, (_, kept) in FILES.items()}
        figures[name] = {
            "number": f"{order.index(row.page)}.{places[row.page]}",
            "page": row.page,
            "caption": row.caption,
            "alt": MARKER.sub(lambda m: texts[m[1]], row.alt),
            "source": f"experiments/{row.experiment}",
            **_size(folder / "light.svg"),
            "sha256": hashlib.sha256((folder / "light.svg").read_bytes()).hexdigest(),
            **uris,
        }
    public = {
        "schema": SCHEMA,
        "dataset": {
            "name": todo.source.name,
            **{split: int(values[f"data.{split}_images"]) for split in ("train", "validation", "test")},
            "sha256": todo.source.sha256,
            "fallback": todo.source.fallback,
        },
        "numbers": {
            n: {"value": values[n], "unit": row.unit, "page": _address(row.page)} for n, row in NUMBERS.items()
        },
        "figures": {
            n: {
                "page": f"{_address(f['page'])}#fig-{n}",
                **{field: f[field] for field in ("svg", "dark", "png", "data", "alt", "sha256")},
            }
            for n, f in figures.items()
        },
        "provenance": _provenance(todo.settings, device=str(results["cnn"].arrays["device"])),
    }
    cache = todo.settings.cache
    seconds = {name: todo.store.seconds(name, key) for name, key in todo.experiments.items()}
    files["results.json"] = str(_write(cache / "results.json", public))
    files["timings.json"] = str(_write(cache / "timings.json", {"experiments": seconds}))
    manifest = {
        "results": public,
        "numbers": {n: {"text": texts[n], "page": row.page, "value": values[n]} for n, row in NUMBERS.items()},
        "figures": figures,
        "files": files,
    }
    return _write(cache / "manifest.json", manifest)


def _size(svg: Path) -> dict[str, int]:
    """Return the size of a drawing in CSS pixels, so that a page keeps its place before it is loaded."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text("utf-8"))
    if found is None:
        raise ExplainerError(f"{svg} has no size. Delete {svg.parent} and build again.")
    return {"width": round(float(found[1]) * PX_PER_PT), "height": round(float(found[2]) * PX_PER_PT)}


def _address(page: str) -> str:
    """Return a page's address relative to the site's root."""
    return "" if page == "index.md" else f"{page.removesuffix('.md')}/"


def _provenance(settings: Settings, device: str) -> dict[str, Any]:
    chosen = {
        field.name: dataclasses.asdict(getattr(settings, field.name))
        for field in dataclasses.fields(settings)
        if field.name in {row.settings for row in EXPERIMENTS.values()}
    }
    return {
        "version": keys.versions("explainer")["explainer"],
        "commit": _commit(),
        "settings": chosen,
        "seed": settings.cnn.seed,
        "python": ".".join(map(str, sys.version_info[:3])),
        "packages": keys.versions("matplotlib", "mkdocs", "mkdocs-material", "numpy", "scikit-learn", "torch"),
        "threads": 1,  # of each experiment, however many run at once
        "device": device,
    }


def _commit() -> str | None:
    """Return the commit of the tree that is built, marked if the tree has changes, or None outside git."""
    try:
        state = subprocess.run(
            ["git", "describe", "--always", "--abbrev=40", "--dirty=+changes", "--exclude=*"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return state.stdout.strip()


def _write(path: Path, content: object) -> Path:
    """Write JSON beside `path` and rename it: a reader sees the old file or the new one, never half of one."""
    part = path.with_suffix(".part")  # one name will do: the lock is held
    part.write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    return part.replace(path)
