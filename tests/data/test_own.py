"""A photo of a digit becomes an image as MNIST has them."""

import numpy as np
import pytest
from PIL import Image

from explainer.data.own import centred, prepare, read
from explainer.errors import ExplainerError
from explainer.notebook import own_digit


def stroke():
    """An upright stroke with a foot, 20 high and 12 wide, its centre of mass where MNIST would have it."""
    image = np.zeros((20, 12))
    image[:, 4:8] = 1
    image[16:, :] = 1
    return image


def sheet(dark=0.1, light=0.9, side=200):
    """The same, five times as large, in the lower right of a sheet with some grain."""
    greys = np.random.default_rng(0).normal(light, 0.01, (side, side))
    greys[90:190, 130:190][np.kron(stroke(), np.ones((5, 5))) > 0] = dark
    return greys


def test_a_photo_is_fitted_into_its_box_and_centred_by_mass():
    image = prepare(sheet())
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    rows, columns = np.nonzero(image)
    assert np.ptp(rows) + 1 == 20
    weights = image / image.sum()
    middle = [(weights.sum(axis=axis) * np.arange(28)).sum() for axis in (1, 0)]
    assert np.allclose(middle, 13.5, atol=0.5)
    top, left = rows.min(), columns.min()
    assert np.allclose(image[top : top + 20, left : left + 12], stroke(), atol=0.05)


def test_light_on_dark_is_the_same_digit():
    assert np.allclose(prepare(sheet()), prepare(1 - sheet()), atol=0.05)


def test_the_unit_of_the_greys_does_not_matter():
    assert np.allclose(prepare(sheet()), prepare(255 * sheet()), atol=1e-6)


def test_a_digit_too_near_the_edge_stays_inside():
    lopsided = np.zeros((20, 20))
    lopsided[:, 0] = 1
    lopsided[0, :] = 0.01
    image = centred(lopsided)
    assert image.sum() == pytest.approx(lopsided.sum(), rel=1e-5)


def test_a_file_is_read_and_what_is_no_picture_is_named(tmp_path):
    path = tmp_path / "mine.png"
    Image.fromarray((255 * sheet().clip(0, 1)).astype(np.uint8)).save(path)
    assert np.allclose(own_digit(path), prepare(sheet()), atol=0.05)
    path.write_text("no picture", "utf-8")
    with pytest.raises(ExplainerError, match=r"mine\.png is no picture"):
        read(path)


@pytest.mark.parametrize("ink", [0, 255])
def test_a_drawing_without_paper_is_laid_on_some(tmp_path, ink):
    """As drawing programs save them: strokes, and nothing around them."""
    drawn = np.zeros((200, 200, 4), np.uint8)
    drawn[90:190, 130:190][np.kron(stroke(), np.ones((5, 5))) > 0] = (ink, ink, ink, 255)
    Image.fromarray(drawn).save(tmp_path / "mine.png")
    assert np.allclose(own_digit(tmp_path / "mine.png"), prepare(sheet()), atol=0.05)


def test_a_photo_taken_sideways_is_turned_upright(tmp_path):
    lying = Image.fromarray((255 * np.rot90(sheet()).clip(0, 1)).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by a quarter, clockwise
    lying.save(tmp_path / "mine.png", exif=exif)
    assert np.allclose(own_digit(tmp_path / "mine.png"), prepare(sheet()), atol=0.05)


def test_blank_paper_has_no_ink():
    with pytest.raises(ExplainerError, match="no ink"):
        prepare(np.full((50, 50), 0.8))


def test_a_digit_of_the_data_set_that_was_enlarged_and_moved_is_itself_again(build):
    """Compared with other digits, of which no other is as near."""
    images = np.array([prepare(1 - image) for image in build.data.test.images[:50]])  # framed as MNIST is
    found = []
    for image in images:
        large = np.asarray(Image.fromarray(image).resize((112, 112), Image.Resampling.BICUBIC))
        paper = np.full((200, 200), 1.0)
        paper[5:117, 70:182] -= np.clip(large, 0, 1)
        found.append(prepare(paper).ravel())
    like = np.corrcoef(np.array(found), images.reshape(50, -1))[:50, 50:]
    assert (like.argmax(axis=1) == np.arange(50)).mean() > 0.9
