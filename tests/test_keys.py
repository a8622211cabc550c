"""Keys change with the code that runs, and with nothing else."""

import shutil
import subprocess
import sys
from importlib.metadata import version

import pytest

from explainer import keys, syntax
from explainer.errors import ExplainerError
from explainer.settings import ROOT

ASCENT = "explainer.chapters.activation_maximization.experiment"
LOGISTIC = "explainer.trainings.logistic"


@pytest.fixture
def copy(tmp_path):
    """A copy of the package, free to be edited."""
    return shutil.copytree(ROOT / "explainer", tmp_path / "explainer", ignore=shutil.ignore_patterns("__pycache__"))


def edit(package, file, old, new):
    path = package / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_closure_reaches_through_every_import():
    found = keys.closure(ASCENT)
    assert {"explainer.methods.activation_maximization", "explainer.models.cnn", "explainer.data"} <= found


def test_settings_imported_for_their_types_alone_do_not_count():
    assert "explainer.settings" not in keys.closure("explainer.trainings.cnn")


def test_an_edit_to_an_indirect_import_changes_the_key(copy):
    before = keys.source(ASCENT, copy)
    edit(copy, "models/cnn.py", "filters: tuple[int, ...] = (16, 36)", "filters: tuple[int, ...] = (8, 18)")
    after = keys.source(ASCENT, copy)
    assert before != after
    assert before[ASCENT] == after[ASCENT]


def test_an_edit_elsewhere_does_not(copy):
    before = keys.source(LOGISTIC, copy)
    edit(copy, "models/cnn.py", "filters: tuple[int, ...] = (16, 36)", "filters: tuple[int, ...] = (8, 18)")
    assert keys.source(LOGISTIC, copy) == before


def test_comments_docstrings_and_layout_do_not_count(copy):
    before = keys.source(LOGISTIC, copy)
    edit(
        copy, "models/linear.py", '"""The linear classifier:', '# a comment\n\n\n"""The one and only linear classifier:'
    )
    assert keys.source(LOGISTIC, copy) == before


def test_a_syntax_error_is_one_line_that_says_where(copy):
    edit(copy, "models/linear.py", "def softmax(logits", "def softmax((logits")
    with pytest.raises(ExplainerError, match=r"^linear\.py, line \d+: "):
        keys.source(LOGISTIC, copy)


def test_a_relative_import_is_refused_for_it_would_hide_from_the_key(copy):
    edit(copy, "models/linear.py", "import numpy as np\n", "import numpy as np\n\nfrom . import gaussian\n")
    with pytest.raises(ExplainerError, match=r"^linear\.py, line \d+: a relative import; write out explainer"):
        keys.source(LOGISTIC, copy)


def test_a_file_that_is_no_text_is_one_line(copy):
    (copy / "models/linear.py").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ExplainerError, match=r"^linear\.py is not Python in UTF-8"):
        keys.source(LOGISTIC, copy)


def test_what_an_editor_leaves_beside_a_file_is_no_source(copy):
    (copy / "models" / ".#linear.py").symlink_to("somebody@somewhere.1234")
    (copy / "models" / "gone.py").symlink_to("nowhere.py")
    names = {path.name for path in keys.files(copy)}
    assert "linear.py" in names
    assert not names & {".#linear.py", "gone.py"}


def test_a_file_that_was_written_since_is_named_even_if_its_text_is_as_before():
    stamps = dict(keys.AT_START)
    assert keys.changed(ASCENT, stamps) == ""
    file = keys.file_of("explainer.models.linear")
    stamps[file] = (stamps[file][0] - 1, stamps[file][1])
    assert keys.changed(ASCENT, stamps) == "explainer/models/linear.py"
    assert keys.changed("explainer.data", stamps) == ""


def test_the_device_is_known_without_pytorch_where_there_is_no_accelerator():
    code = "import sys; from explainer import keys; print(keys.device(), 'torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    kind, imported = done.stdout.split()
    if version("torch").endswith("+cpu"):
        assert (kind, imported) == ("cpu", "False")
    else:
        assert imported == "True"


def test_a_missing_package_is_named():
    with pytest.raises(ExplainerError, match="no-such-package is not installed"):
        keys.versions("no-such-package")


def test_computing_the_keys_imports_neither_torch_nor_sklearn(digits):
    code = (
        "import sys; from explainer.build.plan import plan; from explainer.settings import from_environment;"
        "todo = plan(from_environment()); todo.experiments, todo.drawings, todo.claims, todo.states('drawings');"
        "print(sorted({'torch', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=digits.environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


DRAWINGS = """from explainer.chapters.data import other
from explainer.drawing import canvas, picture

WIDTH = 3
SIZES = (WIDTH, 4)
CACHE = {}


def first(arrays, theme):
    return _both(arrays, SIZES)


def second(arrays, theme, of=WIDTH):
    return canvas(of)


def third(arrays, theme):
    from explainer.theme import rc

    return [rc(theme) for _ in CACHE]


def fourth(arrays, theme):
    return other.anything(arrays)


def _both(arrays, sizes):
    return _one(arrays), sizes


def _one(arrays):
    return picture(arrays)
"""


@pytest.fixture
def drawings(copy):
    """A module that draws, in a package that may be edited; says which of its functions have other keys than before."""
    room = copy / "chapters" / "data"
    (room / "figures.py").write_text(DRAWINGS, "utf-8")
    (room / "other.py").write_text("def anything(arrays):\n    return arrays\n\n\ndef more():\n    return 1\n", "utf-8")

    def taken():
        tree = keys.Tree(copy)
        return {
            name: tree.reached("explainer.chapters.data.figures", name)
            for name in ("first", "second", "third", "fourth")
        }

    before = taken()

    def changed(file, old, new):
        edit(copy, file, old, new)
        after = taken()
        return {name for name in before if after[name] != before[name]}

    return changed


FIGURES = "chapters/data/figures.py"


@pytest.mark.parametrize(
    ("file", "old", "new", "stale"),
    [
        (FIGURES, "return canvas(of)", "return canvas(of, of)", {"second"}),
        (FIGURES, "return picture(arrays)", "return picture(arrays, 1)", {"first"}),  # a helper of a helper
        (FIGURES, "WIDTH = 3", "WIDTH = 4", {"first", "second"}),  # by another constant, by a default
        (FIGURES, "CACHE = {}", "CACHE = {1: 2}", {"third"}),
        (FIGURES, "def first", "# no code\n\n\ndef first", set()),
        (FIGURES, "def first(arrays, theme):", 'def first(arrays, theme):\n    """Words."""', set()),
        (FIGURES, "def first", "def fifth():\n    return 5\n\n\ndef first", set()),
        (FIGURES, "def first", "print(1)\n\n\ndef first", {"first", "second", "third", "fourth"}),  # when imported
        (FIGURES, "CACHE = {}", "CACHE = dict(a=1)", {"first", "second", "third", "fourth"}),  # a call may do anything
        (FIGURES, "def _one", "@print\ndef _one", {"first", "second", "third", "fourth"}),
        (FIGURES, "return picture(arrays)", "return globals()", {"first", "second", "third", "fourth"}),
        ("drawing.py", "return -most, most", "return most, -most", set()),
        ("drawing.py", "linewidth=0.4", "linewidth=0.5", {"first"}),
        ("drawing.py", "PADDING = 0.02", "PADDING = 0.03", {"second"}),
        ("theme.py", '"axes.linewidth": 0.6', '"axes.linewidth": 0.7', {"third"}),  # imported where it is used
        ("chapters/data/other.py", "return 1", "return 2", {"fourth"}),  # a module as a whole
        ("chapters/data/other.py", "def more", "print(1)\n\n\ndef more", {"first", "second", "third", "fourth"}),
    ],
)
def test_a_drawing_is_stale_if_something_that_it_may_reach_is_edited(drawings, file, old, new, stale):
    assert drawings(file, old, new) == stale


def test_a_drawing_that_is_not_there_is_named(copy):
    with pytest.raises(ExplainerError, match=r"explainer\.drawing has no nothing"):
        keys.Tree(copy).reached("explainer.drawing", "nothing")


def test_what_is_kept_of_parsing_is_what_parsing_gives(copy, tmp_path):
    modules = ["explainer.drawing", "explainer.theme", "explainer.chapters.weights.figures", ASCENT]

    def taken(kept):
        tree = keys.Tree(copy, kept.parse)
        return [tree.source(m) for m in modules], tree.reached(modules[2], "ten")

    fresh = syntax.Kept(tmp_path / "syntax.json")
    first = taken(fresh)
    fresh.write()
    parsed = []
    again = syntax.Kept(tmp_path / "syntax.json")
    with pytest.MonkeyPatch.context() as other:
        other.setattr(syntax, "parse", lambda *given: parsed.append(given))
        assert taken(again) == first
    assert parsed == []
    edit(copy, "drawing.py", "linewidth=0.4", "linewidth=0.5")
    assert taken(syntax.Kept(tmp_path / "syntax.json")) != first


def test_finding_that_nothing_is_stale_imports_no_matplotlib(digits):
    assert digits.built
    code = (
        "import sys; from explainer.build import build; from explainer.settings import from_environment;"
        "done = build(from_environment());"
        "print(done.ran, done.drawn, 'matplotlib' in sys.modules, 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=digits.environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "[]", "False", "False"]
