"""A network that answers every test image as ours does, and whose pictures are of the wrong digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from explainer.data import CLASSES, Dataset
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.fooling import deceptive_network
from explainer.methods.objectives import Objective
from explainer.models import Report
from explainer.models.cnn import AT_ONCE, as_batch
from explainer.results import Inputs, Result
from explainer.trainings import cnn

if TYPE_CHECKING:
    from explainer.settings import DeceptiveSettings


def run(dataset: Dataset, settings: DeceptiveSettings, inputs: Inputs, report: Report) -> Result:
    """Give each logit the picture of the next digit, inverted; compare the answers; maximize its logits."""
    test = dataset.test
    shown = (np.arange(CLASSES) + 1) % CLASSES
    pictures = np.stack([1 - test.images[test.labels == c][0] for c in shown])
    deceptive = deceptive_network(cnn.restore(inputs), pictures, settings.ink, settings.scale)
    with torch.inference_mode():
        parts = [
            deceptive(as_batch(test.images[start : start + AT_ONCE])).cpu() for start in range(0, len(test), AT_ONCE)
        ]  # as many at a time as the network was asked: in other sums, rounding differs
    answers = torch.cat(parts).double().numpy()
    report(1, 2)
    maximized = ascend(Objective(lambda x: deceptive(x).diagonal()), noise(CLASSES, settings.ascent), settings.ascent)
    report(2, 2)
    honest = inputs["cnn"].arrays["test_logits"]
    return Result(
        arrays={
            "images": maximized.images,  # (10, 28, 28) in [0, 1], the ascent of each logit
            "pictures": pictures,  # (10, 28, 28), hidden in the network: a test digit of the next class, inverted
            "shown": shown,  # (10,), the class of that digit
        },
        numbers={
            "deceptive.largest_difference": (float(np.abs(answers - honest).max()), "rounding error"),
            "deceptive.accuracy": (float((answers.argmax(axis=1) == test.labels).mean()), "fraction"),
            "deceptive.ink": (settings.ink, "ink"),
            "deceptive.most_real_ink": (float(test.images.mean(axis=(1, 2)).max()), "ink"),
        },
    )
