"""One notebook that the build has run: as its page, and as the file to download.

mkdocs-jupyter makes the page. What it brings of Jupyter's look and scripts is taken off again, half a megabyte of style
for each page; the site has a style of its own, and its mathematics is typeset while it is built.
"""

from __future__ import annotations

import copy
import html
import json
import re
from collections.abc import Callable
from typing import Any

from explainer.errors import ExplainerError
from explainer.pages import mathematics
from explainer.pages.manifest import Manifest
from explainer.rows import place_of

LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+\.md)(#[\w-]+)?\)")
SVG = "image/svg+xml"
THEMES = {"light": "only-light", "dark": "only-dark"}  # and the fragment by which Material shows an image in one
OPEN, CLOSE = "\ue000", "\ue001"  # around the number of a formula: no page has these characters
_PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')

Notebook = dict[str, Any]
"""As nbformat has it: `cells`, each with its `source` and `outputs`, and `metadata`."""


def as_page(executed: Notebook, name: str, manifest: Manifest) -> tuple[Notebook, dict[str, str]]:
    """Return the notebook for mkdocs-jupyter, with links from its page, and the pictures beside it, by file."""
    notebook = copy.deepcopy(executed)
    formulas: list[tuple[str, bool]] = []
    pictures: dict[str, str] = {}

    def put_aside(found: re.Match[str], display: bool) -> str:
        formulas.append((found[1].strip(), display))
        return f"{OPEN}{len(formulas) - 1}{CLOSE}"

    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = linked(cell["source"], manifest, lambda page, anchor: f"../../{place_of(page)}{anchor}")
            text = mathematics.DISPLAY.sub(lambda found: put_aside(found, True), text)
            cell["source"] = mathematics.INLINE.sub(lambda found: put_aside(found, False), text)
        for output in cell.get("outputs", []):
            if SVG in output.get("data", {}):
                output["data"] = {"text/html": _pictured(output, pictures)}
                output["metadata"] = {}
    head, _, rest = notebook["cells"][0]["source"].partition("\n")
    chapter = manifest.pages[manifest.notebooks[name]["page"]]
    links = (
        f"A companion of [{chapter}](../../{place_of(manifest.notebooks[name]['page'])}). "
        f"[Download it](../{name}.ipynb), or [all of them, with what they need](../)."
    )
    notebook["cells"][0]["source"] = f"{head}\n\n{links}\n{rest}"
    notebook["metadata"]["formulas"] = formulas
    return notebook, pictures


def _pictured(output: Notebook, pictures: dict[str, str]) -> str:
    """Return the HTML that shows a picture in the theme of the reader, and add its files to `pictures`."""
    light = output["data"][SVG]
    drawn = {"light": light, "dark": output["metadata"].get(SVG, {}).get("dark") or light}
    place, alt = len(pictures) // len(THEMES) + 1, html.escape(output["data"]["text/plain"])
    size = _SIZE.search(light)
    across, high = (round(float(side) * 4 / 3) for side in size.groups()) if size else (0, 0)
    tags = []
    for theme, fragment in THEMES.items():
        file = f"{place}.{theme}.svg"
        pictures[file] = drawn[theme]
        tags.append(f'<img src="{file}#{fragment}" alt="{alt}" width="{across}" height="{high}" loading="lazy">')
    return "".join(tags)


def as_download(executed: Notebook, manifest: Manifest, home: str) -> Notebook:
    """Return the notebook as Jupyter opens it: links lead to the site, where its address is known."""
    notebook = copy.deepcopy(executed)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = cell["source"]
            at_home: Callable[[str, str], str] = lambda page, anchor: f"{home}{place_of(page)}{anchor}"  # noqa: E731
            cell["source"] = linked(text, manifest, at_home) if home else LINK.sub(r"\1", text)
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop(SVG, None)  # the dark picture
    return notebook


def linked(text: str, manifest: Manifest, to: Callable[[str, str], str]) -> str:
    """Return Markdown with its links to pages of docs/ replaced; ExplainerError names one that there is not."""

    def link(found: re.Match[str]) -> str:
        if found[2] not in manifest.pages:
            raise ExplainerError(f"A notebook links to {found[2]}, which is no page.")
        return f"[{found[1]}]({to(found[2], found[3] or '')})"

    return LINK.sub(link, text)


def finished(page: str, source: str) -> str:
    """Return what mkdocs-jupyter made of a notebook in the look of the site. source: the notebook, as JSON."""
    start = page.find('<div class="jupyter-wrapper">')
    body = page[start : page.rindex("<style>")] if start >= 0 else page
    for found, instead in _OFF:
        body = found.sub(instead, body)
    formulas: list[tuple[str, bool]] = [(tex, display) for tex, display in json.loads(source)["metadata"]["formulas"]]
    drawn = mathematics.typeset(formulas)
    return _PLACE.sub(lambda at: _formula(drawn[int(at[1])], display=formulas[int(at[1])][1]), body)


def _formula(drawn: str, *, display: bool) -> str:
    tag = "div" if display else "span"
    return f'<{tag} class="math" data-search-exclude>{drawn}</{tag}>'


_OFF = [
    (re.compile(pattern, re.DOTALL), instead)
    for pattern, instead in (
        (r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>', ""),
        (r'<div class="clipboard-copy-txt"[^>]*>.*?</div>', ""),
        (r'<div class="jp-Collapser[^>]*>\s*</div>', ""),
        (r'<div class="highlight-ipynb[^>]*><pre>(.*?)</pre>', r'<div class="highlight"><pre><code>\1</code></pre>'),
        (r' tabindex="0"', ""),
        (
            r'<a class="anchor-link" href="([^"]*)">¶</a>',
            r'<a class="headerlink" href="\1" title="Link to this section">#</a>',
        ),
    )
]
