"""The models, arrays and tables of the site, as a reader downloads them, beside what the build kept."""

import csv
import hashlib
import json
import sys
from dataclasses import replace

import numpy as np
import pytest
import yaml
from safetensors import safe_open
from safetensors.numpy import load_file

from explainer.build import cards, edition, models, tables
from explainer.catalogue import EXPERIMENTS, FIGURES
from explainer.errors import ExplainerError
from explainer.pages import models as pages
from explainer.rows import Table


def index(build):
    return json.loads((build.site / "models/index.json").read_text("utf-8"))


def test_every_model_of_the_edition_has_a_file_and_a_card(build):
    named = {name.replace(" ", "-") for name in edition.models({name: build.arrays(name) for name in EXPERIMENTS})}
    assert named == set(index(build))
    assert named == {path.stem for path in (build.site / "models").glob("*.safetensors")}
    for name in named:
        assert (build.site / f"models/{name}/index.html").is_file()


def test_what_is_read_back_are_the_weights_that_the_build_kept(build):
    read = {name: load_file(build.site / card["file"]) for name, card in index(build).items()}
    cnn, seeds = build.arrays("cnn"), build.arrays("seeds")
    for layer in ("conv1", "conv2", "dense1", "logits"):
        for kind in ("weight", "bias"):
            np.testing.assert_array_equal(read["cnn"][f"{layer}.{kind}"], cnn[f"weight:{layer}.{kind}"])
            np.testing.assert_array_equal(read["seeds-2"][f"{layer}.{kind}"], seeds[f"2:{layer}.{kind}"])
    for name, tensors in (
        ("logistic", {"weights", "biases"}),
        ("gaussian", {"mean", "covariance"}),
        ("epochs", {"weights"}),
        ("scratch", {"weights"}),
    ):
        assert set(read[name]) == tensors
        for tensor in tensors:
            kept = build.arrays(name)[tensor]
            assert read[name][tensor].dtype == kept.dtype
            np.testing.assert_array_equal(read[name][tensor], kept)


def test_a_file_says_in_its_header_what_it_is_and_what_it_was_trained_on(digits):
    with safe_open(digits.site / "models/seeds-1.safetensors", "numpy") as file:
        said = file.metadata()
    assert said["name"] == "seeds-1"
    assert said["dataset"] == "digits"
    assert said["dataset_sha256"] == digits.plan.source.sha256
    assert said["explainer"]


def test_the_same_weights_give_the_same_bytes_and_read_back(tmp_path):
    rng = np.random.default_rng(0)
    arrays = {
        "cnn": {"weight:conv1.weight": rng.random((4, 1, 5, 5), np.float32), "losses": np.ones(3)},
        "logistic": {"weights": rng.random((784, 10)).T, "biases": np.zeros(10), "strengths": np.ones(2)},
        "seeds": {"1:conv1.bias": np.ones(2, np.float32), "2:conv1.bias": np.zeros(2, np.float32)},
    }
    about = {"dataset": "none", "a": "1", "b": "2", "c": "3", "d": "4"}
    first = models.write(arrays, tmp_path / "one", about)
    again = models.write(dict(reversed(arrays.items())), tmp_path / "two", dict(reversed(about.items())))
    assert set(first) == {"cnn", "logistic", "seeds-1", "seeds-2"}
    assert first["cnn"] == tmp_path / "one/models/cnn.safetensors"
    assert {name: path.read_bytes() for name, path in first.items()} == {
        name: path.read_bytes() for name, path in again.items()
    }
    assert set(load_file(first["cnn"])) == {"conv1.weight"}
    np.testing.assert_array_equal(load_file(first["logistic"])["weights"], arrays["logistic"]["weights"])


def test_damaged_and_missing_models_are_written_again(digits, tmp_path):
    todo = replace(digits.plan, settings=replace(digits.settings, cache=tmp_path))
    results = {name: digits.facts.results[name] for name in EXPERIMENTS}
    assert not models.sound(todo)
    files = models.keep(todo, results)
    assert models.sound(todo)
    whole = files["cnn"].read_bytes()
    files["cnn"].write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    files["deep"].unlink()
    fresh = replace(todo)  # another process: it remembers nothing
    assert not models.sound(fresh)
    assert models.keep(fresh, results)["cnn"].read_bytes() == whole
    assert models.sound(fresh)


def test_a_model_without_a_card_stops_the_build(digits):
    results = {name: digits.facts.results[name] for name in EXPERIMENTS if name != "deep"}
    with pytest.raises(ExplainerError, match="deep"):
        models.keep(digits.plan, results)


def test_a_card_says_what_its_file_is(build):
    results = json.loads((build.site / "results.json").read_text("utf-8"))
    for name, card in index(build).items():
        file = build.site / card["file"]
        assert card["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        tensors = load_file(file)
        assert {tensor: (str(each.dtype), list(each.shape)) for tensor, each in tensors.items()} == {
            tensor: (said["dtype"], said["shape"]) for tensor, said in card["tensors"].items()
        }
        assert card["parameters"] == sum(each.size for each in tensors.values())
        assert card["data"] == results["dataset"]
        assert card["licence"] == "MIT"
        assert len(card["faults"]) >= 2
        assert "<!--" not in json.dumps(card), name  # every number in its place
        for measured in card["accuracy"]:
            if "number" in measured:
                published = results["numbers"][measured["number"]]
                assert (measured["value"], measured["unit"]) == (published["value"], published["unit"])


def test_cards_have_each_network_s_own_accuracy_and_seed(build):
    found, accuracies = index(build), build.arrays("seeds")["accuracies"]
    for place in range(1, len(accuracies)):
        assert found[f"seeds-{place}"]["accuracy"][0]["value"] == accuracies[place]
        assert found[f"seeds-{place}"]["seed"] == build.settings.cnn.seed + place
    assert found["deep"]["accuracy"][0]["value"] == build.arrays("deep")["right"][0].mean()
    assert found["cnn"]["recipe"]["cnn.batch"] == build.settings.cnn.batch
    assert found["logistic"]["seed"] is None
    assert "cnn.seed" not in found["cnn"]["recipe"]  # the card has the network's own


def test_a_card_says_on_how_many_images_its_model_was_trained(build):
    found, numbers = index(build), json.loads((build.site / "results.json").read_text("utf-8"))["numbers"]
    assert found["unlearned-0"]["trained_on"] == numbers["controls.shuffled_images"]["value"]
    assert found["scratch"]["trained_on"] == build.settings.scratch.train
    assert found["cnn"]["trained_on"] == len(build.data.train)


def test_a_card_s_page_says_faults_recipe_and_how_to_load(digits):
    page = (digits.site / "models/cnn/index.html").read_text("utf-8")
    assert 'data-name="cnn.test_errors"' in page
    assert 'data-name="cnn.test_accuracy_std"' in page
    assert page.count("search:") == 0  # front matter that was not understood would be on the page
    for said in ("load_file", "cnn.batch", "242,062", index(digits)["cnn"]["sha256"], "no digits"):
        assert said in page


def test_the_lines_of_a_card_run_and_what_classifies_does(build, monkeypatch):
    monkeypatch.syspath_prepend(build.site)  # a reader has recompute.py beside the model
    monkeypatch.delitem(sys.modules, "recompute", raising=False)
    images, labels = build.data.test.images[:20], build.data.test.labels[:20]
    logits = {}
    for name, card in index(build).items():
        found = {"model": load_file(build.site / card["file"]), "images": images}
        exec(card["use"], found)
        if "logits" in found:
            assert found["logits"].shape == (20, 10), name
            logits[name] = found["logits"]
    for name in ("cnn", "seeds-1", "deep", "dense", "logistic"):
        assert (logits[name].argmax(axis=1) == labels).mean() > 0.7, name
    np.testing.assert_allclose(logits["cnn"], build.arrays("cnn")["test_logits"][:20], atol=1e-4)


def test_every_array_of_every_experiment_is_there(build):
    assert {path.stem for path in (build.site / "arrays").glob("*.npz")} == set(EXPERIMENTS)
    listed = json.loads((build.site / "arrays/index.json").read_text("utf-8"))
    page = (build.site / "arrays/index.html").read_text("utf-8")
    for name in EXPERIMENTS:
        with np.load(build.site / f"arrays/{name}.npz", allow_pickle=False) as file:
            published = dict(file)
        kept = build.arrays(name)
        assert set(published) == set(kept)
        assert f'href="{name}.npz"' in page
        assert listed[name]["file"] == f"arrays/{name}.npz"
        assert (build.site / listed[name]["source"] / "index.html").is_file()
        assert {array: (said["dtype"], said["shape"]) for array, said in listed[name]["arrays"].items()} == {
            array: (str(values.dtype), list(values.shape)) for array, values in published.items()
        }
        for array in kept:
            np.testing.assert_array_equal(published[array], kept[array])


def test_images_are_published_where_a_reader_cannot_have_them(build):
    file = build.site / "data/digits.npz"
    assert file.exists() == (build.dataset == "digits")
    if file.exists():
        with np.load(file, allow_pickle=False) as found:
            np.testing.assert_array_equal(found["test_images"], build.data.test.images)
            np.testing.assert_array_equal(found["train_labels"], build.data.train.labels)


TABLES = [name for name, row in FIGURES.items() if row.table]


def test_some_figures_are_tables_and_results_json_lists_them(build):
    figures = json.loads((build.site / "results.json").read_text("utf-8"))["figures"]
    listed = {name: figure["csv"] for name, figure in figures.items() if "csv" in figure}
    assert listed == {name: f"figures/{name}.csv" for name in TABLES}
    assert {"confusion", "training", "reliability", "balance", "limits-classes"} <= set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_parses_and_has_the_values_of_the_arrays_to_the_last_digit(build, name):
    with (build.site / f"figures/{name}.csv").open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert len(set(head)) == len(head)
    assert {len(row) for row in rows} == {len(head)}
    with np.load(build.site / f"figures/{name}.npz", allow_pickle=False) as data:
        arrays = dict(data)
    columns = iter(zip(*rows, strict=True))
    next(columns)  # the names of the rows, or their places
    for array in FIGURES[name].table.columns:
        for wanted in np.atleast_2d(arrays[array].T):
            cells = [cell for cell in next(columns) if cell]
            if wanted.dtype.kind in "fiu":
                np.testing.assert_array_equal(np.array(cells, wanted.dtype), wanted)
            else:
                assert cells == [str(value) for value in wanted]
    assert next(columns, None) is None


def test_a_figure_links_to_its_table(digits):
    page = (digits.site / "network/index.html").read_text("utf-8")
    assert 'href="../figures/confusion.csv"' in page
    assert 'href="../figures/network-conv1.csv"' not in page


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (Table({"flat": ("a", "b")}), "flat has 1 columns, and 2 names"),
        (Table({"deep": ()}), "deep has 3 axes"),
        (Table({"flat": ()}, rows=("one",)), "names 1 rows and has 2"),
    ],
)
def test_a_table_that_does_not_fit_says_so(table, said):
    with pytest.raises(ExplainerError, match=said):
        tables.text(table, {"flat": np.zeros(2), "deep": np.zeros((2, 2, 2))})


def test_a_shorter_array_ends_earlier():
    table = Table({"long": (), "pairs": ("left", "right")}, rows=("x", "y", "z"))
    text = tables.text(table, {"long": np.array([0.1, 0.25, 1]), "pairs": np.array([[1, 2]])})
    assert text == "row,long,left,right\nx,0.1,1,2\ny,0.25,,\nz,1.0,,\n"


def test_links_of_a_card_lead_to_pages_and_not_to_files():
    assert cards._from_there("see [it](../trust.md#here)") == "see [it](../trust/#here)"


def test_a_title_may_have_a_colon(digits):
    card = dict(index(digits)["cnn"], title="One: two", page="network.md", said={"about": "", "faults": []})
    _, front, _ = pages.page("cnn", card | {"accuracy": []}, {"network.md": "The network"}).split("---\n", 2)
    assert yaml.safe_load(front)["title"] == "One: two"
