"""What the site publishes for programs has the form that its own schemas say, and a checksum."""

import hashlib
import json
from typing import get_args

import pytest
from jsonschema import Draft7Validator

from explainer import editions
from explainer.claims import About
from explainer.results import Unit
from explainer.settings import ROOT

SCHEMAS = {
    name: json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text("utf-8"))
    for name in ("results", "claims", "edition")
}


def wrong(name, content):
    return [f"{list(error.path)}: {error.message}" for error in Draft7Validator(SCHEMAS[name]).iter_errors(content)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_what_is_published_has_its_form(build, name):
    Draft7Validator.check_schema(SCHEMAS[name])
    assert json.loads((build.site / f"schema/{name}.schema.json").read_text("utf-8")) == SCHEMAS[name]
    content = json.loads((build.site / f"{name}.json").read_text("utf-8"))
    assert wrong(name, content) == []
    assert wrong(name, content | {"more": 1}) != []
    for field in content:
        assert wrong(name, {key: value for key, value in content.items() if key != field}) != []


@pytest.mark.parametrize("path", sorted(editions.FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_committed_edition_has_its_form(path):
    assert wrong("edition", json.loads(path.read_text("utf-8"))) == []


def test_schemas_know_every_unit_and_every_kind_of_claim():
    units = SCHEMAS["results"]["properties"]["numbers"]["additionalProperties"]["properties"]["unit"]["enum"]
    assert set(units) == set(get_args(Unit))
    assert units == SCHEMAS["edition"]["properties"]["numbers"]["additionalProperties"]["items"][1]["enum"]
    kinds = SCHEMAS["claims"]["properties"]["claims"]["additionalProperties"]["properties"]["about"]["enum"]
    assert set(kinds) == set(get_args(About))


def test_a_checksum_stands_for_every_file_but_the_times_and_itself(digits):
    lines = (digits.site / "SHA256SUMS").read_text("utf-8").splitlines()
    said = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert list(said) == sorted(said)
    files = {p.relative_to(digits.site).as_posix(): p for p in digits.site.rglob("*") if p.is_file()}
    assert set(files) - set(said) == {"SHA256SUMS", "timings.json"}
    assert said == {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in said}
