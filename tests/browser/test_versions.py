"""The choice of versions, and the banner of those that are not the latest, in a real browser."""

import json
import os
import subprocess
import sys

import pytest

from explainer.settings import ROOT

VERSIONS = [
    {"version": "dev", "title": "dev", "aliases": []},
    {"version": "0.2.0", "title": "0.2.0", "aliases": ["latest"]},
    {"version": "0.1.0", "title": "0.1.0", "aliases": []},
]


@pytest.fixture(scope="module")
def address(digits, tmp_path_factory, serve):
    """Where a site of three versions is served: of one build, for only its place makes one the latest."""
    place = tmp_path_factory.mktemp("versions")
    assert digits.site
    for version in ("0.2.0", "dev"):
        command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(place / version)]
        subprocess.run(
            command, cwd=ROOT, env=digits.environment | {"MIKE_DOCS_VERSION": version}, check=True, capture_output=True
        )
    for alias in ("latest", "0.1.0"):
        os.symlink("0.2.0", place / alias)
    (place / "versions.json").write_text(json.dumps(VERSIONS), "utf-8")
    with serve(place) as where:
        yield where


@pytest.mark.parametrize(
    ("version", "banner"),
    [("0.2.0", ""), ("latest", ""), ("0.1.0", "not the latest release"), ("dev", "work in progress")],
)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_reader_sees_which_version_it_is_and_can_choose(open_page, version, banner, width, scheme):
    page = open_page(f"{version}/weights/", width, scheme)
    chosen = page.locator(".md-version__current")
    chosen.wait_for()
    assert chosen.inner_text().strip() == ("0.2.0" if version == "latest" else version)
    assert page.locator(".md-version__link").all_text_contents() == ["dev", "0.2.0", "0.1.0"]
    shown = page.locator("[data-md-component=outdated]")
    assert shown.is_visible() == bool(banner)
    if banner:
        assert banner in shown.inner_text()
        shown.get_by_role("link").click()
        page.wait_for_url("**/latest/weights/")
        assert not page.locator("[data-md-component=outdated]").is_visible()


def test_the_banner_is_there_at_once_on_the_next_page(open_page):
    page = open_page("0.1.0/weights/")
    page.locator("[data-md-component=outdated]:visible").wait_for()
    page.goto(page.url.replace("weights/", "data/"))
    assert page.locator("[data-md-component=outdated]").is_visible()
