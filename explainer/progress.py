"""What is told of a build while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Progress(Protocol):
    """Told what a build does, as it does it."""

    def begin(self, expected: Mapping[str, float]) -> None:
        """Jobs are to come, each by its title with the seconds that it is expected to take."""

    def running(self, title: str, done: int, total: int, loss: float | None) -> None:
        """A job has done so many of its steps; loss in nats, where it has one."""

    def done(self, title: str, seconds: float) -> None:
        """A job has ended."""

    def end(self) -> None:
        """No more of these jobs are to come: all are done, or one has failed."""

    def say(self, line: str) -> None:
        """Something that whoever started the build should know."""


class NullProgress:
    """Says nothing."""

    def begin(self, expected: Mapping[str, float]) -> None:
        """Ignore them."""

    def running(self, title: str, done: int, total: int, loss: float | None) -> None:
        """Ignore it."""

    def done(self, title: str, seconds: float) -> None:
        """Ignore it."""

    def end(self) -> None:
        """Ignore it."""

    def say(self, line: str) -> None:
        """Ignore it."""
