"""The same pictures from five networks, and what the linear classifier, which had no part in them, makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, PIXELS, SIDE, Dataset
from explainer.methods.judging import corrected, predicted, says, share
from explainer.methods.regularizers import clearest_of, ordinary, regularizers
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn, gaussian, logistic, seeds

if TYPE_CHECKING:
    from explainer.settings import JudgedSettings

OWN = np.arange(CLASSES)
ENDINGS = {"none": "_unregularised", "data": ""}  # of the names of numbers; the others end in their regularizer's


def run(dataset: Dataset, settings: JudgedSettings, inputs: Inputs, report: Report) -> Result:
    """Maximize with every regularizer for one network after the other, as for the first; ask the linear classifier."""
    networks, judge = [cnn.restore(inputs), *seeds.restore(inputs)], logistic.restore(inputs)
    ladder, validation = regularizers(gaussian.restore(inputs), settings.ladder), dataset.validation
    least = [ordinary(predict_logits(each, validation.images), validation.labels) for each in networks]
    arrays: dict[str, NDArray[Any]] = {}
    numbers: dict[str, Number] = {}
    for done, (name, regularizer) in enumerate(ladder.items(), start=1):
        images = np.empty((settings.sets, CLASSES, SIDE, SIDE), np.float32)
        images[0] = inputs["ladder"].arrays[f"{name}_images"]  # of the first network, from the same starts
        for place in range(1, settings.sets):
            i = place % len(networks)
            images[place], _ = clearest_of(networks[i], regularizer, least[i], settings.ladder, first=CLASSES * place)
        logits = judge.logits(images.reshape(-1, PIXELS)).reshape(settings.sets, CLASSES, CLASSES)
        raw, fair = predicted(logits), corrected(logits)
        arrays |= {
            f"{name}_images": images,  # (sets, 10, 28, 28) in [0, 1], one of each class
            f"{name}_logits": logits,  # (sets, 10, 10), the judge's: set, class it was made for, class it speaks of
            f"{name}_said": says(raw),  # (10,), how often the judge says each digit
            f"{name}_said_corrected": says(fair),  # (10,), the same without its bias
        }
        ending = ENDINGS.get(name, f"_{name}")
        for kind, classes in (("recognised", raw), ("corrected", fair)):
            shares = share(classes == OWN)
            numbers |= {f"prior.{kind}_by_linear{ending}{end}": (v, "fraction") for end, v in shares.items()}
        if name in ENDINGS:
            numbers[f"prior.digits_said{ending}"] = (int((says(raw) > 0).sum()), "count")
        report(done, len(ladder))
    return Result(
        arrays=arrays,
        numbers=numbers
        | {
            "prior.images_per_rung": (settings.sets * CLASSES, "count"),
            "prior.networks": (min(settings.sets, len(networks)), "count"),
            "prior.judge_on_empty": (int(judge.predict(np.zeros((1, PIXELS)))[0]), "digit"),
        },
    )
