"""Which sentences of a page have a claim, whether a claim stands for the sentence it follows, and which have none.

A block is a paragraph, an item of a list, a table, or the caption or the alternative text of a figure. A block with a
number or a comparison in it should have a claim, or say why it has none: `<!-- unclaimed: REASON -->`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explainer.pages.manifest import Manifest
from explainer.pages.markers import outside_fences

COMPARISON = re.compile(
    r"\b(than|more|less|fewer|most|least|nearly|almost|twice|hardly|(?:as|so) \w+ as|"
    r"(?!(?:t|gu|r|dig|qu|req|inter|hon|mod|for|cont|sugg|manif|arr)est\b)\w+est)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"<!-- *number: *([\w.]+) *-->")
CLAIM = re.compile(r"<!-- *claim: *([\w-]+) *-->")
UNCLAIMED = re.compile(r"<!-- *unclaimed: *([^>]+?) *-->")
_NAMED = re.compile(r"\{[a-z]\w*\.\w+\}")
_COMMENT = re.compile(r"<!--.*?-->")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+| — ")
_LONE = re.compile(r"^(#{1,6} |\{ |/// ?|</?\w[^>]*>$|\$\$|\[.*\]\(.*\)\{|<!-- *(figure|code|table|sources)\b)")
_ITEM = re.compile(r"^\s*([-*]|\d+\.) ")


@dataclass(frozen=True)
class Block:
    """A piece of text that stands by itself, and the line that it begins on."""

    place: str
    line: int
    text: str

    @property
    def sentences(self) -> list[str]:
        """Its sentences with a number or a comparison in them."""
        parts = _SENTENCE.split(said(self.text))
        return [part for part in parts if _NAMED.search(part) or COMPARISON.search(part)]


def blocks(page: str, lines: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of a page: what is neither code nor mathematics nor a heading."""
    gathered: list[str] = []
    begin, in_formula, in_head = 1, False, False
    for number, (text, line) in enumerate(outside_fences(lines), start=1):
        bare = line.strip()
        if bare == "---" and (number == 1 or in_head):
            in_head = not in_head
        formula = bare.count("$$") == 1
        in_formula ^= formula
        apart = not text or not bare or formula or in_formula or in_head or _LONE.match(bare) or bare == "---"
        if (apart or _ITEM.match(line)) and gathered:
            yield Block(page, begin, " ".join(gathered))
            gathered = []
        if not apart:
            begin = begin if gathered else number
            gathered.append(bare)
    if gathered:
        yield Block(page, begin, " ".join(gathered))


def all_blocks(pages: Mapping[str, list[str]], manifest: Manifest) -> Iterator[Block]:
    """Yield the blocks of all pages, and the captions and alternative texts of all figures."""
    for page, lines in pages.items():
        yield from blocks(page, lines)
    for name, figure in manifest.figures.items():
        yield Block(f"{figure['page']}, the caption of {name}", 0, figure["caption"])
        yield Block(f"{figure['page']}, the alternative text of {name}", 0, figure["said"])


def said(text: str) -> str:
    """Return a text as its claim's docstring has it: numbers by name in braces, no other marker, no markup."""
    text = NUMBER.sub(lambda marker: f"{{{marker[1]}}}", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", _COMMENT.sub("", text))
    text = re.sub(r"^\s*([-*]|\d+\.|\|) ", "", text).replace("**", "").replace("*", "").replace("`", "")
    text = re.sub(r"</?\w[^>]*>", "", text).replace(" | ", " — ")
    return re.sub(r"\s+([.,;:!?)])", r"\1", " ".join(text.split())).strip(" |")


def _ends_with(text: str, sentence: str) -> bool:
    """Return whether a text ends with this sentence, clause or cell: nothing before it may turn its meaning."""
    before = text.removesuffix(sentence)
    return text.endswith(sentence) and (
        not before or (before.endswith((" ", "—")) and before.rstrip()[-1] in ".!?:;,—|)")
    )


def check(pages: Mapping[str, list[str]], manifest: Manifest) -> list[str]:
    """Return a line for each claim that is on no page, on a wrong one, twice, or behind another sentence."""
    problems: list[str] = []
    seen: set[str] = set()
    for block in all_blocks(pages, manifest):
        where = f"{block.place}, line {block.line}" if block.line else block.place
        for marker in CLAIM.finditer(block.text):
            name = marker[1]
            claim = manifest.claims.get(name)
            if claim is None:
                problems.append(f"{where}: there is no claim {name!r}")
            elif name in seen:
                problems.append(f"{where}: the claim {name} stands twice")
            elif not block.place.startswith(claim["page"]):
                problems.append(f"{where}: the claim {name} is of {claim['page']}")
            elif not _ends_with(said(block.text[: marker.start()]), said(claim["template"])):
                problems.append(f"{where}: the claim {name} says “{claim['template']}”, which is not what stands here")
            seen.add(name)
    problems += [
        f"{c['page']}: the claim {name} is on no page" for name, c in manifest.claims.items() if name not in seen
    ]
    return problems


def coverage(pages: Mapping[str, list[str]], manifest: Manifest) -> dict[str, Any]:
    """Return how many sentences with a number or a comparison there are, and those whose block has no claim."""
    counted, without, excepted = 0, [], []
    for block in all_blocks(pages, manifest):
        counted += len(block.sentences)
        if CLAIM.search(block.text) or not block.sentences:
            continue
        reason = UNCLAIMED.search(block.text)
        for sentence in block.sentences:
            entry = {"place": block.place, "line": block.line, "sentence": sentence}
            if reason:
                excepted.append(entry | {"reason": reason[1]})
            else:
                without.append(entry)
    return {"sentences": counted, "without": without, "excepted": excepted}


def ledger(pages: Mapping[str, list[str]], manifest: Manifest) -> dict[str, Any]:
    """Return claims.json as it is published: every claim with verdict and values, and how much of the pages has one."""
    fields = ("page", "sentence", "about", "holds", "values", "source", "line")
    claims = {name: {field: claim[field] for field in fields} for name, claim in manifest.claims.items()}
    counts = {
        "claims": len(claims),
        "hold": sum(claim["holds"] for claim in claims.values()),
        "about": dict(sorted(Counter(claim["about"] for claim in claims.values()).items())),
    }
    dataset = manifest.results["dataset"]["name"]
    return {"schema": 1, "dataset": dataset, "counts": counts, "claims": claims, "coverage": coverage(pages, manifest)}
