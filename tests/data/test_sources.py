"""Finding, downloading and verifying: MNIST's own files are not needed, small ones stand in for them."""

import functools
import gzip
import hashlib
import http.server
import struct
import threading

import numpy as np
import pytest

from explainer.data import mnist, sources
from explainer.errors import ExplainerError
from explainer.settings import DataSettings

COUNTS = {"train": 24, "t10k": 6}


def small_files():
    """Four sound IDX files of a few images."""
    rng = np.random.default_rng(0)
    files = {}
    for name in mnist.NAMES:
        count = COUNTS[name.split("-")[0]]
        if "images" in name:
            body = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
            files[name] = struct.pack(">HBB3I", 0, 8, 3, count, 28, 28) + body.tobytes()
        else:
            files[name] = struct.pack(">HBBI", 0, 8, 1, count) + bytes(i % 10 for i in range(count))
    return files


FILES = small_files()
DIGESTS = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}


@pytest.fixture
def folder(tmp_path):
    """A folder of the small files: two gzipped, one under its older name."""
    place = tmp_path / "files"
    place.mkdir()
    for number, (name, content) in enumerate(FILES.items()):
        if number % 2:
            (place / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (place / (name.replace("-idx", ".idx") if number == 2 else name)).write_bytes(content)
    return place


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A user's cache that is empty, and no network."""
    place = tmp_path / "cache" / "mnist"
    monkeypatch.setattr(sources, "user_cache", lambda: place)

    def refuse(_):
        raise ExplainerError("MNIST could not be downloaded")

    monkeypatch.setattr(mnist, "download", refuse)
    return place


@pytest.fixture
def mirror(tmp_path):
    """A mirror on this machine that serves the small files, gzipped."""
    place = tmp_path / "mirror"
    place.mkdir()
    for name, content in FILES.items():
        (place / f"{name}.gz").write_bytes(gzip.compress(content))

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(place)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield place, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_users_own_files_are_read_and_split(folder):
    source = sources.find(DataSettings("idx", folder))
    dataset = source.load()
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (22, 2, 6)
    assert source.sha256 == hashlib.sha256(b"".join(FILES[n] for n in mnist.NAMES)).hexdigest()
    assert not source.fallback


def test_validation_is_the_beginning_of_the_training_file(folder):
    dataset = sources.find(DataSettings("idx", folder)).load()
    assert dataset.validation.labels.tolist() == [0, 1]
    assert dataset.train.labels[0] == 2


def test_files_that_are_not_mnists_are_refused_unless_they_are_ones_own(folder):
    with pytest.raises(ExplainerError, match=r"is not MNIST's.*EXPLAINER_DATASET=idx"):
        sources.find(DataSettings("auto", folder))


def test_a_missing_file_is_named(folder):
    next(folder.glob("t10k-labels*")).unlink()
    with pytest.raises(ExplainerError, match="has no t10k-labels-idx1-ubyte"):
        sources.find(DataSettings("mnist", folder))


def test_a_download_arrives_verified_under_its_own_name(mirror, tmp_path):
    _, address = mirror
    cache = tmp_path / "new"
    assert mnist.download(cache, [address], DIGESTS, timeout=5) == cache
    assert mnist.read(cache) == FILES
    assert {p.name for p in cache.iterdir()} == {f"{name}.gz" for name in FILES}


def test_a_second_mirror_serves_what_the_first_does_not(mirror, tmp_path):
    _, address = mirror
    mnist.download(tmp_path / "new", [f"{address}nothing-here/", address], DIGESTS, timeout=5)
    assert mnist.read(tmp_path / "new") == FILES


def test_a_download_with_another_content_is_not_kept(mirror, tmp_path):
    place, address = mirror
    (place / f"{mnist.NAMES[0]}.gz").write_bytes(gzip.compress(b"something else"))
    with pytest.raises(ExplainerError, match=r"could not be downloaded.*is not MNIST's"):
        mnist.download(tmp_path / "new", [address], DIGESTS, timeout=5)
    assert list((tmp_path / "new").iterdir()) == []


def test_no_network_is_one_line_that_says_what_to_do(tmp_path):
    with pytest.raises(ExplainerError, match="EXPLAINER_DATA_DIR") as caught:
        mnist.download(tmp_path / "new", ["http://127.0.0.1:9/"], timeout=1)
    assert "http://127.0.0.1:9/: no connection" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_auto_falls_back_to_the_embedded_digits_and_says_so(cache):
    source = sources.find(DataSettings("auto"))
    assert (source.name, source.fallback) == ("digits", True)
    assert (cache.parent / "no-download").exists()


def test_the_users_cache_is_used_before_the_network(cache, folder, monkeypatch):
    folder.rename(cache.parent.mkdir(parents=True) or cache)
    monkeypatch.setattr(mnist, "verify", lambda files, where: None)  # the small files are not MNIST's
    source = sources.find(DataSettings("auto"))
    assert (source.name, source.fallback, source.where) == ("mnist", False, str(cache))


def test_a_damaged_cache_is_refused_not_trusted(cache, folder):
    folder.rename(cache.parent.mkdir(parents=True) or cache)
    with pytest.raises(ExplainerError, match="is not MNIST's"):
        sources.find(DataSettings("auto"))


def test_a_failed_download_is_not_tried_again_at_once(cache, monkeypatch):
    sources.find(DataSettings("auto"))
    monkeypatch.setattr(mnist, "download", lambda _: pytest.fail("tried again"))
    assert sources.find(DataSettings("auto")).fallback


def test_mnist_that_is_asked_for_by_name_must_be_had(cache):
    with pytest.raises(ExplainerError, match="could not be downloaded"):
        sources.find(DataSettings("mnist"))
    assert not cache.exists()


def test_the_digits_by_name_are_no_fallback():
    assert not sources.find(DataSettings("digits")).fallback


def test_the_digits_are_28_by_28_and_keep_their_ink():
    from sklearn.datasets import load_digits

    dataset = sources.find(DataSettings("digits")).load()
    scans = load_digits().images / 16
    images = np.concatenate([dataset.train.images, dataset.validation.images, dataset.test.images])
    assert images.shape == (1797, 28, 28)
    assert images.min() == 0
    assert images.max() == 1
    assert not images[:, :4].any()
    assert not images[:, :, 24:].any()
    # Enlarging by 2.5 each way keeps the share of ink, up to the overshoot of the splines that the clip takes.
    np.testing.assert_allclose(images.sum(axis=(1, 2)), scans.sum(axis=(1, 2)) * 2.5**2, rtol=0.08)
    order = np.concatenate([dataset.train.labels, dataset.validation.labels, dataset.test.labels])
    np.testing.assert_array_equal(order, load_digits().target)
