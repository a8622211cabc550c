"""The hook in a project of its own: a copy of this one, whose cache is full and whose files may be broken."""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from time import monotonic, sleep

import pytest

from explainer.settings import ROOT

PROJECT = (
    "CITATION.cff",
    "docs",
    "editions",
    "recipes",
    "explainer",
    "hooks",
    "overrides",
    "mkdocs.yml",
    "Makefile",
    "package.json",
    "package-lock.json",
    "redirects.yml",
    "pyproject.toml",
)
PATIENCE = 400  # seconds for a rebuild: half a minute on a quiet machine where most experiments are stale


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


def edit(path, old, new, count=-1):
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, count), "utf-8")


def mkdocs(project, environment, *arguments):
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def one_line(done):
    """The one line that says what is wrong."""
    assert done.returncode == 1
    (error,) = [text for text in done.stderr.splitlines() if text.startswith("ERROR")]
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 6, done.stderr
    return error


DATA, PAGE, HOME = "docs/data.md", "explainer/chapters/data/page.py", "explainer/chapters/index/experiment.py"
MISTAKES = [  # file, what stands there, what somebody makes of it, and what the one line says
    ("docs/weights.md", "<!-- figure: weights -->", "<!-- figure: wieghts -->", "there is no figure 'wieghts'"),
    (DATA, "<!-- figure: examples -->", "", "data.md: the figure examples is made for this page and not on it"),
    (DATA, "What does", "<!-- figure: weights -->\n\nWhat", ": the figure weights is for weights.md"),
    (DATA, "What does", "<!-- claim: no -->\n\nWhat", "data.md, line 3: there is no claim 'no'"),
    (DATA, "What does", "<!-- code: explainer.no.where -->\n\nWhat", "there is no module 'explainer.no'"),
    (DATA, "What does", "$\\frac{1$\n\nWhat", "data.md, line 3: KaTeX parse error"),
    ("docs/references.bib", "@", "@@", "references.bib cannot be read"),
    ("docs/glossary.md", "### bias {", "### logit {", "glossary.md: the word logit stands for two terms"),
    ("package-lock.json", "{", "", "package-lock.json does not say which KaTeX to take"),
    ("editions/digits.json", "{", "", "editions/digits.json cannot be read: Extra data"),
    (PAGE, "alt=", 'alt="<!-- number: no.where --> " ', "there is no number 'no.where'"),
    (HOME, "DIGIT = 0", "DIGIT = 1 // 0", "ZeroDivisionError"),
    (HOME, "DIGIT = 0", "DIGIT = (", "experiment.py, line "),
    ("explainer/chapters/index/page.py", '("weights",)', '("no_such",)', "weight-zero shows no_such, which the"),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), MISTAKES)
def test_a_mistake_fails_the_build_in_one_line(project, environment, file, old, new, line):
    edit(project / file, old, new, 1)
    assert line in one_line(mkdocs(project, environment, "build", "--strict"))
    assert not (project / "site" / "index.html").exists()


@pytest.mark.parametrize("file", ["docs/data.md", "docs/references.bib", "explainer/models/linear.py"])
def test_a_file_that_is_no_text_is_one_line(project, environment, file):
    (project / file).write_bytes(b"caf\xe9")
    assert file.rsplit("/", 1)[-1] in one_line(mkdocs(project, environment, "build", "--strict"))


def test_a_bibliography_that_is_gone_is_one_line(project, environment):
    (project / "docs/references.bib").unlink()
    assert "references.bib cannot be read" in one_line(mkdocs(project, environment, "build", "--strict"))


def test_a_package_of_another_folder_is_one_line(project, environment):
    own = environment | {"PYTHONPATH": str(ROOT)}
    said = one_line(mkdocs(project.parent, own, "build", "--strict", "--config-file", "project/mkdocs.yml"))
    assert f"Start MkDocs in {project}" in said


def test_a_site_folder_that_cannot_be_written_is_one_line(project, environment):
    (project / "taken").write_text("")
    said = one_line(mkdocs(project, environment, "build", "--strict", "--site-dir", str(project / "taken" / "site")))
    assert "taken" in said


def test_what_an_editor_leaves_beside_a_file_is_no_trouble(project, environment):
    (project / "explainer" / "models" / ".#linear.py").symlink_to("somebody@somewhere.1234")
    (project / "docs" / ".#data.md").symlink_to("somebody@somewhere.1234")
    done = mkdocs(project, environment, "build", "--strict")
    assert done.returncode == 0, done.stderr


def test_make_site_refuses_a_broken_link(project, environment):
    """Strict counts the warnings that are said; with --quiet none were, and the broken link was published."""
    edit(project / "docs/data.md", "[convolutional network](network.md)", "[convolutional network](nowhere.md)")
    command = ["make", "site", "--old-file=.venv/site", f"BIN={Path(sys.executable).parent}"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "nowhere.md" in done.stderr
    assert "Built:" not in done.stdout


def test_without_git_in_a_folder_of_another_repository_and_with_a_relative_cache(project, environment, tmp_path):
    """A tarball, unpacked inside somebody's repository, on a machine whose git is then taken away."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, "commit", "--allow-empty", "--quiet", "-m", "theirs"], cwd=tmp_path, check=True)
    for path in (environment["PATH"], str(Path(sys.executable).parent)):
        own = {**environment, "EXPLAINER_CACHE_DIR": "project/.cache", "PATH": path}
        own.pop("SOURCE_DATE_EPOCH", None)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", "project/mkdocs.yml"]
        done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Training" not in done.stderr  # the cache that was named is the one that was used
        results = json.loads((project / "site" / "results.json").read_text("utf-8"))
        assert results["provenance"]["commit"] is None


EXPERIMENT = """
from dataclasses import replace

from explainer.models import minibatch
from explainer.models.linear import CLASSES
from explainer.settings import SgdSettings


def run(dataset, settings, inputs, report):
    *_, last = minibatch.train(dataset.train, replace(SgdSettings(), steps=100))
    weights = last.model.weights.reshape(CLASSES, 28, 28)
    return Result(
        arrays={"weights": weights, "means": dataset.train.images[:2]},  # (10, 28, 28), (2, 28, 28)
        numbers={
            "two_strokes.accuracy": (last.model.accuracy(dataset.test), "fraction"),
            "two_strokes.steps": (100, "count"),
            "two_strokes.largest": (float(weights.max()), "logit per unit of ink"),
        },
    )
"""
FIGURES = """

def strokes(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    figure = canvas(height=2.0)
    for ax, image in zip(figure.subplots(1, 2), arrays["means"], strict=True):
        picture(ax, image, theme.greys, 0, 1)
    return figure
"""
PAGE = """

After <!-- number: two_strokes.steps --> steps it gets <!-- number: two_strokes.accuracy --> right; its largest weight
is <!-- number: two_strokes.largest -->. <!-- claim: two_strokes_learns -->

<!-- figure: two-strokes-mean -->

<!-- figure: two-strokes-both -->
"""


def test_a_new_chapter_is_one_folder_one_page_and_one_line(project, environment):
    """The walk of CONTRIBUTING.md: one training, two figures, three numbers and a claim, built and shown."""
    command = [sys.executable, "-m", "explainer", "new-chapter", "two-strokes"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True)
    written = {Path(line).relative_to(project).as_posix() for line in done.stdout.split()}
    room = "explainer/chapters/two_strokes"
    files = ("__init__", "experiment", "figures", "claims", "page")
    assert written == {*(f"{room}/{n}.py" for n in files), "docs/two-strokes.md", "explainer/catalogue.py"}
    assert mkdocs(project, environment, "build", "--strict").returncode == 0  # as it is written it builds already

    experiment, figures, claims, page = (project / room / f"{name}.py" for name in files[1:])
    head = experiment.read_text("utf-8").split("\n\ndef run")[0]
    experiment.write_text(head + EXPERIMENT, "utf-8")
    edit(figures, 'arrays["mean"]', 'arrays["weights"][0]')
    figures.write_text(figures.read_text("utf-8") + FIGURES, "utf-8")
    edit(page, '("mean",)', '("weights",)')
    both = """        "two-strokes-both": Figure(
            "two_strokes", ("means",), figures.strokes, caption="Two.", alt="The first two of the training images."
        ),
    },
)
"""
    page.write_text(page.read_text("utf-8").removesuffix("    },\n)\n") + both, "utf-8")
    claims.write_text(
        claims.read_text("utf-8").split("@about")[0].replace(", about", "")
        + "def two_strokes_learns(facts: Facts) -> Verdict:\n"
        + '    """After {two_strokes.steps} steps it gets {two_strokes.accuracy} right; its largest weight is\n'
        + '    {two_strokes.largest}.\n    """\n'
        + '    return holds(facts.numbers["two_strokes.accuracy"] > 0.5, steps=facts.numbers["two_strokes.steps"])\n',
        "utf-8",
    )
    (project / "docs/two-strokes.md").write_text("# Two strokes\n" + PAGE, "utf-8")
    done = mkdocs(project, environment, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "Computing Two strokes" in done.stderr
    assert "Training the network" not in done.stderr  # nothing else is stale
    html = (project / "site/two-strokes/index.html").read_text("utf-8")
    for shown in ('id="fig-two-strokes-mean"', 'id="fig-two-strokes-both"', 'id="claim-two_strokes_learns"', "100"):
        assert shown in html
    assert html.count('data-name="two_strokes.') == 3
    assert "two-strokes/" in (project / "site/index.html").read_text("utf-8")  # it is in the navigation


def forget_pages(project):
    shutil.rmtree(project / ".cache" / "pages", ignore_errors=True)
    (project / ".cache" / "formulas.json").unlink(missing_ok=True)


def build_into(project, environment, name):
    """Build the site into a folder and return its files by address, but for the times that things took."""
    done = mkdocs(project, environment, "build", "--strict", "--site-dir", str(project / name))
    assert done.returncode == 0, done.stderr
    files = (p for p in (project / name).rglob("*") if p.is_file() and p.name != "timings.json")
    return {p.relative_to(project / name).as_posix(): p.read_bytes() for p in files}


def test_a_site_of_kept_pages_is_byte_identical_to_one_rendered_anew(project, environment):
    forget_pages(project)
    anew = build_into(project, environment, "one")
    pages = {p: p.stat().st_mtime_ns for p in (project / ".cache" / "pages").iterdir()}
    assert len(pages) > len(list((project / "explainer").rglob("*.py")))
    kept = build_into(project, environment, "two")
    assert {p: p.stat().st_mtime_ns for p in (project / ".cache" / "pages").iterdir()} == pages  # none rendered again
    assert kept.keys() == anew.keys()
    assert [name for name in anew if kept[name] != anew[name]] == []


def test_a_kept_page_that_is_damaged_is_rendered_again(project, environment):
    sound = build_into(project, environment, "one")
    page = project / ".cache" / "pages" / "data.md.json"
    edit(page, "digit", "tigid")
    assert build_into(project, environment, "two") == sound


def test_a_change_elsewhere_shows_on_every_page_that_it_concerns(project, environment):
    """A meaning in the glossary, an entry of the bibliography, the layout of a function on a page, a docstring."""
    before = build_into(project, environment, "before")
    edit(project / "docs/glossary.md", "The constant that is added", "The one constant that is added")
    edit(project / "docs/references.bib", "year = {1998}", "year = {1898}")
    edit(project / "explainer/methods/evidence.py", "def evidence(", "def evidence( ")
    edit(project / "explainer/methods/weights.py", "Return a face", "Return a smiling face")
    kept = build_into(project, environment, "kept")
    changed = {name for name in before if kept[name] != before[name]}
    assert {"weights/index.html", "data/index.html", "evidence/index.html", "glossary/index.html"} <= changed
    assert "reference/methods/weights/index.html" in changed
    assert "reference/models/linear/index.html" not in changed
    forget_pages(project)
    anew = build_into(project, environment, "anew")
    assert [name for name in anew if kept[name] != anew[name]] == []


def test_a_warning_about_a_page_is_given_at_every_build(project, environment):
    edit(project / "docs/data.md", "[convolutional network](network.md)", "[convolutional network](nowhere.md)")
    for quiet in (("--quiet",), (), (), ("--strict",)):
        done = mkdocs(project, environment, "build", *quiet)
        assert ("nowhere.md" in done.stderr) == (quiet != ("--quiet",))
    assert done.returncode == 1


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
        return self.log.read_text().count("Reloading browsers")  # with the time of day: MkDocs says nothing twice

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
    cached = {path: path.read_bytes() for path in (project / ".cache").rglob("*.svg")}

    said = server.after(lambda: edit(project / "docs/index.md", "Which image is this?", "Whose image is this?"))
    assert b"Whose image is this?" in server.get("")
    searched = server.get("search/search_index.json")
    assert b"Whose image is this?" in searched
    assert b"Which image is this?" not in searched
    assert "Training" not in said
    assert "Drawing" not in said

    said = server.after(
        lambda: edit(
            project / "explainer/chapters/weights/figures.py",
            "theme.evidence, symmetric(images)",
            "theme.greys, symmetric(images)",
        )
    )
    assert "Drawing weights" in said
    assert "Drawing confusion" not in said
    assert "Training" not in said
    assert server.get("figures/weights.light.svg") != figure
    assert b"fig-weights" in server.get("weights/")
    assert cached == {path: path.read_bytes() for path in cached}  # of which the site of a preview has second names

    # A page that there is no more is not served any more.
    server.after(lambda: (project / "explainer/extra.py").write_text('"""Nothing."""\n', "utf-8"))
    assert b"Nothing" in server.get("source/extra/")
    server.after((project / "explainer/extra.py").unlink)
    assert not server.get("source/extra/")

    # A model that few others are held against: what hangs on it is trained again in seconds.
    said = server.after(lambda: edit(project / "explainer/models/baselines.py", "(means**2)", "(means**2 + 1)"))
    assert "Finding the limits of the linear classifier" in said
    assert "Training the linear classifier" not in said
    assert "Training the network" not in said
    assert server.get("results.json") != results

    edit(project / "explainer/chapters/index/experiment.py", "DIGIT = 0", "DIGIT = nothing")
    server.wait(lambda: "NameError" in server.log.read_text(), "no error")
    said = server.log.read_text()
    assert "Traceback" not in said
    home = project / "explainer/chapters/index/experiment.py"
    said = server.after(lambda: edit(home, "DIGIT = nothing", "DIGIT = 0"))
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
