"""Noise that the network takes for digits, and how little it takes to make it sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Dataset
from explainer.experiments import Needs, Result, cnn
from explainer.methods.activation_maximization import ascend
from explainer.methods.fooling import sureness
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import softmax

if TYPE_CHECKING:
    from explainer.settings import FoolingSettings


def run(dataset: Dataset, settings: FoolingSettings, needs: Needs, report: Report) -> Result:
    """Score noise and shuffled digits; then change one shuffled digit until it is surely each of the ten."""
    network = cnn.restore(needs)
    chance = np.random.default_rng(settings.seed)
    count = min(settings.images, len(dataset.test))
    noise = chance.random((count, SIDE, SIDE), dtype=np.float32)
    shuffled = chance.permuted(dataset.test.flat[:count], axis=1).reshape(-1, SIDE, SIDE)
    given = {name: softmax(predict_logits(network, x)) for name, x in (("noise", noise), ("shuffled", shuffled))}
    real = softmax(needs["cnn"].arrays["test_logits"]).max(axis=1)
    report(1, 2, 0.0)
    start = np.repeat(shuffled[:1], CLASSES, axis=0)
    climbed = ascend(sureness(network, range(CLASSES)), start, settings.ascent)
    report(2, 2, 0.0)
    enough = climbed.values >= np.log(settings.wanted)  # (steps + 1, 10)
    steps = np.where(enough.any(axis=0), enough.argmax(axis=0), settings.ascent.steps)
    changed = climbed.path[steps, np.arange(CLASSES)]  # (10, 28, 28)
    after = softmax(predict_logits(network, changed))
    ink = np.abs(changed - start).mean(axis=(1, 2))
    arrays = {
        **_surest("noise", noise, given["noise"], settings.shown),
        **_surest("shuffled", shuffled, given["shuffled"], settings.shown),
        "start": shuffled[0],
        "changed": changed,
        "changed_given": after[np.arange(CLASSES), np.arange(CLASSES)],
        "changed_steps": steps,
        "changed_ink": ink,
    }
    commonest = np.bincount(given["noise"].argmax(axis=1), minlength=CLASSES)
    return Result(
        arrays=arrays,
        numbers={
            "fooling.images": count,
            "fooling.sure": settings.sure,
            "fooling.noise_sure": float((given["noise"].max(axis=1) >= settings.sure).mean()),
            "fooling.shuffled_sure": float((given["shuffled"].max(axis=1) >= settings.sure).mean()),
            "fooling.real_sure": float((real >= settings.sure).mean()),
            "fooling.noise_commonest": int(commonest.argmax()),
            "fooling.noise_commonest_share": float(commonest.max() / count),
            "fooling.surest_noise": float(given["noise"].max()),
            "fooling.surest_shuffled": float(given["shuffled"].max()),
            "fooling.wanted": settings.wanted,
            "fooling.reached": int(enough.any(axis=0).sum()),
            "fooling.steps": float(np.median(steps)),
            "fooling.ink_change": float(ink.mean()),
            "fooling.ink_digit": float(dataset.test.images.mean()),
        },
    )


def _surest(name: str, images: NDArray[np.float32], given: NDArray[np.float64], count: int) -> dict[str, NDArray[Any]]:
    """Return the images that the network is surest of, surest first, with their class and its probability."""
    sure = given.max(axis=1)
    order = np.argsort(-sure, kind="stable")[:count]
    return {name: images[order], f"{name}_class": given.argmax(axis=1)[order], f"{name}_given": sure[order]}
