"""MkDocs events: what a running `mkdocs serve` has already is not made again at each save.

The process remembers the entries that the search plug-in has made of a page's content; unlike what `kept.py` keeps they
cost a single build little, so they are not worth a file. Figures, models and arrays, four fifths of the site's bytes,
are not copied: they get a second name in the site of a preview. And its folder is not emptied before each build: ext4
is slow to make files where many have just been removed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

SEARCH = "material/search"
HIDDEN = ".before"  # MkDocs removes nothing whose name begins with a dot

_entries: dict[str, tuple[tuple[str, ...], list[dict[str, Any]]]] = {}  # by address: what they were made of, and they
_previews: list[bool] = []  # whether this is a preview, of which MkDocs would empty the folder before each build
_places: set[Path] = set()  # of the files of the last build


def on_startup(command: str, dirty: bool) -> None:
    """Note whether MkDocs was asked for a preview."""
    _previews[:] = [command == "serve" and not dirty]


def on_pre_build(config: MkDocsConfig) -> None:
    """Let the search plug-in parse only what it has not seen yet; hide what is there, or MkDocs would remove it."""
    index: Any = config.plugins[SEARCH].search_index  # type: ignore[attr-defined]  # new in each build
    parse = index.add_entry_from_context

    def add(page: Page) -> None:
        made_of = (page.content or "", str(page.title), repr(page.meta))
        if _entries.get(page.url, ("", []))[0] != made_of:
            there = len(index.entries)
            parse(page)
            _entries[page.url] = made_of, index.entries[there:]
        else:
            index.entries += _entries[page.url][1]

    index.add_entry_from_context = add
    if any(_previews):
        _move(Path(config.site_dir), Path(config.site_dir) / HIDDEN)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Make only files that have changed."""
    if any(_previews):
        _move(Path(config.site_dir) / HIDDEN, Path(config.site_dir))
        places = {Path(file.abs_dest_path): _in_cache(file) for file in files}
        for place, made in places.items():
            _prepare(place, made)
        for gone in _places - places.keys():
            gone.unlink(missing_ok=True)
        _places.clear()
        _places.update(places)
    return env


def _move(there: Path, other: Path) -> None:
    """Move all that is in a folder to another, which may lie in it."""
    other.mkdir(exist_ok=True)
    for path in there.iterdir():
        if path.name != HIDDEN:
            path.replace(other / path.name)


def _in_cache(file: File) -> Path | None:
    """Return where in the cache a file of the site lies, if it is a copy of one there."""
    made = Path(file.abs_src_path or "")
    copied = not file.is_documentation_page() and made.is_relative_to(os.environ["EXPLAINER_CACHE_DIR"])
    return made if copied else None


def _prepare(place: Path, made: Path | None) -> None:
    """Give what was made a second name there, or else a link; take such a name away where something is to be written.

    MkDocs leaves both alone, and copies where there is neither. It never writes into what has another name.
    """
    if place.exists() and made and place.samefile(made):
        return
    if place.is_symlink() or (place.exists() and (made or place.stat().st_nlink > 1)):
        place.unlink()
    if made:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.hardlink_to(made)
        except OSError:  # the two are not on one disk
            with suppress(OSError):
                place.symlink_to(made)
