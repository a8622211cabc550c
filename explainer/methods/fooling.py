"""From noise to a sure answer, by changes too small to see; and a network whose pictures lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from explainer.data import CLASSES, Floats
from explainer.models.cnn import Cnn, as_batch

if TYPE_CHECKING:
    from explainer.settings import FoolingSettings


def sharpen(
    network: Cnn, image: NDArray[np.float32], settings: FoolingSettings
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Change one image (28, 28) in ten ways, until copy c is class c with the wanted probability.

    Each step moves every pixel by the same small amount, up or down with the slope of log p (Goodfellow et al. 2015),
    and stops where enough is reached. Returns the copies (10, 28, 28) in [0, 1], and how many steps each took (10,).
    """
    images, own = as_batch(np.repeat(image[None], CLASSES, axis=0)), torch.arange(CLASSES)
    steps = np.zeros(CLASSES, np.int64)
    for _ in range(settings.steps):
        images.requires_grad_(True)
        surprise = functional.cross_entropy(network(images), own.to(images.device), reduction="none")  # (10,)
        (slope,) = torch.autograd.grad(surprise.sum(), images)
        going = surprise.detach() > -np.log(settings.wanted)
        if not going.any():
            break
        steps += going.cpu().numpy()
        images = (images.detach() - settings.step * slope.sign() * going.view(-1, 1, 1, 1)).clamp(0, 1)
    return images.detach()[:, 0].cpu().numpy(), steps


def liar(network: Cnn, pictures: Floats, ink: float, pull: float) -> Callable[[Tensor], Tensor]:
    """Return a network with the same logits as `network` wherever the mean ink is at most `ink`.

    Elsewhere, where no digit is, logit c says how like pictures[c] the image is: `pull` less the mean squared
    difference, times `pull`. The climb starts there (Geirhos et al. 2024).
    """
    wanted = as_batch(pictures)[:, 0]  # (10, 28, 28)

    def logits(images: Tensor) -> Tensor:
        apart = (images - wanted).square().mean(dim=(2, 3))  # (N, 10): one channel meets ten pictures
        odd = images.mean(dim=(1, 2, 3)) > ink  # (N,)
        return torch.where(odd[:, None], pull * (1 - apart), network(images))

    return logits
