"""What time is counted, and how fast this machine multiplies."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch

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


def peak() -> float:
    """Return the floating-point operations per second of one large matrix product, float32."""
    a = torch.rand(SIDE, SIDE)
    return 2 * SIDE**3 / cpu(lambda: a @ a)


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return k where time grows as size^k: the slope of a line through the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
