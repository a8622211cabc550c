"""What has a digit classifier learned? The flow, from left to right; imports run only to the left.

    data → models → methods → trainings → chapters → store → build → pages

pins       the kernels that all of it computes with, before anything is loaded
data       images (N, 28, 28) in [0, 1] and their labels, from MNIST or from scikit-learn's own scans
models     data in, fitted model out: a linear classifier and a small convolutional network
methods    model in, arrays out: weights, pre-images, images that excite a unit, evaluation
trainings  the models that many chapters build on, and the Gaussian of the images
chapters   a room for each page: experiment (no matplotlib), figures (no model), claims, page
store      keeps what experiments, drawings and claims made, under a digest of all that went into it
build      runs what is stale, draws it, judges the claims, writes the manifest that the pages read
pages      a Python-Markdown extension that puts figures, numbers, claims, code and mathematics into pages

Beside the flow: `publication` reads back what the site publishes, `notebook` draws it for notebooks; what those need of
both are attributes of this package.
"""

from importlib import import_module
from typing import Any

from explainer import pins

pins.set_unless_set()  # here, for whatever imports NumPy or PyTorch after any part of this package

NOTEBOOK = ("curves", "own_digit", "published", "show")


def __getattr__(name: str) -> Any:
    """Return what a notebook begins with, imported when it is first asked for: the build does without."""
    if name in NOTEBOOK:
        return getattr(import_module("explainer.notebook"), name)
    raise AttributeError(f"module 'explainer' has no attribute {name!r}")
