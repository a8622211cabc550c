"""What the page on the network says of its training and of its other seeds, on the code and on the whole test split."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from explainer.data import Dataset
from explainer.models import cnn, silent
from explainer.results import Result
from explainer.settings import SMALL_CNN
from explainer.trainings import seeds


def test_the_learning_rate_rises_to_its_peak_then_falls_evenly_to_nothing(digits, monkeypatch):
    rates = []

    class Recorded(torch.optim.lr_scheduler.OneCycleLR):
        def step(self, epoch=None):
            super().step(epoch)
            if isinstance(self.optimizer, torch.optim.AdamW):
                rates.append(self.get_last_lr()[0])

    monkeypatch.setattr(torch.optim.lr_scheduler, "OneCycleLR", Recorded)
    some = digits.data.train.part(0, 80)
    settings = replace(SMALL_CNN, epochs=5, batch=8)  # 50 steps
    cnn.train(Dataset("some", some, some.part(0, 8), some.part(0, 8)), settings, silent)
    changes = np.diff(rates[:50])
    top = int(np.argmax(rates))
    assert rates[top] == pytest.approx(settings.peak_learning_rate)
    assert 0 < top < 25
    assert (changes[:top] > 0).all()
    np.testing.assert_allclose(changes[top:], changes[top:].mean(), rtol=1e-6)
    assert rates[49] < 1e-3 * settings.peak_learning_rate


def test_the_accuracies_are_those_of_trainings_that_differ(build):
    accuracies = build.arrays("seeds")["accuracies"]
    others = seeds.restore({"seeds": Result(build.arrays("seeds"))})
    assert len(accuracies) == build.numbers["cnn.seeds"] == 1 + len(others)
    assert len({other.layers.conv1.weight.sum().item() for other in others}) == len(others)
    scored = [cnn.accuracy(network, build.data.test) for network in others]
    assert accuracies[0] == build.numbers["cnn.test_accuracy"]
    assert build.numbers["cnn.test_accuracy_mean"] == pytest.approx((accuracies[0] + sum(scored)) / len(accuracies))
