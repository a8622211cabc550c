"""What stands in the place of each instrument of the lab where there are no scripts: one digit, all the way through."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, SIDE, Dataset, Split, own
from explainer.methods import evidence, inverse_softmax, weights
from explainer.methods.quantization import restored
from explainer.models import Report
from explainer.models.cnn import accuracy, as_batch, predict_logits
from explainer.models.linear import softmax
from explainer.results import Inputs, Result
from explainer.trainings import cnn, gaussian, logistic

Arrays = dict[str, NDArray[Any]]

FEW = 1000  # test images, or as many as there are
MIX = {3: 0.6, 5: 0.3}  # the classes of a doubtful image; the others share the rest
DIGIT = 0  # of which the weights are shown while they are learned


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Move, weigh, look inside, climb, solve, paint: as a reader would do it by hand."""
    del settings
    model, network, data = logistic.restore(inputs), cnn.restore(inputs), gaussian.restore(inputs)
    some = dataset.test.part(0, FEW)
    place = int((model.predict(some.flat) == some.labels).argmax())
    image, label = some.images[place], int(some.labels[place])
    corner = Split(np.stack([_in_corner(each) for each in some.images]), some.labels)
    again = Split(np.stack([own.centred(_cut(moved)) for moved in corner.images]), some.labels)
    report(1, 2)

    parts = evidence.evidence(model, image)
    winner, rival = evidence.first_two(model.logits(image.reshape(1, -1))[0])
    target = np.full(CLASSES, (1 - sum(MIX.values())) / (CLASSES - len(MIX)))
    target[list(MIX)] = list(MIX.values())
    faced = weights.add_to_all(model, abs(model.weights).max() * weights.smile())
    steps, climbed = inputs["lab"].arrays, inputs["ascent"].arrays
    unit = int(climbed["conv2_values"][-1].argmax())
    learned = restored(steps["steps_weights"], steps["steps_weights.scale"])[:, DIGIT]
    solved = {
        "minimum_norm": inverse_softmax.minimum_norm_pre_image(model, target),
        "in_box": inverse_softmax.nearest_pre_image(model, target, data.mean),
        "most_probable": inverse_softmax.map_pre_image(model, target, data),
    }
    arrays: Arrays = {
        "image": image,  # (28, 28), ink in [0, 1]: the first test digit that the linear classifier gets right
        "label": np.array(label),  # its class
        "moved": corner.images[place],  # (28, 28): the same in the corner
        "again": again.images[place],  # (28, 28): and brought back
        "answers": np.stack([_answers(model, network, each.images[place]) for each in (corner, again)]),  # (2, 2, 10)
        "evidence": parts[[winner, rival]],  # (2, 28, 28), logits: of the winner and of its rival
        "pair": np.array([winner, rival]),  # (2,), classes
        "conv1": _maps(network, "conv1", image),  # (16, 28, 28)
        "conv2": _maps(network, "conv2", image),  # (36, 14, 14)
        "unit": np.array(unit),  # the channel of conv2 that was raised highest
        "unit_strip": climbed["conv2_strip"][:, unit],  # (stops, 28, 28), ink: its image on the way
        "digit_strip": climbed["logits_strip"][:, label],  # (stops, 28, 28), ink: that of the digit's logit
        "strip_steps": climbed["strip_steps"],  # (stops,)
        # (3, 28, 28), ink: by least norm, in [0, 1], by the Gaussian
        "solved": np.stack([_or_nothing(each) for each in solved.values()]).reshape(-1, SIDE, SIDE),
        "weights": weights.images(model),  # (10, 28, 28), logits per unit of ink
        "faced": weights.images(faced),  # (10, 28, 28), the same with a face in each
        "learned": learned.reshape(-1, SIDE, SIDE),  # (stops + 1, 28, 28), the weights of a 0
        "done": steps["steps_done"],  # (stops + 1,), steps
        "accuracies": steps["steps_accuracies"],  # (stops + 1,), on test
    }
    report(2, 2)
    change = abs(faced.probabilities(some.flat) - model.probabilities(some.flat)).max()
    return Result(
        arrays=arrays,
        numbers={
            "lab.linear_accuracy": (model.accuracy(some), "fraction"),
            "lab.network_accuracy": (accuracy(network, some), "fraction"),
            "lab.linear_moved_accuracy": (model.accuracy(corner), "fraction"),
            "lab.network_moved_accuracy": (accuracy(network, corner), "fraction"),
            "lab.linear_again_accuracy": (model.accuracy(again), "fraction"),
            "lab.network_again_accuracy": (accuracy(network, again), "fraction"),
            "lab.face_change": (float(change), "rounding error"),
        },
    )


def _cut(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the smallest part of an image (28, 28) that has all of its ink."""
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _in_corner(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the image (28, 28) with all of its ink moved up and to the left, as far as it goes."""
    cut = _cut(image)
    return np.pad(cut, [(0, SIDE - side) for side in cut.shape])


def _answers(model: Any, network: Any, image: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the probabilities (2, 10) that the linear classifier and the network give."""
    linear = model.probabilities(image.reshape(1, -1).astype(np.float64))[0]
    return np.stack([linear, softmax(predict_logits(network, image[None]))[0]])


def _maps(network: Any, layer: str, image: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(network.activations(as_batch(image[None]), layer)[0].cpu().numpy())


def _or_nothing(image: NDArray[np.float64] | None) -> NDArray[np.float64]:
    return np.full(SIDE**2, np.nan) if image is None else image
