"""The verdicts on the sources' claims. They are about MNIST; on other digits only what holds on any is asked."""

import numpy as np
import pytest

from explainer.experiments import Result
from explainer.experiments.cnn import restore
from explainer.models.cnn import predict_logits

PRINTED = {1: (0.897, -0.245477, 0.206278), 11: (0.926, -1.1957, 1.07317)}  # Cuevas


def test_the_spread_is_over_trainings_that_differ(build):
    kept = build.arrays("claims")
    assert len(kept["sgd"]) == build.numbers["claims.seeds"] >= 3
    assert kept["sgd"].std() > 0
    assert (kept["epochs"][..., 1:].std(axis=0) > 0).all()  # the weights; accuracies may tie on few images


def test_a_thousand_steps_train_it(build):
    assert build.numbers["claims.sgd_mean"] > (0.905 if build.dataset == "mnist" else 0.8)


@pytest.mark.parametrize("epoch", [1, 11])
def test_the_posts_figures_are_near(build, epoch):
    accuracy, low, high = build.arrays("claims")["epochs"].mean(axis=0)[[1, 11].index(epoch)]
    assert low < 0 < high
    if build.dataset == "mnist":
        printed = PRINTED[epoch]
        assert abs(accuracy - printed[0]) < 0.015
        assert np.allclose([low, high], printed[1:], rtol=0.25)


def test_the_printed_settings_do_not_give_the_printed_figures(build):
    assert build.numbers["scratch.printed_train_accuracy"] < 0.902 - 0.1
    assert build.numbers["scratch.printed_test_accuracy"] < 0.85 - 0.1


def test_the_digits_called_harder_are_not(build):
    assert build.numbers["limits.expected_hard_accuracy"] > build.numbers["limits.expected_easier_accuracy"]


def test_logistic_regression_stays_below_the_high_nineties(build):
    assert build.numbers["logistic.test_accuracy"] < 0.95


# The tutorial whose network this site trains.


@pytest.fixture(scope="module")
def network(build):
    return restore({"cnn": Result(build.arrays("cnn"))})


def test_an_untrained_network_guesses_and_a_trained_one_reaches_the_printed_accuracy(build):
    assert abs(build.numbers["cnn.test_accuracy_before"] - 0.1) < 0.1
    if build.dataset == "mnist":
        assert build.numbers["cnn.test_accuracy"] >= 0.9888
        assert build.numbers["cnn.images_seen"] < 640_000


def test_beyond_the_range_of_a_pixel_a_logit_grows(build, network):
    images, own = build.arrays("ascent")["logits_images"], np.arange(10)
    darker = predict_logits(network, 10 * images)[own, own]
    assert (darker > 2 * predict_logits(network, images)[own, own]).all()


def test_with_the_tutorials_step_most_units_of_the_second_convolution_do_not_get_higher(build):
    units, lower = (build.numbers[f"ascent.{n}"] for n in ("conv2_units", "constant_step_conv2_not_raised"))
    assert lower > units / 2
    assert build.numbers["ascent.conv2_not_raised"] == 0


def test_first_layer_images_are_plain_inside_and_many_second_layer_images_are_not(build, network):
    inside = {layer: build.arrays("ascent")[f"{layer}_images"][:, 3:-3, 3:-3] for layer in ("conv1", "conv2")}
    varied = {layer: ((images > 0.5).std(axis=(1, 2)) > 0.1) for layer, images in inside.items()}
    sums = network.layers.conv1.weight.sum(dim=(1, 2, 3)).detach().numpy()
    assert not varied["conv1"][abs(sums) > 1e-2].any()
    assert varied["conv2"].mean() > 0.25


def test_the_tone_of_a_first_layer_image_is_the_sign_of_the_sum_of_its_weights(build, network):
    sums = network.layers.conv1.weight.sum(dim=(1, 2, 3)).detach().numpy()
    tone = build.arrays("ascent")["conv1_images"][:, 14, 14]
    clear = abs(sums) > 1e-2
    assert ((tone > 0.5) == (sums > 0))[clear].all()


def test_the_network_has_no_doubt_about_the_logit_images(build):
    assert build.numbers["ascent.logits_recognised"] == 10
    assert build.numbers["ascent.lowest_own_probability"] > 0.9
    assert build.numbers["ascent.beyond_every_real_digit"] >= 5


def test_few_test_images_can_be_in_doubt(build):
    assert build.numbers["cnn.test_errors"] / len(build.data.test) < 0.04
