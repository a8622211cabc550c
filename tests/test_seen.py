"""What was found sound is not read again until somebody writes to it, by whatever means."""

import os
import shutil
import time

import numpy as np
import pytest

from explainer import seen, store
from explainer.results import Result
from explainer.store import State, Store


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A store with one thing, found sound long enough after it was written."""
    monkeypatch.setattr(seen, "SETTLED", 0.0)
    kept = Store(tmp_path)
    kept.save("a", "key", Result({"x": np.ones(1000)}, {"n": (1.0, "count")}), 0)
    time.sleep(0.05)  # longer than the clock of any file system that tests run on
    assert kept.state("experiments", "a", "key") is State.FRESH
    kept.remember([("experiments", "a", "key")])
    return tmp_path


def state(folder):
    """As another process finds it."""
    return Store(folder).state("experiments", "a", "key")


def test_what_was_not_touched_is_not_read(folder, monkeypatch):
    monkeypatch.setattr(store, "_record", lambda *_: pytest.fail("it was read"))
    assert state(folder) is State.FRESH


def test_a_byte_written_in_place_shows_even_if_the_time_is_set_back(folder):
    file = folder / "experiments/a/key/arrays.npz"
    before = file.stat()
    with file.open("r+b") as opened:
        opened.seek(300)
        byte = opened.read(1)[0]
        opened.seek(300)
        opened.write(bytes([byte ^ 1]))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert state(folder) is State.DAMAGED


def test_a_file_put_in_its_place_shows(folder):
    file = folder / "experiments/a/key/numbers.json"
    other = folder / "other"
    shutil.copy2(file, other)
    other.write_text(other.read_text().replace("1", "2"))
    other.replace(file)
    assert state(folder) is State.DAMAGED


def test_a_file_more_or_less_shows(folder):
    (folder / "experiments/a/key/more").write_text("")
    assert state(folder) is State.DAMAGED
    (folder / "experiments/a/key/more").unlink()
    assert state(folder) is State.FRESH
    (folder / "experiments/a/key/numbers.json").unlink()
    assert state(folder) is State.DAMAGED


def test_what_was_written_a_moment_ago_is_read_again(folder, monkeypatch):
    """Two writes within one tick of a clock have one time."""
    monkeypatch.setattr(seen, "SETTLED", 3600.0)
    again = Store(folder)
    again.save("a", "new", Result({"x": np.ones(1000)}, {}), 0)
    assert again.state("experiments", "a", "new") is State.FRESH
    again.remember([("experiments", "a", "key"), ("experiments", "a", "new")])
    read = []
    record = store._record
    monkeypatch.setattr(store, "_record", lambda *given: read.append(given) or record(*given))
    assert Store(folder).state("experiments", "a", "new") is State.FRESH
    assert len(read) == 1


def test_what_is_remembered_is_not_believed_if_it_is_damaged(folder, monkeypatch):
    file = folder / "seen.json"
    file.write_text(file.read_text().replace("numbers", "nombers"))
    read = []
    record = store._record
    monkeypatch.setattr(store, "_record", lambda *given: read.append(given) or record(*given))
    assert state(folder) is State.FRESH
    assert len(read) == 1
