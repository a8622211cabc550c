"""Every claim is judged on each data set, holds on MNIST, and can fail."""

import hashlib
import inspect
import json
from dataclasses import fields, replace

import numpy as np
import pytest

from explainer import build as builder
from explainer import claims
from explainer.build.judge import verdicts_on
from explainer.build.plan import claims_of, plan
from explainer.build.run import run
from explainer.catalogue import CHAPTERS, EXPERIMENTS
from explainer.claims import Facts, Verdict, about, holds
from explainer.data import Dataset, Split
from explainer.errors import ExplainerError
from explainer.keys import file_of
from explainer.models import silent
from explainer.models.linear import LinearModel
from explainer.progress import NullProgress
from explainer.results import Result

CLAIMS = {chapter: claims.of(claims_of(chapter)) for chapter in CHAPTERS if file_of(claims_of(chapter))}
MINE = {name: claim for chapter in CLAIMS.values() for name, claim in chapter.items()}


@pytest.fixture(scope="session")
def ledger(build):
    """claims.json, as the site publishes it."""
    return json.loads((build.site / "claims.json").read_text("utf-8"))


def test_no_name_is_given_twice_and_each_has_a_sentence():
    assert len(MINE) == sum(map(len, CLAIMS.values()))
    for claim in MINE.values():
        assert len(claim.sentence) > 10, claim.name
    assert len(MINE) >= 150


def test_all_are_on_the_site_with_verdict_and_values(ledger):
    assert set(ledger["claims"]) == set(MINE)
    assert ledger["counts"]["claims"] == len(MINE)
    assert ledger["counts"]["hold"] == sum(claim["holds"] for claim in ledger["claims"].values())
    for name, claim in ledger["claims"].items():
        assert set(claim) == {"page", "sentence", "about", "holds", "values", "source", "line"}
        assert claim["values"], f"{name} does not say what decided it"
        assert "{" not in claim["sentence"].replace("$", ""), claim["sentence"]


def test_on_mnist_all_hold_and_on_other_digits_most(build, ledger):
    false = [name for name, claim in ledger["claims"].items() if not claim["holds"]]
    if build.dataset == "mnist":
        assert false == []
    else:
        assert len(false) < len(MINE) / 3, false


def test_every_sentence_with_a_number_or_a_comparison_has_one_or_a_reason(ledger):
    assert ledger["coverage"]["without"] == []
    assert all(len(entry["reason"]) > 5 for entry in ledger["coverage"]["excepted"])
    assert len(ledger["coverage"]["excepted"]) < 0.3 * ledger["coverage"]["sentences"]


# What makes a claim false.


def shuffled(data):
    """The data set with its training and validation labels shuffled: there is nothing to learn."""
    rng = np.random.default_rng(0)
    parts = [Split(split.images, rng.permutation(split.labels)) for split in (data.train, data.validation)]
    return Dataset(data.name, *parts, data.test)


def untrained(settings):
    """Settings under which no network learns anything: the first weights stay as they are."""
    nothing = {"epochs": 0.2, "peak_learning_rate": 1e-30, "muon_peak_learning_rate": 1e-30}
    return with_recipes(settings, lambda _: replace(settings.cnn, **nothing))


def hasty(settings):
    """Settings under which ascents stop early: what is nonsense after a few steps is nonsense after many."""
    few = {
        name: replace(each, ladder=_soon(each.ladder, 5))
        for name in ("judged", "controls", "meanings", "exemplars")
        for each in [getattr(settings, name)]
    }
    return replace(settings, ladder=_soon(settings.ladder, 5), finished=_soon(settings.finished, 10), **few)


def unlearning(kind, settings):
    """The settings of each kind of nonsense."""
    return hasty(settings) if kind == "shuffled" else untrained(settings)


def _soon(settings, steps):
    return replace(settings, ascent=replace(settings.ascent, steps=steps))


def with_recipes(settings, change):
    """Settings in which every recipe for the network is changed."""
    chosen = {field.name: getattr(settings, field.name) for field in fields(settings)}
    again = {name: replace(each, cnn=change(each.cnn)) for name, each in chosen.items() if hasattr(each, "cnn")}
    return replace(settings, cnn=change(settings.cnn), **again)


def random_linear(data):
    """A linear classifier with random weights, as its experiment would leave it."""
    weights = np.random.default_rng(0).normal(0, 0.1, (10, 784))
    model = LinearModel(weights - weights.mean(axis=0), np.zeros(10))
    accuracies = {name: (model.accuracy(getattr(data, name)), "fraction") for name in ("train", "validation", "test")}
    return Result(
        {
            "weights": model.weights,
            "biases": model.biases,
            "strengths": np.array([0.01, 0.03, 0.1, 0.3]),
            "validation_losses": np.full(4, np.log(10)),
        },
        {
            **{f"logistic.{name}_accuracy": number for name, number in accuracies.items()},
            "logistic.strength": (0.1, "inverse penalty"),
            "logistic.largest_gradient": (0.1, "nats per weight"),
        },
    )


@pytest.fixture(scope="session")
def nonsense(digits):
    """What all experiments make of shuffled labels, and of untrained models: the facts of two builds."""
    made = {}
    for kind in ("shuffled", "untrained"):
        data = shuffled(digits.data) if kind == "shuffled" else digits.data
        made_by = "".join(map(inspect.getsource, (shuffled, untrained, hasty, unlearning, with_recipes, random_linear)))
        digest = hashlib.sha256(made_by.encode()).hexdigest()  # what this test says of nonsense is in its keys
        source = replace(digits.plan.source, sha256=f"{kind} {digest}", load=lambda data=data: data)
        settings = replace(digits.settings, cache=digits.settings.cache.parent / kind)
        todo = plan(settings, source)
        todo = replace(todo, settings=unlearning(kind, todo.settings))
        if kind == "untrained":
            todo.store.save("logistic", todo.experiments["logistic"], random_linear(data), 0)
        with todo.lock(NullProgress()):
            run(todo, list(EXPERIMENTS), NullProgress())
        results = {name: todo.store.load(name, key) for name, key in todo.experiments.items()}
        judged_by = hasty(digits.settings) if kind == "shuffled" else digits.settings
        made[kind] = Facts(results, judged_by, lambda: digits.data)
    return made


@pytest.mark.filterwarnings("ignore")  # nonsense divides by nothing and averages it
def test_nine_in_ten_claims_about_trained_models_are_false_of_nonsense(digits, nonsense):
    """One that holds of trained models, of untrained ones and of shuffled labels alike says nothing of training."""
    asked = {name: claim for name, claim in MINE.items() if claim.about == "model"}
    sound = verdicts_on(asked, digits.facts, silent)
    of_nonsense = [verdicts_on(asked, facts, silent) for facts in nonsense.values()]
    holding = [name for name in asked if sound[name]["holds"]]
    survivors = [name for name in holding if all(verdicts[name]["holds"] for verdicts in of_nonsense)]
    assert len(holding) > 100
    assert len(survivors) <= 0.1 * len(holding), " ".join(survivors)


@pytest.mark.filterwarnings("ignore")
def test_what_is_no_claim_about_models_holds_of_nonsense_too(digits, nonsense):
    """Identities and images do not depend on what was learned; else they are claims about models after all."""
    asked = {name: claim for name, claim in MINE.items() if claim.about in ("identity", "data")}
    sound = verdicts_on(asked, digits.facts, silent)
    of_nonsense = verdicts_on(asked, nonsense["untrained"], silent)
    assert [name for name in asked if sound[name]["holds"] and not of_nonsense[name]["holds"]] == []


# How they are judged.


def facts():
    return Facts({"e": Result({"x": np.ones(3)}, {"n.a": (2.0, "count")})}, None, lambda: None)


def claim(predicate, sentence="It is so."):
    return claims.Claim("it", sentence, getattr(predicate, "about", "model"), predicate, "source", 1)


def test_a_verdict_has_plain_values():
    verdict = holds(np.bool_(True), share=np.float32(0.5), count=np.int64(3), rows=np.arange(3), odd=float("nan"))
    assert verdict == Verdict(True, {"share": 0.5, "count": 3, "rows": [0, 1, 2], "odd": "nan"})
    json.dumps(verdict.values, allow_nan=False)


def test_values_that_nobody_would_read_are_refused():
    with pytest.raises(ValueError, match="x has 100 values"):
        holds(True, x=np.ones(100))


def test_a_claim_reads_numbers_and_arrays():
    judged = verdicts_on(
        {"it": claim(lambda f: holds(f.numbers["n.a"] == f.arrays("e")["x"].sum() - 1, a=1))}, facts(), silent
    )
    assert judged["it"]["holds"]
    assert judged["it"]["values"] == {"a": 1}


def test_a_claim_that_cannot_be_judged_is_named_in_one_line():
    with pytest.raises(ExplainerError, match=r"^The claim it cannot be judged: KeyError: 'n\.none'$"):
        verdicts_on({"it": claim(lambda f: holds(f.numbers["n.none"] > 0))}, facts(), silent)


def test_what_a_claim_is_about_is_model_unless_it_says_otherwise():
    assert claim(lambda f: holds(True)).about == "model"
    assert claim(about("data")(lambda f: holds(True))).about == "data"


def test_a_false_claim_stops_a_build_on_mnist_with_page_and_sentence(monkeypatch, digits, tmp_path):
    false = {"it": {"sentence": "The ring is green.", "holds": False, "values": {"ring": 0.1}}}
    monkeypatch.setattr(
        builder.plan, "plan", lambda settings: replace(digits.plan, source=replace(digits.plan.source, name="mnist"))
    )
    for stage in (builder.run, builder.draw, builder.judge):
        monkeypatch.setattr(stage, "stale", lambda *_: [])
    monkeypatch.setattr(
        builder.judge, "verdicts", lambda *_: {"weights": false | {"other": {**false["it"], "holds": True}}}
    )
    with pytest.raises(
        ExplainerError, match=r"^weights\.md: it does not hold: “The ring is green\.” \{'ring': 0\.1\}$"
    ):
        builder.build(digits.settings)


def test_two_claims_of_one_name_are_refused():
    one = {"it": {"sentence": "It is so.", "holds": True}}
    with pytest.raises(ExplainerError, match=r"Two claims have the name it: of weights\.md and of data"):
        builder.write._claims({"weights": one, "data": one}, {})
