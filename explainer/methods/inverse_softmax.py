"""Solving the linear classifier for an image: softmax⁻¹(p) = W x + b.

The idea is the answer to Stack Overflow question 40365585; the two things it leaves out are here. softmax⁻¹
is a family, log p + r for every r, and W is 10×784 and has no inverse. Each function below picks, out of the
infinitely many images that reach the wanted probabilities, one that is best in a sense of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from explainer.data import CLASSES, Floats
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel

Array = NDArray[np.float64]

RANK_TOLERANCE = 1e-9  # of the largest singular value: far above rounding, far below the smallest that is real
SOLVED = 1e-8  # logits: a solution misses its wanted logits by less
STEPS = 200  # of Newton's method: half a dozen do where there is a solution


def targets(probability: float) -> Array:
    """Return ten distributions (10, 10): row k gives class k `probability` and shares the rest evenly.

    Raises ValueError unless 0 < probability < 1: a one-hot target has infinite logits.
    """
    if not 0 < probability < 1:
        raise ValueError(f"a target of {probability} has no finite logits; ask for more than 0 and less than 1")
    rest = (1 - probability) / (CLASSES - 1)
    return np.full((CLASSES, CLASSES), rest) + np.eye(CLASSES) * (probability - rest)


def inverse_softmax(probabilities: Floats) -> Array:
    """Return the logits (…, 10) with these probabilities (…, 10) that sum to zero: log p + r with its r chosen.

    Raises ValueError where a probability is not above 0.
    """
    if np.any(np.asarray(probabilities) <= 0):
        raise ValueError("a probability of 0 has the logit −∞; every target must be above 0")
    logs = np.log(probabilities)
    return np.asarray(logs - logs.mean(axis=-1, keepdims=True), np.float64)


def equations(model: LinearModel, probabilities: Floats) -> tuple[Array, Array]:
    """Return A (10, 784) and d (10,): an image x has these probabilities (10,) exactly where A x = d.

    Adding c to all ten logits changes no probability, so both sides are freed of their mean over the classes.
    The ten rows of A then sum to zero: nine of the equations are independent.
    """
    return model.centred, inverse_softmax(probabilities) - (model.biases - model.biases.mean())


def minimum_norm_pre_image(model: LinearModel, probabilities: Floats) -> Array:
    """Return the image (784,) of least norm that `model` gives these probabilities (10,).

    It is A⁺ d, with the Moore–Penrose inverse (Penrose 1955). Its pixels are not held to [0, 1]: negative ink
    is allowed.
    """
    a, d = equations(model, probabilities)
    return np.asarray(np.linalg.pinv(a, rcond=RANK_TOLERANCE) @ d, np.float64)


def map_pre_image(model: LinearModel, probabilities: Floats, data: Gaussian) -> Array:
    """Return the image (784,) with these probabilities (10,) that is most probable under the Gaussian `data`.

    It is μ + Σ Aᵀ (A Σ Aᵀ)⁺ (d − A μ), the mean of the Gaussian given A x = d (Bishop 2006, §2.3.1). It
    differs from the mean only in ways in which images do differ, but nothing holds its pixels to [0, 1].
    """
    a, d = equations(model, probabilities)
    covariances = data.covariance @ a.T  # (784, 10)
    multipliers = np.linalg.pinv(a @ covariances, rcond=RANK_TOLERANCE, hermitian=True) @ (d - a @ data.mean)
    return np.asarray(data.mean + covariances @ multipliers, np.float64)


def nearest_pre_image(model: LinearModel, probabilities: Floats, start: Floats) -> Array | None:
    """Return the image (784,) nearest to `start` (784,) with every pixel in [0, 1] and these probabilities (10,).

    None if no such image has them. The problem in 784 pixels has a dual in nine unknowns: the answer is
    x = clip(start + Bᵀ λ, 0, 1), where the rows of B span those of A, for the λ that maximizes a concave
    function whose gradient is e − B x. Where that is zero the equations hold, and x is the nearest
    (Boyd and Vandenberghe 2004, §5.5.5). Where there is no solution, λ grows for ever and the gradient stays.
    """
    a, d = equations(model, probabilities)
    left, sizes, right = np.linalg.svd(a, full_matrices=False)
    rank = int((sizes > RANK_TOLERANCE * sizes[0]).sum())
    b, e = right[:rank], (left.T @ d)[:rank] / sizes[:rank]  # B x = e says what A x = d says

    def image(multipliers: Array) -> Array:
        return np.asarray(np.clip(start + multipliers @ b, 0, 1), np.float64)

    def negative_dual(multipliers: Array) -> tuple[float, Array]:
        x = image(multipliers)
        return float(multipliers @ (b @ x - e) - ((x - start) ** 2).sum() / 2), b @ x - e

    def curvature(multipliers: Array) -> Array:
        unclipped = start + multipliers @ b
        free = b[:, (unclipped > 0) & (unclipped < 1)]
        return np.asarray(free @ free.T)

    found = optimize.minimize(
        negative_dual,
        np.zeros(rank),
        jac=True,
        hess=curvature,
        method="trust-exact",
        options={"gtol": SOLVED / 100, "maxiter": STEPS},
    )
    x = image(found.x)
    return x if abs(a @ x - d).max() < SOLVED else None


def largest_margin_in_box(model: LinearModel, digit: int) -> tuple[Array, float]:
    """Return the image (784,) in [0, 1] whose logit of `digit` leads nine equal others by most, and that lead.

    A linear programme. Targets of `targets` with a greater lead, log p − log rest, have no image in [0, 1].
    Raises ValueError where no image there gives nine others the same logit.
    """
    a, level = equations(model, np.full(CLASSES, 1 / CLASSES))
    direction = np.eye(CLASSES)[digit] - 1 / CLASSES  # one logit ahead of nine equal ones, with sum zero
    system = np.hstack([a, -direction[:, None]])[:-1]  # the last row follows from the others
    reward = np.append(np.zeros(a.shape[1]), -1.0)
    bounds = [(0, 1)] * a.shape[1] + [(None, None)]
    solved = optimize.linprog(reward, A_eq=system, b_eq=level[:-1], bounds=bounds, method="highs")
    if not solved.success:
        raise ValueError(f"no image in [0, 1] gives nine digits other than {digit} the same logit")
    return np.asarray(solved.x[:-1], np.float64), float(solved.x[-1])


def largest_logit_in_box(model: LinearModel, digit: int) -> Array:
    """Return the image (784,) in [0, 1] with the highest logit of `digit`: ink where a weight is positive."""
    return np.asarray(model.weights[digit] > 0, np.float64)


def turning_lengths(model: LinearModel, flat: Floats) -> Array:
    """Return for each image (N, 784) how far it is from an image of another prediction, (N,), in units of ink.

    The classes meet in planes: to the plane where the logit of k has caught up with that of the predicted class c it
    is (z_c − z_k) / ‖w_c − w_k‖. The nearest counts. Its image may have pixels a little outside [0, 1].
    """
    logits = model.logits(flat)
    predicted = logits.argmax(axis=1)
    leads = logits.max(axis=1, keepdims=True) - logits  # (N, 10)
    apart = np.linalg.norm(model.weights[:, None] - model.weights, axis=2)[predicted]  # (N, 10)
    lengths = np.divide(leads, apart, out=np.full_like(leads, np.inf), where=apart > 0)
    return np.asarray(lengths.min(axis=1), np.float64)


def change_to_class(model: LinearModel, image: Floats, digit: int) -> Array:
    """Return the least change (784,) of `image` (784,) after which no logit exceeds that of `digit`.

    The least x with G x ≥ h, solved as non-negative least squares (Lawson and Hanson 1974, ch. 23).
    """
    others = np.arange(CLASSES) != digit
    logits = model.logits(image[None])[0]
    g, h = (model.weights[digit] - model.weights)[others], (logits - logits[digit])[others]
    system = np.vstack([g.T, h])  # (785, 9)
    wanted = np.append(np.zeros(g.shape[1]), 1.0)
    multipliers, _ = optimize.nnls(system, wanted)
    residual = system @ multipliers - wanted
    return np.asarray(-residual[:-1] / residual[-1], np.float64)
