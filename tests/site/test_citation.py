"""What a reader copies or a program finds can be read by what reads such things, and says what CITATION.cff says."""

import json
import re
import tomllib
from datetime import date
from io import StringIO

import html5lib
import pytest
import rispy
from cffconvert import Citation
from pybtex.database import parse_string
from pyld import jsonld

from explainer.catalogue import FIGURES, PAGES
from explainer.errors import ExplainerError
from explainer.pages import citation
from explainer.pages.citation import Author, Metadata, Work
from explainer.pages.manifest import Manifest
from explainer.settings import ROOT

HOME = "https://example.org/latest/"
SITE = Metadata.load()
PEOPLE = (Author("Le Cun", "Yann Q."), Author("The explainer authors"))
WORK = Work(SITE, "explainer-weights", "Reading the weights", f"{HOME}weights/#fig-w", date(2026, 3, 9), "ab" * 20)
SCHEMA = {"@context": {"@vocab": "https://schema.org/"}}  # what schema.org's own context does with plain names


def parsed(path):
    return html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)


def article(text):
    """JSON-LD, expanded by a parser that knows the vocabulary without asking for it."""
    (found,) = jsonld.expand(
        json.loads(text),
        {"documentLoader": lambda url, _: {"document": SCHEMA, "documentUrl": url, "contextUrl": None}},
    )
    return found


def value(expanded, name):
    return [each.get("@value") for each in expanded.get(f"https://schema.org/{name}", [])]


def test_citation_cff_is_valid_and_says_what_the_package_and_zenodo_say():
    cff = (ROOT / "CITATION.cff").read_text("utf-8")
    Citation(cff).validate()
    package = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    zenodo = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    assert SITE.version == package["version"] == zenodo["version"]
    assert SITE.license == package["license"] == zenodo["license"]
    assert (SITE.title, SITE.abstract, list(SITE.keywords)) == tuple(
        zenodo[name] for name in ("title", "description", "keywords")
    )
    assert [author.inverted for author in SITE.authors] == [creator["name"] for creator in zenodo["creators"]]


def test_every_form_says_who_what_when_which_and_where():
    entry = parse_string(WORK.bibtex, "bibtex").entries["explainer-weights"]
    assert entry.fields["url"] == WORK.url
    assert entry.fields["title"].strip("{}") == WORK.title
    assert (entry.fields["year"], entry.fields["month"]) == ("2026", "03")
    assert f"Version {SITE.version}, commit abababababab" in entry.fields["note"]
    (record,) = rispy.load(StringIO(WORK.ris + "\n"))
    assert (record["title"], record["secondary_title"]) == (WORK.title, SITE.title)
    assert record["authors"] == [author.inverted for author in SITE.authors]
    assert (record["year"], record["date"], record["urls"]) == ("2026", "2026/03/09", [WORK.url])
    assert WORK.csl["issued"] == {"date-parts": [[2026, 3, 9]]}
    assert (WORK.csl["URL"], WORK.csl["version"]) == (WORK.url, SITE.version)
    for part in (WORK.title, SITE.title, SITE.version, "2026, March 9", WORK.url):
        assert part in WORK.apa


def test_a_person_has_two_names_and_a_group_stays_whole():
    work = Work(Metadata("T", PEOPLE, "1", "MIT", "", (), date(2026, 1, 2)), "k", "A?", "", date(2026, 1, 2), "")
    person, group = parse_string(work.bibtex, "bibtex").entries["k"].persons["author"]
    assert (person.last_names, person.first_names, person.middle_names) == (["Le", "Cun"], ["Yann"], ["Q."])
    assert group.last_names == ["{The explainer authors}"]
    assert work.apa == "Le Cun, Y. Q., & The explainer authors. (2026, January 2). A? In T (Version 1)."
    assert work.csl["author"] == [{"family": "Le Cun", "given": "Yann Q."}, {"literal": "The explainer authors"}]
    assert "url" not in work.bibtex
    assert "UR" not in dict(line.split("  - ") for line in work.ris.splitlines())


def test_linked_data_names_the_article_the_site_the_numbers_and_the_code():
    found = article(citation.linked_data(WORK, HOME, "mnist"))
    assert found["@type"] == ["https://schema.org/ScholarlyArticle"]
    assert value(found, "headline") == [WORK.title]
    assert value(found, "datePublished") == ["2026-03-09"]
    kinds = {kind for part in found["https://schema.org/isBasedOn"] for kind in part["@type"]}
    assert kinds == {"https://schema.org/Dataset", "https://schema.org/SoftwareSourceCode"}
    (whole,) = found["https://schema.org/isPartOf"]
    assert (value(whole, "name"), value(whole, "url")) == ([SITE.title], [HOME])
    assert "</" not in citation.linked_data(Work(SITE, "k", "</script>", "", date(2026, 1, 2), ""), "", "mnist")


def test_permalinks_are_those_of_the_site(digits):
    found = citation.works(SITE, Manifest.load(digits.built.manifest), HOME, date(2026, 1, 2))
    assert list(found) == [page.file for page in PAGES.values()]
    assert found["index.md"][0].url == HOME
    assert [work.url for work in found["weights.md"][:2]] == [
        f"{HOME}weights/",
        f"{HOME}weights/#fig-{next(name for name, row in FIGURES.items() if row.page == 'weights.md')}",
    ]
    works = [work for each in found.values() for work in each]
    assert len({work.key for work in works}) == len(works) == len(PAGES) + len(FIGURES)


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.file)
def test_every_page_offers_itself_and_its_figures_in_every_form(digits, page):
    html = parsed(digits.site / page.address / "index.html")
    own = [name for name, row in FIGURES.items() if row.page == page.file]
    name = page.file.removesuffix(".md")
    entries = parse_string((digits.site / f"citations/{name}.bib").read_text("utf-8"), "bibtex").entries
    with (digits.site / f"citations/{name}.ris").open(encoding="utf-8") as file:
        records = rispy.load(file)
    items = json.loads((digits.site / f"citations/{name}.json").read_text("utf-8"))
    assert len(entries) == len(records) == len(items) == 1 + len(own)
    assert list(entries) == [record["id"] for record in records] == [item["id"] for item in items]
    assert items[0]["title"] == records[0]["title"] == page.title  # without the number of the chapter

    ids = {element.get("id") for element in html.iter()} - {None}
    links = {element.get("href") for element in html.iter("a")} - {None}
    assert "cite" in ids
    for figure in own:
        assert f"#cite-fig-{figure}" in links
        assert f"cite-fig-{figure}" in ids
    shown = ["".join(each.itertext()) for each in html.iter("pre")]
    assert sum(text.startswith("@misc{explainer-") for text in shown) == 1 + len(own)
    meta = [(each.get("name"), each.get("content")) for each in html.iter("meta")]
    assert ("citation_title", page.title) in meta
    assert [content for kind, content in meta if kind == "citation_author"] == [a.inverted for a in SITE.authors]
    (linked,) = [each.text for each in html.iter("script") if each.get("type") == "application/ld+json"]
    assert value(article(linked), "headline") == [page.title]


def test_every_number_and_every_claim_has_an_address(digits):
    results = json.loads((digits.site / "results.json").read_text("utf-8"))
    claims = json.loads((digits.site / "claims.json").read_text("utf-8"))["claims"]
    ids = {
        page.address: set(re.findall(r' id="([^"]+)"', (digits.site / page.address / "index.html").read_text("utf-8")))
        for page in PAGES.values()
    }
    addresses = {page.file: page.address for page in PAGES.values()}
    assert [name for name, row in results["numbers"].items() if f"number-{name}" not in ids[row["page"]]] == []
    assert [
        name for name, row in claims.items() if f"claim-{name}" not in ids[addresses.get(row["page"], row["page"])]
    ] == []


SOON = "{title: T, authors: [{name: A}], version: 1, license: MIT, abstract: A, keywords: [], date-released: soon}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "cannot be read"),
        ("title: T\n", "does not say 'authors'"),
        ("- a\n", "cannot be read"),
        (SOON, "cannot be read"),
    ],
)
def test_a_broken_citation_file_is_one_line(tmp_path, text, said):
    (tmp_path / "CITATION.cff").write_text(text, "utf-8")
    with pytest.raises(ExplainerError, match=said):
        Metadata.load(tmp_path / "CITATION.cff")
