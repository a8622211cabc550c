"""Drawings for the page on activation maximization."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from explainer.drawing import WIDTH, canvas, panels, picture, symmetric
from explainer.theme import Array, Theme

SMALL = 8.5  # points: what stands under a small picture


def conv1(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the first convolution, with its activation and the best digit's."""
    return _beside_digits(arrays, "conv1", 8, theme)


def conv2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every unit of the second convolution, with its activation and the best digit's."""
    return _beside_digits(arrays, "conv2", 6, theme)


def logits(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the image of every logit, with its logit and the best digit's."""
    return _beside_digits(arrays, "logits", 5, theme)


def _beside_digits(arrays: Mapping[str, Array], layer: str, columns: int, theme: Theme) -> Figure:
    """Draw the images of a layer; under each its unit's activation, and the highest that a test digit gives."""
    images, own, digit = (arrays[f"{layer}_{kind}"] for kind in ("images", "values", "real_digit_values"))
    rows = -(-len(images) // columns)
    figure = canvas(height=rows * (WIDTH / columns + 0.48))
    figure.set_layout_engine("constrained", h_pad=0.05)  # a label keeps away from the number of the picture below
    for unit, ax in enumerate(figure.subplots(rows, columns, squeeze=False).flat):
        if unit >= len(images):
            ax.set_axis_off()
            continue
        picture(ax, images[unit], theme.greys, 0, 1)
        ax.set_title(f"{unit}", pad=2, size=SMALL)
        ax.set_xlabel(f"{_number(own[unit])}\ndigit {_number(digit[unit])}", size=SMALL, labelpad=2)
    return figure


def fields_conv1(first: int, last: int) -> Callable[[Mapping[str, Array], Theme], Figure]:
    """Return the drawing of some filters of the first convolution: each, its best patch, the strongest real ones."""

    def draw(arrays: Mapping[str, Array], theme: Theme) -> Figure:
        filters, patches = arrays["conv1_filters"], arrays["conv1_patches"]
        limits, shown = symmetric(filters), patches.shape[1]
        figure, cells = _groups(last - first, 2, 2 + shown)
        for unit, axes in enumerate(cells, start=first):
            picture(axes[0], filters[unit], theme.evidence, *limits)
            axes[0].set_xlabel(f"{unit}", size=SMALL, labelpad=2, weight="bold")
            picture(axes[1], arrays["conv1_images"][unit], theme.greys, 0, 1)
            axes[1].set_xlabel(_number(arrays["conv1_values"][unit]), size=SMALL, labelpad=2)
            _patches(axes[2:], patches[unit], arrays["conv1_patch_values"][unit], theme)
        for axes in cells[:2]:
            _column_titles(axes, ("filter", "best patch"), shown)
        return figure

    return draw


def fields_conv2(first: int, last: int) -> Callable[[Mapping[str, Array], Theme], Figure]:
    """Return the drawing of some channels of the second convolution: its best patch, and the strongest real ones."""

    def draw(arrays: Mapping[str, Array], theme: Theme) -> Figure:
        images, patches = arrays["conv2_images"][first:last], arrays["conv2_patches"][first:last]
        own, real = arrays["conv2_values"][first:last], arrays["conv2_patch_values"][first:last]
        figure, cells = _groups(len(images), 2, 1 + patches.shape[1])
        for index, axes in enumerate(cells):
            picture(axes[0], images[index], theme.greys, 0, 1)
            axes[0].set_xlabel(_number(own[index]), size=SMALL, labelpad=2)
            axes[0].set_ylabel(f"{first + index}", rotation=0, ha="right", va="center", size=SMALL, weight="bold")
            _patches(axes[1:], patches[index], real[index], theme)
        for axes in cells[:2]:
            _column_titles(axes, ("best patch",), patches.shape[1])
        return figure

    return draw


def _groups(count: int, across: int, pictures: int) -> tuple[Figure, list[list[Axes]]]:
    """Return a figure of `count` groups of axes, so many across, with a gap between the groups."""
    rows, gap = -(-count // across), 0.35
    side = WIDTH / (across * pictures + gap * (across - 1))
    figure = canvas(height=rows * (side + 0.16) + 0.02)
    ratios = [1.0] * pictures + ([gap] + [1.0] * pictures) * (across - 1)
    axes = figure.subplots(rows, len(ratios), squeeze=False, width_ratios=ratios)
    for ax in axes[:, pictures :: pictures + 1].flat:
        ax.set_axis_off()
    starts = [group * (pictures + 1) for group in range(across)]
    cells = [list(row[start : start + pictures]) for row in axes for start in starts]
    for spare in cells[count:]:
        for ax in spare:
            ax.set_axis_off()
    return figure, cells[:count]


def _patches(axes: Sequence[Axes], patches: Array, values: Array, theme: Theme) -> None:
    for ax, patch, value in zip(axes, patches, values, strict=True):
        picture(ax, patch, theme.greys, 0, 1)
        ax.set_xlabel(_number(value), size=SMALL, labelpad=2)


def _column_titles(axes: Sequence[Axes], names: Sequence[str], shown: int) -> None:
    for ax, name in zip(axes, names, strict=False):
        ax.set_title(name, size=SMALL, pad=3)
    axes[len(names) + (shown - 1) // 2].set_title("from test digits", size=SMALL, pad=3)


def routes(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the pixel and the neuron's field, three routes between the two, and what all open routes add up to."""
    figure = canvas(height=7.4)
    grid = figure.add_gridspec(6, 6, height_ratios=[2.5, 0.15, 1, 1, 1, 1.5], width_ratios=[1, 1.1, 1.1, 0.8, 1, 1.25])
    _field(figure.add_subplot(grid[0, :3]), arrays, theme)
    _gradient(figure.add_subplot(grid[0, 3:]), arrays, theme)
    for row, route in enumerate(arrays["shown"]):
        axes = [figure.add_subplot(grid[row + 2, column]) for column in range(6)]
        _route(axes, arrays, row, int(route), theme)
    for ax, name in zip(
        figure.axes[2:8], ("first filter", "its weight", "pooling", "ReLU", "second filter", "product"), strict=True
    ):
        ax.set_title(name, size=SMALL, pad=4)
    _all_routes(figure.add_subplot(grid[5, :]), arrays, theme)
    return figure


def _field(ax: Axes, arrays: Mapping[str, Array], theme: Theme) -> None:
    picture(ax, arrays["image"], theme.greys, 0, 1)
    down, across, side = arrays["field"]
    _outline(ax, (down, across), side, theme.ink, 1.4)
    _outline(ax, arrays["pixel"], 1, theme.evidence(0.1), 2.0)
    ax.set_title("the digit, the neuron's field, the pixel", size=10)


def _gradient(ax: Axes, arrays: Mapping[str, Array], theme: Theme) -> None:
    down, across, side = arrays["field"]
    inside = arrays["gradient"][down : down + side, across : across + side]
    picture(ax, inside, theme.evidence, *symmetric(inside))
    _outline(ax, arrays["pixel"] - (down, across), 1, theme.background, 3.4)
    _outline(ax, arrays["pixel"] - (down, across), 1, theme.ink, 1.6)
    ax.set_title("the neuron's gradient in it", size=10)


def _route(axes: Sequence[Axes], arrays: Mapping[str, Array], row: int, route: int, theme: Theme) -> None:
    """Draw one route: the filters with the weight that it meets, and the four factors with their product."""
    for ax, layer in ((axes[0], "first"), (axes[4], "second")):
        weights = arrays[f"{layer}_filters"][row]
        picture(ax, weights, theme.evidence, *symmetric(weights))
        ax.set_anchor("N")  # in line with the words
        _outline(ax, arrays[f"{layer}_cells"][row], 1, theme.background, 3.4)
        _outline(ax, arrays[f"{layer}_cells"][row], 1, theme.ink, 1.6)
    wins, on = arrays["wins"][route], arrays["on"][route]
    words = (
        (axes[1], f"× {_fine(arrays['first'][route])}", f"filter {arrays['channel'][route]}"),
        (axes[2], f"× {wins}", "largest of four" if wins else "not the largest"),
        (axes[3], f"× {on}" if wins else "", ("on" if on else "off") if wins else ""),
        (axes[5], f"× {_fine(arrays['second'][route])}", f"= {_fine(arrays['products'][route])}"),
    )
    for ax, large, small in words:
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.set_axis_off()
        ax.text(0.5, 0.62, large, ha="center", va="center", size=10.5)
        bold = "bold" if small.startswith("=") else "normal"
        ax.text(0.5, 0.3, small, ha="center", va="center", size=10.5 if bold == "bold" else SMALL, weight=bold)


def _all_routes(ax: Axes, arrays: Mapping[str, Array], theme: Theme) -> None:
    products = np.sort(arrays["products"][arrays["products"] != 0])[::-1]
    colours = [theme.evidence(0.85 if product > 0 else 0.15) for product in products]
    ax.bar(np.arange(len(products)), products, color=colours, width=0.8)
    ax.axhline(0, color=theme.faint, linewidth=0.6)
    ax.set(xticks=[], xlabel=f"the {len(products)} open routes; their sum is {_fine(products.sum())}")
    ax.set_ylabel("product")


def _outline(ax: Axes, corner: Array | Sequence[int], side: int, colour: object, line: float) -> None:
    down, across = corner
    ax.add_patch(
        Rectangle((across - 0.5, down - 0.5), side, side, fill=False, edgecolor=colour, linewidth=line, clip_on=False)
    )


def smoothing(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw a logit's image and a channel's, pixel by pixel and with splines in between."""
    figure = canvas(height=WIDTH / 4 + 0.38)
    names = ("logit of 2", "conv2, unit 0")
    axes = figure.subplots(1, 4)
    for index, name in enumerate(names):
        for ax, kind, how in zip(axes[2 * index :], ("plain", "smooth"), ("pixels", "splines"), strict=False):
            picture(ax, arrays[kind][index], theme.greys, 0, 1)
            ax.set_title(f"{name}\n{how}", size=SMALL)
    return figure


def digit2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the tutorial's run: the image before each step and at the end."""
    path = arrays["digit2_path"]
    titles = ["start", *(f"{step}" for step in range(1, len(path)))]
    return panels(path, titles, 6, theme.greys, (0, 1))[0]


STRIP = (("conv1", 0), ("conv2", 0), ("logits", 2))  # layer and unit of each row


def strip(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw one unit of each layer at several steps of its ascent."""
    steps = arrays["strip_steps"]
    figure = canvas(height=len(STRIP) * (WIDTH / len(steps) + 0.25))
    axes = figure.subplots(len(STRIP), len(steps))
    for row, (layer, unit) in zip(axes, STRIP, strict=True):
        for ax, image, step in zip(row, arrays[f"{layer}_strip"][:, unit], steps, strict=True):
            picture(ax, image, theme.greys, 0, 1)
            ax.set_xlabel(_number(arrays[f"{layer}_values"][step, unit]))
        row[0].set_ylabel(f"{layer}\nunit {unit}" if layer != "logits" else f"logit\nof {unit}")
    for ax, step in zip(axes[0], steps, strict=True):
        ax.set_title("start" if step == 0 else f"step {step}")
    return figure


def climb(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the ascent of two layers, with a step that shrinks and with one that stays."""
    figure = canvas(height=2.6)
    for ax, layer, title in zip(
        figure.subplots(1, 2), ("conv2", "logits"), ("conv2: mean of 36 units", "logits: mean of 10"), strict=True
    ):
        shrinking, constant = (arrays[f"{layer}{kind}_values"].mean(axis=1) for kind in ("", "_constant"))
        ax.plot(shrinking, color=theme.ink, linewidth=1.8, label="shrinking step")
        ax.plot(constant, color=theme.faint, linewidth=1.2, linestyle="--", label="the tutorial's step")
        ax.axhline(shrinking[0], color=theme.faint, linewidth=0.6, linestyle=":")
        ax.set(xlabel="step", title=title, xlim=(0, len(shrinking) - 1))
    figure.axes[0].set_ylabel("activation")
    figure.axes[1].legend(loc="lower right")
    return figure


def _number(value: float) -> str:
    return f"{round(float(value), 2) + 0:.2f}".replace("-", "−")  # + 0: no minus before a zero


def _fine(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")
