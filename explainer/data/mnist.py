"""MNIST: find it, else download it; verify it either way (LeCun et al. 1998)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from explainer.data import Dataset, idx
from explainer.errors import ExplainerError

# sha256 of the uncompressed content: a re-compressed copy is recognised too.
SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
NAMES = tuple(SHA256)
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
TIMEOUT = 10  # seconds without an answer; a reachable mirror answers within one
VALIDATION = 5000  # the first images of the training file, as TensorFlow's tutorials hold them out

Files = dict[str, bytes]


def locate(folder: Path) -> dict[str, Path]:
    """Return the files in `folder` by name, gzipped or not, also under their older name with a dot."""
    found = {}
    for name in NAMES:
        dotted = name.replace("-idx", ".idx")
        for candidate in (name, f"{name}.gz", dotted, f"{dotted}.gz"):
            if (folder / candidate).is_file():
                found[name] = folder / candidate
                break
    return found


def read(folder: Path) -> Files:
    """Return the four files' uncompressed contents; raise ExplainerError that names the first missing one."""
    found = locate(folder)
    missing = [name for name in NAMES if name not in found]
    if missing:
        raise ExplainerError(f"{folder} has no {missing[0]}, gzipped or not. It must hold {', '.join(NAMES)}.")
    return {name: idx.read_bytes(found[name]) for name in NAMES}


def verify(files: Files, where: str, expected: Mapping[str, str] = SHA256) -> None:
    """Raise ExplainerError unless every content has the digest that MNIST's has."""
    for name, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        if digest != expected[name]:
            raise ExplainerError(
                f"{name} in {where} is not MNIST's: its sha256 is {digest[:12]}…, not {expected[name][:12]}…. "
                "Replace it, or set EXPLAINER_DATASET=idx if these files are your own."
            )


def sha256(files: Files) -> str:
    """Return one digest of the four contents, in the order of `NAMES`."""
    return hashlib.sha256(b"".join(files[name] for name in NAMES)).hexdigest()


def download(
    cache: Path,
    mirrors: Sequence[str] = MIRRORS,
    expected: Mapping[str, str] = SHA256,
    timeout: float = TIMEOUT,
) -> Path:
    """Fetch the four files into `cache`, trying each mirror in turn, and return it.

    A file arrives under its own name only once its content is verified. Raises ExplainerError where no mirror
    gives all four, with what each answered.
    """
    reasons = []
    for mirror in mirrors:
        try:
            for name in NAMES:
                if name not in locate(cache):
                    _fetch(f"{mirror}{name}.gz", cache / f"{name}.gz", name, expected, timeout)
            return cache
        except (OSError, ValueError, ExplainerError) as error:  # requests' errors are OSErrors
            reasons.append(f"{mirror}: {_in_short(error, timeout)}")
    raise ExplainerError(
        f"MNIST could not be downloaded ({'; '.join(reasons)}). Put its four files into a folder and set "
        "EXPLAINER_DATA_DIR to it, or set EXPLAINER_DATASET=digits."
    )


def _fetch(url: str, target: Path, name: str, expected: Mapping[str, str], timeout: float) -> None:
    """Download `url` with a progress bar, verify it, and move it to `target`."""
    import pooch

    pooch.get_logger().setLevel("WARNING")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        downloader = pooch.HTTPDownloader(progressbar=True, timeout=timeout)
        part = Path(pooch.retrieve(url, known_hash=None, fname="part", path=folder, downloader=downloader))
        verify({name: idx.read_bytes(part)}, url, expected)
        part.replace(target)


def _in_short(error: Exception, timeout: float) -> str:
    """Return why a download failed, in few words: the libraries tell the whole story of every retry."""
    import requests

    if isinstance(error, requests.Timeout):
        return f"no answer within {timeout:g} s"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return (str(error).splitlines() or [type(error).__name__])[0]


def dataset(files: Files, name: str = "mnist") -> Dataset:
    """Return the files as 55,000 training, 5,000 validation and 10,000 test images.

    Files of other sizes give up the same share, one in twelve, of their training images for validation.
    """
    everything = idx.split(files[NAMES[0]], files[NAMES[1]], "training")
    held_out = VALIDATION if len(everything) == 60_000 else max(1, len(everything) // 12)
    return Dataset(
        name,
        train=everything.part(held_out, len(everything)),
        validation=everything.part(0, held_out),
        test=idx.split(files[NAMES[2]], files[NAMES[3]], "test"),
    )
