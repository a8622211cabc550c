"""Each regularizer is what it is called; its strengths; the strongest of them that an image stands."""

import numpy as np
import pytest
import torch

from explainer.methods.activation_maximization import noise
from explainer.methods.objectives import Objective, channel
from explainer.methods.regularizers import clearest_of, maximize, ordinary, regularizers, strongest
from explainer.models import cnn
from explainer.models.gaussian import Gaussian
from explainer.settings import AscentSettings, LadderSettings

SETTINGS = LadderSettings(ascent=AscentSettings(steps=6))
MODEL = Gaussian(np.full(784, 0.4), np.diag(np.linspace(0.001, 0.02, 784)))
NAMES = ["none", "l2", "tv", "jitter", "fourier", "data"]
ROWS, COLUMNS = np.mgrid[:28, :28]


@pytest.fixture(scope="module")
def network():
    return cnn.initial(0).eval()


@pytest.fixture(scope="module")
def ladder():
    return regularizers(MODEL, SETTINGS)


def test_they_come_in_the_order_of_the_page(ladder):
    assert list(ladder) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_regularizer_ascends_from_the_same_start_to_images(network, ladder, name):
    images = maximize(channel(network, "logits", [0, 3]), ladder[name], np.zeros(2), SETTINGS, starts=[0, 3])
    assert images.shape == (2, 28, 28)
    assert images.min() >= 0
    assert images.max() <= 1
    alone = maximize(channel(network, "logits", [3]), ladder[name], np.zeros(1), SETTINGS, starts=[3])
    np.testing.assert_allclose(images[1], alone[0], atol=1e-3)


@pytest.mark.parametrize("name", NAMES[1:])
def test_each_strength_is_larger_than_the_last_and_every_second_is_twice_as_large(ladder, name):
    tried = ladder[name].strengths(7)
    assert len(tried) == 7
    assert tried[0] > 0
    assert (np.diff(tried) > 0).all()
    np.testing.assert_allclose(tried[2:], 2 * tried[:-2])
    np.testing.assert_allclose(tried[1:] / tried[:-1], tried[1] / tried[0])


def test_without_a_prior_there_is_no_strength_to_try(ladder):
    assert ladder["none"].strengths(7).tolist() == [0]


def test_a_stronger_l2_leaves_less_ink(network, ladder):
    images = maximize(channel(network, "logits", [2, 2]), ladder["l2"], np.array([0.0, 50.0]), SETTINGS, starts=[2, 2])
    assert images[1].mean() < images[0].mean()


@pytest.mark.parametrize("name", NAMES)
def test_images_are_shifted_before_a_step_by_the_regularizers_with_jitter_alone(ladder, name):
    """With nothing to gain the image stays grey noise: rows and columns of zeros have been shifted in."""
    shifts = set()

    def constant(images):
        inked = images[0, 0].detach() != 0
        rows, columns = inked.any(dim=1).nonzero(), inked.any(dim=0).nonzero()
        shifts.add((int(rows[0] - (27 - rows[-1])), int(columns[0] - (27 - columns[-1]))))
        return 0 * images.sum(dim=(1, 2, 3))

    settings = LadderSettings(ascent=AscentSettings(steps=200))
    maximize(Objective(constant), ladder[name], np.zeros(1), settings, starts=[0])
    reach = range(-2, 3) if name in ("jitter", "fourier") else [0]
    assert shifts == {(down, across) for down in reach for across in reach}


@pytest.mark.parametrize("name", NAMES[:4])
def test_in_pixels_the_gradient_of_one_pixel_changes_that_pixel(ladder, name):
    change = _change_for_one_pixel(ladder[name])
    near = np.maximum(abs(ROWS - 14), abs(COLUMNS - 14)) <= (2 if name == "jitter" else 0)
    assert change[near].max() > 0.2
    assert not change[~near].any()


def test_in_frequencies_the_gradient_of_one_pixel_changes_a_smooth_hill_around_it(ladder):
    change = _change_for_one_pixel(ladder["fourier"])
    assert np.count_nonzero(change) > 700
    distance = np.hypot(ROWS - 14, COLUMNS - 14)
    rings = [change[(distance >= r) & (distance < r + 4)].mean() for r in (0, 4, 8)]
    assert rings[0] > 0.2
    assert (np.diff(rings) < 0).all()


def _change_for_one_pixel(regularizer):
    """Return how much the ink of all pixels changes (28, 28) when the objective is the ink of the middle one."""
    middle = Objective(lambda images: images[:, 0, 14, 14])
    change = maximize(middle, regularizer, np.zeros(1), SETTINGS, starts=[0])[0] - noise(1, SETTINGS.ascent)[0]
    return np.where(abs(change) > 1e-6, change, 0)


def test_every_prior_weighs_in_with_the_strength_of_its_own_image(ladder):
    """An objective that asks for nothing leaves the image to the prior: the stronger, the likelier."""
    nothing = Objective(lambda images: 0 * images.sum(dim=(1, 2, 3)))
    for name in NAMES[1:]:
        images = maximize(nothing, ladder[name], np.array([0.0, 1.0]), SETTINGS, starts=[1, 1])
        values = ladder[name].prior(torch.from_numpy(images)[:, None])
        assert values[1] > values[0], name


def test_the_strongest_that_an_image_stands_is_the_last_that_leaves_enough():
    values = np.array([[9.0, 9.0, 1.0], [5.0, 2.0, 1.0], [4.0, 6.0, 1.0], [1.0, 2.0, 1.0]])
    assert strongest(values, np.array([4.0, 5.0, 3.0])).tolist() == [2, 2, 0]


def test_the_clearest_image_stands_the_strongest_prior_that_leaves_its_logit(network, ladder):
    least = np.full(10, -np.inf)
    least[3] = np.inf  # no image reaches that: the weakest strength is taken
    images, strengths = clearest_of(network, ladder["l2"], least, SETTINGS)
    tried = ladder["l2"].strengths(SETTINGS.strengths)
    assert images.shape == (10, 28, 28)
    assert strengths[3] == tried[0]
    assert (np.delete(strengths, 3) == tried[-1]).all()
    alone = maximize(channel(network, "logits", [7]), ladder["l2"], tried[-1:], SETTINGS, starts=[7])
    np.testing.assert_allclose(images[7], alone[0], atol=1e-5)


def test_another_set_of_images_has_starts_of_its_own(network, ladder):
    least = np.zeros(10)
    one, two = (clearest_of(network, ladder["none"], least, SETTINGS, first)[0] for first in (0, 10))
    alone = maximize(channel(network, "logits", [4]), ladder["none"], np.zeros(1), SETTINGS, starts=[14])
    np.testing.assert_allclose(two[4], alone[0], atol=1e-5)
    assert np.abs(one - two).mean() > 0.01


def test_an_ordinary_logit_is_the_median_of_the_class_s_own_images():
    logits, labels = np.random.default_rng(0).normal(size=(300, 10)), np.arange(300) % 10
    by_hand = [sorted(logits[i, c] for i in range(300) if labels[i] == c) for c in range(10)]
    assert ordinary(logits, labels) == pytest.approx([(each[14] + each[15]) / 2 for each in by_hand])
