"""When each file of a stored thing was last written, as it was when all of them were last read and found sound.

What no one has written to since is not read again: its files have the size, the times and the inode that they had. The
time of the last change of an inode cannot be set by a program, so a copy, a restored time or a single byte written in
place shows. What does not show is a disk that loses bits without a word, until the thing is made or read in full again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from explainer import tables

SETTLED = 2.0  # seconds: two writes nearer to each other can have one time on some file systems

Stamps = dict[str, list[int]]
"""Of each file by its name: size, times of the last write and of the last change of the inode in ns, and the inode."""


class Seen:
    """The stamps of all things that were found sound, in a file of the store's folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "seen.json"
        self._table: dict[str, Stamps] = tables.read(self._file)
        self._new = False

    def unchanged(self, thing: str, stamps: Stamps) -> bool:
        """Return whether a thing with these stamps was found sound before."""
        return self._table.get(thing) == stamps

    def note(self, thing: str, stamps: Stamps) -> None:
        """Remember a thing that has just been read and found sound; these are its stamps from before it was read."""
        newest = max(changed for _, _, changed, _ in stamps.values())
        if newest < time.time_ns() - SETTLED * 1e9:
            self._table[thing] = stamps
            self._new = True

    def write(self, things: Iterable[str]) -> None:
        """Keep what is known of these things, if there is anything new."""
        if self._new:
            tables.write(self._file, {thing: self._table[thing] for thing in things if thing in self._table})
            self._new = False


def stamps(folder: Path, apart: Iterable[str]) -> Stamps:
    """Return the stamps of the files of a folder but for those `apart`; OSError if it is none."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name not in apart:
                state = entry.stat()
                found[entry.name] = [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]
    return found
