"""The reference: which modules it has, and that every docstring in them says what a caller needs to know."""

import ast
import re
from functools import cache

import pytest

from explainer import keys
from explainer.pages import comments, reference
from explainer.pages.bibliography import Bibliography
from explainer.settings import ROOT

MODULES = reference.published()
ARRAYS = {"NDArray", "Tensor"}  # and every name that stands for one of these
MAKERS = {"__init__", "__post_init__"}  # what a class raises when it is made
CITATION = re.compile(r"\b([A-Z][\w-]+(?:(?:,| and)+ [A-Z][\w-]+)*(?: et al\.)?),? \(?((?:19|20)\d\d)\b")
WORKS = Bibliography.load(ROOT / "docs" / "references.bib")
SIZE = r"(?:[A-Za-z][\w₀-₉²]*(?: [a-z]+)?|\d+|…)"
SHAPE = re.compile(rf"\((?:{SIZE}(?: ?[·+−/]+ ?{SIZE})*(?:, ?|(?=\))))*\)(?<!\([a-z]\))")


@cache
def tree(module):
    return ast.parse(keys.file_of(module).read_text("utf-8"))


def definitions(module):
    """The public functions and classes of a module, those of classes too, each with the docstrings around it."""

    def below(body, outer, name):
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                said = [*outer, ast.get_docstring(node) or ""]
                yield f"{name}.{node.name}", node, said
                if isinstance(node, ast.ClassDef):
                    yield from below(node.body, said, f"{name}.{node.name}")

    return below(tree(module).body, [ast.get_docstring(tree(module)) or ""], module)


@cache
def arrays(module):
    """The names under which a module knows arrays: those of NumPy and PyTorch, and its own and others' for them."""
    found = set(ARRAYS)
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and keys.file_of(node.module) and node.module != module:
            if node.module.startswith("explainer"):
                found |= {a.asname or a.name for a in node.names if a.name in arrays(node.module)}
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and holds(node.value, found):
            found.add(node.targets[0].id)
    return frozenset(found)


def holds(annotation, names):
    """Whether an annotation is an array or has some in it; not what they are kept in by name, nor a function of one."""
    said = ast.unparse(annotation) if annotation else ""
    return bool(set(re.findall(r"\w+", said)) & names) and not re.match(r"(Mapping|dict|Callable)\b", said)


def handed(node):
    """The annotations of what a function is handed, or of the fields of a class."""
    if isinstance(node, ast.ClassDef):
        return [each.annotation for each in node.body if isinstance(each, ast.AnnAssign)]
    return [each.annotation for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]


def shapeless(node, said, names):
    """Whether a docstring, or that of its class, has fewer shapes than one for what comes in and one for what goes out.

    Where it says that the shape is any, or another's, that counts as one.
    """
    returned = [] if isinstance(node, ast.ClassDef) else [node.returns]
    needed = sum(any(holds(each, names) for each in some) for some in (handed(node), returned))
    return len(SHAPE.findall(" ".join(said))) + len(re.findall(r"\bshapes?\b", said[-1])) < needed


def raised(module, node, met=frozenset()):
    """What a function raises by name, itself or in the private functions of its module that it calls."""
    private = {each.name: each for each in tree(module).body if isinstance(each, ast.FunctionDef)}
    inner = {each.name: each for each in ast.walk(node) if isinstance(each, ast.FunctionDef)}
    made = (
        [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name in MAKERS]
        if isinstance(node, ast.ClassDef)
        else [node]
    )
    found = set()
    for each in (each for maker in made for each in ast.walk(maker)):
        if isinstance(each, ast.Raise) and each.exc is not None:
            made = each.exc.func if isinstance(each.exc, ast.Call) else each.exc
            makes = inner.get(ast.unparse(made))  # a function that returns what is raised
            found.add(ast.unparse(makes.returns if makes else made))
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id.startswith("_"):
            name = each.func.id
            if name in private and name not in met:
                found |= raised(module, private[name], met | {name})
    return found


@cache
def cited(text):
    """The works that a docstring names by author and year, as labels of the bibliography have them."""
    return [f"{names} {year}" for names, year in CITATION.findall(" ".join(text.split()))]


PUBLIC = [(module, *each) for module in MODULES for each in definitions(module)]


def test_every_module_of_data_models_and_methods_is_described():
    parts = [keys.PACKAGE / part for part in ("data", "models", "methods")]
    own = {reference.module_of(file) for file in keys.files() if file.parent in parts}
    assert own - set(MODULES) == reference.INTERNAL
    assert len(MODULES) == len(set(MODULES))


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_and_class_says_what_it_is(module):
    assert ast.get_docstring(tree(module))
    assert [name for name, _, said in definitions(module) if not said[-1]] == []


@pytest.mark.parametrize("module", MODULES)
def test_whoever_is_handed_an_array_or_returns_one_says_its_shape(module):
    assert [name for name, node, said in definitions(module) if shapeless(node, said[1:], arrays(module))] == []


@pytest.mark.parametrize("module", MODULES)
def test_every_error_that_is_raised_is_named(module):
    unnamed = {
        name: raised(module, node) - set(re.findall(r"\w+", " ".join(said))) for name, node, said in definitions(module)
    }
    assert {name: errors for name, errors in unnamed.items() if errors} == {}


@pytest.mark.parametrize("module", MODULES)
def test_every_work_that_is_named_is_in_the_bibliography(module):
    labels = {WORKS.label(key) for key in WORKS.keys()}  # noqa: SIM118 — not a dictionary
    said = [ast.get_docstring(tree(module)) or "", *(said[-1] for _, _, said in definitions(module))]
    assert {label for text in said for label in cited(text)} <= labels


def test_these_rules_find_something():
    assert sum(any(holds(each, arrays(module)) for each in handed(node)) for module, _, node, _ in PUBLIC) > 100
    assert sum(bool(raised(module, node)) for module, _, node, _ in PUBLIC) > 15
    assert sum(len(cited(said[-1])) for *_, said in PUBLIC) > 15


@pytest.mark.parametrize(
    ("code", "shapeless_or_raising"),
    [
        ('def f(a: NDArray[Any]) -> float:\n    """Return the mean of all."""', True),
        ('def f(a: NDArray[Any]) -> float:\n    """Return the mean (all of it)."""', True),
        ('def f(a: NDArray[Any]) -> float:\n    """Return the mean of a (N, 10)."""', False),
        ('def f(a: NDArray[Any]) -> Tensor:\n    """Return the means (N,)."""', True),
        ('def f(a: NDArray[Any]) -> Tensor:\n    """Return the means (N,) of a (N, steps + 1)."""', False),
        ('def f(a: Mapping[str, NDArray[Any]]) -> int:\n    """Return how many there are."""', False),
        ('class A:\n    """Something."""\n    a: Tensor', True),
        ('class A:\n    """Something (…, 28)."""\n    a: Tensor', False),
    ],
)
def test_a_docstring_without_a_shape_is_found(code, shapeless_or_raising):
    (node,) = ast.parse(code).body
    assert shapeless(node, [ast.get_docstring(node)], ARRAYS) == shapeless_or_raising


def test_a_page_has_the_works_that_its_module_names_and_changes_with_its_file(monkeypatch, tmp_path):
    page = reference.page("explainer.models.linear", WORKS)
    assert "Pattern Recognition and Machine Learning" in page
    assert "::: explainer.models.linear\n" in page
    changed = tmp_path / "linear.py"
    changed.write_text('"""Something else."""\n', "utf-8")
    monkeypatch.setattr(keys, "file_of", lambda _: changed)
    monkeypatch.setattr(reference.sources, "page_of", lambda _: "source/models/linear.md")
    again = reference.page("explainer.models.linear", WORKS)
    assert re.findall("made_from: .*", again) != re.findall("made_from: .*", page)
    assert "Sources" not in again


def test_what_a_comment_says_of_a_constant_is_its_docstring():
    lines = [
        "# Of somebody else.",
        "",
        "# Half a decade apart,",
        "# ascending.",
        'name = ("Σ", 2)  # in nats',
        "plain = 2",
        "other = f(  # not this",
        "    3,",
        ")  # type: ignore[x]  # but this (N,)",
    ]
    places = {node.lineno: node for node in ast.parse("\n".join(lines)).body}
    said = {
        first: comments.comment(lines, first, node.end_lineno, node.end_col_offset) for first, node in places.items()
    }
    assert said == {5: "Half a decade apart, ascending. In nats.", 6: "", 7: "But this (N,)."}
