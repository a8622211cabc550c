"""The site as a reader meets it: wide and narrow, light and dark, with and without JavaScript."""

import json

import pytest

from explainer.catalogue import PAGES

ADDRESSES = [page.address for page in PAGES.values()]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_page_shows_its_figures_fits_its_window_and_asks_nobody_else(open_page, path, width, scheme):
    page = open_page(path, width, scheme)
    if page.locator("[data-instrument]").count():  # which take the places of figures
        page.locator("html[data-lab=ready]").wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wanted = "light" if scheme == "light" else "dark"
    figures = page.locator("figure.fig")
    for index in range(figures.count()):
        images = figures.nth(index).locator("img:visible")
        if not figures.nth(index).is_visible():
            continue  # behind a tab
        assert images.count() == 1
        images.first.scroll_into_view_if_needed()
        assert images.first.get_attribute("src").endswith(f"#only-{wanted}")
        page.wait_for_function("i => i.complete && i.naturalWidth > 0", arg=images.first.element_handle())
        box = figures.nth(index).bounding_box()  # a wide figure scrolls inside its own on a phone
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("path", ["", "weights/"])
def test_a_page_reads_without_javascript(open_page, path):
    page = open_page(path, javascript=False)
    assert page.locator("h1").inner_text()
    assert page.locator("figure.fig img:visible").count() == page.locator("figure.fig:visible").count()
    if path:
        assert page.locator(".katex").first.is_visible()


def test_the_reader_can_switch_to_dark_and_the_figures_follow(open_page):
    page = open_page("weights/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_title("Switch to dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert page.locator("#fig-weights img:visible").get_attribute("src").endswith("#only-dark")


def test_search_finds_the_ring(open_page):
    page = open_page("")
    page.locator("input.md-search__input").click()
    page.keyboard.type("ring")
    page.locator(".md-search-result__link").first.wait_for()
    found = [link.get_attribute("href") for link in page.locator(".md-search-result__link").all()]
    assert any("weights/" in target for target in found)


def test_a_figures_number_puts_its_address_into_the_bar(open_page):
    page = open_page("weights/")
    page.locator("#fig-weights .fig-number").click()
    assert page.url.endswith("/weights/#fig-weights")


def test_the_entry_to_cite_opens_from_the_keyboard(open_page):
    page = open_page("weights/")
    page.locator("#cite > summary").focus()
    page.keyboard.press("Enter")
    assert all(page.locator("#cite > pre").nth(place).is_visible() for place in range(2))  # as a line, as BibTeX


def test_cite_under_a_figure_opens_its_entry(open_page):
    page = open_page("weights/")
    entry = page.locator("#cite-fig-weights > pre").last
    assert not entry.is_visible()
    page.locator("#fig-weights").get_by_role("link", name="cite").click()
    assert entry.is_visible()
    assert "Figure" in entry.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_page(open_page, scheme):
    """WCAG 2.2 asks for a contrast of 4.5 between text and what is behind it."""
    page = open_page("weights/", scheme=scheme)
    contrast = """selector => {
      const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
          .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const [a, b] = [getComputedStyle(document.querySelector(selector)).color,
        getComputedStyle(document.body).backgroundColor].map(lum).sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    }"""
    for selector in (".md-typeset p", ".md-typeset .question", ".md-typeset p a", ".fig figcaption", ".md-nav__link"):
        assert page.evaluate(contrast, selector) >= 4.5, selector


def test_the_text_is_no_wider_than_a_line_that_reads_well(open_page):
    page = open_page("weights/")
    widest = page.evaluate(
        """() => { const p = document.querySelector('.md-typeset > p:not([class])');
          const one = document.createElement('span'); one.textContent = 'n'.repeat(70);
          one.style.cssText = 'white-space: nowrap; position: absolute; visibility: hidden';
          p.append(one); const w = one.getBoundingClientRect().width; one.remove();
          return p.getBoundingClientRect().width / w; }"""
    )
    assert widest <= 1.15


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_to_a_figure_in_a_folded_solution_opens_it(open_page, javascript):
    page = open_page("exercises/", javascript=javascript)
    solutions = page.locator("details:not(.cite-page)")
    assert solutions.count() == 6  # five exercises, and the answers to the questions at the end
    assert page.locator("details[open]").count() == 0
    page = open_page("exercises/#fig-restarts-likeness", javascript=javascript)
    figure = page.locator("#fig-restarts-likeness")
    figure.locator("xpath=ancestor::details[@open]").wait_for()
    assert page.locator("details[open]").count() == 1
    assert 0 <= figure.bounding_box()["y"] < 300


def test_what_is_folded_is_printed(open_page):
    page = open_page("exercises/", javascript=False)
    page.emulate_media(media="print")
    figure = page.locator("#fig-restarts-likeness figcaption")
    assert figure.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    assert figure.bounding_box()["height"] > 0


@pytest.mark.parametrize("javascript", [True, False])
def test_the_mark_of_a_claim_opens_its_test_from_the_keyboard(open_page, javascript):
    page = open_page("weights/", javascript=javascript)
    mark = page.get_by_role("button", name="show the test").first
    test = page.locator(f"#{mark.get_attribute('popovertarget')}")
    assert not test.is_visible()
    mark.focus()
    page.keyboard.press("Enter")
    assert test.is_visible()
    assert test.locator("dd").count() >= 1
    assert "return holds(" in test.locator("pre").inner_text()
    assert test.get_by_role("link").last.get_attribute("href").endswith("source/chapters/weights/claims/")
    page.keyboard.press("Escape")
    assert not test.is_visible()
    assert mark.evaluate("e => e === document.activeElement")


def test_claims_leave_no_trace_in_print_and_their_tests_none_in_the_reading_flow(open_page):
    page = open_page("weights/")
    assert page.locator(".claim-test:visible").count() == 0
    assert page.locator("button.claim:visible").count() > 10
    page.emulate_media(media="print")
    assert page.locator("button.claim:visible").count() == 0


def test_what_does_not_hold_of_these_digits_is_said_at_the_sentence(open_page, digits):
    ledger = json.loads((digits.site / "claims.json").read_text("utf-8"))
    name, claim = next((n, c) for n, c in ledger["claims"].items() if not c["holds"] and c["page"] == "training.md")
    page = open_page("training/")
    said = page.locator(f"#claim-{name} + .claim-not")
    assert said.inner_text() == "(not so for these digits)"
    about = open_page("about/")
    assert about.locator(f"a[href$='training/#claim-{name}']").count() == 1
    assert claim["sentence"][:40] in about.locator("article").inner_text()
