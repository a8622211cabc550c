"""Cache keys: digests of everything that a result depends on, computed without importing any of it."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from explainer.errors import ExplainerError

PACKAGE = Path(__file__).resolve().parent


def digest(parts: Mapping[str, Any]) -> str:
    """Return the sha256 of `parts`, written as JSON with sorted names; 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def versions(*packages: str) -> dict[str, str]:
    """Return the installed version of each package, without importing it; raise ExplainerError if one is missing."""
    try:
        return {package: version(package) for package in packages}
    except PackageNotFoundError as error:
        raise ExplainerError(f"The package {error.name} is not installed. Run: make site") from error


def file_of(module: str, package: Path = PACKAGE) -> Path | None:
    """Return the file of `explainer.…`, or None if there is no such module."""
    base = package.joinpath(*module.split(".")[1:])
    return next((f for f in (base.with_suffix(".py"), base / "__init__.py") if f.is_file()), None)


def imports(module: str, package: Path = PACKAGE) -> set[str]:
    """Return the modules of this package that `module` imports when it runs, and the packages they lie in.

    What stands under `if TYPE_CHECKING:` never runs and does not count.
    """
    file = file_of(module, package)
    if file is None:
        raise ExplainerError(f"There is no module {module}.")
    found: set[str] = set()
    for node in _running(_parse(file)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "explainer" and file_of(name, package):
                found.update(_with_parents(name))
    return found - {module}


def closure(module: str, package: Path = PACKAGE) -> set[str]:
    """Return `module` and all that it imports, directly or not."""
    seen: set[str] = set()
    waiting = _with_parents(module)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting |= imports(name, package)
    return seen


def source(module: str, package: Path = PACKAGE) -> dict[str, str]:
    """Return a digest of the code of each module in the closure; comments, docstrings and layout do not count."""
    files = {name: file_of(name, package) for name in sorted(closure(module, package))}
    return {name: _code(file) for name, file in files.items() if file}


def _code(file: Path) -> str:
    tree = _parse(file)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            node.body = node.body[1:]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


def _parse(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text("utf-8"))
    except SyntaxError as error:
        raise ExplainerError(f"{file.name}, line {error.lineno}: {error.msg}") from error


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes under `node` except those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        yield child
        yield from _running(child)


def _with_parents(name: str) -> set[str]:
    """Return the module and the packages it lies in, whose `__init__` runs before it."""
    parts = name.split(".")
    return {".".join(parts[: i + 1]) for i in range(len(parts))}
