"""The network against hand-computed cases; its training by what it shows, by its learning rates and by a second run."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from explainer.data import Dataset, Split
from explainer.models import cnn, silent
from explainer.models.muon import Muon
from explainer.settings import SMALL_CNN


def test_it_has_the_parameters_of_the_tutorial():
    by_hand = (25 * 1 + 1) * 16 + (25 * 16 + 1) * 36 + (7 * 7 * 36 + 1) * 128 + (128 + 1) * 10
    assert cnn.Cnn().parameter_count() == by_hand == 242062


def test_deeper_narrower_and_denser_networks_have_the_parameters_counted_by_hand():
    deep = cnn.Architecture(filters=(16, 36, 36))  # 28 → 14 → 7 → 3
    by_hand = 26 * 16 + 401 * 36 + (25 * 36 + 1) * 36 + (3 * 3 * 36 + 1) * 128 + 129 * 10
    assert cnn.Cnn(deep).parameter_count() == by_hand
    narrow = cnn.Architecture(filters=(2, 4))
    assert cnn.Cnn(narrow).parameter_count() == 26 * 2 + 51 * 4 + (7 * 7 * 4 + 1) * 128 + 129 * 10
    dense = cnn.Architecture(dense=(128, 64))
    assert cnn.Cnn(dense).parameter_count() == 242062 - 129 * 10 + 129 * 64 + 65 * 10
    assert cnn.Cnn(dense).weighted() == ["conv1", "conv2", "dense1", "dense2", "logits"]


def test_pooling_before_the_relu_is_pooling_after_it():
    network = cnn.initial(0)
    images = cnn.as_batch(np.random.default_rng(0).random((4, 28, 28)))
    with torch.no_grad():
        ours = network.activations(images, "conv1_relu")
        tutorial = torch.nn.functional.max_pool2d(network.activations(images, "conv1").relu(), 2)
    assert torch.equal(ours, tutorial)


def test_a_convolution_of_a_hand_computed_case():
    network = cnn.initial(0)
    kernel = torch.zeros(16, 1, 5, 5)
    kernel[0, 0, 2, 2], kernel[0, 0, 2, 3], kernel[0, 0, 1, 2] = 2.0, 3.0, -1.0  # here, to the right, above
    network.layers.conv1.load_state_dict({"weight": kernel, "bias": torch.full((16,), 0.5)})
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 10, 10], image[0, 0, 27] = 1.0, 0.25
    with torch.no_grad():
        given = network.activations(cnn.as_batch(image), "conv1")[0, 0].numpy()
    expected = np.full((28, 28), 0.5, np.float32)
    expected[10, 10] += 2  # the ink itself
    expected[10, 9] += 3  # sees the ink to its right
    expected[11, 10] -= 1  # sees the ink above
    expected[0, 27] += 0.5
    expected[0, 26] += 0.75
    expected[1, 27] -= 0.25
    np.testing.assert_allclose(given, expected, atol=1e-6)


def test_layers_have_names_before_and_after_the_relu():
    network = cnn.initial(0)
    images = cnn.as_batch(np.random.default_rng(0).random((3, 28, 28)))
    with torch.no_grad():
        before, after = (network.activations(images, name) for name in ("conv2_pool", "conv2_relu"))
        last = network.activations(images, "logits")
        everything = network(images)
    assert before.shape == (3, 36, 7, 7)
    assert before.min() < 0 <= after.min()
    np.testing.assert_array_equal(np.maximum(before.numpy(), 0), after.numpy())
    np.testing.assert_array_equal(last.numpy(), everything.numpy())


def test_an_unknown_layer_is_named():
    with pytest.raises(KeyError, match=r"no layer 'conv3'; there are conv1, "):
        cnn.initial(0).activations(torch.zeros(1, 1, 28, 28), "conv3")


@pytest.mark.parametrize("sizes", [cnn.Architecture(), cnn.Architecture((4, 6, 8), (12, 7), kernel=3)])
def test_weights_survive_being_arrays(sizes):
    network = cnn.initial(3, sizes)
    images = np.random.default_rng(0).random((5, 28, 28))
    back = cnn.from_arrays(cnn.to_arrays(network))
    np.testing.assert_allclose(cnn.predict_logits(back, images), cnn.predict_logits(network, images), atol=1e-6)


def test_half_an_epoch_is_half_the_steps(few):
    _, history = cnn.train(few, replace(SMALL_CNN, epochs=1.5, batch=100), silent, checks=2)
    assert len(history.losses) == 6
    assert len(history.validation) == 2


def test_a_seed_is_an_argument_and_touches_no_other_randomness():
    torch.manual_seed(11)
    expected = torch.rand(3)
    torch.manual_seed(11)
    one, two, other = cnn.initial(1), cnn.initial(1), cnn.initial(2)
    assert torch.equal(torch.rand(3), expected)
    assert torch.equal(one.layers.conv1.weight, two.layers.conv1.weight)
    assert not torch.equal(one.layers.conv1.weight, other.layers.conv1.weight)


def shown(monkeypatch, shift, epochs):
    """Train on eight images of one inked pixel, i + 1 eighths dark in image i, in batches of four.

    Return for each step the images shown and the places of their pixels.
    """
    images = np.zeros((8, 28, 28), np.float32)
    images[:, 13, 14] = np.arange(1, 9) / 8
    split = Split(images, np.arange(8))
    steps = []
    initial = cnn.initial

    def watched(*given):
        network = initial(*given)

        def note(module, inputs):
            if module.training:
                place, down, across = inputs[0][:, 0].nonzero().T.tolist()
                assert place == [0, 1, 2, 3]
                dark = inputs[0].amax(dim=(1, 2, 3))
                steps.append(((8 * dark - 1).round().int().tolist(), set(zip(down, across, strict=True))))

        network.register_forward_pre_hook(note)
        return network

    monkeypatch.setattr(cnn, "initial", watched)
    settings = replace(SMALL_CNN, epochs=epochs, batch=4, shift=shift)
    cnn.train(Dataset("dots", split, split.part(0, 1), split), settings, silent, cnn.Architecture((1,), (2,)))
    assert len(steps) == 2 * epochs
    return steps


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_every_batch_is_shifted_as_a_whole_by_up_to_so_many_pixels_each_way(monkeypatch, shift):
    places = [shifted for _, shifted in shown(monkeypatch, shift, epochs=100)]
    assert {len(each) for each in places} == {1}
    reach = range(-shift, shift + 1)
    assert set.union(*places) == {(13 + down, 14 + across) for down in reach for across in reach}


def test_every_epoch_shows_every_image_once_in_an_order_of_its_own(monkeypatch):
    steps = [images for images, _ in shown(monkeypatch, shift=1, epochs=20)]
    epochs = [(*first, *second) for first, second in zip(steps[::2], steps[1::2], strict=True)]
    assert {tuple(sorted(epoch)) for epoch in epochs} == {tuple(range(8))}
    assert len(set(epochs)) > 15  # of 40,320 orders


@pytest.mark.parametrize(("chosen", "highest"), [(torch.optim.AdamW, 4e-3), (Muon, 0.07)])
@pytest.mark.parametrize(("epochs", "warm_up"), [(5, 0.25), (10, 0.5)])
def test_each_learning_rate_rises_in_a_straight_line_to_its_peak_and_falls_in_another(
    few, epochs, warm_up, chosen, highest
):
    peaks = {"peak_learning_rate": 4e-3, "muon_peak_learning_rate": 0.07}
    settings = replace(SMALL_CNN, epochs=epochs, batch=50, warm_up=warm_up, **peaks)
    rates = []

    def noted(optimizer, *_):
        if isinstance(optimizer, chosen):
            rates.append(optimizer.param_groups[0]["lr"])

    note = register_optimizer_step_pre_hook(noted)
    cnn.train(few, settings, silent, cnn.Architecture((1,), (2,)))
    note.remove()
    assert len(rates) == 8 * epochs
    peak = int(np.argmax(rates))
    assert peak + 1 == warm_up * len(rates)
    assert rates[peak] == pytest.approx(highest)
    assert rates[0] < highest / 10
    assert rates[-1] < highest / 1000
    rise, fall = np.diff(rates[: peak + 1]), np.diff(rates[peak:])
    np.testing.assert_allclose(rise, rise[0], rtol=1e-9)
    np.testing.assert_allclose(fall, fall[0], rtol=1e-9)
    assert rise[0] > 0 > fall[0]


@pytest.fixture(scope="module")
def few(digits):
    data = digits.data
    return Dataset("few", data.train.part(0, 400), data.validation, data.test)


def test_training_learns_reports_and_repeats_itself(few):
    settings = replace(SMALL_CNN, epochs=6)
    reports = []
    network, history = cnn.train(few, settings, lambda *report: reports.append(report), checks=6)
    again, _ = cnn.train(few, settings, silent)
    steps = 6 * (400 // settings.batch)
    assert [done for done, _, _ in reports] == list(range(1, steps + 1))
    assert {total for _, total, _ in reports} == {steps}
    assert len(history.losses) == steps
    assert len(history.validation) == 6
    assert np.mean(history.losses[-5:]) < 0.5 * history.losses[0]
    assert cnn.accuracy(network, few.test) > 0.8
    for name, array in cnn.to_arrays(network).items():
        np.testing.assert_array_equal(array, cnn.to_arrays(again)[name])
