"""The trials by which the network's recipe was chosen: each on validation, from several seeds, the failed ones kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from explainer import pins
from explainer.build.plan import Plan
from explainer.build.run import Order, carry_out
from explainer.build.sweep import load, missing
from explainer.catalogue import EXPERIMENTS
from explainer.errors import ExplainerError
from explainer.progress import Progress
from explainer.settings import FAST_CNN, RECIPE_LOG, CnnSettings

NAME = "cnn"
SEEDS = 3

# What is changed, in words, and the settings with the change. Each trial changes one thing, but for earlier recipes.
SITE: Mapping[str, CnnSettings] = {
    "as chosen": CnnSettings(),
    "AdamW alone": CnnSettings(muon_peak_learning_rate=0),
    "AdamW alone, 2.5 epochs: an earlier recipe": CnnSettings(muon_peak_learning_rate=0, epochs=2.5),
    "one epoch": CnnSettings(epochs=1),
    "momentum 0.9": CnnSettings(momentum=0.9),
    "momentum 0.95, as the authors take": CnnSettings(momentum=0.95),
    "learning rate of Muon 0.05": CnnSettings(muon_peak_learning_rate=0.05),
    "learning rate of Muon 0.15": CnnSettings(muon_peak_learning_rate=0.15),
    "learning rate of AdamW 0.003": CnnSettings(peak_learning_rate=3e-3),
    "learning rate of AdamW 0.01": CnnSettings(peak_learning_rate=1e-2),
    "no label smoothing": CnnSettings(label_smoothing=0),
    "label smoothing 0.1": CnnSettings(label_smoothing=0.1),
    "not shifted": CnnSettings(shift=0),
    "shifted by up to 2 pixels": CnnSettings(shift=2),
}
FAST: Mapping[str, CnnSettings] = {
    "as chosen": FAST_CNN,
    "AdamW alone": replace(FAST_CNN, muon_peak_learning_rate=0),
    "AdamW alone, 0.6 epochs of 96 images: an earlier recipe": CnnSettings(
        muon_peak_learning_rate=0, epochs=0.6, batch=96, shift=0
    ),
    "learning rate of Muon 0.05": replace(FAST_CNN, muon_peak_learning_rate=0.05),
    "learning rate of Muon 0.2": replace(FAST_CNN, muon_peak_learning_rate=0.2),
    "batches of 96": replace(FAST_CNN, batch=96),
    "no label smoothing": replace(FAST_CNN, label_smoothing=0),
    "shifted by up to 1 pixel": replace(FAST_CNN, shift=1),
}
TRIALS = {"site": SITE, "fast": FAST}


@dataclass(frozen=True)
class Recipes:
    """All trials on the data set of a plan. What is kept of an earlier call, or of a sweep, is not run again."""

    todo: Plan

    def orders(self) -> dict[tuple[str, str, int], Order]:
        """Return every run: of which table, of which trial, from which seed."""
        if self.todo.source.name != "mnist":
            raise ExplainerError(f"The recipes were chosen on MNIST, and here is {self.todo.source.name}.")
        asked = {
            (table, trial, seed): replace(settings, seed=seed)
            for table, trials in TRIALS.items()
            for trial, settings in trials.items()
            for seed in range(SEEDS)
        }
        found = self.todo.keys_with(NAME, asked.values())
        own = self.todo.experiments[NAME]
        return {
            what: Order(NAME, settings, key, *(() if key == own else (f"{NAME}-recipe-{key}", "sweeps")))
            for (what, settings), key in zip(asked.items(), found, strict=True)
        }

    def run(self, progress: Progress) -> int:
        """Run what is missing, and return how many that were."""
        orders = {" ".join(map(str, what)): order for what, order in self.orders().items()}
        todo = missing(self.todo.store, orders)
        expected = {name: 1 + 10 * EXPERIMENTS[NAME].cost * order.settings.epochs for name, order in todo.items()}
        carry_out(self.todo, todo, {name: name for name in todo}, expected, progress)
        return len(todo)

    def log(self) -> dict[str, Any]:
        """Return the tables: for each trial how many images it saw, and the validation accuracy from each seed."""
        tables: dict[str, dict[str, Any]] = {table: {} for table in TRIALS}
        for (table, trial, _), order in self.orders().items():
            result = load(self.todo.store, order)
            row = tables[table].setdefault(trial, {"images": int(result.value("cnn.images_seen")), "validation": []})
            row["validation"].append(float(result.arrays["validation_accuracies"][-1]))
        return {"departures": pins.departures(), "seeds": SEEDS, "tables": tables}


def write(log: Mapping[str, Any], file: Path = RECIPE_LOG) -> None:
    """Write the log where the pages look for it."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(log, indent=1, ensure_ascii=False) + "\n", "utf-8")
