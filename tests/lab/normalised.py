"""Write random strokes on canvases of several sizes, and what explainer/data/own.py makes of them, for node --test.

Run: python tests/lab/normalised.py OUT.json
"""

import json
import sys
from pathlib import Path

import numpy as np

from explainer.data import SIDE, own

SIZES = ((280, 280), (100, 60), (47, 90), (28, 28), (20, 20), (15, 9), (333, 251), (64, 64))  # (height, width)
EACH = 3


def scribble(rng, height, width):
    """A few soft strokes at random places: ink (height, width) in [0, 1], exactly 0 elsewhere."""
    rows, columns = np.mgrid[:height, :width]
    ink = np.zeros((height, width))
    for _ in range(rng.integers(1, 4)):
        start, end = rng.uniform(0, 1, (2, 2)) * (height - 1, width - 1)
        radius = rng.uniform(0.03, 0.1) * min(height, width) + 0.5
        for along in np.linspace(0, 1, 60):
            row, column = start + along * (end - start)
            ink = np.maximum(ink, np.clip(0.5 + radius - np.hypot(rows - row, columns - column), 0, 1))
    return ink.astype(np.float32)


def case(ink):
    """A case: its size, its ink, and the image that Python makes of it."""
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    image = own.centred(own._fitted(cut))
    height, width = ink.shape
    return {"width": width, "height": height, "ink": ink.ravel().tolist(), "image": image.ravel().tolist()}


if __name__ == "__main__":
    rng = np.random.default_rng(12)
    cases = [case(scribble(rng, *size)) for size in SIZES for _ in range(EACH)]
    centre = getattr(own, "CENTRE", (SIDE - 1) / 2)  # where own.py puts the centre of mass
    Path(sys.argv[1]).write_text(json.dumps({"centre": centre, "cases": cases}))
