"""The embedded default: 1,797 scans of 8×8 that come inside scikit-learn (Alpaydin and Kaynak 1998).

Each scan is resampled to 20×20 and centred in 28×28, as the MNIST digits are, so that every model, page and
figure is the same code.
"""

from __future__ import annotations

import gzip
import hashlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explainer.data import SIDE, Dataset, Split
from explainer.errors import ExplainerError

BOX = 20  # the side of the box that MNIST fits its digits into
SCAN = 8  # its side, in pixels
LEVELS = 16  # the scans count ink in 0–16
# The file's own order is kept: its neighbours share a writer, and shuffling would put a writer on both sides.
VALIDATION_FROM, TEST_FROM = 1200, 1400


def sha256() -> str:
    """Return the sha256 of the scans' uncompressed file; ExplainerError where scikit-learn is not installed."""
    return hashlib.sha256(gzip.decompress(_file().read_bytes())).hexdigest()


def _file() -> Path:
    """Return the file of `sklearn.datasets.load_digits`: to import scikit-learn for it takes longer than to read it."""
    spec = find_spec("sklearn")
    if spec is None or spec.origin is None:
        raise ExplainerError("scikit-learn is not installed. Run: make site")
    return Path(spec.origin).parent / "datasets" / "data" / "digits.csv.gz"


def load() -> Dataset:
    """Return the scans as 1,200 training, 200 validation and 397 test images.

    Raises ExplainerError where scikit-learn is not installed.
    """
    table = np.loadtxt(_file(), delimiter=",")  # (N, 65): the pixels row by row, and the label
    scans = table[:, :-1].reshape(-1, SCAN, SCAN)
    everything = Split(enlarge(scans / LEVELS), table[:, -1].astype(np.int64))
    return Dataset(
        "digits",
        train=everything.part(0, VALIDATION_FROM),
        validation=everything.part(VALIDATION_FROM, TEST_FROM),
        test=everything.part(TEST_FROM, len(everything)),
    )


def enlarge(scans: NDArray[np.float64]) -> NDArray[np.float32]:
    """Resample scans (N, 8, 8) to 20×20 with cubic splines and centre them: (N, 28, 28) in [0, 1]."""
    from scipy.ndimage import zoom

    factor = BOX / scans.shape[1]
    boxes = zoom(scans, (1, factor, factor), order=3, mode="nearest", grid_mode=True)  # (N, 20, 20)
    images = np.zeros((len(scans), SIDE, SIDE), np.float32)
    margin = (SIDE - BOX) // 2
    images[:, margin:-margin, margin:-margin] = boxes.clip(0, 1)
    return images
