"""What is stale → run it, draw it, judge the claims → write it all down for the pages."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from explainer.build import cluster, draw, images, judge, lab, latest, models, notebooks, plan, run, write
from explainer.build.pool import run_all
from explainer.catalogue import EXPERIMENTS, FIGURES, PAGES
from explainer.errors import ExplainerError
from explainer.progress import NullProgress, Progress
from explainer.settings import Settings


@dataclass(frozen=True)
class Built:
    """The manifest that the pages read, and what had to be run and drawn for it."""

    manifest: Path
    ran: list[str]
    drawn: list[str]


def build(settings: Settings, progress: Progress | None = None) -> Built:
    """Bring every experiment, figure, number and claim up to date; ExplainerError says what could not be."""
    progress = progress or NullProgress()
    todo = plan.plan(settings)
    with todo.lock(progress):
        ran = run.stale(todo, list(EXPERIMENTS), progress)
        drawn = draw.stale(todo, list(FIGURES), progress)
        place = None if ran or drawn else latest.manifest(todo)
        if place is None:
            _make(todo, ran, drawn, judge.stale(todo), notebooks.stale(todo, progress), progress)
            judged = judge.verdicts(todo)
            if todo.source.name == "mnist":
                _all_hold(judged)
            place = write.write(todo, judged)
            latest.remember(todo, place)
        beside = [thing for kind in (models, images, lab) for thing in kind.stored(todo)]
        todo.remember([("builds", todo.source.name, place.parent.name), *beside])
        return Built(place, ran, drawn)


def _make(
    todo: plan.Plan,
    experiments: list[str],
    figures: list[str],
    claims: list[str],
    shown: list[str],
    progress: Progress,
) -> None:
    """Run, draw, judge and show these, each as soon as what it builds on is there: no processor waits for the last.

    claims and shown: the chapters whose claims and whose notebooks are stale. A cluster is handed the experiments; this
    machine then does the rest.
    """
    processes = todo.settings.processes
    unsampled = notebooks.unsampled(todo)
    with todo.handed() if experiments or claims or shown or unsampled else nullcontext(Path()) as folder:
        runner, jobs = run.planned(todo, experiments, folder)
        if experiments and (elsewhere := cluster.named(runner)):
            run_all(jobs, processes, progress, elsewhere)
            jobs = {}
        jobs |= draw.planned(todo, figures) | judge.planned(todo, claims, folder)
        jobs |= notebooks.planned(todo, shown, folder)
        run_all(jobs, processes, progress)


def _all_hold(judged: dict[str, judge.Judged]) -> None:
    """Raise ExplainerError with the page and the sentence of a claim that does not hold of the data it is about."""
    false = [
        f"{PAGES[chapter].file}: {name} does not hold: “{claim['sentence']}” {claim['values']}"
        for chapter, claims in judged.items()
        for name, claim in claims.items()
        if not claim["holds"]
    ]
    if false:
        raise ExplainerError(false[0] + (f"; and {len(false) - 1} more" if false[1:] else ""))
