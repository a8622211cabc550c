"""The cards of the trained models: for each what it is, how it was made, how good it is and what is wrong with it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

from explainer.build import models
from explainer.cards import Model
from explainer.catalogue import EXPERIMENTS, MODELS
from explainer.results import Result, Unit
from explainer.rows import UNITS
from explainer.settings import Settings

LICENCE = "MIT"
SHARE: Unit = "fine fraction"  # how what was measured of each network is written


def made(
    files: Mapping[str, Path],
    results: Mapping[str, Result],
    settings: Settings,
    dataset: Mapping[str, Any],
    words: Callable[[str], str],
) -> dict[str, dict[str, Any]]:
    """Return the card of every model by its name.

    files: as `models.keep` returns them. dataset: as in results.json. words: puts numbers into the place of markers.
    """
    cards = {}
    for experiment, row in MODELS.items():
        found = models.held(experiment, results[experiment].arrays)
        for network, tensors in found.items():
            name = models.named(experiment, network)
            cards[name] = {
                "title": row.title.format(network=network),
                "about": _from_there(words(row.about)),
                "page": EXPERIMENTS[experiment].page,
                "file": f"{models.FOLDER}/{name}.safetensors",
                "sha256": hashlib.sha256(files[name].read_bytes()).hexdigest(),
                "licence": LICENCE,
                "data": dict(dataset),
                "trained_on": _chosen(settings, row.images) if row.images else dataset["train"],
                "recipe": dict(_recipe(row, settings)),
                "seed": _chosen(settings, row.seed) + int(network or 0) if row.seed else None,
                "accuracy": list(_accuracies(row, network, results)),
                "parameters": sum(results[experiment].arrays[array].size for array in tensors.values()),
                "tensors": {
                    tensor: {"dtype": str(array.dtype), "shape": list(array.shape)}
                    for tensor, array in ((each, results[experiment].arrays[own]) for each, own in tensors.items())
                },
                "faults": [_from_there(words(fault)) for fault in row.faults],
                "use": row.use,
                "arrays": f"arrays/{experiment}.npz",
                "said": {"about": row.about, "faults": list(row.faults)},  # with its markers, for the card's own page
            }
    return cards


def _from_there(text: str) -> str:
    """Return a text with its links to files of Markdown as links to where their pages are, from models/index.json."""
    return text.replace(".md", "/")


def _recipe(row: Model, settings: Settings) -> Iterator[tuple[str, Any]]:
    """Yield the settings behind a model, each by its path, groups taken apart."""
    for path in row.recipe:
        for setting, value in _apart(path, _chosen(settings, path)):
            if setting != row.seed:  # which each network has of its own
                yield setting, value


def _apart(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from _apart(f"{path}.{each.name}", getattr(value, each.name))
    else:
        yield path, list(value) if isinstance(value, tuple) else value


def _chosen(settings: Settings, path: str) -> Any:
    return reduce(getattr, path.split("."), settings)


def _accuracies(row: Model, network: str, results: Mapping[str, Result]) -> Iterator[dict[str, Any]]:
    """Yield what was measured: of this network alone, then the numbers of its recipe, each with where it comes from."""
    numbers = {name: number for result in results.values() for name, number in result.numbers.items()}
    experiment = next(name for name, each in MODELS.items() if each is row)
    for what, array in row.own.items():
        place = int(network or 0)
        value = float(results[experiment].arrays[array][place].mean())  # a share, or each image right or wrong
        text = UNITS[SHARE](value)
        yield {"what": what, "value": value, "text": text, "unit": SHARE, "array": f"{array}[{place}]"}
    for what, number in row.accuracy.items():
        value, unit = numbers[number]
        yield {
            "what": what,
            "value": value,
            "text": UNITS[SHARE if unit == "fraction" else unit](value),
            "unit": unit,
            "number": number,
        }
