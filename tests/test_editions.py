"""A build is compared with the committed edition: to the last bit where kernels are pinned, else within tolerances."""

import json
import math
import re
import subprocess
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from explainer import editions, keys, pins
from explainer.build import edition as making
from explainer.build import renewal
from explainer.catalogue import EXPERIMENTS
from explainer.editions import comparison
from explainer.editions.comparison import Outcome, compare
from explainer.editions.tolerances import TOLERANCES, measured
from explainer.errors import ExplainerError
from explainer.pages import edition as shown
from explainer.progress import NullProgress
from explainer.results import Unit
from explainer.settings import ROOT, Settings

HERE = {"processor": "One", "python": "3.11.2", "packages": {"numpy": "2.4"}, "pins": {"X": "1"}, "departures": []}
BUILD = editions.Edition(
    number=0,
    dataset={"name": "toy", "sha256": "ab"},
    version="0.1.0",
    machine=HERE,
    settings={"cnn": {"seed": 0, "betas": [0.85, 0.95]}, "seeds": {"count": 5, "cnn": {"seed": 0}}},
    numbers={"a.share": (0.1 + 0.2, "fraction", "networks"), "a.errors": (7, "count", "others")},
    figures={"ring": {"light": "l", "dark": "d", "data": "x"}},
    models={"cnn": "m"},
    experiments={"cnn": "e", "weights": "w"},
)
EDITION = replace(BUILD, number=3, machine={**HERE, "processor": "Two"})


def elsewhere(**numbers):
    """The toy build on a machine whose kernels are its own."""
    now = {name: (numbers.get(name.removeprefix("a."), value), *kind) for name, (value, *kind) in BUILD.numbers.items()}
    return replace(BUILD, machine={**HERE, "departures": ["this machine is an abacus"]}, numbers=now)


def test_a_build_that_gives_the_same_agrees_and_its_page_does_not_tell_on_which_machine(monkeypatch):
    assert compare(BUILD, EDITION).line == "agrees with edition 3 in all 2 numbers and 1 figures"
    monkeypatch.setattr(shown, "committed", lambda name: EDITION)
    pages = {shown.verdict(replace(BUILD, machine={**HERE, "processor": p}).content()) for p in ("One", "Two")}
    assert pages == {
        "This build **agrees with edition 3 in all 2 numbers and 1 figures**, and in the weights of 1 models."
    }


def test_the_last_bit_of_one_number_is_a_difference_with_its_size_and_both_machines(monkeypatch):
    other = replace(BUILD, numbers={**BUILD.numbers, "a.share": (0.3, "fraction", "networks")})
    compared = compare(other, EDITION)
    assert (compared.outcome, compared.line) == (Outcome.DIFFERS, "differs from edition 3 in 1 number: a.share")
    assert float(compared.differences[0].by) == pytest.approx(-math.ulp(0.3), rel=0.1)
    monkeypatch.setattr(shown, "committed", lambda name: EDITION)
    page = shown.verdict(other.content())
    assert "| processor | Two | One |" in page
    assert "| numpy | 2.4 | 2.4 |" in page
    assert "`a.share`" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"figures": {"ring": {"light": "l", "dark": "D", "data": "X"}}}, ("figure", "ring", "dark, data")),
        ({"figures": {}}, ("figure", "ring", "dark, data, light")),
        ({"models": {"cnn": "M"}}, ("model", "cnn", "")),
        ({"experiments": {"cnn": "e", "weights": "w", "new": "n"}}, ("experiment", "new", "")),
        ({"numbers": {"a.share": BUILD.numbers["a.share"]}}, ("number", "a.errors", "")),
        ({"numbers": {**BUILD.numbers, "a.errors": (7, "steps", "others")}}, ("number", "a.errors", "")),
    ],
)
def test_whatever_else_is_not_the_same_is_named(change, said):
    compared = compare(replace(BUILD, **change), EDITION)
    (found,) = compared.differences
    assert compared.outcome is Outcome.DIFFERS
    assert (found.kind, found.name, found.by) == said


def test_other_settings_are_named_and_no_number_is_blamed():
    seed = {**BUILD.settings, "cnn": {"seed": 1, "betas": [0.85, 0.95]}}
    compared = compare(replace(BUILD, settings=seed, numbers={}), EDITION)
    assert compared.outcome is Outcome.OTHER_SETTINGS
    assert compared.line.endswith("its settings differ: cnn.seed")
    assert (compared.differences[0].edition, compared.differences[0].build) == ("0", "1")


@pytest.mark.parametrize("edition", [None, replace(EDITION, dataset={"name": "toy", "sha256": "cd"})])
def test_on_other_images_there_is_no_edition_to_compare_with(edition):
    compared = compare(BUILD, edition)
    assert (compared.outcome, compared.differences) == (Outcome.NO_EDITION, [])
    assert "no edition to compare with" in compared.line


def test_where_kernels_are_not_pinned_numbers_may_lie_apart_as_far_as_their_unit_allows():
    allowed = TOLERANCES["fraction"]["networks"]
    near, far = elsewhere(share=0.3 + allowed / 2), elsewhere(share=0.3 + 2 * allowed)
    within, outside = compare(replace(near, figures={}), EDITION), compare(far, EDITION)
    assert within.outcome is Outcome.WITHIN
    assert within.line.startswith("is within tolerance of edition 3 in all 2 numbers")
    assert within.line.endswith("; the same bits cannot be asked of it: this machine is an abacus")
    assert outside.outcome is Outcome.OUTSIDE
    assert "1 number: a.share" in outside.line
    exact = compare(elsewhere(errors=8), EDITION)  # no network is behind it, and it is a count
    assert [each.name for each in exact.differences] == ["a.errors"]
    gone = replace(near, numbers={"a.share": near.numbers["a.share"]})
    assert compare(gone, EDITION).outcome is Outcome.OUTSIDE


def test_every_unit_has_a_tolerance():
    assert set(TOLERANCES) == set(get_args(Unit))


def test_how_far_builds_lie_apart_is_told_for_each_unit():
    lines = measured(BUILD.numbers, [{"a.share": 0.4, "a.errors": 7, "b.new": 1}, {"a.share": 0.25}])
    rows = {tuple(line.split()[:2]): line.split()[2:5] for line in lines[1:]}
    assert rows == {("networks", "fraction"): ["2", "2", "0.1"], ("others", "count"): ["1", "0", "0"]}


def test_an_edition_is_read_as_it_was_written_and_has_a_line_for_each_number():
    assert editions.Edition.read(json.loads(EDITION.text())) == EDITION
    other = replace(EDITION, numbers={**EDITION.numbers, "a.errors": (8, "count", "others")})
    lines = zip(EDITION.text().splitlines(), other.text().splitlines(), strict=True)
    assert [now for then, now in lines if then != now] == ['  "a.errors": [8, "count", "others"],']


@pytest.mark.parametrize("text", ["{", "[]", '{"number": 1}', EDITION.text().replace("[7, ", "[7, 8, ")])
def test_a_damaged_edition_is_one_line(tmp_path, text):
    (tmp_path / "toy.json").write_text(text)
    with pytest.raises(ExplainerError, match=r"^editions/toy\.json cannot be read: [^\n]+$"):
        editions.committed("toy", tmp_path)


def test_a_digest_is_of_the_arrays_and_not_of_how_they_are_packed(tmp_path):
    values = np.linspace(0, 1, 7)
    np.savez(tmp_path / "one.npz", a=values, b=np.ones(3))
    np.savez_compressed(tmp_path / "two.npz", b=np.ones(3), a=values)
    one = making.taken(tmp_path / "one.npz")
    assert one == making.taken(tmp_path / "two.npz")
    for other in (np.nextafter(values, 2), values.astype(np.float32), values.reshape(7, 1)):
        np.savez(tmp_path / "other.npz", a=other, b=np.ones(3))
        found = making.taken(tmp_path / "other.npz")
        assert found["b"] == one["b"]
        assert found["a"] != one["a"]


def test_a_digest_is_taken_once_and_again_where_what_was_kept_of_it_is_damaged(tmp_path, monkeypatch):
    np.savez(tmp_path / "a.npz", x=np.ones(3))
    record = {"files": {"a.npz": "the digest of the file"}}
    (tmp_path / "record.json").write_text(json.dumps(record))
    taken, calls = making.taken, []
    monkeypatch.setattr(making, "taken", lambda path: calls.append(path) or taken(path))
    found = []
    for kept in (None, None, "{", "[1]"):
        if kept:
            (tmp_path / "digests.json").write_text(kept)
        with making.Digests(tmp_path / "digests.json") as digests:
            found.append(digests.of(tmp_path, "a.npz"))
    assert found == [taken(tmp_path / "a.npz")] * 4
    assert len(calls) == 3


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_network_is_behind_what_imports_one_or_builds_on_it(name):
    row = EXPERIMENTS[name]
    imported = "explainer.models.cnn" in keys.closure(row.module)
    assert making.of_networks(name) == (imported or any(making.of_networks(each) for each in row.inputs))


def test_a_model_is_all_of_its_layers():
    first = {f"{seed}:{layer}": "x" for seed in (1, 2) for layer in ("conv1.weight", "conv1.bias")}
    arrays = {"seeds": {**first, "right": "r"}, "cnn": {"weight:conv1.weight": "x"}, "logistic": {"weights": "y"}}
    found = making.models(arrays)
    assert set(found) == {"seeds 1", "seeds 2", "cnn", "logistic"}
    arrays["seeds"] |= {"2:conv1.bias": "z", "right": "R"}
    again = making.models(arrays)
    assert {name for name in found if found[name] != again[name]} == {"seeds 2"}


def test_a_renewal_writes_what_differs_under_one_number_and_nothing_where_nothing_does(tmp_path):
    digits = replace(BUILD, dataset={"name": "digits", "sha256": "ab"})
    mnist = replace(BUILD, dataset={"name": "mnist", "sha256": "cd"})
    other = replace(mnist, numbers={"a.share": (0.3, "fraction", "networks")})

    def write(**made):
        said = list(renewal.write(made, tmp_path))
        numbers = {name: getattr(editions.committed(name, tmp_path), "number", None) for name in ("digits", "mnist")}
        return said, numbers

    said, numbers = write(digits=digits)
    assert numbers == {"digits": 1, "mnist": None}
    assert "Edition 1" in said[-1]
    assert write(digits=digits, mnist=mnist)[1] == {"digits": 1, "mnist": 2}
    kept = (tmp_path / "mnist.json").read_bytes()
    said, numbers = write(digits=replace(digits, machine={"processor": "Other"}), mnist=mnist)
    assert numbers == {"digits": 1, "mnist": 2}
    assert all("nothing differs" in line for line in said)
    assert (tmp_path / "mnist.json").read_bytes() == kept
    changed = replace(digits, figures={})
    assert write(digits=changed, mnist=other)[1] == {"digits": 3, "mnist": 3}


def test_a_renewal_needs_pinned_kernels_and_a_committed_tree(tmp_path, monkeypatch):
    monkeypatch.setattr(renewal, "build", lambda *_: pytest.fail("it was built"))
    monkeypatch.setattr(renewal.pins, "departures", lambda: ["MKL_CBWR is 'AUTO'"])
    with pytest.raises(ExplainerError, match="MKL_CBWR is 'AUTO', and an edition holds for pinned kernels"):
        list(renewal.renew(Settings(), NullProgress(), tmp_path))
    monkeypatch.setattr(renewal.pins, "departures", list)
    monkeypatch.setattr(renewal, "uncommitted", lambda: ["Makefile is not committed"])
    with pytest.raises(ExplainerError, match="Makefile is not committed, and an edition is of a committed tree"):
        list(renewal.renew(Settings(), NullProgress(), tmp_path))


def test_what_a_renewal_itself_writes_may_be_uncommitted(tmp_path):
    assert renewal.uncommitted(tmp_path) == ["this is no git checkout"]
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    (tmp_path / "code.py").write_text("a = 1\n")
    for command in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "-m", "one"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "digits.json").write_text("{}")
    (tmp_path / "CHANGELOG.md").write_text("")
    assert renewal.uncommitted(tmp_path) == []
    (tmp_path / "code.py").write_text("a = 2\n")
    assert renewal.uncommitted(tmp_path) == ["code.py is not committed"]


@pytest.mark.parametrize("name", renewal.DATASETS)
def test_both_data_sets_have_an_edition(name):
    edition = editions.committed(name)
    assert edition is not None, "make edition"
    assert edition.number > editions.NONE_YET
    assert edition.machine["departures"] == []


def test_every_edition_has_its_entry_in_the_changelog_and_the_newest_comes_last():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    told = [int(number) for number in re.findall(r"^- \*\*Edition (\d+)\*\*", changelog, re.M)]
    kept = [editions.committed(name) for name in renewal.DATASETS]
    numbers = {edition.number for edition in kept if edition}
    assert numbers <= set(told)
    assert told == sorted(told)
    assert max(numbers) == told[-1]


def test_this_build_is_the_committed_edition(build):
    """The check that fails where an x86-64 build differs: then either a bug is found, or an edition is due."""
    compared = comparison.of(build.built.manifest)
    expected = Outcome.WITHIN if compared.build.machine["departures"] else Outcome.AGREES
    assert compared.outcome is expected, compared.line


def test_the_page_says_so(build):
    compared = comparison.of(build.built.manifest)
    page = (build.site / "about" / "index.html").read_text("utf-8")
    assert f"This build <strong>{compared.verdict}</strong>" in page
    if compared.outcome is Outcome.AGREES:
        assert pins.processor() not in page
