"""Drawings for the page on what a linear classifier can and cannot do."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from explainer.drawing import against_and_for, bar, canvas, confusion_matrix, picture, row_label, symmetric
from explainer.theme import Array, Theme


def classes(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the share of each class that is correctly classified, best first."""
    values = arrays["class_accuracies"]
    order = np.argsort(-values, kind="stable")
    figure = canvas(height=2.6)
    ax = figure.subplots()
    bars = ax.bar(range(10), values[order], color=theme.faint, width=0.7)
    ax.bar_label(bars, [f"{100 * v:.1f}" for v in values[order]], padding=2, size=9)
    ax.set(xticks=range(10), xticklabels=order, xlabel="class", ylabel="correctly classified", ylim=(0, 1.08))
    ax.set_yticks([0, 0.5, 1], ["0", "50 %", "100 %"])
    ax.tick_params(axis="x", length=0)
    return figure


def confusion(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the counts, true class by predicted class."""
    return confusion_matrix(arrays["confusion"], "predicted class", theme)


def pairs(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw digits of the commonest errors, a row each."""
    images, errors = arrays["pair_images"], arrays["pairs"]  # (rows, each, 28, 28), (rows, 3)
    figure = canvas(height=0.72 * len(images))
    axes = figure.subplots(*images.shape[:2], squeeze=False)
    for row, (true, given, often) in enumerate(errors):
        for ax, image in zip(axes[row], images[row], strict=True):
            if image.any():
                picture(ax, image, theme.greys, 0, 1)
            else:
                ax.set_axis_off()
        words = f"{true} taken for {given}\n{often} times"
        row_label(axes[row, 0], words, 8)
    return figure


def learning_curve(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the accuracy on the images learned from and on test against how many there were to learn from."""
    sizes, curve, whole = arrays["sizes"], arrays["curve"], arrays["whole"]
    figure = canvas(height=3.2)
    ax = figure.subplots()
    for column, name, line in ((0, "the images learned from", "--"), (1, "test images", "-")):
        means = [*curve[..., column].mean(axis=1), whole[column]]
        colour = theme.ink if column else theme.faint
        ax.plot(sizes, means, color=colour, linestyle=line, linewidth=1.6, label=name)
        ax.plot(np.repeat(sizes[:-1], curve.shape[1]), curve[..., column].ravel(), "o", color=colour, markersize=3.5)
        ax.plot(sizes[-1:], whole[column : column + 1], "o", color=colour, markersize=3.5)
    ax.set(xscale="log", xlabel="training images", ylabel="accuracy")
    apart = [size for size in sizes[:-1] if size < sizes[-1] / 1.6]  # their labels would run into each other
    ax.set_xticks([*apart, sizes[-1]], [f"{size:,}" for size in (*apart, sizes[-1])])
    ax.minorticks_off()
    ax.legend(loc="lower right")
    return figure


def permutation(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw a digit, the same shuffled, the weights of 0 learned from shuffled digits, and those put back."""
    figure = canvas(height=1.8)
    axes = figure.subplots(1, 4)
    limits = symmetric(arrays["permuted_weights"])
    for ax, name in zip(axes[:2], ("digit", "permuted_digit"), strict=True):
        picture(ax, arrays[name], theme.greys, 0, 1)
    for ax, name in zip(axes[2:], ("permuted_weights", "restored_weights"), strict=True):
        shown = picture(ax, arrays[name], theme.evidence, *limits)
    for ax, title in zip(axes, ("a digit", "shuffled", "weights of 0", "put back"), strict=True):
        ax.set_title(title, pad=3)
    bar(figure, shown, against_and_for("logit per unit of ink"))
    return figure
