"""Directions, sums, negatives and diversity, all with the data prior."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.methods.correlation import mean_correlation
from explainer.methods.objectives import Objective, channel, diversity
from explainer.methods.regularizers import maximize, regularizers
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import softmax
from explainer.results import Inputs, Result
from explainer.trainings import cnn, gaussian

if TYPE_CHECKING:
    from explainer.settings import MeaningSettings

# Digits that people confuse: what tells one from the other, and what has something of both.
PAIRS = ((4, 9), (9, 4), (7, 1), (1, 7), (3, 5), (5, 3))
SUMS = ((4, 9), (1, 7), (3, 5), (0, 6), (2, 3), (8, 9))
NEGATIVES = (0, 1, 2, 3, 4, 7)


def run(dataset: Dataset, settings: MeaningSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize each kind of objective from the same starts; ask the network what it makes of the images."""
    del dataset
    network = cnn.restore(inputs)
    regularizer = regularizers(gaussian.restore(inputs), settings.ladder)["data"]
    strength = inputs["ladder"].value("prior.strength_data")

    def of(classes: tuple[int, ...]) -> Objective:
        return channel(network, "logits", classes)

    def images_of(objective: Objective, starts: tuple[int, ...]) -> NDArray[np.float32]:
        return maximize(objective, regularizer, np.full(len(starts), strength), settings.ladder, starts)

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
        images[name] = images_of(objective, starts)
        report(done, 5)
    logits = {name: predict_logits(network, of_kind) for name, of_kind in images.items()}
    given = {name: softmax(z) for name, z in logits.items()}
    plain = predict_logits(network, inputs["ladder"].arrays["data_images"])
    rows = np.arange(len(PAIRS))
    both = np.stack([given["sum"][rows, one], given["sum"][rows, other]], axis=1)  # (6, 2)
    own_given = given["diverse"][:, settings.diverse]
    margins = logits["direction"][rows, first] - logits["direction"][rows, second]
    return Result(
        arrays={
            **{f"{name}_images": of_kind for name, of_kind in images.items()},  # (6, 28, 28) in [0, 1] each
            **{f"{name}_given": p for name, p in given.items()},  # (6, 10) each, the network's probabilities
            "pairs": np.array(PAIRS),  # (6, 2): the class raised, the class lowered
            "sums": np.array(SUMS),  # (6, 2), classes
            "negatives": np.array(NEGATIVES),  # (6,), classes
            "margins": margins,  # (6,), logit of the first of the pair less that of the second
            "plain_margins": plain[first, first] - plain[first, second],  # (6,), of the first class's image in `ladder`
            "diverse_class": np.array(settings.diverse),  # (), the class of the alike and the diverse images
        },
        numbers={
            "meanings.margin": (float(margins.mean()), "logit"),
            "meanings.plain_margin": (float((plain[first, first] - plain[first, second]).mean()), "logit"),
            "meanings.sum_probability": (float(both.sum(axis=1).mean()), "probability"),
            "meanings.sums": (len(SUMS), "count"),
            "meanings.uneven_sums": (int((both.max(axis=1) > 2 * both.min(axis=1)).sum()), "count"),
            "meanings.negative_logit": (float(logits["negative"][rows, NEGATIVES].mean()), "logit"),
            "meanings.diverse_class": (settings.diverse, "digit"),
            "meanings.diverse_images": (settings.many, "count"),
            "meanings.diverse_recognised": (int((logits["diverse"].argmax(axis=1) == settings.diverse).sum()), "count"),
            "meanings.diverse_least": (float(own_given.min()), "probability"),
            "meanings.diverse_most": (float(own_given.max()), "probability"),
            "meanings.alike_least": (float(given["alike"][:, settings.diverse].min()), "probability"),
            "meanings.alike_correlation": (mean_correlation(images["alike"]), "correlation"),
            "meanings.diverse_correlation": (mean_correlation(images["diverse"]), "correlation"),
        },
    )
