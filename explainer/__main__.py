"""The command line: python -m explainer build | list | run | sweep | worker | draw | claims | data | edition | …"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

from explainer.display import Display
from explainer.errors import ExplainerError

FAILED, INTERRUPTED, TERMINATED = 1, 130, 143


class Terminated(BaseException):
    """Somebody asked this process to end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed with a line on stderr, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminate)
    try:
        return int(options.command(options) or 0)
    except KeyboardInterrupt:
        print("explainer: interrupted; what was finished is kept", file=sys.stderr)
        return INTERRUPTED
    except Terminated:
        print("explainer: terminated; what was finished is kept", file=sys.stderr)
        return TERMINATED
    except Exception as error:
        if getattr(options, "trace", False):
            raise
        message = _in_one_line(error)
    if getattr(options, "for_hook", False):
        print(json.dumps({"error": message}))
    else:
        print(f"explainer: {message}", file=sys.stderr)
    return FAILED


def _terminate(signum: int, frame: FrameType | None) -> NoReturn:
    del signum, frame
    raise Terminated


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
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}, line {error.lineno}: {error.msg}"
    package = str(Path(__file__).parent)
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(package)]
    where = f" ({Path(own[-1].filename).relative_to(Path(package).parent)}, line {own[-1].lineno})" if own else ""
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}{where}"


def _end_with_parent() -> None:
    """End when whoever started this process is gone: it holds the other end of stdin open for as long as it lives."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            continue
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _build(options: argparse.Namespace) -> None:
    if options.for_hook:
        _end_with_parent()
    from explainer.build import build
    from explainer.editions import comparison
    from explainer.settings import from_environment

    built = build(from_environment(), Display())
    if options.for_hook:
        print(json.dumps({"manifest": str(built.manifest), "ran": built.ran, "drawn": built.drawn}))
    elif built.ran or built.drawn:
        print(f"Ran {len(built.ran)} experiments, drew {len(built.drawn)} figures: {built.manifest.parent}")
    else:
        print(f"Everything is up to date: {built.manifest.parent}")
    if not options.for_hook:
        print(f"This build {comparison.of(built.manifest).line}")


def _list(options: argparse.Namespace) -> None:
    del options
    from explainer.build.plan import plan
    from explainer.catalogue import EXPERIMENTS, FIGURES
    from explainer.settings import from_environment

    todo = plan(from_environment())
    states = todo.states("experiments")
    print("experiments")
    for name, row in EXPERIMENTS.items():
        print(f"  {name:<18} {states[name].value:<8} {row.title}")
    states = todo.states("drawings")
    print("figures")
    for name, figure in FIGURES.items():
        print(f"  {name:<18} {states[name].value:<8} {figure.page}, from {figure.experiment}")


def _run(options: argparse.Namespace) -> None:
    from explainer.build.plan import plan
    from explainer.build.run import run
    from explainer.catalogue import EXPERIMENTS
    from explainer.rows import UNITS
    from explainer.settings import from_environment

    _known(options.name, EXPERIMENTS, "experiment")
    todo, display = plan(from_environment()), Display()
    with todo.lock(display):
        ran = run(todo, [options.name], display, again=options.again)
        result = todo.store.load(options.name, todo.experiments[options.name])
    for name, (value, unit) in result.numbers.items():
        print(f"{name:<40} {UNITS[unit](value)}")
    if not ran:
        print("(kept from before; --again runs it again)", file=sys.stderr)


def _sweep(options: argparse.Namespace) -> None:
    from explainer.build.plan import plan
    from explainer.build.sweep import CONFIDENCE, Sweep, spreads
    from explainer.catalogue import EXPERIMENTS
    from explainer.settings import from_environment

    _known(options.name, EXPERIMENTS, "experiment")
    todo, display = plan(from_environment()), Display()
    sweep = Sweep(todo, options.name, options.seeds)
    if options.dry_run:
        missing, seconds = len(sweep.missing()), sweep.seconds()
        print(
            f"{options.name} on {todo.source.name}: {options.seeds - missing} of {options.seeds} kept, {missing} to run"
        )
        if seconds is None:
            print(f"None is kept that could tell how long one takes: python -m explainer run {options.name}")
        else:
            print(f"{seconds:.1f} s each on one core: {missing * seconds / 3600:.2g} core-hours")
        return
    with todo.lock(display):
        ran = sweep.run(display)
        found = spreads(sweep.results())
    print(f"{options.name} on {todo.source.name}, {options.seeds} seeds, of which {len(ran)} ran now")
    print(f"{'':<34} {'mean':>12} {'std':>12}   {f'{CONFIDENCE:.0%} interval of the mean':<29} unit")
    for name, each in found.items():
        interval = f"{each.low:.6g} to {each.high:.6g}"
        print(f"{name:<34} {each.mean:>12.6g} {each.std:>12.3g}   {interval:<29} {each.unit}")


def _recipes(options: argparse.Namespace) -> None:
    from explainer.build import recipes
    from explainer.build.plan import plan
    from explainer.settings import RECIPE_LOG, ROOT, from_environment

    del options
    todo, display = plan(from_environment()), Display()
    trials = recipes.Recipes(todo)
    with todo.lock(display):
        ran = trials.run(display)
        recipes.write(trials.log())
    print(f"Ran {ran} trainings, wrote {RECIPE_LOG.relative_to(ROOT)}")


def _worker(options: argparse.Namespace) -> None:
    from explainer.build.cluster import INSTALL

    try:
        from distributed.cli.dask_worker import main as dask_worker  # after explainer has pinned the kernels
    except ModuleNotFoundError as error:
        raise ExplainerError(f"The package {error.name} is not installed. Run: {INSTALL}") from error
    dask_worker(["--nthreads", "1", *options.arguments])


def _draw(options: argparse.Namespace) -> None:
    from explainer.build.draw import draw
    from explainer.build.plan import plan
    from explainer.build.run import run
    from explainer.catalogue import FIGURES
    from explainer.settings import from_environment
    from explainer.store import RECORD, SECONDS

    _known(options.name, FIGURES, "figure")
    todo, display = plan(from_environment()), Display()
    with todo.lock(display):
        run(todo, [FIGURES[options.name].experiment], display)
        draw(todo, [options.name], display)
    folder = todo.store.path("drawings", options.name, todo.drawings[options.name])
    for file in sorted(p for p in folder.iterdir() if p.name not in (RECORD, SECONDS)):
        if options.to:
            options.to.mkdir(parents=True, exist_ok=True)
            print(shutil.copyfile(file, options.to / f"{options.name}.{file.name}"))
        else:
            print(file)


def _claims(options: argparse.Namespace) -> None:
    from explainer.build.judge import judge
    from explainer.build.plan import plan
    from explainer.build.run import run
    from explainer.catalogue import EXPERIMENTS, PAGES
    from explainer.settings import from_environment

    pages = {page.file.removesuffix(".md"): chapter for chapter, page in PAGES.items()}
    if options.page:
        _known(options.page, pages, "page")
    todo, display = plan(from_environment()), Display()
    with todo.lock(display):
        run(todo, list(EXPERIMENTS), display)
        judged = judge(todo, display)
    for page, chapter in pages.items():
        for name, claim in judged.get(chapter, {}).items():
            if options.page in (None, page):
                print(f"{'holds' if claim['holds'] else 'FALSE':<6} {page}: {name} {claim['values']}")


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


def _edition(options: argparse.Namespace) -> int:
    from explainer import editions
    from explainer.build import build
    from explainer.build.renewal import renew
    from explainer.editions import comparison, tolerances
    from explainer.settings import from_environment

    if options.renew:
        for line in renew(from_environment(), Display()):
            print(line)
        return 0
    manifest = build(from_environment(), Display()).manifest
    if options.beside:
        others = [editions.published(path) for path in options.beside]
        print("\n".join(tolerances.measured(editions.built(manifest).numbers, others)))
        return 0
    compared = comparison.of(manifest)
    print(f"This build {compared.line}")
    for each in compared.differences:
        print(f"  {each.kind:<10} {each.name:<40} {each.edition or '(none)'} → {each.build or '(none)'} {each.by}")
    return FAILED if compared.outcome in comparison.BAD else 0


def _new_chapter(options: argparse.Namespace) -> None:
    from explainer.new_chapter import write

    for path in write(options.name):
        print(path)


def _new_site(options: argparse.Namespace) -> None:
    from explainer.new_site import write

    print(f"Laid down the site in {write(options.folder)}, with the versions it was made with in constraints.txt.")
    print(f"Next: cd {options.folder}; mkdocs build --strict")


def _release(options: argparse.Namespace) -> int:
    from explainer import addresses, archives, release
    from explainer.settings import ROOT, from_environment

    if options.addresses:
        addresses.remember(ROOT / release.ADDRESSES, options.site)
        print(f"Wrote {release.ADDRESSES}")
        return 0
    if problems := release.problems(ROOT, options.site, from_environment().cache / "manifest.json", options.tag):
        print("\n".join(problems))
        return FAILED
    for path in archives.build(ROOT):
        print(f"Built {path.relative_to(ROOT)}")
    if options.tag is None:
        tag = release.Release.read(ROOT).tag
        print(f"Next: git tag -a {tag} -m 'Version {tag[1:]}'; git push origin {tag}")
    return 0


def _known(name: str, table: Mapping[str, object], kind: str) -> None:
    if name not in table:
        raise ExplainerError(f"There is no {kind} {name!r}; there are {', '.join(table)}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m explainer",
        description="Train the models, compute every number, draw every figure and judge every claim of the site.",
        epilog="Reads EXPLAINER_DATASET (auto, mnist, digits, idx), EXPLAINER_DATA_DIR (your IDX files), "
        "EXPLAINER_CACHE_DIR (default .cache) and EXPLAINER_DASK (the address of a scheduler).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make what is stale; mkdocs does this by itself")
    build.add_argument("--for-hook", action="store_true", help="answer in one line of JSON; end when stdin is closed")
    build.set_defaults(command=_build)

    listing = commands.add_parser("list", help="every experiment and figure, and what is kept of it")
    listing.set_defaults(command=_list)

    run = commands.add_parser("run", help="run one experiment and what it builds on; print its numbers")
    run.add_argument("name", metavar="NAME", help="an experiment, as `list` names it")
    run.add_argument("--again", action="store_true", help="run it even if it is fresh")
    run.add_argument("--trace", action="store_true", help="if it fails, say where")
    run.set_defaults(command=_run)

    trials = commands.add_parser("recipes", help="train by every recipe that was tried, and write down the accuracies")
    trials.set_defaults(command=_recipes)

    sweep = commands.add_parser(
        "sweep",
        help="run one experiment from many seeds; print mean, spread and interval of each number",
        description="Run an experiment from the seeds 0, 1, … and print, for each number that differs, its mean, its "
        "sample standard deviation and, by Student's t, an interval for the mean. What the experiment builds on keeps "
        "the build's own seed. Every result is kept: a second sweep runs only what is missing.",
    )
    sweep.add_argument("name", metavar="NAME", help="an experiment with a seed, such as cnn")
    sweep.add_argument("--seeds", type=int, default=20, metavar="N", help="how many; default 20")
    sweep.add_argument("--dry-run", action="store_true", help="say how many would run and how long it would take")
    sweep.set_defaults(command=_sweep)

    worker = commands.add_parser(
        "worker", add_help=False, help="run experiments for a Dask scheduler: `worker ADDRESS`, options as dask worker"
    )
    worker.add_argument("arguments", nargs=argparse.REMAINDER)
    worker.set_defaults(command=_worker)

    draw = commands.add_parser("draw", help="draw one figure; print where its files are")
    draw.add_argument("name", metavar="NAME", help="a figure, as `list` names it")
    draw.add_argument("--to", type=Path, metavar="FOLDER", help="copy its files there")
    draw.set_defaults(command=_draw)

    claims = commands.add_parser("claims", help="judge the claims of the pages, and print verdicts and values")
    claims.add_argument("page", metavar="PAGE", nargs="?", help="of this page only, as `weights`")
    claims.set_defaults(command=_claims)

    data = commands.add_parser("data", help="which data set a build would use")
    data.add_argument("--download", action="store_true", help="try to download MNIST again")
    data.set_defaults(command=_data)

    edition = commands.add_parser("edition", help="compare this build with the committed edition, to the last bit")
    edition.add_argument("--renew", action="store_true", help="build both data sets; commit what differs as the next")
    edition.add_argument(
        "--beside", type=Path, nargs="+", metavar="RESULTS", help="other builds' results.json: how far they lie apart"
    )
    edition.set_defaults(command=_edition)

    chapter = commands.add_parser("new-chapter", help="write the folder and the page of a new chapter")
    chapter.add_argument("name", metavar="NAME", help="as in its address, such as `inverse-softmax`")
    chapter.set_defaults(command=_new_chapter)

    site = commands.add_parser(
        "new-site", help="lay down the pages of the site, for `mkdocs build` to build them there"
    )
    site.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
    site.set_defaults(command=_new_site)

    release = commands.add_parser("release", help="check that all is of one version, and build wheel and sdist")
    release.add_argument(
        "--site", type=Path, default=Path("site"), metavar="FOLDER", help="the built site; default site"
    )
    release.add_argument("--tag", metavar="TAG", help="the tag that is released, where one has been pushed")
    release.add_argument("--addresses", action="store_true", help="only write down the addresses of the built site")
    release.set_defaults(command=_release)
    return parser


if __name__ == "__main__":
    sys.exit(main())
