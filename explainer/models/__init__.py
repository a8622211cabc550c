"""Data in, fitted model out."""

from collections.abc import Callable

Report = Callable[[int, int, float], None]
"""Called with the steps done, the steps in all, and the loss in nats: what a progress bar shows."""


def silent(done: int, total: int, loss: float) -> None:
    """Report nothing."""
