"""The ten logits maximized again with one regularizer after the other, and those of the linear classifier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explainer.data import CLASSES, Dataset, Split
from explainer.methods.correlation import mean_correlation
from explainer.methods.evaluation import total_variation
from explainer.methods.objectives import Objective, channel
from explainer.methods.regularizers import Regularizer, maximize, regularizers, strongest
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import Array, LinearModel
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn, gaussian, logistic

if TYPE_CHECKING:
    from explainer.settings import LadderSettings

OWN = np.arange(CLASSES)


def run(dataset: Dataset, settings: LadderSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize; ask the linear classifier, which had no part in it, what it makes of the images."""
    network, judge = cnn.restore(inputs), logistic.restore(inputs)
    ladder = regularizers(gaussian.restore(inputs), settings)
    ordinary = medians(predict_logits(network, dataset.validation.images), dataset.validation)
    arrays: dict[str, NDArray[Any]] = {"ordinary": ordinary}  # (10,), median logit of each class on validation
    numbers: dict[str, Number] = {}
    for done, (name, regularizer) in enumerate(ladder.items(), start=1):
        images, strengths = clearest(
            lambda classes: channel(network, "logits", classes),
            lambda many: predict_logits(network, many),
            regularizer,
            ordinary,
            settings,
        )
        logits = predict_logits(network, images)[OWN, OWN]
        named = judge.predict(images.reshape(CLASSES, -1))
        # (10, 28, 28) in [0, 1]; (10,), of the prior; (10,), of its own class
        arrays |= {f"{name}_images": images, f"{name}_strengths": strengths, f"{name}_logits": logits}
        arrays[f"{name}_named"] = named  # (10,), the class that the linear classifier gives it
        numbers |= {
            f"prior.strength_{name}": (float(np.median(strengths)), "strength"),
            f"prior.mean_logit_{name}": (float(logits.mean()), "logit"),
            f"prior.total_variation_{name}": (float(total_variation(images).mean()), "count"),
            f"prior.recognised_by_linear_{name}": (int((named == OWN).sum()), "count"),
        }
        report(done, len(ladder))
    linear_ordinary = medians(judge.logits(dataset.validation.flat), dataset.validation)
    arrays["linear_images"], _ = clearest(
        lambda classes: linear_logits(judge, classes),
        lambda many: judge.logits(many.reshape(len(many), -1)),
        ladder["data"],
        linear_ordinary,
        settings,
    )
    # linear_images (10, 28, 28): the ascent of the linear classifier's logits, with the data prior
    arrays["linear_weights"] = judge.weights  # (10, 784), logit per unit of ink
    del numbers["prior.strength_none"]
    return Result(
        arrays=arrays,
        numbers=numbers
        | {
            "prior.recognised_by_linear": numbers.pop("prior.recognised_by_linear_data"),
            "prior.recognised_by_linear_unregularised": numbers.pop("prior.recognised_by_linear_none"),
            "prior.ordinary_logit": (float(ordinary.mean()), "logit"),
            "prior.total_variation_real": (float(total_variation(dataset.test.images).mean()), "count"),
            "prior.axes": (int(axes_kept(ladder["data"], arrays["data_images"])), "count"),
            "prior.steps": (settings.ascent.steps, "count"),
            "prior.strengths": (settings.strengths, "count"),
            "prior.share": (settings.share, "fraction"),
            "prior.linear_correlation": (
                mean_correlation(arrays["linear_images"], arrays["data_images"]),
                "correlation",
            ),
            "prior.weights_correlation": (mean_correlation(judge.weights, arrays["data_images"]), "correlation"),
        },
    )


def medians(logits: Array, split: Split) -> Array:
    """Return the median logit (10,) that a model with logits (N, 10) gives the images of each class."""
    return np.array([np.median(logits[split.labels == c, c]) for c in OWN])


def clearest(
    objective: Callable[[Sequence[int]], Objective],
    logits: Callable[[NDArray[np.float32]], Array],
    regularizer: Regularizer,
    least: Array,
    settings: LadderSettings,
) -> tuple[NDArray[np.float32], Array]:
    """Return the ten images (10, 28, 28) under as much of the prior as each stands, and how much (10,).

    All strengths ascend together. `least` (10,) is the logit that must be left.
    """
    tried = regularizer.strengths(settings.strengths)  # (K,)
    classes = [*range(CLASSES)] * len(tried)
    images = maximize(objective(classes), regularizer, np.repeat(tried, CLASSES), settings, starts=classes)
    values = logits(images)[np.arange(len(classes)), classes].reshape(len(tried), CLASSES)
    chosen = strongest(values, least)
    return images.reshape(len(tried), CLASSES, *images.shape[1:])[chosen, OWN], tried[chosen]


def linear_logits(model: LinearModel, classes: Sequence[int]) -> Objective:
    """Return the objective that gives image i the linear model's logit of classes[i]."""
    weights = torch.from_numpy(model.weights[list(classes)]).float()  # (N, 784)
    biases = torch.from_numpy(model.biases[list(classes)]).float()

    def value(images: Tensor) -> Tensor:
        return (images.flatten(1) * weights.to(images.device)).sum(dim=1) + biases.to(images.device)

    return Objective(value)


def axes_kept(regularizer: Regularizer, images: NDArray[np.float32]) -> int:
    """Return as how many parameters an image is encoded."""
    return int(regularizer.parametrisation.encode(torch.from_numpy(images)[:, None]).shape[1])
