"""Drawings for the page on the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PatchCollection
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from explainer.drawing import against_and_for, bar, canvas, confusion_matrix, panels, picture, symmetric
from explainer.theme import Array, Theme

BOLD = 1.8  # points: the frame of what a loop changes; everything else has a thin one
THIN = 0.6
CORNER = 0.14  # inches: the radius of a bend in the flowchart


def loops(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the flow of data and the two loops through one network: one changes the weights, the other an image."""
    width, height = 5.2, 7.0  # inches, which are also the units of the axes
    figure = canvas(height, width)
    ax = figure.subplots()
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    left, right, edge = 1.62, width - 1.62, 0.2  # the two ways down, and how far out the ways back are
    upper, lower, images, side = 1.42, 0.66, 5.35, 0.56  # heights of the nodes and of the images, size of an image
    network = _Box(0.72, 2.2, width - 1.44, 2.45)

    for x, title, words in (
        (left, "Loop 1: training", "the weights change,\nthe images stay"),
        (right, "Loop 2: gradient ascent", "the image changes,\nthe weights stay"),
    ):
        ax.text(x, height - 0.05, title, ha="center", va="top", size=11, weight="bold")
        ax.text(x, height - 0.3, words, ha="center", va="top", size=9.5, linespacing=1.3)
    for x, words in ((left, "training images, classes"), (right, "an image, noise at first")):
        ax.text(x, images + side + 0.07, words, ha="center", va="bottom", size=9.5)
    for place, (image, label) in enumerate(zip(arrays["training_images"], arrays["training_labels"], strict=True)):
        x = left + (place - 1) * (side + 0.07)
        _thumbnail(ax, image, _Box(x - side / 2, images, side, side), theme, THIN)
        ax.text(x, images - 0.05, f"{label}", ha="center", va="top", size=9.5)
    _thumbnail(ax, arrays["start_image"], _Box(right - side / 2, images, side, side), theme, BOLD)
    _frame(ax, network, theme, BOLD)
    _layers(ax, arrays, network, theme)

    for x, start, first, second in (
        (left, images - 0.25, "ten logits", "loss"),
        (right, images - 0.05, "one unit", "its activation"),
    ):
        one, two = (_Box(x - 0.65, y, 1.3, 0.44) for y in (upper, lower))
        _arrow(ax, [(x, start), (x, network.top)], theme)
        _arrow(ax, [(x, network.y), (x, one.top)], theme)
        _arrow(ax, [(x, one.y), (x, two.top)], theme)
        for box, words in ((one, first), (two, second)):
            _frame(ax, box, theme, THIN)
            ax.text(x, box.middle, words, ha="center", va="center", size=10)
    low, high = lower + 0.22, images + side / 2
    _arrow(ax, [(left - 0.65, low), (edge, low), (edge, network.middle), (network.x, network.middle)], theme, BOLD)
    far = width - edge
    _arrow(ax, [(right + 0.65, low), (far, low), (far, high), (right + side / 2, high)], theme, BOLD)
    for x, words in (
        (left, "a step for every weight,\ndown the gradient"),
        (right, "a step for every pixel,\nup the gradient"),
    ):
        ax.text(x, lower - 0.12, words, ha="center", va="top", size=9.5, linespacing=1.3)
    return figure


class _Box(NamedTuple):
    """A place in the flowchart, in inches from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def _thumbnail(ax: Axes, image: Array, box: _Box, theme: Theme, line: float) -> None:
    extent = (box.x, box.x + box.width, box.y, box.top)
    ax.imshow(image, cmap=theme.greys, vmin=0, vmax=1, interpolation="none", extent=extent)
    frame = Rectangle((box.x, box.y), box.width, box.height, fill=False, edgecolor=theme.ink, linewidth=line)
    ax.add_patch(frame)


def _frame(ax: Axes, box: _Box, theme: Theme, line: float) -> None:
    style = "round,pad=0,rounding_size=0.08"
    ax.add_patch(
        FancyBboxPatch(
            (box.x, box.y), box.width, box.height, boxstyle=style, fill=False, edgecolor=theme.ink, linewidth=line
        )
    )


def _arrow(ax: Axes, points: Sequence[tuple[float, float]], theme: Theme, line: float = 0.9) -> None:
    """Draw an arrow along these points, with round bends."""
    corners = np.array(points, float)
    path, codes = [corners[0]], [Path.MOVETO]
    for before, bend, after in zip(corners, corners[1:], corners[2:], strict=False):
        for code, towards in ((Path.LINETO, before), (Path.CURVE3, None), (Path.CURVE3, after)):
            away = 0.0 if towards is None else CORNER * (towards - bend) / np.linalg.norm(towards - bend)
            path.append(bend + away)
            codes.append(code)
    curve = Path([*path, corners[-1]], [*codes, Path.LINETO])
    ax.add_patch(
        FancyArrowPatch(
            path=curve, arrowstyle="-|>", mutation_scale=9, linewidth=line, color=theme.ink, joinstyle="miter"
        )
    )


def _layers(ax: Axes, arrays: Mapping[str, Array], box: _Box, theme: Theme) -> None:
    """Write the layers that have weights into the box: what comes out of each, and how many numbers train in it."""
    rows = [("the network", "what comes out", "parameters")] + [
        (str(name), _shape(shape), f"{count:,}")
        for name, shape, count in zip(
            arrays["layer_names"], arrays["layer_shapes"], arrays["layer_parameters"], strict=True
        )
        if count
    ]
    ends = (box.x + 0.16, box.x + box.width - 0.16)
    columns = ((ends[0], "left"), (ends[0] + 1.15, "left"), (ends[1], "right"))
    step = (box.height - 0.1) / len(rows)
    for place, row in enumerate(rows):
        y = box.top - 0.05 - (place + 0.5) * step
        for column, ((x, side), words) in enumerate(zip(columns, row, strict=True)):
            weight = "bold" if place == column == 0 else "normal"
            ax.text(x, y, words, size=9.5, ha=side, va="center", weight=weight)
        if place:
            ax.plot(ends, [y + step / 2] * 2, color=theme.faint, linewidth=0.4)


def _shape(shape: Array) -> str:
    units, rows, columns = (int(n) for n in shape)
    return f"{units} maps of {rows}×{columns}" if rows > 1 else f"{units} numbers"


def muon(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the singular values of the gradient and of the step, each as a share of its largest."""
    figure = canvas(height=2.6)
    ax = figure.subplots()
    for name, words, color, marker in (
        ("before", "gradient", theme.faint, "o"),
        ("after", "step", theme.ink, "s"),
    ):
        values = arrays[name] / arrays[name][0]
        ax.plot(np.arange(1, len(values) + 1), values, marker, color=color, markersize=4, label=words, clip_on=False)
    ax.set(xlabel="direction", ylabel="singular value\n(share of the largest)", ylim=(0, 1.05), xlim=(0, None))
    ax.legend()
    return figure


def training(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the loss of every training step with its mean over a window; below, validation accuracy on the way."""
    losses = arrays["losses"]
    window = max(1, len(losses) // 30)
    smooth = np.convolve(losses, np.ones(window) / window, mode="valid")
    figure = canvas(height=4.4)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    steps = np.arange(1, len(losses) + 1)
    above.plot(steps, losses, color=theme.faint, linewidth=0.6, label="one step")
    above.plot(
        steps[window // 2 : window // 2 + len(smooth)],
        smooth,
        color=theme.ink,
        linewidth=1.6,
        label=f"mean of {window} steps",
    )
    above.axhline(np.log(10), color=theme.faint, linestyle=":", linewidth=1)
    above.text(len(losses), np.log(10), "a guess: log 10", ha="right", va="bottom", color=theme.ink, size=9)
    above.set(ylabel="loss (nats)", ylim=(0, None), xlim=(0, len(losses) * 1.01))
    above.legend()
    values = arrays["validation_accuracies"]
    below.plot(arrays["validation_steps"], values, color=theme.faint, linestyle=":", linewidth=1)  # leads the eye
    below.plot(arrays["validation_steps"], values, "o", color=theme.ink, markersize=4, clip_on=False)
    below.set(xlabel="training step", ylabel="validation\naccuracy", ylim=(0, 1.05))
    below.set_yticks([0, 0.5, 1], ["0", "50 %", "100 %"])
    shown = {1, len(values) - 1}  # the first on the way, and the last
    for place in shown:
        step = arrays["validation_steps"][place]
        at_the_end = place == len(values) - 1
        below.annotate(f"{100 * values[place]:.1f} %", (step, values[place]), (0, -9), textcoords="offset points",
                       ha="right" if at_the_end else "left", va="top", size=9)  # fmt: skip
    below.axhline(0.1, color=theme.faint, linestyle=":", linewidth=1)
    below.text(len(losses), 0.1, "a guess: one in ten", ha="right", va="bottom", color=theme.ink, size=9)
    figure.align_ylabels()
    return figure


def confusion(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the counts, true class by predicted class."""
    return confusion_matrix(arrays["confusion"], "predicted class", theme)


def errors(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the first errors with the true class, the predicted one, and the probability that it was given."""
    titles = [
        f"{true}, taken for {given}\nwith {100 * probability:.1f} %"
        for true, given, probability in zip(
            arrays["error_labels"], arrays["error_predicted"], arrays["error_probabilities"], strict=True
        )
    ]
    figure, _ = panels(arrays["error_images"], titles, 3, theme.greys, (0, 1))
    width, rows = 5.0, -(-len(titles) // 3)
    figure.set_size_inches(width, rows * (width / 3 + 0.36))
    return figure


def conv1(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the filters of the first convolution on one symmetric scale."""
    filters = arrays["conv1_filters"][:, 0]
    titles = [f"{unit}" for unit in range(len(filters))]
    limits = symmetric(filters)
    figure, shown = panels(filters, titles, 8, theme.evidence, limits)
    bar(figure, shown, against_and_for("weight"))
    return figure


def conv2(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw every filter of the second convolution: a row for each unit, a column for each map that it reads.

    Over each column stands the filter that made the map, on its own scale. Two halves, side by side.
    """
    heads, filters = arrays["conv1_filters"][:, 0], arrays["conv2_filters"]
    half = -(-len(filters) // 2)
    limits = symmetric(filters)
    rows, columns = half + 1, filters.shape[1]
    figure = canvas(height=6.0 / 2 * (rows + 0.6) / (columns + 0.9))
    for ax, first in zip(figure.subplots(1, 2), (0, half), strict=True):
        tiles = filters[first : first + half]
        shown = _mosaic(ax, tiles.reshape(-1, *tiles.shape[2:]), columns, theme.evidence, limits, theme)
        side = filters.shape[-1] + 1
        for column, head in enumerate(heads):
            at = (column * side - 0.5, column * side + side - 1.5, -1.9, -side - 0.9)
            ax.imshow(head, cmap=theme.evidence, vmin=-abs(heads).max(), vmax=abs(heads).max(), extent=at,
                      interpolation="none")  # fmt: skip
        ax.set(xlim=(-1, columns * side - 0.5), ylim=(len(tiles) * side - 0.5, -side - 1.4))
        places = [(side - 2) / 2 + row * side for row in range(len(tiles))]
        ax.set_yticks(places, [f"{first + row}" for row in range(len(tiles))], size=7)
        ax.tick_params(length=0, pad=1)
    bar(figure, shown, against_and_for("weight"))
    return figure


def maps(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw one digit and its feature maps: both convolutions, before and after pooling and ReLU."""
    figure = canvas(height=7.4)
    figure.set_layout_engine("constrained", h_pad=0.06)  # the bar of one row keeps away from the titles of the next
    grid = figure.add_gridspec(3, 2, height_ratios=(1, 3, 3))
    first = figure.add_subplot(grid[0, :])
    picture(first, arrays["digit"], theme.greys, 0, 1)
    first.set_title(f"a test image, a {arrays['digit_label']}", pad=4)
    for row, (name, columns) in enumerate((("conv1", 4), ("conv2", 6)), start=1):
        limits = symmetric(arrays[name])
        line = [figure.add_subplot(grid[row, column]) for column in (0, 1)]
        for ax, layer in zip(line, (name, f"{name}_relu"), strict=True):
            tiles = arrays[layer]
            shown = _mosaic(ax, tiles, columns, theme.evidence, limits, theme)
            words = f"{name}:" if layer == name else "pooled, ReLU:"
            ax.set_title(f"{words} {_shape(np.array(tiles.shape))}", pad=4)
        bar(figure, shown, "red below zero  ·  blue above     (activation)", axes=line)
    return figure


def answer(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw what the dense layer makes of the digit, before and after its ReLU, and the ten logits."""
    figure = canvas(height=4.2)
    figure.set_layout_engine("constrained", h_pad=0.06)
    strips = figure.subplots(3, 1, height_ratios=(1, 1, 5))
    limits = symmetric(arrays["dense1"])
    for ax, layer, words in zip(strips, ("dense1", "dense1_relu"), ("dense1", "after the ReLU"), strict=False):
        picture(ax, arrays[layer][None], theme.evidence, *limits)
        ax.set_aspect("auto")
        ax.set_title(f"{words}: {arrays[layer].size} numbers", pad=3, loc="left")
    logits, ax = arrays["logits"], strips[2]
    colours = [theme.evidence(0.85 if value > 0 else 0.15) for value in logits]
    drawn = ax.bar(range(len(logits)), logits, color=colours, width=0.66)
    ax.bar_label(drawn, [f"{value:.1f}".replace("-", "−") for value in logits], padding=2, size=9)
    ax.axhline(0, color=theme.ink, linewidth=0.6)
    ax.set(xticks=range(len(logits)), xlabel="class", ylabel="logit")
    ax.margins(y=0.14)
    ax.tick_params(axis="x", length=0)
    return figure


def _mosaic(
    ax: Axes, tiles: Array, columns: int, colours: Colormap, limits: tuple[float, float], theme: Theme
) -> ScalarMappable:
    """Show tiles (N, height, width) row by row in one axes, one pixel apart, each in a thin frame."""
    count, high, wide = tiles.shape
    rows = -(-count // columns)
    whole = np.full((rows * (high + 1) - 1, columns * (wide + 1) - 1), np.nan)
    frames = []
    for place, tile in enumerate(tiles):
        row, column = divmod(place, columns)
        y, x = row * (high + 1), column * (wide + 1)
        whole[y : y + high, x : x + wide] = tile
        frames.append(Rectangle((x - 0.5, y - 0.5), wide, high))
    shown = ax.imshow(whole, cmap=colours, vmin=limits[0], vmax=limits[1], interpolation="none")
    ax.add_collection(PatchCollection(frames, facecolor="none", edgecolor=theme.faint, linewidth=0.3))
    ax.set(xticks=[], yticks=[], xlim=(-1, whole.shape[1]), ylim=(whole.shape[0], -1))
    for spine in ax.spines.values():
        spine.set_visible(False)
    return shown


def worked(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw one place of one feature map in full: the patch, the filter, 25 products, their sum, pooling and ReLU."""
    width, height, side = 6.0, 7.2, 2.1  # inches, which are also the units of the axes; a square of numbers
    figure = canvas(height, width)
    ax = figure.subplots()
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    unit, place = int(arrays["worked_unit"]), arrays["worked_place"]
    left, right, upper, lower = 0.55, width - side - 0.55, height - side - 0.3, height - 2 * side - 0.85
    image = _Box(left, upper, side, side)
    _thumbnail(ax, arrays["digit"], image, theme, THIN)
    pixel, kernel = side / arrays["digit"].shape[0], len(arrays["worked_filter"])
    corner = place - kernel // 2  # down and across
    ax.add_patch(
        Rectangle(
            (left + corner[1] * pixel, image.top - (corner[0] + kernel) * pixel), kernel * pixel, kernel * pixel,
            fill=False, edgecolor=theme.evidence(0.85), linewidth=BOLD,
        )
    )  # fmt: skip
    products, filters = arrays["worked_products"], arrays["worked_filter"]
    for values, x, y, title, colours, limits in (
        (arrays["worked_patch"], right, upper, "the ink in the frame", theme.greys, (0, 1)),
        (filters, left, lower, f"times the weights of filter {unit}", theme.evidence, symmetric(filters)),
        (products, right, lower, f"makes {products.size} products", theme.evidence, symmetric(products)),
    ):
        _numbers(ax, values, _Box(x, y, side, side), colours, limits, theme)
        ax.text(x + side / 2, y + side + 0.07, title, ha="center", va="bottom", size=10)
    ax.text(left + side / 2, image.top + 0.07, "the image and the frame", ha="center", va="bottom", size=10)
    ax.text(width / 2, lower + side / 2, "=", ha="center", va="center", size=16)
    total, bias = float(products.sum()), float(arrays["worked_bias"])
    words = f"sum of the products {_two(total)}   +   bias {_two(bias)}   =   activation {_two(total + bias)}"
    ax.text(width / 2, lower - 0.32, words, ha="center", va="center", size=10.5, weight="bold")

    block = 0.92  # the side of four numbers
    limits = symmetric(arrays["worked_blocks"])
    titles = ("pooled with three neighbours", "where the map is lowest")
    for values, corner, x, title in zip(
        arrays["worked_blocks"], arrays["worked_corners"], (0.55, 3.35), titles, strict=True
    ):
        y = 0.3
        ax.text(x, y + block + 0.08, title, ha="left", va="bottom", size=10)
        _numbers(ax, values, _Box(x, y, block, block), theme.evidence, limits, theme)
        words = f"row {corner[0]}, column {corner[1]}"
        ax.text(x + block / 2, y - 0.08, words, ha="center", va="top", size=8.5)
        largest = float(values.max())
        one, two = (_Box(x + block + step, y + block / 2 - 0.23, 0.46, 0.46) for step in (0.28, 1.02))
        for box, value, name in ((one, largest, "largest"), (two, max(largest, 0.0), "ReLU")):
            _numbers(ax, np.array([[value]]), box, theme.evidence, limits, theme)
            ax.text(box.x + box.width / 2, box.y - 0.06, name, ha="center", va="top", size=8.5)
        for start, end in ((x + block + 0.03, one.x - 0.02), (one.x + one.width + 0.03, two.x - 0.02)):
            _arrow(ax, [(start, one.middle), (end, one.middle)], theme)
    return figure


def _two(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")  # no minus before what rounds to zero


def _numbers(ax: Axes, values: Array, box: _Box, colours: Colormap, limits: tuple[float, float], theme: Theme) -> None:
    """Show a small table of numbers as coloured squares, each with its number, to two decimals."""
    ax.imshow(values, cmap=colours, vmin=limits[0], vmax=limits[1], interpolation="none",
              extent=(box.x, box.x + box.width, box.y, box.top))  # fmt: skip
    rows, columns = values.shape
    for (row, column), value in np.ndenumerate(values):
        shade = colours((value - limits[0]) / (limits[1] - limits[0]))
        at = (box.x + (column + 0.5) * box.width / columns, box.top - (row + 0.5) * box.height / rows)
        ax.text(*at, _two(float(value)), ha="center", va="center", size=8, color=_legible(shade, theme))
    ax.add_patch(Rectangle((box.x, box.y), box.width, box.height, fill=False, edgecolor=theme.faint, linewidth=THIN))


def _legible(shade: Sequence[float], theme: Theme) -> str:
    """Return which of ink and background can be read on a shade."""
    red, green, blue = shade[:3]
    bright = 0.299 * red + 0.587 * green + 0.114 * blue > 0.55
    return theme.ink if bright == (theme.name == "light") else theme.background


def reliability(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw confidence against accuracy, and how many images have it: the network, scaled, and the linear classifier."""
    figure = canvas(height=3.3)
    grid = figure.subplots(2, 3, sharex=True, sharey="row", height_ratios=(3, 1))
    names = ("network", "scaled", "linear")
    titles = ("the network", "after temperature scaling", "the linear classifier")
    most = max(arrays[f"{name}_counts"].max() for name in names)
    for (above, below), name, title in zip(grid.T, names, titles, strict=True):
        counts, middle, share = (arrays[f"{name}_{what}"] for what in ("counts", "confidences", "accuracies"))
        likely, edges = arrays[f"{name}_intervals"], np.linspace(0, 1, len(counts) + 1)
        above.plot([0, 1], [0, 1], color=theme.faint, linestyle=":", linewidth=1)
        above.vlines(middle, likely[:, 0], likely[:, 1], color=theme.ink, linewidth=1)
        above.plot(middle, share, "o", color=theme.ink, markersize=4, clip_on=False)
        above.set_title(title, pad=5)
        above.set(ylim=(0, 1.02), xlim=(0, 1.02), yticks=(0, 0.5, 1), yticklabels=("0", "50 %", "100 %"))
        below.bar(edges[:-1], counts, width=np.diff(edges), align="edge", color=theme.faint, edgecolor=theme.background,
                  linewidth=0.6)  # fmt: skip
        below.set(yscale="log", ylim=(0.7, 2 * most), xticks=(0, 0.5, 1), xticklabels=("0", "50 %", "100 %"))
        below.set_yticks((1, 100, 10_000), ("1", "100", "10,000"))
        below.minorticks_off()
        for words, side in zip(below.get_xticklabels(), ("left", "center", "right"), strict=True):
            words.set_horizontalalignment(side)  # or they touch those of the next panel
        if name == "network":
            for ax in (above, below):
                ax.axvline(float(arrays["ceiling"]), color=theme.evidence(0.15), linewidth=1)
    grid[0, 0].set_ylabel("accuracy")
    grid[1, 0].set_ylabel("images")
    grid[1, 1].set_xlabel("confidence: the probability of the predicted class")
    figure.align_ylabels()
    return figure


def edges(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw each filter over the step edge nearest to it, from the most edge-like to the least."""
    shares = arrays["trained_r_squared"][0]
    order, half = np.argsort(-shares, kind="stable"), -(-len(shares) // 2)
    limits = symmetric(arrays["filters"])
    figure = canvas(height=4.0)
    grid = figure.subplots(5, half, height_ratios=(1, 1, 0.12, 1, 1))
    for ax in grid[2]:
        ax.set_axis_off()  # a gap between the two rows of filters
    for place, unit in enumerate(order):
        row, column = divmod(place, half)
        above, below = grid[3 * row : 3 * row + 2, column]
        shown = picture(above, arrays["filters"][unit], theme.evidence, *limits)
        picture(below, arrays["edges"][unit], theme.evidence, *limits)
        above.set_title(f"{unit}", pad=3)
        below.set_xlabel(f"{100 * shares[unit]:.0f} %", labelpad=2, size=9)
    bar(figure, shown, against_and_for("weight"))
    return figure


def detectors(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw how well the best unit of the dense layer tells each digit, and each group of four, from the rest."""
    figure = canvas(height=2.7)
    ax = figure.subplots()
    rows = (
        ("one digit,\nuntrained", arrays["untrained_digits"][0], None),
        ("one digit,\ntrained", arrays["trained_digits"][0], None),
        ("four digits,\nuntrained", arrays["untrained_groups"][0], int(arrays["loops"])),
        ("four digits,\ntrained", arrays["trained_groups"][0], int(arrays["loops"])),
    )
    for y, (_, values, loops) in enumerate(rows):
        ax.plot(values, np.full(len(values), y), "|", color=theme.ink, markersize=13, alpha=0.55, markeredgewidth=0.9)
        if loops is not None:
            ax.plot(values[loops], y, "o", markersize=9, color=theme.evidence(0.15), markerfacecolor="none",
                    markeredgewidth=1.8, label="the digits with a loop" if y == len(rows) - 1 else None)  # fmt: skip
    ax.set_yticks(range(len(rows)), [words for words, _, _ in rows])
    ax.set(xlim=(0.5, 1.005), ylim=(-0.5, len(rows) + 0.1), xlabel="pairs that the best unit ranks in the right order")
    ax.set_xticks((0.5, 0.75, 1), ("50 %, chance", "75 %", "100 %"))
    ax.tick_params(axis="y", length=0)
    ax.legend(loc="upper left", handletextpad=0.1)
    return figure


def attributions(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the gradient of one margin, its absolute value, and gradient × input, for three classifiers."""
    figure = canvas(height=4.75)
    grid = figure.subplots(3, 4)
    words = ("linear\nclassifier", "network", "network,\nanother seed")
    for row, (line, name) in enumerate(zip(grid, ("linear", "network", "other"), strict=True)):
        gradient, parts = arrays[f"{name}_gradient"], arrays[f"{name}_parts"]
        picture(line[0], arrays["digit"], theme.greys, 0, 1)
        picture(line[1], gradient, theme.evidence, *symmetric(gradient))
        picture(line[2], np.abs(gradient), theme.greys, 0, np.abs(gradient).max())
        picture(line[3], parts, theme.evidence, *symmetric(parts))
        line[0].set_ylabel(words[row], size=9.5)
    for ax, title in zip(grid[0], ("image", "gradient", "saliency", "gradient × input"), strict=True):
        ax.set_title(title, pad=4)
    return figure


def deletions(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Draw the share of digits that keep their class as pixels are taken away, for both models and several orders."""
    figure = canvas(height=3.4)
    axes = figure.subplots(1, 2, sharey=True)
    lines = {
        "random": ("drawn at random", theme.faint, "o", "-"),
        "saliency": ("largest saliency first", theme.evidence(0.15), "s", "--"),
        "parts": ("largest gradient × input first", theme.evidence(0.85), "^", "-"),
        "anew": ("the same, gradient taken anew", theme.ink, "v", ":"),
    }
    for ax, model, title in zip(axes, ("linear", "network"), ("the linear classifier", "the network"), strict=True):
        for order, (words, colour, marker, line) in lines.items():
            if f"kept_{model}_{order}" not in arrays:
                continue
            shares = arrays[f"kept_{model}_{order}"].mean(axis=1)
            ax.plot(
                arrays["taken"], shares, line, marker=marker, color=colour, markersize=4, label=words, linewidth=1.4
            )
        ax.set_title(title, pad=5)
        ax.set(ylim=(0, 1.03), xlabel="pixels taken away", yticks=(0, 0.5, 1), yticklabels=("0", "50 %", "100 %"))
    axes[0].set_ylabel("digits that keep their class")
    figure.legend(*axes[1].get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize=9)
    return figure
