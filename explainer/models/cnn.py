"""The convolutional network of Hvass-Labs' tutorial 13-B, trained by Muon and AdamW on a one-cycle schedule."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from explainer.data import CLASSES, SIDE, Dataset, Floats, Split
from explainer.models import Report
from explainer.models.dense import Dense
from explainer.models.first_convolution import FirstConvolution
from explainer.models.muon import Muon

if TYPE_CHECKING:
    from explainer.settings import CnnSettings

AT_ONCE = 200  # images per forward pass when only evaluating: what they need stays in the processor's cache


@dataclass(frozen=True)
class Architecture:
    """How many units each layer has; what the tutorial chose, unless said otherwise."""

    filters: tuple[int, ...] = (16, 36)  # of each convolution, the first one first
    dense: tuple[int, ...] = (128,)  # hidden dense layers
    kernel: int = 5  # side of a filter, in pixels


class Cnn(nn.Module):
    """Convolutions, each with 2×2 max-pooling and ReLU; hidden dense layers with ReLU; ten logits.

    Every layer has a name: `conv1` is a convolution's own output, `conv1_relu` what the ReLU lets through. Pooling
    comes before the ReLU: the largest of four is the same either way, and there is a quarter to set to zero.
    Images are (N, 1, 28, 28) in [0, 1].
    """

    def __init__(self, architecture: Architecture | None = None) -> None:
        super().__init__()
        sizes = architecture or Architecture()
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        inputs, side = 1, SIDE
        for place, filters in enumerate(sizes.filters, start=1):
            layers[f"conv{place}"] = (  # (N, filters, side, side)
                nn.Conv2d(inputs, filters, sizes.kernel, padding="same")
                if place > 1
                else FirstConvolution(filters, sizes.kernel)
            )
            layers[f"conv{place}_pool"] = nn.MaxPool2d(2)  # (N, filters, side // 2, side // 2)
            layers[f"conv{place}_relu"] = nn.ReLU()
            inputs, side = filters, side // 2
        layers["flatten"] = nn.Flatten()  # (N, filters · side²)
        inputs *= side**2
        for place, outputs in enumerate(sizes.dense, start=1):
            layers[f"dense{place}"] = Dense(inputs, outputs)  # (N, outputs)
            layers[f"dense{place}_relu"] = nn.ReLU()
            inputs = outputs
        layers["logits"] = Dense(inputs, CLASSES)  # (N, 10)
        self.layers = nn.Sequential(layers)

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits (N, 10)."""
        logits: Tensor = self.layers(channels_last(images))
        return logits

    def activations(self, images: Tensor, layer: str) -> Tensor:
        """Return the output (N, …) of the layer of that name for images (N, 1, 28, 28), computing nothing beyond it.

        A convolution gives (N, channels, side, side), a dense layer (N, units). Raises KeyError if there is none.
        """
        output: Tensor = self.layers[: self._place(layer) + 1](channels_last(images))
        return output

    def names(self) -> list[str]:
        """Return the layers' names, from the image to the logits."""
        return [name for name, _ in self.layers.named_children()]

    def weighted(self) -> list[str]:
        """Return the names of the layers that have weights: convolutions, dense layers, logits."""
        return [name for name, layer in self.layers.named_children() if isinstance(layer, nn.Conv2d | nn.Linear)]

    def parameter_count(self) -> int:
        """Return how many numbers training may change."""
        return sum(parameter.numel() for parameter in self.parameters())

    def _place(self, layer: str) -> int:
        if layer not in self.names():
            raise KeyError(f"no layer {layer!r}; there are {', '.join(self.names())}")
        return self.names().index(layer)


def channels_last(images: Tensor) -> Tensor:
    """Return images (N, 1, 28, 28) of the same shape, with strides that tell convolutions to keep channels together.

    With one channel both layouts are the same memory, and PyTorch takes it for the other one, which is slower.
    """
    return images[:, 0, :, :, None].permute(0, 3, 1, 2)


def device() -> torch.device:
    """Return the accelerator that PyTorch finds, else the CPU."""
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")


def on_device(network: Cnn) -> Cnn:
    """Return the network where it computes, in the memory layout that convolutions want."""
    return network.to(device(), memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def initial(seed: int, architecture: Architecture | None = None) -> Cnn:
    """Return an untrained network; the same seed gives the same weights and touches no other random numbers."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return on_device(Cnn(architecture))


def as_batch(images: Floats) -> Tensor:
    """Return images (N, 28, 28) as a tensor (N, 1, 28, 28) of the memory layout that convolutions want."""
    batch = torch.from_numpy(np.ascontiguousarray(images, np.float32))[:, None]
    return batch.to(device(), memory_format=torch.channels_last)


def predict_logits(network: Cnn, images: Floats) -> NDArray[np.float64]:
    """Return the logits (N, 10) of images (N, 28, 28)."""
    network.eval()
    with torch.inference_mode():
        parts = [network(part).cpu().double().numpy() for part in as_batch(images).split(AT_ONCE)]
    return np.concatenate(parts)


def accuracy(network: Cnn, split: Split) -> float:
    """Return the share of images given to their own class."""
    return float((predict_logits(network, split.images).argmax(axis=1) == split.labels).mean())


@dataclass(frozen=True)
class History:
    """What training went through: the loss of every step, in nats, and validation accuracy on the way.

    `validated` says after how many steps each accuracy was taken.
    """

    losses: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)
    validated: list[int] = field(default_factory=list)


def train(
    dataset: Dataset,
    settings: CnnSettings,
    report: Report,
    architecture: Architecture | None = None,
    checks: int = 0,
) -> tuple[Cnn, History]:
    """Train a network from scratch on `dataset.train`, held in memory, and return it with its history.

    Its validation accuracy is taken so many times, at equal distances and after the last step.
    """
    network = initial(settings.seed, architecture)
    generator = torch.Generator().manual_seed(settings.seed)
    images, labels = as_batch(dataset.train.images), torch.from_numpy(dataset.train.labels).to(device())
    padded = functional.pad(images, (settings.shift,) * 4)  # background around each image, for it to be shifted in
    steps_per_epoch = max(1, len(labels) // settings.batch)
    steps = max(1, round(settings.epochs * steps_per_epoch))
    looks = {round(steps * done / checks) for done in range(1, checks + 1)}
    pair = optimizers(network, settings)
    schedules = [_one_cycle(optimizer, settings, steps) for optimizer in pair]
    criterion = nn.CrossEntropyLoss(label_smoothing=settings.label_smoothing)
    history = History()
    network.train()
    for step in range(steps):
        place = step % steps_per_epoch  # the images beyond the last full batch wait for the next epoch
        if place == 0:
            order = torch.randperm(len(labels), generator=generator)
        chosen = order[place * settings.batch : (place + 1) * settings.batch].to(device())
        down, across = torch.randint(0, 2 * settings.shift + 1, (2,), generator=generator).tolist()
        shifted = padded[..., down : down + SIDE, across : across + SIDE][chosen]  # the whole batch alike
        network.zero_grad(set_to_none=True)
        loss = criterion(network(shifted), labels[chosen])
        loss.backward()
        for optimizer, schedule in zip(pair, schedules, strict=True):
            optimizer.step()
            schedule.step()
        history.losses.append(loss.item())
        report(step + 1, steps, history.losses[-1])
        if step + 1 in looks:
            history.validation.append(accuracy(network, dataset.validation))
            history.validated.append(step + 1)
            network.train()
    return network.eval(), history


def optimizers(network: Cnn, settings: CnnSettings) -> list[torch.optim.Optimizer]:
    """Return AdamW for the first and the last layer and all biases, and Muon for the weights between them.

    With a learning rate of 0 for Muon, AdamW has all of them.
    """
    weighted = [layer for layer in network.layers if isinstance(layer, nn.Conv2d | nn.Linear)]
    between = {id(layer.weight): layer.weight for layer in weighted[1:-1] if settings.muon_peak_learning_rate}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in between]
    adamw = torch.optim.AdamW(
        rest, settings.peak_learning_rate, betas=settings.betas, weight_decay=settings.weight_decay, fused=True
    )
    if not between:
        return [adamw]
    return [adamw, Muon(between.values(), settings.muon_peak_learning_rate, settings.momentum)]


def _one_cycle(
    optimizer: torch.optim.Optimizer, settings: CnnSettings, steps: int
) -> torch.optim.lr_scheduler.OneCycleLR:
    """Return the schedule that takes the learning rate of this optimizer up to its peak and down to nothing."""
    return torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        optimizer.param_groups[0]["lr"],
        total_steps=steps,
        pct_start=settings.warm_up,
        anneal_strategy="linear",
        cycle_momentum=False,
    )


def to_arrays(network: Cnn) -> dict[str, NDArray[np.float32]]:
    """Return every weight and bias by name, as plain arrays: `conv1.weight` (16, 1, 5, 5) to `logits.bias` (10,)."""
    return {name: tensor.cpu().numpy().copy() for name, tensor in network.layers.state_dict().items()}


def from_arrays(arrays: Mapping[str, NDArray[np.float32]]) -> Cnn:
    """Return the network whose weights `to_arrays` gave, and hold them; its architecture is in their shapes."""
    sizes = {name: array.shape for name, array in sorted(arrays.items()) if name.endswith(".weight")}
    network = Cnn(
        Architecture(
            filters=tuple(shape[0] for name, shape in sizes.items() if name.startswith("conv")),
            dense=tuple(shape[0] for name, shape in sizes.items() if name.startswith("dense")),
            kernel=sizes["conv1.weight"][-1],
        )
    )
    network.layers.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    return on_device(network).eval().requires_grad_(False)
