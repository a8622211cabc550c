"""A little of everything that a build computes, on the embedded digits, and a digest of every array of it, as JSON.

Not collected by itself: `tests/test_processors.py` runs it natively and as other processors, and compares. Given a file
it also keeps the arrays there, to see by how much two machines differ: `python tests/processors/work.py here.npz`.
"""

import explainer  # first of all: it pins the kernels of NumPy and PyTorch

# isort: split
import hashlib
import json
import sys
import warnings
from dataclasses import replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from explainer import theme
from explainer.chapters.weights import figures
from explainer.data import digits
from explainer.methods import inverse_softmax, regularizers
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channel
from explainer.models import baselines, cnn, gaussian, logistic_regression, silent
from explainer.settings import SMALL_CNN, AscentSettings, InverseSettings, LadderSettings, LogisticSettings

TRAINED = 2 * SMALL_CNN.batch  # images: two steps of the network
ITERATIONS = 20  # of L-BFGS
ASCENT = AscentSettings(steps=3)
FEW = 4  # channels, classes
RIDGE = 1.0
PART = slice(200, 400)  # pixels in the middle


def training(dataset):
    """Train the network for two steps as a build does; return it with its weights and losses."""
    few = replace(dataset, train=dataset.train.part(0, TRAINED), validation=dataset.validation.part(0, FEW))
    network, history = cnn.train(few, replace(SMALL_CNN, epochs=1), silent)
    weights = cnn.to_arrays(network)
    return cnn.from_arrays(weights), weights | {"losses": np.array(history.losses)}


def fitting(dataset):
    """Fit the linear classifier for a few iterations of L-BFGS; return it with its weights."""
    settings = LogisticSettings(strengths=(0.1,), max_iterations=ITERATIONS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        (model,) = logistic_regression.path(dataset.train, settings)
    return model, {"weights": model.weights, "biases": model.biases}


def ascents(network, data):
    """Ascend on channels of conv2 as they are, and on logits with each regularizer."""
    plain = ascend(channel(network, "conv2", range(FEW)), noise(FEW, ASCENT), ASCENT)
    settings, classes = LadderSettings(ascent=ASCENT), range(FEW)
    regularized = {
        name: regularizers.maximize(
            channel(network, "logits", classes), each, np.full(FEW, each.weakest), settings, classes
        )
        for name, each in regularizers.regularizers(data, settings).items()
    }
    return {"images": plain.images, "values": plain.values, "gradients": plain.gradients} | regularized


def pre_images(model, data):
    """Solve the linear classifier for an image in every way."""
    wanted = inverse_softmax.targets(InverseSettings().target)[:FEW]
    return {
        "minimum_norm": [inverse_softmax.minimum_norm_pre_image(model, p) for p in wanted],
        "nearest": [inverse_softmax.nearest_pre_image(model, p, data.mean) for p in wanted],
        "map": [inverse_softmax.map_pre_image(model, p, data) for p in wanted],
        "largest_margin": inverse_softmax.largest_margin_in_box(model, 0)[0],
        "change": inverse_softmax.change_to_class(model, data.mean, 0),
    }


def algebra(dataset, data):
    """Decompose and solve, in all the ways that chapters do."""
    few = dataset.train.part(0, 300)
    flat = few.flat.astype(np.float64)
    return {
        "pseudoinverse": np.linalg.pinv(data.covariance[PART, PART], hermitian=True),
        "variances": np.linalg.eigvalsh(data.covariance[PART, PART]),
        "singular": np.linalg.svd(flat[:100], full_matrices=False)[1],
        "least_squares": np.linalg.lstsq(flat, few.labels.astype(np.float64), rcond=1e-9)[0],
        "ridge": baselines.least_squares(baselines.sums(few), RIDGE).weights,
        "correlations": np.corrcoef(flat[:FEW]),
    }


def elementwise(model, dataset):
    """Evaluate the functions that NumPy has in several versions, one for each set of instructions."""
    logits = model.logits(dataset.validation.flat)
    functions = {"exp": np.exp, "log": lambda x: np.log(abs(x)), "tanh": np.tanh, "sin": np.sin, "cos": np.cos}
    return {
        f"{name}_{kind}": function(logits.astype(kind))
        for name, function in functions.items()
        for kind in ("float32", "float64")
    } | {"power": abs(logits) ** 1.7, "mean": logits.mean(), "std": logits.std(axis=0)}


def drawing(model):
    """Draw a figure, as vectors and as pixels."""
    with theme.settings(theme.LIGHT):
        figure = figures.ten({"images": model.weights.reshape(10, 28, 28)}, theme.LIGHT)
        return {"svg": np.frombuffer(theme.to_svg(figure), "u1"), "png": np.frombuffer(theme.to_png(figure), "u1")}


def work():
    """Return every array as PART.NAME."""
    dataset = digits.load()
    data = gaussian.fit(dataset.train.flat)
    network, trained = training(dataset)
    model, fitted = fitting(dataset)
    parts = {
        "images": {"train": dataset.train.images, "mean": data.mean, "covariance": data.covariance},
        "training": trained,
        "fitting": fitted,
        "ascents": ascents(network, data),
        "pre_images": pre_images(model, data),
        "algebra": algebra(dataset, data),
        "elementwise": elementwise(model, dataset),
        "drawing": drawing(model),
    }
    return {f"{part}.{name}": np.array(made) for part, arrays in parts.items() for name, made in arrays.items()}


if __name__ == "__main__":
    arrays = work()
    if len(sys.argv) > 1:
        np.savez(sys.argv[1], **arrays)
    digests = {name: hashlib.sha256(array.tobytes()).hexdigest() for name, array in arrays.items()}
    print(json.dumps({"departures": explainer.pins.departures(), "digests": digests}))
