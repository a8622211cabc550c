"""Directions, sums, negatives and diversity, all by the ladder's last recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.experiments import Needs, Result, cnn, gaussian
from explainer.methods import clusters
from explainer.methods.ladder import climb, rungs
from explainer.methods.objectives import Objective, diversity, units
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import softmax

if TYPE_CHECKING:
    from explainer.settings import MeaningSettings

# Digits that people confuse: what tells one from the other, and what has something of both.
PAIRS = ((4, 9), (9, 4), (7, 1), (1, 7), (3, 5), (5, 3))
SUMS = ((4, 9), (1, 7), (3, 5), (0, 6), (2, 3), (8, 9))
NEGATIVES = (0, 1, 2, 3, 4, 7)


def run(dataset: Dataset, settings: MeaningSettings, needs: Needs, report: Report) -> Result:
    """Climb each kind of objective from the same starts; ask the network what it makes of the images."""
    del dataset
    network = cnn.restore(needs)
    rung = rungs(gaussian.restore(needs), settings.ladder)["data"]
    strength = float(needs["ladder"].numbers["prior.strength_data"])

    def of(classes: tuple[int, ...]) -> Objective:
        return units(network, "logits", classes)

    def climbed(objective: Objective, starts: tuple[int, ...]) -> NDArray[np.float32]:
        return climb(objective, rung, np.full(len(starts), strength), settings.ladder, starts)

    first, second = zip(*PAIRS, strict=True)
    one, other = zip(*SUMS, strict=True)
    many, own = tuple(range(settings.many)), (settings.diverse,) * settings.many
    images = {}
    for done, (name, objective, starts) in enumerate(
        (
            ("direction", of(first) - of(second), first),
            ("sum", of(one) + of(other), one),
            ("negative", -of(NEGATIVES), NEGATIVES),
            ("alike", of(own), many),
            ("diverse", of(own) + settings.diversity * diversity(network, "conv2"), many),
        ),
        start=1,
    ):
        images[name] = climbed(objective, starts)
        report(done, 5, 0.0)
    logits = {name: predict_logits(network, of_kind) for name, of_kind in images.items()}
    given = {name: softmax(z) for name, z in logits.items()}
    plain = predict_logits(network, needs["ladder"].arrays["data_images"])
    rows = np.arange(len(PAIRS))
    margins = logits["direction"][rows, first] - logits["direction"][rows, second]
    return Result(
        arrays={
            **{f"{name}_images": of_kind for name, of_kind in images.items()},
            **{f"{name}_given": p for name, p in given.items()},
            "pairs": np.array(PAIRS),
            "sums": np.array(SUMS),
            "negatives": np.array(NEGATIVES),
            "margins": margins,
            "plain_margins": plain[first, first] - plain[first, second],
            "diverse_class": np.array(settings.diverse),
        },
        numbers={
            "meanings.margin": float(margins.mean()),
            "meanings.plain_margin": float((plain[first, first] - plain[first, second]).mean()),
            "meanings.sum_probability": float((given["sum"][rows, one] + given["sum"][rows, other]).mean()),
            "meanings.negative_logit": float(logits["negative"][rows, NEGATIVES].mean()),
            "meanings.diverse_class": settings.diverse,
            "meanings.diverse_images": settings.many,
            "meanings.diverse_recognised": int((logits["diverse"].argmax(axis=1) == settings.diverse).sum()),
            "meanings.alike_correlation": mean_correlation(images["alike"]),
            "meanings.diverse_correlation": mean_correlation(images["diverse"]),
        },
    )


def mean_correlation(images: NDArray[np.floating]) -> float:
    """Return the correlation between two of the images (N, …), averaged over the pairs."""
    rows = clusters.correlations(images)
    return float(rows[np.triu_indices(len(rows), 1)].mean())
