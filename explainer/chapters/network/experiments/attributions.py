"""Which pixels an answer hangs on: weight × pixel, gradient × input and saliency, and what is left without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.methods import attribution
from explainer.models import Report
from explainer.models.cnn import Cnn, predict_logits
from explainer.models.linear import LinearModel
from explainer.results import Inputs, Result
from explainer.trainings import cnn, logistic, seeds

if TYPE_CHECKING:
    from explainer.settings import AttributionSettings

# Of what is kept, the numbers that the text names; of the rest it has the figure.
NAMED = ("linear_parts", "network_parts", "network_anew", "network_saliency", "network_random")
DIGIT = 0  # the place of the test image that the figure shows, the one that is followed through the layers

Array = NDArray[Any]


def run(dataset: Dataset, settings: AttributionSettings, inputs: Inputs, report: Report) -> Result:
    """Attribute the same margins, the network's winner against its rival, by both models and by a second training."""
    network, other, linear = cnn.restore(inputs), seeds.restore(inputs)[0], logistic.restore(inputs)
    images = dataset.test.images[: settings.images]
    logits = predict_logits(network, images)
    classes = attribution.winners_and_rivals(logits)
    gradients = {
        "linear": attribution.linear_margin_gradients(linear, *classes),
        "network": attribution.margin_gradients(network, images, *classes),
        "other": attribution.margin_gradients(other, images, *classes),
    }
    parts = {name: gradient * images for name, gradient in gradients.items()}
    report(1, 3)
    gaps = np.abs(parts["network"].sum(axis=(1, 2)) - attribution.margins(logits, *classes))
    pairs = {
        "attribution": (parts["network"], parts["linear"]),
        "attribution_seeds": (parts["network"], parts["other"]),
        "saliency_seeds": (np.abs(gradients["network"]), np.abs(gradients["other"])),
    }
    likeness = {name: attribution.inked_correlations(*pair, images) for name, pair in pairs.items()}
    report(2, 3)
    kept = deletions(images, network, linear, gradients["network"], classes, settings)
    named = settings.taken.index(settings.named)
    return Result(
        arrays={
            "digit": images[DIGIT],  # (28, 28), ink in [0, 1]
            "digit_classes": np.array([found[DIGIT] for found in classes]),  # (2,), winner and rival
            # (28, 28), logits per unit of ink, and logits
            **{f"{name}_gradient": gradient[DIGIT] for name, gradient in gradients.items()},
            **{f"{name}_parts": part[DIGIT] for name, part in parts.items()},
            "gaps": gaps,  # (images,), logits: how far the network's parts miss the margin
            # (images,), in [−1, 1], over the inked pixels of each image
            **{f"{name}_correlations": found for name, found in likeness.items()},
            "taken": np.array(settings.taken),  # (counts,), pixels
            # (counts, images), bool: whether the class stays without so many pixels, by model and by order
            **{f"kept_{name}": found for name, found in kept.items()},
        },
        numbers={
            "attribution.images": (len(images), "count"),
            "attribution.margin": (float(attribution.margins(logits, *classes).mean()), "logit"),
            "attribution.gap": (float(gaps.mean()), "logit"),
            **{f"attribution.{name}_correlation": (float(found.mean()), "correlation")
               for name, found in likeness.items()},
            "attribution.taken": (settings.named, "count"),
            "attribution.anew": (settings.anew, "count"),
            "attribution.ink": (float((images > 0).sum(axis=(1, 2)).mean()), "count"),
            **{f"attribution.kept_{name}": (float(kept[name][named].mean()), "fraction") for name in NAMED},
        },
    )  # fmt: skip


def deletions(
    images: Array,
    network: Cnn,
    linear: LinearModel,
    gradient: Array,
    classes: tuple[Array, Array],
    settings: AttributionSettings,
) -> dict[str, Array]:
    """Return whether each image keeps its class without its first pixels, (counts, images), by model and order.

    Each model is asked about its own class and its own rival. The random order is the same for both.
    """
    flat = images.reshape(len(images), -1)
    before, linear_before = classes[0], linear.predict(flat)
    own = attribution.linear_margin_gradients(linear, *attribution.winners_and_rivals(linear.logits(flat)))
    random = np.random.default_rng(settings.seed).random(images.shape)

    def left(scores: Array) -> list[Array]:
        order = attribution.largest_first(scores, images)
        return [attribution.without(images, order, count) for count in settings.taken]

    def by_linear(scores: Array) -> Array:
        return np.stack([linear.predict(each.reshape(flat.shape)) == linear_before for each in left(scores)])

    def by_network(several: list[Array]) -> Array:
        return np.stack([predict_logits(network, each).argmax(axis=1) == before for each in several])

    return {
        "linear_parts": by_linear(own * images),
        "linear_random": by_linear(random),
        "network_parts": by_network(left(gradient * images)),
        "network_anew": by_network(attribution.anew(network, images, classes, settings.taken, settings.anew)),
        "network_saliency": by_network(left(np.abs(gradient))),
        "network_random": by_network(left(random)),
    }
