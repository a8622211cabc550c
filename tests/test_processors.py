"""Another processor gives the same bytes: the same work natively and as others, emulated by qemu.

Of the two, one is Intel's and one AMD's; their caches differ, which some libraries look at, and neither has what came
after AVX2. What is compared is in `tests/processors/work.py`. PyTorch's import alone (`import torch`) takes an emulator
several seconds, so this is slow.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial

import pytest

from explainer import pins
from explainer.settings import ROOT

EMULATED = ("Haswell", "EPYC")
AVX2_SINCE = (7, 2)  # the version of qemu that learned it
ATTEMPTS = 3  # qemu 7.2 has itself died of a segmentation fault, in about one run of a hundred and on one machine only
REQUIRED = os.environ.get("EXPLAINER_REQUIRE_QEMU") == "1"
NARROWER = {  # kernels that every x86-64 has as well, and that round otherwise
    "ATEN_CPU_CAPABILITY": "default",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "MKL_CBWR": "AVX2",
    "OPENBLAS_CORETYPE": "Nehalem",
}


def emulator():
    """The path of qemu for programs of x86-64, if it is here and knows AVX2."""
    path = shutil.which("qemu-x86_64") or shutil.which("qemu-x86_64-static")
    if path is None:
        return None
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = re.search(r"version (\d+)\.(\d+)", said).groups()
    return path if (int(major), int(minor)) >= AVX2_SINCE else None


QEMU = emulator()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("always:.*died of a segmentation fault"),  # in the summary, and no error
    pytest.mark.skipif(not pins.alike(), reason="kernels are pinned on x86-64 Linux with AVX2 and FMA alone"),
    pytest.mark.skipif(
        QEMU is None and not REQUIRED, reason="no qemu-x86_64 here, 7.2 or newer: apt install qemu-user"
    ),
]


def work(*before, **environ):
    """What `processors/work.py` says, run with that command before it and these variables instead of our own pins."""
    bare = {name: value for name, value in os.environ.items() if name not in pins.pins()}
    command = [*before, sys.executable, ROOT / "tests" / "processors" / "work.py"]
    for _ in range(ATTEMPTS if before else 1):
        done = subprocess.run(command, env=bare | environ, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != -signal.SIGSEGV:  # an emulator that dies has said nothing of any byte
            break
        warnings.warn(f"{' '.join(map(str, before))} died of a segmentation fault", stacklevel=2)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("deaths", range(ATTEMPTS + 1))
def test_only_an_emulator_that_dies_is_started_again(tmp_path, deaths):
    """What it says is never asked for a second time."""
    left, emulator = tmp_path / "left", tmp_path / "emulator"
    left.write_text("x" * deaths)
    emulator.write_text(
        f'#!/bin/sh\nif [ -s "{left}" ]; then truncate -s -1 "{left}"; kill -SEGV $$; fi\necho \'"said"\'\n'
    )
    emulator.chmod(0o755)
    answers = nullcontext() if deaths < ATTEMPTS else pytest.raises(AssertionError)
    with warnings.catch_warnings(record=True) as warned, answers:
        assert work(emulator) == "said"
    assert len(warned) == min(deaths, ATTEMPTS)


@pytest.fixture(scope="module")
def works(once):
    """What each says, by name: the processors, this one among them as `here`, and this one with `narrower` kernels.

    Worked out once in a run of the tests, whichever of its processes asks first.
    """
    assert QEMU, "EXPLAINER_REQUIRE_QEMU=1, and there is no qemu-x86_64 here that knows AVX2"

    def said():
        with ThreadPoolExecutor() as pool:  # all at once: each takes one core
            running = {name: pool.submit(partial(work, QEMU, "-cpu", name)) for name in EMULATED}
            running |= {"here": pool.submit(work), "narrower": pool.submit(partial(work, **NARROWER))}
        return json.dumps({name: each.result() for name, each in running.items()})

    return json.loads(once("processors.json", said))


def differing(one, other):
    """The names of the arrays of which the digests differ."""
    assert one["digests"].keys() == other["digests"].keys()
    return {name for name, digest in one["digests"].items() if other["digests"][name] != digest}


@pytest.mark.parametrize("processor", EMULATED)
def test_another_processor_gives_the_same_bytes(works, processor):
    assert works["here"]["departures"] == works[processor]["departures"] == []
    assert differing(works["here"], works[processor]) == set()


def test_without_pins_no_part_would_be_the_same(works):
    """Or the test above would prove nothing of that part."""
    parts = {name.partition(".")[0] for name in works["here"]["digests"]}
    assert {name.partition(".")[0] for name in differing(works["here"], works["narrower"])} == parts
