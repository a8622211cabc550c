"""Cache keys: digests of everything that a result depends on, computed without importing any of it.

Code is read from the files, so a key is good only while they are what this process imported: `changed` tells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from explainer import syntax
from explainer.errors import ExplainerError
from explainer.syntax import Statement, Syntax

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


class Tree:
    """The code of a package: each file is read once, when something of it is first asked for."""

    def __init__(self, package: Path = PACKAGE, parse: Callable[[bytes, str], Syntax] = syntax.parse) -> None:
        self._package, self._parse = package, parse
        self._texts: dict[str, bytes] = {}
        self._read: dict[str, Syntax] = {}
        self._closures: dict[str, frozenset[str]] = {}
        self._bound: dict[str, dict[str, list[Statement]]] = {}
        self._files = {_name(path, package): path for path in files(package)}

    def imports(self, module: str) -> set[str]:
        """Return the modules of this package that `module` imports when it runs, and the packages they lie in.

        What stands under `if TYPE_CHECKING:` never runs and does not count.
        """
        found: set[str] = set()
        for parent, name in self.syntax(module).imported:
            for each in (parent, f"{parent}.{name}"):
                if each in self._files:
                    found.update(_with_parents(each))
        return found - {module}

    def closure(self, module: str) -> frozenset[str]:
        """Return `module` and all that it imports, directly or not."""
        if module not in self._closures:
            seen: set[str] = set()
            waiting = _with_parents(module)
            while waiting:
                name = waiting.pop()
                if name not in seen:
                    seen.add(name)
                    waiting |= self.imports(name)
            self._closures[module] = frozenset(seen)
        return self._closures[module]

    def source(self, module: str) -> dict[str, str]:
        """Return a digest of the code of each module in the closure; comments, docstrings and layout do not count."""
        return {name: self.code(name) for name in sorted(self.closure(module))}

    def code(self, module: str) -> str:
        """Return a digest of the code of this module alone."""
        return self.syntax(module).digest

    def text(self, module: str) -> str:
        """Return a digest of the file of this module, docstrings and comments included."""
        return hashlib.sha256(self._text(module)).hexdigest()

    def syntax(self, module: str) -> Syntax:
        """Return what the text of this module says."""
        if module not in self._read:
            text = self._text(module)
            self._read[module] = self._parse(text, self._files[module].name)
        return self._read[module]

    def bound(self, module: str) -> dict[str, list[Statement]]:
        """Return the statements of this module by the names that they bind."""
        if module not in self._bound:
            found: dict[str, list[Statement]] = {}
            for each in self.syntax(module).statements:
                for name in each.binds:
                    found.setdefault(name, []).append(each)
            self._bound[module] = found
        return self._bound[module]

    def reached(self, module: str, function: str) -> dict[str, list[str]]:
        """Return digests of all statements that this function may need, by their module and the names they bind.

        ExplainerError if there is no such function.
        """
        return Reached(self).of(module, function)

    def __contains__(self, module: str) -> bool:
        return module in self._files

    def _text(self, module: str) -> bytes:
        if module not in self._texts:
            if module not in self._files:
                raise ExplainerError(f"There is no module {module}.")
            self._texts[module] = self._files[module].read_bytes()
        return self._texts[module]


class Reached:
    """Follows what a function needs from statement to statement, through all modules of a package.

    Where it cannot be followed, as where a module is imported whole, all of that module counts and all that it imports.
    What a module does when it is imported counts for whoever imports it.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._found: dict[str, list[str]] = {}
        self._whole: set[str] = set()
        self._imported: set[str] = set()
        self._needed: set[tuple[str, str]] = set()

    def of(self, module: str, function: str) -> dict[str, list[str]]:
        """Return the digests of what this function needs; ExplainerError if there is no such function."""
        if self._tree.syntax(module).statements and function not in self._tree.bound(module):
            raise ExplainerError(f"{module} has no {function}.")
        self._name(module, function)
        return {name: sorted(digests) for name, digests in self._found.items()}

    def _name(self, module: str, name: str) -> None:
        """Take what a module binds to a name; all of the module if that is a module itself, or cannot be found."""
        if f"{module}.{name}" in self._tree:
            self._all_of(f"{module}.{name}")
        elif (module, name) not in self._needed:
            self._needed.add((module, name))
            self._import(module)
            binding = self._tree.bound(module).get(name, [])
            for each in binding:
                self._take(module, each)
            if not binding:
                self._all_of(module)

    def _import(self, module: str) -> None:
        """Take what happens when a module is imported."""
        if module in self._imported:
            return
        self._imported.add(module)
        for parent in _with_parents(module) - {module}:
            self._all_of(parent)
        statements = self._tree.syntax(module).statements
        if not statements:
            self._all_of(module)
        for each in statements:
            if each.always:
                self._take(module, each)
            for parent, name in each.imported:
                for imported in (parent, f"{parent}.{name}"):
                    if imported in self._tree:
                        self._import(imported)

    def _take(self, module: str, statement: Statement) -> None:
        """Take a statement, and all that the names in it mean."""
        kept = self._found.setdefault(f"{module}.{','.join(statement.binds)}", [])
        if statement.digest in kept:
            return
        kept.append(statement.digest)
        for name in self._tree.bound(module).keys() & statement.uses:
            self._name(module, name)
        for parent, name in statement.imported:
            if parent in self._tree:
                self._name(parent, name) if name else self._all_of(parent)

    def _all_of(self, module: str) -> None:
        if module not in self._whole:
            self._whole.add(module)
            self._found |= {name: [code] for name, code in self._tree.source(module).items()}


def imports(module: str, package: Path = PACKAGE) -> set[str]:
    """Return what `Tree.imports` does, of the files as they are now."""
    return Tree(package).imports(module)


def closure(module: str, package: Path = PACKAGE) -> frozenset[str]:
    """Return what `Tree.closure` does, of the files as they are now."""
    return Tree(package).closure(module)


def source(module: str, package: Path = PACKAGE) -> dict[str, str]:
    """Return what `Tree.source` does, of the files as they are now."""
    return Tree(package).source(module)


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


def _name(path: Path, package: Path) -> str:
    """Return the module that a file of the package holds."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(("explainer", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def _with_parents(name: str) -> set[str]:
    """Return the module and the packages it lies in, whose `__init__` runs before it."""
    parts = name.split(".")
    return {".".join(parts[: i + 1]) for i in range(len(parts))}


def _stamp(path: Path) -> Stamp:
    state = path.stat()
    return state.st_mtime_ns, state.st_size


AT_START = stamps()
"""When each file was last written before this process imported more than a few of them."""
