"""MkDocs events: a page for each module of the reference, whose names can be linked to also where it was kept.

mkdocstrings learns where the names of a page are when it renders it. A page that `kept.py` restores is not rendered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from explainer.pages import reference
from explainer.pages.bibliography import Bibliography


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Register the pages of the reference."""
    works = Bibliography.load(Path(config.docs_dir) / "references.bib")
    for uri, content in reference.pages(works):
        files.append(File.generated(config, uri, content=content))
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say where the names of a page of the reference are; the links to them are made when all pages are there."""
    del files
    if page.file.src_uri.startswith(f"{reference.FOLDER}/"):
        for link in _below(page.toc):
            _links(config).register_anchor(page, link.id, title=link.title)
    return html


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Forget names under which other modules import one: of those, only pages rendered in this build have told."""
    del files
    _links(config)._secondary_url_map.clear()
    return env


def _below(links: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for link in links:
        yield link
        yield from _below(link.children)


def _links(config: MkDocsConfig) -> Any:
    """Return the plug-in that mkdocstrings has for links between names."""
    return config.plugins["autorefs"]
