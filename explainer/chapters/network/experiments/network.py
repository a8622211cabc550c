"""The trained network opened up: its shapes, its errors, its filters, and one digit on its way through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import Dataset, Floats
from explainer.methods import evaluation
from explainer.methods.activation_maximization import noise
from explainer.models import Report
from explainer.models.cnn import Cnn, as_batch
from explainer.models.linear import softmax
from explainer.results import Inputs, Number, Result
from explainer.trainings import cnn

if TYPE_CHECKING:
    from explainer.settings import AscentSettings

SHOWN = 9  # errors
DIGIT = 0  # the place of the test image that is followed through the layers
INPUTS = 3  # training images at the head of the flowchart
FOLLOWED = ("conv1", "conv1_relu", "conv2", "conv2_relu", "dense1", "dense1_relu", "logits")

Arrays = dict[str, NDArray[Any]]


def run(dataset: Dataset, settings: AscentSettings, inputs: Inputs, report: Report) -> Result:
    """Find the errors, and keep what comes out of the layers; `settings` say what the ascent starts from."""
    del report
    network, trained = cnn.restore(inputs), inputs["cnn"].arrays
    image, label = dataset.test.images[DIGIT], dataset.test.labels[DIGIT]
    outputs = activations(network, image)
    parameters = parameter_counts(network)
    wrong, numbers = errors(dataset, trained["test_logits"])
    validated = trained["validation_accuracies"]
    positive = (trained[f"{cnn.WEIGHT}conv1.weight"] > 0).sum(axis=(1, 2, 3))  # (16,), of 25 weights each
    return Result(
        arrays={
            "layer_names": np.array(list(outputs)),  # (10,), from the image to the logits
            # (10, 3): channels, rows, columns; 1 where there are none
            "layer_shapes": np.array([(*output.shape, 1, 1)[:3] for output in outputs.values()]),
            "layer_parameters": np.array([parameters.get(name, 0) for name in outputs]),  # (10,)
            "training_images": dataset.train.images[:INPUTS],  # (3, 28, 28), ink in [0, 1]
            "training_labels": dataset.train.labels[:INPUTS],  # (3,), digits
            "start_image": noise(1, settings)[0],  # (28, 28), ink in [0, 1]
            # (steps,) nats; (epochs + 1,) steps taken; (epochs + 1,) fractions, the first before training
            **{name: trained[name] for name in ("losses", "validation_steps", "validation_accuracies")},
            **wrong,  # as `errors` returns them
            # (16, 1, 5, 5) and (36, 16, 5, 5), activation per unit of input
            **{f"{name}_filters": trained[f"{cnn.WEIGHT}{name}.weight"] for name in ("conv1", "conv2")},
            "digit": image,  # (28, 28), ink in [0, 1]
            "digit_label": np.array(label),  # ()
            # activations: conv1 (16, 28, 28), conv1_relu (16, 14, 14), conv2 (36, 14, 14), conv2_relu (36, 7, 7),
            # dense1 and dense1_relu (128,), logits (10,)
            **{name: outputs[name] for name in FOLLOWED},
            **worked(image, outputs["conv1"], trained[f"{cnn.WEIGHT}conv1.weight"], trained[f"{cnn.WEIGHT}conv1.bias"]),
        },
        numbers={
            **numbers,
            **{f"network.{name}_parameters": (count, "count") for name, count in parameters.items()},
            "network.dense1_share": (parameters["dense1"] / sum(parameters.values()), "fraction"),
            "network.kernel_side": (trained[f"{cnn.WEIGHT}conv1.weight"].shape[-1], "count"),
            "network.conv1_units": (outputs["conv1"].shape[0], "count"),
            "network.conv1_side": (outputs["conv1"].shape[1], "count"),
            "network.pool1_side": (outputs["conv1_relu"].shape[1], "count"),
            "network.conv2_units": (outputs["conv2"].shape[0], "count"),
            "network.pool2_side": (outputs["conv2_relu"].shape[1], "count"),
            "network.receptive_side": (receptive_side(trained[f"{cnn.WEIGHT}conv1.weight"].shape[-1]), "count"),
            "network.fewest_positive": (int(positive.min()), "count"),
            "network.most_positive": (int(positive.max()), "count"),
            "network.flat_values": (outputs["flatten"].size, "count"),
            "network.dense1_units": (outputs["dense1"].size, "count"),
            "network.first_loss": (float(trained["losses"][0]), "nats"),
            "network.uniform_loss": (float(np.log(outputs["logits"].size)), "nats"),
            "network.steps": (len(trained["losses"]), "count"),
            "network.validation_first": (float(validated[1]), "fraction"),
            "network.validation_last": (float(validated[-1]), "fraction"),
            "network.digit_label": (int(label), "digit"),
            "network.digit_probability": (float(softmax(outputs["logits"])[label]), "probability"),
            **{
                f"network.{name}_off_share": (float((outputs[f"{name}_relu"] == 0).mean()), "fraction")
                for name in ("conv1", "conv2")
            },
            "network.digit_dense1_on": (int((outputs["dense1"] > 0).sum()), "count"),
        },
    )


def activations(network: Cnn, image: NDArray[np.float32]) -> Arrays:
    """Return what comes out of each layer for an image (28, 28): (channels, rows, columns) or (units,)."""
    with torch.inference_mode():
        return {name: network.activations(as_batch(image[None]), name)[0].cpu().numpy() for name in network.names()}


def receptive_side(kernel: int) -> int:
    """Return how many pixels across a number of the second convolution depends on, for filters of that side.

    Pooling by two adds a pixel to what a number of the first sees, and doubles the steps of the second.
    """
    pooled = kernel + 1
    return pooled + 2 * (kernel - 1)


def worked(image: NDArray[np.float32], maps: Floats, filters: Floats, biases: Floats) -> Arrays:
    """Take the largest activation of the first convolution apart: its 25 products, and what pooling makes of it.

    image (28, 28); maps (16, 28, 28), what the convolution makes of it; filters (16, 1, 5, 5); biases (16,).
    """
    unit, row, column = np.unravel_index(maps.argmax(), maps.shape)
    margin = filters.shape[-1] // 2
    side = slice(0, filters.shape[-1])
    patch = np.pad(image, margin)[row:, column:][side, side]
    blocks = maps[unit].reshape(maps.shape[1] // 2, 2, maps.shape[2] // 2, 2).swapaxes(1, 2)  # (14, 14, 2, 2)
    lowest = np.array(np.unravel_index(blocks.max(axis=(2, 3)).argmin(), blocks.shape[:2]))
    here = np.array([row, column]) // 2
    return {
        "worked_unit": np.array(unit),  # (), a filter by number
        "worked_place": np.array([row, column]),  # (2,), down and across: the middle of the patch
        "worked_patch": patch,  # (5, 5), ink in [0, 1]
        "worked_filter": filters[unit, 0],  # (5, 5), activation per unit of ink
        "worked_products": patch * filters[unit, 0],  # (5, 5), activation
        "worked_bias": biases[unit],  # (), activation
        # (2, 2, 2), activation: the four places that are pooled with this one, and four whose largest is the least
        "worked_blocks": np.stack([blocks[tuple(here)], blocks[tuple(lowest)]]),
        "worked_corners": 2 * np.stack([here, lowest]),  # (2, 2): the upper left of the four, down and across
    }


def parameter_counts(network: Cnn) -> dict[str, int]:
    """Return for each layer that has weights how many numbers training may change in it, biases included."""
    layers = {name: network.layers.get_submodule(name) for name in network.weighted()}
    return {name: sum(p.numel() for p in layer.parameters()) for name, layer in layers.items()}


def errors(dataset: Dataset, logits: NDArray[np.float64]) -> tuple[Arrays, dict[str, Number]]:
    """Compare the test predictions with the labels: the confusion matrix, the first errors, and their probabilities."""
    labels, predicted = dataset.test.labels, logits.argmax(axis=1)
    counts = evaluation.confusion(labels, predicted)
    true, taken_for, often = evaluation.worst_pair(counts)
    wrong = evaluation.errors(labels, predicted)
    sure = softmax(logits[wrong[:SHOWN]]).max(axis=1)
    arrays = {
        "confusion": counts,  # (10, 10), images: true class by predicted class
        "error_places": wrong[:SHOWN],  # (9,) or fewer, as below: places in the test split
        "error_images": dataset.test.images[wrong[:SHOWN]],  # (9, 28, 28), ink in [0, 1]
        "error_labels": labels[wrong[:SHOWN]],  # (9,), digits
        "error_predicted": predicted[wrong[:SHOWN]],  # (9,), digits
        "error_probabilities": sure,  # (9,), of the predicted class
    }
    return arrays, {
        "network.worst_pair_true": (true, "digit"),
        "network.worst_pair_predicted": (taken_for, "digit"),
        "network.worst_pair_count": (often, "count"),
    }
