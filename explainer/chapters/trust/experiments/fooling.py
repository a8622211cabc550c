"""Noise that the network takes for digits, and how little it takes to make it sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Dataset
from explainer.methods.activation_maximization import ascend
from explainer.methods.fooling import log_probability
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import softmax
from explainer.results import Inputs, Result
from explainer.trainings import cnn, seeds

if TYPE_CHECKING:
    from explainer.settings import FoolingSettings


def run(dataset: Dataset, settings: FoolingSettings, inputs: Inputs, report: Report) -> Result:
    """Score noise and shuffled digits; then change one shuffled digit until it is surely each of the ten."""
    network = cnn.restore(inputs)
    rng = np.random.default_rng(settings.seed)
    count = min(settings.images, len(dataset.test))
    noise = rng.random((count, SIDE, SIDE), dtype=np.float32)
    shuffled = rng.permuted(dataset.test.flat[:count], axis=1).reshape(-1, SIDE, SIDE)
    given = {name: softmax(predict_logits(network, x)) for name, x in (("noise", noise), ("shuffled", shuffled))}
    real = softmax(inputs["cnn"].arrays["test_logits"]).max(axis=1)
    report(1, 3)
    # The other trainings of the same network, asked about the same images: the surest of them all.
    others = [
        [softmax(predict_logits(each, images)).max() for images in (noise, shuffled)] for each in seeds.restore(inputs)
    ]
    surest = np.array([[given[name].max() for name in ("noise", "shuffled")], *others])  # (seeds, 2)
    report(2, 3)
    start = np.repeat(shuffled[:1], CLASSES, axis=0)
    ascent = ascend(log_probability(network, range(CLASSES)), start, settings.ascent)
    report(3, 3)
    enough = ascent.values >= np.log(settings.wanted)  # (steps + 1, 10)
    steps = np.where(enough.any(axis=0), enough.argmax(axis=0), settings.ascent.steps)
    changed = ascent.path[steps, np.arange(CLASSES)]  # (10, 28, 28)
    after = softmax(predict_logits(network, changed))
    ink = np.abs(changed - start).mean(axis=(1, 2))
    arrays = {
        **_surest("noise", noise, given["noise"], settings.shown),  # noise, noise_class, noise_given: see there
        **_surest("shuffled", shuffled, given["shuffled"], settings.shown),
        "start": shuffled[0],  # (28, 28), the first test digit with its pixels shuffled
        "changed": changed,  # (10, 28, 28), the first of the ascent that has the wanted probability, for each class
        "changed_given": after[np.arange(CLASSES), np.arange(CLASSES)],  # (10,), that probability
        "changed_steps": steps,  # (10,), after how many steps
        "changed_ink": ink,  # (10,), mean absolute change of a pixel
        "surest": surest,  # (seeds, 2): the surest answer of each training to the noise, and to the shuffled digits
    }
    commonest = np.bincount(given["noise"].argmax(axis=1), minlength=CLASSES)
    return Result(
        arrays=arrays,
        numbers={
            "fooling.images": (count, "count"),
            "fooling.sure": (settings.sure, "probability"),
            "fooling.noise_sure": (float((given["noise"].max(axis=1) >= settings.sure).mean()), "fraction"),
            "fooling.shuffled_sure": (float((given["shuffled"].max(axis=1) >= settings.sure).mean()), "fraction"),
            "fooling.real_sure": (float((real >= settings.sure).mean()), "fraction"),
            "fooling.noise_commonest": (int(commonest.argmax()), "digit"),
            "fooling.noise_commonest_share": (float(commonest.max() / count), "fraction"),
            "fooling.surest_noise": (float(given["noise"].max()), "probability"),
            "fooling.surest_shuffled": (float(given["shuffled"].max()), "probability"),
            "fooling.wanted": (settings.wanted, "probability"),
            "fooling.reached": (int(enough.any(axis=0).sum()), "count"),
            "fooling.steps": (float(np.median(steps)), "count"),
            "fooling.surest_of_all": (float(surest.max()), "probability"),
            "fooling.ink_start": (float(start[0].mean()), "ink"),
            "fooling.ink_change": (float(ink.mean()), "ink"),
            "fooling.ink_digit": (float(dataset.test.images.mean()), "ink"),
        },
    )


def _surest(name: str, images: NDArray[np.float32], given: NDArray[np.float64], count: int) -> dict[str, NDArray[Any]]:
    """Return the images that the network is surest of, surest first, with their class and its probability."""
    sure = given.max(axis=1)
    order = np.argsort(-sure, kind="stable")[:count]  # images (count, 28, 28), classes (count,), probabilities (count,)
    return {name: images[order], f"{name}_class": given.argmax(axis=1)[order], f"{name}_given": sure[order]}
