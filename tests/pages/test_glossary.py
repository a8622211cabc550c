"""The glossary: what its page says, and where its terms are marked."""

import re

import markdown
import pytest

from explainer.errors import ExplainerError
from explainer.pages import glossary, mathematics
from explainer.settings import ROOT

PAGE = """# Glossary

## The linear classifier

### logit { #logit data-also="class score" }

A class's **weighted sum**, before the [softmax](#softmax): "any" real number < or > 0.
Two lines. [Reading](weights.md){ .where } <!-- unclaimed: a definition -->

Not part of it.

### unit { #unit data-not="unit of ink, units of ink" }

A channel or a neuron.

### gradient { #gradient }

Where the loss rises fastest.

### gradient ascent { #gradient-ascent }

Steps along it.

### MAP { #map }

Maximum a posteriori.

### bias { #bias data-on="a.md, b.md" }

A constant.

## Words
"""
EXTENSIONS = ["explainer.pages", "abbr", "attr_list", "def_list", "fenced_code", "md_in_html", "tables", "toc"]
EXTENSIONS += ["pymdownx.arithmatex", "pymdownx.blocks.details"]


@pytest.fixture
def render(tmp_path):
    """Markdown to HTML, with the glossary above or with none."""
    place = tmp_path / "glossary.md"
    place.write_text(PAGE, "utf-8")

    def rendered(text, page="a.md", glossary=place):
        config = {
            "explainer.pages": {"glossary": str(glossary), "page": page},
            "pymdownx.arithmatex": {"generic": True},
        }
        return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=config)

    return rendered


def marked(html):
    return re.findall(r'<a class="term" href="glossary.md#([\w-]+)"><abbr title="[^"]*">([^<]*)</abbr></a>', html)


def test_the_page_is_the_list():
    terms = glossary.parse(PAGE.splitlines()).terms
    assert [term.id for term in terms] == ["logit", "unit", "gradient", "gradient-ascent", "map", "bias"]
    assert terms[0].words == ("logit", "class score")
    assert terms[0].meaning == ('A class\'s weighted sum, before the softmax: "any" real number < or > 0. Two lines.')
    assert terms[1].other_senses == ("unit of ink", "units of ink")


def test_only_the_first_use_is_marked(render):
    html = render("One logit and a logit.\n\n- a logit\n- a bias, *a bias*\n")
    assert marked(html) == [("logit", "logit"), ("bias", "bias")]
    assert html.startswith("<p>One <a ")
    assert "</abbr></a> and a logit.</p>" in html


def test_each_page_begins_anew(render):
    assert marked(render("A logit.")) == marked(render("A logit.")) == [("logit", "logit")]


def test_plurals_capitals_and_other_words_are_the_term(render):
    assert marked(render("Logits")) == [("logit", "Logits")]
    assert marked(render("the biases")) == [("bias", "biases")]
    assert marked(render("its class scores")) == [("logit", "class scores")]


def test_what_only_looks_like_it_is_not(render):
    assert marked(render("A map, a logit-like thing, biased, LOGIT, MAPS.")) == []
    assert marked(render("units of ink? unit of ink; a unit")) == [("unit", "unit")]


def test_the_longer_term_goes_first(render):
    assert marked(render("By gradient ascent, along the gradient.")) == [
        ("gradient-ascent", "gradient ascent"),
        ("gradient", "gradient"),
    ]


def test_a_phrase_may_go_over_the_end_of_a_line(render):
    assert [id for id, _ in marked(render("By gradient\nascent. Units\nof ink. A unit."))] == [
        "gradient-ascent",
        "unit",
    ]


def test_a_term_may_keep_to_some_pages(render):
    assert marked(render("A bias.", page="b.md")) == [("bias", "bias")]
    assert marked(render("A bias.", page="c.md")) == []


@pytest.mark.parametrize(
    "text",
    [
        "# A logit",
        "[a logit](a.md)",
        "`logit`",
        "```\nlogit\n```",
        "    logit",
        "You need a logit.\n{ .needs }",
        "A logit?\n{ .question }",
        "| a logit |\n|---|\n| a |",
        "<figure markdown>\n<figcaption markdown>\nA logit\n</figcaption>\n</figure>",
        '<div class="claim-test" markdown>\n<p markdown="span">A logit</p>\n</div>',
        "/// details | A logit\n\nInside.\n\n///",
        '<p title="logit">raw</p>',
    ],
)
def test_not_where_it_is_no_running_text(render, text):
    html = render(f"{text}\n\nThe logit.\n")
    assert marked(html) == [("logit", "logit")]
    assert html.endswith(
        "<abbr title=\"A class's weighted sum, before the softmax: &quot;any&quot; real number "
        '&lt; or &gt; 0. Two lines.">logit</abbr></a>.</p>'
    )


@pytest.mark.built  # it needs KaTeX, which npm brings
@pytest.mark.parametrize("text", ["$logit$", "$$\nlogit\n$$"])
def test_not_in_a_formula(render, text):
    mathematics.install()
    html = render(f"{text}\n\nThe logit.\n")
    assert marked(html) == [("logit", "logit")]
    assert html.endswith(
        "<abbr title=\"A class's weighted sum, before the softmax: &quot;any&quot; real number "
        '&lt; or &gt; 0. Two lines.">logit</abbr></a>.</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "**A logit**",
        "> a logit",
        "1. a logit",
        "| a |\n|---|\n| a logit |",
        "/// details | Answers\n\nA logit.\n\n///",
        "<div markdown>\n\nA logit.\n\n</div>",
    ],
)
def test_wherever_it_is_running_text(render, text):
    assert marked(render(text)) == [("logit", "logit")]


def test_the_text_of_a_page_stays_as_it_is(render):
    text = "By gradient ascent a **unit's** logits, and *its biases*: MAP, then gradients.\n\nThe gradient."
    bare = render(text, glossary="")
    assert "abbr" not in bare
    assert re.sub(r"</?(a|abbr)\b[^>]*>", "", render(text)) == bare


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("### a { #a }\n\n### b { #b }\n\nSomething.", "the term a has no meaning"),
        ('### a { #a }\n\nOne.\n\n### b { #b data-also="a" }\n\nOther.', "the word a stands for two terms"),
    ],
)
def test_what_is_wrong_with_the_page_is_said_in_one_line(page, said):
    with pytest.raises(ExplainerError, match=said):
        glossary.parse(page.splitlines())


def test_the_sites_own_page_can_be_read():
    terms = glossary.Glossary.load(ROOT / "docs" / glossary.PAGE).terms
    assert len({term.id for term in terms}) == len(terms) > 60
    assert all(len(term.meaning) < 330 for term in terms)  # a tooltip, not an essay
