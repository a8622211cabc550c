"""What is changed when an image is changed, and what it must stand."""

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import noise
from explainer.methods.parametrisations import PIXELS, axes_holding, fourier, principal
from explainer.methods.transformations import jitter
from explainer.models import cnn
from explainer.settings import AscentSettings

GAUSSIAN_784 = principal(np.full(784, 0.5), np.diag(np.linspace(1.0, 2.0, 784)), axes=784)


@pytest.mark.parametrize(
    "parametrisation", [PIXELS, fourier(), fourier(0.0), GAUSSIAN_784], ids=["pixels", "1/f", "flat", "principal"]
)
def test_what_is_encoded_can_be_decoded(parametrisation):
    images = cnn.as_batch(noise(3, AscentSettings()))
    torch.testing.assert_close(parametrisation.decode(parametrisation.encode(images)), images, atol=1e-4, rtol=0)


def test_pixels_are_projected_into_their_range():
    assert PIXELS.project(torch.tensor([-0.5, 0.25, 1.5])).tolist() == [0.0, 0.25, 1.0]


def test_a_wave_is_scaled_by_its_frequency():
    across = np.cos(2 * np.pi * 4 * np.arange(28) / 28)  # four waves across the image
    ink = 1 / (1 + np.exp(-np.tile(across, (28, 1))))
    params = fourier().encode(cnn.as_batch(ink[None]))[0]  # (28, 15, 2)
    assert params.abs().argmax() == 4 * 2  # no wave down, the fourth across, its real part
    assert params.abs().max() == pytest.approx(4 * 28 / 2, rel=1e-4)


def test_axes_hold_a_share():
    covariance = np.diag([5.0, 1.0, 3.0, 1.0])
    assert [axes_holding(share, covariance) for share in (0.4, 0.5, 0.6, 0.85, 0.95)] == [1, 1, 2, 3, 4]


def test_jitter_shifts_every_image_alike_and_background_comes_in():
    images = torch.zeros(2, 1, 28, 28)
    images[:, :, 10, 10] = 1.0
    places = set()
    for draw in range(60):
        shifted = jitter(1)(images, torch.Generator().manual_seed(draw))
        assert shifted.shape == images.shape
        assert torch.equal(shifted[0], shifted[1])
        (place,) = shifted[0, 0].nonzero().tolist()
        places.add(tuple(place))
    assert places == {(row, column) for row in (9, 10, 11) for column in (9, 10, 11)}
    assert jitter(1)(torch.ones(1, 1, 28, 28), torch.Generator().manual_seed(0)).min() == 0
