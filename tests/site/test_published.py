"""Wheel and sdist, and versions of the site side by side: made of a copy of this tree in a repository of its own."""

import filecmp
import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from explainer import archives, new_site, release
from explainer.errors import ExplainerError
from explainer.pages import notebooks
from explainer.settings import ROOT

MADE = (".git", ".venv*", ".cache*", "build", "dist", "node_modules", "site", "*.egg-info", ".*_cache")
PLAIN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}  # git as it is where nobody has set anything
SITE = "https://example.org/explainer/"


def run(command, place, **environment):
    done = subprocess.run(command, cwd=place, env=os.environ | PLAIN | environment, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    return done.stdout + done.stderr


def git(place, *arguments):
    return run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments], place)


def copy(folder):
    """This tree as it is now, committed in a repository of its own."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(lambda name: (ROOT / name).is_file(), listed.split("\0")[:-1]):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    else:
        made = shutil.ignore_patterns(*MADE)
        shutil.copytree(ROOT, folder, ignore=lambda at, names: made(at, names) if Path(at) == ROOT else {"__pycache__"})
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "All", "--date=2026-12-01T00:00:00Z")
    return folder


def archived(checkout):
    """Its archives, made with a git that nobody has set anything of."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in PLAIN.items():
            patch.setenv(name, value)
        return sorted(archives.build(checkout))


@pytest.fixture(scope="session")
def checkout(tmp_path_factory):
    return copy(tmp_path_factory.mktemp("published") / "checkout")


@pytest.fixture(scope="session")
def made(checkout):
    """Wheel and sdist."""
    sdist, wheel = sorted(archived(checkout), reverse=True, key=lambda path: path.suffix == ".gz")
    return wheel, sdist


@pytest.fixture
def environment(digits, tmp_path):
    """What makes a build elsewhere find everything computed."""
    assert digits.site
    shutil.copytree(digits.settings.cache, tmp_path / "cache", ignore=shutil.ignore_patterns("site"))
    own = digits.environment | {"EXPLAINER_CACHE_DIR": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    return {name: value for name, value in own.items() if name not in ("PYTHONPATH", "SOURCE_DATE_EPOCH")}


def test_the_wheel_has_the_package_and_the_sdist_has_all(checkout, made):
    wheel, sdist = made
    tracked = set(git(checkout, "ls-files").split())
    with tarfile.open(sdist) as archive:
        inside = {member.name.partition("/")[2] for member in archive if member.isfile()}
    added = {name for name in inside - tracked if not name.startswith("explainer.egg-info/")}
    assert tracked <= inside
    assert added == {"PKG-INFO", "setup.cfg"}
    with zipfile.ZipFile(wheel) as archive:
        package = {name for name in archive.namelist() if ".dist-info/" not in name}
        with zipfile.ZipFile(archive.open("explainer/site.zip")) as site:
            laid_down = set(site.namelist())
    assert package == {name for name in tracked if name.startswith("explainer/")} | {"explainer/site.zip"}
    for folder in ("docs/", "hooks/", "overrides/", "editions/", "recipes/"):
        assert {name for name in tracked if name.startswith(folder)} <= laid_down
    assert laid_down <= tracked


def test_the_same_commit_gives_the_same_archives_wherever_and_whenever(checkout, made, tmp_path):
    again = tmp_path / "elsewhere"
    usual = os.umask(0o077)
    try:
        git(tmp_path, "clone", "--quiet", str(checkout), str(again))
        for path in again.rglob("*.py"):
            os.utime(path, (1, 1))
        assert [path.read_bytes() for path in archived(again)] == [path.read_bytes() for path in sorted(made)]
    finally:
        os.umask(usual)


def test_what_lies_about_in_a_tree_does_not_get_into_the_files_of_the_site(tmp_path):
    checkout = copy(tmp_path / "checkout")
    tracked = set(git(checkout, "ls-files").split())
    (checkout / "hooks/__pycache__").mkdir()
    for name in ("hooks/__pycache__/build.pyc", "docs/.hidden.md", "docs/.draft/page.md", "docs/.other.md"):
        (checkout / name).parent.mkdir(exist_ok=True)
        (checkout / name).write_text("", "utf-8")
    run([sys.executable, "setup.py", "--quiet", "build_py", "--build-lib", str(tmp_path / "lib")], checkout)
    with zipfile.ZipFile(tmp_path / "lib/explainer/site.zip") as site:
        assert "mkdocs.yml" in site.namelist()
        assert set(site.namelist()) <= tracked


@pytest.mark.filterwarnings("ignore:Python 3.14 will")  # what has no filter here says so from Python 3.12 on
def test_a_tree_is_unpacked_where_python_has_no_filters_yet(tmp_path, monkeypatch):
    """As before 3.11.4."""
    (tmp_path / "one.txt").write_text("1", "utf-8")
    (tmp_path / "one.txt").chmod(0o600)
    with tarfile.open(tmp_path / "one.tar", "w") as archive:
        archive.add(tmp_path / "one.txt", "one.txt")
    extract_all = tarfile.TarFile.extractall
    monkeypatch.delattr(tarfile, "data_filter")
    monkeypatch.setattr(tarfile.TarFile, "extractall", lambda self, path: extract_all(self, path))
    with tarfile.open(tmp_path / "one.tar") as archive:
        archives.extract(archive, tmp_path / "new")
    assert (tmp_path / "new/one.txt").read_text("utf-8") == "1"
    assert (tmp_path / "new/one.txt").stat().st_mode & 0o777 == 0o644


@pytest.fixture(scope="session")
def installed(made, tmp_path_factory):
    """The Python of a fresh environment with the wheel, and what it needs from this one."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "venv", with_pip=False)
    python = place / "venv" / "bin" / "python"
    packages = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], place).strip())
    (packages / "shared.pth").write_text(str(Path(pytest.__file__).parent.parent), "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", made[0]]
    run(pip, place)
    return python, packages


@pytest.mark.slow
def test_an_installed_wheel_builds_the_site_of_the_sdist_to_the_byte(made, installed, environment, tmp_path):
    """What the wheel lays down, built by the package in a fresh environment; the sdist's tree, built where it lies."""
    (python, _), (_, sdist) = installed, made
    run([python, "-I", "-m", "explainer", "new-site", "mine"], tmp_path)
    with tarfile.open(sdist) as archive:
        archives.extract(archive, tmp_path)
    whole = tmp_path / sdist.name.removesuffix(".tar.gz")
    for place, interpreter, path in ((tmp_path / "mine", python, ""), (whole, sys.executable, str(whole))):
        (place / "node_modules").symlink_to(ROOT / "node_modules")
        command = [interpreter, "-m", "mkdocs", "build", "--strict"]
        done = subprocess.run(
            command, cwd=place, env=environment | {"PYTHONPATH": path}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert "Training" not in done.stderr  # the same code has the same keys
    assert not (tmp_path / "mine" / "explainer").exists()
    assert differences(tmp_path / "mine" / "site", whole / "site") <= {"timings.json"}
    released = release.Release.read(ROOT).citation["date-released"]  # where there is no commit, this is the date
    assert f"DA  - {released:%Y/%m/%d}\n" in (whole / "site" / "citations" / "weights.ris").read_text("utf-8")
    results = json.loads((tmp_path / "mine" / "site" / "results.json").read_text("utf-8"))
    assert results["provenance"]["version"] == release.Release.read(ROOT).version


def differences(one, other):
    """The files that are not the same in both folders, or in one of them only."""
    names = {path.relative_to(root) for root in (one, other) for path in root.rglob("*") if path.is_file()}
    pairs = {name: (one / name, other / name) for name in names}
    return {
        name.as_posix()
        for name, pair in pairs.items()
        if not all(path.is_file() for path in pair) or not filecmp.cmp(*pair, shallow=False)
    }


OFFLINE = """
import socket

_connect = socket.socket.connect


def connect(self, address):
    if self.family != socket.AF_UNIX and not address[0].startswith("127."):
        raise OSError("There is no network here.")
    return _connect(self, address)


socket.socket.connect = connect
"""
RUN_ALL = """
from pathlib import Path

import sys

import nbformat
from nbclient import NotebookClient

for path in sorted(Path().glob("*.ipynb")):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import sys; print(sys.executable)"))
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    kernel = notebook.cells.pop(0).outputs[0]["text"].strip()
    assert kernel == sys.executable, f"{kernel} is another Python"
    nbformat.write(notebook, Path("run") / path.name)
"""


@pytest.mark.slow
def test_the_notebooks_give_the_same_outside_with_the_wheel_and_the_published_models_alone(digits, installed, tmp_path):
    """Each in a kernel of its own, as in Jupyter, without a network and without a checkout."""
    python, packages = installed
    with zipfile.ZipFile(digits.site / notebooks.ALL) as packed:
        packed.extractall(tmp_path)
    folder = tmp_path / notebooks.TOGETHER
    (folder / "run").mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("EXPLAINER_", "PYTHON"))}
    (nobody := tmp_path / "nobody").mkdir()  # whose home is empty: no kernel of a user's comes before this Python's own
    own |= dict.fromkeys(("HOME", "JUPYTER_PATH", "JUPYTER_DATA_DIR"), str(nobody))
    own |= {"IPYTHONDIR": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path), "OMP_NUM_THREADS": "1"}
    offline = {"explainer_offline.py": OFFLINE, "explainer_offline.pth": "import explainer_offline\n"}
    for name, text in offline.items():  # a sitecustomize.py could be hidden by the system's
        (packages / name).write_text(text, "utf-8")
    try:
        without = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=9)"
        refused = subprocess.run([python, "-c", without], cwd=folder, env=own, capture_output=True, text=True)
        assert "There is no network here" in refused.stderr
        command = [python, "-c", f"import explainer; print(explainer.__file__)\n{RUN_ALL}"]
        done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True)
    finally:
        for name in offline:
            (packages / name).unlink()
    assert done.returncode == 0, done.stderr[-2000:]
    assert Path(done.stdout.strip()).is_relative_to(packages)
    names = {path.name for path in folder.glob("*.ipynb")}
    assert len(names) >= 6
    for name in names:
        inside, outside = (json.loads((place / name).read_text("utf-8"))["cells"] for place in (folder, folder / "run"))
        assert list(map(shown, inside)) == list(map(shown, outside)), name


def shown(cell):
    """What a reader sees below a cell."""
    outputs = (output.get("text") or output["data"] for output in cell.get("outputs", []))
    return [
        {kind: "".join(text) for kind, text in output.items()} if isinstance(output, dict) else "".join(output)
        for output in outputs
    ]


@pytest.mark.slow
def test_versions_lie_side_by_side_and_each_keeps_its_address(digits, environment, tmp_path):
    """The branch that GitHub Pages serves, after two releases, the older one last, and a commit to main."""
    checkout, remote, pages = copy(tmp_path / "checkout"), tmp_path / "remote.git", tmp_path / "pages"
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (checkout / "node_modules").symlink_to(ROOT / "node_modules")
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(checkout, "remote", "add", "origin", str(remote))
    for name, value in (("user.name", "A"), ("user.email", "a@example.org")):
        git(checkout, "config", name, value)
    git(checkout, "tag", "v0.8.1")
    git(checkout, "tag", "v0.9.0")
    own = environment | {"EXPLAINER_SITE_URL": SITE, "PYTHONPATH": str(checkout)}
    for what in ("v0.9.0", "v0.8.1", "dev"):
        run([checkout / ".ci" / "publish", what], checkout, **own)
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", str(remote), str(pages))
    aliases = {each["version"]: set(each["aliases"]) for each in json.loads((pages / "versions.json").read_text())}
    assert aliases == {"0.9.0": {"0.9", "latest"}, "0.8.1": {"0.8"}, "dev": set()}
    assert (pages / "latest").resolve() == pages / "0.9.0"
    assert 'url=latest/"' in (pages / "index.html").read_text("utf-8")
    for version in ("0.9.0", "0.8.1", "dev"):
        text = (pages / version / "weights" / "index.html").read_text("utf-8")
        assert f'name="citation_public_url" content="{SITE}{version}/weights/"' in text
        assert f'rel="canonical" href="{SITE}latest/weights/"' in text
        assert ('name="robots" content="noindex"' in text) == (version == "dev")
        assert f"{{{SITE}{version}/weights/}}" in text or f"{SITE}{version}/weights/#fig-weights" in text
        assert f"{SITE}{version}/weights/" in (pages / version / "citations" / "weights.ris").read_text("utf-8")
    # Two versions of one commit are one site: only the address differs, and what is a digest of it.
    digests = {"SHA256SUMS", "sitemap.xml.gz", notebooks.ALL}  # or packed
    differ = differences(pages / "0.9.0", pages / "0.8.1") - digests
    assert "weights/index.html" in differ
    for name in differ:
        one, other = ((pages / version / name).read_text("utf-8") for version in ("0.9.0", "0.8.1"))
        assert one.replace("/0.9.0/", "/0.8.1/") == other, name


MEANWHILE = """#!/bin/sh
[ -e meanwhile ] && exit
touch meanwhile
unset $(git rev-parse --local-env-vars)
git -C ../other push --quiet origin gh-pages
"""


def test_a_version_that_is_laid_down_meanwhile_stays(tmp_path):
    """Two runs at one time: what the other one pushed first is kept, and this one comes beside it."""
    here, other, remote = tmp_path / "here", tmp_path / "other", tmp_path / "remote.git"
    for file in ("docs/index.md", ".ci/publish"):
        (here / file).parent.mkdir(parents=True)
        shutil.copy(ROOT / file, here / file)
    (here / "docs/index.md").write_text("# Start\n", "utf-8")
    (here / "mkdocs.yml").write_text("site_name: Small\n", "utf-8")
    (here / ".venv").mkdir()
    (here / ".venv/bin").symlink_to(Path(sys.executable).parent)
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(here, "init", "--quiet", "--initial-branch=main")
    git(here, "remote", "add", "origin", str(remote))
    for name, value in (("user.name", "A"), ("user.email", "a@example.org")):
        git(here, "config", name, value)
    git(here, "add", "docs")
    git(here, "commit", "--quiet", "-m", "All")
    git(here, "tag", "v0.1.0")
    run([here / ".ci/publish", "dev"], here)
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", str(remote), str(other))
    (other / "theirs.txt").write_text("", "utf-8")
    git(other, "add", ".")
    git(other, "commit", "--quiet", "-m", "Theirs")
    (here / ".git/hooks").mkdir(exist_ok=True)
    (here / ".git/hooks/pre-push").write_text(MEANWHILE, "utf-8")
    (here / ".git/hooks/pre-push").chmod(0o755)
    run([here / ".ci/publish", "v0.1.0"], here)
    assert (here / "meanwhile").exists()
    there = set(git(remote, "ls-tree", "-r", "--name-only", "gh-pages").split())
    assert {"theirs.txt", "dev/index.html", "0.1.0/index.html", "latest"} <= there


@pytest.mark.parametrize("what", [["0.1.0"], ["v0.1"], ["main"], []])
def test_what_is_no_version_is_not_published(what):
    done = subprocess.run([ROOT / ".ci" / "publish", *what], capture_output=True, text=True)
    assert done.returncode == 2
    assert "neither dev nor the tag of a version" in done.stderr


def test_a_new_site_needs_an_empty_folder_and_an_installed_package(tmp_path):
    with pytest.raises(ExplainerError, match="This is a checkout"):
        new_site.write(tmp_path / "new")
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        archive.writestr("docs/index.md", "# Start\n")
    with pytest.raises(ExplainerError, match="not an empty folder"):
        new_site.write(tmp_path, tmp_path / "site.zip")
    with pytest.raises(ExplainerError, match="not an empty folder"):
        new_site.write(tmp_path / "site.zip", tmp_path / "site.zip")
    assert (new_site.write(tmp_path / "new", tmp_path / "site.zip") / "docs" / "index.md").read_text() == "# Start\n"
