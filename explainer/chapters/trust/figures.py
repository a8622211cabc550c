"""Drawings for the page on how far to trust them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from explainer.drawing import (
    against_and_for,
    bar,
    canvas,
    label_rows,
    mosaic,
    percent,
    picture,
    row_label,
    symmetric,
)
from explainer.theme import Array, Theme

REGULARIZERS = ("none", "L2", "+ TV", "+ jitter", "Fourier", "data prior")
NETWORKS = {"trained": "trained", "untrained": "untrained", "shuffled": "shuffled\nlabels"}
MARKS = {"trained": "o", "untrained": "s", "shuffled": "^"}


def controls(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the images of the data prior: of a trained network, and of its controls."""
    rows = {
        "trained": "trained",
        "untrained": "untrained",
        "shuffled": "shuffled\nlabels",
        "untrained_loud": "untrained,\nas loud",
        "shuffled_loud": "shuffled,\nas loud",
    }
    figure = canvas(height=0.53 * len(rows) + 0.2)
    axes = figure.subplots(len(rows), 10)
    for row, (name, words) in zip(axes, rows.items(), strict=True):
        _row(row, arrays[f"{name}_images"], theme, words)
    for digit, ax in enumerate(axes[0]):
        ax.set_title(digit, pad=3)
    return figure


def controls_judged(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the shares that the judge gives to their own digit, with their intervals, of three kinds of network."""
    figure = canvas(height=2.7)
    axes = figure.subplots(1, 2, sharey=True)
    colours = {"trained": theme.ink, "untrained": theme.faint, "shuffled": theme.ink}
    for ax, kind, title in zip(axes, ("raw", "corrected"), ("as it is", "without its bias"), strict=True):
        for place, (name, words) in enumerate(NETWORKS.items()):
            share, low, high = 100 * arrays[f"{name}_{kind}"].T  # (6,) each
            ax.errorbar(
                np.arange(len(REGULARIZERS)) + 0.16 * (place - 1),
                share,
                yerr=[share - low, high - share],
                fmt=MARKS[name],
                markersize=4,
                linewidth=1,
                color=colours[name],
                markerfacecolor=theme.background if name == "shuffled" else colours[name],
                label=words.replace("\n", " "),
            )
        ax.axhline(10, color=theme.faint, linewidth=0.7, linestyle=(0, (2, 2)))
        ax.set_title(title, pad=4, size=9)
        ax.set_xticks(range(len(REGULARIZERS)), REGULARIZERS, rotation=30, ha="right", rotation_mode="anchor", size=8.5)
        ax.set_ylim(0, 102)
        ax.tick_params(labelsize=8.5)
    axes[0].set_ylabel("% given to their digit", size=9)
    axes[0].legend(loc="upper left", fontsize=8.5, handletextpad=0.3)
    return figure


def fooling(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the surest noise and shuffled digits, and one shuffled digit made sure of each class."""
    classes = {"noise": arrays["noise_class"], "shuffled": arrays["shuffled_class"], "changed": np.arange(10)}
    figure = canvas(height=2.4)
    axes: Array = figure.subplots(3, 10)
    for row, (name, own), words in zip(axes, classes.items(), ("noise", "shuffled\ndigits", "changed"), strict=True):
        _row(row, arrays[name], theme, words)
        for ax, digit, probability in zip(row, own, arrays[f"{name}_given"], strict=True):
            ax.set_title(f"{digit}: {percent(probability)}", pad=3, size=6.5)
    return figure


def retrained(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten logit images of each network, without a regularizer and with the data prior."""
    figure = canvas(height=6.2)
    blocks = (arrays["none_images"], arrays["data_images"])  # each (networks, 10, 28, 28)
    for ax, images in zip(figure.subplots(2, 1), blocks, strict=True):
        picture(ax, mosaic(images), theme.greys, 0, 1)
        ax.spines[:].set_visible(False)
        label_rows(ax, [f"seed {place}" for place in range(len(images))], images.shape[-1] + 4)
    return figure


def lying(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ten images under the logits that they belong to."""
    figure = canvas(height=0.85)
    axes = figure.subplots(1, 10)
    _row(axes, arrays["images"], theme, "logit")
    for digit, ax in enumerate(axes):
        ax.set_title(digit, pad=3)
    return figure


def answers(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the linear weights, and the data prior's images of both models' logits."""
    figure = canvas(height=1.9)
    axes: Array = figure.subplots(3, 10)
    weights = arrays["linear_weights"].reshape(10, 28, 28)
    limits = symmetric(weights)
    for digit, ax in enumerate(axes[0]):
        shown = picture(ax, weights[digit], theme.evidence, *limits)
        ax.set_title(digit, pad=3)
    _label(axes[0, 0], "linear:\nweights")
    _row(axes[1], arrays["linear_images"], theme, "linear:\ndata prior")
    _row(axes[2], arrays["network_images"], theme, "network:\ndata prior")
    bar(figure, shown, against_and_for("logit per unit of ink"))
    return figure


def examples(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the first digits of each case, with what is predicted wrongly: by one model, or the linear one first."""
    images, given = arrays["images"], arrays["given"]  # (4, shown, 28, 28), (4, shown, 3)
    figure = canvas(height=3.7)
    axes: Array = figure.subplots(*images.shape[:2], squeeze=False)
    for row, words in enumerate(("both right", "only the\nnetwork", "only the\nlinear one", "neither")):
        for ax, image, (true, linear, network) in zip(axes[row], images[row], given[row], strict=True):
            if true < 0:  # fewer than there is room for
                ax.set(xticks=[], yticks=[])
                for spine in ax.spines.values():
                    spine.set_visible(False)
                continue
            picture(ax, image, theme.greys, 0, 1)
            wrong = [str(says) for says in (linear, network) if says != true]
            ax.set_title(f"{true} → {', '.join(wrong)}" if wrong else str(true), pad=3, size=9)
        _label(axes[row, 0], words)
        if given[row, 0, 0] < 0:
            axes[row, 0].text(0.1, 0.5, "none", transform=axes[row, 0].transAxes, va="center", color=theme.faint)
    return figure


def _row(axes: Sequence[Axes], images: Array, theme: Theme, words: str) -> None:
    """Show images in a row of panels, grey on the background, with words on the left."""
    for ax, image in zip(axes, images, strict=True):
        picture(ax, image, theme.greys, 0, 1)
    _label(axes[0], words)


def _label(ax: Axes, words: str) -> None:
    row_label(ax, words, 5, 9)
