"""Judge the claims of every chapter by what the build made."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from explainer import keys
from explainer.build.plan import JUDGE, Plan, claims_of
from explainer.build.pool import Job, run_all
from explainer.build.run import one_thread
from explainer.catalogue import EXPERIMENTS
from explainer.claims import Claim, Facts, Verdict, of
from explainer.data import handed
from explainer.errors import ExplainerError
from explainer.models import Report
from explainer.progress import Progress
from explainer.settings import Settings
from explainer.store import State, Store

USUAL = 1.0  # seconds for a chapter

Judged = dict[str, dict[str, Any]]
"""For each claim its sentence, what it is about, verdict, values, and where its source is."""


def judge(todo: Plan, progress: Progress) -> dict[str, Judged]:
    """Return the verdicts on the claims of each chapter, judging those that are stale."""
    if chapters := stale(todo):
        with todo.handed() as folder:
            run_all(planned(todo, chapters, folder), todo.settings.processes, progress)
    return verdicts(todo)


def stale(todo: Plan) -> list[str]:
    """Return the chapters whose claims have to be judged."""
    return [chapter for chapter, state in todo.states("claims").items() if state is not State.FRESH]


def planned(todo: Plan, chapters: list[str], data: Path) -> dict[str, Job]:
    """Return a job for each of these chapters: it looks at all there is, and so it waits for every experiment."""
    judge_one = Judge(todo.settings, todo.experiments, todo.claims, todo.stamps, data)
    seconds = {chapter: todo.store.seconds("claims", chapter) or USUAL for chapter in chapters}
    return {
        (title := f"Judging the claims of {chapter}"): Job(
            title, partial(judge_one, chapter), EXPERIMENTS, cost=seconds[chapter], expected=seconds[chapter]
        )
        for chapter in chapters
    }


def verdicts(todo: Plan) -> dict[str, Judged]:
    """Return the verdicts on the claims of each chapter, once they are judged."""
    paths = {chapter: todo.store.path("claims", chapter, key) for chapter, key in todo.claims.items()}
    return {chapter: json.loads((path / "claims.json").read_text("utf-8")) for chapter, path in paths.items()}


@dataclass(frozen=True)
class Judge:
    """Judges the claims of one chapter and keeps the verdicts."""

    settings: Settings
    experiments: Mapping[str, str]  # their keys
    claims: Mapping[str, str]  # likewise
    stamps: Mapping[Path, keys.Stamp]
    data: Path

    def __call__(self, chapter: str, report: Report) -> float:
        """Judge them and return the seconds that it took; ExplainerError names a claim that cannot be judged."""
        started = time.perf_counter()
        store = Store(self.settings.cache)
        module = claims_of(chapter)
        results = {name: store.load(name, self.experiments[name]) for name in EXPERIMENTS}
        facts = Facts(results, self.settings, partial(handed.read, self.data))
        with one_thread():
            verdicts = verdicts_on(of(module), facts, report)

        def fill(folder: Path) -> None:
            (folder / "claims.json").write_text(json.dumps(verdicts, indent=1, ensure_ascii=False), "utf-8")
            keys.unchanged(module, self.stamps, JUDGE)

        seconds = time.perf_counter() - started
        store.put("claims", chapter, self.claims[chapter], fill, seconds)
        return seconds


def verdicts_on(claims: Mapping[str, Claim], facts: Facts, report: Report) -> Judged:
    """Return the verdict on each claim with its values; ExplainerError names one whose predicate fails."""
    judged: Judged = {}
    for done, (name, claim) in enumerate(claims.items(), start=1):
        try:
            verdict: Verdict = claim.predicate(facts)
            said = {"holds": verdict.holds, "values": verdict.values}
            json.dumps(said, allow_nan=False)
        except Exception as error:
            raise ExplainerError(f"The claim {name} cannot be judged: {type(error).__name__}: {error}") from error
        judged[name] = {
            "sentence": claim.sentence,
            "about": claim.about,
            **said,
            "code": claim.source,
            "source": claim.predicate.__module__.removeprefix("explainer.").replace(".", "/"),
            "line": claim.line,
        }
        report(done, len(claims))
    return judged
