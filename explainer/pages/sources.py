"""Source code as the pages show it: a function by name, and where a file's own page is."""

from __future__ import annotations

import ast
import hashlib
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from explainer import keys
from explainer.errors import ExplainerError


@dataclass(frozen=True)
class Source:
    """A function or class: its file, and its lines."""

    file: Path
    text: str

    @property
    def shown(self) -> str:
        """The path of the file, from the root of the project."""
        return self.file.relative_to(keys.PACKAGE.parent).as_posix()


def find(name: str) -> Source:
    """Return the source of `explainer.….function`, as it is in the file that runs; ExplainerError if there is none."""
    module, _, wanted = name.rpartition(".")
    file = keys.file_of(module) if module else None
    if file is None:
        raise ExplainerError(f"there is no module {module!r}")
    found = _definitions(file.read_text("utf-8")).get(wanted)
    if found is None:
        raise ExplainerError(f"{module} has no function or class {wanted!r}")
    return Source(file, found)


@lru_cache(maxsize=256)
def _definitions(text: str) -> dict[str, str]:
    """Return the source of each function and class of a module by name, decorators included."""
    lines, found = text.splitlines(), {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in found:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            found[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
    return found


def code(name: str) -> str:
    """Return that source as a titled block, with a link to the whole file."""
    found = find(name)
    block = f'```python title="{found.shown}"\n{found.text}\n```'
    return f"{block}\n\n[The whole file]({page_of(found.file)}){{ .fig-files }}"


def page_of(file: Path) -> str:
    """Return where on the site the source of one of this package's files is shown."""
    return f"source/{file.relative_to(keys.PACKAGE).with_suffix('').as_posix()}.md"


def pages() -> Iterator[tuple[str, str]]:
    """Yield the address of a page for each file of the package, and of the one that lists them, with its Markdown."""
    for file in keys.files():
        yield page_of(file), page(file)
    yield "source/index.md", index()


def state() -> str:
    """Return a digest of every file of the package, as it is now."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in keys.files())).hexdigest()


def index() -> str:
    """Return the page that lists every file of the package with the first line of its docstring."""
    rows = []
    for file in keys.files():
        first = summary(file)
        if first:
            path = file.relative_to(keys.PACKAGE.parent).as_posix()
            rows.append(f"| [`{path}`]({page_of(file).removeprefix('source/')}) | {first} |")
    head = "---\ntitle: The source\nsearch:\n  exclude: true\nhide:\n  - toc\n---\n\n# The source\n\n"
    return (
        f"{head}The code that this site was built by, file by file. [The reference](../reference/index.md) "
        "describes what others may import of it.\n\n| file | |\n|---|---|\n" + "\n".join(rows) + "\n"
    )


def summary(file: Path) -> str:
    """Return the first line of a file's docstring, or nothing, for a cell of a table."""
    return _first_words(file.read_text("utf-8")).replace("|", "\\|").replace("<!--", "")  # no cell, no marker


def _first_words(text: str) -> str:
    """Return the first line of a module's docstring, or nothing; what follows the docstring is not parsed.

    A notebook has its title in that place.
    """
    if title := re.match(r"# %% \[markdown\]\n# # (.+)", text):
        return f"A notebook: {title[1]}."
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.STRING:
            head = "\n".join(text.splitlines()[: token.end[0]])
            return (ast.get_docstring(ast.parse(head)) or "").partition("\n")[0]
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            break
    return ""


def page(file: Path) -> str:
    """Return the page that shows a whole file."""
    shown = file.relative_to(keys.PACKAGE.parent).as_posix()
    front = f"---\ntitle: {shown}\nsearch:\n  exclude: true\nhide:\n  - toc\n---\n"
    text = file.read_text("utf-8").rstrip("\n")
    return f"{front}\n# {shown}\n\nThe code that this site was built by.\n\n````python\n{text}\n````\n"
