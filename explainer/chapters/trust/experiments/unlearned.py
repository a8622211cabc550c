"""Train the network on labels that were dealt out anew, at random: it memorizes images, and learns no digit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset, Split
from explainer.models import Report, cnn
from explainer.results import Inputs, Result
from explainer.trainings.cnn import pack, unpack

if TYPE_CHECKING:
    from explainer.settings import ControlsSettings


def run(dataset: Dataset, settings: ControlsSettings, inputs: Inputs, report: Report) -> Result:
    """Train from several seeds, each on labels dealt out anew; score on those labels, and on the true ones of test."""
    del inputs
    some = dataset.train.part(0, settings.images)
    arrays = dict[str, NDArray[Any]]()
    by_heart, test = [], []
    for place in range(settings.sets):
        dealt = Split(some.images, np.random.default_rng([settings.seed, place]).permutation(some.labels))
        again = replace(settings.cnn, seed=settings.cnn.seed + place)
        network, _ = cnn.train(Dataset(dataset.name, dealt, dataset.validation, dataset.test), again, report)
        by_heart.append(cnn.accuracy(network, dealt))
        test.append(cnn.accuracy(network, dataset.test))
        arrays |= pack(network, f"{place}:")
    return Result(
        arrays={
            "by_heart": np.array(by_heart),  # (sets,), fractions of the training images given the label dealt to them
            "test": np.array(test),  # (sets,), fractions on test, by the true labels
            **arrays,  # "0:conv1.weight" and so on: the weights of each network
        },
        numbers={
            "controls.shuffled_images": (len(some), "count"),
            "controls.by_heart": (float(np.mean(by_heart)), "fraction"),
            "controls.shuffled_test_accuracy": (float(np.mean(test)), "fraction"),
        },
    )


def restore(inputs: Inputs) -> list[cnn.Cnn]:
    """Return the networks, for the experiment that maximizes their logits."""
    arrays = inputs["unlearned"].arrays
    return [unpack(arrays, f"{place}:") for place in range(len(arrays["test"]))]
