"""All that computes with tensors computes on an accelerator: on a stand-in, where there is none."""

import os
import subprocess
import sys

import pytest
import torch

from explainer.settings import ROOT


@pytest.mark.skipif(
    torch.accelerator.is_available(), reason="every other test computes on the accelerator that is here"
)
def test_everything_is_computed_where_the_images_are_and_nothing_in_float64_there():
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider", "tests/device/stand_in.py"]
    one_thread = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }  # there is next to nothing to compute
    done = subprocess.run(command, cwd=ROOT, env=one_thread, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
