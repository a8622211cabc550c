"""Markers in, Markdown out."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from explainer.errors import ExplainerError
from explainer.pages import edition, models, notebooks, recipes, sources
from explainer.pages.bibliography import Bibliography
from explainer.pages.manifest import Manifest
from explainer.pages.markers import MARKER, outside_fences

WIDE = 2  # times as wide as high: on a phone such a figure keeps its size, and scrolls


@dataclass
class Renderer:
    """Renders one page; remembers what it cites, gives and claims."""

    manifest: Manifest
    bibliography: Bibliography
    cited: list[str] = field(default_factory=list)
    numbered: set[str] = field(default_factory=set)
    claimed: list[str] = field(default_factory=list)

    def page(self, lines: list[str]) -> list[str]:
        """Return the page's lines with every marker replaced."""
        rendered: list[str] = []
        for text, line in outside_fences(lines):
            rendered += self._markers(line).split("\n") if text else [line]
        return rendered + [line for name in self.claimed for line in ["", *self._test_of(name)]]

    def _markers(self, text: str) -> str:
        return MARKER.sub(lambda found: self._one(found["kind"], found["name"] or ""), text)

    def _one(self, kind: str, name: str) -> str:
        makers = {
            "figure": self._figure,
            "number": self._number,
            "notebook": lambda name: notebooks.linked(self.manifest, name),
            "claim": self._claim,
            "unclaimed": lambda _: "",
            "cite": self._cite,
            "code": sources.code,
            "table": self._table,
            "sources": self._sources,
        }
        if kind not in makers:
            raise ExplainerError(f"there is no marker {kind!r}")
        try:
            return makers[kind](name)
        except KeyError as error:
            raise ExplainerError(f"there is no {kind} {name!r}") from error

    def _number(self, name: str) -> str:
        row = self.manifest.numbers[name]
        text = row["text"].replace(" ", "\u00a0")  # a number and its unit stay on one line
        anchor = "" if name in self.numbered else f' id="number-{name}"'  # the first of that name can be linked to
        self.numbered.add(name)
        return f'<data class="number"{anchor} value="{row["value"]}" data-name="{name}" title="{name}">{text}</data>'

    def _claim(self, name: str) -> str:
        """Return the mark at the end of a claim, which opens its test; and what to say where it does not hold."""
        claim = self.manifest.claims[name]
        self.claimed.append(name)
        verdict = "holds in this build" if claim["holds"] else "does not hold in this build"
        label = f"This {verdict}: show the test"
        mark = (
            f'<button class="claim" type="button" id="claim-{name}" popovertarget="claim-{name}-test" '
            f'aria-label="{label}" title="{label}">{"✓" if claim["holds"] else "✗"}</button>'
        )
        return mark if claim["holds"] else f'{mark} <span class="claim-not">(not so for these digits)</span>'

    def _test_of(self, name: str) -> list[str]:
        """Return what the mark of a claim opens: verdict, values and source of the predicate."""
        claim = self.manifest.claims[name]
        values = "".join(
            f"<dt>{html.escape(what)}</dt><dd>{html.escape(_short(value))}</dd>"
            for what, value in claim["values"].items()
        )
        verdict = "Holds in this build" if claim["holds"] else "Does not hold in this build"
        code = html.escape(claim["code"]).replace("\n", "&#10;")  # in one line: Markdown leaves it alone
        return [
            f'<div class="claim-test" id="claim-{name}-test" popover="auto" data-search-exclude markdown>',
            f'<p markdown="span"><strong>{verdict}.</strong> {html.escape(claim["sentence"])}</p>',
            f"<dl>{values}</dl>",
            f"<pre><code>{code}</code></pre>",
            f'<p markdown="span">[Link to this claim](#claim-{name}) · '
            f"[{claim['source']}.py, line {claim['line']}](source/{claim['source']}.md)</p>",
            "</div>",
        ]

    def _figure(self, name: str) -> str:
        row = self.manifest.figures[name]
        marks = " ".join(self._markers(found[0]) for found in MARKER.finditer(row["said"]) if found["kind"] == "claim")
        alt = html.escape(row["alt"]).replace("[", "(").replace("]", ")")
        size = f"width={row['width']} height={row['height']} loading=lazy"
        files = [
            ("SVG", row["svg"]),
            ("PNG", row["png"]),
            ("data", row["data"]),
            *([("CSV", row["csv"])] if "csv" in row else []),
            ("code", f"source/{row['source']}.md"),
        ]
        shape = "fig fig-wide" if row["width"] > WIDE * row["height"] else "fig"
        links = " · ".join(f"[{label}]({target})" for label, target in files)
        links += f' · <a href="#cite-fig-{name}">cite</a>'  # the template has it: MkDocs does not know of that anchor
        return "\n".join(
            [
                f'<figure class="{shape}" id="fig-{name}" markdown>',
                f"![{alt}]({row['svg']}#only-light){{ {size} }}",
                f"![{alt}]({row['dark']}#only-dark){{ {size} }}",
                "<figcaption markdown>",
                f"[Figure {row['number']}](#fig-{name}){{ .fig-number }} {self._markers(row['caption'])} {marks}",
                f"{links}",
                "{ .fig-files }",
                "</figcaption>",
                "</figure>",
            ]
        ).replace(f"\n{links}\n", f"\n\n{links}\n")

    def _cite(self, name: str) -> str:
        found = []
        for key in name.split(", "):
            if key not in self.cited:
                self.cited.append(key)
            found.append(f'<a class="cite" href="#source-{key}">{html.escape(self.bibliography.label(key))}</a>')
        return f"({'; '.join(found)})"

    def _sources(self, _: str) -> str:
        entries = [
            f'<li id="source-{key}">{self.bibliography.entry(key)}</li>'
            for key in sorted(self.cited, key=self.bibliography.label)
        ]
        return f'<ul class="sources">{"".join(entries)}</ul>'

    def _table(self, name: str) -> str:
        makers: dict[str, Callable[[], str]] = {
            "provenance": self._provenance,
            "edition": lambda: edition.verdict(self.manifest.edition),
            "tolerances": edition.tolerances,
            "recipes-site": lambda: recipes.table("site"),
            "recipes-fast": lambda: recipes.table("fast"),
            "numbers": self._numbers,
            "claims": self._claims,
            "notebooks": lambda: notebooks.table(self.manifest),
            "models": lambda: models.table(self.manifest.models, "models/"),
        }
        return makers[name]()

    def _provenance(self) -> str:
        results = self.manifest.results
        made, data = results["provenance"], results["dataset"]
        rows = {
            "Data set": f"{data['name']}{', the fallback' if data['fallback'] else ''}",
            "Images": ", ".join(f"{data[split]:,} {split}" for split in ("train", "validation", "test")),
            "SHA-256 of the data": f"`{data['sha256']}`",
            "Version": made["version"],
            "Commit": f"`{made['commit']}`" if made["commit"] else "not built from a git checkout",
            "Seed": made["seed"],
            "Python": made["python"],
            "Packages": ", ".join(f"{name} {version}" for name, version in made["packages"].items()),
            "Threads": made["threads"],
            "Kernels": ", ".join(f"`{name}={value}`" for name, value in made["pins"].items()),
            "Device": made["device"],
        }
        return "\n".join(["| | |", "|---|---|", *(f"| {what} | {value} |" for what, value in rows.items())])

    def _numbers(self) -> str:
        units = {name: row["unit"] for name, row in self.manifest.results["numbers"].items()}
        rows = [
            f"| [`{name}`]({row['page']}#number-{name}) | {row['text']} | {units[name]} |"
            for name, row in self.manifest.numbers.items()
        ]
        return "\n".join(["| name | value | unit |", "|---|---:|---|", *rows])

    def _claims(self) -> str:
        """Return how many claims of each page hold, and which do not."""
        pages = {claim["page"]: self.manifest.pages[claim["page"]] for claim in self.manifest.claims.values()}
        rows = []
        for page, title in pages.items():
            own = [claim for claim in self.manifest.claims.values() if claim["page"] == page]
            rows.append(f"| [{title}]({page}) | {len(own)} | {sum(claim['holds'] for claim in own)} |")
        false = [
            f"- [{self.manifest.pages[claim['page']]}]({claim['page']}#claim-{name}): {html.escape(claim['sentence'])}"
            for name, claim in self.manifest.claims.items()
            if not claim["holds"]
        ]
        table = ["| page | claims | that hold |", "|---|---:|---:|", *rows]
        return "\n".join([*table, "", *(["Not so for these digits:", "", *false] if false else ["All of them hold."])])


def _short(value: object) -> str:
    """Return a value as a reader wants it: not all the digits of a float."""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return ", ".join(_short(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value)
