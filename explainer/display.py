"""What a person sees of a build while it runs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import NoReturn

from tqdm import tqdm


class Display:
    """Says on stderr what a build does: a line for each thing made, and a bar of all of it with the time left."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._expected: dict[str, float] = {}
        self._parts: dict[str, float] = {}  # how much of each job in progress is done

    def begin(self, expected: Mapping[str, float]) -> None:
        """Show the bar, in the seconds that the jobs are expected to take."""
        self._expected = dict(expected)
        self._parts = {}
        shape = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}, {remaining} left{postfix}"
        self._bar = tqdm(total=sum(expected.values()), bar_format=shape, mininterval=0.2, leave=False, file=sys.stderr)

    def running(self, title: str, done: int, total: int, loss: float | None) -> None:
        """Move the bar by a part of one job."""
        self._move(title, done / total if total else 0.0)
        if self._bar is not None:
            self._bar.set_description_str(title, refresh=False)
            self._bar.set_postfix_str("" if loss is None else f"loss={loss:.3f}")

    def done(self, title: str, seconds: float) -> None:
        """Leave one line."""
        self._move(title, 1.0)
        self.say(f"{title}: {seconds:.1f} s")

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def say(self, line: str) -> None:
        """Leave a line, above the bar if there is one."""
        tqdm.write(line, file=sys.stderr)

    def _move(self, title: str, part: float) -> None:
        gained = max(0.0, part - self._parts.get(title, 0.0)) * self._expected.get(title, 0.0)
        self._parts[title] = max(part, self._parts.get(title, 0.0))
        if self._bar is not None:
            self._bar.update(gained)
