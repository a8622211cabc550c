"""What has to agree before a release: each thing, made wrong, is one line."""

import json
import os
import subprocess
from dataclasses import replace
from importlib.metadata import version

import pytest

from explainer import addresses, release
from explainer.editions import Edition
from explainer.errors import ExplainerError
from explainer.settings import ROOT

VERSION = version("explainer")
EDITION = Edition(
    number=2,
    dataset={"name": "mnist", "sha256": "0" * 64},
    version=VERSION,
    machine={"departures": []},
    settings={"sgd": {"epochs": 3}},
    numbers={"sgd.accuracy": (0.9, "fraction", "networks")},
    figures={},
    models={},
    experiments={},
)
FILES = {
    "pyproject.toml": f'[project]\nversion = "{VERSION}"\n',
    "CITATION.cff": f"version: {VERSION}\ndate-released: 2026-12-01\n",
    ".zenodo.json": json.dumps({"version": VERSION}),
    "CHANGELOG.md": f"# Changelog\n\n## {VERSION} (2026-12-01)\n\n- **Edition 1**: all.\n- **Edition 2**: less.\n",
    "editions/mnist.json": EDITION.text(),
    "editions/addresses.txt": "index.html\nresults.json\nweights/\nweights/#ring\n",
    "site/index.html": "<h1 id='__theme'>Start</h1>",
    "site/weights/index.html": "<p><b id=ring>Weights</b></p>",
    "site/assets/theme.css": "",
    ".gitignore": "/cache/\n/site/\n",
}


def git(place, *arguments):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *who, *arguments], cwd=place, check=True, capture_output=True, text=True).stdout


def write(place, name, text):
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(text, "utf-8")


@pytest.fixture(autouse=True)
def git_of_anybody(monkeypatch):
    """Git as it is where nobody has set anything."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)


@pytest.fixture
def checkout(tmp_path):
    """A checkout that is ready to be released."""
    for name, text in FILES.items():
        write(tmp_path, name, text)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "Ready")
    return tmp_path


def problems(place, tag=None, on="mnist", commit="", **made):
    """What is wrong, after a build of the newest commit on MNIST that gave the edition, if nothing else is said."""
    commit = commit or git(place, "rev-parse", "HEAD").strip()
    results = {"provenance": {"commit": commit}, "dataset": {"name": on}}
    write(place, "site/results.json", json.dumps(results))
    edition = replace(EDITION, number=0, **made).content()
    write(place, "cache/manifest.json", json.dumps({"results": results, "edition": edition}))
    return release.problems(place, place / "site", place / "cache/manifest.json", tag)


def test_what_agrees_can_be_released_before_and_after_it_is_tagged(checkout):
    assert problems(checkout) == []
    git(checkout, "tag", f"v{VERSION}")
    assert problems(checkout, f"v{VERSION}") == []


WRONG = [  # file, what stands there, what somebody left there, what the one line says
    ("pyproject.toml", VERSION, "9.9.9", "CITATION.cff is of version"),
    ("pyproject.toml", VERSION, "9.9.9", f"The installed package is of version {VERSION}, pyproject.toml of 9.9.9"),
    ("CITATION.cff", VERSION, "9.9.9", "CITATION.cff is of version 9.9.9"),
    (".zenodo.json", VERSION, "9.9.9", ".zenodo.json is of version 9.9.9"),
    ("CHANGELOG.md", VERSION, "9.9.9", "The newest version in CHANGELOG.md is 9.9.9"),
    ("CHANGELOG.md", "2026-12-01", "unreleased", f"CHANGELOG.md has no date for {VERSION}: it says unreleased"),
    ("CITATION.cff", "2026-12-01", "2026-11-30", "CITATION.cff was released 2026-11-30, CHANGELOG.md on 2026-12-01"),
    (
        "editions/mnist.json",
        VERSION,
        "0.0.1",
        "editions/mnist.json is edition 2 of version 0.0.1, under which",
    ),
    ("CHANGELOG.md", "- **Edition 2**: less.\n", "", "editions/mnist.json is edition 2 of version"),
    (
        "CHANGELOG.md",
        "less.\n",
        "less.\n- **Edition 3**: more.\n",
        "CHANGELOG.md tells of edition 3, and the newest",
    ),
    ("editions/addresses.txt", "weights/\n", "weights/\ngone/\n", "1 addresses are gone from the site: gone/"),
    ("editions/addresses.txt", "weights/#ring\n", "", "1 addresses are not in editions/addresses.txt: weights/#ring"),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), WRONG)
def test_what_does_not_agree_is_a_line(checkout, file, old, new, line):
    assert old in FILES[file]
    write(checkout, file, FILES[file].replace(old, new, 1))
    git(checkout, "commit", "--all", "--quiet", "-m", "Wrong")
    found = problems(checkout)
    assert [each for each in found if each.startswith(line)], found
    if file != "pyproject.toml":  # from which all others differ then
        assert len(found) == 1, found


def test_an_edition_that_nothing_changed_since_stays_that_of_an_earlier_version(checkout):
    earlier = "## 0.0.1 (2026-11-01)\n\n- **Edition 2**: less.\n"
    write(checkout, "CHANGELOG.md", f"# Changelog\n\n## {VERSION} (2026-12-01)\n\n- More words.\n\n{earlier}")
    write(checkout, "editions/mnist.json", replace(EDITION, version="0.0.1").text())
    git(checkout, "commit", "--all", "--quiet", "-m", "Next")
    assert problems(checkout) == []


def test_a_tree_with_changes_is_not_released(checkout):
    write(checkout, "notes.md", "")
    assert problems(checkout) == ["notes.md is not committed"]


def test_a_site_of_another_commit_or_on_other_images_is_not_released(checkout):
    (line,) = problems(checkout, commit="0" * 40 + "+changes")
    assert line.startswith("The site was built of 0000")
    assert problems(checkout, on="digits") == ["The site was built on digits, not on mnist"]


@pytest.mark.parametrize(
    ("made", "line"),
    [
        ({"numbers": {"sgd.accuracy": (0.8, "fraction", "networks")}}, "The site differs from edition 2 in 1 number"),
        (
            {"numbers": {"sgd.accuracy": (0.1, "fraction", "networks")}, "machine": {"departures": ["another Torch"]}},
            "The site is outside the tolerance of edition 2 in 1 number",
        ),
        ({"settings": {"sgd": {"epochs": 4}}}, "The site is not compared with edition 2, for its settings differ"),
        ({"dataset": {"name": "mnist", "sha256": "1" * 64}}, "The site has no edition to compare with"),
    ],
)
def test_a_site_that_is_not_what_its_edition_says_is_not_released(checkout, made, line):
    (found,) = problems(checkout, **made)
    assert found.startswith(line)


def test_a_site_within_tolerance_of_its_edition_is_released_where_kernels_cannot_be_pinned(checkout):
    near = {"sgd.accuracy": (0.9001, "fraction", "networks")}
    assert problems(checkout, numbers=near, machine={"departures": ["another Torch"]}) == []


def test_a_site_that_is_not_of_the_newest_build_is_not_released(checkout):
    assert problems(checkout) == []
    write(checkout, "cache/manifest.json", json.dumps({"results": {}, "edition": EDITION.content()}))
    (line,) = release.problems(checkout, checkout / "site", checkout / "cache/manifest.json")
    assert line.startswith("The newest build in ")
    (checkout / "cache/manifest.json").unlink()
    with pytest.raises(ExplainerError, match="cannot be read"):
        release.problems(checkout, checkout / "site", checkout / "cache/manifest.json")


def test_a_checkout_without_an_edition_is_not_released(checkout):
    git(checkout, "rm", "--quiet", "editions/mnist.json")
    git(checkout, "commit", "--quiet", "-m", "Without")
    found = problems(checkout)
    assert "CHANGELOG.md tells of edition 2, and the newest in editions/ is 0" in found
    assert [line for line in found if line.startswith("The site has no edition to compare with")]


def test_a_date_may_stand_in_quotes(checkout):
    write(checkout, "CITATION.cff", FILES["CITATION.cff"].replace("2026-12-01", '"2026-12-01"'))
    git(checkout, "commit", "--all", "--quiet", "-m", "Quoted")
    assert problems(checkout) == []


def test_a_tag_is_of_this_version_and_of_this_commit(checkout):
    assert problems(checkout, "v9.9.9") == [f"The tag is v9.9.9, and of version {VERSION} it would be v{VERSION}"]
    git(checkout, "tag", "v9.9.9")
    assert problems(checkout) == [f"This commit is tagged v9.9.9, and is of version {VERSION}"]
    git(checkout, "tag", "--delete", "v9.9.9")
    git(checkout, "tag", f"v{VERSION}")
    git(checkout, "commit", "--allow-empty", "--quiet", "-m", "More")
    assert problems(checkout) == [f"v{VERSION} is another commit: a new release needs a new version"]


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("CITATION.cff", "version: [", "CITATION.cff cannot be read"),
        ("editions/mnist.json", "{", "editions/mnist.json cannot be read"),
        ("pyproject.toml", "", "pyproject.toml cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(checkout, file, text, line):
    write(checkout, file, text)
    with pytest.raises(ExplainerError, match=line):
        problems(checkout)


def test_no_site_and_no_checkout_are_one_line(checkout, tmp_path):
    with pytest.raises(ExplainerError, match="no built site"):
        release.problems(checkout, checkout / "nowhere", checkout / "cache/manifest.json")
    (checkout / ".git").rename(checkout / "git-is-gone")
    with pytest.raises(ExplainerError, match="A release is made in a checkout"):
        release.problems(checkout, checkout / "site", checkout / "cache/manifest.json")


def test_an_address_once_released_is_remembered(checkout):
    file = checkout / release.ADDRESSES
    file.write_text("gone/\n", "utf-8")
    addresses.remember(file, checkout / "site")
    assert addresses.kept(file) == {"gone/", "index.html", "weights/", "weights/#ring"}


def test_what_this_checkout_says_can_be_read():
    assert release.Release.read(ROOT).tag == f"v{VERSION}"
