"""The kernels that every build computes with, so that another processor gives the same bytes.

Libraries pick the widest instructions that they find, and a sum in another order rounds differently. Set before NumPy
and PyTorch are loaded, these variables make all of them take the same kernels on any x86-64 Linux with AVX2 and FMA:
those of 2013's Haswell. One thread each, for a sum shared among threads is added up in another order too. What a user
has set already stays as it is.
"""

from __future__ import annotations

import os
import platform
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NEEDED = frozenset({"avx2", "fma"})  # as Linux names them; a kernel forced onto a processor without them would crash
CPUINFO = Path("/proc/cpuinfo")


def pins(numpy: str | None = None) -> dict[str, str]:
    """Return each variable with its value, for this machine and this version of NumPy; none where none has a meaning.

    MKL is held to the kernels that it has for every processor: its AVX2 ones differ between Intel's and AMD's. That
    does not hold its elementwise functions, which PyTorch takes for `sqrt`, `acos`, `asin`, `atan`, `log10` and, of
    float64, `log`, `logit` and `tan`: some begin with an estimate that each make of processor has its own of. So
    nothing here takes a root of a tensor; `vector_norm` and the fused AdamW have their own, AdamW without has not.
    """
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    if not alike():
        return threads
    # Beside each, what differed without it on an AMD with AVX-512 (Zen 5), by `tests/processors/work.py`.
    return threads | {  # without one thread, on two cores: training, L-BFGS and all that is built on them
        "ATEN_CPU_CAPABILITY": "avx2",  # the network's weights, ascents
        "ONEDNN_MAX_CPU_ISA": "AVX2",  # the same
        "MKL_CBWR": "COMPATIBLE",  # the same; also between Haswell and EPYC, which have no AVX-512
        "OPENBLAS_CORETYPE": "Haswell",  # the covariance, L-BFGS, pre-images, decompositions, figures of them
        "NPY_DISABLE_CPU_FEATURES": " ".join(beyond_avx2(numpy or _installed("numpy"))),  # exp, log, powers of float64
    }


def beyond_avx2(numpy: str) -> tuple[str, ...]:
    """Return what that version of NumPy calls the instructions that it may use beyond AVX2 and FMA."""
    major, minor = (int(part) for part in numpy.split(".")[:2])
    if (major, minor) >= (2, 4):
        return ("X86_V4", "AVX512_ICL", "AVX512_SPR")
    return ("AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_CLX", "AVX512_CNL", "AVX512_ICL", "AVX512_SPR")


@cache
def alike() -> bool:
    """Return whether this machine can compute as all those do that are pinned: Linux on an x86-64 with AVX2 and FMA."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    try:
        flags = next(line for line in CPUINFO.read_text("utf-8").splitlines() if line.startswith("flags"))
    except (OSError, StopIteration):
        return False
    return set(flags.split()) >= NEEDED


def set_unless_set() -> None:
    """Set each variable that the user has not set. To be called before NumPy and PyTorch are loaded."""
    for name, value in pins().items():
        os.environ.setdefault(name, value)


def in_force() -> dict[str, str]:
    """Return each variable with the value that it has: ours or the user's."""
    return {name: os.environ.get(name, "") for name in pins()}


def departures() -> list[str]:
    """Return in words why this process may compute otherwise than a pinned one; none where it does as they do."""
    if not alike():
        return ["this machine is no x86-64 Linux with AVX2 and FMA"]
    late = [f"{name} was loaded before its kernels could be pinned" for name in LOADED]
    return late + [f"{name} is {in_force()[name]!r}" for name, value in pins().items() if in_force()[name] != value]


def processor() -> str:
    """Return the name of this machine's processor, as the system gives it."""
    try:
        lines = CPUINFO.read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "2.4"  # it will be missed by whoever needs it


LOADED = tuple(name for name in ("numpy", "torch") if name in sys.modules) if in_force() != pins() else ()
"""Libraries that were loaded before this module could pin their kernels, and that nobody else had pinned so."""
