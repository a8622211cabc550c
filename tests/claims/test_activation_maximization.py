"""What the page on activation maximization says."""

import numpy as np
import pytest
import torch

from explainer.experiments import Result, cnn
from explainer.methods.activation_maximization import noise
from explainer.methods.objectives import units
from explainer.models.cnn import as_batch


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


def test_the_table_is_what_the_network_makes_of_the_images_of_the_run(build, network):
    path, table = build.arrays("ascent")["digit2_path"], build.arrays("ascent")["digit2_printed"]
    assert len(path) == 11
    with torch.no_grad():
        logits = network(as_batch(path[:-1])).double()
    assert table[:, 0].tolist() == logits.argmax(dim=1).tolist()
    np.testing.assert_allclose(table[:, 1], logits.softmax(dim=1).amax(dim=1), atol=1e-5)
    np.testing.assert_allclose(table[:, 5], logits[:, 2], atol=1e-3)
    images = as_batch(path[4:5]).requires_grad_()
    (slope,) = torch.autograd.grad(network(images)[0, 2], images)
    np.testing.assert_allclose(table[4, 2:5], [slope.min(), slope.max(), 1 / slope.std(correction=0)], rtol=1e-2)


def test_the_run_steps_by_what_the_table_says(build, network):
    path, table = build.arrays("ascent")["digit2_path"], build.arrays("ascent")["digit2_printed"]
    images = as_batch(path[3:4]).requires_grad_()
    (slope,) = torch.autograd.grad(network(images)[0, 2], images)
    stepped = np.clip(path[3] + table[3, 4] * slope[0, 0].numpy(), 0, 1)
    np.testing.assert_allclose(stepped, path[4], atol=1e-3)


def test_the_image_becomes_a_two_within_a_few_iterations_and_stays_one(build):
    table = build.arrays("ascent")["digit2_printed"]
    first = int(build.numbers["ascent.digit2_first_iteration_recognised"])
    assert first <= 2
    assert (table[first:, 0] == 2).all()
    assert table[0, 1] < 0.7935  # "no more than": less sure of noise than the tutorial's network
    assert table[5, 1] > 0.95
    assert build.numbers["ascent.digit2_final_logit"] > table[0, 5] + 3


def test_most_pixels_of_that_run_end_at_the_edge_of_their_range(build):
    last = build.arrays("ascent")["digit2_path"][-1]
    share = ((last == 0) | (last == 1)).mean()
    assert share == pytest.approx(build.numbers["ascent.digit2_share_at_edge"])
    assert share > 0.5


def strip(build, layer, unit):
    images = build.arrays("ascent")[f"{layer}_strip"][:, unit].reshape(8, -1)
    return [np.corrcoef(image, images[-1])[0, 1] for image in images]


def test_the_unit_of_the_first_convolution_is_done_after_two_steps(build):
    assert build.arrays("ascent")["strip_steps"][2] == 2
    assert strip(build, "conv1", 0)[2] > 0.97


def test_the_image_of_the_logit_takes_shape_bit_by_bit(build):
    assert (np.diff(strip(build, "logits", 2)) > 0).all()


def test_the_unit_of_the_second_convolution_goes_down_first(build):
    kept = build.arrays("ascent")
    values = kept["conv2_values"]
    stops = values[kept["strip_steps"], 0]
    assert stops.min() < stops[0] < stops[-1]
    assert stops.argmin() < len(stops) - 2
    assert strip(build, "conv2", 0)[-2] < 0.9  # it changes to the end
    sunk = sum(any(value < path[0] for value in path) for path in values.T)
    assert sunk == build.numbers["ascent.conv2_sunk_first"] > 18
