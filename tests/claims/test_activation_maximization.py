"""What the page on activation maximization says."""

import numpy as np
import pytest
import torch

from explainer.experiments import Result, cnn
from explainer.methods.activation_maximization import noise
from explainer.methods.objectives import units


@pytest.fixture(scope="module")
def network(build):
    return cnn.restore({"cnn": Result(build.arrays("cnn"))})


def test_every_logit_image_is_given_to_its_own_class(build):
    assert build.numbers["ascent.logits_recognised"] == 10
    given = build.arrays("ascent")["probabilities"]
    assert (given.argmax(axis=1) == np.arange(10)).all()


def test_inside_the_image_the_slope_of_a_first_layer_unit_is_the_sum_of_its_weights(build, network):
    images = torch.from_numpy(noise(16, build.plan.settings.ascent))[:, None].requires_grad_()
    (slope,) = torch.autograd.grad(units(network, "conv1")(images).sum(), images)
    inside = slope[:, 0, 2:-2, 2:-2].flatten(1) * 28 * 28
    sums = network.layers.conv1.weight.sum(dim=(1, 2, 3)).detach()
    assert torch.allclose(inside, sums[:, None].expand_as(inside), atol=1e-4)


def test_so_the_inside_is_all_ink_or_all_paper_by_the_sign_of_that_sum(build, network):
    sums = network.layers.conv1.weight.sum(dim=(1, 2, 3)).detach().numpy()
    inside = build.arrays("ascent")["conv1_images"][:, 2:-2, 2:-2]
    for image, total in zip(inside, sums, strict=True):
        if abs(total) > 1e-2:
            assert ((image > 0.5) == (total > 0)).all()


def test_no_second_layer_image_is_of_one_tone_alone(build):
    images = build.arrays("ascent")["conv2_images"]
    assert (images.std(axis=(1, 2)) > 0.05).all()


def test_every_unit_of_every_layer_ends_higher_than_it_began(build):
    for layer in ("conv1", "conv2", "logits"):
        values = build.arrays("ascent")[f"{layer}_values"]
        assert (values[-1] > values[0]).all(), layer
    assert build.numbers["ascent.conv2_not_raised"] == 0


def test_with_the_step_that_stays_most_of_the_second_convolution_does_not(build):
    values = build.arrays("ascent")["conv2_constant_values"]
    assert (values[-1] <= values[0]).sum() == build.numbers["ascent.constant_step_conv2_not_raised"]
    assert build.numbers["ascent.constant_step_conv2_not_raised"] > build.numbers["ascent.conv2_units"] / 2
    assert values[-1].mean() < values[0].mean()


def test_with_the_step_that_stays_the_logits_stop_short(build):
    kept = build.arrays("ascent")
    assert kept["logits_constant_values"][-1].mean() < kept["logits_values"][-1].mean()
    assert np.allclose(kept["logits_constant_values"][0], kept["logits_values"][0])  # from the same start


def test_the_climb_goes_beyond_real_digits(build):
    labels, real = build.data.test.labels, build.arrays("cnn")["test_logits"]
    own = build.arrays("ascent")["logits_values"][-1]
    beyond = sum(own[c] > real[labels == c, c].max() for c in range(10))
    assert beyond == build.numbers["ascent.beyond_every_real_digit"] >= 5


def test_a_unit_that_is_off_has_no_slope_behind_its_relu():
    activation = torch.tensor(-1.0, requires_grad=True)
    torch.relu(activation).backward()
    assert activation.grad == 0
