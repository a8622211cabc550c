"""Ascents from several starts, against an objective whose maximum is known."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from explainer.methods import finished
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import Objective, channel, unit_count
from explainer.models import cnn
from explainer.settings import AscentSettings

SETTINGS = AscentSettings(steps=20)
RANGES = ((0.0, 0.1), (0.45, 0.55), (0.9, 1.0))


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval().requires_grad_(False)


def two_hills():
    """Two maxima: a blank image, worth 1, and full ink, worth 2; a valley of 0 at an ink of 1/3."""
    return Objective(lambda images: (3 * images.mean(dim=(1, 2, 3)) - 1).abs())


def test_the_start_on_the_higher_hill_is_kept():
    starts = [np.full((2, 28, 28), ink, np.float32) + noise(2, SETTINGS) / 100 for ink in (0.2, 0.6)]
    found = finished.finish(two_hills(), starts, SETTINGS)
    np.testing.assert_array_equal(found.chosen, [1, 1])
    np.testing.assert_allclose(found.values, 2, atol=1e-4)
    np.testing.assert_allclose(found.by_start[0], 1, atol=1e-4)
    assert found.images.min() > 0.99


def test_what_is_kept_is_never_worse_than_a_start(network):
    """Steps of constant size leap over the maximum: the end may be worse than the start, what is kept is not."""
    leaping = replace(SETTINGS, steps=3, step=5.0, shrinking=False)
    count = unit_count(network, "conv2")
    starts = list(finished.noises(count, RANGES, leaping))
    objective = channel(network, "conv2")
    found = finished.finish(objective, starts, leaping)
    with torch.inference_mode():
        before = np.stack([objective(cnn.as_batch(start)).cpu().numpy() for start in starts])
        again = objective(cnn.as_batch(found.images)).cpu().numpy()
    assert (found.by_start >= before - 1e-6).all()
    assert (ascend(objective, starts[1], leaping).values[-1] < before[1]).any()
    np.testing.assert_allclose(again, found.values, atol=1e-5)


def test_starts_have_their_range_and_differ():
    starts = list(finished.noises(3, (*RANGES, RANGES[0]), SETTINGS, side=14))
    assert [start.shape for start in starts] == [(3, 14, 14)] * 4
    for start, (low, high) in zip(starts, RANGES, strict=False):
        assert low <= start.min() < start.max() <= high
    assert (starts[0] != starts[3]).any()


def test_the_maximum_of_a_linear_objective_is_at_a_corner(network):
    """No change of any one pixel raises it, and random images are all lower."""
    objective = channel(network, "conv1")
    best = finished.linear_maximizers(objective, 16)
    assert set(np.unique(best)) <= {0.0, 1.0}
    random = np.random.default_rng(0).uniform(0, 1, (16, 28, 28)).astype(np.float32)
    with torch.inference_mode():
        most, other = (objective(cnn.as_batch(images)) for images in (best, random))
        for row, column in ((0, 0), (0, 13), (13, 13), (27, 5)):
            changed = best.copy()
            changed[:, row, column] = 1 - changed[:, row, column]
            assert (objective(cnn.as_batch(changed)) <= most + 1e-6).all()
    assert (other < most).all()


def test_means_over_a_map_are_those_of_the_network(network):
    images = noise(3, SETTINGS)
    maps = network.activations(cnn.as_batch(images), "conv2").cpu().numpy()
    np.testing.assert_allclose(finished.mean_activations(network, "conv2", images), maps.mean(axis=(2, 3)), atol=1e-5)
    np.testing.assert_allclose(
        finished.mean_activations(network, "logits", images), network(cnn.as_batch(images)).cpu().numpy(), atol=1e-5
    )


def test_sheets_go_evenly_from_the_background_to_full_ink():
    tones = finished.sheets(5)
    assert tones.shape == (5, 28, 28)
    np.testing.assert_allclose(tones[:, 3, 9], [0, 0.25, 0.5, 0.75, 1])
    assert np.ptp(tones, axis=(1, 2)).max() == 0


def test_grey_at_a_peak_by_hand():
    """Of three grey pixels one is at its peak, one would gain from less ink, and one makes no difference."""
    image = np.zeros((4, 4), np.float32)
    image[0, :3] = 0.5
    objective = Objective(lambda x: -((x[:, 0, 0, 0] - 0.5) ** 2) - x[:, 0, 0, 1])
    assert finished.share_at_a_peak(objective, image, 0.25, 0.75, 0.1) == pytest.approx(1 / 3)
    assert np.isnan(finished.share_at_a_peak(objective, np.zeros((4, 4), np.float32), 0.25, 0.75, 0.1))
