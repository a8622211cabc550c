"""The flow, read from the code's own imports."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from explainer import keys, syntax
from explainer.catalogue import CHAPTERS, EXPERIMENTS, FIGURES, PAGES
from explainer.settings import ROOT

# From left to right. A module may import its own rank and what is left of it.
RANKS = (
    ("explainer.errors", "explainer.pins"),
    ("explainer.settings",),
    ("explainer.data",),
    ("explainer.models",),
    ("explainer.methods",),
    ("explainer.results",),
    ("explainer.trainings",),
    ("explainer.publication",),
    ("explainer.claims",),
    ("explainer.tables",),
    ("explainer.syntax", "explainer.seen", "explainer.progress", "explainer.display"),
    ("explainer.keys", "explainer.store"),
    ("explainer.editions",),
    ("explainer.theme",),
    ("explainer.drawing",),
    ("explainer.notebook",),
    ("explainer.cards",),
    ("explainer.rows",),
    ("explainer.chapters",),
    ("explainer.catalogue",),
    ("explainer.build",),
    ("explainer.pages",),
    ("explainer.new_chapter", "explainer.new_site", "explainer.addresses", "explainer.archives"),
    ("explainer.release",),
    ("explainer.__main__",),
)
# Inside a room: what a kind of module may import of the room itself, and of the package beside the ranks left of it.
ROOM = {
    "experiment": {"experiment"},
    "figures": {"figures"},
    "claims": {"claims", "experiment"},
    "page": {"page"},
    "notebook": {"notebook"},
}
FILES = keys.files()


def name_of(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rank(module):
    return next((i for i, names in enumerate(RANKS) if module.startswith(names)), -1)


def outside_imports(file):
    """The top-level packages that a file imports, anywhere in it but where only a type checker reads."""
    found = set()
    for node in syntax.running(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def kind_of(module):
    """Which kind of a room's modules this is: experiment, figures, claims or page."""
    return "experiment" if module.split(".")[3].startswith("experiment") else module.split(".")[3]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_imports_run_only_to_the_left(file):
    module = name_of(file)
    if module == "explainer":
        return
    assert rank(module) >= 0, f"{module} has no place in the flow"
    lazily = {"explainer.models.cnn"} if module == "explainer.keys" else set()
    to_the_right = {m for m in keys.imports(module) - lazily if m != "explainer" and rank(m) > rank(module)}
    assert not to_the_right


ROOMS = [name_of(f) for f in FILES if "chapters" in f.parts and f.name != "__init__.py"]


@pytest.mark.parametrize("module", ROOMS)
def test_a_room_keeps_to_itself_and_its_imports_run_one_way(module):
    room = module.split(".")[2]
    for imported in keys.imports(module):
        if imported.startswith("explainer.chapters.") and len(imported.split(".")) > 3:
            assert imported.split(".")[2] == room, f"{module} reaches into the room {imported.split('.')[2]}"
            assert kind_of(imported) in ROOM[kind_of(module)], f"{module} imports {imported}"


FORBIDDEN = {
    "experiment": ("explainer.theme", "explainer.drawing", "explainer.rows", "explainer.claims", "explainer.build"),
    "claims": ("explainer.theme", "explainer.drawing", "explainer.rows", "explainer.build"),
    "figures": ("explainer.data", "explainer.models", "explainer.methods", "explainer.trainings", "explainer.claims"),
    "page": ("explainer.data", "explainer.models", "explainer.methods", "explainer.trainings", "explainer.claims"),
    "notebook": ("explainer.trainings", "explainer.claims", "explainer.build", "explainer.pages", "explainer.chapters"),
}


@pytest.mark.parametrize("module", ROOMS)
def test_an_experiment_knows_no_drawing_and_a_drawing_no_model(module):
    reached = {m for m in keys.imports(module) if m.startswith(FORBIDDEN[kind_of(module)])}
    assert not reached


@pytest.mark.parametrize(
    ("part", "forbidden"),
    [
        ("data", {"torch", "matplotlib"}),
        ("methods", {"matplotlib", "sklearn"}),
        ("trainings", {"matplotlib"}),
        ("chapters/*/experiment*", {"matplotlib"}),
        ("chapters/*/claims.py", {"matplotlib"}),
        ("chapters/*/figures.py", {"torch", "sklearn"}),
        ("chapters/*/page.py", {"torch", "sklearn", "matplotlib"}),
        ("pages", {"torch", "sklearn", "matplotlib", "mkdocs"}),
        ("catalogue.py", {"torch", "sklearn", "matplotlib"}),
    ],
)
def test_each_part_keeps_to_its_own_libraries(part, forbidden):
    found = [
        path
        for place in (ROOT / "explainer").glob(part)
        for path in (place.rglob("*.py") if place.is_dir() else [place])
    ]
    assert found
    for file in found:
        assert not outside_imports(file) & forbidden, file


def test_an_edit_of_a_caption_or_a_claim_reruns_nothing():
    for name, row in EXPERIMENTS.items():
        parts = {module.rsplit(".", 1)[-1] for module in keys.closure(row.module)}
        assert not parts & {"page", "figures", "catalogue", "rows"}, name
        assert not any(
            module.startswith(("explainer.claims", "explainer.theme")) for module in keys.closure(row.module)
        )
        assert not any(m.endswith(".claims.claims") for m in keys.closure(row.module))


def test_an_edit_of_a_drawing_redraws_its_own_chapter_only():
    for name, row in FIGURES.items():
        rooms = {
            module.split(".")[2]
            for module in keys.closure(row.draw.module)
            if module.count(".") > 1 and ".chapters." in module
        }
        assert rooms == {row.page.removesuffix(".md").replace("-", "_")}, name


def test_the_folders_above_a_room_are_empty():
    """Their __init__ counts in the key of every experiment below."""
    for file in (ROOT / "explainer" / "chapters").rglob("__init__.py"):
        assert file.read_text("utf-8") == "", file


def test_a_room_has_the_name_of_its_page():
    on_disk = {p.name for p in (ROOT / "docs").glob("*.md")}
    assert {page.file for page in PAGES.values()} == on_disk
    assert [page.file for page in PAGES.values()] == [f"{name.replace('_', '-')}.md" for name in CHAPTERS]
    rooms = {p.name for p in (ROOT / "explainer" / "chapters").iterdir() if (p / "page.py").is_file()}
    assert rooms == set(CHAPTERS)


def test_hooks_import_the_standard_library_mkdocs_and_the_pages_only():
    for file in (ROOT / "hooks").glob("*.py"):
        assert outside_imports(file) <= set(sys.stdlib_module_names) | {"mkdocs", "explainer"}
        tree = ast.parse(file.read_text("utf-8"))
        own = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
        allowed = ("explainer.pages", "explainer.errors", "explainer.tables")
        assert all(m.startswith(allowed) for m in own if m.startswith("explainer"))


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


def _bare(distribution):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", distribution)[0]).lower()


def test_what_is_imported_is_declared():
    """Not only what something declared happens to bring along."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_bare(each) for each in (*project["dependencies"], *project["optional-dependencies"]["dask"])}
    distributions = packages_distributions()
    found = {
        name
        for file in (*FILES, *(ROOT / "hooks").glob("*.py"))
        for name in outside_imports(file) - sys.stdlib_module_names - {"explainer"}
    }
    assert {"numpy", "mkdocs"} <= found
    assert not {name for name in found if not declared & {_bare(each) for each in distributions.get(name, [])}}
