"""The pinned kernels are those that the libraries then use."""

import json
import os
import subprocess
import sys

import pytest

from explainer import pins
from explainer.settings import ROOT

pinned = pytest.mark.skipif(not pins.alike(), reason="kernels are pinned on x86-64 Linux with AVX2 and FMA alone")
KERNELS = set(pins.pins())

USED = """
import json, explainer
import numpy._core._multiarray_umath as umath
import sklearn, scipy.linalg, torch
from threadpoolctl import threadpool_info
torch.nn.Conv2d(1, 8, 5)(torch.rand(2, 1, 28, 28))
print(json.dumps({
    "torch": torch.backends.cpu.get_cpu_capability(),
    "numpy": [name for name in umath.__cpu_dispatch__ if umath.__cpu_features__[name]],
    "blas": sorted({each["architecture"] for each in threadpool_info() if each["internal_api"] == "openblas"}),
    "threads": sorted({each["num_threads"] for each in threadpool_info()} | {torch.get_num_threads()}),
}))
"""


def run(code, **environ):
    """What a fresh process prints: without this one's pins."""
    bare = {name: value for name, value in os.environ.items() if name not in KERNELS}
    command = [sys.executable, "-W", "error::ImportWarning", "-c", code]
    done = subprocess.run(command, env=bare | environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pinned
@pytest.mark.built
def test_every_library_uses_the_pinned_kernels():
    said = run(USED, ONEDNN_VERBOSE="1")
    used = json.loads(said.splitlines()[-1])
    assert used == {"torch": "AVX2", "numpy": ["X86_V3"], "blas": ["Haswell"], "threads": [1]}
    assert ",isa:Intel AVX2\n" in said


@pinned
def test_numpy_knows_every_feature_that_is_switched_off_and_no_other_is_left_on():
    said = run("import explainer, numpy._core._multiarray_umath as umath; print(*umath.__cpu_dispatch__)")
    dispatched = set(said.split())
    assert dispatched - set(pins.beyond_avx2(pins.version("numpy"))) == {"X86_V3"}
    assert set(pins.pins()["NPY_DISABLE_CPU_FEATURES"].split()) <= dispatched


def test_older_numpy_has_other_names():
    assert "AVX512F" in pins.beyond_avx2("2.3.5")
    assert "X86_V4" in pins.beyond_avx2("2.4.0")
    assert "X86_V4" in pins.beyond_avx2("3.0.0")


@pinned
def test_what_a_user_has_set_stays_and_is_told():
    said = run("import explainer; from explainer import pins; print(pins.departures())", MKL_CBWR="AUTO")
    assert said == "[\"MKL_CBWR is 'AUTO'\"]\n"
    assert run("import explainer; from explainer import pins; print(pins.departures())") == "[]\n"


@pinned
def test_a_library_that_was_loaded_before_is_told():
    said = run("import numpy, explainer; from explainer import pins; print(pins.departures())")
    assert "numpy was loaded before" in said
    begun_so = "import numpy, explainer; from explainer import pins; print(pins.departures())"  # by a pinned parent
    assert run(begun_so, **pins.pins()) == "[]\n"


@pytest.mark.parametrize("flags", ["flags : sse2 avx", "", None])
def test_a_processor_without_these_kernels_is_not_made_to_run_them(tmp_path, monkeypatch, flags):
    cpuinfo = tmp_path / "cpuinfo"
    if flags is not None:
        cpuinfo.write_text(f"model name : Old\n{flags}\n")
    monkeypatch.setattr(pins, "CPUINFO", cpuinfo)
    pins.alike.cache_clear()
    try:
        assert set(pins.pins()) == {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}
        assert pins.departures() == ["this machine is no x86-64 Linux with AVX2 and FMA"]
    finally:
        monkeypatch.undo()
        pins.alike.cache_clear()


def test_other_settings_give_other_keys(monkeypatch):
    from explainer.build.plan import plan
    from explainer.settings import DataSettings, Settings

    settings = Settings(data=DataSettings(name="digits"))
    before = plan(settings).experiments["logistic"]
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    assert plan(settings).experiments["logistic"] != before
