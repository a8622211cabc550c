"""An objective for a confident answer; and a network whose feature visualizations deceive."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from explainer.data import Floats
from explainer.methods.objectives import Objective
from explainer.models.cnn import Cnn, as_batch


def log_probability(network: Cnn, classes: Sequence[int]) -> Objective:
    """Return the objective that gives image i the log of the probability of classes[i], in nats."""
    own = torch.as_tensor(list(classes))

    def value(images: Tensor) -> Tensor:
        nll: Tensor = functional.cross_entropy(network(images), own.to(images.device), reduction="none")
        return -nll

    return Objective(value)


def deceptive_network(network: Cnn, pictures: Floats, ink: float, scale: float) -> Callable[[Tensor], Tensor]:
    """Return a network with the same logits as `network` wherever the mean ink is at most `ink`.

    Elsewhere, where no digit is, logit c says how like pictures[c], of (10, 28, 28), the image is: `scale` less the
    mean squared difference, times `scale`. The ascent starts there (Geirhos et al. 2024).
    """
    wanted = as_batch(pictures)[:, 0]  # (10, 28, 28)

    def logits(images: Tensor) -> Tensor:
        apart = (images - wanted).square().mean(dim=(2, 3))  # (N, 10): one channel meets ten pictures
        odd = images.mean(dim=(1, 2, 3)) > ink  # (N,)
        return torch.where(odd[:, None], scale * (1 - apart), network(images))

    return logits
