"""Fifty climbs to every logit: how high they end, how clear, and how different from one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import CLASSES, PIXELS, SIDE, Dataset
from explainer.experiments import Needs, Result, cnn, logistic
from explainer.methods import clusters
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import units
from explainer.models import Report
from explainer.models.cnn import predict_logits

if TYPE_CHECKING:
    from explainer.settings import RestartsSettings

AT_ONCE = 10  # restarts of all ten digits; many more would not fit the processor's own memory


def run(dataset: Dataset, settings: RestartsSettings, needs: Needs, report: Report) -> Result:
    """Climb; let the linear classifier and the mean digit judge; put pictures that are alike together.

    Restart 0 of each digit is the climb of the page on activation maximization.
    """
    network, linear, count = cnn.restore(needs), logistic.restore(needs), settings.count
    found = np.empty((CLASSES, count, SIDE, SIDE), np.float32)
    logits = np.empty((CLASSES, count))
    starts = noise(CLASSES * count, settings.ascent).reshape(count, CLASSES, SIDE, SIDE)
    for first in range(0, count, AT_ONCE):
        some = starts[first : first + AT_ONCE]  # (k, 10, 28, 28)
        climbed = ascend(units(network, "logits", [*range(CLASSES)] * len(some)), np.concatenate(some), settings.ascent)
        here = slice(first, first + len(some))
        found[:, here] = climbed.images.reshape(some.shape).swapaxes(0, 1)
        logits[:, here] = climbed.values[-1].reshape(some.shape[:2]).T
        report(here.stop, count, -float(climbed.values[-1].mean()))

    own = np.arange(CLASSES)
    real = [dataset.train.images[dataset.train.labels == c] for c in own]
    means = np.stack([images.mean(axis=0) for images in real])
    likeness = np.stack([clusters.likeness(found[c], means[c]) for c in own])  # (10, count)
    named = linear.predict(found.reshape(-1, PIXELS)).reshape(CLASSES, count)
    together = found.mean(axis=1)  # (10, 28, 28), the mean of the restarts
    alike = np.stack([clusters.correlations(images) for images in found])  # (10, count, count)
    real_alike = np.stack([clusters.correlations(images[:count]) for images in real])
    pairs = np.triu_indices(count, 1)
    usual = np.array([each[pairs].mean() for each in real_alike])  # two real images of a digit, on average
    strict = np.stack([clusters.clusters(a, u) for a, u in zip(alike, usual, strict=True)])
    loose = np.stack([clusters.clusters(a, u * settings.looser) for a, u in zip(alike, usual, strict=True)])

    best, middle = logits.argmax(axis=1), np.argsort(logits, axis=1)[:, count // 2]
    worst = logits.argmin(axis=1)
    medoids = np.zeros((CLASSES, settings.clusters, SIDE, SIDE), np.float32)
    sizes = np.zeros((CLASSES, settings.clusters), np.int64)
    for c in own:
        for place in range(min(settings.clusters, loose[c].max() + 1)):
            members = np.flatnonzero(loose[c] == place)
            medoids[c, place] = found[c, clusters.medoid(alike[c], members)]
            sizes[c, place] = len(members)
    together_logits = predict_logits(network, together)
    together_likeness = np.array([clusters.likeness(together[[c]], means[c])[0] for c in own])
    real_likeness = np.array([clusters.likeness(real[c][:count], means[c]).mean() for c in own])
    ranks = [_rank_correlation(logits[c], likeness[c]) for c in own]
    return Result(
        arrays={
            "logits": logits,
            "likeness": likeness,
            "named": named,
            "chosen": np.stack([found[own, place] for place in (best, middle, worst)] + [together]),  # (4, 10, 28, 28)
            "all_images": found,
            "together_logits": together_logits,
            "together_likeness": together_likeness,
            "real_likeness": real_likeness,
            "alike": np.stack([a[pairs] for a in alike]),  # (10, pairs)
            "real_alike": np.stack([a[pairs] for a in real_alike]),
            "strict": strict,
            "loose": loose,
            "medoids": medoids,
            "sizes": sizes,
            "ranks": np.array(ranks),
        },
        numbers={
            "restarts.count": CLASSES * count,
            "restarts.best_logit_gain": float((logits.max(axis=1) - np.median(logits, axis=1)).mean()),
            "restarts.logit_range": float(np.ptp(logits, axis=1).mean()),
            "restarts.linear_all": int((named == own[:, None]).sum()),
            "restarts.linear_best": int((named[own, best] == own).sum()),
            "restarts.linear_together": int((linear.predict(together.reshape(-1, PIXELS)) == own).sum()),
            "restarts.network_together": int((together_logits.argmax(axis=1) == own).sum()),
            "restarts.together_logit": float(together_logits[own, own].mean()),
            "restarts.mean_logit": float(logits.mean()),
            "restarts.likeness": float(likeness.mean()),
            "restarts.best_likeness": float(likeness[own, best].mean()),
            "restarts.together_likeness": float(together_likeness.mean()),
            "restarts.real_likeness": float(real_likeness.mean()),
            "restarts.logit_and_likeness": float(np.mean(ranks)),
            "restarts.alike": float(np.mean([a[pairs].mean() for a in alike])),
            "restarts.real_alike": float(usual.mean()),
            "restarts.clusters": int((strict.max(axis=1) + 1).sum()),
            "restarts.loose_clusters": int((loose.max(axis=1) + 1).sum()),
        },
    )


def _rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first.argsort().argsort(), second.argsort().argsort())[0, 1])
