"""The sum over routes, against PyTorch's own gradient."""

import numpy as np
import pytest

from explainer.methods.backpropagation import at_place, gradient, routes
from explainer.models import cnn


@pytest.fixture(scope="module")
def network():
    return cnn.initial(2).eval().requires_grad_(False)


@pytest.mark.parametrize(
    ("unit", "place", "pixel"),
    [(0, (7, 7), (14, 14)), (5, (7, 7), (8, 8)), (20, (3, 10), (5, 21)), (35, (0, 13), (2, 25))],
)
def test_the_products_add_up_to_the_gradient(network, unit, place, pixel):
    """In the middle of the field, at its corner, off the middle, and at the border of the image."""
    image = np.random.default_rng(unit).uniform(0, 1, (28, 28)).astype(np.float32)
    found = routes(network, image, unit, place, pixel)
    whole = gradient(at_place(network, "conv2", unit, place), image)
    np.testing.assert_allclose(found.products.sum(), whole[pixel], atol=1e-7)
    assert whole[pixel] != 0


def test_there_is_a_route_for_every_filter_and_place_between(network):
    """In the middle 25 places of each of 16 maps see the pixel; and of four places that are pooled one wins."""
    image = np.random.default_rng(0).uniform(0, 1, (28, 28)).astype(np.float32)
    found = routes(network, image, 0, (7, 7), (14, 14))
    assert len(found.products) == 16 * 25
    places = {(c, d // 2, a // 2) for c, d, a in zip(found.channel, found.down, found.across, strict=True)}
    assert found.wins.sum() <= len(places) == 16 * 9


def test_the_product_is_of_the_weights_where_both_doors_are_open(network):
    image = np.random.default_rng(0).uniform(0, 1, (28, 28)).astype(np.float32)
    found = routes(network, image, 3, (7, 7), (12, 15))
    first = network.layers.get_parameter("conv1.weight").cpu().numpy()[:, 0]
    second = network.layers.get_parameter("conv2.weight").cpu().numpy()[3]
    for i in np.flatnonzero(found.wins * found.on)[:20]:
        c, d, a = found.channel[i], found.down[i], found.across[i]
        by_hand = first[c, 12 - d + 2, 15 - a + 2] * second[c, d // 2 - 7 + 2, a // 2 - 7 + 2]
        assert found.products[i] == pytest.approx(by_hand)
    assert not found.products[found.wins * found.on == 0].any()
