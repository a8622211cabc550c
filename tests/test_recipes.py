"""The log of trials is of the recipes as they are, and of the training that the build runs. Some of it needs torch."""

import json
from dataclasses import asdict

import pytest

from explainer.build.plan import plan
from explainer.build.recipes import SEEDS, TRIALS, Recipes
from explainer.errors import ExplainerError
from explainer.pages import recipes as pages
from explainer.settings import FAST_CNN, RECIPE_LOG, CnnSettings, DataSettings, Settings


@pytest.fixture(scope="module")
def log():
    return json.loads(RECIPE_LOG.read_text("utf-8"))


def test_each_trial_is_logged_with_as_many_seeds_and_none_is_left_out(log):
    assert {table: set(rows) for table, rows in log["tables"].items()} == {t: set(rows) for t, rows in TRIALS.items()}
    assert {len(row["validation"]) for rows in log["tables"].values() for row in rows.values()} == {SEEDS}
    assert log["departures"] == []


def test_what_was_logged_saw_as_many_images_as_it_would_now(log):
    for table, trials in TRIALS.items():
        for trial, settings in trials.items():
            steps = max(1, round(settings.epochs * (55_000 // settings.batch)))
            assert log["tables"][table][trial]["images"] == steps * settings.batch, trial


def test_no_two_trials_are_the_same_and_the_chosen_ones_are_chosen():
    for trials in TRIALS.values():
        assert len({json.dumps(asdict(settings)) for settings in trials.values()}) == len(trials)
    assert (TRIALS["site"]["as chosen"], TRIALS["fast"]["as chosen"]) == (CnnSettings(), FAST_CNN)


def test_trials_are_of_mnist(tmp_path):
    todo = plan(Settings(data=DataSettings("digits"), cache=tmp_path))
    with pytest.raises(ExplainerError, match="chosen on MNIST, and here is digits"):
        Recipes(todo).orders()


def test_the_most_accurate_comes_first_with_its_standard_deviation(tmp_path):
    file = tmp_path / "log.json"
    rows = {
        "other": {"images": 1234, "validation": [0.5, 0.7]},
        "as chosen": {"images": 64, "validation": [0.9, 0.9]},
    }
    file.write_text(json.dumps({"tables": {"site": rows}}), "utf-8")
    assert pages.table("site", file).splitlines()[2:] == [
        "| **as chosen** | 64 | 90.00 ± 0.00 % |",
        "| other | 1,234 | 60.00 ± 14.14 % |",
    ]


def test_a_log_that_cannot_be_read_is_one_line(tmp_path):
    with pytest.raises(ExplainerError, match=r"cannot be read: .*make recipes"):
        pages.table("site", tmp_path / "none.json")


def test_the_log_is_of_the_network_that_the_build_trains(build, log):
    if build.dataset == "mnist":
        own = log["tables"]["site"]["as chosen"]["validation"][0]
        assert own == build.numbers["network.validation_last"]
