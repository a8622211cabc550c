"""The hook in a project of its own: a copy of this one, whose cache is full and whose files may be broken."""

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from time import monotonic, sleep

import pytest

from explainer.settings import ROOT

PROJECT = (
    "docs",
    "explainer",
    "hooks",
    "overrides",
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "pyproject.toml",
)
PATIENCE = 120  # seconds for a rebuild; on a quiet machine it takes five


@pytest.fixture
def project(digits, tmp_path):
    """A copy of the project with everything already built."""
    assert digits.site  # KaTeX is installed by now
    place = tmp_path / "project"
    place.mkdir()
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, place / name)
    (place / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copytree(digits.settings.cache, place / ".cache", ignore=shutil.ignore_patterns("site"))
    return place


@pytest.fixture
def environment(digits, project):
    own = {"EXPLAINER_CACHE_DIR": str(project / ".cache"), "PYTHONPATH": str(project), "PYTHONUNBUFFERED": "1"}
    return {**digits.environment, **own}


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), "utf-8")


def mkdocs(project, environment, *arguments):
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "docs/weights.md",
            "<!-- figure: weights -->",
            "<!-- figure: wieghts -->",
            "there is no figure 'wieghts'",
        ),
        (
            "docs/data.md",
            "<!-- figure: examples -->",
            "",
            "data.md: the figure examples is made for this page and not on it",
        ),
        (
            "docs/data.md",
            "What does",
            "<!-- figure: weights -->\n\nWhat",
            ": the figure weights is for weights.md",
        ),
        ("explainer/experiments/home.py", "DIGIT = 0", "DIGIT = 1 // 0", "ZeroDivisionError"),
        ("explainer/experiments/home.py", "DIGIT = 0", "DIGIT = (", "home.py, line "),
    ],
)
def test_a_mistake_fails_the_build_in_one_line(project, environment, file, old, new, line):
    edit(project / file, old, new)
    done = mkdocs(project, environment, "build", "--strict")
    assert done.returncode == 1
    (error,) = [text for text in done.stderr.splitlines() if text.startswith("ERROR")]
    assert line in error
    assert "Traceback" not in done.stderr
    assert not (project / "site" / "index.html").exists()


def test_two_sites_of_one_tree_are_byte_identical_but_for_their_times(project, environment):
    for name in ("one", "two"):
        done = mkdocs(project, environment, "build", "--strict", "--site-dir", str(project / name))
        assert done.returncode == 0, done.stderr
    files = {p.relative_to(project / "one") for p in (project / "one").rglob("*") if p.is_file()}
    assert files == {p.relative_to(project / "two") for p in (project / "two").rglob("*") if p.is_file()}
    different = [f for f in files if (project / "one" / f).read_bytes() != (project / "two" / f).read_bytes()]
    assert [str(f) for f in different if f.name != "timings.json"] == []


def test_nothing_is_written_into_the_docs(project, environment):
    before = {p: p.stat().st_mtime_ns for p in (project / "docs").rglob("*")}
    assert mkdocs(project, environment, "build", "--strict").returncode == 0
    assert {p: p.stat().st_mtime_ns for p in (project / "docs").rglob("*")} == before


class Server:
    """A real `mkdocs serve`."""

    def __init__(self, project, environment, port):
        self.project, self.address = project, f"http://127.0.0.1:{port}/"
        self.log = project / "serve.log"
        with self.log.open("w") as log:
            command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
            self.process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)

    def get(self, path):
        try:
            with urllib.request.urlopen(self.address + path, timeout=60) as answer:
                return answer.read()
        except (urllib.error.URLError, ConnectionError):
            return b""

    def wait(self, condition, what):
        until = monotonic() + PATIENCE
        while monotonic() < until:
            if condition():
                return
            assert self.process.poll() is None, self.log.read_text()
            sleep(0.2)
        pytest.fail(f"{what} within {PATIENCE} s; the log ends: {self.log.read_text()[-1500:]}")

    def rebuilds(self):
        return self.log.read_text().count("Documentation built in")

    def said_since(self, mark):
        return self.log.read_text()[mark:]

    def after(self, change):
        """Make a change, wait for the rebuild it causes and for quiet, and return what was said meanwhile."""
        count, mark = self.rebuilds(), len(self.log.read_text())
        change()
        self.wait(lambda: self.rebuilds() > count, "no rebuild")
        return self.said_since(mark)


@pytest.fixture
def server(project, environment, unused_port):
    running = Server(project, environment, unused_port)
    running.wait(lambda: b"Which image" in running.get(""), "no site")
    yield running
    running.process.terminate()
    running.process.wait(10)


@pytest.fixture
def unused_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_serve_redraws_after_a_drawing_retrains_after_a_model_and_does_neither_after_prose(server, project):
    assert "Training" not in server.log.read_text()  # everything was kept
    figure = server.get("figures/weights.light.svg")
    results = server.get("results.json")

    said = server.after(lambda: edit(project / "docs/index.md", "Which image is this?", "Whose image is this?"))
    assert b"Whose image is this?" in server.get("")
    assert "Training" not in said
    assert "Drawing" not in said

    said = server.after(
        lambda: edit(
            project / "explainer/figures/weights.py",
            "paper.evidence, symmetric(images)",
            "paper.greys, symmetric(images)",
        )
    )
    assert "Drawing weights" in said
    assert "Drawing confusion" not in said
    assert "Training" not in said
    assert server.get("figures/weights.light.svg") != figure
    assert b"fig-weights" in server.get("weights/")

    said = server.after(
        lambda: edit(project / "explainer/models/logistic_regression.py", "warm_start=True", "warm_start=False")
    )
    assert "Training the linear classifier" in said
    assert "Training the network" not in said
    assert server.get("results.json") != results

    edit(project / "explainer/experiments/home.py", "DIGIT = 0", "DIGIT = nothing")
    server.wait(lambda: "NameError" in server.log.read_text(), "no error")
    said = server.log.read_text()
    assert "Traceback" not in said
    said = server.after(lambda: edit(project / "explainer/experiments/home.py", "DIGIT = nothing", "DIGIT = 0"))
    assert "Training" not in said  # what was kept is still there
    assert b"Whose image is this?" in server.get("")


def test_serve_does_not_rebuild_by_itself(server):
    count = server.rebuilds()
    sleep(3)
    assert server.rebuilds() == count


def test_without_the_package_a_hook_says_what_to_run(project):
    code = (
        "import sys, importlib.util as u; real = u.find_spec;"
        "u.find_spec = lambda name, *a: None if name == 'explainer' else real(name, *a);"
        "import runpy; sys.path = [p for p in sys.path if p]; runpy.run_path('hooks/build.py')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Run: make site" in done.stderr.splitlines()[-1]
