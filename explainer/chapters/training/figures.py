"""Drawings for the page on training."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from explainer.drawing import against_and_for, bar, canvas, picture, row_label, symmetric
from explainer.theme import Array, Theme


def steps(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw loss and accuracy at every step, on the mini-batch and on all of the test images."""
    figure = canvas(height=4.6)
    axes = figure.subplots(2, 1, sharex=True)
    count = np.arange(1, len(arrays["test"]) + 1)
    for ax, column, name in zip(axes, (0, 1), ("loss (nats)", "accuracy"), strict=True):
        ax.plot(count, arrays["batch"][:, column], color=theme.faint, linewidth=0.5, label="the mini-batch of the step")
        ax.plot(count, arrays["test"][:, column], color=theme.ink, linewidth=1.3, label="all test images")
        ax.set(ylabel=name, xlim=(0, count[-1]))
    axes[0].set_ylim(0, 2.4)
    axes[1].set(xlabel="step", ylim=(0, 1.02))
    axes[1].legend(loc="lower right")
    return figure


def weights(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the weights before training, after one epoch and after ten: a row each, one scale."""
    images = arrays["weights"]  # (3, 10, 28, 28)
    figure = canvas(height=1.95)
    axes = figure.subplots(3, 10)
    for row, name in enumerate(("before", "1 epoch", "10 epochs")):
        for c in range(10):
            shown = picture(axes[row, c], images[row, c], theme.evidence, *symmetric(images))
            if row == 0:
                axes[row, c].set_title(str(c), pad=3)
        row_label(axes[row, 0], name)
    bar(figure, shown, against_and_for("logit per unit of ink"))
    figure.axes[-1].xaxis.set_major_locator(MaxNLocator(4))  # room for the labels of small weights
    return figure


def growth(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw accuracy, the extreme weights and the norm after every epoch, by the two optimizers."""
    figure = canvas(height=2.7)
    accuracy, extremes, norm = figure.subplots(1, 3)
    for name, colour, line in (("adam", theme.ink, "-"), ("sgd", theme.faint, "--")):
        values = arrays[f"{name}_validation"]
        epochs = np.arange(len(values))
        label = "Adam" if name == "adam" else "SGD"
        accuracy.plot(epochs[1:], values[1:], color=colour, linestyle=line, linewidth=1.5, label=label)
        extremes.plot(epochs, arrays[f"{name}_ranges"], color=colour, linestyle=line, linewidth=1.5)
        norm.plot(epochs, arrays[f"{name}_norms"], color=colour, linestyle=line, linewidth=1.5)
    printed = arrays["printed"]
    dots = {
        "linestyle": "none",
        "marker": "o",
        "markersize": 4,
        "color": theme.background,
        "markeredgecolor": theme.ink,
    }
    accuracy.plot(np.arange(1, len(printed) + 1), printed, label="printed in the post", **dots)
    for epoch, low, high in arrays["printed_ranges"]:
        extremes.plot([epoch, epoch], [low, high], **dots)
    extremes.axhline(0, color=theme.faint, linewidth=0.6)
    accuracy.set_title("accuracy")
    extremes.set_title("extreme weights")
    norm.set_title("norm of the weights")
    norm.set_ylim(0, None)
    for ax in (accuracy, extremes, norm):
        ax.set(xlabel="epoch", xlim=(0, len(epochs) - 0.5), xticks=[1, 5, 10])
    figure.legend(*accuracy.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure
