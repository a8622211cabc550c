"""What the instruments of the lab compute with, small enough to be fetched by a page; and what is lost by that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import SIDE, Dataset, Split
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channel, unit_count
from explainer.methods.quantization import quantized, restored
from explainer.methods.strokes import edge_width, stroke_width
from explainer.models import Report, minibatch
from explainer.models.cnn import Cnn, as_batch, from_arrays, predict_logits, to_arrays
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn, gaussian, logistic

if TYPE_CHECKING:
    from explainer.settings import LabSettings

Arrays = dict[str, NDArray[Any]]

CLIMBED = ("conv1", "conv2", "logits")  # whose images another chapter has found
LAYERS = ("conv1", "conv2", "dense1", "logits")
GREYS = 255
LEAST = 1e-4  # of the largest variance: where there is less, there is next to none


def run(dataset: Dataset, settings: LabSettings, inputs: Inputs, report: Report) -> Result:
    """Pack both models, some test digits, an image and the nearest digits for each unit, and a training in steps.

    Each array is named FILE_TENSOR, after the file that the page fetches and the tensor in it.
    """
    model, network, data = logistic.restore(inputs), cnn.restore(inputs), gaussian.restore(inputs)
    digits = dataset.test.part(0, settings.digits)
    greys = _as_bytes(digits.images)
    packed = {name: quantized(weights) for name, weights in to_arrays(network).items()}
    report(1, 3)
    images = {layer: inputs["ascent"].arrays[f"{layer}_images"] for layer in CLIMBED}
    start = noise(unit_count(network, "dense1"), settings.ascent)
    images["dense1"] = ascend(channel(network, "dense1"), start, settings.ascent).images
    report(2, 3)
    models = _models(dataset.train, settings)
    report(3, 3)
    arrays = {
        **{f"linear_{name}": array for name, array in _linear(model, data).items()},
        **{f"network_{name}": integers for name, (integers, _) in packed.items()},  # the layers' shapes, 16 bits
        **{f"network_{name}.scale": scale for name, (_, scale) in packed.items()},  # (1,)
        "digits_images": greys,  # (digits, 28, 28), ink in 255ths
        "digits_labels": digits.labels.astype(np.uint8),  # (digits,)
        "digits_stroke": _stroke(dataset.train.part(0, settings.measured)),  # (2,), pixels: width, and that of its edge
        "digits_far": _far(digits.flat, settings.unlike),  # (1,), ink: a distance that few digits have to the nearest
        **{f"units_{layer}.images": _as_bytes(images[layer]) for layer in LAYERS},  # (units, 28, 28), ink in 255ths
        **{  # (units, nearest), places among the digits: the most active first
            f"units_{layer}.nearest": _nearest(network, layer, greys, settings.nearest) for layer in LAYERS
        },
        **{f"units_{name}": array for name, array in _prior(data, settings.axes).items()},
        **_steps(models, dataset.test, settings),
    }
    return Result(
        arrays=arrays,
        numbers=_numbers(model, inputs["cnn"].arrays["test_logits"], packed, dataset.test) | _counts(settings, digits),
    )


def _linear(model: LinearModel, data: Gaussian) -> Arrays:
    """Return the model, and as much of the Gaussian as its most probable images take."""
    return {
        "weights": model.weights.astype(np.float32),  # (10, 784), logits per unit of ink
        "biases": model.biases.astype(np.float32),  # (10,), logits
        "mean": data.mean.astype(np.float32),  # (784,), ink
        "covariances": (data.covariance @ model.centred.T).T.astype(np.float32),  # (10, 784), Σ Aᵀ, in ink · logits
    }


def _prior(data: Gaussian, axes: int) -> Arrays:
    """Return the Gaussian by the directions in which images vary most, each over its standard deviation."""
    variances, directions = np.linalg.eigh(data.covariance)
    varying = int((variances > LEAST * variances[-1]).sum())
    kept = slice(-1, -min(axes, varying) - 1, -1)  # the largest first
    factor, scale = quantized((directions[:, kept] / np.sqrt(variances[kept])).T)
    return {
        "mean": data.mean.astype(np.float32),  # (784,), ink
        "inverse_factor": factor,  # (axes, 784), standard deviations per unit of ink
        "inverse_factor.scale": scale,  # (1,)
    }


def _as_bytes(images: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.round(images * GREYS).astype(np.uint8)


def _stroke(split: Split) -> NDArray[np.float32]:
    """Return how thick and how soft the pen is with which digits are drawn: the medians of these."""
    return np.array([np.nanmedian(measure(split.flat)) for measure in (stroke_width, edge_width)], np.float32)


def _far(flat: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Return the distance to the nearest other of these digits (N, 784) that this share of them is beyond."""
    squares = (flat**2).sum(axis=1)
    apart = squares[:, None] + squares - 2 * flat @ flat.T  # (N, N)
    np.fill_diagonal(apart, np.inf)
    return np.array([np.sqrt(np.quantile(apart.min(axis=1).clip(min=0), 1 - share))], np.float32)


def _nearest(network: Cnn, layer: str, greys: NDArray[np.uint8], count: int) -> NDArray[np.uint16]:
    """Return for each unit of a layer the digits that excite it most, (units, count)."""
    maps = network.activations(as_batch(greys.astype(np.float32) / GREYS), layer)  # (digits, units, …)
    values = maps.reshape(*maps.shape[:2], -1).mean(dim=2).cpu().numpy()
    return np.argsort(-values, axis=0, kind="stable")[:count].T.astype(np.uint16)


def _models(train: Split, settings: LabSettings) -> list[LinearModel]:
    """Return the linear classifier after each of the steps that are kept, before the first as well."""
    first = LinearModel(np.zeros((10, SIDE**2), np.float32), np.zeros(10, np.float32))
    steps = enumerate(minibatch.train(train, settings.sgd), start=1)
    return [first, *(step.model for done, step in steps if done in settings.stops)]


def _steps(models: list[LinearModel], test: Split, settings: LabSettings) -> Arrays:
    weights, scale = quantized(np.stack([model.weights for model in models]))
    return {
        "steps_weights": weights,  # (stops + 1, 10, 784), logits per unit of ink
        "steps_weights.scale": scale,  # (1,)
        "steps_biases": np.stack([model.biases for model in models]).astype(np.float32),  # (stops + 1, 10), logits
        "steps_done": np.array([0, *settings.stops], np.uint16),  # (stops + 1,), steps
        "steps_accuracies": np.array([model.accuracy(test) for model in models], np.float32),  # (stops + 1,), on test
    }


def _numbers(
    model: LinearModel, logits: NDArray[np.float64], packed: Mapping[str, tuple[Any, Any]], test: Split
) -> dict[str, Number]:
    """Return what is lost: how far logits of test images are off, and how many predictions are others."""
    again = from_arrays({name: restored(*parts) for name, parts in packed.items()})
    single = LinearModel(model.weights.astype(np.float32), model.biases.astype(np.float32))
    found: dict[str, Number] = {}
    for name, whole, small in (
        ("network", logits, predict_logits(again, test.images)),
        ("linear", model.logits(test.flat), single.logits(test.flat)),
    ):
        found[f"lab.{name}_logit_difference"] = float(abs(whole - small).max()), "rounding error"
        found[f"lab.{name}_predictions_changed"] = int((whole.argmax(axis=1) != small.argmax(axis=1)).sum()), "count"
    return found


def _counts(settings: LabSettings, digits: Split) -> dict[str, Number]:
    return {
        "lab.digits": (len(digits), "count"),
        "lab.nearest": (settings.nearest, "count"),
        "lab.steps": (settings.sgd.steps, "count"),
    }
