"""Markers in, Markdown out."""

from __future__ import annotations

import ast
import html
from dataclasses import dataclass, field
from pathlib import Path

from explainer import keys
from explainer.errors import ExplainerError
from explainer.pages.bibliography import Bibliography
from explainer.pages.manifest import Manifest
from explainer.pages.markers import MARKER, outside_fences

WIDE = 2  # times as wide as high: on a phone such a figure keeps its size, and scrolls


@dataclass
class Renderer:
    """Renders one page; remembers what it cites."""

    manifest: Manifest
    bibliography: Bibliography
    cited: list[str] = field(default_factory=list)

    def page(self, lines: list[str]) -> list[str]:
        """Return the page's lines with every marker replaced."""
        rendered: list[str] = []
        for text, line in outside_fences(lines):
            rendered += self._markers(line).split("\n") if text else [line]
        return rendered

    def _markers(self, text: str) -> str:
        return MARKER.sub(lambda found: self._one(found["kind"], found["name"] or ""), text)

    def _one(self, kind: str, name: str) -> str:
        makers = {
            "figure": self._figure,
            "number": self._number,
            "cite": self._cite,
            "code": code,
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
        return f'<data class="number" value="{row["value"]}" data-name="{name}">{text}</data>'

    def _figure(self, name: str) -> str:
        row = self.manifest.figures[name]
        alt = html.escape(row["alt"]).replace("[", "(").replace("]", ")")
        size = f"width={row['width']} height={row['height']} loading=lazy"
        files = [
            ("SVG", row["svg"]),
            ("PNG", row["png"]),
            ("data", row["data"]),
            ("code", f"source/{row['source']}.md"),
        ]
        shape = "fig fig-wide" if row["width"] > WIDE * row["height"] else "fig"
        links = " · ".join(f"[{label}]({target})" for label, target in files)
        return "\n".join(
            [
                f'<figure class="{shape}" id="fig-{name}" markdown>',
                f"![{alt}]({row['svg']}#only-light){{ {size} }}",
                f"![{alt}]({row['dark']}#only-dark){{ {size} }}",
                "<figcaption markdown>",
                f"[Figure {row['number']}](#fig-{name}){{ .fig-number }} {self._markers(row['caption'])}",
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
        return {"provenance": self._provenance, "numbers": self._numbers}[name]()

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
            "Device": made["device"],
        }
        return "\n".join(["| | |", "|---|---|", *(f"| {what} | {value} |" for what, value in rows.items())])

    def _numbers(self) -> str:
        rows = [
            f"| `{name}` | {row['text']} | {self.manifest.results['numbers'][name]['unit']} |"
            for name, row in self.manifest.numbers.items()
        ]
        return "\n".join(["| name | value | unit |", "|---|---:|---|", *rows])


def code(name: str) -> str:
    """Return the source of `explainer.….function`, as it is in the file that runs, as a titled block."""
    module, _, wanted = name.rpartition(".")
    file = keys.file_of(module) if module else None
    if file is None:
        raise ExplainerError(f"there is no module {module!r}")
    text = file.read_text("utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == wanted:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            body = "\n".join(text.splitlines()[first - 1 : node.end_lineno])
            path = file.relative_to(keys.PACKAGE.parent).as_posix()
            return f'```python title="{path}"\n{body}\n```\n\n[The whole file]({source_page(file)}){{ .fig-files }}'
    raise ExplainerError(f"{module} has no function or class {wanted!r}")


def source_page(file: Path) -> str:
    """Return where on the site the source of one of this package's files is shown."""
    return f"source/{file.relative_to(keys.PACKAGE).with_suffix('').as_posix()}.md"
