"""What an image must stand: a small change at random before every step."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

Transformation = Callable[[Tensor, torch.Generator], Tensor]
"""Images (N, 1, 28, 28) and a generator in, changed images out."""


def unchanged(images: Tensor, generator: torch.Generator) -> Tensor:
    """Return the images (N, 1, 28, 28) as they are, of the same shape."""
    del generator
    return images


def jitter(pixels: int) -> Transformation:
    """Return the transformation that shifts all images by up to so many pixels, down and across; background comes in.

    One or two of 28 pixels are enough. Nothing is mirrored: a mirrored digit is another sign.
    """

    def shift(images: Tensor, generator: torch.Generator) -> Tensor:
        side = images.shape[-1]
        down, across = torch.randint(0, 2 * pixels + 1, (2,), generator=generator).tolist()
        return functional.pad(images, (pixels,) * 4)[..., down : down + side, across : across + side]

    return shift
