"""Which data set a build uses: found first, loaded only when something has to be trained."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from explainer.data import Dataset, digits, mnist
from explainer.errors import ExplainerError
from explainer.settings import DataSettings

RETRY_AFTER = 24 * 3600  # seconds; a build without a network should not wait for one every time


@dataclass(frozen=True)
class Source:
    """A data set that is there. Its sha256 is of the uncompressed files, in the order of `mnist.NAMES`."""

    name: str
    sha256: str
    fallback: bool
    where: str
    load: Callable[[], Dataset]


def user_cache() -> Path:
    """Return the folder that downloads go to."""
    import platformdirs

    return platformdirs.user_cache_path("explainer") / "mnist"


def find(settings: DataSettings, *, retry: bool = False) -> Source:
    """Return the data set that `settings` asks for, downloading MNIST if it is needed and not there.

    `auto` falls back to the embedded digits. A failed download is remembered for a day; `retry` forgets it.
    Raises ExplainerError where the files are damaged, not MNIST's, or not to be had.
    """
    if settings.name == "digits":
        return _digits(fallback=False)
    if settings.folder is not None:
        return _files(settings.folder, own=settings.name == "idx")
    cache = user_cache()
    if len(mnist.locate(cache)) == len(mnist.NAMES):
        return _files(cache, own=False)
    failure = cache.parent / "no-download"
    if settings.name == "auto" and not retry and _is_recent(failure):
        return _digits(fallback=True)
    try:
        return _files(mnist.download(cache), own=False)
    except ExplainerError:
        if settings.name != "auto":
            raise
        _touch(failure)
        return _digits(fallback=True)


def _digits(*, fallback: bool) -> Source:
    return Source("digits", digits.sha256(), fallback, "inside scikit-learn", digits.load)


def _files(folder: Path, *, own: bool) -> Source:
    files = mnist.read(folder)
    if not own:
        mnist.verify(files, str(folder))
    name = "idx" if own else "mnist"
    return Source(name, mnist.sha256(files), False, str(folder), lambda: mnist.dataset(files, name))


def _is_recent(file: Path) -> bool:
    try:
        return time.time() - os.path.getmtime(file) < RETRY_AFTER
    except OSError:
        return False


def _touch(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError:
        return  # a home that cannot be written to: the next build tries the download again
