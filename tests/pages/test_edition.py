"""The line at the foot of every page."""

import copy
import re
from dataclasses import replace

import pytest

from explainer.pages import edition
from explainer.pages.manifest import Manifest


@pytest.fixture(scope="session")
def manifest(digits):
    return Manifest.load(digits.built.manifest)


def said(manifest, **changed):
    provenance = manifest.results["provenance"] | changed
    return edition.imprint(replace(manifest, results=manifest.results | {"provenance": provenance}))


def test_an_edition_is_named_with_version_and_commit(manifest):
    line = said(manifest, version="1.2.3", commit="0123456789abcdef" + "0" * 24)
    assert re.fullmatch(r"Version 1\.2\.3 · edition \d+(, within tolerance)? · commit 0123456789ab", line)


def test_a_tree_with_changes_and_one_without_a_commit_say_so(manifest):
    assert said(manifest, commit="0" * 40 + "+changes").endswith(" · commit 000000000000 with changes")
    assert "commit" not in said(manifest, commit=None)


@pytest.mark.parametrize(
    ("part", "name", "value", "words"),
    [
        ("dataset", "name", "idx", r"no edition \(idx\)"),
        ("settings", "sgd", {}, r"not edition \d+: other settings"),
        ("numbers", "data.train", [1.5, "count", "others"], r"not edition \d+: it differs"),
    ],
)
def test_what_is_no_edition_says_what_it_is(manifest, part, name, value, words):
    made = copy.deepcopy(manifest.edition)
    made[part][name] = value
    assert re.search(words, edition.imprint(replace(manifest, edition=made)))


def test_it_stands_on_every_page_and_every_source(digits, manifest):
    line = edition.imprint(manifest)
    for name in ("index.html", "weights/index.html", "source/keys/index.html", "404.html"):
        assert line in (digits.site / name).read_text("utf-8")
