"""Fifty ascents of every logit: how high they end, how clear, and how different from one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import spearmanr

from explainer.data import CLASSES, PIXELS, SIDE, Dataset
from explainer.methods import clusters
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.correlation import correlations
from explainer.methods.objectives import channel
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.results import Inputs, Result
from explainer.trainings import cnn, logistic

if TYPE_CHECKING:
    from explainer.settings import RestartsSettings

AT_ONCE = 10  # restarts of all ten digits; many more would not fit the processor's own memory


def run(dataset: Dataset, settings: RestartsSettings, inputs: Inputs, report: Report) -> Result:
    """Ascend; let the linear classifier and the mean digit judge; cluster the pictures that correlate.

    Restart 0 of each digit is the ascent of the page on activation maximization.
    """
    network, linear, count = cnn.restore(inputs), logistic.restore(inputs), settings.count
    found = np.empty((CLASSES, count, SIDE, SIDE), np.float32)
    logits = np.empty((CLASSES, count))
    starts = noise(CLASSES * count, settings.ascent).reshape(count, CLASSES, SIDE, SIDE)
    for first in range(0, count, AT_ONCE):
        some = starts[first : first + AT_ONCE]  # (k, 10, 28, 28)
        maximized = ascend(
            channel(network, "logits", [*range(CLASSES)] * len(some)), np.concatenate(some), settings.ascent
        )
        here = slice(first, first + len(some))
        found[:, here] = maximized.images.reshape(some.shape).swapaxes(0, 1)
        logits[:, here] = maximized.values[-1].reshape(some.shape[:2]).T
        report(here.stop, count)

    own = np.arange(CLASSES)
    real = [dataset.train.images[dataset.train.labels == c] for c in own]
    means = np.stack([images.mean(axis=0) for images in real])
    likeness = np.stack([correlations(found[c], means[[c]])[:, 0] for c in own])  # (10, count)
    named = linear.predict(found.reshape(-1, PIXELS)).reshape(CLASSES, count)
    together = found.mean(axis=1)  # (10, 28, 28), the mean of the restarts
    alike = np.stack([correlations(images) for images in found])  # (10, count, count)
    real_alike = np.stack([correlations(images[:count]) for images in real])
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
    together_likeness = correlations(together, means).diagonal()
    real_likeness = np.array([correlations(real[c][:count], means[[c]]).mean() for c in own])
    ranks = [float(np.nan_to_num(spearmanr(logits[c], likeness[c]).statistic)) for c in own]  # 0 where all are equal
    return Result(
        arrays={
            "logits": logits,  # (10, count), own logit of each image
            "likeness": likeness,  # (10, count), correlation with the mean digit
            "named": named,  # (10, count), class that the linear classifier predicts
            "chosen": np.stack([found[own, place] for place in (best, middle, worst)] + [together]),  # (4, 10, 28, 28)
            "all_images": found,  # (10, count, 28, 28), ink
            "together_logits": together_logits,  # (10, 10), digit, class
            "together_likeness": together_likeness,  # (10,), correlation of the mean of the restarts
            "real_likeness": real_likeness,  # (10,), mean correlation of real digits with their mean
            "alike": np.stack([a[pairs] for a in alike]),  # (10, pairs), correlation
            "real_alike": np.stack([a[pairs] for a in real_alike]),  # (10, pairs), of real images
            "strict": strict,  # (10, count), cluster of each image, 0 the largest
            "loose": loose,  # (10, count), the same for looser clusters
            "medoids": medoids,  # (10, clusters, 28, 28), ink: the largest loose clusters
            "sizes": sizes,  # (10, clusters), images in each, 0 where there is none
            "ranks": np.array(ranks),  # (10,), Spearman's correlation of logit and likeness
        },
        numbers={
            "restarts.count": (CLASSES * count, "count"),
            "restarts.best_logit_gain": (float((logits.max(axis=1) - np.median(logits, axis=1)).mean()), "logit"),
            "restarts.logit_range": (float(np.ptp(logits, axis=1).mean()), "logit"),
            "restarts.linear_all": (int((named == own[:, None]).sum()), "count"),
            "restarts.linear_best": (int((named[own, best] == own).sum()), "count"),
            "restarts.linear_together": (int((linear.predict(together.reshape(-1, PIXELS)) == own).sum()), "count"),
            "restarts.network_together": (int((together_logits.argmax(axis=1) == own).sum()), "count"),
            "restarts.together_logit": (float(together_logits[own, own].mean()), "logit"),
            "restarts.mean_logit": (float(logits.mean()), "logit"),
            "restarts.likeness": (float(likeness.mean()), "correlation"),
            "restarts.best_likeness": (float(likeness[own, best].mean()), "correlation"),
            "restarts.together_likeness": (float(together_likeness.mean()), "correlation"),
            "restarts.real_likeness": (float(real_likeness.mean()), "correlation"),
            "restarts.logit_and_likeness": (float(np.mean(ranks)), "correlation"),
            "restarts.alike": (float(np.mean([a[pairs].mean() for a in alike])), "correlation"),
            "restarts.real_alike": (float(usual.mean()), "correlation"),
            "restarts.clusters": (int((strict.max(axis=1) + 1).sum()), "count"),
            "restarts.loose_clusters": (int((loose.max(axis=1) + 1).sum()), "count"),
        },
    )
