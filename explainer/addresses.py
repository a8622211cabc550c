"""Every address of the built site that somebody may have cited or linked to: pages, their anchors, downloads."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from explainer.errors import ExplainerError

THEMES = ("assets/", "search/", "404.html", "sitemap.xml", "SHA256SUMS", ".nojekyll")  # nobody's to cite
GENERATED = ("source/", "reference/", "models/", "arrays/", "notebooks/")  # no old anchor can be left behind on these
WRITTEN = "notebooks/index.html"  # but on this one
OWN = "__"  # how the anchors of the theme begin


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the anchor of an element."""
        del tag
        self.found.update(value for name, value in attrs if name == "id" and value and not value.startswith(OWN))


def of(site: Path) -> set[str]:
    """Return the addresses of a built site, from its first page: `weights/`, `weights/#fig-weights`, `results.json`.

    Raises ExplainerError if no site is there.
    """
    if not (site / "index.html").is_file():
        raise ExplainerError(f"There is no built site in {site}. Run: make site")
    return {
        address
        for path in site.rglob("*")
        if path.is_file()
        for address in _addresses(path, path.relative_to(site).as_posix())
        if not address.startswith(THEMES)
    }


def kept(file: Path) -> set[str]:
    """Return the addresses of all releases so far; ExplainerError if their list cannot be read."""
    try:
        return set(file.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise ExplainerError(f"{file.name} cannot be read: {error}") from error


def remember(file: Path, site: Path) -> None:
    """Add the addresses of a built site to those of all releases so far, sorted, a line each."""
    addresses = of(site) | (kept(file) if file.exists() else set())
    file.write_text("".join(f"{address}\n" for address in sorted(addresses)), "utf-8")


def _addresses(path: Path, name: str) -> Iterator[str]:
    page = name.removesuffix("index.html")
    yield page or name
    if path.suffix == ".html" and (name == WRITTEN or not name.startswith(GENERATED)):
        parser = _Anchors()
        parser.feed(path.read_text("utf-8"))
        yield from (f"{page}#{anchor}" for anchor in parser.found)
