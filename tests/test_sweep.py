"""A sweep: many seeds, each kept, and what their numbers tell together. Some of it needs torch."""

import math
from dataclasses import replace

import pytest

from explainer.build.plan import plan
from explainer.build.run import run
from explainer.build.sweep import Sweep, spreads
from explainer.errors import ExplainerError
from explainer.progress import NullProgress
from explainer.results import Result
from explainer.settings import DataSettings, Settings
from explainer.store import KEPT


@pytest.fixture
def todo(tmp_path):
    return plan(Settings(data=DataSettings("digits"), cache=tmp_path / "cache", processes=1))


def test_the_interval_is_student_s():
    results = [Result({}, {"n.a": (value, "nats"), "n.same": (7, "count")}) for value in (1.0, 2.0, 3.0)]
    found = spreads(results)
    assert set(found) == {"n.a"}
    assert (found["n.a"].mean, found["n.a"].std, found["n.a"].unit) == (2.0, 1.0, "nats")
    half = 4.302653 / math.sqrt(3)  # the 97.5th percentile of t with two degrees of freedom, from a printed table
    assert found["n.a"].low == pytest.approx(2 - half, rel=1e-6)
    assert found["n.a"].high == pytest.approx(2 + half, rel=1e-6)


def test_every_seed_is_kept_and_the_builds_own_is_shared_with_the_build(todo):
    seeds = KEPT + 2
    with todo.lock(NullProgress()):
        assert run(todo, ["sgd"], NullProgress()) == ["sgd"]
        assert Sweep(todo, "sgd", seeds).run(NullProgress()) == [f"sgd-{seed}" for seed in range(1, seeds)]
        assert Sweep(todo, "sgd", seeds).run(NullProgress()) == []
        results = Sweep(todo, "sgd", seeds).results()
    own = todo.store.load("sgd", todo.experiments["sgd"])
    assert results[0].numbers == own.numbers
    assert spreads(results)
    assert Sweep(todo, "sgd", seeds).seconds() > 0


def test_a_seed_gives_what_the_build_gives_with_that_seed(todo):
    third = replace(todo.settings, sgd=replace(todo.settings.sgd, seed=3), cache=todo.settings.cache / "other")
    alone = plan(third)
    with todo.lock(NullProgress()), alone.lock(NullProgress()):
        Sweep(todo, "sgd", 4).run(NullProgress())
        run(alone, ["sgd"], NullProgress())
    swept = Sweep(todo, "sgd", 4).orders["sgd-3"]
    assert swept.key == alone.experiments["sgd"]
    one, other = (
        store.path(kind, name, swept.key) / "arrays.npz"
        for store, kind, name in ((todo.store, "sweeps", "sgd-3"), (alone.store, "experiments", "sgd"))
    )
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("name", ["weights", "seeds"])
def test_what_has_no_seed_cannot_be_swept(todo, name):
    with pytest.raises(ExplainerError, match=f"^The experiment {name} has no seed of its own; these have: .*cnn"):
        Sweep(todo, name, 4).missing()


def test_one_seed_has_no_spread(todo):
    with pytest.raises(ExplainerError, match="a spread takes 2 at least"):
        Sweep(todo, "sgd", 1).missing()
