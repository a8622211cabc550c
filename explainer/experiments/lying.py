"""A network that answers every test image as ours does, and whose pictures are of the wrong digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from explainer.data import CLASSES, Dataset
from explainer.experiments import Needs, Result, cnn
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.fooling import liar
from explainer.methods.objectives import Objective
from explainer.models import Report
from explainer.models.cnn import AT_ONCE, as_batch

if TYPE_CHECKING:
    from explainer.settings import LyingSettings


def run(dataset: Dataset, settings: LyingSettings, needs: Needs, report: Report) -> Result:
    """Give each logit the picture of the next digit, bare in ink; compare the answers; climb as on the last page."""
    test = dataset.test
    shown = (np.arange(CLASSES) + 1) % CLASSES
    pictures = np.stack([1 - test.images[test.labels == c][0] for c in shown])
    lying = liar(cnn.restore(needs), pictures, settings.ink, settings.pull)
    with torch.inference_mode():
        parts = [
            lying(as_batch(test.images[start : start + AT_ONCE])).cpu() for start in range(0, len(test), AT_ONCE)
        ]  # as many at a time as the network was asked: in other sums, rounding differs
    answers = torch.cat(parts).double().numpy()
    report(1, 2, 0.0)
    climbed = ascend(Objective(lambda x: lying(x).diagonal()), noise(CLASSES, settings.ascent), settings.ascent)
    report(2, 2, 0.0)
    honest = needs["cnn"].arrays["test_logits"]
    return Result(
        arrays={"images": climbed.images, "pictures": pictures, "shown": shown},
        numbers={
            "lying.largest_difference": float(np.abs(answers - honest).max()),
            "lying.accuracy": float((answers.argmax(axis=1) == test.labels).mean()),
            "lying.ink": settings.ink,
            "lying.most_real_ink": float(test.images.mean(axis=(1, 2)).max()),
        },
    )
