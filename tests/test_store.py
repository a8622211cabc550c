"""The store keeps all or nothing, and knows what is damaged."""

import json
import os
import shutil
import time

import numpy as np
import pytest

from explainer.results import Result
from explainer.store import KEPT, SECONDS, State, Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def save(store, key="key", value=1.0, seconds=0.0, name="a"):
    store.save(name, key, Result({"x": np.full(1000, value)}, {"n": (value, "count")}), seconds)
    return store.path("experiments", name, key)


def test_what_is_saved_is_loaded(store):
    arrays = {"weights": np.arange(6.0).reshape(2, 3), "names:with/odd": np.array([1, 2])}
    store.save("a", "key", Result(arrays, {"n": (3, "count")}), 1.5)
    kept = store.load("a", "key")
    assert kept.numbers == {"n": (3, "count")}
    assert kept.value("n") == 3
    assert set(kept.arrays) == set(arrays)
    np.testing.assert_array_equal(kept.arrays["weights"], arrays["weights"])
    assert store.seconds("experiments", "a", "key") == 1.5
    assert store.state("experiments", "a", "key") is State.FRESH


def test_an_array_is_read_when_it_is_asked_for(store):
    path = save(store)
    kept = store.load("a", "key")
    (path / "arrays.npz").unlink()
    assert kept.value("n") == 1
    with pytest.raises(FileNotFoundError):
        kept.arrays["x"]


def test_what_is_not_there_is_missing(store):
    assert store.state("experiments", "a", "key") is State.MISSING
    assert store.seconds("experiments", "a", "key") is None
    assert store.seconds("experiments", "a") is None


def damage(path, how):
    arrays, numbers = path / "arrays.npz", path / "numbers.json"
    if how == "empty":
        arrays.write_bytes(b"")
    elif how == "half":
        arrays.write_bytes(arrays.read_bytes()[:500])
    elif how == "gone":
        arrays.unlink()
    elif how == "one bit":
        content = bytearray(arrays.read_bytes())
        content[300] ^= 1
        arrays.write_bytes(content)
    elif how == "a digit":
        numbers.write_text(numbers.read_text().replace("1", "2"))
    elif how == "null":
        numbers.write_text("null")
    elif how == "no record":
        (path / "record.json").write_text("{")
    else:
        (path / "one more").write_text("")


@pytest.mark.parametrize("how", ["empty", "half", "gone", "one bit", "a digit", "null", "no record", "one more"])
def test_what_is_damaged_is_known_and_can_be_made_again(store, how):
    path = save(store)
    damage(path, how)
    assert store.state("experiments", "a", "key") is State.DAMAGED
    save(store)
    assert store.state("experiments", "a", "key") is State.FRESH


def test_another_things_files_in_its_place_are_damage(store):
    save(store, name="b", value=2.0)
    path = save(store)
    shutil.rmtree(path)
    shutil.copytree(store.path("experiments", "b", "key"), path)
    assert store.state("experiments", "a", "key") is State.DAMAGED


def test_a_file_where_a_folder_belongs_is_damage(store):
    path = save(store)
    shutil.rmtree(path)
    path.write_text("")
    assert store.state("experiments", "a", "key") is State.DAMAGED
    save(store)
    assert store.state("experiments", "a", "key") is State.FRESH


def test_a_failure_half_way_leaves_nothing_and_loses_nothing(store):
    save(store, "old")

    def fail(folder):
        (folder / "half").write_text("half")
        raise OSError("No space left on device")

    for key in ("new", "old"):
        with pytest.raises(OSError, match="No space"):
            store.put("experiments", "a", key, fail)
    assert store.state("experiments", "a", "old") is State.FRESH
    assert [p.name for p in (store.folder / "experiments" / "a").iterdir()] == ["old"]


def test_the_same_thing_made_again_leaves_the_good_copy_alone(store):
    path = save(store, seconds=1.0)
    before = path.stat().st_ino
    save(store, seconds=9.0)
    assert path.stat().st_ino == before
    assert json.loads((path / SECONDS).read_text()) == 1.0


@pytest.mark.parametrize("moment", [1, 2])
def test_a_kill_while_a_thing_is_replaced_loses_neither(store, monkeypatch, moment):
    """Replacing takes two renames; the process ends before the one or the other."""
    path = save(store, value=1.0)
    rename, calls = type(path).rename, []

    def killed(self, target):
        calls.append(self)
        if len(calls) == moment:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(type(path), "rename", killed)
    with pytest.raises(KeyboardInterrupt):
        save(store, value=2.0)
    monkeypatch.undo()
    store.recover()
    assert store.state("experiments", "a", "key") is State.FRESH
    assert store.load("a", "key").value("n") == 1.0


def test_what_a_killed_process_left_is_swept(store):
    path = save(store)
    (path.parent / ".part-left").mkdir()
    save(store, "other")
    assert sorted(p.name for p in path.parent.iterdir()) == ["key", "other"]


def test_an_array_of_objects_is_refused_not_pickled(store):
    with pytest.raises(ValueError, match=r"pickle|Object arrays"):
        store.save("a", "key", Result({"x": np.array([{}], dtype=object)}, {}), 0)
    assert store.state("experiments", "a", "key") is State.MISSING


def test_only_the_newest_versions_are_kept(store):
    for version in range(KEPT + 3):
        save(store, f"key{version}")
    kept = [v for v in range(KEPT + 3) if store.state("experiments", "a", f"key{v}") is State.FRESH]
    assert len(kept) == KEPT
    assert kept[-1] == KEPT + 2


def test_what_was_just_put_stays_however_its_neighbours_are_dated(store):
    tomorrow = time.time() + 86_400
    for version in range(KEPT):
        os.utime(save(store, f"key{version}"), (tomorrow, tomorrow))
    save(store, "now")
    assert store.state("experiments", "a", "now") is State.FRESH
    assert len(list((store.folder / "experiments" / "a").iterdir())) == KEPT


@pytest.mark.parametrize("content", ["null", "NaN", "[]", "", '"long"'])
def test_a_damaged_record_of_the_time_is_no_time(store, content):
    (save(store) / SECONDS).write_text(content)
    assert store.seconds("experiments", "a", "key") is None
    assert store.state("experiments", "a", "key") is State.FRESH
