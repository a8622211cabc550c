"""The reference on the built site: a place for every public name, and links between them."""

import ast
import json
import re

import pytest

from explainer import keys
from explainer.pages import reference


def html(build, module):
    return (build.site / reference.page_of(module).removesuffix(".md") / "index.html").read_text("utf-8")


@pytest.mark.parametrize("module", reference.published())
def test_every_public_name_has_a_place_that_can_be_linked_to(build, module):
    body = ast.parse(keys.file_of(module).read_text("utf-8")).body
    names = [n.name for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    there = set(re.findall(r'id="(explainer[\w.]+)"', html(build, module)))
    assert {module, *(f"{module}.{name}" for name in names)} <= there
    assert not any(part.startswith("_") and part != "__call__" for name in there for part in name.split("."))


def test_a_signature_links_to_what_it_is_handed(build):
    signature = html(build, "explainer.methods.weights").partition('class="nf">relative_to<')[2].partition("</code>")[0]
    assert 'href="../../models/linear/#explainer.models.linear.LinearModel"' in signature


def test_a_setting_has_the_reason_that_stands_beside_it_in_the_code(build):
    epochs = html(build, "explainer.settings").partition('id="explainer.settings.CnnSettings.epochs"')[2]
    assert "Chosen on validation" in epochs[:3000]


def test_the_index_leads_to_every_page(build):
    index = (build.site / "reference" / "index.html").read_text("utf-8")
    for module in reference.published():
        assert f'href="{reference.page_of(module).removeprefix("reference/").removesuffix(".md")}/"' in index


def test_in_search_the_chapters_come_before_the_reference(build):
    entries = json.loads((build.site / "search/search_index.json").read_text("utf-8"))["docs"]
    described = [entry for entry in entries if entry["location"].startswith("reference/")]
    assert any(entry["title"] == "cross_entropy" for entry in described)
    assert max(entry["boost"] for entry in described) < 0.01
    assert all(entry.get("boost", 1) == 1 for entry in entries if entry not in described)
