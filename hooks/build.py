"""MkDocs events: bring the build up to date, register what it made, refuse a page that asks for what is not there.

MkDocs never imports a hook or a package a second time, so the build runs as a process of its own, with the code
as it is on disk now.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError, PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

if find_spec("explainer") is None:
    raise ConfigurationError("The package explainer is not installed in this Python. Run: make site")

from explainer.errors import ExplainerError
from explainer.pages import (
    arrays,
    checksums,
    citation,
    claims,
    edition,
    glossary,
    markers,
    mathematics,
    models,
    notebook,
    notebooks,
    reference,
    sources,
)
from explainer.pages.bibliography import Bibliography
from explainer.pages.manifest import Manifest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = Path(sources.__file__).resolve().parent.parent  # here, or where the package is installed

_log = get_plugin_logger(__name__)
for _talker in ("mkdocs.plugins.mkdocs_jupyter", "mkdocs.mkdocs-jupyter"):  # two lines for each notebook
    logging.getLogger(_talker).setLevel(logging.WARNING)
_built: dict[str, Path] = {}  # the state of the sources that the last build saw → its manifest
_asked: list[
    str
] = []  # what for: build, serve, or mike, which only wants to know the settings and then asks for a build


def on_startup(command: str, dirty: bool) -> None:
    """Note what MkDocs was asked for."""
    del dirty
    gc.set_threshold(50_000, 20, 20)  # what rendering makes lives on: the usual one costs 7 %
    _asked[:] = [command]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build if the code has changed since the last event, then check every page."""
    if "mike" in _asked:
        return config
    cache = Path(os.environ.get("EXPLAINER_CACHE_DIR") or ROOT / ".cache").resolve()  # from where MkDocs was started
    os.environ["EXPLAINER_CACHE_DIR"] = str(cache)
    if os.environ.get("EXPLAINER_DATA_DIR"):
        os.environ["EXPLAINER_DATA_DIR"] = str(Path(os.environ["EXPLAINER_DATA_DIR"]).resolve())
    config.watch.append(str(SOURCES))
    if citation.FILE.parent != ROOT:
        raise PluginError(f"The package reads its files in {citation.FILE.parent}, not here. Start MkDocs in {ROOT}")
    try:
        site = citation.Metadata.load()
        os.environ.setdefault(
            "SOURCE_DATE_EPOCH", _commit_time() or site.seconds
        )  # sitemap dates: same tree, same bytes
        mathematics.install()
        place = _manifest()
        manifest = Manifest.load(place)
        pages = markers.read(Path(config.docs_dir))
        citations = Bibliography.load(Path(config.docs_dir) / "references.bib").keys()
        glossary.Glossary.load(Path(config.docs_dir) / glossary.PAGE)
        config.extra["edition"] = edition.line(manifest.edition)
        config.extra["imprint"] = edition.imprint(manifest)
        config.extra["works"] = _works(place, site, config.site_url or "", os.environ["SOURCE_DATE_EPOCH"])
        problems = markers.check(pages, manifest, citations)
        problems += claims.check(pages, manifest) + mathematics.check(pages)
    except ExplainerError as error:
        raise PluginError(str(error)) from None
    if problems:
        raise PluginError("; ".join(problems[:3]) + (f"; and {len(problems) - 3} more" if problems[3:] else ""))
    config.mdx_configs["explainer.pages"] = {"manifest": str(place)}
    config.nav = [
        {title if place == 0 else f"{place} {title}": file}
        for place, (file, title) in enumerate(manifest.pages.items())
    ]
    config.extra["results"] = manifest.results
    config.extra["manifest"] = manifest
    config.extra["claims"] = json.dumps(claims.ledger(pages, manifest), indent=1, ensure_ascii=False) + "\n"
    return config


@event_priority(100)  # before the plugins that look for pages and notebooks, and lead old addresses to them
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Register the figures, the numbers, the claims, KaTeX's style and fonts, notebooks, and a page for each source."""
    manifest: Manifest = config.extra["manifest"]
    made = manifest.files | {uri: str(path) for uri, path in mathematics.files().items()}
    for uri, path in made.items():
        files.append(File.generated(config, uri, abs_src_path=path))
    files.append(File.generated(config, "claims.json", content=config.extra["claims"]))
    if committed := edition.file(manifest.edition):
        files.append(File.generated(config, "edition.json", abs_src_path=str(committed)))
    files.append(File.generated(config, checksums.NAME, content=""))  # pages link to it; filled in at the end
    files.append(File.generated(config, "recompute.py", abs_src_path=str(SOURCES / "pages" / "recompute.py")))
    for page, works in config.extra["works"].items():
        for form in citation.FORMS:
            files.append(File.generated(config, citation.address(page, form), content=citation.file(works, form)))
    cache = Path(os.environ["EXPLAINER_CACHE_DIR"])
    for uri, place in notebooks.files(manifest, config.site_url or "", cache).items():
        if uri.endswith("/index.ipynb"):  # mkdocs-jupyter takes no generated file
            folder = str(place).removesuffix(uri)
            files.append(File(uri, folder, config.site_dir, config.use_directory_urls))
        else:
            files.append(File.generated(config, uri, abs_src_path=str(place)))
    for uri, content in (
        *sources.pages(),
        *models.files(manifest.models, manifest.pages),
        *arrays.files(manifest.arrays),
    ):
        files.append(File.generated(config, uri, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say whether a page has its terms marked: every chapter has, but for the glossary itself; and whether it asks."""
    del files
    place, name = Path(config.docs_dir) / glossary.PAGE, page.file.src_uri
    marked = name in config.extra["manifest"].pages and name != glossary.PAGE
    asks = not name.startswith(f"{reference.FOLDER}/")
    own = {"glossary": str(place) if marked else "", "page": name, "markers": asks}
    config.mdx_configs["explainer.pages"] |= own
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give a notebook the look of the other pages."""
    del config, files
    is_notebook = page.file.src_uri.endswith(".ipynb")
    return notebook.finished(html, page.markdown or "") if is_notebook else html


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Say in the page what it is, for those who cite it and for their programs."""
    del nav
    if works := config.extra["works"].get(page.file.src_uri):
        context["works"] = works
        context["citation_files"] = {
            label: citation.address(page.file.src_uri, form) for form, label in citation.FORMS.items()
        }
        context["citation_meta"] = citation.meta(works[0])
        dataset = config.extra["manifest"].results["dataset"]["name"]
        context["linked_data"] = citation.linked_data(works[0], config.site_url or "", dataset)
    return context


@event_priority(-100)  # after all that writes files
def on_post_build(config: MkDocsConfig) -> None:
    """Write a checksum for every file, and say how this build compares with the edition: to differ is no error."""
    if "serve" not in _asked:  # the site is not only shown to an author
        checksums.write(Path(config.site_dir))
    _log.info("This build %s", config.extra["edition"])


def on_build_error(error: Exception) -> None:
    """Say in one line what nobody has foreseen: a full disk, a page that an extension chokes on."""
    if isinstance(error, BuildError | SystemExit):
        return
    said = next(iter(str(error).splitlines()), "")
    _log.error("%s%s", "" if isinstance(error, ExplainerError) else f"{type(error).__name__}: ", said)
    raise Abort("Aborted") from None


@lru_cache(maxsize=1)
def _works(place: Path, site: citation.Metadata, home: str, seconds: str) -> dict[str, list[citation.Work]]:
    """Return what can be cited of a build: its entries are written once for all saves of an author."""
    return citation.works(site, Manifest.load(place), home, citation.day(seconds))


def _manifest() -> Path:
    """Return the manifest of a build of the code as it is, running one only if the code or the cache has changed."""
    state = sources.state()
    if state in _built and _whole(_built[state]):
        return _built[state]
    _built.clear()
    place = _build()
    if sources.state() == state:  # nothing was edited meanwhile
        _built[state] = place
    return place


def _whole(place: Path) -> bool:
    """Return whether a manifest and all the files that it names are still there."""
    try:
        made = json.loads(place.read_text("utf-8"))
        paths = [*made["files"].values(), *(row["file"] for row in made["notebooks"].values())]
        return all(Path(path).is_file() for path in paths)
    except (OSError, ValueError):
        return False


def _build() -> Path:
    # No byte code into the watched folder: each file written there would ask for another rebuild.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "explainer", "build", "--for-hook"]
    # The build ends when the other end of its stdin is closed, and that is when this process is gone, however it went.
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        said = running.stdout.read()
    answer: dict[str, Any] = json.loads(said.splitlines()[-1]) if said.strip() else {}
    if running.returncode or "manifest" not in answer:
        raise PluginError(answer.get("error", f"the build ended with exit code {running.returncode}"))
    return Path(answer["manifest"])


def _commit_time() -> str:
    """Return the time of the commit, in seconds, or nothing outside a checkout of this project."""
    if not (ROOT / ".git").exists():
        return ""
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:  # there is no git
        return ""
    return done.stdout.strip()
