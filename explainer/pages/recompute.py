"""Recompute the numbers of this site from what the site publishes: arrays, models, images. See `--help`.

It needs Python and NumPy, downloads nothing and uses none of the code that built the site. Each number is one small
expression beside its name. Most trainings and ascents are not repeated: what came out of them is published, and what is
said of it is computed anew. Networks are run on the images in NumPy.

A number agrees if it differs by less than 1/100,000 of its size: single precision, summed in another order, rounds
otherwise. Where images are classified, one of them may be a tie that rounding decides: one image more or less agrees.
Small logits are sums of larger numbers, and may be off by 1/100,000.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import os
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # on matrices this small, threads wait more than they work

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

RELATIVE, ABSOLUTE = 1e-5, 1e-12
SINGLE = 1e-5  # logits: what single precision makes of sums of numbers around ten
PARTS = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
DIGITS = np.arange(10)
SIDE = 28
Z = 1.959963984540054  # standard deviations to either side that hold 95 % of a normal distribution

DAMAGED = (  # what a file that is missing or not what it was raises, archives and what lies in them included
    OSError, EOFError, LookupError, TypeError, ValueError, NotImplementedError, zipfile.BadZipFile, zlib.error
)  # fmt: skip

Array = NDArray[Any]
Numbers = dict[str, Any]  # each number by its name, as a number or as Near


class Split(NamedTuple):
    """Images (N, 784), float32 in [0, 1], and their labels (N,), digits."""

    flat: Array
    labels: Array


class Near(NamedTuple):
    """A number, and how far rounding may move it: as one classified image more does, or as it moves a small logit."""

    value: Any
    slack: float


# What is published ---------------------------------------------------------------------------------------------------


class Site:
    """A copy of the site: its results, arrays and models, and the images that they are of."""

    def __init__(self, folder: Path, images: str | None) -> None:
        self.folder = Path(folder)
        self.results = json.loads((self.folder / "results.json").read_text("utf-8"))
        self.train, self.validation, self.test = self._splits(images)

    def number(self, name: str) -> Any:
        """A number as it is published."""
        return self.results["numbers"][name]["value"]

    def setting(self, group: str, name: str) -> Any:
        """A choice behind the numbers."""
        return self.results["provenance"]["settings"][group][name]

    @cache  # noqa: B019 - there is one site, and it lives as long as the program
    def arrays(self, experiment: str) -> dict[str, Array]:
        """All arrays of an experiment by name."""
        with np.load(self.folder / "arrays" / f"{experiment}.npz", allow_pickle=False) as file:
            return dict(file)

    @cache  # noqa: B019 - there is one site, and it lives as long as the program
    def model(self, name: str) -> dict[str, Array]:
        """All tensors of a model by name: eight bytes with the length of a header in JSON, the header, the numbers."""
        data = (self.folder / "models" / f"{name}.safetensors").read_bytes()
        start = 8 + int.from_bytes(data[:8], "little")
        tensors = {}
        for tensor, row in json.loads(data[8:start]).items():
            if tensor != "__metadata__":
                first, last = row["data_offsets"]
                kind = {"F32": "<f4", "F64": "<f8"}[row["dtype"]]
                tensors[tensor] = np.frombuffer(data[start + first : start + last], kind).reshape(row["shape"])
        return tensors

    @cache  # noqa: B019 - there is one site, and it lives as long as the program
    def logits(self, name: str, split: str = "test") -> Array:
        """What a network says of the images of a split, (N, 10)."""
        return forward(self.model(name), getattr(self, split).flat)["logits"]

    @property
    def networks(self) -> list[str]:
        """The names of the network and of those from other seeds."""
        return ["cnn", *(f"seeds-{place}" for place in range(1, self.number("cnn.seeds")))]

    def _splits(self, images: str | None) -> list[Split]:
        dataset = self.results["dataset"]
        if dataset["name"] == "digits":
            with np.load(self.folder / "data" / "digits.npz", allow_pickle=False) as file:
                named = dict(file)
            splits = [(named[f"{each}_images"], named[f"{each}_labels"]) for each in ("train", "validation", "test")]
        else:
            if not images:
                sys.exit("Name the folder with the four files of MNIST: --data FOLDER, or EXPLAINER_DATA_DIR=FOLDER.")
            contents = [unpacked(Path(images), part) for part in PARTS]
            if hashlib.sha256(b"".join(contents)).hexdigest() != dataset["sha256"]:
                sys.exit(f"The images in {images} are not those that this site was made from.")
            many, labels, few, few_labels = (
                np.frombuffer(content, np.uint8, offset=header)
                for content, header in zip(contents, (16, 8, 16, 8), strict=True)  # bytes before pixels and labels
            )
            held_out = dataset["validation"]
            many, few = many.reshape(-1, SIDE, SIDE), few.reshape(-1, SIDE, SIDE)
            splits = [(many[held_out:], labels[held_out:]), (many[:held_out], labels[:held_out]), (few, few_labels)]
        return [Split(ink(pixels), labels.astype(int)) for pixels, labels in splits]


def ink(pixels: Array) -> Any:
    """Images as rows (N, 784), float32 in [0, 1]; bytes are counted up to 255."""
    flat = pixels.reshape(len(pixels), SIDE * SIDE).astype(np.float32)
    return flat / np.float32(255) if pixels.dtype == np.uint8 else flat


def unpacked(folder: Path, part: str) -> bytes:
    """The content of one of the four files, gzipped or not, also under its older name."""
    for name in (part, part.replace("-idx", ".idx")):
        for path, opened in ((folder / name, open), (folder / f"{name}.gz", gzip.open)):
            if path.is_file():
                with opened(path, "rb") as file:
                    return file.read()
    sys.exit(f"{folder} has no {part}, gzipped or not.")


# The models ----------------------------------------------------------------------------------------------------------


def forward(model: dict[str, Array], flat: Array, at_once: int = 40) -> dict[str, Array]:
    """What comes out of a network's layers for images (N, 784): `conv1`, `conv1_relu`, … `logits`, each (N, …)."""
    parts = [layers(model, flat[start : start + at_once]) for start in range(0, len(flat), at_once)]
    kept = parts[0] if len(parts) == 1 else ("logits",)  # all layers of all images would not fit into memory
    return {name: np.concatenate([part[name] for part in parts]) for name in kept}


def layers(model: dict[str, Array], flat: Array) -> dict[str, Array]:
    """The layers one after the other: convolutions with pooling and ReLU, dense layers with ReLU, the logits."""
    x: Array = flat.reshape(-1, SIDE, SIDE, 1)  # (N, rows, columns, channels)
    found: dict[str, Array] = {}
    for name in sorted(each.removesuffix(".weight") for each in model if each.endswith(".weight")):
        weight, bias = model[f"{name}.weight"], model[f"{name}.bias"]
        if name.startswith("conv"):
            count, side = x.shape[:2]
            padded = np.pad(x, ((0, 0), (2, 2), (2, 2), (0, 0)))
            patches = sliding_window_view(padded, (5, 5), axis=(1, 2))  # (N, rows, columns, channels, 5, 5)
            x = patches.reshape(count * side * side, -1) @ weight.reshape(len(weight), -1).T + bias
            found[name] = x = x.reshape(count, side, side, -1)
            half = side // 2
            x = x[:, : 2 * half, : 2 * half].reshape(count, half, 2, half, 2, -1).max(axis=(2, 4))
        else:
            if x.ndim == 4:
                x = x.transpose(0, 3, 1, 2).reshape(len(x), -1)  # one channel behind the other
            found[name] = x = x @ weight.T + bias
        if name != "logits":
            found[f"{name}_relu"] = x = np.maximum(x, 0)
    return found


def linear(site: Site) -> tuple[Array, Array]:
    """The linear classifier: weights (10, 784) and biases (10,)."""
    return site.model("logistic")["weights"], site.model("logistic")["biases"]


def linear_logits(site: Site, flat: Array) -> Any:
    """What it says of images (N, 784), (N, 10)."""
    weights, biases = linear(site)
    return flat @ weights.T + biases


def softmax(logits: Array) -> Any:
    """The probabilities, along the last axis."""
    powers = np.exp(logits.astype(float) - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(logits: Array, labels: Array) -> Any:
    """The mean of −log p[label], in nats."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


# Statistics ----------------------------------------------------------------------------------------------------------


def share(right: Any) -> Near:
    """The share of images that are right."""
    return Near(np.mean(right), 1 / np.size(right))


def count(chosen: Any) -> Near:
    """How many images are chosen."""
    return Near(int(np.sum(chosen)), 1)


def std(values: Any) -> Any:
    """The standard deviation of a sample; 0 of one value."""
    return np.std(values, ddof=1) if len(values) > 1 else 0.0


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The ends of the 95 % interval of a share."""
    middle, spread = hits / of + Z**2 / (2 * of), Z * math.sqrt(hits * (of - hits) / of**3 + Z**2 / (4 * of**2))
    return (middle - spread) / (1 + Z**2 / of), (middle + spread) / (1 + Z**2 / of)


def correlations(some: Array, others: Array) -> Any:
    """The correlation of each image with each of the others; NaN where one does not vary."""
    rows = []
    for images in (some, others):
        flat = np.reshape(images, (len(images), -1)).astype(float)
        flat = flat - flat.mean(axis=1, keepdims=True)
        with np.errstate(invalid="ignore"):
            rows.append(flat / np.linalg.norm(flat, axis=1, keepdims=True))
    return rows[0] @ rows[1].T


def alike(some: Array, others: Array | None = None) -> Any:
    """The mean correlation of each image with its counterpart; or of all pairs of the images."""
    table = correlations(some, some if others is None else others)
    return np.nanmean(table[np.triu_indices(len(table), 1)] if others is None else np.diagonal(table))


def ranks(values: Array) -> Any:
    """The rank of each value; equal ones share the mean of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]


def difference(one: Array, two: Array, known: float = 0.0) -> tuple[Any, ...]:
    """Two recipes by what each training classifies correctly, (trainings, N): difference, both errors, won and lost."""
    one, two = np.atleast_2d(one), np.atleast_2d(two)
    apart = one.mean(axis=0) - two.mean(axis=0)
    seeds = math.sqrt(sum(max(known, std(each.mean(axis=1))) ** 2 / len(each) for each in (one, two)))
    images = apart.std(ddof=1) / math.sqrt(len(apart))
    return apart.mean(), images, seeds, (one[0] & ~two[0]).sum(), (two[0] & ~one[0]).sum()


def coin(won: int, lost: int) -> Any:
    """How often a fair coin parts so many at least as unevenly, to either side."""
    tail = sum(math.comb(int(won + lost), k) for k in range(int(min(won, lost)) + 1))
    return min(1.0, 2 * tail / 2 ** int(won + lost))


# The numbers, page by page -------------------------------------------------------------------------------------------


def means(split: Split) -> Array:
    """The mean image of each class, (10, 784)."""
    return np.stack([split.flat[split.labels == digit].mean(axis=0, dtype=float) for digit in DIGITS])


def stroke(mean: Array) -> Any:
    """Where a mean image has at least half of its fullest ink."""
    return mean >= mean.max() / 2


def centre() -> Any:
    """The disc of radius 3 around the middle, (784,)."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    return (rows**2 + columns**2 <= 9).ravel()


def data(site: Site) -> Numbers:
    """Of the images."""
    train, test = site.train, site.test
    shares = np.bincount(train.labels) / len(train.labels)
    rows = test.flat[0].reshape(SIDE, SIDE).sum(axis=1)
    return {
        "data.train_images": len(train.labels),
        "data.validation_images": len(site.validation.labels),
        "data.test_images": len(test.labels),
        "data.rarest_class_share": shares.min(),
        "data.commonest_class_share": shares.max(),
        "data.mean_ink": train.flat.mean(dtype=float),
        "data.never_inked_pixels": (train.flat.max(axis=0) == 0).sum(),
        "data.fullest_row": rows.argmax(),
        "data.fullest_row_ink": rows.max(),
        "data.test_ones_share": (test.labels == 1).mean(),
        "data.grey_share": ((train.flat > 0.1) & (train.flat < 0.9)).sum() / (train.flat > 0).sum(),
    }


def weights(site: Site) -> Numbers:
    """Of reading the weights."""
    w, _ = linear(site)
    ring, middle = stroke(means(site.train)[0]), centre()
    own = (w.min(axis=1) + w.max(axis=1)) / 2  # the middle of each class's own colour scale
    dots = sliding_window_view(np.pad(w[0].reshape(SIDE, SIDE), 1), (3, 3)).sum(axis=(2, 3)).ravel()
    train = site.train
    logits = linear_logits(site, train.flat)
    error = softmax(logits) - np.eye(10)[train.labels]
    penalty = 1 / (site.number("logistic.strength") * len(train.labels))
    slope = error.T @ train.flat / len(train.labels) + penalty * w
    arrays = site.arrays("logistic")
    return {
        "logistic.strength": arrays["strengths"][arrays["validation_losses"].argmin()],
        "logistic.train_accuracy": share(logits.argmax(axis=1) == train.labels),
        "logistic.validation_accuracy": share(
            linear_logits(site, site.validation.flat).argmax(axis=1) == site.validation.labels
        ),
        "logistic.test_accuracy": share(linear_logits(site, site.test.flat).argmax(axis=1) == site.test.labels),
        "logistic.largest_gradient": max(abs(slope).max(), abs(error.mean(axis=0)).max()),
        "weights.smallest": w.min(),
        "weights.largest": w.max(),
        "weights.ring_mean_0": w[0, ring].mean(),
        "weights.centre_mean_0": w[0, middle].mean(),
        "weights.costliest_pixel_0": w[0, middle].min(),
        "weights.costliest_dot_0": dots[middle].min(),
        "weights.largest_where_never_inked": abs(w[:, train.flat.max(axis=0) == 0]).max(initial=0),
        "weights.white_of_shared_range": (w.min() + w.max()) / 2,
        "weights.white_of_own_range_lowest": own.min(),
        "weights.white_of_own_range_highest": own.max(),
        "weights.wrong_colour_share": (w * (w - own[:, None]) < 0).sum() / (w != 0).sum(),
    }


def tutorial(site: Site) -> Numbers:
    """Of TensorFlow's recipe of 2016."""
    kept, (w, _) = site.arrays("tutorial"), linear(site)
    zeros, ring = kept["zeros"].reshape(3, -1), stroke(means(site.train)[0])
    bluest = [np.argsort(-zero, kind="stable")[: site.number("tutorial.bluest")] for zero in zeros]
    return {
        "tutorial.trainings": len(kept["right"]),
        "tutorial.test_accuracy": kept["right"].mean(),
        "tutorial.correlation": alike(kept["images"], w),
        "tutorial.longer_correlation": alike(kept["longer"], w),
        "tutorial.stopped_ring_negative": (zeros[0, ring] < 0).mean(),
        "tutorial.converged_ring_negative": (w[0, ring] < 0).mean(),
        "tutorial.stopped_bluest_outside": (~ring[bluest[0]]).sum(),
        "tutorial.converged_bluest_outside": (~ring[bluest[2]]).sum(),
    }


def evidence(site: Site) -> Numbers:
    """Of the evidence in two images."""
    (w, b), test = linear(site), site.test
    right = linear_logits(site, test.flat).argmax(axis=1) == test.labels
    found: Numbers = {}
    for name, place in (("right", right.argmax()), ("wrong", right.argmin())):
        image = test.flat[place].astype(float)
        z = w @ image + b
        rival, winner = np.argsort(z)[-2:]
        parts = (w[winner] - w[rival]) * image
        lead = z[winner] - z[rival]
        taken = np.cumsum(np.sort(parts)[::-1])
        found |= {
            f"evidence.{name}_place": place + 1,
            f"evidence.{name}_label": test.labels[place],
            f"evidence.{name}_winner": winner,
            f"evidence.{name}_rival": rival,
            f"evidence.{name}_winner_probability": softmax(z)[winner],
            f"evidence.{name}_rival_probability": softmax(z)[rival],
            f"evidence.{name}_winner_logit": z[winner],
            f"evidence.{name}_winner_bias": b[winner],
            f"evidence.{name}_lead": lead,
            f"evidence.{name}_lead_for": parts[parts > 0].sum(),
            f"evidence.{name}_lead_against": parts[parts < 0].sum(),
            f"evidence.{name}_inked": (image > 0).sum(),
            f"evidence.{name}_erased": (taken > lead).argmax() + 1 if (taken > lead).any() else (parts > 0).sum(),
        }
    upper = np.where(np.arange(SIDE * SIDE) < SIDE * SIDE // 2, image, 0)  # of the wrong one
    after = w @ upper + b
    return found | {
        "evidence.covered_gains_most": (after - z).argmax(),
        "evidence.covered_gain": (after - z).max(),
        "evidence.covered_loses_most": (after - z).argmin(),
        "evidence.covered_loss": -(after - z).min(),
        "evidence.covered_winner": after.argmax(),
        "evidence.covered_probability": softmax(after).max(),
        "evidence.empty_winner": b.argmax(),
        "evidence.empty_probability": softmax(b).max(),
    }


def patterns(site: Site) -> Numbers:
    """Of filters are not pictures."""
    (w, _), gaussian, train, test = linear(site), site.model("gaussian"), site.train, site.test
    centred = w - w.mean(axis=0)
    along = centred @ gaussian["covariance"]  # (10, 784): how each logit varies with each pixel
    own = along / (along * centred).sum(axis=1, keepdims=True)
    joint = np.linalg.pinv(along @ centred.T, rcond=1e-9, hermitian=True) @ along
    apart = means(train) - train.flat.mean(axis=0, dtype=float)
    ring, middle = stroke(means(train)[0]), centre()
    logits = linear_logits(site, train.flat)
    lengths = np.linalg.norm(test.flat.astype(float), axis=1)[:, None] * np.linalg.norm(w, axis=1)
    cosines = test.flat @ w.T / lengths
    first = np.argsort(-cosines, axis=0, kind="stable")[: site.number("patterns.preferred")]  # (preferred, 10)
    preferred = test.flat[first.T].mean(axis=1, dtype=float) - train.flat.mean(axis=0, dtype=float)
    moved = abs(w) * train.flat.std(axis=0, dtype=float)  # logits: a weight times how much its pixel varies
    inked, many = train.flat.max(axis=0) > 0, site.number("patterns.largest")
    both = [set(np.argsort(-abs(a))[:many]) & set(np.argsort(-b)[:many]) for a, b in zip(w, moved, strict=True)]
    digit, pixel = np.unravel_index(abs(w).argmax(), w.shape)
    kept = site.arrays("patterns")
    groups = [kept["pixels"][kept["classes"] == each] for each in (0, 1)]
    within = (np.cov(groups[0].T) + np.cov(groups[1].T)) / 2
    small = np.linalg.solve(within, groups[1].mean(axis=0) - groups[0].mean(axis=0))
    small_pattern = np.cov(kept["pixels"].T) @ small

    def roughness(rows: Array) -> Any:
        images = rows.reshape(-1, SIDE, SIDE)
        steps = [abs(np.diff(images, axis=axis)).mean(axis=(1, 2)) for axis in (1, 2)]
        return ((steps[0] + steps[1]) / 2 / images.std(axis=(1, 2))).mean()

    return {
        "weights.mean_image_correlation": alike(w, apart),
        "patterns.mean_image_correlation": alike(own, apart),
        "patterns.joint_mean_image_correlation": alike(joint, apart),
        "patterns.ring_mean_0": own[0, ring].mean(),
        "patterns.centre_mean_0": own[0, middle].mean(),
        "patterns.logits_0_1_correlation": np.corrcoef(logits[:, 0], logits[:, 1])[0, 1],
        "weights.roughness": roughness(w),
        "patterns.roughness": roughness(own),
        "patterns.best_cosine": cosines.max(axis=0).mean(),
        "patterns.preferred_own_class": (test.labels[first] == DIGITS).mean(),
        "patterns.preferred_weight_correlation": alike(preferred, w),
        "patterns.preferred_pattern_correlation": alike(preferred, own),
        "patterns.largest_influential": np.mean([len(each) / many for each in both]),
        "patterns.influence_rank_correlation": np.mean(
            [np.corrcoef(ranks(abs(a[inked])), ranks(b[inked]))[0, 1] for a, b in zip(w, moved, strict=True)]
        ),
        "patterns.largest_weight": w[digit, pixel],
        "patterns.largest_weight_digit": digit,
        "patterns.largest_weight_inked": (train.flat[:, pixel] > 0).mean(),
        "patterns.largest_weight_rank": (moved[digit] >= moved[digit, pixel]).sum(),
        "patterns.second_weight": small[1] / abs(small).max(),
        "patterns.second_pattern": small_pattern[1] / abs(small_pattern).max(),
    }


def scratch(site: Site) -> Numbers:
    """Of softmax regression from scratch."""
    kept = site.arrays("scratch")
    printed, python2, ours = (kept[f"{name}accuracies"] for name in ("printed_", "python2_", ""))
    m, n = site.setting("scratch", "train"), site.setting("scratch", "test")
    few = Split(site.train.flat[:m], site.train.labels[:m])
    others = Split(site.train.flat[m : m + n], site.train.labels[m : m + n])
    rate, penalty = site.setting("scratch", "printed_learning_rate"), site.setting("scratch", "printed_penalty")

    def trained(rate: float, penalty: float) -> Array:
        """Softmax regression by full-batch gradient descent from zero, without biases."""
        found, images = np.zeros((10, SIDE * SIDE)), few.flat.astype(float)
        for _ in range(site.setting("scratch", "printed_steps")):
            error = softmax(images @ found.T) - np.eye(10)[few.labels]
            found -= rate * (error.T @ images / m + penalty * found)
        return found

    summed = trained(rate * m, penalty / m)  # the gradient is summed over the images, as Python 2 rounds the post's
    averaged = trained(rate, penalty)
    loss = cross_entropy(few.flat @ averaged.T, few.labels) + penalty / 2 * (averaged**2).sum()
    return {
        "scratch.own_train_accuracy": share((few.flat @ summed.T).argmax(axis=1) == few.labels),
        "scratch.own_test_accuracy": share((others.flat @ summed.T).argmax(axis=1) == others.labels),
        "scratch.own_train_accuracy_python3": share((few.flat @ averaged.T).argmax(axis=1) == few.labels),
        "scratch.own_test_accuracy_python3": share((others.flat @ averaged.T).argmax(axis=1) == others.labels),
        "scratch.first_loss": cross_entropy(np.zeros((m, 10)), few.labels),
        "scratch.printed_loss": loss,
        "scratch.python2_loss": m * cross_entropy(few.flat @ summed.T, few.labels),
        "scratch.draws": len(ours),
        "scratch.printed_draws": len(printed),
        "scratch.printed_train_accuracy": printed[:, 0].mean(),
        "scratch.printed_test_accuracy": printed[:, 1].mean(),
        "scratch.printed_train_lowest": printed[:, 0].min(),
        "scratch.printed_train_highest": printed[:, 0].max(),
        "scratch.python2_train_accuracy": python2[:, 0].mean(),
        "scratch.python2_test_accuracy": python2[:, 1].mean(),
        "scratch.python2_train_std": std(python2[:, 0]),
        "scratch.python2_test_std": std(python2[:, 1]),
        "scratch.python2_train_lowest": python2[:, 0].min(),
        "scratch.python2_train_highest": python2[:, 0].max(),
        "scratch.python2_test_lowest": python2[:, 1].min(),
        "scratch.python2_test_highest": python2[:, 1].max(),
        "scratch.python2_gap": (python2[:, 0] - python2[:, 1]).mean(),
        "scratch.likeness": np.nanmedian(kept["likeness"][0]),
        "scratch.likeness_converged": np.nanmedian(kept["likeness"][1]),
        "scratch.train_accuracy": ours[:, 0].mean(),
        "scratch.test_accuracy": ours[:, 1].mean(),
        "scratch.test_std": std(ours[:, 1]),
        "scratch.gap": (ours[:, 0] - ours[:, 1]).mean(),
    }


def training(site: Site) -> Numbers:
    """Of training, watched."""
    sgd, kept, batches = site.arrays("sgd"), site.arrays("epochs"), site.arrays("batches")
    adam, rows = kept["weights"].reshape(3, 10, -1), kept["sgd_ranges"]
    late, ink = sgd["test"][-100:, 1], site.train.flat.mean(axis=0, dtype=float)
    growths = {each: batches[f"{each}_widths"][:, 1] / batches[f"{each}_widths"][:, 0] for each in ("adam", "sgd")}
    found: Numbers = {
        "sgd.steps": len(sgd["test"]),
        "sgd.test_accuracy": sgd["test"][-1, 1],
        "sgd.test_loss": sgd["test"][-1, 0],
        "sgd.test_accuracy_early": sgd["test"][99, 1],
        "sgd.lowest_late": late.min(),
        "sgd.highest_late": late.max(),
        "sgd.largest_gap_late": abs(sgd["batch"][-100:, 1] - late).max(),
        "epochs.validation_1": kept["adam_validation"][1],
        "epochs.validation_11": kept["adam_validation"][11],
        "epochs.sgd_validation_1": kept["sgd_validation"][1],
        "epochs.sgd_validation_11": kept["sgd_validation"][11],
        "epochs.weight_min_1": adam[1].min(),
        "epochs.weight_max_1": adam[1].max(),
        "epochs.weight_min_10": adam[2].min(),
        "epochs.weight_max_10": adam[2].max(),
        "epochs.norm_1": np.sqrt((adam[1] ** 2).sum()),
        "epochs.norm_10": np.sqrt((adam[2] ** 2).sum()),
        "epochs.weight_min_11": kept["adam_ranges"][11, 0],
        "epochs.weight_max_11": kept["adam_ranges"][11, 1],
        "epochs.sgd_weight_min_1": rows[1, 0],
        "epochs.sgd_weight_max_1": rows[1, 1],
        "epochs.sgd_weight_min_11": rows[11, 0],
        "epochs.sgd_weight_max_11": rows[11, 1],
        "epochs.growth": np.ptp(kept["adam_ranges"][-1]) / np.ptp(adam[1]),
        "epochs.sgd_growth": np.ptp(rows[-1]) / np.ptp(rows[1]),
        "epochs.ink": ink.mean(),
        "epochs.ink_under_largest": ink[np.argsort(-abs(adam[2]), axis=None)[:100] % (SIDE * SIDE)].mean(),
    }
    for name, each in growths.items():
        found |= {f"batches.{name}_least_growth": each.min(), f"batches.{name}_most_growth": each.max()}
    return found


def limits(site: Site) -> Numbers:
    """Of why so good, and no better."""
    test, train, kept = site.test, site.train, site.arrays("limits")
    said = linear_logits(site, test.flat).argmax(axis=1)
    table = np.zeros((10, 10), int)
    np.add.at(table, (test.labels, said), 1)
    own, wrong = np.diagonal(table) / table.sum(axis=1), table * (1 - np.eye(10, dtype=int))
    pair = np.unravel_index(wrong.argmax(), wrong.shape)
    hard, curve = [4, 5, 6, 9], kept["curve"]
    centroids = means(train)
    rows = [np.column_stack([train.flat[train.labels == c], np.ones((train.labels == c).sum())]) for c in DIGITS]
    products, sums = [(each.T @ each) for each in rows], np.stack([each.sum(axis=0) for each in rows])
    ridge = site.setting("limits", "ridge") * np.eye(SIDE * SIDE + 1)
    squares = np.linalg.solve(sum(products) + ridge, sums.T)
    asked = np.column_stack([test.flat, np.ones(len(test.flat))])
    votes, total = np.zeros((len(asked), 10)), np.zeros((len(asked), 10))
    for one, two in combinations(DIGITS, 2):
        output = asked @ np.linalg.solve(products[one] + products[two] + ridge, sums[one] - sums[two])
        votes[:, one] += output > 0
        votes[:, two] += output <= 0
        total[:, one] += output
        total[:, two] -= output
    right = {
        "nearest_mean": (test.flat @ centroids.T - (centroids**2).sum(axis=1) / 2).argmax(axis=1) == test.labels,
        "least_squares": (asked @ squares).argmax(axis=1) == test.labels,
        "one_vs_one": votes.argmax(axis=1) == test.labels,
        "one_vs_one_sum": total.argmax(axis=1) == test.labels,
    }
    lead, error, *_ = difference(right["one_vs_one"], said == test.labels)
    return {
        "limits.errors": count(said != test.labels),
        "limits.best_class": own.argmax(),
        "limits.best_class_accuracy": own.max(),
        "limits.worst_class": own.argmin(),
        "limits.worst_class_accuracy": own.min(),
        "limits.zero_accuracy": own[0],
        "limits.one_accuracy": own[1],
        "limits.expected_easier_accuracy": own[[2, 3, 7, 8]].mean(),
        "limits.expected_hard_accuracy": own[hard].mean(),
        "limits.pair_true": pair[0],
        "limits.pair_given": pair[1],
        "limits.pair_count": wrong[pair],
        "limits.pairs_share": np.sort(wrong, axis=None)[-len(kept["pairs"]) :].sum() / wrong.sum(),
        "limits.smallest_size": kept["sizes"][0],
        "limits.size_before_last": kept["sizes"][-2],
        "limits.smallest_train": curve[0, :, 0].mean(),
        "limits.smallest_test": curve[0, :, 1].mean(),
        "limits.test_before_last": curve[-1, :, 1].mean(),
        "limits.smallest_gap": (curve[0, :, 0] - curve[0, :, 1]).mean(),
        "limits.whole_test": share(said == test.labels),
        "limits.whole_gap": kept["whole"][0] - kept["whole"][1],
        "limits.one_vs_one_lead": Near(lead, 1 / len(said)),
        "limits.one_vs_one_lead_error": error,
        **{f"limits.{name}_accuracy": share(each) for name, each in right.items()},
    }


def permutation(site: Site) -> Numbers:
    """Of shuffled pixels."""
    kept = site.arrays("permuted")
    straight, shuffled = kept["cnn_straight_right"], kept["cnn_shuffled_right"]
    change, images, seeds, *_ = difference(shuffled, straight)
    return {
        "permutation.count": len(straight),
        "permutation.cnn_accuracy": shuffled.mean(),
        "permutation.cnn_unshuffled_accuracy": straight.mean(),
        "permutation.cnn_accuracy_change": change,
        "permutation.cnn_change_error": math.hypot(images, seeds),
        "permutation.cnn_shifted_accuracy": kept["cnn_shifted_right"].mean(),
        "permutation.cnn_errors_ratio": (1 - shuffled.mean()) / (1 - straight.mean()),
    }


def inverse_softmax(site: Site) -> Numbers:
    """Of solving for an image."""
    (w, b), gaussian, test, kept = linear(site), site.model("gaussian"), site.test, site.arrays("inverse_softmax")
    a, target = w - w.mean(axis=0), site.number("inverse_softmax.target")
    wanted = np.full((10, 10), (1 - target) / 9) + np.eye(10) * (target - (1 - target) / 9)
    logs = np.log(wanted)
    d = logs - logs.mean(axis=1, keepdims=True) - (b - b.mean())  # (10, 10): A x = d says that x has these
    least = d @ np.linalg.pinv(a, rcond=1e-9).T  # (10, 784), the pre-images of minimum norm
    along = gaussian["covariance"] @ a.T
    likely = (
        gaussian["mean"] + (d - a @ gaussian["mean"]) @ np.linalg.pinv(a @ along, rcond=1e-9, hermitian=True) @ along.T
    )
    z = linear_logits(site, test.flat)
    leads = z.max(axis=1, keepdims=True) - z
    lengths = np.linalg.norm(w[:, None] - w, axis=2)[z.argmax(axis=1)]
    turning = np.where(lengths > 0, leads / np.where(lengths > 0, lengths, 1), np.inf).min(axis=1)
    originals = np.stack([test.flat[test.labels == digit][0] for digit in DIGITS]).astype(float)
    changes = (kept["altered"].reshape(10, -1) - originals)[1:]
    answer = softmax(linear_logits(site, originals[:1])[0])
    grown = linear_logits(site, kept["multiples"][-1] * least[:1])[0]
    surer = kept["surer"]

    def length(rows: Array) -> Any:
        return np.median(np.linalg.norm(rows.astype(float), axis=1))

    return {
        "inverse_softmax.darkest": least.max(),
        "inverse_softmax.lightest": least.min(),
        "inverse_softmax.map_darkest": likely.max(),
        "inverse_softmax.map_lightest": likely.min(),
        "inverse_softmax.weight_correlation": alike(least, w),
        "inverse_softmax.dimension": SIDE * SIDE - np.linalg.matrix_rank(a, tol=1e-9 * np.linalg.norm(a, 2)),
        "inverse_softmax.digit_length": length(test.flat),
        "inverse_softmax.originals_length": length(originals[1:]),
        "inverse_softmax.turning_length": np.median(turning),
        "inverse_softmax.null_space_probability": answer[0],
        "inverse_softmax.null_space_change": abs(changes).mean(),
        "inverse_softmax.null_space_length": length(changes),
        "inverse_softmax.null_space_correlation": np.corrcoef(kept["opposite"].ravel(), originals[0])[0, 1],
        "inverse_softmax.surer_correlation": min(np.corrcoef(row[0].ravel(), row[-1].ravel())[0, 1] for row in surer),
        "inverse_softmax.largest_multiple": kept["multiples"][-1],
        "inverse_softmax.grown_rest": np.exp(grown[1:] - grown[0]).sum() / np.exp(grown - grown[0]).sum(),
        "inverse_softmax.box_highest_logit": w[0, w[0] > 0].sum() + b[0],
        "inverse_softmax.box_highest_ink": (w[0] > 0).mean(),
    }


def network(site: Site) -> Numbers:
    """Of the network."""
    model, test, kept = site.model("cnn"), site.test, site.arrays("cnn")
    said = site.logits("cnn").argmax(axis=1)
    table = np.zeros((10, 10), int)
    np.add.at(table, (test.labels, said), 1)
    wrong = table * (1 - np.eye(10, dtype=int))
    pair = np.unravel_index(wrong.argmax(), wrong.shape)
    sizes = {
        name: model[f"{name}.weight"].size + model[f"{name}.bias"].size
        for name in ("conv1", "conv2", "dense1", "logits")
    }
    positive = (model["conv1.weight"] > 0).sum(axis=(1, 2, 3))
    digit = layers(model, test.flat[:1])
    own = [share(site.logits(name).argmax(axis=1) == test.labels).value for name in site.networks]
    one = 1 / len(test.labels)
    muon = site.arrays("optimizer")
    return {
        "cnn.parameters": sum(sizes.values()),
        **{f"network.{name}_parameters": size for name, size in sizes.items()},
        "cnn.images_seen": len(kept["losses"]) * site.setting("cnn", "batch"),
        "cnn.test_accuracy": share(said == test.labels),
        "cnn.test_errors": count(said != test.labels),
        "cnn.test_accuracy_mean": Near(np.mean(own), one),
        "cnn.test_accuracy_std": Near(std(own), one),
        "cnn.test_accuracy_lowest": Near(min(own), one),
        "cnn.test_accuracy_highest": Near(max(own), one),
        "network.dense1_share": sizes["dense1"] / sum(sizes.values()),
        "network.kernel_side": model["conv1.weight"].shape[-1],
        "network.conv1_units": len(model["conv1.bias"]),
        "network.conv2_units": len(model["conv2.bias"]),
        "network.dense1_units": len(model["dense1.bias"]),
        "network.flat_values": model["dense1.weight"].shape[1],
        "network.conv1_side": digit["conv1"].shape[1],
        "network.pool1_side": digit["conv1_relu"].shape[1],
        "network.pool2_side": digit["conv2_relu"].shape[1],
        "network.receptive_side": 6 + 2 * 4,  # five pixels and one for the pool, then four steps of two
        "network.fewest_positive": positive.min(),
        "network.most_positive": positive.max(),
        "network.first_loss": kept["losses"][0],
        "network.uniform_loss": math.log(10),
        "network.steps": len(kept["losses"]),
        "network.validation_first": kept["validation_accuracies"][1],
        "network.validation_last": share(site.logits("cnn", "validation").argmax(axis=1) == site.validation.labels),
        "network.digit_label": test.labels[0],
        "network.digit_probability": softmax(digit["logits"][0])[test.labels[0]],
        "network.digit_dense1_on": (digit["dense1"] > 0).sum(),
        "network.conv1_off_share": (digit["conv1_relu"] == 0).mean(),
        "network.conv2_off_share": (digit["conv2_relu"] == 0).mean(),
        "network.worst_pair_true": pair[0],
        "network.worst_pair_predicted": pair[1],
        "network.worst_pair_count": wrong[pair],
        "muon.directions": len(muon["before"]),
        "muon.share_before": (muon["before"][:5] ** 2).sum() / (muon["before"] ** 2).sum(),
        "muon.share_after": (muon["after"][:5] ** 2).sum() / (muon["after"] ** 2).sum(),
        "muon.smallest_after": muon["after"].min(),
        "muon.largest_after": muon["after"].max(),
    }


def calibration(site: Site) -> Numbers:
    """Of how sure it is."""
    labels, logits, bins = site.test.labels, site.logits("cnn"), site.number("cnn.calibration_bins")
    scaled = logits / site.number("cnn.temperature")
    validation = site.logits("cnn", "validation").astype(float)
    sure, wrong = softmax(logits).max(axis=1), logits.argmax(axis=1) != labels
    surer = softmax(scaled).max(axis=1)
    smoothing = site.number("cnn.smoothing")

    def expected_error(logits: Array) -> Near:
        confidence, right = softmax(logits).max(axis=1), logits.argmax(axis=1) == labels
        places = np.ceil(confidence * bins).astype(int) - 1
        return Near(
            sum(abs((right - confidence)[places == each].sum()) for each in range(bins)) / len(labels), 1 / len(labels)
        )

    low, high = -2.0, 2.0  # powers of ten: the loss has one minimum between
    for _ in range(60):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        losses = [cross_entropy(validation / 10**each, site.validation.labels) for each in (left, right)]
        low, high = (low, right) if losses[0] < losses[1] else (left, high)
    return {
        "cnn.temperature": 10**low,
        "cnn.mean_confidence": sure.mean(),
        "cnn.median_confidence": np.median(sure),
        "cnn.smoothing_ceiling": 1 - smoothing * 9 / 10,
        "cnn.ceiling_twice": 1 - 2 * smoothing * 9 / 10,
        "cnn.expected_calibration_error": expected_error(logits),
        "cnn.scaled_calibration_error": expected_error(scaled),
        "logistic.expected_calibration_error": expected_error(linear_logits(site, site.test.flat)),
        "network.errors_even": count(sure[wrong] < 0.5),
        "network.errors_sure": count(sure[wrong] > 0.9),
        "network.scaled_errors_even": count(surer[wrong] < 0.5),
        "network.scaled_errors_sure": count(surer[wrong] > 0.9),
    }


def activation_maximization(site: Site) -> Numbers:
    """Of what a unit likes to see."""
    model, kept, real = site.model("cnn"), site.arrays("ascent"), site.logits("cnn")
    own = forward(model, kept["logits_images"].reshape(10, -1))["logits"]
    strongest = np.array([real[site.test.labels == digit, digit].max() for digit in DIGITS])
    path = forward(model, kept["digit2_path"].reshape(-1, SIDE * SIDE))["logits"]
    given, first = softmax(path[:-1]), site.arrays("first_recognised")["first"]
    done, images = site.arrays("finished"), site.arrays("finished")["logits_images"].reshape(10, -1)
    end = forward(model, images)["logits"]
    routes = site.arrays("routes")
    found: Numbers = {
        "ascent.steps": len(kept["logits_values"]) - 1,
        "ascent.logits_recognised": (own.argmax(axis=1) == DIGITS).sum(),
        "ascent.smallest_logit": np.diagonal(own).min(),
        "ascent.mean_logit": np.diagonal(own).mean(),
        "ascent.lowest_own_probability": np.diagonal(softmax(own)).min(),
        "ascent.largest_real_logit": strongest.max(),
        "ascent.beyond_every_real_digit": (np.diagonal(own) > strongest).sum(),
        "ascent.constant_step_mean_logit": kept["logits_constant_values"][-1].mean(),
        "ascent.conv2_not_raised": (kept["conv2_values"][-1] <= kept["conv2_values"][0]).sum(),
        "ascent.conv2_sunk_first": (kept["conv2_values"][1:] < kept["conv2_values"][0]).any(axis=0).sum(),
        "ascent.digit2_final_logit": path[-1, 2],
        "ascent.digit2_share_at_edge": np.isin(kept["digit2_path"][-1], (0, 1)).mean(),
        "ascent.runs": first.size,
        "ascent.runs_noise_is_not": (first > 0).sum(),
        "ascent.first_iteration_recognised_median": np.sort(first[first > 0])[((first > 0).sum() - 1) // 2],
        "finished.mean_logit": np.diagonal(end).mean(),
        "finished.smallest_logit": np.diagonal(end).min(),
        "finished.logits_recognised": (end.argmax(axis=1) == DIGITS).sum(),
        "finished.beyond_every_real_digit": (np.diagonal(end) > strongest).sum(),
        "finished.times_the_best_digit": np.median(np.diagonal(end) / strongest),
        "finished.conv2_digit_below_blank": (done["conv2_real_digit_values"] < done["conv2_blank_values"]).sum(),
        "finished.conv2_mid_grey_share": ((done["conv2_images"] > 0.25) & (done["conv2_images"] < 0.75)).mean(),
        "routes.count": len(routes["products"]),
        "routes.open": (routes["wins"] * routes["on"] > 0).sum(),
        "routes.for": routes["products"].max(),
        "routes.against": routes["products"].min(),
        "routes.sum": (routes["first"] * routes["wins"] * routes["on"] * routes["second"]).sum(),
    }
    for place, row in enumerate(path[:-1]):
        found |= {
            f"ascent.digit2_{place}_class": row.argmax(),
            f"ascent.digit2_{place}_probability": given[place].max(),
            f"ascent.digit2_{place}_logit": Near(row[2], SINGLE),
        }
    fields = site.arrays("fields")
    filters, patches = model["conv1.weight"][:, 0], fields["conv2_patches"]
    highest = np.maximum(filters, 0).sum(axis=(1, 2)) + model["conv1.bias"]  # full ink where a weight is positive
    on = fields["conv2_patch_values"][:, 0] > 0
    return found | {
        "fields.conv1_reached": np.median(fields["conv1_patch_values"][:, 0] / highest),
        "fields.straightness": np.median(fields["conv1_straightness"]),
        "fields.untrained_straightness": np.median(fields["untrained_straightness"]),
        "fields.straight_filters": (fields["conv1_straightness"] >= 0.5).sum(),
        "fields.conv2_times_real": np.median((fields["conv2_values"] / fields["conv2_patch_values"][:, 0])[on]),
        "fields.conv2_below_real": (fields["conv2_values"] < fields["conv2_patch_values"][:, 0]).sum(),
        "fields.conv2_never_on": (~on).sum(),
        "fields.synthetic_alike": np.nanmean(
            [correlations(image[None], own) for image, own in zip(fields["conv2_images"], patches, strict=True)]
        ),
    }


def exercises(site: Site) -> Numbers:
    """Of the exercises."""
    test, kept, own = site.test, site.arrays("restarts"), DIGITS
    right = {name: site.arrays("narrow")[f"{name}_right"] for name in ("narrow", "quarter", "eighth")}
    for name in ("deep", "dense"):
        first = site.logits(name).argmax(axis=1) == test.labels
        right[name] = np.vstack([first, site.arrays(name)["right"][1:]])
    usual = np.stack([site.logits(name).argmax(axis=1) == test.labels for name in site.networks])
    found: Numbers = {}
    clear = 0
    for name, rows in right.items():
        apart, images, seeds, *_ = difference(rows, usual, std(usual.mean(axis=1)))
        error = math.hypot(images, seeds)
        clear += name in ("narrow", "quarter", "eighth") and abs(apart) > 2 * error
        found |= {
            f"exercise.{name}_accuracy": share(rows),
            f"exercise.{name}_difference": Near(apart, 1 / rows.size),
            f"exercise.{name}_error": error,
            f"exercise.{name}_in_errors": Near(abs(apart) / error if error else 0.0, 1 / rows.size / max(error, 1e-9)),
        }
        if name not in ("deep", "dense"):
            found |= {
                f"exercise.{name}_gained": count(rows[0] & ~usual[0]),
                f"exercise.{name}_lost": count(~rows[0] & usual[0]),
            }
        else:
            found[f"exercise.{name}_parameters"] = sum(tensor.size for tensor in site.model(name).values())
    images = kept["all_images"]
    real = [site.train.flat[site.train.labels == digit][: images.shape[1]] for digit in DIGITS]
    logits = forward(site.model("cnn"), images.reshape(-1, SIDE * SIDE))["logits"].reshape(*images.shape[:2], 10)
    logits = logits[own, :, own]
    likeness = np.stack([correlations(images[c], means(site.train)[[c]])[:, 0] for c in DIGITS])
    together = images.mean(axis=1).reshape(10, -1)
    judged = linear_logits(site, images.reshape(-1, SIDE * SIDE)).argmax(axis=1).reshape(images.shape[:2])
    units = {layer: site.arrays("units")[f"{layer}_agreement"] for layer in ("conv1", "conv2")}
    return found | {
        "exercise.fewer_filters_clear": clear,
        "restarts.count": logits.size,
        "restarts.best_logit_gain": (logits.max(axis=1) - np.median(logits, axis=1)).mean(),
        "restarts.logit_range": np.ptp(logits, axis=1).mean(),
        "restarts.likeness": likeness.mean(),
        "restarts.best_likeness": likeness[own, logits.argmax(axis=1)].mean(),
        "restarts.linear_all": count(judged == own[:, None]),
        "restarts.linear_best": count(judged[own, logits.argmax(axis=1)] == own),
        "restarts.network_together": count(forward(site.model("cnn"), together)["logits"].argmax(axis=1) == own),
        "restarts.together_likeness": alike(together, means(site.train)),
        "restarts.real_likeness": np.mean([correlations(real[c], means(site.train)[[c]]) for c in DIGITS]),
        "restarts.alike": np.mean([alike(each) for each in images]),
        "restarts.real_alike": np.mean([alike(each) for each in real]),
        "restarts.shorter_logit": logits[:, : site.number("restarts.few")].mean(),
        "restarts.longer_logit": kept["longer_logits"].mean(),
        "restarts.longer_likeness": kept["longer_likeness"].mean(),
        **{f"units.{layer}_half_agreement": each[len(each) // 2] for layer, each in units.items()},
        "units.negative_sum": (site.model("cnn")["conv1.weight"].sum(axis=(1, 2, 3)) < 0).sum(),
    }


def clearer_pictures(site: Site) -> Numbers:
    """Of clearer pictures."""
    test, kept, model = site.test, site.arrays("ladder"), site.model("cnn")
    said = site.logits("cnn", "validation")
    found: Numbers = {
        "prior.ordinary_logit": np.mean([np.median(said[site.validation.labels == c, c]) for c in DIGITS]),
        "prior.total_variation_real": variation(test.flat).mean(),
        "prior.judge_on_empty": linear(site)[1].argmax(),
    }
    for name in ("none", "l2", "tv", "jitter", "fourier", "data"):
        images = kept[f"{name}_images"].reshape(10, -1)
        ending = {"none": "_unregularised", "data": ""}.get(name, f"_{name}")
        found |= {
            f"prior.mean_logit_{name}": np.diagonal(forward(model, images)["logits"]).mean(),
            f"prior.total_variation_{name}": variation(images).mean(),
            **judged(site, site.arrays("judged")[f"{name}_images"], "prior.{}_by_linear" + ending),
        }
        if name != "none":
            found[f"prior.strength_{name}"] = np.median(kept[f"{name}_strengths"])
    meanings = site.arrays("meanings")
    given = {
        name: forward(model, meanings[f"{name}_images"].reshape(6, -1))["logits"]
        for name in ("direction", "sum", "negative", "alike", "diverse")
    }
    plain = forward(model, kept["data_images"].reshape(10, -1))["logits"]
    rows, (one, two), diverse = np.arange(6), meanings["pairs"].T, int(meanings["diverse_class"])
    both = np.take_along_axis(softmax(given["sum"]), meanings["sums"], axis=1)
    exemplars = site.arrays("exemplars")
    classes, top = exemplars["live_classes"], np.argsort(-site.logits("cnn"), axis=0)[: exemplars["digits"].shape[1]]
    rates = np.bincount(test.labels) / len(test.labels)
    return found | {
        "meanings.margin": (given["direction"][rows, one] - given["direction"][rows, two]).mean(),
        "meanings.plain_margin": (plain[one, one] - plain[one, two]).mean(),
        "meanings.sum_probability": both.sum(axis=1).mean(),
        "meanings.uneven_sums": (both.max(axis=1) > 2 * both.min(axis=1)).sum(),
        "meanings.negative_logit": given["negative"][rows, meanings["negatives"]].mean(),
        "meanings.diverse_recognised": (given["diverse"].argmax(axis=1) == diverse).sum(),
        "meanings.diverse_least": softmax(given["diverse"])[:, diverse].min(),
        "meanings.diverse_most": softmax(given["diverse"])[:, diverse].max(),
        "meanings.alike_least": softmax(given["alike"])[:, diverse].min(),
        "meanings.alike_correlation": alike(meanings["alike_images"]),
        "meanings.diverse_correlation": alike(meanings["diverse_images"]),
        "exemplars.own_class": count(test.labels[top] == DIGITS),
        "exemplars.one_class": (classes == 1).sum(),
        "exemplars.random_classes": (1 - (1 - rates) ** len(top)).sum(),
    }


def variation(flat: Array) -> Any:
    """The sum of the differences of neighbours, for each image."""
    images = flat.reshape(-1, SIDE, SIDE).astype(float)
    return sum(abs(np.diff(images, axis=axis)).sum(axis=(1, 2)) for axis in (1, 2))


def judged(site: Site, images: Array, name: str) -> Numbers:
    """What the linear classifier recognises of images (sets, 10, 28, 28), with and without its bias for some digits."""
    z = linear_logits(site, images.reshape(-1, SIDE * SIDE))
    made_for = np.tile(DIGITS, len(images))
    found: Numbers = {}
    for kind, logits in (("recognised", z), ("corrected", z - z.mean(axis=0))):
        hits = int((logits.argmax(axis=1) == made_for).sum())
        low, high = wilson(hits, len(z))
        found |= {name.format(kind): hits / len(z), f"{name.format(kind)}_low": low, f"{name.format(kind)}_high": high}
    return found


def trust(site: Site) -> Numbers:
    """Of how far to trust them."""
    test, train, kept = site.test, site.train, site.arrays("fooling")
    rng, many = np.random.default_rng(site.setting("fooling", "seed")), site.number("fooling.images")
    noise = rng.random((many, SIDE, SIDE), dtype=np.float32).reshape(many, -1)
    shuffled = rng.permuted(test.flat[:many], axis=1)
    given = {
        name: softmax(forward(site.model("cnn"), x)["logits"]) for name, x in (("noise", noise), ("shuffled", shuffled))
    }
    commonest, sure = np.bincount(given["noise"].argmax(axis=1), minlength=10), site.number("fooling.sure")
    said, network = linear_logits(site, test.flat).argmax(axis=1), site.logits("cnn").argmax(axis=1)
    one, two = said == test.labels, network == test.labels
    usual = np.stack([site.logits(name).argmax(axis=1) == test.labels for name in site.networks])
    apart, images, seeds, *_ = difference(usual, one)
    both, ladder, controls = site.arrays("both"), site.arrays("ladder"), site.arrays("controls")
    between = correlations(both["linear_images"], ladder["data_images"])[~np.eye(10, dtype=bool)]
    retrained = site.arrays("retrained")
    unlearned = [site.logits(f"unlearned-{place}") for place in range(site.number("controls.networks"))]
    few = site.number("controls.shuffled_images")
    by_heart = []
    for place in range(len(unlearned)):
        dealt = np.random.default_rng([site.setting("controls", "seed"), place]).permutation(train.labels[:few])
        by_heart.append(
            (forward(site.model(f"unlearned-{place}"), train.flat[:few])["logits"].argmax(axis=1) == dealt).mean()
        )
    found: Numbers = {}
    for control, ending in (
        ("shuffled", ""),
        ("untrained", "_untrained"),
        ("shuffled_loud", "_loud"),
        ("untrained_loud", "_untrained_loud"),
    ):
        found |= judged(site, controls[f"{control}_all_images"], "prior.control_{}_by_linear" + ending)
    for name in ("none", "data"):
        pairs = [alike(a, b) for a, b in combinations(retrained[f"{name}_images"], 2)]
        found[f"prior.seeds_correlation_{name}"] = np.mean(pairs)
        found[f"prior.classes_correlation_{name}"] = np.mean([alike(each) for each in retrained[f"{name}_images"]])
    return found | {
        "fooling.noise_sure": share(given["noise"].max(axis=1) >= sure),
        "fooling.shuffled_sure": share(given["shuffled"].max(axis=1) >= sure),
        "fooling.real_sure": share(softmax(site.logits("cnn")).max(axis=1) >= sure),
        "fooling.noise_commonest": commonest.argmax(),
        "fooling.noise_commonest_share": Near(commonest.max() / many, 1 / many),
        "fooling.surest_noise": given["noise"].max(),
        "fooling.surest_shuffled": given["shuffled"].max(),
        "fooling.surest_of_all": kept["surest"].max(),
        "fooling.steps": np.median(kept["changed_steps"]),
        "fooling.ink_start": shuffled[0].mean(dtype=float),
        "fooling.ink_change": abs(kept["changed"].reshape(10, -1) - shuffled[0]).mean(dtype=float),
        "fooling.ink_digit": test.flat.mean(dtype=float),
        "deceptive.most_real_ink": test.flat.mean(axis=1, dtype=float).max(),
        "both.both_right": count(one & two),
        "both.network_right": count(two & ~one),
        "both.linear_right": count(one & ~two),
        "both.neither_right": count(~one & ~two),
        "both.same_answer": share(said == network),
        "both.same_error": count((said == network) & ~one),
        "both.difference": Near(apart, 1 / len(said)),
        "both.difference_error": math.hypot(images, seeds),
        "prior.linear_correlation": alike(both["linear_images"], ladder["data_images"]),
        "prior.linear_correlation_between_digits": between.mean(),
        "prior.weights_correlation": alike(linear(site)[0], ladder["data_images"]),
        "controls.by_heart": Near(np.mean(by_heart), 1 / few),
        "controls.shuffled_test_accuracy": Near(
            np.mean([(z.argmax(axis=1) == test.labels).mean() for z in unlearned]), 1 / len(said)
        ),
    }


def sources(site: Site) -> Numbers:
    """Of what the sources say."""
    kept, (w, _), test = site.arrays("claims"), linear(site), site.test
    found: Numbers = {
        "claims.seeds": len(kept["sgd"]),
        "claims.sgd_mean": kept["sgd"].mean(),
        "claims.sgd_std": std(kept["sgd"]),
    }
    for place, epoch in enumerate((1, 11)):
        for column, what in enumerate(("accuracy", "weight_min", "weight_max")):
            values = kept["epochs"][:, place, column]
            found |= {
                f"claims.epoch_{epoch}_{what}_mean": values.mean(),
                f"claims.epoch_{epoch}_{what}_std": std(values),
            }
    mean, two = means(site.train), site.arrays("ascent")["digit2_path"][-1]
    ring, inked = stroke(mean[1]), site.train.flat.mean(axis=0, dtype=float) >= 0.01
    images, epochs = site.arrays("ascent")["logits_images"].reshape(10, -1), site.arrays("epochs")
    labels, likeness = site.arrays("mislabelled")["labels"], site.arrays("mislabelled")["likeness"]
    return found | {
        "claims.one_stroke_mean": w[1, ring].mean(),
        "claims.one_elsewhere_negative": (w[1, inked & ~ring] < 0).mean(),
        "claims.two_likeness": correlations(two[None], mean[[2]])[0, 0],
        "claims.two_real_likeness": correlations(test.flat[test.labels == 2], mean[[2]]).mean(),
        "claims.lowest_loss": site.arrays("cnn")["losses"].min(),
        "claims.linear_recognises": (linear_logits(site, images).argmax(axis=1) == DIGITS).sum(),
        "claims.largest_gap": abs(epochs["adam_validation"][2:11] - epochs["printed"][1:10]).max(),
        "claims.steps_of_an_epoch": len(labels) // site.setting("epochs", "batch"),
        "claims.mislabelled_share": (labels != site.train.labels).mean(),
        "claims.mislabelled_likeness": likeness[0],
        "claims.labelled_likeness": likeness[1:].mean(),
        "claims.labelled_likeness_std": std(likeness[1:]),
        "claims.real_likeness": np.mean([correlations(test.flat[test.labels == c], mean[[c]]).mean() for c in DIGITS]),
    }


def trained_models(site: Site) -> Numbers:
    """Of the trained models."""
    kept, test = site.arrays("trained"), site.test
    converged = linear_logits(site, test.flat).argmax(axis=1) == test.labels
    sgd, pairs = kept["right:sgd"], kept["right:one_vs_one"]
    usual = np.stack([site.logits(name).argmax(axis=1) == test.labels for name in site.networks])
    own = sgd.mean(axis=1)
    apart, images, seeds, won, lost = difference(pairs, converged)
    ahead, sampling, by_seed, *_ = difference(converged, sgd)

    def sampling_error(p: float) -> float:
        return math.sqrt(p * (1 - p) / len(test.labels))

    one = 1 / len(test.labels)
    return {
        "trained.linear_parameters": 10 * (SIDE * SIDE + 1),
        "trained.one_vs_one_parameters": math.comb(10, 2) * (SIDE * SIDE + 1),
        "trained.trainings": len(sgd),
        "trained.sgd_accuracy": own.mean(),
        "trained.sgd_std": std(own),
        "trained.luck_difference": own.max() - own.min(),
        "trained.linear_sampling_error": Near(sampling_error(converged.mean()), one),
        "trained.network_sampling_error": Near(sampling_error(usual.mean()), one),
        "trained.one_vs_one_difference": Near(apart, one),
        "trained.one_vs_one_error": math.hypot(images, seeds),
        "trained.one_vs_one_gained": count(pairs & ~converged),
        "trained.one_vs_one_lost": count(converged & ~pairs),
        "trained.one_vs_one_p": coin(won, lost),
        "trained.converged_difference": Near(ahead, one),
        "trained.converged_sampling_error": sampling,
        "trained.converged_seed_error": by_seed,
        "trained.converged_error": math.hypot(sampling, by_seed),
        "trained.all_of_few_low": wilson(10, 10)[0],
        "trained.one_missing_low": wilson(9, 10)[0],
        "trained.one_missing_high": wilson(9, 10)[1],
    }


PAGES: tuple[Callable[[Site], Numbers], ...] = (
    data, weights, tutorial, evidence, patterns, scratch, training, limits, permutation, inverse_softmax, network,
    calibration, activation_maximization, exercises, clearer_pictures, trust, sources, trained_models,
)  # fmt: skip


# What is said of it --------------------------------------------------------------------------------------------------


def agree(published: float, computed: float, slack: float = 0.0) -> bool:
    """Whether two numbers are the same but for rounding, and for `slack` where images were classified."""
    return abs(published - computed) <= max(RELATIVE * abs(published), ABSOLUTE) + slack * (1 + 1e-9)


def compared(site: Site) -> Iterator[tuple[str, float, float, bool]]:
    """Yield each number's name, as it is published, as it is computed, and whether they agree."""
    for page in PAGES:
        for name, found in page(site).items():
            value, slack = found if isinstance(found, Near) else (found, 0.0)
            published = site.number(name)
            yield name, published, float(value), agree(published, float(value), slack)


def changed(folder: Path) -> Iterator[str]:
    """The files of the site that are not as SHA256SUMS has them."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    for digest, name in (line.split("  ", 1) for line in lines):
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield name


def main() -> int:
    """Print a line for each number; return 0 if all agree, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "site",
        nargs="?",
        default=Path(__file__).resolve().parent,
        type=Path,
        help="a copy of the site; the folder of this file unless it is given",
    )
    parser.add_argument(
        "--data",
        default=os.environ.get("EXPLAINER_DATA_DIR"),
        help="the folder of MNIST's four files, gzipped or not; EXPLAINER_DATA_DIR unless it is given",
    )
    parser.add_argument("--sums", action="store_true", help="also check every file against SHA256SUMS")
    options = parser.parse_args()
    numbers = wrong = 0
    try:
        broken = list(changed(options.site)) if options.sums else []
        for name in broken:
            print(f"{name}: not as SHA256SUMS has it")
        site = Site(options.site, options.data)
        for name, published, value, same in compared(site):
            print(f"{name:52} {published:>14.7g} {value:>14.7g}  {'agrees' if same else 'DIFFERS'}")
            numbers, wrong = numbers + 1, wrong + (not same)
    except DAMAGED as error:
        sys.exit(f"Something of the site is missing or damaged: {type(error).__name__}: {error}")
    everything = len(site.results["numbers"])
    on = site.results["dataset"]["name"]
    print(f"{numbers} of {everything} numbers recomputed on {on}: {numbers - wrong} agree, {wrong} differ.")
    if options.sums:
        print(f"{len(broken)} files differ from SHA256SUMS.")
    return 1 if wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main())
