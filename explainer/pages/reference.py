"""The reference: a page for each module that others may import, written by mkdocstrings from its docstrings.

What is not here is in the listing of the source: it serves the build, and may change with it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from explainer import keys
from explainer.pages import sources
from explainer.pages.bibliography import Bibliography

FOLDER = "reference"
INDEX = f"{FOLDER}/index.md"


@dataclass(frozen=True)
class Group:
    """Modules that belong together, and what is found there; a package stands for all modules in it."""

    title: str
    text: str
    modules: tuple[str, ...]


GROUPS = (
    Group(
        "Images and labels",
        "Where MNIST is found, how it is verified and read, and what every experiment is handed: a `Dataset` of three "
        "splits, images (N, 28, 28) in [0, 1] with labels (N,).",
        ("data",),
    ),
    Group("Models", "Data in, fitted model out. Each is trained from what it is handed and a seed.", ("models",)),
    Group("Methods", "Model in, arrays out: the instruments with which the pages read the models.", ("methods",)),
    Group(
        "Trainings that many chapters build on",
        "The trained models as experiments leave them, and how they are restored from what is kept.",
        ("trainings",),
    ),
    Group(
        "For notebooks",
        "What is published, read back, and pictures in the look of the site. After `import explainer`, `published`, "
        "`show`, `curves` and `own_digit` are at hand as its attributes.",
        ("publication", "notebook"),
    ),
    Group(
        "For those who write a chapter",
        "What an experiment is handed and returns, what a drawing is made of, how a claim is said and judged, where "
        "results are kept, and the one exception.",
        ("results", "settings", "rows", "theme", "drawing", "claims", "store", "errors"),
    ),
)
INTRODUCTION = """\
What can be imported from the package `explainer`, module by module: what each function is handed and returns, with
shapes, units, ranges and errors, and where a method is from. The text is that of the code's own docstrings.

A shape is written as NumPy writes it: (N, 28, 28) are N images of 28 rows and 28 columns. Ink is from 0, background, to
1. Logits have no unit but their own; losses are in nats. `Floats` and `Integers` are NumPy arrays of any such type.
Mistakes of a user, such as a damaged file or an impossible setting, are raised as `ExplainerError`, with one line that
says what to do.

What is not here serves the build; [the source](../source/index.md) has all of it. Letters mean what they do in
[the notation](../glossary.md#notation), unless the text says what else they stand for."""
# On the pages, not in mkdocs.yml: so mkdocstrings makes its handler and imports griffe only where a page is rendered.
OPTIONS = {
    "allow_inspection": False,  # nothing is imported: torch alone takes seconds
    "docstring_style": None,  # sentences, without sections
    "extensions": ["explainer.pages.comments"],
    "filters": ["!^_", "^__call__$"],
    "line_length": 100_000,  # the browser breaks lines; else a process for each signature would
    "members_order": "source",
    "merge_init_into_class": True,
    "separate_signature": True,
    "show_if_no_docstring": True,
    "show_labels": False,
    "show_root_heading": False,
    "show_root_toc_entry": False,
    "show_signature_annotations": True,
    "show_source": False,  # there is a page for each file
    "signature_crossrefs": True,
}
INTERNAL = {"explainer.data.handed"}  # from one process of a build to another


def published() -> dict[str, list[str]]:
    """Return the modules that have a page, by the title of their group: in the order of its row, then by name."""
    every = sorted(map(module_of, keys.files()))
    return {
        group.title: [
            module
            for name in group.modules
            for module in every
            if f"{module}.".startswith(f"{keys.PACKAGE.name}.{name}.") and module not in INTERNAL
        ]
        for group in GROUPS
    }


def page_of(module: str) -> str:
    """Return where on the site a module is described."""
    return f"{FOLDER}/{module.partition('.')[2].replace('.', '/')}.md"


def pages(bibliography: Bibliography) -> Iterator[tuple[str, str]]:
    """Yield the address of a page for each of those modules, and of the one that lists them, with its Markdown."""
    grouped = published()
    for module in chain.from_iterable(grouped.values()):
        yield page_of(module), page(module, bibliography)
    yield INDEX, index(grouped)


def page(module: str, bibliography: Bibliography) -> str:
    """Return the page of a module. `made_from`, a digest of its file, changes with all that is not in the Markdown."""
    file = _file(module)
    source = "../" * page_of(module).count("/") + sources.page_of(file)
    made_from = hashlib.sha256(file.read_bytes()).hexdigest()
    return (
        f"---\ntitle: {module}\nmade_from: {made_from}\nsearch:\n  boost: 0.001\n---\n\n# {module} {{ #{module} }}\n\n"
        f"::: {module}\n    options: {json.dumps(OPTIONS)}\n\n[The code]({source}){{ .fig-files }}\n"
        + _sources(file.read_text("utf-8"), bibliography)
    )


def _sources(text: str, bibliography: Bibliography) -> str:
    """Return a list of the works that a module names by author and year, as "Bishop 2006" or "Guo et al. (2017)"."""
    said = " ".join(re.sub(r"[()]", "", text).split())
    found = [key for key in bibliography.keys() if bibliography.label(key) in said]  # noqa: SIM118 — no dictionary
    entries = "".join(f"<li>{bibliography.entry(key)}</li>" for key in sorted(found, key=bibliography.label))
    return f'\n## Sources\n\n<ul class="sources">{entries}</ul>\n' if entries else ""


def index(grouped: Mapping[str, list[str]]) -> str:
    """Return the page that says what is where, with the first line of each module's docstring."""
    lines = [f"---\ntitle: Reference\nsearch:\n  boost: 0.001\n---\n\n# Reference\n\n{INTRODUCTION}\n"]
    for group in GROUPS:
        rows = [
            f"| [`{module}`]({page_of(module).removeprefix(f'{FOLDER}/')}) | {sources.summary(_file(module))} |"
            for module in grouped[group.title]
        ]
        lines += [f"## {group.title}\n\n{group.text}\n\n| module | |\n|---|---|\n" + "\n".join(rows) + "\n"]
    return "\n".join(lines)


def _file(module: str) -> Path:
    file = keys.file_of(module)
    assert file is not None
    return file


def module_of(file: Path) -> str:
    """Return the name under which a file of this package is imported."""
    parts = file.relative_to(keys.PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
