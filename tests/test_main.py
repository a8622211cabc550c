"""The command line, as its users type it."""

import json
import os
import re
import subprocess
import sys

import pytest

from explainer.catalogue import EXPERIMENTS, FIGURES
from explainer.settings import ROOT


def explainer(build, *arguments, **more):
    environment = {**build.environment, **more}
    return subprocess.run(
        [sys.executable, "-m", "explainer", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(autouse=True)
def _built(digits):
    assert digits.built


def test_build_with_nothing_to_do_says_so(digits):
    done = explainer(digits, "build")
    assert done.returncode == 0
    first, last = done.stdout.splitlines()
    assert first.startswith("Everything is up to date")
    assert re.search(r"^This build .* edition", last)


def test_list_names_everything_with_its_state(digits):
    done = explainer(digits, "list")
    assert done.returncode == 0
    for name in (*EXPERIMENTS, *FIGURES):
        assert f"  {name}" in done.stdout
    assert "missing" not in done.stdout
    assert "damaged" not in done.stdout


def test_run_prints_the_numbers(digits):
    done = explainer(digits, "run", "cnn")
    assert done.returncode == 0
    assert "cnn.parameters" in done.stdout
    assert "242,062" in done.stdout
    assert "--again" in done.stderr


def test_run_again_shows_a_bar_with_the_loss_and_the_time_left(digits, tmp_path):
    done = explainer(digits, "run", "logistic", EXPLAINER_CACHE_DIR=str(tmp_path))
    assert done.returncode == 0
    assert "loss=" in done.stderr
    assert "Training the linear classifier" in done.stderr


def test_a_sweep_says_what_it_would_cost_and_then_shows_the_spread(digits, tmp_path):
    planned = explainer(digits, "sweep", "cnn", "--seeds", "1000", "--dry-run")
    assert planned.returncode == 0
    assert re.search(r"^cnn on digits: 1 of 1000 kept, 999 to run$", planned.stdout, re.M)
    assert re.search(r"^\d+\.\d s each on one core: [\d.]+ core-hours$", planned.stdout, re.M)
    done = explainer(digits, "sweep", "sgd", "--seeds", "3", EXPLAINER_CACHE_DIR=str(tmp_path))
    assert done.stdout.startswith("sgd on digits, 3 seeds, of which 3 ran now\n")
    assert re.search(r"^sgd\.\w+ +[\d.]+ +[\d.e-]+ +[\d.]+ to [\d.]+ +\w+", done.stdout, re.M)


def test_draw_copies_the_files(digits, tmp_path):
    done = explainer(digits, "draw", "weights", "--to", str(tmp_path / "out"))
    assert done.returncode == 0
    made = {p.name for p in (tmp_path / "out").iterdir()}
    assert made == {"weights.light.svg", "weights.dark.svg", "weights.light.png", "weights.data.npz"}


def test_claims_prints_verdicts_and_values(digits):
    done = explainer(digits, "claims", "weights")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) > 10
    assert all(line.startswith(("holds  weights: ", "FALSE  weights: ")) for line in lines)


def test_data_tells_which_images_there_are(digits):
    done = explainer(digits, "data")
    assert done.returncode == 0
    assert "1,200 images" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "line"),
    [
        (["run", "nothing"], {}, 1, "There is no experiment 'nothing'; there are"),
        (["sweep", "nothing"], {}, 1, "There is no experiment 'nothing'; there are"),
        (["sweep", "weights"], {}, 1, "The experiment weights has no seed of its own; these have: "),
        (["sweep", "cnn", "--seeds", "1"], {}, 1, "--seeds is 1; a spread takes 2 at least."),
        (["draw", "nothing"], {}, 1, "There is no figure 'nothing'; there are"),
        (["claims", "nothing"], {}, 1, "There is no page 'nothing'; there are index, data"),
        (["new-chapter", "No Way"], {}, 1, "A chapter cannot be called 'No Way'"),
        (["new-chapter", "weights"], {}, 1, "There is a chapter weights already"),
        (["new-chapter", "cnn"], {}, 1, "A chapter cannot be called 'cnn': that name has another meaning"),
        (["new-chapter", "class"], {}, 1, "A chapter cannot be called 'class': that name has another meaning"),
        (["new-chapter", "source"], {}, 1, "A chapter cannot be called 'source': that name has another meaning"),
        (["build"], {"EXPLAINER_DATASET": "cifar"}, 1, "EXPLAINER_DATASET is 'cifar'; it can be auto, mnist"),
        (["build"], {"EXPLAINER_DATA_DIR": "/nowhere"}, 1, "/nowhere, which is not a folder"),
        (["build"], {"EXPLAINER_DATASET": "idx"}, 1, "idx needs EXPLAINER_DATA_DIR"),
        (["data"], {"EXPLAINER_DATASET": "mnist", "EXPLAINER_DATA_DIR": str(ROOT / "docs")}, 1, "has no train-images"),
        (["build"], {"EXPLAINER_CACHE_DIR": "/dev/null/cache"}, 1, "/dev/null"),
        ([], {}, 2, "usage:"),
        (["fly"], {}, 2, "invalid choice"),
    ],
)
def test_a_wrong_call_is_one_clear_line_and_an_exit_code(digits, arguments, environment, code, line):
    done = explainer(digits, *arguments, **environment)
    assert done.returncode == code
    assert line in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1


def test_help_names_every_command(digits):
    done = explainer(digits, "--help")
    assert done.returncode == 0
    commands = [
        "build",
        "list",
        "run",
        "sweep",
        "recipes",
        "worker",
        "draw",
        "claims",
        "data",
        "edition",
        "new-chapter",
    ]
    for command in commands:
        assert re.search(rf"^    {command}( |$)", done.stdout, re.M)


def test_the_hook_gets_its_error_as_json(digits):
    waiting, open_end = os.pipe()  # a hook keeps its end open; where it closes, the build ends
    environment = {**digits.environment, "EXPLAINER_DATASET": "cifar"}
    command = [sys.executable, "-m", "explainer", "build", "--for-hook"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=waiting, capture_output=True, text=True, check=False
    )
    os.close(waiting)
    os.close(open_end)
    assert done.returncode == 1
    assert "cifar" in json.loads(done.stdout)["error"]
    assert done.stderr == ""


def test_a_full_disk_is_one_line_and_loses_nothing(digits, tmp_path):
    """A limit on the size of files stands in for a disk that is full."""
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "from explainer.__main__ import main; sys.exit(main(['run', 'images']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**digits.environment, "EXPLAINER_CACHE_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Nothing that was there before is lost" in done.stderr
    assert "Traceback" not in done.stderr
    kept = tmp_path / "experiments" / "images"
    assert not kept.exists() or os.listdir(kept) == []
