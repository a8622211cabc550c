"""The notebooks that a build has run: each as a page, as a file to download, and all of them with what they need.

mkdocs-jupyter makes the pages. What it brings of Jupyter's look and scripts is taken off again, half a megabyte of
style for each page; the site has a style of its own, and its mathematics is typeset while it is built.
"""

from __future__ import annotations

import copy
import hashlib
import html
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from explainer.errors import ExplainerError
from explainer.pages import mathematics
from explainer.pages.manifest import Manifest, place_of

FOLDER = "notebooks"  # on the site
ALL = f"{FOLDER}/explainer-notebooks.zip"
LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+\.md)(#[\w-]+)?\)")
SVG = "image/svg+xml"
THEMES = {"light": "only-light", "dark": "only-dark"}  # and the fragment by which Material shows an image in one
OPEN, CLOSE = "\ue000", "\ue001"  # around the number of a formula: no page has these characters
_PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_WHEN = (1980, 1, 1, 0, 0, 0)  # of every file in the zip: the same bytes every time

Notebook = dict[str, Any]


def page_of(name: str) -> str:
    """Return the page of the notebook of that name, as MkDocs knows it."""
    return f"{FOLDER}/{name}/index.ipynb"


def download_of(name: str) -> str:
    """Return the address of the file to download."""
    return f"{FOLDER}/{name}.ipynb"


def files(manifest: Manifest, home: str, cache: Path) -> dict[str, Path]:
    """Return what to publish by address, written afresh if anything of it has changed. home: the site's, or empty."""
    made_of = [
        Path(__file__).read_text("utf-8"),
        *(version(package) for package in ("mkdocs-jupyter", "nbconvert")),
        home,
        manifest.notebooks,
        manifest.pages,
        {uri: path for uri, path in manifest.files.items() if _needed(uri)},
    ]
    key = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]
    folder = cache / "companions" / key
    if not folder.is_dir():
        shutil.rmtree(folder.parent, ignore_errors=True)
        part = folder.with_name(f"{key}.part")
        _write(part, manifest, home)
        part.rename(folder)
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def _write(folder: Path, manifest: Manifest, home: str) -> None:
    texts: dict[str, str] = {}
    for name, row in manifest.notebooks.items():
        executed = json.loads(Path(row["file"]).read_text("utf-8"))
        pictures: dict[str, str] = {}
        texts[page_of(name)] = _text(_as_page(executed, name, manifest, pictures))
        texts[download_of(name)] = _text(_as_download(executed, manifest, home))
        texts |= {f"{FOLDER}/{name}/{file}": picture for file, picture in pictures.items()}
    for uri, text in texts.items():
        place = folder / uri
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    downloads = {download_of(name): folder / download_of(name) for name in manifest.notebooks}
    needed = {uri: Path(path) for uri, path in manifest.files.items() if _needed(uri)}
    with zipfile.ZipFile(folder / ALL, "w", zipfile.ZIP_DEFLATED) as packed:
        for uri, path in sorted((downloads | needed).items()):
            entry = zipfile.ZipInfo(
                f"explainer-{uri}" if uri.startswith(FOLDER) else f"explainer-{FOLDER}/{uri}", _WHEN
            )
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, path.read_bytes())


NEEDED = ("models/logistic.safetensors", "models/gaussian.safetensors", "models/cnn.safetensors")


def _needed(uri: str) -> bool:
    """Return whether notebooks read that file."""
    return uri in NEEDED or uri == f"{FOLDER}/sample.npz"


def _text(notebook: Notebook) -> str:
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _as_page(executed: Notebook, name: str, manifest: Manifest, pictures: dict[str, str]) -> Notebook:
    """Return the notebook for mkdocs-jupyter, with links from its page; fill `pictures` with those that it shows."""
    notebook = copy.deepcopy(executed)
    formulas: list[tuple[str, bool]] = []

    def put_aside(found: re.Match[str], display: bool) -> str:
        formulas.append((found[1].strip(), display))
        return f"{OPEN}{len(formulas) - 1}{CLOSE}"

    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = _linked(cell["source"], manifest, lambda page, anchor: f"../../{place_of(page)}{anchor}")
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
    return notebook


def _pictured(output: Notebook, pictures: dict[str, str]) -> str:
    """Return the HTML that shows a picture in the theme of the reader."""
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


def _as_download(executed: Notebook, manifest: Manifest, home: str) -> Notebook:
    """Return the notebook as Jupyter opens it: links lead to the site, where its address is known."""
    notebook = copy.deepcopy(executed)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = cell["source"]
            at_home: Callable[[str, str], str] = lambda page, anchor: f"{home}{place_of(page)}{anchor}"  # noqa: E731
            cell["source"] = _linked(text, manifest, at_home) if home else LINK.sub(r"\1", text)
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop(SVG, None)  # the dark picture
    return notebook


def _linked(text: str, manifest: Manifest, to: Callable[[str, str], str]) -> str:
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


def linked(manifest: Manifest, name: str) -> str:
    """Return the line by which a chapter leads to its notebook."""
    row = manifest.notebooks[name]
    return (
        f"**Run it yourself**: [{row['title']}]({page_of(name)}), a notebook "
        f"([.ipynb]({download_of(name)})).\n{{ .run-it }}"
    )


def table(manifest: Manifest) -> str:
    """Return a table of all notebooks with their chapters."""
    rows = [
        f"| [{row['title']}]({page_of(name)}) | [{manifest.pages[row['page']]}]({row['page']}) | "
        f"[{name}.ipynb]({download_of(name)}) |"
        for name, row in manifest.notebooks.items()
    ]
    return "\n".join(["| notebook | goes with | file |", "|---|---|---|", *rows])


def titles(notebooks: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the title of each page of a notebook."""
    return {page_of(name): row["title"] for name, row in notebooks.items()}
