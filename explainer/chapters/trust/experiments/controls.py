"""The recipe of the ladder on networks that know no digit: untrained, and trained on shuffled labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.chapters.trust.experiments import unlearned
from explainer.data import CLASSES, PIXELS, Dataset
from explainer.methods.judging import corrected, predicted, share
from explainer.methods.objectives import channel
from explainer.methods.regularizers import Regularizer, clearest_of, maximize, ordinary, regularizers
from explainer.models import Report
from explainer.models.cnn import Cnn, initial, predict_logits
from explainer.models.linear import Array, LinearModel
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn, gaussian, logistic

if TYPE_CHECKING:
    from explainer.settings import ControlsSettings, LadderSettings

OWN = np.arange(CLASSES)
SILENT = 1e-6  # logits that vary less than this say nothing, however loud they are made
KINDS = {"raw": predicted, "corrected": corrected}


def run(dataset: Dataset, settings: ControlsSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize with every regularizer for each control; ask the judge of the trained networks' pictures."""
    judge, validation = logistic.restore(inputs), dataset.validation
    ladder = regularizers(gaussian.restore(inputs), settings.ladder)
    networks = {
        "untrained": [
            initial(settings.cnn.seed + place).eval().requires_grad_(False) for place in range(settings.sets)
        ],
        "shuffled": unlearned.restore(inputs),
    }
    spoken = {
        control: [predict_logits(each, validation.images) for each in several] for control, several in networks.items()
    }
    least = {control: [ordinary(z, validation.labels) for z in logits] for control, logits in spoken.items()}
    real = inputs["judged"].arrays
    arrays: dict[str, NDArray[Any]] = {"trained_images": real["data_images"][0]}  # (10, 28, 28), the site's network
    shares = {"trained": [_shares(real[f"{name}_logits"]) for name in ladder]}
    total = 2 * len(ladder) + 1
    for control, several in networks.items():
        shares[control] = []
        for regularizer in ladder.values():
            images = _images(several, regularizer, least[control], settings.ladder)
            shares[control].append(_shares(_judged(judge, images)))
            report(sum(map(len, shares.values())) - len(ladder), total)
        arrays[f"{control}_images"] = images[0]  # (10, 28, 28), the last regularizer's: the data prior's
        arrays[f"{control}_all_images"] = images  # (networks, 10, 28, 28), of all of them

    # A control hardly speaks, or the rule lets the prior drown it. So once more, with its logits multiplied until they
    # vary as the trained network's do, and with the strengths that the trained network's images stood.
    spread = predict_logits(cnn.restore(inputs), validation.images).std(axis=0).mean()
    strengths, loud, factors = inputs["ladder"].arrays["data_strengths"], {}, {}
    for control, several in networks.items():
        factors[control] = [float(spread / max(each.std(axis=0).mean(), SILENT)) for each in spoken[control]]
        images = np.stack(
            [
                maximize(
                    factor * channel(network, "logits"),
                    ladder["data"],
                    strengths,
                    settings.ladder,
                    range(CLASSES * place, CLASSES * (place + 1)),
                )
                for place, (network, factor) in enumerate(zip(several, factors[control], strict=True))
            ]
        )
        loud[control] = _shares(_judged(judge, images))
        arrays[f"{control}_loud_images"] = images[0]  # (10, 28, 28), the data prior's
        arrays[f"{control}_loud_all_images"] = images  # (networks, 10, 28, 28)
    report(total, total)

    for name, of_each in shares.items():
        for kind in KINDS:  # (6, 3): share, and its interval's ends, for each regularizer
            arrays[f"{name}_{kind}"] = np.array([list(each[kind].values()) for each in of_each])
    last = {
        "": shares["shuffled"][-1],
        "_untrained": shares["untrained"][-1],
        "_loud": loud["shuffled"],
        "_untrained_loud": loud["untrained"],
    }
    numbers: dict[str, Number] = {
        f"prior.control_{said}_by_linear{which}{end}": (value, "fraction")
        for which, of_each in last.items()
        for kind, said in (("raw", "recognised"), ("corrected", "corrected"))
        for end, value in of_each[kind].items()
    }
    return Result(
        arrays=arrays,
        numbers=numbers
        | {
            "controls.images": (settings.sets * CLASSES, "count"),
            "controls.networks": (settings.sets, "count"),
            "controls.louder": (float(np.mean(factors["untrained"])), "count"),
            "controls.louder_shuffled": (float(np.mean(factors["shuffled"])), "times"),
            "controls.highest": (
                float(max(arrays[f"{name}_{kind}"][:, 0].max() for name in networks for kind in KINDS)),
                "fraction",
            ),
        },
    )


def _images(
    networks: list[Cnn],
    regularizer: Regularizer,
    least: list[Array],
    settings: LadderSettings,
) -> NDArray[np.float32]:
    """Return ten images of each network (networks, 10, 28, 28), by the ladder's rule."""
    return np.stack(
        [
            clearest_of(network, regularizer, own, settings, CLASSES * place)[0]
            for place, (network, own) in enumerate(zip(networks, least, strict=True))
        ]
    )


def _judged(judge: LinearModel, images: NDArray[np.float32]) -> Array:
    """Return the judge's logits (sets, 10, 10) of images (sets, 10, 28, 28)."""
    return judge.logits(images.reshape(-1, PIXELS)).reshape(len(images), CLASSES, CLASSES)


def _shares(logits: Array) -> dict[str, dict[str, float]]:
    """Return the share given to its own digit, as the judge says it and without its bias, each with its interval."""
    return {kind: share(classes(logits) == OWN) for kind, classes in KINDS.items()}
