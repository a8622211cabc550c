"""What drawing an image with splines between its pixels, as the tutorial does, makes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import Dataset
from explainer.methods.splines import spline16
from explainer.models import Report
from explainer.results import Inputs, Result

TIMES = 8  # points for a pixel along each axis: more than the page shows
SHOWN = (("logits", 2), ("conv2", 0))  # the digit whose run the tutorial prints; the first unit


def run(dataset: Dataset, settings: object, inputs: Inputs, report: Report) -> Result:
    """Draw a logit's image and a channel's both ways, and count what is background or full ink in each."""
    del dataset, settings
    plain = np.stack([inputs["finished"].arrays[f"{layer}_images"][unit] for layer, unit in SHOWN])  # (2, 28, 28)
    smooth = spline16(plain, TIMES)  # (2, 28 · TIMES, 28 · TIMES)
    report(1, 1)
    return Result(
        arrays={"plain": plain, "smooth": smooth.astype(np.float32)},
        numbers={
            "smoothing.pixels_at_edge": (_at_edge(plain[0]), "fraction"),
            "smoothing.points_at_edge": (_at_edge(smooth[0]), "fraction"),
        },
    )


def _at_edge(image: NDArray[Any]) -> float:
    """Return the share of an image that is nearly background or nearly full ink."""
    return float(((image < 0.1) | (image > 0.9)).mean())
