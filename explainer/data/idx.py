"""The IDX format of the MNIST files: two zero bytes, a type, a rank, the sizes, the numbers (LeCun et al. 1998)."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Split
from explainer.errors import ExplainerError

UNSIGNED_BYTE = 0x08  # the one type that image and label files use
GZIP = b"\x1f\x8b"


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`, uncompressed if it was gzipped; raise ExplainerError if it cannot be read."""
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == GZIP else content
    except (OSError, EOFError, zlib.error) as error:  # gzip.BadGzipFile is an OSError
        raise ExplainerError(f"{path} cannot be read: {error}. Replace it with a fresh copy.") from error


def parse(content: bytes, name: str) -> NDArray[np.uint8]:
    """Return the array in `content`, of the shape that its header gives.

    Every size is checked against the bytes that are there, before anything is allocated.
    name: for the message of the ExplainerError that a malformed content raises.
    """

    def malformed(why: str) -> ExplainerError:
        return ExplainerError(f"{name} is not a sound IDX file: {why}. Replace it with a fresh copy.")

    if len(content) < 4:
        raise malformed(f"{len(content)} bytes are too few for a header")
    zeros, kind, rank = struct.unpack_from(">HBB", content)
    if zeros != 0 or kind != UNSIGNED_BYTE:
        raise malformed(f"it begins with {content[:4].hex(' ')}, not with 00 00 08")
    if rank == 0 or len(content) < 4 + 4 * rank:
        raise malformed(f"its header has {len(content)} bytes for {rank} dimensions")
    shape = struct.unpack_from(f">{rank}I", content, 4)
    expected = 1
    for size in shape:
        expected *= size
    body = len(content) - 4 - 4 * rank
    if body != expected:
        raise malformed(f"its header promises {expected} bytes, {body} follow")
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)


def split(images: bytes, labels: bytes, name: str) -> Split:
    """Return the images, scaled from 0–255 to [0, 1], with their labels; raise ExplainerError if they do not fit."""
    pixels, classes = parse(images, f"{name} images"), parse(labels, f"{name} labels")
    if pixels.shape[1:] != (SIDE, SIDE) or classes.shape != pixels.shape[:1] or not len(classes):
        raise ExplainerError(
            f"The {name} files do not fit: images of shape {pixels.shape}, labels of shape {classes.shape}; "
            "they must be (N, 28, 28) and (N,)."
        )
    if classes.max() >= CLASSES:
        raise ExplainerError(f"The {name} labels go up to {classes.max()}; they must be 0 to 9.")
    return Split(pixels.astype(np.float32) / np.float32(255), classes.astype(np.int64))
