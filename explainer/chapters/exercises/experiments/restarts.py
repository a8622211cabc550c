"""Fifty ascents of every logit: how high they end, how clear, and how different from one another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from explainer.data import CLASSES, PIXELS, Dataset, Floats
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.objectives import channel
from explainer.methods.order_statistics import expected_maximum
from explainer.models import Report
from explainer.models.cnn import Cnn, predict_logits
from explainer.results import Inputs, Result
from explainer.trainings import cnn, logistic

if TYPE_CHECKING:
    from explainer.settings import AscentSettings, RestartsSettings

AT_ONCE = 10  # restarts of all ten digits; many more would not fit the processor's own memory


def run(dataset: Dataset, settings: RestartsSettings, inputs: Inputs, report: Report) -> Result:
    """Ascend; let the mean digit and the linear classifier judge. Then the first few once more, for much longer.

    Restart 0 of each digit is the ascent of the page on activation maximization.
    """
    network, linear, count, few = cnn.restore(inputs), logistic.restore(inputs), settings.count, settings.few
    images, logits = _ascents(network, settings.ascent, count, report)
    patient = replace(settings.ascent, steps=settings.patience * settings.ascent.steps)
    longer_images, longer_logits = _ascents(network, patient, few, report)

    own = np.arange(CLASSES)
    digits = [dataset.train.images[dataset.train.labels == c] for c in own]
    means = np.stack([each.mean(axis=0) for each in digits])
    real = [each[:count] for each in digits]
    real_logits = np.stack([predict_logits(network, real[c])[:, c] for c in own])
    likeness, longer_likeness, real_likeness = (
        np.stack([correlations(each[c], means[[c]])[:, 0] for c in own]) for each in (images, longer_images, real)
    )
    together = images.mean(axis=1)  # (10, 28, 28), the mean of the restarts
    together_logits = predict_logits(network, together)
    together_likeness = correlations(together, means).diagonal()
    predicted = linear.predict(images.reshape(-1, PIXELS)).reshape(CLASSES, count)
    best, middle, worst = logits.argmax(axis=1), np.argsort(logits, axis=1)[:, count // 2], logits.argmin(axis=1)
    ranks = [float(np.nan_to_num(spearmanr(logits[c], likeness[c]).statistic)) for c in own]  # 0 where all are equal
    return Result(
        arrays={
            "all_images": images,  # (10, count, 28, 28), ink
            "logits": logits,  # (10, count), own logit of each image
            "likeness": likeness,  # (10, count), correlation with the mean digit
            "real_logits": real_logits,  # (10, count), the same two of training digits
            "real_likeness": real_likeness,
            "together_logits": together_logits[own, own],  # (10,), and of the mean of the restarts
            "together_likeness": together_likeness,
            # (5, 10, 28, 28), ink: highest, middle and lowest logit; mean of the restarts; mean digit
            "chosen": np.stack([*(images[own, place] for place in (best, middle, worst)), together, means]),
            "longer_images": longer_images,  # (10, few, 28, 28), ink
            "longer_logits": longer_logits,  # (10, few)
            "longer_likeness": longer_likeness,  # (10, few)
        },
        numbers={
            "restarts.count": (CLASSES * count, "count"),
            "restarts.each": (count, "count"),
            "restarts.best_logit_gain": (float((logits.max(axis=1) - np.median(logits, axis=1)).mean()), "logit"),
            "restarts.logit_range": (float(np.ptp(logits, axis=1).mean()), "logit"),
            "restarts.linear_all": (int((predicted == own[:, None]).sum()), "count"),
            "restarts.linear_best": (int((predicted[own, best] == own).sum()), "count"),
            "restarts.network_together": (int((together_logits.argmax(axis=1) == own).sum()), "count"),
            "restarts.likeness": (float(likeness.mean()), "correlation"),
            "restarts.best_likeness": (float(likeness[own, best].mean()), "correlation"),
            "restarts.together_likeness": (float(together_likeness.mean()), "correlation"),
            "restarts.real_likeness": (float(real_likeness.mean()), "correlation"),
            "restarts.logit_and_likeness": (float(np.mean(ranks)), "correlation"),
            "restarts.alike": (float(np.mean([mean_correlation(each) for each in images])), "correlation"),
            "restarts.real_alike": (float(np.mean([mean_correlation(each) for each in real])), "correlation"),
            "restarts.few": (few, "count"),
            "restarts.gain_of_few": (
                float(np.mean([expected_maximum(each, few) - np.median(each) for each in logits])),
                "logit",
            ),
            "restarts.longer_steps": (patient.steps, "steps"),
            "restarts.longer_logit": (float(longer_logits.mean()), "logit"),
            "restarts.shorter_logit": (float(logits[:, :few].mean()), "logit"),
            "restarts.longer_likeness": (float(longer_likeness.mean()), "correlation"),
        },
    )


def _ascents(network: Cnn, settings: AscentSettings, count: int, report: Report) -> tuple[Floats, NDArray[np.float64]]:
    """Return the last images (10, count, 28, 28) and own logits (10, count) of so many ascents for each digit."""
    starts = noise(CLASSES * count, settings)
    starts = starts.reshape(count, CLASSES, *starts.shape[1:])
    found, logits = [], []
    for first in range(0, count, AT_ONCE):
        some = starts[first : first + AT_ONCE]  # (k, 10, 28, 28)
        maximized = ascend(channel(network, "logits", [*range(CLASSES)] * len(some)), np.concatenate(some), settings)
        found.append(maximized.images.reshape(some.shape))
        logits.append(maximized.values[-1].reshape(some.shape[:2]))
        report(first + len(some), count)
    return np.concatenate(found).swapaxes(0, 1), np.concatenate(logits).T
