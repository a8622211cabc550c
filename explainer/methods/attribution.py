"""What each pixel has to do with a network's answer: gradient, gradient × input, and a test by taking pixels away.

The answer is a margin: the winner's logit minus the rival's, as on docs/evidence.md. For a linear classifier its
gradient is the difference of two weight images, and gradient × input is weight × pixel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import SIDE, Floats, Integers
from explainer.methods.correlation import correlations
from explainer.models.cnn import Cnn, as_batch
from explainer.models.linear import LinearModel

Array = NDArray[np.float64]


def winners_and_rivals(logits: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the class with the largest and the class with the second largest of the logits (N, 10), (N,) each."""
    order = np.argsort(logits, axis=1, kind="stable")
    return order[:, -1], order[:, -2]


def margins(logits: Floats, winners: Integers, rivals: Integers) -> Array:
    """Return the winner's logit minus the rival's, (N,), of logits (N, 10) and the classes (N,) of both."""
    rows = np.arange(len(logits))
    return np.asarray(logits[rows, winners] - logits[rows, rivals], np.float64)


def margin_gradients(network: Cnn, images: Floats, winners: Integers, rivals: Integers) -> Array:
    """Return the gradient of each image's margin by its pixels, (N, 28, 28), in logits per unit of ink.

    images: (N, 28, 28). winners, rivals: (N,), classes 0–9.

    Its absolute value is the saliency map (Simonyan et al. 2014). One backward pass does: no image needs another.
    """
    batch = as_batch(images).requires_grad_()
    logits = network(batch)  # (N, 10)
    rows = torch.arange(len(images), device=logits.device)
    one, other = (torch.from_numpy(classes).to(logits.device) for classes in (winners, rivals))
    (gradient,) = torch.autograd.grad((logits[rows, one] - logits[rows, other]).sum(), batch)
    return np.asarray(gradient[:, 0].cpu().double().numpy(), np.float64)


def linear_margin_gradients(model: LinearModel, winners: Integers, rivals: Integers) -> Array:
    """Return the same (N, 28, 28) for a linear classifier, whatever the images: the winner's weights minus the rival's.

    winners, rivals: (N,), classes 0–9.
    """
    return np.asarray((model.weights[winners] - model.weights[rivals]).reshape(-1, SIDE, SIDE), np.float64)


def largest_first(parts: Floats, images: Floats) -> NDArray[np.int64]:
    """Return the pixels of each image by their share in `parts` (N, 28, 28), largest first, (N, 784).

    Pixels with ink in `images` (N, 28, 28) come before those without: there is nothing to take away.
    """
    inked = np.where(images > 0, parts, -np.inf).reshape(len(images), -1)
    return np.asarray(np.argsort(-inked, axis=1, kind="stable"), np.int64)


def without(images: Floats, order: Integers, count: int) -> NDArray[np.float32]:
    """Return the images (N, 28, 28) without the ink of the first `count` pixels of each one's order (N, 784)."""
    flat = np.array(images, np.float32).reshape(len(images), -1)
    np.put_along_axis(flat, order[:, :count], 0, axis=1)
    return flat.reshape(images.shape)


def anew(
    network: Cnn, images: Floats, classes: tuple[Integers, Integers], counts: Sequence[int], at_once: int
) -> list[NDArray[np.float32]]:
    """Return the images (N, 28, 28) without so many pixels each, the gradient taken anew on the way.

    After every `at_once` pixels the margin's gradient × input is computed again, for what is left of the image; so the
    order of an image is not that of its first gradient. classes: winners (N,) and rivals (N,); counts ascend.
    """
    found, left, gone = [], np.array(images, np.float32), 0
    for count in counts:
        while gone < count:
            some = min(at_once, count - gone)
            parts = margin_gradients(network, left, *classes) * left
            left, gone = without(left, largest_first(parts, left), some), gone + some
        found.append(left)
    return found


def inked_correlations(parts: Floats, others: Floats, images: Floats) -> Array:
    """Return the correlation of two maps (N, 28, 28) over the inked pixels of each image, (N,) in [−1, 1].

    Where there is no ink, both maps may be 0 by construction, and would agree without a reason. 0 where one of the two
    does not vary: it is like nothing.
    """
    found = [
        correlations(one[i > 0][None], two[i > 0][None])[0, 0]
        for one, two, i in zip(parts, others, images, strict=True)
    ]
    return np.asarray(np.nan_to_num(found), np.float64)
