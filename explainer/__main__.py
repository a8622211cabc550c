"""The command line: python -m explainer build | list | run NAME | draw NAME | data."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from explainer.errors import ExplainerError
from explainer.models import Report

FAILED, INTERRUPTED = 1, 130


class Bars:
    """Says on stderr what a build does: a bar with the loss and the time left, then a line when it is done."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None

    def running(self, title: str) -> Report:
        """Return a report that moves the bar of this title."""

        def report(done: int, total: int, loss: float) -> None:
            if self._bar is None:
                self._bar = tqdm(total=total, desc=title, mininterval=0.2, leave=False, file=sys.stderr)
            self._bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
            self._bar.update(done - self._bar.n)

        return report

    def done(self, what: str, seconds: float) -> None:
        """Take the bar away and leave one line."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        print(f"{what}: {seconds:.1f} s", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed with a line on stderr, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options) or 0)
    except KeyboardInterrupt:
        print("explainer: interrupted; what was finished is kept", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        message = _in_one_line(error)
    if getattr(options, "for_hook", False):
        print(json.dumps({"error": message}))
    else:
        print(f"explainer: {message}", file=sys.stderr)
    return FAILED


def _in_one_line(error: Exception) -> str:
    """Return what a user needs of an error: its own line, or for a surprise where in this package it arose."""
    if isinstance(error, ExplainerError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror or error}. Nothing that was there before is lost."
    if isinstance(error, OSError):
        return f"{error}. Nothing that was there before is lost."
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("explainer"):
        return f"The package {error.name} is not installed. Run: make site"
    package = str(Path(__file__).parent)
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(package)]
    where = f" ({Path(own[-1].filename).relative_to(Path(package).parent)}, line {own[-1].lineno})" if own else ""
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}{where}"


def _build(options: argparse.Namespace) -> None:
    from explainer.build import build
    from explainer.settings import from_environment

    built = build(from_environment(), Bars())
    if options.for_hook:
        print(json.dumps({"manifest": str(built.manifest), "ran": built.ran, "drawn": built.drawn}))
    elif built.ran or built.drawn:
        print(f"Ran {len(built.ran)} experiments, drew {len(built.drawn)} figures: {built.manifest.parent}")
    else:
        print(f"Everything is up to date: {built.manifest.parent}")


def _list(options: argparse.Namespace) -> None:
    del options
    from explainer.build import plan
    from explainer.catalogue import EXPERIMENTS, FIGURES
    from explainer.settings import from_environment

    todo = plan(from_environment())
    stale, undrawn = set(todo.stale_experiments()), set(todo.stale_drawings())
    print("experiments")
    for name, row in EXPERIMENTS.items():
        print(f"  {name:<18} {'stale' if name in stale else 'fresh'}  {row.title}")
    print("figures")
    for name, figure in FIGURES.items():
        print(f"  {name:<18} {'stale' if name in undrawn else 'fresh'}  {figure.page}, from {figure.experiment}")


def _run(options: argparse.Namespace) -> None:
    from explainer import build
    from explainer.catalogue import EXPERIMENTS, NUMBERS, UNITS
    from explainer.settings import from_environment

    _known(options.name, EXPERIMENTS, "experiment")
    todo = build.plan(from_environment())
    with todo.lock():
        results, ran = build.run(todo, [options.name], Bars(), again=options.again)
    for name, value in results[options.name].numbers.items():
        print(f"{name:<40} {UNITS[NUMBERS[name].unit](value)}")
    if not ran:
        print("(kept from before; --again runs it again)", file=sys.stderr)


def _draw(options: argparse.Namespace) -> None:
    from explainer import build
    from explainer.catalogue import FIGURES
    from explainer.settings import from_environment

    _known(options.name, FIGURES, "figure")
    todo = build.plan(from_environment())
    with todo.lock():
        results, _ = build.run(todo, [FIGURES[options.name].experiment], Bars())
        build.draw(todo, [options.name], results, Bars())
    folder = todo.store.place("figures", options.name, todo.drawings[options.name])
    for file in sorted(folder.iterdir()):
        if options.to:
            options.to.mkdir(parents=True, exist_ok=True)
            print(shutil.copyfile(file, options.to / f"{options.name}.{file.name}"))
        else:
            print(file)


def _data(options: argparse.Namespace) -> None:
    from explainer.data.sources import find
    from explainer.settings import from_environment

    settings = from_environment().data
    if options.download:
        settings = replace(settings, name="mnist", folder=None)
    source = find(settings, retry=options.download)
    dataset = source.load()
    print(f"{source.name}{' (the fallback: MNIST was not to be had)' if source.fallback else ''}, {source.where}")
    for name in ("train", "validation", "test"):
        print(f"  {name:<10} {len(getattr(dataset, name)):>6,} images")
    print(f"  sha256     {source.sha256}")


def _known(name: str, table: Mapping[str, object], kind: str) -> None:
    if name not in table:
        raise ExplainerError(f"There is no {kind} {name!r}; there are {', '.join(table)}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m explainer",
        description="Train the models, compute every number and draw every figure of the site.",
        epilog="Reads EXPLAINER_DATASET (auto, mnist, digits, idx), EXPLAINER_DATA_DIR (your IDX files) and "
        "EXPLAINER_CACHE_DIR (default .cache).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="run and draw what is stale; mkdocs does this by itself")
    build.add_argument("--for-hook", action="store_true", help="answer in one line of JSON")
    build.set_defaults(command=_build)

    listing = commands.add_parser("list", help="every experiment and figure, fresh or stale")
    listing.set_defaults(command=_list)

    run = commands.add_parser("run", help="run one experiment and what it needs; print its numbers")
    run.add_argument("name", metavar="NAME", help="an experiment, as `list` names it")
    run.add_argument("--again", action="store_true", help="run it even if it is fresh")
    run.set_defaults(command=_run)

    draw = commands.add_parser("draw", help="draw one figure; print where its files are")
    draw.add_argument("name", metavar="NAME", help="a figure, as `list` names it")
    draw.add_argument("--to", type=Path, metavar="FOLDER", help="copy its files there")
    draw.set_defaults(command=_draw)

    data = commands.add_parser("data", help="which data set a build would use")
    data.add_argument("--download", action="store_true", help="try to download MNIST again")
    data.set_defaults(command=_data)
    return parser


if __name__ == "__main__":
    sys.exit(main())
