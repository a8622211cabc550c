"""What the workflows call is there."""

import json
import os
import re
import shutil
import subprocess

import pytest
import yaml

from explainer.settings import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))}
JOBS = [(name, job) for name, flow in WORKFLOWS.items() for job in flow["jobs"].values()]
STEPS = [(name, step) for name, job in JOBS for step in job.get("steps", ())]
TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def test_there_is_one_that_tests_and_one_that_publishes():
    assert set(WORKFLOWS) == {"test.yml", "publish.yml"}
    assert WORKFLOWS["publish.yml"][True]["push"] == {"branches": ["main"], "tags": ["v*.*.*"]}  # YAML reads on as true


def test_nothing_is_published_before_the_tests_have_passed():
    jobs = WORKFLOWS["publish.yml"]["jobs"]
    assert jobs["publish"]["needs"] == "test"
    assert jobs["test"]["uses"] == "./.github/workflows/test.yml"
    assert "workflow_call" in WORKFLOWS["test.yml"][True]
    assert set(WORKFLOWS["test.yml"]["jobs"]) == {"test"}


@pytest.mark.parametrize(("name", "step"), [each for each in STEPS if "run" in each[1]])
def test_a_command_is_there(name, step):
    for target in re.findall(r"\bmake (\w+)", step["run"]):
        assert target in TARGETS, f"{name}: make {target}"
    for script in re.findall(r"\.ci/[\w-]+", step["run"]):
        assert os.access(ROOT / script, os.X_OK), f"{name}: {script}"


def test_scripts_that_the_makefile_calls_can_run():
    scripts = re.findall(r"\.ci/[\w-]+", (ROOT / "Makefile").read_text("utf-8"))
    assert scripts
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)


def test_actions_are_pinned_by_commit_with_their_version_beside_it():
    text = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.yml"))
    used = re.findall(r"uses: (?!\./)(\S+)(.*)", text)
    assert len(used) == sum("uses" in step for _, step in STEPS)
    for action, comment in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_a_workflow_may_write_only_where_it_publishes():
    assert WORKFLOWS["test.yml"]["permissions"] == {"contents": "read"}
    assert WORKFLOWS["publish.yml"]["permissions"] == {}
    jobs = WORKFLOWS["publish.yml"]["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "test": {"contents": "read"},
        "publish": {"contents": "write"},
    }


def test_a_release_that_waits_is_not_ended_by_a_push_to_main():
    group = WORKFLOWS["publish.yml"]["concurrency"]["group"]
    assert "github.ref" in group
    assert WORKFLOWS["publish.yml"]["concurrency"]["cancel-in-progress"] is False


def test_only_steps_that_push_are_given_a_token():
    for name, step in STEPS:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, name
            assert step["with"]["fetch-depth"] == 0, name  # tests and versions need the history
    given = [step["run"] for _, step in STEPS if "token" in json.dumps(step.get("env", {}))]
    assert len(given) == 2
    assert all("make publish" in run or run.startswith("gh release create") for run in given)
    assert not any(
        "token" in json.dumps(each.get("env", {})) for each in (*WORKFLOWS.values(), *(job for _, job in JOBS))
    )


@pytest.mark.parametrize(("target", "name"), [("publish", "VERSION"), ("release", "TAG")])
def test_a_name_is_no_command(tmp_path, target, name):
    """What is asked for comes to what is run as it is, whatever a shell would make of it."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", tmp_path)
    for file in ("pyproject.toml", "constraints.txt", ".venv/site", ".venv/publish"):  # in the order of their making
        (tmp_path / file).touch()
    for file in (".ci/publish", ".venv/bin/python", ".venv/bin/mkdocs"):
        (tmp_path / file).write_text('#!/bin/sh\nprintf "<%s>" "$@"\n', "utf-8")
        (tmp_path / file).chmod(0o755)
    odd = 'v1; touch made "$(touch made)" `touch made`'
    done = subprocess.run(
        ["make", "--silent", target], cwd=tmp_path, env=os.environ | {name: odd}, capture_output=True, text=True
    )
    assert f"<{odd}>" in done.stdout, done.stderr
    assert not (tmp_path / "made").exists()


def test_what_keys_of_caches_are_made_of_is_there():
    text = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.yml"))
    named = re.findall(r"'([^']+)'", "".join(re.findall(r"hashFiles\(([^)]*)\)", text)))
    assert named
    assert all((ROOT / name).is_file() for name in named)


def test_renovate_reads_the_constraints():
    said = json.loads((ROOT / ".github" / "renovate.json").read_text("utf-8"))
    (pattern,) = said["pip_requirements"]["managerFilePatterns"]
    assert re.search(pattern.strip("/"), "constraints.txt")
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"#.*|[\w.-]+==\S+", line) for line in lines)  # or none is bumped
