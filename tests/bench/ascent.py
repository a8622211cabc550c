"""Activation maximization one unit at a time, as in the tutorial, beside all units of all layers at once."""

from __future__ import annotations

from typing import Any

import clock
import numpy as np
import torch
from torch import nn

from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channels, unit_count
from explainer.models import cnn
from explainer.settings import AscentSettings

LAYERS = ("conv1", "conv2", "dense1", "logits")


def one_by_one(network: nn.Sequential, layer: str, unit: int, settings: AscentSettings) -> None:
    """Ascend as the tutorial's `optimize_image` does: the whole network, one image, NumPy between the steps."""
    image = noise(1, settings)[0]
    for _ in range(settings.steps):
        fed = torch.from_numpy(image)[None, None].requires_grad_()
        activation, own = fed, fed
        for name, step in network.named_children():
            activation = step(activation)
            if name == layer:
                own = activation
        activation.softmax(dim=1)  # the probabilities, which it asks for at every step
        value = own[:, unit].mean()
        (gradient,) = torch.autograd.grad(value, fed)
        grad = gradient.numpy().squeeze()
        image = np.clip(image + grad / (grad.std() + settings.epsilon), 0, 1).astype(np.float32)


def measure(rounds: int) -> dict[str, Any]:
    """Take turns: every unit of every layer one by one, then all of them at once."""
    settings = AscentSettings()
    network = cnn.from_arrays(cnn.to_arrays(cnn.initial(0)))
    theirs = cnn.Cnn().eval().layers
    everything = channels(network, {layer: range(unit_count(network, layer)) for layer in LAYERS})

    def alone() -> None:
        for layer in LAYERS:
            for unit in range(unit_count(network, layer)):
                one_by_one(theirs, layer, unit, settings)

    def at_once() -> None:
        starts = [noise(unit_count(network, layer), settings) for layer in LAYERS]
        ascend(everything, np.concatenate(starts), settings)

    at_once()  # warm
    one_core = [(clock.cpu(alone), clock.cpu(at_once)) for _ in range(rounds)]
    needed, peak = clock.operations(at_once), clock.peak()
    with clock.all_threads():
        at_once()
        all_cores = [(clock.wall(alone), clock.wall(at_once)) for _ in range(rounds)]
        together = clock.peak(clock.wall)
    theirs, ours = (float(np.median(seconds)) for seconds in zip(*all_cores, strict=True))
    alone_on_one = float(np.median([a for a, _ in one_core]))
    return {
        "ascent.speedup": clock.Beside(float(np.median([a / b for a, b in all_cores])), theirs * together / needed),
        "ascent.speedup_by_round": [round(a / b, 1) for a, b in all_cores],
        "ascent.speedup_one_core": clock.Beside(
            float(np.median([a / b for a, b in one_core])), alone_on_one * peak / needed
        ),
        "ascent.units": sum(unit_count(network, layer) for layer in LAYERS),
        "ascent.tutorial_seconds": theirs,
        "ascent.seconds": clock.Beside(ours, needed / together),
    }
