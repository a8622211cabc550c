"""The trainers of the linear classifier against independent answers."""

from itertools import islice

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression, Ridge

from explainer.models import baselines, minibatch
from explainer.models.linear import LinearModel, gradient, loss, one_hot
from explainer.models.softmax_regression import descend, fit


@pytest.fixture(scope="module")
def few(digits):
    return digits.data.train.part(0, 150)


def test_one_hot_rows_by_hand():
    assert one_hot(np.array([2, 0])).tolist() == [[0, 0, 1, *[0] * 7], [1, *[0] * 9]]


def test_the_gradient_is_that_of_the_loss(few):
    rng = np.random.default_rng(0)
    model = LinearModel(rng.normal(0, 0.1, (10, 784)), rng.normal(0, 0.1, 10))
    flat = few.flat.astype(np.float64)
    grad = gradient(model, flat, few.labels, 0.3)
    for c, pixel in [(0, 300), (3, 406), (9, 500)]:
        losses = []
        for change in (-1e-5, 1e-5):
            shifted = model.weights.copy()
            shifted[c, pixel] += change
            losses.append(loss(LinearModel(shifted, model.biases), flat, few.labels, 0.3))
        assert grad.weights[c, pixel] == pytest.approx((losses[1] - losses[0]) / 2e-5, rel=1e-5, abs=1e-9)


def test_descent_arrives_where_scikit_learn_does(few):
    penalty = 0.5
    flat = few.flat.astype(np.float64)
    solver = LogisticRegression(C=1 / (penalty * len(few)), fit_intercept=False, tol=1e-9, max_iter=5000)
    expected = solver.fit(flat, few.labels).coef_
    ours = fit(flat, few.labels, penalty=penalty, learning_rate=0.03, steps=2000)
    np.testing.assert_allclose(ours.model.weights, expected, atol=1e-5)
    assert np.all(np.diff(ours.losses) <= 1e-12)
    assert ours.losses[0] == pytest.approx(np.log(10))


def test_a_pixel_scale_is_worth_its_square_in_learning_rate(few):
    flat = few.flat.astype(np.float64)
    small = next(islice(descend(flat, few.labels, penalty=0.0, learning_rate=0.09), 7, None))
    large = next(islice(descend(3 * flat, few.labels, penalty=0.0, learning_rate=0.01), 7, None))
    np.testing.assert_allclose(3 * large.weights, small.weights, rtol=1e-9, atol=1e-15)


def test_adam_steps_as_pytorch_does():
    rng = np.random.default_rng(1)
    gradients = rng.normal(size=(5, 10, 785)) * 10.0 ** rng.integers(-6, 2, (10, 785))
    theirs = torch.zeros(10, 785, dtype=torch.float64, requires_grad=True)
    reference = torch.optim.Adam([theirs], lr=1e-3)
    optimizer, ours = minibatch.adam(1e-3), np.zeros((10, 785))
    for grad in gradients:
        theirs.grad = torch.from_numpy(grad)
        reference.step()
        ours = ours + optimizer(grad)
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-9)


def test_an_epoch_shows_every_image_once(few):
    part = few.part(0, 24)
    steps = list(islice(minibatch.descend(part, 8, minibatch.sgd(0.1), np.random.default_rng(0)), 6))
    for epoch in (steps[:3], steps[3:]):
        images = np.concatenate([step.batch.flat for step in epoch])
        assert sorted(map(bytes, images)) == sorted(map(bytes, part.flat))


def test_a_batch_of_everything_is_full_batch_descent(few):
    batched = next(minibatch.descend(few, len(few), minibatch.sgd(0.1), np.random.default_rng(0)))
    grad = gradient(LinearModel(np.zeros((10, 784)), np.zeros(10)), few.flat.astype(np.float64), few.labels, 0.0)
    np.testing.assert_allclose(batched.model.weights, -0.1 * grad.weights, atol=1e-8)


def test_the_nearest_mean_is_nearest(digits):
    train, test = digits.data.train, digits.data.test.part(0, 60)
    means = [train.images[train.labels == c].mean(axis=0) for c in range(10)]
    distances = [[np.linalg.norm(image - mean) for mean in means] for image in test.images]
    assert np.array_equal(baselines.nearest_mean(train).predict(test.flat), np.argmin(distances, axis=1))


def test_least_squares_is_scikit_learns_ridge(few):
    rows = np.column_stack([few.flat, np.ones(len(few))]).astype(np.float64)
    expected = Ridge(alpha=5.0, fit_intercept=False, solver="cholesky").fit(rows, one_hot(few.labels)).coef_
    model = baselines.least_squares(baselines.sums(few), 5.0)
    np.testing.assert_allclose(np.column_stack([model.weights, model.biases]), expected, atol=1e-4)


def test_one_of_one_vs_one_is_a_ridge_regression_on_its_two_classes(few):
    one_vs_one = baselines.one_vs_one(baselines.sums(few), 5.0)
    for place in (0, 17, 44):
        first, second = baselines.PAIRS[place]
        chosen = np.isin(few.labels, (first, second))
        rows = np.column_stack([few.flat, np.ones(len(few))])[chosen].astype(np.float64)
        wanted = np.where(few.labels[chosen] == first, 1.0, -1.0)
        expected = Ridge(alpha=5.0, fit_intercept=False, solver="cholesky").fit(rows, wanted).coef_
        np.testing.assert_allclose(one_vs_one.model.weights[place], expected[:-1], atol=1e-4)


def test_votes_and_sums_by_hand():
    weights = np.zeros((45, 784))
    weights[:, 0] = [1 if 3 in pair and pair[0] == 3 else -1 if pair[1] == 3 else 0 for pair in baselines.PAIRS]
    biases = np.array([0.0 if 3 in pair else 0.5 for pair in baselines.PAIRS])  # else the lower class wins
    one_vs_one = baselines.OneVsOne(LinearModel(weights, biases))
    image = np.zeros((1, 784))
    image[0, 0] = 2.0
    assert one_vs_one.votes(image).tolist() == [[8, 7, 6, 9, 5, 4, 3, 2, 1, 0]]
    assert one_vs_one.summed(image)[0, 3] == 9 * 2.0
    assert one_vs_one.summed(image)[0, 0] == 8 * 0.5 - 2.0
    assert one_vs_one.summed(image).sum() == pytest.approx(0)


def test_sums_count_the_images(few):
    known = baselines.sums(few)
    assert known.sums[:, -1].tolist() == np.bincount(few.labels, minlength=10).tolist()
