"""How long a writer waits: for a site in which nothing has changed, and for a page or a picture that was just saved.

All of it is done on a copy of the project with a copy of the cache; what is stale in the cache is made first.

The plain side of `rebuild.warm_over_plain` is `mkdocs build` of the same pages without our hooks and our extension: the
same theme, plugins and other extensions, the pages with their markers already replaced, a Markdown page for each source
file and for each module of the reference, the figures among the documents. It typesets no formula, marks no term and
runs no build, so it does less than ours has to; it renders each page, where ours takes the pages that it kept. CPU
seconds of the two, taken in turns.

`serve.…` are seconds on the clock from saving a file to the changed page or figure coming from a running
`mkdocs serve`. Until the watcher has noticed, `serve.watcher_seconds` go by that are none of ours: MkDocs looks at the
files twice a second, then waits for quiet.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import clock
import numpy as np
import yaml
from mkdocs.utils import yaml_load

from explainer.pages import arrays, mathematics, models, notebooks, reference, sources
from explainer.pages.bibliography import Bibliography
from explainer.pages.manifest import Manifest
from explainer.pages.render import Renderer
from explainer.settings import ROOT, from_environment

PARTS = (
    "CITATION.cff",
    "docs",
    "editions",
    "explainer",
    "recipes",
    "hooks",
    "overrides",
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "redirects.yml",
)
PATIENCE = 120  # seconds
HOME, QUESTION = "docs/index.md", "Which image is this?"
DRAWINGS, FIGURE = "explainer/chapters/weights/figures.py", "own-limits"


def measure(rounds: int) -> dict[str, Any]:
    """Take turns with the plain side; then save and wait, again and again."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        environment = copy(project)
        build(project, environment, "mkdocs.yml")  # what is stale is made, and each page rendered
        plain(project, project / ".cache" / "manifest.json")
        ratios = [
            clock.children(lambda: build(project, environment, "mkdocs.yml"))
            / clock.children(lambda: build(project, environment, "plain.yml"))
            for _ in range(rounds)
        ]
        with serving(project, environment) as server:
            prose = [save_prose(project, server, turn) for turn in range(rounds)]
            drawing = [save_drawing(project, server, turn) for turn in range(rounds)]
    return {
        "rebuild.warm_over_plain": float(np.median(ratios)),
        "serve.prose_seconds": float(np.median([seconds for seconds, _ in prose])),
        "serve.drawing_seconds": float(np.median([seconds for seconds, _ in drawing])),
        "serve.watcher_seconds": float(np.median([noticed for _, noticed in (*prose, *drawing)])),
    }


def copy(project: Path) -> dict[str, str]:
    """Copy the project and its cache, and return the environment in which the copy is built."""
    project.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, project / part)
    mathematics.install()
    (project / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    cache = from_environment().cache
    if cache.is_dir():
        shutil.copytree(cache, project / ".cache", ignore=shutil.ignore_patterns("site", "lock"))
    own = {"EXPLAINER_CACHE_DIR": str(project / ".cache"), "PYTHONPATH": str(project), "NO_MKDOCS_2_WARNING": "1"}
    return {**os.environ, **own}


def build(project: Path, environment: dict[str, str], config: str) -> None:
    """Run `mkdocs build` as a process of its own; RuntimeError says why it failed."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", config, "--site-dir", f"site-{config}"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{config}: {done.stderr[-1000:]}")


def plain(project: Path, place: Path) -> None:
    """Write plain.yml and its documents: the same pages for a MkDocs that knows nothing of this project."""
    manifest, docs = Manifest.load(place), project / "plain"
    bibliography = Bibliography.load(project / "docs" / "references.bib")
    shutil.copytree(project / "docs", docs)
    for page in manifest.pages:
        lines = (docs / page).read_text("utf-8").splitlines()
        (docs / page).write_text("\n".join(Renderer(manifest, bibliography).page(lines)), "utf-8")
    cards = [
        (address, "\n".join(Renderer(manifest, bibliography).page(content.splitlines())))
        for address, content in (*models.files(manifest.models, manifest.pages), *arrays.files(manifest.arrays))
    ]
    for address, content in (*sources.pages(), *cards, *reference.pages(bibliography)):
        (docs / address).parent.mkdir(parents=True, exist_ok=True)
        (docs / address).write_text(content, "utf-8")
    companions = notebooks.files(manifest, "", project / ".cache")
    for address, file in (manifest.files | mathematics.files() | companions).items():
        (docs / address).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, docs / address)
    with (project / "mkdocs.yml").open("rb") as file:  # by its name, what it takes in is found
        config = yaml_load(file)
    config["docs_dir"], config["nav"] = "plain", [{title: page} for page, title in manifest.pages.items()]
    config["markdown_extensions"].remove("explainer.pages")
    config["extra"]["results"] = json.loads(json.dumps(manifest.results))
    del config["hooks"]
    (project / "plain.yml").write_text(yaml.safe_dump(config), "utf-8")


class Server:
    """A running `mkdocs serve`: its address and what it says."""

    def __init__(self, address: str, log: Path) -> None:
        self.address, self._log = address, log

    def get(self, path: str) -> bytes:
        """Return what it serves there, nothing while it serves nothing."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=60) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError):
            return b""

    def said(self) -> str:
        """Return its log."""
        return self._log.read_text("utf-8")

    def builds(self) -> int:
        """Return how many rebuilds it has finished."""
        return self.said().count("Reloading browsers")  # with the time of day: MkDocs says nothing twice

    def after(self, change: Callable[[], object], seen: Callable[[], bool]) -> tuple[float, float, str]:
        """Make a change; return the seconds until it is seen and until it is noticed, and what was said meanwhile."""
        builds, mark = self.builds(), len(self.said())
        change()
        started = time.perf_counter()
        wait(lambda: "Detected file changes" in self.said()[mark:])
        noticed = time.perf_counter() - started
        wait(seen)
        passed = time.perf_counter() - started
        wait(lambda: self.builds() > builds)
        time.sleep(1)  # quiet: the watcher has looked at everything again
        return passed, noticed, self.said()[mark:]


@contextmanager
def serving(project: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Serve the project until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = project / "serve.log"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    unbuffered = {**environment, "PYTHONUNBUFFERED": "1"}
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=project, env=unbuffered, stdout=out, stderr=out) as running,
    ):
        server = Server(f"http://127.0.0.1:{port}/", log)
        try:
            wait(lambda: "Serving on" in server.said() and QUESTION.encode() in server.get(""))
            yield server
        except TimeoutError:
            print(server.said()[-3000:], file=sys.stderr)
            raise
        finally:
            running.terminate()


def wait(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds; TimeoutError if that takes too long."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("mkdocs serve does not show what was changed")
        time.sleep(0.02)


def save_prose(project: Path, server: Server, turn: int) -> tuple[float, float]:
    """Change a sentence of a page; return the seconds until it is served, and until it is noticed."""
    text = (project / HOME).read_text("utf-8")
    changed = text.replace(QUESTION, f"{QUESTION} And this, number {turn}?")
    seconds, noticed, _ = server.after(
        lambda: (project / HOME).write_text(changed, "utf-8"), lambda: f"number {turn}?".encode() in server.get("")
    )
    server.after(
        lambda: (project / HOME).write_text(text, "utf-8"), lambda: f"number {turn}?".encode() not in server.get("")
    )
    return seconds, noticed


def save_drawing(project: Path, server: Server, turn: int) -> tuple[float, float]:
    """Change one drawing; return the same. RuntimeError if anything else is drawn again, or nothing."""
    text = (project / DRAWINGS).read_text("utf-8")
    changed = re.sub(
        r"(def own_limits.*?height=)[\d.]+", rf"\g<1>{1.6 + (turn + 1) / 100}", text, count=1, flags=re.DOTALL
    )
    before = server.get(f"figures/{FIGURE}.light.svg")
    seconds, noticed, said = server.after(
        lambda: (project / DRAWINGS).write_text(changed, "utf-8"),
        lambda: server.get(f"figures/{FIGURE}.light.svg") not in (before, b""),
    )
    drawn = re.findall(r"^Drawing (\S+): ", said.replace("\r", "\n"), re.MULTILINE)
    if drawn != [FIGURE]:
        raise RuntimeError(f"one drawing was changed, and drawn were {drawn}")
    return seconds, noticed
