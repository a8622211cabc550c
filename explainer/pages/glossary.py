"""The glossary's terms, and a mark at the first use of each on every other page.

The glossary is a page like the others, docs/glossary.md: a heading of the third level for each term, and below it one
paragraph that says what it means. Nothing else lists the terms. A heading's `data-also` has other words for a term,
`data-not` phrases in which its word means something else, `data-on` the only pages where it has this meaning; several
are parted by commas.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.util import AtomicString

from explainer.errors import ExplainerError

PAGE = "glossary.md"
# What is in these is no running text, or is a link already, or leads to something else when it is clicked.
APART = frozenset({"a", "abbr", "button", "code", "data", "figure", "label", "pre", "summary", "th"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
APART_CLASSES = frozenset({"arithmatex", "claim-test", "names", "needs", "question"})

_HEADING = re.compile(r"^### +(?P<name>.+?) *\{ *#(?P<id>[\w-]+)(?P<more>[^}]*)\} *$")
_MORE = re.compile(r'data-(also|not|on)="([^"]*)"')
_PLACE = re.compile(r"\s*\[[^\]]*\]\([^)]*\)\{ *\.where *\}")
_COMMENT = re.compile(r"<!--.*?-->")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Term:
    """A term, its place on the page, what it means in plain text, and the words that it is met under or is not.

    `pages` are those on which it is marked; on all of them if there is none.
    """

    name: str
    id: str
    meaning: str
    words: tuple[str, ...]
    other_senses: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the page."""

    terms: tuple[Term, ...]

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """Read the page, once for each version of it; ExplainerError says in one line what is wrong with it."""
        try:
            return _load(path, path.stat().st_mtime_ns)
        except (OSError, UnicodeDecodeError) as error:
            raise ExplainerError(f"{path.name} cannot be read: {error}") from error


@lru_cache(maxsize=4)
def _load(path: Path, _: int) -> Glossary:
    return parse(path.read_text("utf-8").splitlines())


def parse(lines: Iterable[str]) -> Glossary:
    """Return the terms of the page's lines; ExplainerError if one has no meaning, or two are met under one word."""
    terms: list[Term] = []
    words: set[str] = set()
    for heading, paragraph in _entries(lines):
        more = dict(_MORE.findall(heading["more"]))
        also, other, on = (
            tuple(filter(None, map(str.strip, more.get(k, "").split(",")))) for k in ("also", "not", "on")
        )
        term = Term(heading["name"], heading["id"], _plain(paragraph), (heading["name"], *also), other, on)
        if not term.meaning:
            raise ExplainerError(f"{PAGE}: the term {term.name} has no meaning below it")
        for word in term.words:
            if word in words:
                raise ExplainerError(f"{PAGE}: the word {word} stands for two terms")
            words.add(word)
        terms.append(term)
    return Glossary(tuple(terms))


def _entries(lines: Iterable[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each heading of a term with the paragraph below it."""
    heading: re.Match[str] | None = None
    gathered: list[str] = []
    for line in [*lines, "#"]:
        if heading and (line.startswith("#") or (gathered and not line.strip())):
            yield heading, " ".join(gathered)
            heading, gathered = None, []
        if found := _HEADING.match(line):
            heading = found
        elif heading and line.strip():
            gathered.append(line.strip())


def _plain(paragraph: str) -> str:
    """Return a paragraph without markup, comments and the link to where its term is introduced."""
    text = _LINK.sub(r"\1", _PLACE.sub("", _COMMENT.sub("", paragraph)))
    return " ".join(re.sub(r"[*`]", "", text).split())


def _forms(word: str) -> Iterator[str]:
    """Yield a word and its plural, each also as it begins a sentence."""
    plural = re.sub(r"y$", "ie", word) if re.search(r"[^aeiou]y$", word) else word
    plural += "es" if re.search(r"(s|x|ch|sh)$", plural) else "s"
    for form in (word, plural):
        yield from _capitals(form)


def _capitals(form: str) -> Iterator[str]:
    """Yield a form as it is, and with a capital if it has none."""
    yield form
    if form == form.lower():
        yield form[0].upper() + form[1:]


class FirstUses(AbbrTreeprocessor):
    """Makes the first use of each term on a page a link to its entry that shows its meaning."""

    def __init__(self, md: Markdown, glossary: Glossary, page: str) -> None:
        here = [term for term in glossary.terms if not term.pages or page in term.pages]
        of_form = {form: term for term in here for word in term.words for form in _forms(word)}
        self._of_form: Mapping[str, Term] = of_form
        senses = (form for term in here for sense in term.other_senses for form in _capitals(sense))
        longest_first = sorted({*of_form, *senses}, key=lambda form: (-len(form), form))
        any_form = "|".join(
            r"\s+".join(map(re.escape, form.split())) for form in longest_first
        )  # also over a line's end
        self._pattern = re.compile(rf"(?<![\w-])(?:{any_form})(?![\w-])")
        self._met: set[str] = set()
        super().__init__(md, {form: term.meaning for form, term in of_form.items()})

    def run(self, root: etree.Element) -> None:
        """Go through the page from its beginning."""
        self._met = set()
        if self._of_form:
            self._walk(root)

    def _walk(self, element: etree.Element) -> None:
        children = list(element)
        element.text = self._mark(element, 0, element.text)
        for child in children:
            if child.tag not in APART | HEADINGS and not APART_CLASSES.intersection(child.get("class", "").split()):
                self._walk(child)
            child.tail = self._mark(element, list(element).index(child) + 1, child.tail)

    def _mark(self, parent: etree.Element, place: int, text: str | None) -> str | None:
        """Put links for the terms first met in a text into its parent, and return what is before the first of them."""
        if not text or isinstance(text, AtomicString):
            return text
        begin, before, last = 0, text, None
        for found in self._pattern.finditer(text):
            term = self._of_form.get(" ".join(found[0].split()))
            if term is None or term.id in self._met:
                continue
            self._met.add(term.id)
            if last is None:
                before = text[: found.start()]
            else:
                last.tail = text[begin : found.start()]
            last, begin = self._link(term, found[0]), found.end()
            parent.insert(place, last)
            place += 1
        if last is not None:
            last.tail = text[begin:]
        return before

    def _link(self, term: Term, text: str) -> etree.Element:
        link = etree.Element("a", {"class": "term", "href": f"{PAGE}#{term.id}"})
        link.append(self.create_element(term.meaning, text, ""))
        return link
