"""The benchmark measures what it says; how fast anything is, no test asks."""

import sys

import numpy as np
import pytest
import torch

from explainer.data import Dataset, Split
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channel
from explainer.models import cnn
from explainer.settings import ROOT, AscentSettings, CnnSettings


@pytest.fixture(autouse=True)
def bench(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT / "tests" / "bench"), *sys.path])


def test_the_exponent_of_known_growth():
    import clock

    assert clock.exponent([1, 2, 4, 8], [3.0, 12.0, 48.0, 192.0]) == pytest.approx(2)


def test_the_peak_is_a_speed_in_plausible_bounds():
    import clock

    assert 1e8 < clock.peak() < 1e14


def test_the_tutorials_training_is_of_the_same_network_and_learns(digits):
    import training

    data = digits.data
    tutorial = training.Tutorial(Dataset("few", data.train.part(0, 256), data.validation, data.test), seed=0)
    assert sum(p.numel() for p in tutorial.network.parameters()) == cnn.Cnn().parameter_count()
    before = tutorial.accuracy(data)
    tutorial.run(60)
    assert tutorial.done == 60
    assert tutorial.accuracy(data) > before + 0.1


def test_the_operations_of_a_training_are_those_counted_by_hand():
    import training

    def orthogonal(rows, columns):  # the Gram matrix, five times four products of small matrices, the step
        return 2 * rows**2 * columns + 5 * 4 * rows**3

    forward = 784 * 25 * 16 + 196 * 400 * 36 + 1764 * 128 + 128 * 10
    to_weights, to_inputs = forward, forward - 784 * 25 * 16  # no gradient is asked of the image
    step = 4 * (forward + to_weights + to_inputs) + orthogonal(36, 400) + orthogonal(128, 1764)
    some = Split(noise(8, AscentSettings()), np.arange(8) % 10)
    recipe = CnnSettings(batch=4, epochs=1.5)  # three steps
    assert training._operations(Dataset("few", some, some, some), recipe) == 2 * 3 * step


def test_one_image_at_a_time_is_ascent_with_a_constant_step(monkeypatch):
    import ascent as bench_ascent

    settings = AscentSettings(steps=3, step=1.0, shrinking=False)
    network = cnn.initial(0).eval()
    ends = []
    clip = np.clip
    monkeypatch.setattr(np, "clip", lambda *given: ends.append(clip(*given)) or ends[-1])
    bench_ascent.one_by_one(network.layers, "logits", 2, settings)
    ours = ascend(channel(network, "logits", [2]), noise(1, settings), settings)
    np.testing.assert_allclose(ends[-1], ours.images[0], atol=1e-2)
    assert torch.isfinite(torch.from_numpy(ends[-1])).all()
