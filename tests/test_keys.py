"""Keys change with the code that runs, and with nothing else."""

import shutil
import subprocess
import sys

import pytest

from explainer import keys
from explainer.errors import ExplainerError
from explainer.settings import ROOT


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
    found = keys.closure("explainer.experiments.ascent")
    assert {"explainer.methods.activation_maximization", "explainer.models.cnn", "explainer.data"} <= found


def test_settings_imported_for_their_types_alone_do_not_count():
    assert "explainer.settings" not in keys.closure("explainer.experiments.cnn")


def test_an_edit_to_an_indirect_import_changes_the_key(copy):
    before = keys.source("explainer.experiments.ascent", copy)
    edit(copy, "models/cnn.py", "filters: tuple[int, ...] = (16, 36)", "filters: tuple[int, ...] = (8, 18)")
    after = keys.source("explainer.experiments.ascent", copy)
    assert before != after
    assert before["explainer.experiments.ascent"] == after["explainer.experiments.ascent"]


def test_an_edit_elsewhere_does_not(copy):
    before = keys.source("explainer.experiments.logistic", copy)
    edit(copy, "models/cnn.py", "filters: tuple[int, ...] = (16, 36)", "filters: tuple[int, ...] = (8, 18)")
    assert keys.source("explainer.experiments.logistic", copy) == before


def test_comments_docstrings_and_layout_do_not_count(copy):
    before = keys.source("explainer.experiments.logistic", copy)
    edit(
        copy, "models/linear.py", '"""The linear classifier:', '# a comment\n\n\n"""The one and only linear classifier:'
    )
    assert keys.source("explainer.experiments.logistic", copy) == before


def test_a_syntax_error_is_one_line_that_says_where(copy):
    edit(copy, "models/linear.py", "def softmax(logits", "def softmax((logits")
    with pytest.raises(ExplainerError, match=r"^linear\.py, line \d+: "):
        keys.source("explainer.experiments.logistic", copy)


def test_a_missing_package_is_named():
    with pytest.raises(ExplainerError, match="no-such-package is not installed"):
        keys.versions("no-such-package")


def test_computing_the_keys_imports_neither_torch_nor_sklearn(digits):
    code = (
        "import sys; from explainer.build import plan; from explainer.settings import from_environment;"
        "todo = plan(from_environment()); todo.experiments, todo.drawings, todo.stale_drawings();"
        "print(sorted({'torch', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=digits.environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
