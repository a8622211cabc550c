"""What is changed when an image is changed: its pixels, its frequencies, or its distances along principal axes.

The same image can be encoded in many ways, and the direction of steepest ascent differs between them: one in which
smooth images are near leads to smooth images (Olah et al. 2017).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explainer.data import SIDE
from explainer.models.dense import times

NEARLY = 1e-3  # keeps the logarithm of ink finite at the background and at full ink


@dataclass(frozen=True)
class Parametrisation:
    """Images (N, 1, 28, 28) in [0, 1] encoded as parameters (N, …), and decoded."""

    encode: Callable[[Tensor], Tensor]  # images → params
    decode: Callable[[Tensor], Tensor]  # params → images
    project: Callable[[Tensor], Tensor] = lambda params: params  # after each step: back to what images have


PIXELS = Parametrisation(lambda images: images, lambda params: params, lambda params: params.clamp(0, 1))
"""The pixels themselves; ink beyond the range is cut off after each step."""


def fourier(decay: float = 1.0) -> Parametrisation:
    """Return the discrete Fourier transform of the log-odds of ink, each wave scaled by 1 / frequency^decay.

    A wave's frequency is in cycles per image, and at least 1. A sigmoid keeps the ink within its range.
    """
    across, down = np.fft.rfftfreq(SIDE, 1 / SIDE), np.fft.fftfreq(SIDE, 1 / SIDE)
    frequency = np.maximum(np.hypot(down[:, None], across[None, :]), 1.0)
    scale = torch.from_numpy(frequency**-decay).float()[..., None]  # (28, 15, 1)

    def encode(images: Tensor) -> Tensor:
        waves = torch.fft.rfft2(torch.logit(images, NEARLY), norm="ortho")
        params: Tensor = torch.view_as_real(waves) / scale.to(images.device)
        return params

    def decode(params: Tensor) -> Tensor:
        waves = torch.view_as_complex(params * scale.to(params.device))
        odds: Tensor = torch.fft.irfft2(waves, s=(SIDE, SIDE), norm="ortho")
        return odds.sigmoid()

    return Parametrisation(encode, decode)


def principal(mean: NDArray[np.float64], covariance: NDArray[np.float64], axes: int) -> Parametrisation:
    """Return the distances from `mean` (784,) along the first principal axes of `covariance` (784, 784).

    A distance is in standard deviations along its axis. What the axes cannot say is left out, and ink beyond the
    range is cut off in the decoded image.
    """
    variances, directions = np.linalg.eigh(covariance)
    stds = np.sqrt(np.maximum(variances[::-1][:axes], 0))
    basis = torch.from_numpy(directions[:, ::-1][:, :axes] * stds).float()  # (784, axes)
    centre = torch.from_numpy(mean).float()
    inverse = torch.linalg.pinv(basis)  # (axes, 784)

    def encode(images: Tensor) -> Tensor:
        return times(images.flatten(1) - centre.to(images.device), inverse.T)

    def decode(params: Tensor) -> Tensor:
        flat = centre.to(params.device) + times(params, basis.T)
        return flat.clamp(0, 1).reshape(-1, 1, SIDE, SIDE)

    return Parametrisation(encode, decode)


def axes_holding(share: float, covariance: NDArray[np.float64]) -> int:
    """Return how many principal axes of a covariance (784, 784), longest first, hold that share of the variance."""
    variances = np.maximum(np.linalg.eigvalsh(covariance)[::-1], 0)
    held = np.cumsum(variances) / variances.sum()
    return int(np.searchsorted(held, share)) + 1
