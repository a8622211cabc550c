"""Drawings for the page on solving for the image."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from explainer.drawing import bar, canvas, panels, picture, row_label, symmetric
from explainer.theme import Array, Theme

INK = "red less than no ink  ·  blue ink     (1 = full ink)"
DIGITS = [str(c) for c in range(10)]


def ten(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten minimum-norm pre-images on one symmetric scale of ink."""
    images = arrays["images"]
    figure, shown = panels(images, DIGITS, 5, theme.evidence, symmetric(images))
    bar(figure, shown, INK)
    return figure


def three(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw three pre-images of every class, a row a kind, all on one symmetric scale of ink."""
    rows = {"minimum\nnorm": arrays["images"], "nearest": arrays["nearest"], "MAP": arrays["map"]}
    return _rows(rows, DIGITS, theme, height=1.8)


def surer(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the three pre-images of 0 for targets of growing confidence, on one symmetric scale of ink."""
    rows = dict(zip(("minimum norm", "nearest", "MAP"), arrays["surer"], strict=True))
    titles = [f"{100 * p:.4g} %" for p in arrays["confidences"]]
    return _rows(rows, titles, theme, height=4.0)


def _rows(rows: Mapping[str, Array], titles: list[str], theme: Theme, height: float) -> Figure:
    limits = -(most := float(np.nanmax(abs(np.stack(list(rows.values())))))), most
    figure = canvas(height)
    axes = figure.subplots(len(rows), len(titles))
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        for ax, image in zip(line, images, strict=True):
            shown = picture(ax, image, theme.evidence, *limits)
            if np.isnan(image).all():
                _say_none(ax, theme)
        row_label(line[0], name)
    for ax, title in zip(axes[0], titles, strict=True):
        ax.set_title(title, pad=3)
    bar(figure, shown, INK)
    return figure


def _say_none(ax: Axes, theme: Theme) -> None:
    ax.text(0.5, 0.5, "none", transform=ax.transAxes, ha="center", va="center", color=theme.faint)


def no_highest(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the logit of 0 and how far its probability falls short of 1 along growing multiples."""
    multiples = arrays["multiples"]
    figure = canvas(height=2.4)
    logit, rest, picked = figure.subplots(1, 3, width_ratios=(1, 1, 0.8))
    logit.plot(multiples, arrays["grown_logits"], color=theme.ink)
    logit.set_title("logit of 0")
    rest.semilogy(multiples, arrays["grown_rests"], color=theme.ink)
    rest.set_title("1 − probability")
    for ax in (logit, rest):
        ax.set(xlabel="multiple of the image", xlim=(0, multiples[-1]), xticks=range(int(multiples[-1]) + 1))
        ax.axvline(1, color=theme.faint, linewidth=0.8, linestyle=":")
    picture(picked, arrays["inked"], theme.greys, 0, 1)
    picked.set_title("positive weights")
    return figure


def opposite(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw a real 0, its negative, and the image near that which gets the probabilities of the 0."""
    figure = canvas(height=2.25)
    shown = {"a real 0": arrays["originals"][0], "its negative": arrays["negative"], "same answer": arrays["opposite"]}
    for ax, (title, image) in zip(figure.subplots(1, 3), shown.items(), strict=True):
        picture(ax, image, theme.greys, 0, 1)
        ax.set_title(title)
    return figure


def same_answer(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw ten real digits, and under each the image near it that gets the ten probabilities of the 0."""
    figure = canvas(height=1.25)
    axes = figure.subplots(2, 10)
    for line, name, word in zip(axes, ("originals", "altered"), ("real", "altered"), strict=True):
        for ax, image in zip(line, arrays[name], strict=True):
            picture(ax, image, theme.greys, 0, 1)
        row_label(line[0], word)
    for ax, digit in zip(axes[0], DIGITS, strict=True):
        ax.set_title(digit, pad=3)
    return figure
