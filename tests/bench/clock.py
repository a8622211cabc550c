"""What time is counted, and how fast this machine multiplies."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from explainer.models import dense, muon

SIDE = 2048  # of the matrices whose product is the machine's peak: large enough to leave memory out of it


def one_thread() -> None:
    """Compute on one core: CPU seconds then count work, and no thread that waits for another."""
    torch.set_num_threads(1)


@contextmanager
def all_threads() -> Iterator[None]:
    """Compute on all cores for a while."""
    before = torch.get_num_threads()
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def children(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the processes that `work` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall(work: Callable[[], object]) -> float:
    """Return the seconds that pass while `work` runs."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak(clock: Callable[[Callable[[], object]], float] = cpu) -> float:
    """Return the floating-point operations per second of one large matrix product, float32, by NumPy.

    MKL's pinned kernels are far from what the processor can do.
    """
    a = torch.rand(SIDE, SIDE)
    return 2 * SIDE**3 / clock(lambda: dense.product(a, a))


@dataclass(frozen=True)
class Beside:
    """What was measured, beside what it could be at most: all arithmetic that is needed, at this machine's peak."""

    value: float
    limit: float


def operations(work: Callable[[], object]) -> int:
    """Return the floating-point operations of matrix products and convolutions in `work`, as PyTorch counts them.

    So PyTorch takes the products that are otherwise NumPy's.
    """
    counter = FlopCounterMode(display=False)
    with patch.object(dense, "product", torch.mm), patch.object(muon, "product", torch.mm), counter:
        work()
    return int(counter.get_total_flops())


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return k where time grows as size^k: the slope of a line through the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
