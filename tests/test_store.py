"""The store keeps all or nothing."""

import numpy as np
import pytest

from explainer.experiments import Result
from explainer.store import KEPT, Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_what_is_saved_is_loaded(store):
    arrays = {"weights": np.arange(6.0).reshape(2, 3), "names:with/odd": np.array([1, 2])}
    store.save("a", "key", Result({"weights": arrays["weights"]}, {"n": 3}), 1.5)
    kept = store.load("a", "key")
    assert kept is not None
    assert kept[1] == 1.5
    assert kept[0].numbers == {"n": 3}
    np.testing.assert_array_equal(kept[0].arrays["weights"], arrays["weights"])


def test_what_is_not_there_is_none(store):
    assert store.load("a", "key") is None


@pytest.mark.parametrize("damage", ["empty", "half", "gone", "not json"])
def test_a_damaged_result_counts_as_none(store, damage):
    store.save("a", "key", Result({"x": np.zeros(1000)}, {}), 0)
    place = store.place("experiments", "a", "key")
    arrays = place / "arrays.npz"
    if damage == "empty":
        arrays.write_bytes(b"")
    elif damage == "half":
        arrays.write_bytes(arrays.read_bytes()[:500])
    elif damage == "gone":
        arrays.unlink()
    else:
        (place / "result.json").write_text("{")
    assert store.load("a", "key") is None
    store.save("a", "key", Result({"x": np.ones(3)}, {}), 0)  # and can be made again
    assert store.load("a", "key") is not None


def test_a_failure_half_way_leaves_nothing_and_loses_nothing(store):
    store.save("a", "old", Result({"x": np.ones(3)}, {}), 0)

    def fail(folder):
        (folder / "half").write_text("half")
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        store.put("experiments", "a", "new", fail)
    assert store.load("a", "old") is not None
    assert [p.name for p in (store.folder / "experiments" / "a").iterdir()] == ["old"]


def test_an_array_of_objects_is_refused_not_pickled(store):
    with pytest.raises(ValueError, match=r"pickle|Object arrays"):
        store.save("a", "key", Result({"x": np.array([{}], dtype=object)}, {}), 0)
    assert store.load("a", "key") is None


def test_only_the_newest_versions_are_kept(store):
    for version in range(KEPT + 3):
        store.save("a", f"key{version}", Result({}, {}), 0)
    kept = [v for v in range(KEPT + 3) if store.load("a", f"key{v}")]
    assert len(kept) == KEPT
    assert kept[-1] == KEPT + 2


def test_the_seconds_are_kept_beside_the_arrays(store):
    store.save("a", "key", Result({"x": np.ones(3)}, {}), 2.5)
    (store.place("experiments", "a", "key") / "arrays.npz").unlink()  # they are not read
    assert store.seconds("a", "key") == 2.5
