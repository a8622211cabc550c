"""The notebooks: what they are made of, that they conclude what they say, and that they run outside of a build too."""

import json
import re
import zipfile
from dataclasses import replace

import nbformat
import numpy as np
import pytest

import explainer
from explainer import build as builder
from explainer import publication
from explainer.build.notebooks import executed, unexecuted, unsampled
from explainer.build.plan import plan
from explainer.catalogue import PAGES
from explainer.errors import ExplainerError
from explainer.notebook import curves, show
from explainer.pages import notebook, notebooks
from explainer.pages.manifest import Manifest
from explainer.progress import NullProgress
from explainer.publication import published, sample
from explainer.settings import ROOT

OWN = {chapter: page.file.removesuffix(".md") for chapter, page in PAGES.items() if page.notebook}
FILES = {name: ROOT / f"explainer/chapters/{chapter}/notebook.py" for chapter, name in OWN.items()}
SCREEN = 45  # lines of code


def nothing(*_):
    """A report that nobody reads."""


def test_there_are_six_and_no_other_room_has_one():
    assert len(FILES) >= 6
    assert {path.parent.name for path in (ROOT / "explainer/chapters").glob("*/notebook.py")} == set(OWN)


@pytest.mark.parametrize("name", FILES)
def test_each_starts_from_the_package_is_short_concludes_something_and_ends_with_two_things_to_change(name):
    cells = unexecuted(FILES[name].read_text("utf-8")).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    first = next(cell for cell in cells if cell.cell_type == "code")
    assert re.search(r"^import explainer$", first.source, re.MULTILINE)
    assert "assert " in code
    assert len([line for line in code.splitlines() if line.strip()]) <= 3 * SCREEN
    end = cells[-1].source
    assert "## Two things to change" in end
    assert re.findall(r"^(\d)\. ", end, re.MULTILINE) == ["1", "2"]


@pytest.mark.parametrize("name", FILES)
def test_no_result_is_typed_into_a_notebook(name):
    """What a model gave is printed, not written: no decimal in a notebook's prose."""
    cells = unexecuted(FILES[name].read_text("utf-8")).cells
    prose = "\n".join(re.sub(r"`[^`]*`", "", cell.source) for cell in cells if cell.cell_type == "markdown")
    assert not re.findall(r"\d+\.\d+", prose)


def test_a_notebook_that_fails_is_named_with_its_cell():
    text = "# %% [markdown]\n# # Title\n\n# %%\nx = 1\n\n# %%\nassert x == 2, 'one is not two'\n"
    with pytest.raises(ExplainerError, match="The notebook of mine, cell cell-3: AssertionError: one is not two"):
        executed(text, "mine", nothing)


@pytest.mark.parametrize(
    ("cell", "expected", "said"),
    [
        ("raise KeyboardInterrupt", KeyboardInterrupt, None),
        ("import sys; print('look out', file=sys.stderr)", ExplainerError, "cell-2 warns: .*look out"),
        ("x = )", ExplainerError, "cell-2: SyntaxError"),
    ],
)
def test_an_interrupt_is_none_of_the_cell_and_a_warning_is_one_of_it(cell, expected, said):
    with pytest.raises(expected, match=said):
        executed(f"# %% [markdown]\n# # Title\n\n# %%\n{cell}\n", "mine", nothing)


def test_images_that_are_gone_are_taken_again(digits, tmp_path):
    todo = plan(replace(digits.settings, cache=tmp_path))
    assert unsampled(todo)
    builder._make(todo, [], [], [], [], NullProgress())
    assert not unsampled(todo)


def test_what_comes_with_the_notebooks_is_written_once_and_again_where_the_site_has_moved(digits, tmp_path):
    manifest = Manifest.load(digits.built.manifest)
    one, again, moved = (notebooks.files(manifest, home, tmp_path) for home in ("", "", "https://example.org/"))
    assert one == again
    assert one.keys() == moved.keys()
    (one_folder, other) = (files[notebooks.ALL].parents[1] for files in (one, moved))
    assert one_folder != other
    file = notebooks.download_of("inverse-softmax")
    assert "[Filters are not pictures](https://example.org/patterns/)" in moved[file].read_text("utf-8")
    assert "](" not in "".join(cell["source"] for cell in json.loads(one[file].read_text("utf-8"))["cells"][-3:])


def test_what_a_cell_prints_and_shows_is_kept_and_the_same_each_time():
    title, code = (
        "# %% [markdown]\n# # Title\n\n# %%\n",
        "import explainer\nexplainer.show([[0.5] * 784], alt='grey')\n",
    )
    text = f"{title}print('said')\n{code}"
    one, two = (executed(text, "mine", nothing) for _ in range(2))
    assert nbformat.writes(one) == nbformat.writes(two)
    nbformat.validate(one)
    printed, shown = one.cells[1].outputs
    assert printed == {"output_type": "stream", "name": "stdout", "text": "said\n"}
    assert shown.data["text/plain"] == "grey"
    assert "<svg" in shown.data["image/svg+xml"]


def test_the_package_offers_what_a_notebook_begins_with_and_nothing_else():
    assert explainer.show is show
    assert explainer.published is published
    with pytest.raises(AttributeError, match="no attribute 'absent'"):
        _ = explainer.absent


def test_a_picture_is_drawn_dark_only_where_it_is_asked_for(monkeypatch):
    image = np.linspace(-1, 1, 784)
    assert show([image], signed="ink", alt="a wedge").dark == ""
    monkeypatch.setenv("EXPLAINER_THEMES", "both")
    both = show([image], [7], signed="ink", alt="a wedge")
    assert both.dark not in ("", both.light)
    assert ">7<" in both.light
    assert repr(both) == "a wedge"
    assert "nats" in curves({"a": [1, 2], "b": [2, 1]}, along="step", unit="nats", alt="two lines").light


def test_what_is_published_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.delenv(publication.FOLDER, raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExplainerError, match="no folder “models” here"):
        published()
    with pytest.raises(ExplainerError, match="no models in elsewhere"):
        published("elsewhere")
    (tmp_path / "models").mkdir()
    with pytest.raises(ExplainerError, match=r"logistic\.safetensors cannot be read"):
        _ = published().linear
    for content in (None, b"", b"PK\3\4 and no more"):
        if content is not None:
            (tmp_path / "sample.npz").write_bytes(content)
        with pytest.raises(ExplainerError, match=r"sample\.npz cannot be read"):
            _ = published().test


def test_what_is_published_is_what_the_build_has_trained(build):
    site = published(companion(build))
    assert np.array_equal(site.linear.weights, build.arrays("logistic")["weights"])
    assert np.array_equal(site.gaussian.covariance, build.arrays("gaussian")["covariance"])
    weights = {name: tensor.numpy() for name, tensor in site.network.layers.state_dict().items()}
    kept = {name.removeprefix("weight:"): array for name, array in build.arrays("cnn").items() if "weight:" in name}
    assert weights.keys() == kept.keys()
    assert all(np.array_equal(weights[name], kept[name]) for name in kept)
    for split, own in (("train", build.data.train), ("test", build.data.test)):
        part = getattr(site, split)
        assert np.array_equal(part.images, own.images[: len(part)])
        assert np.array_equal(part.labels, own.labels[: len(part)])
    assert sample(build.data)["test_images"].dtype == ("uint8" if build.dataset == "mnist" else "float32")


def companion(build):
    """The folder that a reader has after unpacking what comes with the notebooks."""
    folder = build.site.parent / "companion"
    with zipfile.ZipFile(build.site / notebooks.ALL) as packed:
        packed.extractall(folder)
    return folder / "explainer-notebooks"


def test_every_notebook_is_a_page_and_a_file_and_both_say_the_same(build):
    for name in FILES:
        download = nbformat.read(build.site / notebooks.download_of(name), as_version=4)
        nbformat.validate(download)
        page = (build.site / f"notebooks/{name}/index.html").read_text("utf-8")
        printed = [o.text for c in download.cells for o in c.get("outputs", []) if o.output_type == "stream"]
        assert printed
        assert all(line.split("  ")[0][:20] in page for text in printed for line in text.splitlines()[:1])
        assert page.count(".light.svg#only-light") == page.count(".dark.svg#only-dark") >= 1
        assert "$" not in re.sub(r"(?s)<(script|pre|style|annotation)\b.*?</\1>", "", page)
        assert "clipboard-copy" not in page
        assert "jp-mirror" not in page


def test_the_zip_has_them_all_with_models_and_images_and_the_same_bytes_whenever_it_is_made(build):
    with zipfile.ZipFile(build.site / notebooks.ALL) as packed:
        names = set(packed.namelist())
        terms = packed.read("explainer-notebooks/LICENSES.txt").decode()
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    inside = {"LICENSES.txt", "sample.npz", *(f"models/{name}.safetensors" for name in ("cnn", "gaussian", "logistic"))}
    assert all(said in terms for said in ("MIT", "CC BY-SA 3.0" if build.dataset == "mnist" else "CC BY 4.0"))
    assert names == {f"explainer-notebooks/{name}" for name in inside | {f"{name}.ipynb" for name in FILES}}


def test_a_link_to_no_page_is_named():
    with pytest.raises(ExplainerError, match=r"links to absent\.md"):
        notebook.linked("[there](absent.md)", Manifest({}, {}, {}, {}, {}, {}), lambda page, anchor: page)
