"""MkDocs events: bring the build up to date, register what it made, refuse a page that asks for what is not there.

MkDocs never imports a hook or a package a second time, so the build runs as a process of its own, with the code
as it is on disk now.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.structure.files import File, Files

if find_spec("explainer") is None:
    raise ConfigurationError("The package explainer is not installed in this Python. Run: make site")

from explainer.errors import ExplainerError
from explainer.pages import mathematics
from explainer.pages.bibliography import Bibliography
from explainer.pages.manifest import Manifest
from explainer.pages.markers import check

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "explainer"

_built: dict[str, Path] = {}  # the state of the sources that the last build saw → its manifest


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build if the code has changed since the last event, then check every page's markers."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", _commit_time())  # sitemap dates: same tree, same bytes
    config.watch.append(str(SOURCES))
    try:
        mathematics.install()
        manifest = Manifest.load(_manifest())
        citations = Bibliography.load(Path(config.docs_dir) / "references.bib").keys()
        problems = check(Path(config.docs_dir), manifest, citations)
    except ExplainerError as error:
        raise PluginError(str(error)) from None
    if problems:
        raise PluginError("; ".join(problems[:3]) + (f"; and {len(problems) - 3} more" if problems[3:] else ""))
    config.extra["results"] = manifest.results
    config.extra["manifest"] = manifest
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Register the figures, the numbers, KaTeX's style and fonts, and a page for each source file."""
    manifest: Manifest = config.extra["manifest"]
    made = manifest.files | {uri: str(path) for uri, path in mathematics.files().items()}
    for uri, path in made.items():
        files.append(File.generated(config, uri, abs_src_path=path))
    for source in sorted(SOURCES.rglob("*.py")):
        name = source.relative_to(SOURCES).with_suffix("").as_posix()
        files.append(File.generated(config, f"source/{name}.md", content=_source_page(source)))
    return files


def _manifest() -> Path:
    """Return the manifest of a build of the code as it is, running one only if the code has changed."""
    state = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(SOURCES.rglob("*.py")))).hexdigest()
    if state not in _built:
        _built.clear()
        _built[state] = _build()
    return _built[state]


def _build() -> Path:
    # No byte code into the watched folder: each file written there would ask for another rebuild.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "explainer", "build", "--for-hook"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}
    if done.returncode or "manifest" not in answer:
        raise PluginError(answer.get("error", f"the build ended with exit code {done.returncode}"))
    return Path(answer["manifest"])


def _source_page(path: Path) -> str:
    shown = path.relative_to(ROOT).as_posix()
    front = f"---\ntitle: {shown}\nsearch:\n  exclude: true\nhide:\n  - toc\n---\n"
    return f"{front}\n# {shown}\n\nThe code that this site was built by.\n\n````python\n{path.read_text('utf-8')}````\n"


def _commit_time() -> str:
    """Return the time of the commit, in seconds, or a fixed one outside git."""
    command = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "1767225600"  # 1 January 2026
