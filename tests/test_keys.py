"""Keys change with the code that runs, and with nothing else."""

import shutil
import subprocess
import sys
from importlib.metadata import version

import pytest

from explainer import keys
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
