"""Claims on pages: where they stand, what they stand for, and what has none."""

import json
import re

import markdown
import pytest

from explainer.pages import claims
from explainer.pages.manifest import Manifest

CLAIM = {
    "page": "a.md",
    "template": "The ring holds {n} of ink.",
    "sentence": "The ring holds 92.6 % of ink.",
    "about": "model",
    "holds": True,
    "values": {"ring": 0.926, "parts": [1, 2.5], "word": "blue & <red>"},
    "code": 'def ring(facts):\n    """The ring holds {n} of ink."""\n    return holds(1 < 2)\n',
    "source": "chapters/a/claims",
    "line": 7,
}
NUMBER = {"text": "92.6 %", "page": "a.md", "value": 0.926}
SOUND = "A start. The ring holds <!-- number: n --> of *ink*\n<!-- cite: k -->. <!-- claim: ring --> And more.\n"


def manifest(claim=CLAIM, figures=None):
    return Manifest({"n": NUMBER}, figures or {}, {"ring": claim}, {"a.md": "A"}, {}, {"dataset": {"name": "digits"}})


def check(text, page="a.md", **more):
    return claims.check({page: text.splitlines()}, manifest(**more))


def test_a_claim_behind_its_sentence_is_sound():
    assert check(SOUND) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (SOUND.replace("ring -->", "rings -->"), "a.md, line 1: there is no claim 'rings'"),
        (
            SOUND + "\nThe ring holds <!-- number: n --> of ink. <!-- claim: ring -->",
            "line 4: the claim ring stands twice",
        ),
        (SOUND.replace("holds", "had"), "says “The ring holds {n} of ink.”, which is not what stands here"),
        (SOUND.replace("number: n", "number: m"), "which is not what stands here"),
        ("Nothing.", "a.md: the claim ring is on no page"),
    ],
)
def test_a_claim_in_the_wrong_place_is_named(text, problem):
    found = check(text)
    assert problem in found[0]


def test_a_claim_of_another_page_is_refused():
    assert check(SOUND, page="b.md") == ["b.md, line 1: the claim ring is of a.md"]


def test_a_caption_and_an_alternative_text_may_hold_one():
    figure = {
        "page": "a.md",
        "caption": "Weights. The ring holds <!-- number: n --> of ink. <!-- claim: ring -->",
        "said": "",
    }
    assert claims.check({"a.md": []}, manifest(figures={"f": figure})) == []
    figure = {"page": "a.md", "caption": "", "said": "The ring holds {n} of ink. <!-- claim: ring -->"}
    assert claims.check({"a.md": []}, manifest(figures={"f": figure})) == []


def test_a_row_of_a_table_is_read_across_its_cells():
    claim = CLAIM | {"template": "The ring — {n} — holds"}
    text = (
        "| what | how much | verdict |\n|---|---|---|\n| The ring | <!-- number: n --> | holds <!-- claim: ring --> |\n"
    )
    assert check(text, claim=claim) == []


def without(text):
    return [
        (entry["line"], entry["sentence"])
        for entry in claims.coverage({"a.md": text.splitlines()}, manifest())["without"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It is <!-- number: n.a --> of them.",
        "Blue is more than red.",
        "The largest of all.",
        "- An item that is twice as long.",
        "| a | <!-- number: n.a --> |",
    ],
)
def test_a_number_or_a_comparison_wants_a_claim(text):
    assert len(without(text)) == 1
    assert without(f"{text} <!-- claim: ring -->") == []
    assert without(f"{text} <!-- unclaimed: a question to the reader -->") == []


@pytest.mark.parametrize(
    "text",
    [
        "# More than a heading",
        "A test is a test of interest.",
        "```\nmore than code\n```",
        "$$\nx_{a.b} \\text{ more than}\n$$",
        "Here $w_{ci}$ is a weight.",
        "{ .question }",
        "---\ntitle: more than a title\n---",
        "<!-- figure: largest -->",
    ],
)
def test_headings_code_and_mathematics_want_none(text):
    assert without(text) == []


def test_what_is_excepted_is_listed_with_its_reason():
    found = claims.coverage({"a.md": ["Is it more than that? <!-- unclaimed: a question -->"]}, manifest())
    (entry,) = found["excepted"]
    assert (entry["reason"], entry["sentence"]) == ("a question", "Is it more than that?")


@pytest.fixture
def render(tmp_path):
    """Markdown to HTML with the extension on a small manifest."""

    def rendered(text, claim=CLAIM):
        place, bibliography = tmp_path / "manifest.json", tmp_path / "references.bib"
        place.write_text(json.dumps(vars(manifest(claim))))
        bibliography.write_text("@misc{k, author = {Ada Lovelace}, title = {Notes}, year = {1843}}")
        config = {"explainer.pages": {"manifest": str(place), "bibliography": str(bibliography)}}
        names = ["explainer.pages", "attr_list", "md_in_html", "fenced_code"]
        return markdown.markdown(text, extensions=names, extension_configs=config)

    return rendered


def test_the_mark_opens_verdict_values_and_source(render):
    html = render(SOUND)
    assert 'popovertarget="claim-ring-test"' in html
    assert 'aria-label="This holds in this build: show the test"' in html
    assert html.count('id="claim-ring"') == html.count('id="claim-ring-test"') == 1
    assert re.search(r"<dt>ring</dt>\s*<dd>0.926</dd>", html)
    assert "<dd>1, 2.5</dd>" in html
    assert "blue &amp; &lt;red&gt;" in html
    assert "return holds(1 &lt; 2)" in html
    assert 'href="source/chapters/a/claims.md"' in html
    assert "data-search-exclude" in html
    assert "(not so for these digits)" not in html


def test_what_does_not_hold_is_said_at_the_sentence(render):
    html = render(SOUND, CLAIM | {"holds": False})
    assert "(not so for these digits)" in html.split("And more")[0]
    assert "This does not hold in this build" in html


def test_a_reason_for_having_none_leaves_nothing(render):
    assert "question" not in render("More. <!-- unclaimed: a question to the reader -->")
