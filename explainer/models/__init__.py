"""Data in, fitted model out."""

from typing import Protocol


class Report(Protocol):
    """Called with the steps done, the steps in all and, where there is one, the loss in nats."""

    def __call__(self, done: int, total: int, loss: float | None = None) -> None:
        """Take note of a step."""


def silent(done: int, total: int, loss: float | None = None) -> None:
    """Report nothing."""
