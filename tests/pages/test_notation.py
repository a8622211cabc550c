"""The notation: every symbol of the pages' formulas is in one table, with its meaning and the page of its first use."""

import re
from functools import cache

import pytest

from explainer.catalogue import FIGURES, PAGES
from explainer.pages import mathematics
from explainer.settings import ROOT

GLOSSARY = "glossary.md"
ORDER = [page.file for page in PAGES.values()]
HEADING = "## Notation {"
# How a formula is set out, and what every reader of formulas knows.
PLAIN = {"Bigl", "Bigr", "bigl", "bigr", "cdot", "frac", "infty", "leftarrow", "left", "qquad", "right", "sqrt", "sum"}
TOKEN = re.compile(
    r"\\(?:begin|end)\{\w+\}"
    r"|\\operatorname\{(?P<word>\w+)\}"
    r"|\^\{?(?P<above>\\mathsf \w|\+|-1)\}?"
    r"|\\(?P<command>[A-Za-z]+)"
    r"|(?P<letter>[A-Za-z])"
)


def symbols(tex):
    """The symbols of a formula in their order, with those of subscripts: letters, words, what stands above."""
    found = ((kind, text) for token in TOKEN.finditer(tex) for kind, text in token.groupdict().items() if text)
    return [f"^{text}" if kind == "above" else text for kind, text in found if text not in PLAIN]


def formulas(lines):
    return [tex for _, (tex, _) in mathematics.formulas(lines)]


@cache
def used():
    """The symbols of each page and of its captions, but for the table itself."""
    lines = {page: (ROOT / "docs" / page).read_text("utf-8").partition(HEADING)[0].split("\n") for page in ORDER}
    for row in FIGURES.values():
        lines[row.page] += ["", row.caption, "", row.alt]
    return {page: {each for tex in formulas(text) for each in symbols(tex)} for page, text in lines.items()}


@cache
def table():
    """The rows of the table: the symbols that each explains, and the page that it says they are first on."""
    text = (ROOT / "docs" / GLOSSARY).read_text("utf-8").partition(HEADING)[2]
    rows = [line.strip("| ").split(" | ") for line in text.split("\n") if line.startswith("| $")]
    return [
        ([symbols(tex)[0] for tex in formulas([cells[0]])], re.findall(r"\]\((\S+\.md)", cells[-1])) for cells in rows
    ]


def test_every_symbol_of_every_page_is_in_the_table():
    known = {each for own, _ in table() for each in own}
    assert {page: found - known for page, found in used().items() if found - known} == {}


def test_notebooks_use_the_same_symbols():
    known = {each for own, _ in table() for each in own}
    texts = [path.read_text("utf-8") for path in (ROOT / "explainer/chapters").glob("*/notebook.py")]
    found = {each for text in texts for tex in formulas(_prose(text)) for each in symbols(tex)}
    assert len(found) > 5
    assert found <= known


def _prose(notebook):
    return ["", *re.findall(r"^# ?(?!%%)(.*)$", notebook, re.MULTILINE)]


def test_a_symbol_has_one_row_and_each_row_is_of_use():
    rows = [set(own) for own, _ in table()]
    assert len(rows) > 30
    everywhere = set().union(*used().values())
    for place, own in enumerate(rows):
        assert own <= everywhere
        assert not own & set().union(*rows[:place]), own


def test_a_row_leads_to_the_page_where_its_symbols_are_met_first():
    for own, pages in table():
        assert pages == [next(page for page in ORDER if used()[page] & set(own))], own


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"z_c = \sum_{i=1}^{784} w_{ci}\, x_i + b_c .", ["z", "c", "i", "w", "c", "i", "x", "i", "b", "c"]),
        (r"\frac\lambda2 w^2", ["lambda", "w"]),
        (r"(P - Y)^{\mathsf T} X / N", ["P", "Y", r"^\mathsf T", "X", "N"]),
        (r"x\,x^{\mathsf T}", ["x", "x", r"^\mathsf T"]),
        (r"\bigl(W\, \Sigma\bigr)^{+} - W^{-1}", ["W", "Sigma", "^+", "W", "^-1"]),
        (r"\operatorname{softmax}^{-1}(p)", ["softmax", "^-1", "p"]),
        (r"\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}", ["x", "y"]),
        (r"\Bigl(-\sum_k y_k \log p_k\Bigr)", ["k", "y", "k", "log", "p", "k"]),
        (r"e^{1000} e^{z_c}", ["e", "e", "z", "c"]),
    ],
)
def test_a_formula_is_taken_apart_into_its_symbols(tex, expected):
    assert symbols(tex) == expected
