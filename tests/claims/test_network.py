"""What the page on the network says."""

import math

import numpy as np
import pytest

from explainer.experiments import Result, seeds
from explainer.models import cnn


def test_an_untrained_network_does_about_as_well_as_a_guess(build):
    assert 0.03 < build.numbers["cnn.test_accuracy_before"] < 0.25


def test_training_begins_at_the_loss_of_a_guess_and_ends_far_below(build):
    losses = build.arrays("network")["losses"]
    assert abs(losses[0] - math.log(10)) < 0.1
    window = len(losses) // 10
    means = [chunk.mean() for chunk in np.array_split(losses, 10)]
    assert means[0] - means[1] > means[1] - means[-1]  # steeply, then slowly
    assert 0 < losses[-window:].mean() < 0.25 * losses[0]


def test_a_perfect_answer_keeps_some_surprise(build):
    assert build.plan.settings.cnn.label_smoothing > 0
    assert build.arrays("network")["losses"].min() > 0.2


def test_nearly_everything_lies_on_the_diagonal(build):
    counts = build.arrays("network")["confusion"]
    assert counts.sum() == len(build.data.test)
    assert counts.sum() - np.trace(counts) == build.numbers["cnn.test_errors"]
    assert np.trace(counts) / counts.sum() > 0.96


def test_the_nine_errors_are_errors_and_the_first(build):
    kept, labels = build.arrays("network"), build.data.test.labels
    predicted = build.arrays("cnn")["test_logits"].argmax(axis=1)
    wrong = np.flatnonzero(predicted != labels)
    assert kept["error_places"].tolist() == wrong[:9].tolist()
    assert (kept["error_labels"] != kept["error_predicted"]).all()
    assert len(kept["error_images"]) == 9


def test_the_network_beats_the_linear_classifier(build):
    assert build.numbers["cnn.test_accuracy"] > build.numbers["logistic.test_accuracy"] + 0.03


def test_the_schedule_rises_then_falls(build):
    assert 0 < build.plan.settings.cnn.warm_up < 1


def test_the_spread_is_over_trainings_that_differ(build):
    accuracies = build.arrays("seeds")["accuracies"]
    assert len(accuracies) == build.numbers["cnn.seeds"] >= 5
    assert accuracies[0] == build.numbers["cnn.test_accuracy"]
    assert len({restored.layers.conv1.weight.sum().item() for restored in others(build)}) == len(accuracies) - 1
    scored = [cnn.accuracy(network, build.data.test) for network in others(build)]
    assert build.numbers["cnn.test_accuracy_mean"] == pytest.approx((accuracies[0] + sum(scored)) / len(accuracies))


def others(build):
    return seeds.restore({"seeds": Result(build.arrays("seeds"))})
