"""Markers: HTML comments that a page asks for things with.

`<!-- figure: weights -->`, for one. A comment shows nothing where Markdown is read as it is. A marker in a fenced block
is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.errors import ExplainerError
from explainer.pages import sources
from explainer.pages.manifest import Manifest

MARKER = re.compile(r"<!-- *(?P<kind>[a-z]+)(?:: *(?P<name>[^>]*?))? *-->")
KINDS = ("figure", "number", "notebook", "claim", "unclaimed", "cite", "code", "table", "sources")
BLOCKS = ("figure", "notebook", "code", "table", "sources")  # these stand alone on their line
TABLES = (
    "provenance",
    "edition",
    "tolerances",
    "recipes-site",
    "recipes-fast",
    "numbers",
    "claims",
    "models",
    "notebooks",
)
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


def read(docs: Path) -> dict[str, list[str]]:
    """Return the lines of every page by its name; ExplainerError names one that cannot be read."""
    pages = {}
    for path in sorted(p for p in docs.rglob("*.md") if not p.name.startswith(".")):
        page = path.relative_to(docs).as_posix()
        try:
            pages[page] = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ExplainerError(f"{page} cannot be read: {error}") from error
    return pages


def check(pages: dict[str, list[str]], manifest: Manifest, citations: Iterable[str]) -> list[str]:
    """Return one line for each marker that asks for what is not there, and for each name that its page has not.

    A figure stands on its own page, once. A number is on its own page, and any other may quote it.
    """
    problems: list[str] = []
    used: set[tuple[str, str, str]] = set()
    known = {"figure": manifest.figures, "number": manifest.numbers, "notebook": manifest.notebooks}
    places = [(page, page, marker) for page, lines in pages.items() for marker in markers(lines)]
    for name, figure in manifest.figures.items():
        for what, text in (("caption", figure["caption"]), ("alternative text", figure["said"])):
            where = f"{figure['page']}, the {what} of {name}"
            places += [(figure["page"], where, marker) for marker in markers([text])]
    for page, where, marker in places:
        at = f"{where}, line {marker.line}" if where == page else where
        problem = _problem(marker, page, known, set(citations))
        if not problem and marker.kind in ("figure", "notebook") and (marker.kind, marker.name, page) in used:
            problem = f"the {marker.kind} {marker.name} stands twice"
        if problem:
            problems.append(f"{at}: {problem}")
        else:
            used.add((marker.kind, marker.name, page))
    for kind, table in known.items():
        problems += [
            f"{row['page']}: the {kind} {name} is made for this page and not on it"
            for name, row in table.items()
            if (kind, name, row["page"]) not in used
        ]
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
        if marker.kind in ("figure", "notebook") and row["page"] != page:
            return f"the {marker.kind} {marker.name} is for {row['page']}"
    if marker.kind == "table" and marker.name not in TABLES:
        return f"there is no table {marker.name!r}; there are {', '.join(TABLES)}"
    if marker.kind == "code":
        try:
            sources.find(marker.name)
        except ExplainerError as error:
            return str(error)
    missing = [key for key in marker.name.split(", ") if key not in citations] if marker.kind == "cite" else []
    return f"references.bib has no {missing[0]!r}" if missing else ""
