"""The ten logits maximized again, with one regularizer after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.methods.evaluation import total_variation
from explainer.methods.regularizers import Regularizer, clearest_of, ordinary, regularizers
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn, gaussian

if TYPE_CHECKING:
    from explainer.settings import LadderSettings

OWN = np.arange(CLASSES)


def run(dataset: Dataset, settings: LadderSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize with each, as strong as leaves each image the logit of an ordinary digit."""
    network, validation = cnn.restore(inputs), dataset.validation
    ladder = regularizers(gaussian.restore(inputs), settings)
    least = ordinary(predict_logits(network, validation.images), validation.labels)
    arrays: dict[str, NDArray[Any]] = {"ordinary": least}  # (10,), median logit of each class on validation
    numbers: dict[str, Number] = {}
    for done, (name, regularizer) in enumerate(ladder.items(), start=1):
        images, strengths = clearest_of(network, regularizer, least, settings)
        logits = predict_logits(network, images)[OWN, OWN]
        # (10, 28, 28) in [0, 1]; (10,), of the prior; (10,), of its own class
        arrays |= {f"{name}_images": images, f"{name}_strengths": strengths, f"{name}_logits": logits}
        numbers |= {
            f"prior.strength_{name}": (float(np.median(strengths)), "strength"),
            f"prior.mean_logit_{name}": (float(logits.mean()), "logit"),
            f"prior.total_variation_{name}": (float(total_variation(images).mean()), "count"),
        }
        report(done, len(ladder))
    del numbers["prior.strength_none"]
    return Result(
        arrays=arrays,
        numbers=numbers
        | {
            "prior.ordinary_logit": (float(least.mean()), "logit"),
            "prior.total_variation_real": (float(total_variation(dataset.test.images).mean()), "count"),
            "prior.axes": (axes_kept(ladder["data"], arrays["data_images"]), "count"),
            "prior.steps": (settings.ascent.steps, "count"),
            "prior.strengths": (settings.strengths, "count"),
            "prior.share": (settings.share, "fraction"),
        },
    )


def axes_kept(regularizer: Regularizer, images: NDArray[np.float32]) -> int:
    """Return as how many parameters an image is encoded."""
    return int(regularizer.parametrisation.encode(torch.from_numpy(images)[:, None]).shape[1])
