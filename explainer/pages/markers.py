"""Markers: HTML comments such as `<!-- figure: weights -->` that a page asks for things with.

A comment shows nothing where Markdown is read as it is. A marker in a fenced block is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.pages.manifest import Manifest

MARKER = re.compile(r"<!-- *(?P<kind>[a-z]+)(?:: *(?P<name>[^>]*?))? *-->")
KINDS = ("figure", "number", "cite", "code", "table", "sources")
BLOCKS = ("figure", "code", "table", "sources")  # these stand alone on their line
TABLES = ("provenance", "numbers")
_FENCE = re.compile(r"^ *(`{3,}|~{3,})")


@dataclass(frozen=True)
class Marker:
    """One marker: what kind of thing it asks for, by which name, and the line it is on, from 1."""

    kind: str
    name: str
    line: int
    alone: bool


def outside_fences(lines: Iterable[str]) -> Iterator[tuple[bool, str]]:
    """Yield every line with whether it is text (and not in a fenced block)."""
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            yield False, line
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif found:
            fence = found[1]
            yield False, line
        else:
            yield True, line


def markers(lines: Iterable[str]) -> Iterator[Marker]:
    """Yield the markers in these lines of a page."""
    for number, (text, line) in enumerate(outside_fences(lines), start=1):
        for found in MARKER.finditer(line) if text else ():
            alone = found[0] == line.strip()
            yield Marker(found["kind"], found["name"] or "", number, alone)


def check(docs: Path, manifest: Manifest, citations: Iterable[str]) -> list[str]:
    """Return one line for each marker in `docs` that asks for what is not there, and for each name never asked for.

    A name is used on the page it is registered for; the home page and the last may quote any number.
    """
    problems: list[str] = []
    used: set[tuple[str, str]] = set()
    known = {"figure": manifest.figures, "number": manifest.numbers}
    for path in sorted(docs.rglob("*.md")):
        page = path.relative_to(docs).as_posix()
        lines = path.read_text("utf-8").splitlines()
        for marker in markers(lines):
            problem = _problem(marker, page, known, set(citations))
            if problem:
                problems.append(f"{page}, line {marker.line}: {problem}")
            else:
                used.add((marker.kind, marker.name))
    captions = "\n".join(f"{f['caption']} {f['alt']}" for f in manifest.figures.values())
    used |= {(m.kind, m.name) for m in markers(captions.splitlines())}
    for kind, table in known.items():
        problems += [f"{table[name]['page']}: the {kind} {name} is made for this page and not on it"
                     for name in table if (kind, name) not in used]  # fmt: skip
    return problems


def _problem(marker: Marker, page: str, known: dict[str, dict[str, dict[str, str]]], citations: set[str]) -> str:
    """Return what is wrong with a marker, or nothing."""
    if marker.kind not in KINDS:
        return f"there is no marker {marker.kind!r}; there are {', '.join(KINDS)}"
    if marker.kind in BLOCKS and not marker.alone:
        return f"the marker {marker.kind}: {marker.name} must stand alone on its line"
    if marker.kind in known:
        row = known[marker.kind].get(marker.name)
        if row is None:
            return f"there is no {marker.kind} {marker.name!r}"
        if marker.kind == "figure" and row["page"] != page:
            return f"the figure {marker.name} is for {row['page']}"
    if marker.kind == "table" and marker.name not in TABLES:
        return f"there is no table {marker.name!r}; there are {', '.join(TABLES)}"
    missing = [key for key in marker.name.split(", ") if key not in citations] if marker.kind == "cite" else []
    return f"references.bib has no {missing[0]!r}" if missing else ""
