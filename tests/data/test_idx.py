"""The IDX reader against files made by hand."""

import gzip
import struct

import numpy as np
import pytest

from explainer.data import idx
from explainer.errors import ExplainerError


def file(shape, body, kind=8, zeros=0):
    return struct.pack(f">HBB{len(shape)}I", zeros, kind, len(shape), *shape) + bytes(body)


def test_a_hand_made_file_is_read():
    array = idx.parse(file((2, 3), [1, 2, 3, 4, 5, 255]), "x")
    np.testing.assert_array_equal(array, [[1, 2, 3], [4, 5, 255]])
    assert array.dtype == np.uint8


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "0 bytes are too few"),
        (b"\x00\x00\x08", "3 bytes are too few"),
        (file((2,), [1, 2], zeros=1), "it begins with 00 01 08"),
        (file((2,), [1, 2], kind=0x0D), "it begins with 00 00 0d"),
        (b"\x00\x00\x08\x00", "for 0 dimensions"),
        (b"\x00\x00\x08\x03\x00\x00\x00\x01", "8 bytes for 3 dimensions"),
        (file((2, 3), [1, 2, 3, 4, 5]), "promises 6 bytes, 5 follow"),
        (file((2, 3), [1, 2, 3, 4, 5, 6, 7]), "promises 6 bytes, 7 follow"),
        (file((2**32 - 1, 2**32 - 1, 2**32 - 1), []), "0 follow"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(content, why):
    with pytest.raises(ExplainerError, match=why) as caught:
        idx.parse(content, "train-images")
    assert "train-images" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_split_is_scaled_to_the_unit_interval():
    images = file((2, 28, 28), [0, 51, 255] + [0] * (2 * 784 - 3))
    split = idx.split(images, file((2,), [7, 3]), "test")
    np.testing.assert_allclose(split.images[0, 0, :3], [0, 0.2, 1], rtol=1e-6)
    assert split.images.dtype == np.float32
    assert split.labels.tolist() == [7, 3]


@pytest.mark.parametrize(
    ("images", "labels", "why"),
    [
        (file((1, 28, 27), [0] * 756), file((1,), [1]), "do not fit"),
        (file((1, 28, 28), [0] * 784), file((2,), [1, 2]), "do not fit"),
        (file((0, 28, 28), []), file((0,), []), "do not fit"),
        (file((1, 28, 28), [0] * 784), file((1,), [10]), "go up to 10"),
    ],
)
def test_files_that_do_not_fit_each_other_are_refused(images, labels, why):
    with pytest.raises(ExplainerError, match=why):
        idx.split(images, labels, "test")


def test_gzipped_or_not_the_content_is_the_same(tmp_path):
    (tmp_path / "a").write_bytes(b"content")
    (tmp_path / "b").write_bytes(gzip.compress(b"content"))
    assert idx.read_bytes(tmp_path / "a") == idx.read_bytes(tmp_path / "b") == b"content"


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b[:12] + b"\xff\xff" + b[14:]])
def test_a_damaged_gzip_is_named(tmp_path, damage):
    (tmp_path / "bad.gz").write_bytes(damage(gzip.compress(bytes(range(256)) * 9)))
    with pytest.raises(ExplainerError, match=r"bad\.gz cannot be read"):
        idx.read_bytes(tmp_path / "bad.gz")
