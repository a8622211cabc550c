"""The tutorial's training beside ours: the same network, the same images, the same core."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Any

import clock
import numpy as np
import torch
from torch import nn

from explainer.data import Dataset
from explainer.models import cnn, silent
from explainer.settings import FAST_CNN, CnnSettings

STEPS, BATCH, LEARNING_RATE = 10_000, 64, 1e-4  # the tutorial's
MEASURED = 600  # of its steps, unless all are asked for


class Tutorial:
    """Its training as it stands, in PyTorch: ReLU before pooling, Adam at one learning rate, batches fed from NumPy."""

    def __init__(self, dataset: Dataset, seed: int) -> None:
        torch.manual_seed(seed)
        self.network = nn.Sequential(
            OrderedDict(
                conv1=nn.Conv2d(1, 16, 5, padding="same"),
                relu1=nn.ReLU(),
                pool1=nn.MaxPool2d(2),
                conv2=nn.Conv2d(16, 36, 5, padding="same"),
                relu2=nn.ReLU(),
                pool2=nn.MaxPool2d(2),
                flatten=nn.Flatten(),
                dense=nn.Linear(1764, 128),
                relu3=nn.ReLU(),
                logits=nn.Linear(128, 10),
            )
        )
        self.optimizer = torch.optim.Adam(self.network.parameters(), LEARNING_RATE)
        self.images, self.labels = dataset.train.images, dataset.train.labels
        self.rng = np.random.default_rng(seed)
        self.order = np.empty(0, np.int64)
        self.done = 0

    def run(self, steps: int) -> None:
        """Take so many steps; every hundredth also measures the accuracy on its batch, as the tutorial does."""
        for _ in range(steps):
            if len(self.order) < BATCH:
                self.order = self.rng.permutation(len(self.labels))
            chosen, self.order = self.order[:BATCH], self.order[BATCH:]
            images = torch.from_numpy(self.images[chosen])[:, None]
            labels = torch.from_numpy(self.labels[chosen])
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(self.network(images), labels).backward()
            self.optimizer.step()
            if self.done % 100 == 0:
                with torch.no_grad():
                    (self.network(images).argmax(dim=1) == labels).float().mean().item()
            self.done += 1

    def accuracy(self, dataset: Dataset) -> float:
        """Return the accuracy on test."""
        with torch.no_grad():
            parts = torch.from_numpy(dataset.test.images)[:, None].split(1000)
            given = torch.cat([self.network(part).argmax(dim=1) for part in parts])
        return float((given.numpy() == dataset.test.labels).mean())


def measure(dataset: Dataset, site: CnnSettings, rounds: int, *, full: bool) -> dict[str, Any]:
    """Take turns: some of the tutorial's steps, one fast training, one training of the site's, and so on."""
    tutorial = Tutorial(dataset, seed=0)
    quick = replace(site, epochs=site.epochs / 3) if dataset.name == "digits" else FAST_CNN
    tutorial.run(3)  # warm
    per_round = (STEPS if full else MEASURED) // rounds
    theirs, fast, ours, peaks = [], [], [], []
    scores: dict[str, list[float]] = {"fast": [], "site": [], "fast_validation": [], "site_validation": []}
    for seed in range(rounds):
        theirs.append(clock.cpu(lambda: tutorial.run(per_round)) / per_round * STEPS)
        peaks.append(clock.peak())
        for name, recipe, seconds in (("fast", quick, fast), ("site", site, ours)):
            seconds.append(_train(dataset, replace(recipe, seed=seed), name, scores))
    peak, tutorials = float(np.median(peaks)), float(np.median(theirs))
    least = {name: _operations(dataset, each) / peak for name, each in (("fast", quick), ("site", site))}  # seconds
    return {
        "train.speedup": clock.Beside(float(np.median(np.divide(theirs, fast))), tutorials / least["fast"]),
        "train.accuracy_mean": float(np.mean(scores["fast"])),
        "train.accuracy_std": float(np.std(scores["fast"], ddof=1)),
        "train.validation_mean": float(np.mean(scores["fast_validation"])),
        "train.site_speedup": clock.Beside(float(np.median(np.divide(theirs, ours))), tutorials / least["site"]),
        "train.site_accuracy_mean": float(np.mean(scores["site"])),
        "train.site_accuracy_std": float(np.std(scores["site"], ddof=1)),
        "train.site_validation_mean": float(np.mean(scores["site_validation"])),
        "train.tutorial_cpu_seconds": tutorials,
        "train.fast_cpu_seconds": clock.Beside(float(np.median(fast)), least["fast"]),
        "train.site_cpu_seconds": clock.Beside(float(np.median(ours)), least["site"]),
        "train.speedup_by_round": np.divide(theirs, fast).round(1).tolist(),
        "train.site_speedup_by_round": np.divide(theirs, ours).round(1).tolist(),
        "train.fraction_of_peak": clock.Beside(float(least["site"] / np.median(ours)), 1.0),
        "train.peak_gflops": peak / 1e9,
        **({"train.tutorial_accuracy": tutorial.accuracy(dataset)} if full else {}),
    }


def _train(dataset: Dataset, recipe: CnnSettings, name: str, scores: dict[str, list[float]]) -> float:
    """Train once, score it, and return the CPU seconds of the training alone."""
    # A few validation images: scoring is no part of training, and the tutorial's steps have none of it.
    bare = replace(dataset, validation=dataset.validation.part(0, 1))
    networks: list[cnn.Cnn] = []
    seconds = clock.cpu(lambda: networks.append(cnn.train(bare, recipe, silent)[0]))
    scores[name].append(cnn.accuracy(networks[0], dataset.test))
    scores[f"{name}_validation"].append(cnn.accuracy(networks[0], dataset.validation))
    return seconds


def _operations(dataset: Dataset, recipe: CnnSettings) -> float:
    """Return the floating-point operations of a training: those of one step, its optimizers' too, times its steps."""
    some = dataset.train.part(0, recipe.batch)
    one = replace(dataset, train=some, validation=some.part(0, 1))
    steps = round(recipe.epochs * (len(dataset.train) // recipe.batch))
    return clock.operations(lambda: cnn.train(one, replace(recipe, epochs=1), silent)) * steps
