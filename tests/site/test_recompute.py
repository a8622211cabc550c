"""`recompute.py`, with a copy of the site, run from an empty folder by a Python that has NumPy and nothing else."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest

NEEDED = ("results.json", "SHA256SUMS", "recompute.py", "arrays", "models", "data")
LEAST, CHAPTERS = 100, 12  # numbers, and pages that they are of


@pytest.fixture(scope="session")
def bare(tmp_path_factory, once):
    """A Python with the NumPy of this environment, and nothing else."""

    def make():
        place = tmp_path_factory.mktemp("bare")
        venv.create(place, with_pip=False)
        python = place / "bin/python"
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        done = subprocess.run([python, "-I", "-c", where], check=True, capture_output=True, text=True)
        ours = Path(np.__file__).parent.parent
        for path in (ours / "numpy", *ours.glob("numpy.libs"), *ours.glob("numpy-*.dist-info")):
            (Path(done.stdout.strip()) / path.name).symlink_to(path)
        return str(python)

    return Path(once("bare.run", make))


def copied(site, place):
    """What the program reads, of a copy of the site, and nothing that leads out of it."""
    place.mkdir()
    for name in NEEDED:
        if (site / name).is_dir():
            shutil.copytree(site / name, place / name)
        else:
            shutil.copy(site / name, place / name)
    return place


def run(python, site, *arguments, images=""):
    """Run it in an empty folder, with nothing of this environment but the images."""
    empty = site.parent / "empty"
    empty.mkdir(exist_ok=True)
    return subprocess.run(
        [python, "-I", site / "recompute.py", *arguments],
        cwd=empty,
        env={"EXPLAINER_DATA_DIR": images, "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )


def verdicts(done):
    rows = [line.split() for line in done.stdout.splitlines()]
    return {row[0]: row[-1] for row in rows if row[-1] in ("agrees", "DIFFERS")}


def test_the_numbers_of_the_site_come_out_again(build, bare, tmp_path):
    site = copied(build.site, tmp_path / "site")
    images = os.environ.get("EXPLAINER_DATA_DIR", "") if build.dataset == "mnist" else ""
    done = run(bare, site, images=images)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    found = verdicts(done)
    assert set(found.values()) == {"agrees"}
    assert len(found) >= LEAST
    published = json.loads((site / "results.json").read_text("utf-8"))["numbers"]
    assert len({published[name]["page"] for name in found}) >= CHAPTERS


def test_there_is_nothing_of_ours_in_that_python(bare):
    done = subprocess.run([bare, "-I", "-c", "import explainer"], capture_output=True, text=True, check=False)
    assert "No module named 'explainer'" in done.stderr
    listed = "from importlib.metadata import distributions as all; print(*(each.metadata['Name'] for each in all()))"
    installed = subprocess.run([bare, "-I", "-c", listed], capture_output=True, text=True, check=True)
    assert installed.stdout.split() == ["numpy"]


def test_a_falsified_number_array_and_model_are_found(digits, bare, tmp_path):
    site = copied(digits.site, tmp_path / "site")
    results = json.loads((site / "results.json").read_text("utf-8"))
    results["numbers"]["evidence.empty_probability"]["value"] *= 1.001
    (site / "results.json").write_text(json.dumps(results), "utf-8")
    with np.load(site / "arrays/sgd.npz") as file:
        kept = dict(file)
    kept["test"][-1, 0] += 0.001
    np.savez(site / "arrays/sgd.npz", **kept)
    model = site / "models/unlearned-1.safetensors"
    data = bytearray(model.read_bytes())
    data[-4000:] = bytes(4000)  # the last tensor in the file, or a part of it, is zero now
    model.write_bytes(data)
    done = run(bare, site)
    assert done.returncode == 1
    found = {name for name, verdict in verdicts(done).items() if verdict == "DIFFERS"}
    assert {"evidence.empty_probability", "sgd.test_loss"} <= found
    assert found - {"evidence.empty_probability", "sgd.test_loss"}  # of that network
    assert all(name.startswith("controls.") for name in found - {"evidence.empty_probability", "sgd.test_loss"})


def test_checksums_are_compared_when_asked_for(digits, tmp_path):
    site = copied(digits.site, tmp_path / "site")
    sums = [line for line in (site / "SHA256SUMS").read_text("utf-8").splitlines() if (site / line[66:]).is_file()]
    (site / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")
    assert "0 files differ" in run(sys.executable, site, "--sums").stdout
    (site / "models/cnn.safetensors").write_bytes(b"")
    done = run(sys.executable, site, "--sums")
    assert done.returncode != 0
    assert "models/cnn.safetensors: not as SHA256SUMS has it" in done.stdout
    assert "missing or damaged" in done.stderr
    assert "Traceback" not in done.stderr


def test_other_images_than_the_site_s_are_refused(digits, tmp_path):
    site = copied(digits.site, tmp_path / "site")
    results = json.loads((site / "results.json").read_text("utf-8"))
    results["dataset"]["name"] = "mnist"
    (site / "results.json").write_text(json.dumps(results), "utf-8")
    assert "--data FOLDER" in run(sys.executable, site).stderr
    for name in (
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ):
        (tmp_path / name).write_bytes(bytes(16))
    assert "are not those that this site was made from" in run(sys.executable, site, images=str(tmp_path)).stderr


def damaged(path):
    """Turn over some bytes in the middle of a file."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(255 - byte for byte in data[middle : middle + 64])
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("SHA256SUMS", Path.unlink),
        ("arrays/sgd.npz", damaged),
        ("arrays/sgd.npz", lambda path: path.write_bytes(b"")),
        ("data/digits.npz", damaged),
        ("results.json", lambda path: path.write_text("[]", "utf-8")),
    ],
)
def test_a_file_that_is_missing_or_damaged_is_one_line(digits, tmp_path, name, damage):
    site = copied(digits.site, tmp_path / "site")
    damage(site / name)
    done = run(sys.executable, site, *(["--sums"] if name == "SHA256SUMS" else []))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Something of the site is missing or damaged: ")
