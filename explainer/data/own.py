"""A digit of your own as the models want it: a photo or a drawing made into 28×28 pixels the way MNIST was.

LeCun et al. 1998 fit each digit into a box of 20×20 and put its centre of mass into the middle of 28×28. A model that
has seen nothing else needs the same done to what it is shown.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from explainer.data import SIDE, Floats
from explainer.errors import ExplainerError

BOX = 20  # pixels: the longer side of a digit
MIDDLE = SIDE / 2  # row and column, from 0, of the centre of mass of MNIST's images, within half a pixel
WHITE = 255
FAINT = 0.3  # of the darkest ink: less is paper, and its shadows


def read(path: Path) -> NDArray[np.float64]:
    """Return a picture file as greys (H, W) in [0, 1], 1 white, upright; ExplainerError if it is none."""
    try:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened)  # cameras note how they were held
            if picture.has_transparency_data:
                picture = _on_paper(picture.convert("RGBA"))
            return np.asarray(picture.convert("L"), np.float64) / WHITE
    except (OSError, UnidentifiedImageError) as error:
        raise ExplainerError(f"{path} is no picture that can be read: {error}") from error


def _on_paper(drawn: Image.Image) -> Image.Image:
    """Return a drawing on nothing as one on paper: white, or black where the strokes are light."""
    strokes, shown = (np.asarray(each, np.float64) for each in (drawn.convert("L"), drawn.getchannel("A")))
    light = (strokes * shown).sum() > WHITE / 2 * shown.sum()
    paper = Image.new("RGBA", drawn.size, "black" if light else "white")
    return Image.alpha_composite(paper, drawn)


def prepare(greys: Floats) -> NDArray[np.float32]:
    """Return a picture of one digit, greys (H, W) in any unit, as an image (28, 28) in [0, 1], 0 background and 1 ink.

    Most of a picture is paper, so its median is the paper's grey, and ink is what differs from that, darker or lighter.
    ExplainerError if nothing does.
    """
    paper = np.median(greys)
    darker, lighter = np.clip(paper - greys, 0, None), np.clip(greys - paper, 0, None)
    ink = np.asarray(darker if darker.sum() >= lighter.sum() else lighter, np.float64)
    if ink.max() <= 0:
        raise ExplainerError("There is no ink in the picture.")
    ink = np.where(ink > FAINT * ink.max(), ink / ink.max(), 0)  # (H, W)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return centred(_fitted(cut))


def _fitted(cut: Floats) -> NDArray[np.float64]:
    """Return ink (h, w) with its longer side made 20 pixels, each the mean of what it covers."""
    height, width = (max(1, round(side * BOX / max(cut.shape))) for side in cut.shape)
    small = Image.fromarray(cut.astype(np.float32)).resize((width, height), Image.Resampling.BOX)
    found = np.asarray(small, np.float64)
    return np.asarray(found / found.max(), np.float64)


def centred(ink: Floats) -> NDArray[np.float32]:
    """Return ink (h, w), no side over 28, as (28, 28) with its centre of mass as near the middle as can be."""
    height, width = ink.shape
    down, across = (
        int(np.clip(round(MIDDLE - mean), 0, SIDE - side))
        for mean, side in zip(_centre_of_mass(ink), ink.shape, strict=True)
    )
    image = np.zeros((SIDE, SIDE), np.float32)
    image[down : down + height, across : across + width] = ink
    return image


def _centre_of_mass(ink: Floats) -> tuple[float, float]:
    weights = ink / ink.sum()
    return float(weights.sum(axis=1) @ np.arange(ink.shape[0])), float(weights.sum(axis=0) @ np.arange(ink.shape[1]))
