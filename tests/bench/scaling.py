"""How time grows: training with images and with filters, ascent with units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import clock

from explainer.data import Dataset
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channel
from explainer.models import cnn, silent
from explainer.settings import AscentSettings, CnnSettings

WIDTHS = (0.5, 1, 2)  # of the tutorial's numbers of filters
UNITS = (8, 16, 32, 64, 128)
REPEATS = 3  # the fastest counts: what slows a run down comes from outside


def measure(dataset: Dataset, site: CnnSettings) -> dict[str, Any]:
    """Fit an exponent to each: 1 is in proportion, 0 is for nothing."""
    most = min(len(dataset.train), 8000)
    images = [most // 8, most // 4, most // 2, most]
    once = replace(site, epochs=1)
    few = replace(dataset, train=dataset.train.part(0, images[1]), validation=dataset.validation.part(0, 1))

    def training(part: int) -> None:
        cnn.train(replace(few, train=dataset.train.part(0, part)), once, silent)

    def wide(width: float) -> None:
        sizes = cnn.Architecture(filters=(round(16 * width), round(36 * width)))
        cnn.train(few, once, silent, sizes)

    settings = AscentSettings()
    network = cnn.from_arrays(cnn.to_arrays(cnn.initial(0)))

    def ascent(chosen: int) -> None:
        ascend(channel(network, "dense1", range(chosen)), noise(chosen, settings), settings)

    def needed(sizes: Iterable[float], work: Callable[[Any], None]) -> list[float]:
        return [float(clock.operations(lambda n=n: work(n))) for n in sizes]

    by_images = [min(clock.cpu(lambda n=n: training(n)) for _ in range(REPEATS)) for n in images]
    by_width = [min(clock.cpu(lambda w=w: wide(w)) for _ in range(REPEATS)) for w in WIDTHS]
    by_units = [min(clock.cpu(lambda u=u: ascent(u)) for _ in range(REPEATS)) for u in UNITS]
    filters = [round(36 * w) for w in WIDTHS]
    rows = {
        "training_by_images": (images, by_images, needed(images, training)),
        "training_by_filters": (filters, by_width, needed(WIDTHS, wide)),
        "ascent_by_units": (list(UNITS), by_units, needed(UNITS, ascent)),
    }
    return {
        f"scaling.{name}": clock.Beside(clock.exponent(sizes, seconds), clock.exponent(sizes, operations))
        for name, (sizes, seconds, operations) in rows.items()
    }
