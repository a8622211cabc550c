"""The ten logits climbed once more, from the same start, with one prior after the other; and for the linear model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explainer.data import CLASSES, Dataset, Split
from explainer.experiments import Needs, Result, cnn, gaussian, logistic
from explainer.methods.ladder import Rung, climb, rungs, strongest, total_variation
from explainer.methods.objectives import Objective, units
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import Array, LinearModel

if TYPE_CHECKING:
    from explainer.settings import LadderSettings

OWN = np.arange(CLASSES)


def run(dataset: Dataset, settings: LadderSettings, needs: Needs, report: Report) -> Result:
    """Climb rung by rung; ask the linear classifier, which had no part in it, what it makes of the images."""
    network, judge = cnn.restore(needs), logistic.restore(needs)
    ladder = rungs(gaussian.restore(needs), settings)
    ordinary = medians(predict_logits(network, dataset.validation.images), dataset.validation)
    arrays: dict[str, NDArray[Any]] = {"ordinary": ordinary}
    numbers: dict[str, float] = {}
    for done, (name, rung) in enumerate(ladder.items(), start=1):
        images, strengths = clearest(
            lambda classes: units(network, "logits", classes),
            lambda many: predict_logits(network, many),
            rung,
            ordinary,
            settings,
        )
        logits = predict_logits(network, images)[OWN, OWN]
        named = judge.predict(images.reshape(CLASSES, -1))
        arrays |= {f"{name}_images": images, f"{name}_strengths": strengths, f"{name}_logits": logits}
        arrays[f"{name}_named"] = named
        numbers |= {
            f"prior.strength_{name}": float(np.median(strengths)),
            f"prior.mean_logit_{name}": float(logits.mean()),
            f"prior.total_variation_{name}": float(total_variation(images).mean()),
            f"prior.recognised_by_linear_{name}": int((named == OWN).sum()),
        }
        report(done, len(ladder), -numbers[f"prior.mean_logit_{name}"])
    linear_ordinary = medians(judge.logits(dataset.validation.flat), dataset.validation)
    arrays["linear_images"], _ = clearest(
        lambda classes: linear_logits(judge, classes),
        lambda many: judge.logits(many.reshape(len(many), -1)),
        ladder["data"],
        linear_ordinary,
        settings,
    )
    arrays["linear_weights"] = judge.weights
    del numbers["prior.strength_none"]
    return Result(
        arrays=arrays,
        numbers=numbers
        | {
            "prior.recognised_by_linear": numbers.pop("prior.recognised_by_linear_data"),
            "prior.recognised_by_linear_unregularised": numbers.pop("prior.recognised_by_linear_none"),
            "prior.ordinary_logit": float(ordinary.mean()),
            "prior.total_variation_real": float(total_variation(dataset.test.images).mean()),
            "prior.axes": int(axes_kept(ladder["data"], arrays["data_images"])),
            "prior.steps": settings.ascent.steps,
            "prior.strengths": settings.strengths,
            "prior.share": settings.share,
            "prior.linear_correlation": correlation(arrays["linear_images"], arrays["data_images"]),
            "prior.weights_correlation": correlation(judge.weights, arrays["data_images"]),
        },
    )


def medians(logits: Array, split: Split) -> Array:
    """Return the median logit (10,) that a model with logits (N, 10) gives the images of each class."""
    return np.array([np.median(logits[split.labels == c, c]) for c in OWN])


def clearest(
    objective: Callable[[Sequence[int]], Objective],
    logits: Callable[[NDArray[np.float32]], Array],
    rung: Rung,
    least: Array,
    settings: LadderSettings,
) -> tuple[NDArray[np.float32], Array]:
    """Return the ten images (10, 28, 28) under as much of the rung's prior as each stands, and how much (10,).

    All strengths climb together. `least` (10,) is the logit that must be left.
    """
    tried = rung.strengths(settings.strengths)  # (K,)
    classes = [*range(CLASSES)] * len(tried)
    images = climb(objective(classes), rung, np.repeat(tried, CLASSES), settings, starts=classes)
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


def axes_kept(rung: Rung, images: NDArray[np.float32]) -> int:
    """Return how many numbers the rung writes an image down as."""
    return int(rung.parametrisation.write(torch.from_numpy(images)[:, None]).shape[1])


def correlation(ones: NDArray[np.floating], others: NDArray[np.floating]) -> float:
    """Return the correlation between an image and its counterpart, averaged over the images (N, …)."""
    flat = zip(ones.reshape(len(ones), -1), others.reshape(len(others), -1), strict=True)
    return float(np.mean([np.corrcoef(one, other)[0, 1] for one, other in flat]))
