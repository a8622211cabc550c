"""What the text of a module says, read without importing it: its code, its imports, and what each statement needs.

Parsing takes longer than all else in a build in which nothing is stale. What was parsed is kept under the sha256 of the
text: one that differs in anything is parsed.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from explainer import tables
from explainer.errors import ExplainerError

# What reaches names that are not written out: of a module that uses one of them all statements count together.
OPAQUE = {"__file__", "__import__", "__name__", "compile", "dir", "eval", "exec", "globals", "import_module", "locals"}
OPAQUE |= {"setattr", "sys", "vars"}


@dataclass(frozen=True)
class Statement:
    """A statement of a module, not inside any other: a digest of its code, and the names that it binds and uses.

    `imported` are modules of this package, each with a name in it or nothing. One that `always` counts may do something
    when the module is imported: it is more than a definition or a plain value.
    """

    digest: str
    binds: Sequence[str]
    uses: Sequence[str]
    imported: Sequence[tuple[str, str]]
    always: bool


@dataclass(frozen=True)
class Syntax:
    """A digest of the code of a module, all that it may import of this package, and its statements.

    There are none where names are reached in ways that cannot be followed.
    """

    digest: str
    imported: Sequence[tuple[str, str]]
    statements: Sequence[Statement]


@cache
def parse(text: bytes, name: str) -> Syntax:
    """Return what a module says; ExplainerError names its file and the line that cannot be read."""
    try:
        tree = ast.parse(text.decode("utf-8"))
    except SyntaxError as error:
        raise ExplainerError(f"{name}, line {error.lineno}: {error.msg}") from error
    except ValueError as error:  # not UTF-8, or with null bytes
        raise ExplainerError(f"{name} is not Python in UTF-8: {error}") from error
    imported = tuple(_imported(tree, name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            node.body = node.body[1:]
    statements = [each for node in tree.body if not _for_types(node) for each in _statements(node)]
    opaque = any("*" in each.binds or OPAQUE.intersection(each.uses) for each in statements)
    return Syntax(_digest(tree), imported, () if opaque else statements)


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes under `node` except those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if _for_types(child):
            for other in child.orelse:  # type: ignore[attr-defined]  # it is an If
                yield other
                yield from running(other)
            continue
        yield child
        yield from running(child)


class Kept:
    """What was parsed before, in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._by = f"{sys.version}\n{Path(__file__).read_text('utf-8')}"
        self._table = tables.read(file, self._by)
        self._asked: dict[str, Any] = {}

    def parse(self, text: bytes, name: str) -> Syntax:
        """Return what `parse` does, and remember it."""
        sha = hashlib.sha256(text).hexdigest()
        if sha not in self._asked:
            self._asked[sha] = self._table.get(sha) or asdict(parse(text, name))
        found = self._asked[sha]
        return Syntax(found["digest"], found["imported"], [Statement(**each) for each in found["statements"]])

    def write(self) -> None:
        """Keep what was asked for, unless it is what is there."""
        if self._asked.keys() != self._table.keys():
            tables.write(self._file, self._asked, self._by)
            self._table = self._asked


def _digest(node: ast.AST) -> str:
    return hashlib.sha256(ast.dump(node).encode()).hexdigest()


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _imported(node: ast.AST, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield what is imported of this package under `node`: a module, and a name in it or nothing."""
    for each in (node, *running(node)):
        if isinstance(each, ast.Import):
            names = [(alias.name, "") for alias in each.names]
        elif isinstance(each, ast.ImportFrom):
            if each.level:
                raise ExplainerError(f"{name}, line {each.lineno}: a relative import; write out explainer.…")
            names = [(str(each.module), alias.name) for alias in each.names]
        else:
            continue
        yield from (pair for pair in names if pair[0].split(".")[0] == "explainer")


def _statements(node: ast.stmt) -> Iterator[Statement]:
    """Yield what a statement is; of an import, a statement for each name that it binds."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            single = copy(node)
            single.names = [alias]
            bound = alias.asname or (alias.name if isinstance(node, ast.ImportFrom) else alias.name.split(".")[0])
            yield Statement(_digest(single), (bound,), (), tuple(_imported(single)), always=False)
        return
    inside = list(running(node))
    uses = {each.id for each in inside if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    uses |= {"globals" for each in inside if isinstance(each, ast.Global)}
    yield Statement(_digest(node), tuple(_bound(node)), tuple(sorted(uses)), tuple(_imported(node)), not _inert(node))


def _bound(node: ast.stmt) -> list[str]:
    """Return the names that a statement may bind."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    return sorted(
        {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)}
    )


def _inert(node: ast.stmt) -> bool:
    """Return whether a statement does nothing but bind a name: to a function, or to a value that no call makes."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        first = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        return not node.decorator_list and not any(_calls(each) for each in first)
    if isinstance(node, ast.Assign):
        return all(isinstance(each, ast.Name) for each in node.targets) and not _calls(node.value)
    return (
        isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and not (node.value and _calls(node.value))
    )


def _calls(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Call | ast.Await | ast.NamedExpr) for each in ast.walk(node))
