"""The flow, read from the code's own imports."""

import ast
import sys

import pytest

from explainer import keys
from explainer.settings import ROOT

# From left to right. A module may import its own rank and what is left of it.
RANKS = (
    ("explainer.errors",),
    ("explainer.settings",),
    ("explainer.data",),
    ("explainer.models",),
    ("explainer.methods",),
    ("explainer.experiments",),
    ("explainer.store", "explainer.keys"),
    ("explainer.figures",),
    ("explainer.catalogue",),
    ("explainer.build",),
    ("explainer.pages",),
    ("explainer.__main__",),
)
FILES = sorted((ROOT / "explainer").rglob("*.py"))


def name_of(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rank(module):
    return next((i for i, names in enumerate(RANKS) if module.startswith(names)), -1)


def outside_imports(file):
    """The top-level packages that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_imports_run_only_to_the_left(file):
    module = name_of(file)
    if module == "explainer":
        return
    assert rank(module) >= 0, f"{module} has no place in the flow"
    to_the_right = {m for m in keys.imports(module) if m != "explainer" and rank(m) > rank(module)}
    assert not to_the_right


@pytest.mark.parametrize(
    ("part", "forbidden"),
    [
        ("data", {"torch", "matplotlib"}),
        ("methods", {"matplotlib", "sklearn"}),
        ("experiments", {"matplotlib"}),
        ("figures", {"torch", "sklearn"}),
        ("pages", {"torch", "sklearn", "matplotlib", "mkdocs"}),
        ("catalogue", {"torch", "sklearn"}),
    ],
)
def test_each_part_keeps_to_its_own_libraries(part, forbidden):
    for file in (ROOT / "explainer" / part).rglob("*.py"):
        assert not outside_imports(file) & forbidden, file


def test_hooks_import_the_standard_library_mkdocs_and_the_pages_only():
    for file in (ROOT / "hooks").glob("*.py"):
        assert outside_imports(file) <= set(sys.stdlib_module_names) | {"mkdocs", "explainer"}
        tree = ast.parse(file.read_text("utf-8"))
        own = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
        assert all(m.startswith(("explainer.pages", "explainer.errors")) for m in own if m.startswith("explainer"))


def test_nothing_is_unpickled_and_nothing_swallowed():
    for file in FILES:
        tree = ast.parse(file.read_text("utf-8"))
        assert not outside_imports(file) & {"pickle", "joblib", "shelve", "marshal"}, file
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                assert not all(isinstance(statement, ast.Pass) for statement in node.body), file
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                assert isinstance(node.value, ast.Constant)
                assert node.value.value is False, file
