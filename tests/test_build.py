"""A build runs what is stale and nothing else, the same way every time, and fails in one line."""

import json
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import sklearn
import torch

from explainer import build as builder
from explainer.build import Silence, plan, run
from explainer.catalogue import EXPERIMENTS, FIGURES, NUMBERS, PAGES, UNITS
from explainer.errors import ExplainerError
from explainer.experiments import Result
from explainer.settings import ROOT, DataSettings, Settings, for_dataset


@pytest.fixture
def settings(tmp_path):
    return Settings(data=DataSettings("digits"), cache=tmp_path / "cache")


@pytest.fixture
def fake(monkeypatch):
    """Two experiments that cost nothing; b needs a. The list says what ran."""
    ran = []

    def module(name, numbers):
        def run(dataset, settings, needs, report):
            ran.append(name)
            return Result({"x": np.ones(3)}, numbers)

        return SimpleNamespace(run=run)

    modules = {"images": module("images", {"n.a": 1.0}), "weights": module("weights", {"n.b": 2.0})}
    rows = {"images": EXPERIMENTS["images"], "weights": replace(EXPERIMENTS["weights"], needs=("images",))}
    monkeypatch.setattr(builder, "EXPERIMENTS", rows)
    number = next(iter(NUMBERS.values()))
    numbers = {"n.a": replace(number, experiment="images"), "n.b": replace(number, experiment="weights")}
    monkeypatch.setattr(builder, "NUMBERS", numbers)
    monkeypatch.setattr(builder, "import_module", lambda name: modules[name.rsplit(".", 1)[-1]])
    return SimpleNamespace(ran=ran, modules=modules)


def test_a_second_build_runs_and_draws_nothing(digits):
    assert digits.built
    again = builder.build(digits.settings)
    assert (again.ran, again.drawn) == ([], [])


def test_what_an_experiment_needs_runs_first_and_once(settings, fake):
    results, ran = run(plan(settings), ["weights"], Silence())
    assert ran == fake.ran == ["images", "weights"]
    assert set(results) == {"images", "weights"}
    _, ran = run(plan(settings), ["weights"], Silence())
    assert ran == []


def test_again_runs_the_named_one_only(settings, fake):
    run(plan(settings), ["weights"], Silence())
    _, ran = run(plan(settings), ["weights"], Silence(), again=True)
    assert ran == ["weights"]


def test_a_setting_makes_stale_what_depends_on_it_and_no_more(settings):
    before = plan(settings).experiments
    after = plan(replace(settings, inverse=replace(settings.inverse, target=0.9))).experiments
    changed = {name for name in before if before[name] != after[name]}
    assert "inverse_softmax" in changed
    assert not changed & {"images", "logistic", "weights", "cnn", "network", "ascent"}


def test_a_need_that_is_stale_makes_stale_what_needs_it(settings):
    before = plan(settings).experiments
    logistic = replace(settings.logistic, strengths=(0.1,))
    after = plan(replace(settings, logistic=logistic)).experiments
    changed = {name for name in before if before[name] != after[name]}
    assert {"logistic", "weights", "inverse_softmax"} <= changed
    assert not changed & {"cnn", "ascent", "images"}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(settings, fake, value):
    fake.modules["images"].run = lambda *_: Result({}, {"n.a": value})
    with pytest.raises(ExplainerError, match=r"experiment images gave (nan|inf) for n\.a"):
        run(plan(settings), ["images"], Silence())


def test_a_number_that_the_catalogue_does_not_know_is_refused(settings, fake):
    fake.modules["images"].run = lambda *_: Result({}, {"n.a": 1.0, "n.odd": 1.0})
    with pytest.raises(ExplainerError, match=r"disagree about the number n\.odd"):
        run(plan(settings), ["images"], Silence())


def test_a_killed_build_loses_nothing_that_was_finished(settings, fake):
    def killed(*_):
        raise KeyboardInterrupt

    fake.modules["weights"].run = killed
    with pytest.raises(KeyboardInterrupt):
        run(plan(settings), ["weights"], Silence())
    todo = plan(settings)
    assert todo.stale_experiments() == ["weights"]


def test_an_experiment_in_a_process_of_its_own_finds_what_it_needs_and_keeps_its_result(settings, fake):
    run(plan(settings), ["images"], Silence())
    assert builder._run_elsewhere(settings, "weights") >= 0
    assert plan(settings).stale_experiments() == []


def test_an_experiment_that_fails_in_a_process_of_its_own_is_named(settings, fake):
    fake.modules["images"].run = lambda *_: 1 / 0
    with pytest.raises(ExplainerError, match=r"^images failed with ZeroDivisionError: division .* run images$"):
        builder._run_elsewhere(settings, "images")


def test_what_an_experiment_gives_does_not_depend_on_how_many_run_at_once(digits, tmp_path):
    assert digits.built
    alone = replace(digits.settings, cache=tmp_path / "alone", processes=1)
    results, ran = run(plan(alone), ["ascent"], Silence())
    assert ran == ["cnn", "ascent"]
    for name in ran:
        for array, kept in digits.arrays(name).items():
            np.testing.assert_array_equal(results[name].arrays[array], kept, err_msg=f"{name}: {array}")


def test_two_builds_of_one_cache_wait_for_each_other(settings, fake):
    order = []
    started, go_on = threading.Event(), threading.Event()

    def slow(*_):
        order.append("first in")
        started.set()
        go_on.wait(5)
        order.append("first out")
        return Result({}, {"n.a": 1.0})

    fake.modules["images"].run = slow

    def first():
        todo = plan(settings)
        with todo.lock():
            run(todo, ["images"], Silence())

    def second():
        todo = plan(settings)
        with todo.lock():
            order.append("second in")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    started.wait(5)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first in", "first out", "second in"]


def test_two_trainings_of_one_tree_are_byte_identical(digits, tmp_path):
    """The determinism check: everything again in another folder, compared file by file."""
    again = builder.build(replace(digits.settings, cache=tmp_path / "again"))
    assert set(again.ran) == set(EXPERIMENTS)
    one = json.loads(digits.built.manifest.read_text())
    two = json.loads(again.manifest.read_text())
    assert one["results"] == two["results"]
    different = [
        address
        for address in one["files"]
        if address != "timings.json"
        and Path(one["files"][address]).read_bytes() != Path(two["files"][address]).read_bytes()
    ]
    assert different == []


def test_results_json_has_the_shape_that_programs_rely_on(build):
    results = json.loads((build.built.manifest.parent / "results.json").read_text("utf-8"))
    assert results["schema"] == 1
    data = results["dataset"]
    assert set(data) == {"name", "train", "validation", "test", "sha256", "fallback"}
    assert (data["train"], data["test"]) == (len(build.data.train), len(build.data.test))
    assert set(results["numbers"]) == set(NUMBERS)
    assert set(results["figures"]) == set(FIGURES)
    for number in results["numbers"].values():
        assert set(number) == {"value", "unit", "page"}
        assert number["unit"] in UNITS
    for figure in results["figures"].values():
        assert {"page", "svg", "png", "data", "alt", "sha256"} <= set(figure)
    made = results["provenance"]
    assert set(made) == {"version", "commit", "settings", "seed", "python", "packages", "threads", "device"}
    assert made["packages"]["torch"] == torch.__version__
    assert made["packages"]["scikit-learn"] == sklearn.__version__


def test_times_are_in_timings_json_alone(build):
    folder = build.built.manifest.parent
    assert "seconds" not in (folder / "results.json").read_text()
    assert set(json.loads((folder / "timings.json").read_text())["experiments"]) == set(EXPERIMENTS)


def test_the_catalogue_is_sound():
    on_disk = {p.name for p in (ROOT / "docs").glob("*.md")}
    assert {page.file for page in PAGES} == on_disk
    assert {row.experiment for row in (*NUMBERS.values(), *FIGURES.values())} <= set(EXPERIMENTS)
    assert all(row.unit in UNITS for row in NUMBERS.values())
    for name in EXPERIMENTS:
        assert (ROOT / "explainer" / "experiments" / f"{name}.py").is_file()
    for name, row in FIGURES.items():
        assert len(row.alt) > 40, name
        assert row.caption.endswith("."), name


def test_the_embedded_digits_are_trained_as_suits_their_number():
    small = for_dataset(Settings(), "digits").cnn
    assert small.batch < Settings().cnn.batch
    assert for_dataset(Settings(), "mnist") == Settings()
