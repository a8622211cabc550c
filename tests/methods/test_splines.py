"""The larger image, against matplotlib's own spline16."""

import numpy as np
from matplotlib import image as mpl_image
from matplotlib.transforms import Affine2D

from explainer.methods.splines import spline16


def test_it_is_what_matplotlib_draws():
    """Away from the edge; there matplotlib leaves out what is beyond it."""
    picture = np.random.default_rng(0).uniform(0.3, 0.7, (12, 12))
    drawn = np.zeros((96, 96))
    mpl_image._image.resample(picture, drawn, Affine2D().scale(8), mpl_image._image.SPLINE16)
    np.testing.assert_allclose(spline16(picture[None], 8)[0, 16:-16, 16:-16], drawn[16:-16, 16:-16], atol=5e-3)


def test_pixels_keep_their_value_and_even_images_stay_even():
    picture = np.random.default_rng(1).uniform(0, 1, (1, 6, 6))
    np.testing.assert_allclose(spline16(picture, 5)[0, 2::5, 2::5], picture[0], atol=1e-12)  # the middle of each pixel
    np.testing.assert_allclose(spline16(np.full((1, 6, 6), 0.3), 4), 0.3)


def test_ink_stays_within_its_range():
    stripes = np.tile([0.0, 1.0, 1.0], (1, 9, 3))
    drawn = spline16(stripes, 8)
    assert drawn.min() == 0
    assert drawn.max() == 1
