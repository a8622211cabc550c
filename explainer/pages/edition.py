"""How this build compares with the committed edition, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from explainer.editions import FOLDER, NETWORKS, OTHERS, Edition, committed
from explainer.editions.comparison import Comparison, Difference, Outcome, compare
from explainer.editions.tolerances import TOLERANCES
from explainer.pages.citation import SHORT
from explainer.pages.manifest import Manifest

SHOWN = 10  # differences that stand on the page; the others are folded
SIDE_BY_SIDE = (Outcome.DIFFERS, Outcome.WITHIN, Outcome.OUTSIDE)  # where the machines are named


def line(made: Mapping[str, Any]) -> str:
    """Return in words how the build that a manifest holds compares, to go on with “This build …”."""
    return _compared(made).line


def file(made: Mapping[str, Any]) -> Path | None:
    """Return the file of the committed edition on the same images, if there is one."""
    edition = _compared(made).edition
    return FOLDER / f"{edition.dataset['name']}.json" if edition else None


def verdict(made: Mapping[str, Any]) -> str:
    """Return the same for a page: with what differs, by how much, and both machines.

    Where a build agrees, nothing is said of its machine, so that the page is the same on all that do.
    """
    compared = _compared(made)
    reason = compared.reason
    parts = [f"This build **{compared.verdict}**{_models(compared)}{f'; {reason}' if reason else ''}."]
    found = compared.differences
    if found:
        parts += [_table(found[:SHOWN])]
    if found[SHOWN:]:
        parts += ["/// details | All that differs\n    attrs: {class: names}", _table(found), "///"]
    if compared.edition and compared.outcome in SIDE_BY_SIDE:
        parts += [_machines(compared.edition, compared.build)]
    return "\n\n".join(parts)


def imprint(manifest: Manifest) -> str:
    """Return a line for the foot of every page: version, edition and commit, or what this build is instead of one."""
    compared, made = _compared(manifest.edition), manifest.results["provenance"]
    number = f"edition {compared.edition.number}" if compared.edition else "an edition"
    said = {
        Outcome.NO_EDITION: f"no edition ({compared.build.dataset['name']})",
        Outcome.OTHER_SETTINGS: f"not {number}: other settings",
        Outcome.AGREES: number,
        Outcome.DIFFERS: f"not {number}: it differs",
        Outcome.WITHIN: f"{number}, within tolerance",
        Outcome.OUTSIDE: f"not {number}: it differs",
    }
    parts = [f"Version {made['version']}", said[compared.outcome]]
    if made["commit"]:
        commit, _, changed = made["commit"].partition("+")
        parts += [f"commit {commit[:SHORT]}{' with changes' if changed else ''}"]
    return " · ".join(parts)


def tolerances() -> str:
    """Return a table of how far numbers may lie apart where kernels cannot be pinned, for each unit."""
    rows = [f"| {unit} | {row[NETWORKS]:.2g} | {row[OTHERS]:.2g} |" for unit, row in TOLERANCES.items()]
    return "\n".join(["| unit | where a network is behind it | elsewhere |", "|---|---:|---:|", *rows])


def _compared(made: Mapping[str, Any]) -> Comparison:
    build = Edition.read(made)
    return compare(build, committed(build.dataset["name"]))


def _models(compared: Comparison) -> str:
    return f", and in the weights of {len(compared.build.models)} models" if compared.outcome is Outcome.AGREES else ""


def _table(found: Iterable[Difference]) -> str:
    rows = [f"| {each.kind} | `{each.name}` | {each.edition} | {each.build} | {each.by} |" for each in found]
    return "\n".join(["| kind | name | edition | this build | difference |", "|---|---|---:|---:|---:|", *rows])


def _machines(edition: Edition, build: Edition) -> str:
    """Return both machines side by side: processor, versions, pins."""
    then, now = _flat(edition.machine), _flat(build.machine)
    rows = [f"| {name} | {then.get(name, '')} | {now.get(name, '')} |" for name in {**then, **now}]
    return "\n".join(["| machine | edition | this build |", "|---|---|---|", *rows])


def _flat(machine: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in machine.items():
        if isinstance(value, Mapping):
            flat |= {key: str(each) for key, each in value.items()}
        elif name != "departures":
            flat[name] = str(value)
    return flat
