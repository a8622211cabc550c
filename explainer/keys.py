"""Cache keys: digests of everything that a result depends on, computed without importing any of it.

Code is read from the files, so a key is good only while they are what this process imported: `changed` tells.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from explainer.errors import ExplainerError

PACKAGE = Path(__file__).resolve().parent

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and its size."""


def digest(parts: Mapping[str, Any]) -> str:
    """Return the sha256 of `parts`, written as JSON with sorted names; 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def versions(*packages: str) -> dict[str, str]:
    """Return the installed version of each package, without importing it; raise ExplainerError if one is missing."""
    try:
        return {package: version(package) for package in packages}
    except PackageNotFoundError as error:
        raise ExplainerError(f"The package {error.name} is not installed. Run: make site") from error


def device() -> str:
    """Return the kind of device that PyTorch computes on; it is imported only where there may be an accelerator."""
    spec = find_spec("torch")
    if spec is not None and spec.origin and version("torch").endswith("+cpu"):
        return "cpu"
    from explainer.models import cnn

    return cnn.device().type


def file_of(module: str, package: Path = PACKAGE) -> Path | None:
    """Return the file of `explainer.…`, or None if there is no such module."""
    base = package.joinpath(*module.split(".")[1:])
    return next((f for f in (base.with_suffix(".py"), base / "__init__.py") if f.is_file()), None)


def files(package: Path = PACKAGE) -> list[Path]:
    """Return the source files of the package; what an editor leaves beside them, hidden or without content, is none."""
    return sorted(p for p in package.rglob("*.py") if not p.name.startswith(".") and p.is_file())


def imports(module: str, package: Path = PACKAGE) -> set[str]:
    """Return the modules of this package that `module` imports when it runs, and the packages they lie in.

    What stands under `if TYPE_CHECKING:` never runs and does not count.
    """
    found: set[str] = set()
    for name in _read(module, package).imported:
        if file_of(name, package):
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
    return {name: code(name, package) for name in sorted(closure(module, package))}


def code(module: str, package: Path = PACKAGE) -> str:
    """Return a digest of the code of this module alone."""
    return _read(module, package).digest


def text(module: str, package: Path = PACKAGE) -> str:
    """Return a digest of the file of this module, docstrings and comments included."""
    return hashlib.sha256(_path(module, package).read_bytes()).hexdigest()


def stamps(package: Path = PACKAGE) -> dict[Path, Stamp]:
    """Return when each file of the package was last written."""
    return {path: _stamp(path) for path in files(package)}


def changed(module: str, since: Mapping[Path, Stamp], own: Iterable[str] = ()) -> str:
    """Return the name of a file in the closure, or of one of `own`, that was written since the stamps, or nothing."""
    for name in sorted(closure(module).union(own)):
        path = file_of(name)
        if path is not None and since.get(path) != _stamp(path):
            return path.relative_to(PACKAGE.parent).as_posix()
    return ""


def unchanged(module: str, since: Mapping[Path, Stamp], own: Iterable[str]) -> None:
    """Raise ExplainerError if a file that the module needs, or its runner, was written since: there is no good key."""
    if found := changed(module, since, own):
        raise ExplainerError(f"{found} was edited during the build; nothing of it is kept. Build again.")


@dataclass(frozen=True)
class _Module:
    """What a file holds: a digest of its code, and all that it may import of this package."""

    digest: str
    imported: frozenset[str]


def _read(module: str, package: Path) -> _Module:
    path = _path(module, package)
    return _parsed(path, _stamp(path))


def _path(module: str, package: Path) -> Path:
    path = file_of(module, package)
    if path is None:
        raise ExplainerError(f"There is no module {module}.")
    return path


@lru_cache(maxsize=1024)
def _parsed(path: Path, _: Stamp) -> _Module:
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except SyntaxError as error:
        raise ExplainerError(f"{path.name}, line {error.lineno}: {error.msg}") from error
    except ValueError as error:  # not UTF-8, or with null bytes
        raise ExplainerError(f"{path.name} is not Python in UTF-8: {error}") from error
    imported: set[str] = set()
    for node in _running(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ExplainerError(f"{path.name}, line {node.lineno}: a relative import; write out explainer.…")
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        imported.update(name for name in names if name.split(".")[0] == "explainer")
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            node.body = node.body[1:]
    return _Module(hashlib.sha256(ast.dump(tree).encode()).hexdigest(), frozenset(imported))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes under `node` except those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            for other in child.orelse:
                yield other
                yield from _running(other)
            continue
        yield child
        yield from _running(child)


def _with_parents(name: str) -> set[str]:
    """Return the module and the packages it lies in, whose `__init__` runs before it."""
    parts = name.split(".")
    return {".".join(parts[: i + 1]) for i in range(len(parts))}


def _stamp(path: Path) -> Stamp:
    state = path.stat()
    return state.st_mtime_ns, state.st_size


AT_START = stamps()
"""When each file was last written before this process imported more than a few of them."""
