"""references.bib: the public texts that the site builds on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from pybtex.backends.html import Backend
from pybtex.database import BibliographyData, Entry, parse_file
from pybtex.exceptions import PybtexError
from pybtex.style.formatting.unsrt import Style

from explainer.errors import ExplainerError

_SEVERAL = 2  # authors that are still named; more are "et al."


@dataclass(frozen=True)
class Bibliography:
    """The entries of a BibTeX file, by key."""

    data: BibliographyData
    entries: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Bibliography:
        """Read the file, once for each version of it; ExplainerError says in one line why it cannot be read."""
        try:
            return _load(path, path.stat().st_mtime_ns)
        except (OSError, UnicodeDecodeError, PybtexError) as error:
            said = " ".join(str(error).split())
            raise ExplainerError(f"{path.name} cannot be read: {said}") from error

    def keys(self) -> list[str]:
        """Return every key."""
        return list(self.data.entries)

    def label(self, key: str) -> str:
        """Return what the text says: authors and year. KeyError if there is no such entry."""
        entry: Entry = self.data.entries[key]
        people = [str(" ".join(p.prelast_names + p.last_names)) for p in entry.persons["author"]]
        if len(people) > _SEVERAL:
            names = f"{people[0]} et al."
        else:
            names = " and ".join(people)
        return f"{names.replace('{', '').replace('}', '')} {entry.fields['year']}"

    def entry(self, key: str) -> str:
        """Return the full entry as HTML."""
        if key not in self.entries:
            formatted = next(iter(_style().format_entries([self.data.entries[key]])))
            text = re.sub(r"\s+", " ", formatted.text.render(Backend()))
            self.entries[key] = text.replace('<span class="bibtex-protected">', "<span>")
        return self.entries[key]


@cache
def _style() -> Style:
    """Return the one style: it looks for its parts among all installed packages."""
    return Style()


@lru_cache(maxsize=4)
def _load(path: Path, _: int) -> Bibliography:
    found = Bibliography(parse_file(str(path), bib_format="bibtex"))
    for key in found.keys():  # noqa: SIM118 — not a dictionary
        try:
            found.label(key), found.entry(key)
        except (AttributeError, KeyError, PybtexError) as error:  # no such type of entry, or no author or year
            raise ExplainerError(f"{path.name} cannot be read: the entry {key}: {error}") from error
    return found
