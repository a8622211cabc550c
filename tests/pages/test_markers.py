"""Markers: what they become, and what is refused."""

import json

import markdown
import pytest

from explainer.errors import ExplainerError
from explainer.pages import markers as marking
from explainer.pages import mathematics
from explainer.pages.bibliography import Bibliography
from explainer.pages.manifest import Manifest
from explainer.pages.markers import markers
from explainer.pages.sources import code
from explainer.settings import ROOT

NUMBER = {"text": "92.6 %", "page": "a.md", "value": 0.926}
FIGURE = {
    "number": "1.1",
    "page": "a.md",
    "caption": "It is <!-- number: n --> <!-- cite: k -->.",
    "alt": 'a [ring] & a "centre"',
    "said": 'a [ring] & a "centre"',
    "source": "chapters/weights/experiment",
    "svg": "figures/f.light.svg",
    "dark": "figures/f.dark.svg",
    "png": "figures/f.png",
    "data": "figures/f.npz",
    "width": 10,
    "height": 20,
}
MANIFEST = Manifest({"n": NUMBER}, {"f": FIGURE}, {}, {"a.md": "A"}, {}, {})
BIBTEX = "@misc{k, author = {Ada Lovelace}, title = {Notes}, year = {1843}}"


@pytest.fixture(autouse=True, scope="module")
def _katex():
    mathematics.install()


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("<!-- figure: f -->\n\n<!-- number: n --> <!-- cite: k -->\n\n<!-- sources -->\n")
    return folder


@pytest.fixture
def render(tmp_path):
    """Markdown to HTML with the extension on a small manifest."""
    manifest, bibliography = tmp_path / "manifest.json", tmp_path / "references.bib"
    manifest.write_text(json.dumps(vars(MANIFEST)))
    bibliography.write_text(BIBTEX)
    config = {"explainer.pages": {"manifest": str(manifest), "bibliography": str(bibliography)}}
    names = ["explainer.pages", "attr_list", "md_in_html", "fenced_code", "pymdownx.arithmatex"]
    more = {"pymdownx.arithmatex": {"generic": True}}
    return lambda text: markdown.markdown(text, extensions=names, extension_configs=config | more)


def check(docs, manifest, citations):
    return marking.check(marking.read(docs), manifest, citations)


def test_a_sound_page_has_no_problems(docs):
    assert check(docs, MANIFEST, ["k"]) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<!-- figure: g -->", "there is no figure 'g'"),
        ("Is <!-- number: m --> much?", "there is no number 'm'"),
        ("<!-- figur: f -->", "there is no marker 'figur'; there are figure,"),
        ("See <!-- figure: f -->", "must stand alone on its line"),
        ("<!-- cite: k, l -->", "references.bib has no 'l'"),
        ("<!-- table: times -->", "there is no table 'times'"),
        ("<!-- code: explainer.models.linear.nothing -->", "has no function or class 'nothing'"),
        ("<!-- code: explainer.nowhere.softmax -->", "there is no module 'explainer.nowhere'"),
        ("<!-- figure: f -->", "the figure f stands twice"),
    ],
)
def test_a_wrong_marker_is_named_with_its_page_and_line(docs, text, problem):
    (docs / "a.md").write_text((docs / "a.md").read_text() + text + "\n")
    (found,) = check(docs, MANIFEST, ["k"])
    assert found.startswith("a.md, line 6: ")
    assert problem in found


def test_a_figure_on_another_page_is_refused(docs):
    (docs / "b.md").write_text("<!-- figure: f -->\n")
    assert check(docs, MANIFEST, ["k"]) == ["b.md, line 1: the figure f is for a.md"]


def test_a_name_that_no_page_asks_for_is_refused(docs):
    (docs / "a.md").write_text("<!-- number: n -->\n")
    assert check(docs, MANIFEST, ["k"]) == ["a.md: the figure f is made for this page and not on it"]


def test_a_number_is_used_where_only_a_caption_shows_it(docs):
    (docs / "a.md").write_text("<!-- figure: f -->\n")
    assert check(docs, MANIFEST, ["k"]) == []


def test_a_marker_in_a_fenced_block_is_left_alone(docs, render):
    text = "```\n<!-- figure: no -->\n```\n"
    assert list(markers(text.splitlines())) == []
    assert "figure: no" in render(text)


def test_a_number_carries_its_value_and_its_name(render):
    shown = '<data class="number"{} value="0.926" data-name="n" title="n">92.6\u00a0%</data>'
    said = render("It is <!-- number: n --> right, or <!-- number: n -->.")
    assert shown.format(' id="number-n"') in said  # the first can be linked to
    assert shown.format("") in said


def test_a_figure_has_number_caption_alt_anchor_and_files(render):
    html = render("<!-- figure: f -->")
    assert '<figure class="fig" id="fig-f">' in html
    assert "Figure 1.1</a> It is <data" in html
    assert 'alt="a (ring) &amp; a &quot;centre&quot;"' in html
    assert 'src="figures/f.light.svg#only-light"' in html
    assert 'src="figures/f.dark.svg#only-dark"' in html
    for target in ("figures/f.light.svg", "figures/f.png", "figures/f.npz", "source/chapters/weights/experiment.md"):
        assert f'href="{target}"' in html


def test_a_citation_leads_to_its_source(render):
    html = render("So it is <!-- cite: k -->.\n\n<!-- sources -->")
    assert '(<a class="cite" href="#source-k">Lovelace 1843</a>)' in html
    assert '<li id="source-k">' in html
    assert "Ada Lovelace" in html


def test_code_is_the_source_that_runs(render):
    block = code("explainer.models.linear.softmax")
    lines = (ROOT / "explainer" / "models" / "linear.py").read_text().splitlines()
    shown = block.splitlines()[1 : block.splitlines().index("```")]
    start = lines.index(shown[0])
    assert shown == lines[start : start + len(shown)]
    assert shown[0].startswith("def softmax(")


@pytest.mark.parametrize("name", ["explainer.models.linear.nothing", "explainer.nowhere.softmax", "softmax"])
def test_code_that_is_not_there_is_refused(name):
    with pytest.raises(ExplainerError, match=r"there is no module|has no function"):
        code(name)


def test_mathematics_is_typeset_with_mathml_beside_it(render):
    html = render("The sum $z = \\sum_i w_i x_i$ and\n\n$$\na < b\n$$\n")
    assert html.count('class="katex"') == 2
    assert "<math" in html
    assert "arithmatex" not in html
    assert "data-search-exclude" in html


def test_a_formula_that_cannot_be_read_is_refused_in_one_line(render):
    with pytest.raises(ExplainerError, match="A formula cannot be typeset: KaTeX parse error") as caught:
        render("$\\frac{1$")
    assert "\n" not in str(caught.value)


def problems_of(text):
    return mathematics.check({"a.md": text.splitlines()})


def test_a_formula_that_cannot_be_read_is_named_with_its_page_and_line():
    sound = "A sum $a + b$, a price of $5 and $6, `$\\frac{1$`.\n\n$$\nx < y\n$$\n\n```\n$\\frac{1$\n```\n"
    assert problems_of(sound) == []
    (inline,) = problems_of(sound + "\nSo $\\frac{1$ it is.\n")
    assert inline.startswith("a.md, line 11: KaTeX parse error")
    (display,) = problems_of(sound + "\n$$\n\\nonsense\n$$\n")
    assert display.startswith("a.md, line 11: KaTeX parse error")


def test_the_formulas_of_all_pages_are_typeset_by_one_process(monkeypatch, tmp_path):
    monkeypatch.setenv("EXPLAINER_CACHE_DIR", str(tmp_path))  # where no answer is kept from before
    monkeypatch.setattr(mathematics, "_answers", {})
    calls, node = [], mathematics.node
    monkeypatch.setattr(mathematics, "node", lambda *given, **more: calls.append(1) or node(*given, **more))
    pages = {f"{name}.md": [f"A formula $z_{{{name}}} = 7$, and $w_{{{name}}}$."] for name in "abc"}
    assert mathematics.check(pages) == mathematics.check(pages) == []
    assert mathematics.typeset([("z_{b} = 7", False)])[0].startswith("<span")
    assert len(calls) == 1


def test_a_damaged_katex_is_one_line(monkeypatch, tmp_path):
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "katex.mjs").write_text("nonsense(")
    monkeypatch.setattr(mathematics, "KATEX", tmp_path)
    with pytest.raises(ExplainerError, match=r"^KaTeX cannot run: .*Delete node_modules and build again\.$") as caught:
        mathematics.typeset([("a_{new}", False)])
    assert "\n" not in str(caught.value)


def test_a_broken_lock_file_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(mathematics, "ROOT", tmp_path)
    for content in ("{", "{}"):
        (tmp_path / "package-lock.json").write_text(content)
        with pytest.raises(ExplainerError, match=r"^package-lock\.json does not say which KaTeX to take"):
            mathematics.install()


@pytest.mark.parametrize(
    "content",
    [
        b"@misc{k, author = {",
        b"@misc{k, title = {caf\xe9}}",
        b"@misc{k, title = {No year}}",
        b"@odd{k, author = {A B}, year = {1}}",
        None,
    ],
)
def test_a_bibliography_that_cannot_be_read_is_one_line(tmp_path, content):
    path = tmp_path / "references.bib"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExplainerError, match=r"^references\.bib cannot be read") as caught:
        Bibliography.load(path)
    assert "\n" not in str(caught.value)


def test_a_page_that_is_no_text_is_named(docs):
    (docs / "b.md").write_bytes(b"caf\xe9")
    with pytest.raises(ExplainerError, match=r"^b\.md cannot be read"):
        check(docs, MANIFEST, ["k"])


def test_what_an_editor_leaves_among_the_pages_is_no_page(docs):
    (docs / ".#a.md").symlink_to("somebody@somewhere.1234")
    assert check(docs, MANIFEST, ["k"]) == []


def test_a_number_belongs_to_its_page_and_others_may_quote_it(docs):
    other = Manifest({"n": NUMBER, "m": NUMBER | {"page": "b.md"}}, {"f": FIGURE}, {}, {}, {}, {})
    (docs / "b.md").write_text("Quoted: <!-- number: n -->\n")
    assert check(docs, other, ["k"]) == ["b.md: the number m is made for this page and not on it"]
    (docs / "a.md").write_text("<!-- figure: f -->\n\n<!-- number: m -->\n")
    (docs / "b.md").write_text("")
    assert check(docs, other, ["k"]) == ["b.md: the number m is made for this page and not on it"]


@pytest.mark.parametrize("field", ["caption", "said"])
def test_what_a_caption_asks_for_and_is_not_there_is_named(docs, field):
    other = Manifest(
        {"n": NUMBER}, {"f": FIGURE | {field: "It is <!-- number: none --> or <!-- figur: f -->."}}, {}, {}, {}, {}
    )
    what = "caption" if field == "caption" else "alternative text"
    found = check(docs, other, ["k"])
    assert f"a.md, the {what} of f: there is no number 'none'" in found
    assert any(line.startswith(f"a.md, the {what} of f: there is no marker 'figur'") for line in found)


def test_pages_without_a_build_say_what_to_run(tmp_path):
    with pytest.raises(ExplainerError, match="Run: python -m explainer build"):
        Manifest.load(tmp_path / "manifest.json")


def test_every_reference_can_be_shown():
    bibliography = Bibliography.load(ROOT / "docs" / "references.bib")
    for key in bibliography.keys():  # noqa: SIM118 — not a dictionary
        assert bibliography.label(key)[-4:].isdigit()
        assert "{" not in bibliography.label(key) + bibliography.entry(key)
