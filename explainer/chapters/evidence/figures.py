"""Drawings for the page on the evidence for one image."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from explainer.drawing import against_and_for, bar, canvas, picture, symmetric
from explainer.theme import Array, Theme

NAMES = ("right", "wrong")


def right(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the correctly classified digit and its ten evidence images."""
    return _digit(arrays, "right", theme)


def wrong(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the misclassified digit and its ten evidence images."""
    return _digit(arrays, "wrong", theme)


def _digit(arrays: Mapping[str, Array], name: str, theme: Theme) -> Figure:
    parts, logits, probabilities = (arrays[f"{name}_{what}"] for what in ("evidence", "logits", "probabilities"))
    label, winner, _ = arrays[f"{name}_classes"]
    limits = symmetric(parts)
    figure = canvas(height=2.75)
    left, right = np.asarray(figure.subfigures(1, 2, width_ratios=(1, 4))).flat
    ax = left.subplots()
    picture(ax, arrays[f"{name}_image"], theme.greys, 0, 1)
    ax.set_title(f"a test {label}", pad=3)
    for digit, ax in enumerate(right.subplots(2, 5).flat):
        shown = picture(ax, parts[digit], theme.evidence, *limits)
        weight = "bold" if digit == winner else "normal"
        ax.set_title(f"{digit}:  {_signed(logits[digit])}\n{_percent(probabilities[digit])}", pad=3, weight=weight)
    figure.set_figheight(figure.get_figheight() + 0.55)
    drawn = right.colorbar(shown, ax=right.axes, location="bottom", shrink=0.8, aspect=36, pad=0.03)
    drawn.locator = MaxNLocator(5)
    drawn.set_label(against_and_for("logits"))
    drawn.outline.set_visible(False)
    return figure


def accounts(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw for both digits and every class the evidence for, the evidence against, the bias and the logit."""
    figure = canvas(height=3.5)
    axes = figure.subplots(1, 2, sharey=True, sharex=True)
    for ax, name in zip(axes, NAMES, strict=True):
        _account(ax, arrays, name, theme)
    axes[0].set(ylabel="class", yticks=range(10))
    axes[0].invert_yaxis()
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)
    return figure


def _account(ax: Axes, arrays: Mapping[str, Array], name: str, theme: Theme) -> None:
    parts, logits = arrays[f"{name}_evidence"], arrays[f"{name}_logits"]
    label, winner, rival = arrays[f"{name}_classes"]
    classes = np.arange(len(logits))
    gains, losses = parts.clip(min=0).sum(axis=(1, 2)), parts.clip(max=0).sum(axis=(1, 2))
    ax.barh(classes, gains, color=theme.evidence(0.85), height=0.62, label="evidence for")
    ax.barh(classes, losses, color=theme.evidence(0.15), height=0.62, label="against")
    ax.plot(logits, classes, "o", color=theme.ink, markersize=4, label="logit, bias included")
    ax.axvline(0, color=theme.ink, linewidth=0.6)
    ax.set(title=f"a test {label}: {winner} before {rival}", xlabel="logits")


def deciding(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw for both digits the winner's evidence minus the rival's, and the pixels that the lead hangs on."""
    limits = symmetric(np.stack([arrays[f"{name}_difference"] for name in NAMES]))
    figure = canvas(height=4.1)
    axes = figure.subplots(2, 3)
    for line, name in zip(axes, NAMES, strict=True):
        label, winner, rival = arrays[f"{name}_classes"]
        image, difference, erased = (arrays[f"{name}_{what}"] for what in ("image", "difference", "erased"))
        picture(line[0], image, theme.greys, 0, 1)
        shown = picture(line[1], difference, theme.evidence, *limits)
        picture(line[2], np.where(erased, 0, image), theme.greys, 0, 4)  # faint, for the colours to stand out
        line[2].imshow(np.where(erased, difference, np.nan), cmap=theme.evidence, vmin=limits[0], vmax=limits[1],
                       interpolation="none")  # fmt: skip
        line[0].set_title(f"a test {label}", pad=3)
        line[1].set_title(f"{winner} minus {rival}", pad=3)
        line[2].set_title(f"without these: {rival} before {winner}", pad=3)
    bar(figure, shown, "red for the rival  ·  blue for the winner     (logits)")
    return figure


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %" if value >= 0.0005 else "0 %"
