"""A build runs what is stale and nothing else, the same way every time, and fails in one line."""

import json
import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import sklearn
import torch

from explainer import build as builder
from explainer import keys
from explainer.build import run as running
from explainer.build.plan import claims_of, plan
from explainer.build.run import run
from explainer.catalogue import EXPERIMENTS, FIGURES, PAGES
from explainer.editions import comparison
from explainer.editions.comparison import Outcome
from explainer.errors import ExplainerError
from explainer.progress import NullProgress
from explainer.results import Result
from explainer.rows import UNITS
from explainer.settings import DataSettings, Settings, for_dataset
from explainer.store import State, Store

SOME = 10  # every tenth figure


class Heard(NullProgress):
    """Remembers what it was told."""

    def __init__(self):
        self.said, self.ended = [], []

    def say(self, line):
        self.said.append(line)

    def done(self, title, seconds):
        self.ended.append(title)


@pytest.fixture
def settings(tmp_path):
    return Settings(data=DataSettings("digits"), cache=tmp_path / "cache")


@pytest.fixture
def fake(monkeypatch):
    """Two experiments that cost nothing; weights builds on images. The list says what ran."""
    ran = []

    def module(name, numbers):
        def run(dataset, settings, inputs, report):
            ran.append(name)
            report(1, 1)
            return Result({"x": np.ones(3)}, numbers)

        return SimpleNamespace(run=run)

    rows = {"images": EXPERIMENTS["images"], "weights": replace(EXPERIMENTS["weights"], inputs=("images",))}
    modules = {
        rows["images"].module: module("images", {"n.a": (1.0, "count")}),
        rows["weights"].module: module("weights", {"n.b": (2.0, "count")}),
    }
    monkeypatch.setattr(running, "EXPERIMENTS", rows)
    monkeypatch.setattr(running, "FIGURES", {})
    monkeypatch.setattr(running, "import_module", modules.__getitem__)
    return SimpleNamespace(ran=ran, images=modules[rows["images"].module], weights=modules[rows["weights"].module])


def do(settings, names, progress=None, **more):
    todo = plan(settings)
    with todo.lock(progress or NullProgress()):
        return run(todo, names, progress or NullProgress(), **more)


def state(settings, name):
    return plan(settings).states("experiments")[name]


def test_a_second_build_runs_and_draws_nothing(digits):
    assert digits.built
    again = builder.build(digits.settings)
    assert (again.ran, again.drawn) == ([], [])
    assert again.manifest == digits.built.manifest


def test_what_an_experiment_builds_on_runs_first_and_once(settings, fake):
    assert do(settings, ["weights"]) == fake.ran == ["images", "weights"]
    assert do(settings, ["weights"]) == []


def test_again_runs_the_named_one_only(settings, fake):
    do(settings, ["weights"])
    assert do(settings, ["weights"], again=True) == ["weights"]


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def test_a_setting_makes_stale_what_depends_on_it_and_no_more(settings):
    after = replace(settings, inverse=replace(settings.inverse, target=0.9))
    names = changed(plan(settings).experiments, plan(after).experiments)
    assert "inverse_softmax" in names
    assert not names & {"images", "logistic", "weights", "cnn", "network", "ascent"}


def test_an_input_that_is_stale_makes_stale_what_builds_on_it(settings):
    after = replace(settings, logistic=replace(settings.logistic, strengths=(0.1,)))
    names = changed(plan(settings).experiments, plan(after).experiments)
    assert {"logistic", "weights", "inverse_softmax"} <= names
    assert not names & {"cnn", "ascent", "images"}


def test_the_device_and_the_runner_are_in_the_keys(settings, monkeypatch):
    before = plan(settings)
    with monkeypatch.context() as other:
        other.setattr(keys, "device", lambda: "cuda")
        assert changed(before.experiments, plan(settings).experiments) == set(EXPERIMENTS)
    code = keys.Tree.code
    runners = {
        "build.run": "experiments",
        "store": "experiments",
        "data.handed": "experiments",
        "build.draw": "drawings",
        "build.judge": "claims",
    }
    for runner, table in runners.items():
        edited = f"explainer.{runner}"
        with monkeypatch.context() as other:
            other.setattr(keys.Tree, "code", lambda self, name, e=edited: "other" if name == e else code(self, name))
            after = plan(settings)
        assert changed(getattr(before, table), getattr(after, table)) == set(getattr(before, table)), runner


def test_a_sentence_of_a_claim_makes_its_chapter_judged_again_and_nothing_run(settings, monkeypatch):
    """The sentence is a docstring: no code, and yet what a verdict is about."""
    before = plan(settings)
    text = keys.Tree.text
    edited = claims_of("weights")
    monkeypatch.setattr(keys.Tree, "text", lambda self, name: "other" if name == edited else text(self, name))
    after = plan(settings)
    assert changed(before.claims, after.claims) == {"weights"}
    assert after.experiments == before.experiments
    assert after.drawings == before.drawings


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(settings, fake, value):
    fake.images.run = lambda *_: Result({}, {"n.a": (value, "count")})
    with pytest.raises(ExplainerError, match=r"experiment images gave (nan|inf) for n\.a"):
        do(settings, ["images"])


def test_an_array_that_a_figure_shows_and_nobody_leaves_is_named_as_soon_as_it_can_be(settings, fake, monkeypatch):
    row = replace(FIGURES["weights"], experiment="images", arrays=("y",))
    monkeypatch.setattr(running, "FIGURES", {"odd": row})
    with pytest.raises(ExplainerError, match="figure odd shows y, which the experiment images does not leave"):
        do(settings, ["weights"])
    assert fake.ran == ["images"]


def test_two_experiments_cannot_give_one_number(digits):
    results = {name: Result({}, {"n.same": (1.0, "count")}) for name in ("images", "weights")}
    with pytest.raises(ExplainerError, match=r"Two experiments give the number n\.same"):
        builder.write._numbers(results)


def test_a_killed_build_loses_nothing_that_was_finished(settings, fake):
    def killed(*_):
        raise KeyboardInterrupt

    fake.weights.run = killed
    with pytest.raises(KeyboardInterrupt):
        do(settings, ["weights"])
    assert (state(settings, "images"), state(settings, "weights")) == (State.FRESH, State.MISSING)


def test_an_experiment_that_fails_is_named(settings, fake):
    fake.images.run = lambda *_: 1 / 0
    with pytest.raises(ExplainerError, match=r"^images failed with ZeroDivisionError: division .* run images --trace$"):
        do(settings, ["images"])


def test_what_an_edited_file_made_is_not_kept(settings, fake, tmp_path):
    """The module is written to while its experiment runs: nobody can tell which code gave the result."""
    file = keys.file_of(EXPERIMENTS["images"].module)
    sound = fake.images.run
    stamps = dict(keys.AT_START)
    stamps[file] = (stamps[file][0] - 1, stamps[file][1])  # as if it had been written since, and the edit undone
    todo = replace(plan(settings), stamps=stamps)
    with (
        todo.lock(NullProgress()),
        pytest.raises(ExplainerError, match=r"data/experiment\.py was edited during the build"),
    ):
        run(todo, ["images"], NullProgress())
    assert todo.states("experiments")["images"] is State.MISSING
    fake.images.run = sound
    assert do(settings, ["images"]) == ["images"]


def test_a_damaged_result_is_made_again_and_said(settings, fake):
    do(settings, ["weights"])
    todo = plan(settings)
    (todo.store.path("experiments", "images", todo.experiments["images"]) / "numbers.json").write_text("null")
    heard = Heard()
    assert do(settings, ["weights"], heard) == ["images"]
    assert heard.said == ["Counting the images: the kept result is damaged and is made again"]


def test_two_builds_of_one_cache_wait_for_each_other_and_say_so(settings, fake):
    order, heard = [], Heard()
    started, go_on = threading.Event(), threading.Event()

    def slow(*_):
        order.append("first in")
        started.set()
        go_on.wait(10)
        order.append("first out")
        return Result({}, {"n.a": (1.0, "count")})

    fake.images.run = slow

    def second():
        with plan(settings).lock(heard):
            order.append("second in")

    threads = [threading.Thread(target=do, args=(settings, ["images"])), threading.Thread(target=second)]
    threads[0].start()
    started.wait(10)
    threads[1].start()
    while not heard.said:
        threads[1].join(0.05)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first in", "first out", "second in"]
    assert heard.said == [f"Waiting for another build to finish with {settings.cache}"]


def test_a_damaged_drawing_is_drawn_again_and_a_build_ends_with_the_same_bytes(digits, tmp_path):
    assert digits.built
    shutil.copytree(digits.settings.cache, tmp_path / "cache", ignore=shutil.ignore_patterns("site"))
    settings = replace(digits.settings, cache=tmp_path / "cache")
    store, names = Store(settings.cache), ("weights", "jet", "climb")
    before = {n: (store.path("drawings", n, digits.plan.drawings[n]) / "light.svg").read_bytes() for n in names}
    for name, harm in zip(names, (b"", before["jet"][:500], before["climb"].replace(b"1", b"2", 1)), strict=True):
        (store.path("drawings", name, digits.plan.drawings[name]) / "light.svg").write_bytes(harm)
    heard = Heard()
    again = builder.build(settings, heard)
    assert (again.ran, sorted(again.drawn)) == ([], sorted(names))
    assert sum("is damaged and is made again" in line for line in heard.said) == 3
    for name in names:
        assert (store.path("drawings", name, digits.plan.drawings[name]) / "light.svg").read_bytes() == before[name]


def test_a_kept_manifest_is_taken_only_if_all_it_was_made_of_is_as_it_was(digits, monkeypatch):
    assert digits.built
    judged = []
    verdicts = builder.judge.verdicts
    monkeypatch.setattr(builder.judge, "verdicts", lambda *given: judged.append(given) or verdicts(*given))
    content = digits.built.manifest.read_text("utf-8")
    assert builder.build(digits.settings).manifest == digits.built.manifest
    assert judged == []

    digits.built.manifest.write_text(content.replace("pages", "papers"), "utf-8")
    assert builder.build(digits.settings).manifest.read_text("utf-8") == content
    assert len(judged) == 1

    with monkeypatch.context() as other:
        row = replace(PAGES["weights"], title="Another title")
        other.setitem(PAGES, "weights", row)
        assert "Another title" in builder.build(digits.settings).manifest.read_text("utf-8")
    assert len(judged) == 2

    kept = digits.plan.store.path("claims", "weights", digits.plan.claims["weights"]) / "claims.json"
    sound = kept.read_bytes()
    kept.write_bytes(sound.replace(b"true", b"false", 1))
    assert builder.build(digits.settings).manifest.read_text("utf-8") == content
    assert kept.read_bytes() == sound


def test_two_data_sets_on_one_cache_keep_apart(digits, tmp_path):
    """Each manifest names its own data set, whatever another build of the same cache writes after it."""
    assert digits.built
    kept = json.loads(digits.built.manifest.read_text("utf-8"))["results"]["dataset"]
    source = replace(digits.plan.source, name="idx", sha256="other", load=lambda: digits.data)
    todo = plan(digits.settings, source)
    assert not set(todo.experiments.values()) & set(digits.plan.experiments.values())
    other = builder.write.write(replace(digits.plan, source=source), {})
    assert json.loads(other.read_text("utf-8"))["results"]["dataset"]["name"] == "idx"
    assert json.loads(digits.built.manifest.read_text("utf-8"))["results"]["dataset"] == kept
    assert digits.built.manifest.parent.parent.name == "digits"
    assert digits.built.manifest.parent != digits.settings.cache


def test_what_an_experiment_gives_does_not_depend_on_how_many_run_at_once(digits, tmp_path):
    assert digits.built
    alone = replace(digits.settings, cache=tmp_path / "alone", processes=1)
    assert do(alone, ["ascent"]) == ["cnn", "ascent"]
    todo = plan(alone)
    for name in ("cnn", "ascent"):
        kept_alone = todo.store.load(name, todo.experiments[name])
        for array, kept in digits.arrays(name).items():
            np.testing.assert_array_equal(kept_alone.arrays[array], kept, err_msg=f"{name}: {array}")


def test_two_trainings_of_one_tree_are_byte_identical(digits, tmp_path):
    """The determinism check: everything again in another folder, compared file by file.

    A build that agrees with the edition has been made twice already: every array of every experiment and every SVG
    is the edition's, of another folder and another day. Then some figures are drawn again, for their PNGs, of which an
    edition has no digests, and all that is made of results and figures.
    """
    twice = comparison.of(digits.built.manifest).outcome is Outcome.AGREES
    some = list(FIGURES)[::SOME]
    if twice:
        for kind in ("experiments", "drawings"):
            shutil.copytree(digits.settings.cache / kind, tmp_path / "again" / kind)
        for name in some:
            shutil.rmtree(tmp_path / "again" / "drawings" / name)
    again = builder.build(replace(digits.settings, cache=tmp_path / "again"))
    assert set(again.ran) == (set() if twice else set(EXPERIMENTS))
    assert set(again.drawn) == set(some if twice else FIGURES)
    one = json.loads(digits.built.manifest.read_text())
    two = json.loads(again.manifest.read_text())
    assert one["results"] == two["results"]
    assert one["claims"] == two["claims"]
    assert one["edition"] == two["edition"]
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
    assert set(results["numbers"]) == set(build.numbers)
    assert set(results["figures"]) == set(FIGURES)
    for number in results["numbers"].values():
        assert set(number) == {"value", "unit", "page"}
        assert number["unit"] in UNITS
    for figure in results["figures"].values():
        assert {"page", "svg", "png", "data", "alt", "sha256"} <= set(figure)
    made = results["provenance"]
    assert set(made) == {"version", "commit", "settings", "seed", "python", "packages", "threads", "device", "pins"}
    assert made["packages"]["torch"] == torch.__version__
    assert made["packages"]["scikit-learn"] == sklearn.__version__


def test_times_are_in_timings_json_alone(build):
    folder = build.built.manifest.parent
    assert "seconds" not in (folder / "results.json").read_text()
    assert set(json.loads((folder / "timings.json").read_text())["experiments"]) == set(EXPERIMENTS)


def test_the_catalogue_is_sound():
    assert {row.experiment for row in FIGURES.values()} <= set(EXPERIMENTS)
    assert {row.page for row in (*EXPERIMENTS.values(), *FIGURES.values())} <= {page.file for page in PAGES.values()}
    for row in EXPERIMENTS.values():
        assert keys.file_of(row.module), row.module
    for name, row in FIGURES.items():
        assert len(row.alt) > 40, name
        assert re.sub(r"<!--.*?-->", "", row.caption).rstrip().endswith("."), name


def test_the_embedded_digits_are_trained_as_suits_their_number():
    small = for_dataset(Settings(), "digits").cnn
    assert small.batch < Settings().cnn.batch
    assert for_dataset(Settings(), "mnist") == Settings()
