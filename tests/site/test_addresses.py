"""What was once cited goes on working."""

import re
import subprocess

import pytest
import yaml

from explainer import addresses, release
from explainer.pages import checksums
from explainer.settings import ROOT

MOVED = yaml.safe_load((ROOT / "redirects.yml").read_text("utf-8"))["plugins"]["redirects"]["redirect_maps"]


def page(name):
    return name.removesuffix(".md") + "/"


def test_every_address_of_a_release_is_on_the_site(build):
    lost = addresses.kept(ROOT / release.ADDRESSES) - addresses.of(build.site)
    assert not lost


@pytest.mark.parametrize("name", MOVED)
def test_a_page_that_has_moved_leads_to_where_it_is_now(digits, name):
    old = digits.site / page(name) / "index.html"
    (target,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', old.read_text("utf-8"))
    assert (old.parent / target / "index.html").resolve() == digits.site / page(MOVED[name]) / "index.html"
    assert "://" not in old.read_text("utf-8")
    assert f"  {page(name)}index.html\n" in (digits.site / checksums.NAME).read_text("utf-8")


def test_every_page_that_the_repository_ever_had_is_there(digits):
    """Of all commits; where there is no history, or a part of it, the list of addresses has to do."""
    if not (ROOT / ".git").exists():
        pytest.skip("no history here")
    shallow = ["git", "rev-parse", "--is-shallow-repository"]
    if subprocess.run(shallow, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "true":
        pytest.skip("this clone is shallow: git fetch --unshallow brings the rest of its history")
    command = [
        "git",
        "log",
        "--name-only",
        "--no-renames",
        "--diff-filter=A",
        "--format=",
        "--",
        "docs/*.md",
        "explainer/*.py",
    ]
    added = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "docs/weights.md" in added
    for name in added:
        there = name.removeprefix("docs/").removesuffix(".md")
        if name.startswith("explainer/"):
            there = f"source/{name.removeprefix('explainer/').removesuffix('.py')}"
        assert (digits.site / there.removesuffix("index") / "index.html").is_file(), name


def test_an_anchor_is_kept_for_good_only_where_one_can_be_left_behind(tmp_path):
    for name in (
        "weights",
        "reference/rows",
        "models/cnn",
        "arrays/sgd",
        "notebooks/weights",
        "notebooks",
        "source/rows",
    ):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text("<p id=here>Here</p>", "utf-8")
    (tmp_path / "index.html").write_text("", "utf-8")
    found = addresses.of(tmp_path)
    assert {address for address in found if "#" in address} == {"weights/#here", "notebooks/#here"}
    assert {"reference/rows/", "models/cnn/", "arrays/sgd/", "notebooks/weights/", "source/rows/"} <= found
