"""How thick and soft strokes are, against lines of a known width."""

import numpy as np
import pytest

from explainer.data import SIDE
from explainer.methods import strokes


def line(width, ramp, angle):
    """A straight line of a known width whose edge falls from full ink to none over `ramp` pixels."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    across = np.abs(columns * np.sin(angle) - rows * np.cos(angle))
    beyond = np.clip(np.abs(columns * np.cos(angle) + rows * np.sin(angle)) - 8, 0, None)
    return np.clip(0.5 + (width / 2 - np.hypot(across, beyond)) / ramp, 0, 1)


ANGLES = 0.05 + np.arange(12) * np.pi / 12


@pytest.mark.parametrize("width", [2.0, 2.5, 3.5])
def test_a_lines_width_is_found(width):
    found = strokes.stroke_width([line(width, 1.2, angle) for angle in ANGLES])
    assert np.median(found) == pytest.approx(width, abs=0.1)


def test_softer_edges_are_wider():
    found = [np.median(strokes.edge_width([line(3, ramp, a) for a in ANGLES])) for ramp in (1.2, 2.0, 3.0)]
    assert found[0] == pytest.approx(1.4, abs=0.15)
    assert found == sorted(found)
    assert found[2] == pytest.approx(0.8 * 3.0, abs=0.4)


def test_no_ink_has_no_width():
    blank = np.zeros((1, SIDE, SIDE))
    assert np.isnan(strokes.stroke_width(blank)).all()
    assert np.isnan(strokes.edge_width(blank)).all()
