"""A Python-Markdown extension: figures, numbers, sources, code, terms and typeset mathematics for the pages.

It reads the manifest that a build wrote and knows nothing of MkDocs, so the same pages work elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from explainer.pages import mathematics
from explainer.pages.bibliography import Bibliography
from explainer.pages.glossary import FirstUses, Glossary
from explainer.pages.manifest import Manifest
from explainer.pages.render import Renderer
from explainer.settings import ROOT

BEFORE_FENCES = 28  # after line ends are normal (30), before fenced code (25) and raw HTML (20)
BEFORE_LINKS = 4  # after attribute lists (8), by which a paragraph is known; before MkDocs resolves links (0)
LAST = 0


class Pages(Extension):
    """Config: what a build wrote, the public texts, the page of terms, and which page is being rendered."""

    def __init__(self, **kwargs: Any) -> None:
        cache = Path(os.environ.get("EXPLAINER_CACHE_DIR") or ROOT / ".cache")
        self.config = {
            "manifest": [str(cache / "manifest.json"), "the build's manifest.json"],
            "bibliography": [str(ROOT / "docs" / "references.bib"), "a BibTeX file"],
            "glossary": ["", "the page whose terms are marked where they are first used; none if empty"],
            "page": ["", "the name of the page that is rendered, as data.md"],
            "markers": [True, "whether markers are replaced; docstrings only speak of them"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors; but for the glossary, nothing is read before there is a page."""
        if self.getConfig("markers"):
            markers = _Markers(md, Path(self.getConfig("manifest")), Path(self.getConfig("bibliography")))
            md.preprocessors.register(markers, "explainer-markers", BEFORE_FENCES)
        if self.getConfig("glossary"):
            terms = FirstUses(md, Glossary.load(Path(self.getConfig("glossary"))), self.getConfig("page"))
            md.treeprocessors.register(terms, "explainer-terms", BEFORE_LINKS)
        md.postprocessors.register(_Mathematics(md), "explainer-mathematics", LAST)


class _Markers(Preprocessor):
    def __init__(self, md: Markdown, manifest: Path, bibliography: Path) -> None:
        super().__init__(md)
        self._manifest, self._bibliography = manifest, bibliography

    def run(self, lines: list[str]) -> list[str]:
        if not any("<!--" in line for line in lines):
            return lines
        renderer = Renderer(Manifest.load(self._manifest), Bibliography.load(self._bibliography))
        return renderer.page(lines)


class _Mathematics(Postprocessor):
    def run(self, text: str) -> str:
        return mathematics.typeset_page(text)


def makeExtension(**kwargs: Any) -> Pages:
    """Return the extension, for `markdown_extensions: [explainer.pages]`."""
    return Pages(**kwargs)
