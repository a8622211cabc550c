"""Renew the editions: build every data set that can be had, and write down as the next edition what differs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from explainer import editions, pins
from explainer.build import build
from explainer.data.sources import find
from explainer.editions import Edition
from explainer.errors import ExplainerError
from explainer.progress import Progress
from explainer.settings import ROOT, DataSettings, Settings

DATASETS = ("digits", "mnist")
BESIDE = (":!editions", ":!CHANGELOG.md")  # what a renewal may find changed: what it writes, and what is written of it


def renew(settings: Settings, progress: Progress, folder: Path = editions.FOLDER) -> Iterator[str]:
    """Build, write what differs from its edition as the next one, and yield what was done, in lines.

    ExplainerError if the kernels are not the pinned ones or the tree is not as committed: nobody could renew it alike.
    """
    refuse(pins.departures(), "an edition holds for pinned kernels")
    refuse(uncommitted(), "an edition is of a committed tree")
    made: dict[str, Edition] = {}
    for name in DATASETS:
        data = DataSettings(name, settings.data.folder if name == "mnist" else None)
        try:
            find(data)
        except ExplainerError as error:
            yield f"editions/{name}.json is left as it is: {error}"
            continue
        made[name] = editions.built(build(replace(settings, data=data), progress).manifest)
        refuse(made[name].machine["departures"], "an edition holds for pinned kernels")
    yield from write(made, folder)


def write(made: dict[str, Edition], folder: Path) -> Iterator[str]:
    """Write those that differ from their edition under one number, the next, and yield a line for each."""
    kept = {name: editions.committed(name, folder) for name in DATASETS}
    number = 1 + max(each.number if each else editions.NONE_YET for each in kept.values())
    folder.mkdir(exist_ok=True)
    renewed = False
    for name, edition in made.items():
        before = kept[name]
        if before is not None and edition.says_the_same(before):
            yield f"editions/{name}.json: nothing differs from edition {before.number}"
            continue
        renewed = True
        (folder / f"{name}.json").write_text(replace(edition, number=number).text(), "utf-8")
        yield f"editions/{name}.json: edition {number}"
    if renewed:
        yield f"Say in CHANGELOG.md, under “Edition {number}”, what has changed and why."


def uncommitted(root: Path = ROOT) -> list[str]:
    """Return what in this checkout is not as committed, but for the editions and the changelog."""
    if not (root / ".git").exists():
        return ["this is no git checkout"]
    command = ["git", "status", "--porcelain", "--", ".", *BESIDE]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return [f"git does not say whether anything has changed: {error}"]
    return [f"{line[3:]} is not committed" for line in done.stdout.splitlines()]


def refuse(found: list[str], why: str) -> None:
    """Raise ExplainerError with the first of these, if there is any."""
    if found:
        raise ExplainerError(f"No edition is renewed here: {found[0]}, and {why}.")
