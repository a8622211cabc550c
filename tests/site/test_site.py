"""The built site, read as a browser reads it."""

import json
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import numpy as np
import pytest

from explainer.catalogue import FIGURES
from explainer.catalogue import PAGES as CHAPTERS
from explainer.pages.mathematics import KATEX

PAGES = list(CHAPTERS.values())
ADDRESSES = [page.address for page in PAGES]


def parse(path):
    return html5lib.parse(path.read_text("utf-8"), treebuilder="etree", namespaceHTMLElements=False)


def arrays(build, name):
    """The data behind a figure, as a reader downloads it."""
    with np.load(build.site / f"figures/{name}.npz", allow_pickle=False) as data:
        return dict(data)


@pytest.fixture(scope="session")
def pages(build):
    """Every page of the site, by address."""
    found = {}
    for path in sorted(build.site.rglob("*.html")):
        address = path.relative_to(build.site).as_posix().removesuffix("index.html")
        found[address] = parse(path)
    return found


@pytest.fixture(scope="session")
def results(build):
    return json.loads((build.site / "results.json").read_text("utf-8"))


def test_every_page_of_the_catalogue_is_there(pages):
    assert set(ADDRESSES) <= set(pages)


def test_every_figure_has_number_caption_alternative_anchor_and_files(build, pages, results):
    for name, figure in results["figures"].items():
        address, anchor = urldefrag(figure["page"])
        (shown,) = [f for f in pages[address].iter("figure") if f.get("id") == anchor == f"fig-{name}"]
        images = list(shown.iter("img"))
        assert [i.get("alt") for i in images] == [figure["alt"]] * 2
        assert all(int(i.get("width")) > 0 and int(i.get("height")) > 0 for i in images)
        caption = "".join(shown.find(".//figcaption").itertext())
        assert re.search(r"Figure \d+\.\d+", caption)
        links = {urljoin(f"/{address}", a.get("href")) for a in shown.iter("a")}
        assert {f"/{figure[kind]}" for kind in ("svg", "png", "data")} <= links
        for kind in ("svg", "dark", "png", "data"):
            assert (build.site / figure[kind]).stat().st_size > 300


def test_figures_come_in_the_order_of_their_numbers(pages):
    for index, address in enumerate(ADDRESSES):
        shown = [f.get("id").removeprefix("fig-") for f in pages[address].iter("figure") if f.get("id")]
        assert shown == [n for n, row in FIGURES.items() if row.page == PAGES[index].file]
        for place, figure in enumerate((f for f in pages[address].iter("figure") if f.get("id")), start=1):
            assert f"Figure {index}.{place} " in "".join(figure.itertext()).replace("\xa0", " ")


def test_every_number_on_a_page_is_the_one_in_results_json(pages, results):
    seen = set()
    for address in ADDRESSES:
        for data in pages[address].iter("data"):
            name = data.get("data-name")
            assert float(data.get("value")) == results["numbers"][name]["value"]
            seen.add(name)
    assert seen == set(results["numbers"])


def test_no_marker_is_left(build):
    for path in build.site.rglob("*.html"):
        if "source" not in path.relative_to(build.site).parts:
            text = path.read_text("utf-8")
            assert not re.search(r"<!-- *(figure|number|claim|unclaimed|cite|code|table|sources)\b", text), path


def test_the_first_use_of_a_term_leads_to_the_glossary_on_every_other_page_of_the_catalogue(build, pages):
    for address, page in pages.items():
        links = [a for a in page.iter("a") if a.get("class") == "term"]
        targets = [urldefrag(urljoin(f"/{address}", a.get("href"))) for a in links]
        assert {place for place, _ in targets} == (
            {"/glossary/"} if address in ADDRESSES and address != "glossary/" else set()
        )
        assert len(set(targets)) == len(targets)
        assert all(len(a.find("abbr").get("title")) > 20 for a in links)
    found = json.loads((build.site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    assert {"glossary/#logit", "glossary/#pre-image"} <= {each["location"] for each in found}


def test_every_link_leads_somewhere(build, pages):
    ids = {a: {e.get("id") for e in page.iter() if e.get("id")} for a, page in pages.items()}
    for address, page in pages.items():
        if address == "404.html":
            continue
        for element in page.iter():
            for attribute in ("href", "src"):
                target = element.get(attribute)
                if not target or urlsplit(target).scheme in ("http", "https", "data", "mailto"):
                    continue
                place, anchor = urldefrag(urljoin(f"/{address}", target))
                place = place.removeprefix("/")
                file = build.site / place / ("index.html" if place == "" or place.endswith("/") else "")
                assert file.is_file(), f"{address}: {target}"
                if anchor and not anchor.startswith(("only-", "__")) and place in ids:
                    assert anchor in ids[place], f"{address}: {target}"


def test_nothing_is_asked_of_another_host(build, pages):
    for address, page in pages.items():
        for element in (e for e in page.iter() if e.tag != "a"):
            for attribute in ("src", "href", "data", "srcset"):
                target = element.get(attribute) or ""
                if element.tag == "link" and element.get("rel") == "canonical":
                    continue
                assert not re.match(r"(https?:)?//", target), f"{address}: {target}"
    for sheet in build.site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//|@import", sheet.read_text("utf-8")), sheet


def test_style_and_fonts_of_the_mathematics_are_the_sites_own(build):
    sheet = (build.site / "assets/katex/katex.min.css").read_text("utf-8")
    fonts = re.findall(r"url\((fonts/[\w-]+\.woff2)\)", sheet)
    assert fonts
    assert all((build.site / "assets/katex" / font).is_file() for font in fonts)
    assert (KATEX / "LICENSE").is_file()


def test_every_page_has_one_heading_a_title_and_a_way_to_cite_it(pages, results):
    version = results["provenance"]["version"]
    for address in ADDRESSES:
        page = pages[address]
        assert len(list(page.iter("h1"))) == 1, address
        assert page.find(".//title").text
        (entry,) = [d for d in page.iter("details") if d.get("id") == "cite"]
        text = "".join(entry.itertext())
        assert "@misc{" in text
        assert f"Version {version}" in text
        assert text.count("{") == text.count("}")


def test_a_fallback_says_so_on_every_page_and_mnist_on_none(pages, results):
    for address in ADDRESSES:
        text = "".join(pages[address].itertext())
        assert ("built without MNIST" in text) == results["dataset"]["fallback"]


def test_every_figure_is_sharp_light_and_dark_and_the_same_data(build):
    for name in FIGURES:
        light, dark = (build.site / f"figures/{name}.{paper}.svg" for paper in ("light", "dark"))
        text = light.read_text("utf-8")
        assert text != dark.read_text("utf-8")
        assert "<dc:date>" not in text
        if "<image" in text:
            assert "image-rendering:pixelated" in text, name
        assert set(arrays(build, name)) == set(FIGURES[name].arrays)


def test_the_source_of_every_module_is_on_the_site(build):
    for path in (Path(__file__).parents[2] / "explainer").rglob("*.py"):
        module = path.relative_to(path.parents[len(path.relative_to(Path(__file__).parents[2]).parts) - 2])
        assert (build.site / "source" / module.with_suffix("") / "index.html").is_file()


def test_search_finds_the_pages_and_not_their_formulas(build):
    index = json.loads((build.site / "search/search_index.json").read_text("utf-8"))
    assert any("ring" in entry["text"] for entry in index["docs"])
    assert not any("\\sum" in entry["text"] for entry in index["docs"])
    assert not any(entry["location"].startswith("source/") for entry in index["docs"])
