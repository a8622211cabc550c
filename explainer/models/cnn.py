"""The convolutional network of Hvass-Labs' tutorial 13-B, trained by a one-cycle schedule."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from explainer.data import CLASSES, SIDE, Dataset, Floats, Split
from explainer.models import Report

if TYPE_CHECKING:
    from explainer.settings import CnnSettings

FILTERS1, FILTERS2, KERNEL, DENSE = 16, 36, 5, 128  # the tutorial's own sizes
AT_ONCE = 1000  # images per forward pass when only evaluating: bounds the memory


class Cnn(nn.Module):
    """Two convolutions with ReLU and 2×2 max-pooling, a hidden dense layer, ten logits.

    Every layer has a name: `conv1` is a convolution's own output, `conv1_relu` what the ReLU lets through.
    Images are (N, 1, 28, 28) in [0, 1].
    """

    def __init__(self) -> None:
        super().__init__()
        pooled = (SIDE // 4) ** 2 * FILTERS2
        self.layers = nn.Sequential(
            OrderedDict(
                conv1=nn.Conv2d(1, FILTERS1, KERNEL, padding="same"),  # (N, 16, 28, 28)
                conv1_relu=nn.ReLU(),
                pool1=nn.MaxPool2d(2),  # (N, 16, 14, 14)
                conv2=nn.Conv2d(FILTERS1, FILTERS2, KERNEL, padding="same"),  # (N, 36, 14, 14)
                conv2_relu=nn.ReLU(),
                pool2=nn.MaxPool2d(2),  # (N, 36, 7, 7)
                flatten=nn.Flatten(),  # (N, 1764)
                dense1=nn.Linear(pooled, DENSE),  # (N, 128)
                dense1_relu=nn.ReLU(),
                logits=nn.Linear(DENSE, CLASSES),  # (N, 10)
            )
        )

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits (N, 10)."""
        logits: Tensor = self.layers(images)
        return logits

    def activations(self, images: Tensor, layer: str) -> Tensor:
        """Return the output of the layer of that name, computing nothing beyond it; KeyError if there is none."""
        if layer not in self.names():
            raise KeyError(f"no layer {layer!r}; there are {', '.join(self.names())}")
        output: Tensor = self.layers[: self.names().index(layer) + 1](images)
        return output

    def names(self) -> list[str]:
        """Return the layers' names, from the image to the logits."""
        return [name for name, _ in self.layers.named_children()]

    def parameter_count(self) -> int:
        """Return how many numbers training may change."""
        return sum(parameter.numel() for parameter in self.parameters())


def initial(seed: int) -> Cnn:
    """Return an untrained network; the same seed gives the same weights and touches no other random numbers."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Cnn()


def as_batch(images: Floats) -> Tensor:
    """Return images (N, 28, 28) as a tensor (N, 1, 28, 28) of the memory layout that convolutions want."""
    batch = torch.from_numpy(np.ascontiguousarray(images, np.float32))[:, None]
    return batch.contiguous(memory_format=torch.channels_last)


def predict_logits(network: Cnn, images: Floats) -> NDArray[np.float64]:
    """Return the logits (N, 10) of images (N, 28, 28)."""
    network.eval()
    with torch.inference_mode():
        parts = [network(part).double().numpy() for part in as_batch(images).split(AT_ONCE)]
    return np.concatenate(parts)


def accuracy(network: Cnn, split: Split) -> float:
    """Return the share of images given to their own class."""
    return float((predict_logits(network, split.images).argmax(axis=1) == split.labels).mean())


@dataclass(frozen=True)
class History:
    """What training went through: the loss of every step, in nats; validation accuracy after every epoch."""

    losses: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)


def train(dataset: Dataset, settings: CnnSettings, report: Report) -> tuple[Cnn, History]:
    """Train a network from scratch on `dataset.train`, held in memory, and return it with its history."""
    network = initial(settings.seed).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    shuffle = torch.Generator().manual_seed(settings.seed)
    images, labels = as_batch(dataset.train.images), torch.from_numpy(dataset.train.labels)
    steps_per_epoch = max(1, len(labels) // settings.batch)
    steps = settings.epochs * steps_per_epoch
    optimizer = torch.optim.AdamW(
        network.parameters(), settings.peak_rate, betas=settings.betas, weight_decay=settings.weight_decay
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        settings.peak_rate,
        total_steps=steps,
        pct_start=settings.warm_up,
        anneal_strategy="linear",
        cycle_momentum=False,
    )
    surprise = nn.CrossEntropyLoss(label_smoothing=settings.label_smoothing)
    history = History()
    for _ in range(settings.epochs):
        network.train()
        order = torch.randperm(len(labels), generator=shuffle)
        for step in range(steps_per_epoch):  # the images beyond the last full batch wait for the next epoch
            chosen = order[step * settings.batch : (step + 1) * settings.batch]
            optimizer.zero_grad(set_to_none=True)
            loss = surprise(network(images[chosen]), labels[chosen])
            loss.backward()
            optimizer.step()
            schedule.step()
            history.losses.append(loss.item())
            report(len(history.losses), steps, history.losses[-1])
        history.validation.append(accuracy(network, dataset.validation))
    return network.eval(), history


def to_arrays(network: Cnn) -> dict[str, NDArray[np.float32]]:
    """Return every weight and bias by name, as plain arrays."""
    return {name: tensor.numpy().copy() for name, tensor in network.layers.state_dict().items()}


def from_arrays(arrays: Mapping[str, NDArray[np.float32]]) -> Cnn:
    """Return the network whose weights `to_arrays` gave."""
    network = Cnn()
    network.layers.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    return network.to(memory_format=torch.channels_last).eval()  # type: ignore[call-overload,no-any-return]
