"""The trained network opened up: its shapes, its errors, its filters, and one digit on its way through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.experiments import Needs, Result, cnn
from explainer.methods import evaluation
from explainer.methods.activation_maximization import noise
from explainer.models import Report
from explainer.models.cnn import Cnn, as_batch
from explainer.models.linear import softmax

if TYPE_CHECKING:
    from explainer.settings import AscentSettings

SHOWN = 9  # errors
DIGIT = 0  # the place of the test image that is followed through the layers
INPUTS = 3  # training images at the head of the flowchart
FOLLOWED = ("conv1", "conv1_relu", "conv2", "conv2_relu", "dense1", "dense1_relu", "logits")

Arrays = dict[str, NDArray[Any]]


def run(dataset: Dataset, settings: AscentSettings, needs: Needs, report: Report) -> Result:
    """Find the errors, and keep what the layers hold; `settings` say what the climb starts from."""
    del report
    network, trained = cnn.restore(needs), needs["cnn"].arrays
    image, label = dataset.test.images[DIGIT], dataset.test.labels[DIGIT]
    outputs = activations(network, image)
    parameters = parameter_counts(network)
    wrong, numbers = errors(dataset, trained["test_logits"])
    validated = trained["validation_accuracies"]
    return Result(
        arrays={
            "layer_names": np.array(list(outputs)),
            "layer_shapes": np.array([(*output.shape, 1, 1)[:3] for output in outputs.values()]),
            "layer_parameters": np.array([parameters.get(name, 0) for name in outputs]),
            "training_images": dataset.train.images[:INPUTS],
            "training_labels": dataset.train.labels[:INPUTS],
            "start_image": noise(1, settings)[0],
            **{name: trained[name] for name in ("losses", "validation_steps", "validation_accuracies")},
            **wrong,
            **{f"{name}_filters": trained[f"{cnn.WEIGHT}{name}.weight"] for name in ("conv1", "conv2")},
            "digit": image,
            "digit_label": np.array(label),
            **{name: outputs[name] for name in FOLLOWED},
        },
        numbers={
            **numbers,
            **{f"network.{name}_parameters": count for name, count in parameters.items()},
            "network.dense1_share": parameters["dense1"] / sum(parameters.values()),
            "network.kernel_side": trained[f"{cnn.WEIGHT}conv1.weight"].shape[-1],
            "network.conv1_units": outputs["conv1"].shape[0],
            "network.conv1_side": outputs["conv1"].shape[1],
            "network.pool1_side": outputs["conv1_relu"].shape[1],
            "network.conv2_units": outputs["conv2"].shape[0],
            "network.pool2_side": outputs["conv2_relu"].shape[1],
            "network.flat_values": outputs["flatten"].size,
            "network.dense1_units": outputs["dense1"].size,
            "network.first_loss": float(trained["losses"][0]),
            "network.uniform_loss": float(np.log(outputs["logits"].size)),
            "network.steps": len(trained["losses"]),
            "network.validation_first": float(validated[1]),
            "network.validation_last": float(validated[-1]),
            "network.digit_label": int(label),
            "network.digit_probability": float(softmax(outputs["logits"])[label]),
            **{
                f"network.{name}_off_share": float((outputs[f"{name}_relu"] == 0).mean()) for name in ("conv1", "conv2")
            },
            "network.digit_dense1_on": int((outputs["dense1"] > 0).sum()),
        },
    )


def activations(network: Cnn, image: NDArray[np.float32]) -> Arrays:
    """Return what comes out of each layer for an image (28, 28): (units, rows, columns) or (units,)."""
    with torch.inference_mode():
        return {name: network.activations(as_batch(image[None]), name)[0].cpu().numpy() for name in network.names()}


def parameter_counts(network: Cnn) -> dict[str, int]:
    """Return for each layer that has weights how many numbers training may change in it, biases included."""
    layers = {name: network.layers.get_submodule(name) for name in network.weighted()}
    return {name: sum(p.numel() for p in layer.parameters()) for name, layer in layers.items()}


def errors(dataset: Dataset, logits: NDArray[np.float64]) -> tuple[Arrays, dict[str, float]]:
    """Compare the test predictions with the labels: the confusion matrix, the first errors, and how sure they were."""
    labels, predicted = dataset.test.labels, logits.argmax(axis=1)
    counts = evaluation.confusion(labels, predicted)
    true, taken_for, often = evaluation.worst_pair(counts)
    wrong = evaluation.errors(labels, predicted)
    sure = softmax(logits[wrong]).max(axis=1)
    arrays = {
        "confusion": counts,
        "error_places": wrong[:SHOWN],
        "error_images": dataset.test.images[wrong[:SHOWN]],
        "error_labels": labels[wrong[:SHOWN]],
        "error_predicted": predicted[wrong[:SHOWN]],
        "error_probabilities": sure[:SHOWN],
    }
    return arrays, {
        "network.worst_pair_true": true,
        "network.worst_pair_predicted": taken_for,
        "network.worst_pair_count": often,
        "network.errors_even": int((sure < 0.5).sum()),
        "network.errors_sure": int((sure > 0.9).sum()),
    }
