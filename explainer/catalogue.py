"""One row for each experiment, number and figure: the only place that knows them all by name.

A caption or an alternative text may hold `<!-- number: NAME -->`, as a page may.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matplotlib.figure import Figure as Drawing

from explainer.figures import ascent, images, inverse_softmax, network, weights
from explainer.figures.style import Array, Paper

# The pages in reading order. A figure's number is its page's place here and its own place on the page.
PAGES = (
    "index.md",
    "data.md",
    "weights.md",
    "inverse-softmax.md",
    "network.md",
    "activation-maximization.md",
    "about.md",
)


@dataclass(frozen=True)
class Experiment:
    """The module `explainer.experiments.NAME`; `settings` names its field of `Settings`, `needs` what runs before."""

    title: str  # what a progress bar says
    settings: str | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Number:
    """A number that a page may show: where it comes from, its unit (see `UNITS`), the page it is for."""

    experiment: str
    unit: str
    page: str


@dataclass(frozen=True)
class Figure:
    """A picture: the experiment whose `arrays` the function `draw` shows, and the words that go with it."""

    experiment: str
    arrays: tuple[str, ...]
    draw: Callable[[Mapping[str, Array], Paper], Drawing]
    page: str
    caption: str  # Markdown: what the picture shows
    alt: str  # plain text: what the picture shows, and what is to be seen in it


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _power(value: float) -> str:
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    digits = str(abs(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value / 10**exponent:.0f} × 10{'⁻' if exponent < 0 else ''}{digits}"


def _plain(value: float) -> str:
    return f"{value:g}"


UNITS: dict[str, Callable[[float], str]] = {
    "count": _count,
    "digit": _plain,
    "fraction": _percent,
    "probability": _percent,
    "probability error": _power,
    "logit": _decimal,
    "logit per unit of ink": _decimal,
    "ink": _decimal,
    "nats": _decimal,
    "nats per weight": _power,
    "correlation": _decimal,
    "inverse penalty": _plain,
}


EXPERIMENTS = {
    "images": Experiment("Counting the images"),
    "logistic": Experiment("Training the linear classifier", settings="logistic"),
    "weights": Experiment("Reading its weights", needs=("logistic",)),
    "inverse_softmax": Experiment("Solving for the images", settings="inverse", needs=("logistic",)),
    "cnn": Experiment("Training the network", settings="cnn"),
    "network": Experiment("Finding its errors", needs=("cnn",)),
    "ascent": Experiment("Climbing to the images", settings="ascent", needs=("cnn",)),
}

NUMBERS = {
    "data.train_images": Number("images", "count", "data.md"),
    "data.validation_images": Number("images", "count", "data.md"),
    "data.test_images": Number("images", "count", "data.md"),
    "data.rarest_class_share": Number("images", "fraction", "data.md"),
    "data.commonest_class_share": Number("images", "fraction", "data.md"),
    "data.mean_ink": Number("images", "fraction", "data.md"),
    "data.never_inked_pixels": Number("images", "count", "data.md"),
    "logistic.strength": Number("logistic", "inverse penalty", "weights.md"),
    "logistic.train_accuracy": Number("logistic", "fraction", "weights.md"),
    "logistic.validation_accuracy": Number("logistic", "fraction", "weights.md"),
    "logistic.test_accuracy": Number("logistic", "fraction", "weights.md"),
    "logistic.steepest_slope": Number("logistic", "nats per weight", "weights.md"),
    "weights.ring_mean_0": Number("weights", "logit per unit of ink", "weights.md"),
    "weights.centre_mean_0": Number("weights", "logit per unit of ink", "weights.md"),
    "weights.smallest": Number("weights", "logit per unit of ink", "weights.md"),
    "weights.largest": Number("weights", "logit per unit of ink", "weights.md"),
    "weights.largest_where_never_inked": Number("weights", "logit per unit of ink", "weights.md"),
    "inverse_softmax.target": Number("inverse_softmax", "probability", "inverse-softmax.md"),
    "inverse_softmax.max_probability_error": Number("inverse_softmax", "probability error", "inverse-softmax.md"),
    "inverse_softmax.dimension": Number("inverse_softmax", "count", "inverse-softmax.md"),
    "inverse_softmax.darkest": Number("inverse_softmax", "ink", "inverse-softmax.md"),
    "inverse_softmax.lightest": Number("inverse_softmax", "ink", "inverse-softmax.md"),
    "inverse_softmax.weight_correlation": Number("inverse_softmax", "correlation", "inverse-softmax.md"),
    "cnn.parameters": Number("cnn", "count", "network.md"),
    "cnn.epochs": Number("cnn", "count", "network.md"),
    "cnn.test_accuracy_before": Number("cnn", "fraction", "network.md"),
    "cnn.test_accuracy": Number("cnn", "fraction", "network.md"),
    "cnn.test_errors": Number("cnn", "count", "network.md"),
    "network.worst_pair_true": Number("network", "digit", "network.md"),
    "network.worst_pair_predicted": Number("network", "digit", "network.md"),
    "network.worst_pair_count": Number("network", "count", "network.md"),
    "network.first_loss": Number("network", "nats", "network.md"),
    "network.uniform_loss": Number("network", "nats", "network.md"),
    "network.steps": Number("network", "count", "network.md"),
    "ascent.steps": Number("ascent", "count", "activation-maximization.md"),
    "ascent.logits_recognised": Number("ascent", "count", "activation-maximization.md"),
    "ascent.smallest_logit": Number("ascent", "logit", "activation-maximization.md"),
    "ascent.largest_real_logit": Number("ascent", "logit", "activation-maximization.md"),
    "ascent.beyond_every_real_digit": Number("ascent", "count", "activation-maximization.md"),
    "ascent.lowest_own_probability": Number("ascent", "probability", "activation-maximization.md"),
}

FIGURES = {
    "weight-zero": Figure(
        "weights",
        ("images",),
        weights.zero,
        page="index.md",
        caption="The 784 weights of one class, 0, laid out as 28×28 pixels. Ink on a blue pixel counts for 0; ink "
        "on a red pixel counts against it; white pixels count for nothing.",
        alt="The weights of class 0 as an image: a ring of blue, positive weights around a red, negative centre.",
    ),
    "examples": Figure(
        "images",
        ("examples",),
        images.examples,
        page="data.md",
        caption="Training images, a column for each class from 0 to 9: the first eight of each, not chosen.",
        alt="Eight handwritten examples of each digit from 0 to 9; the same digit differs in slant and width.",
    ),
    "one-image": Figure(
        "images",
        ("first_images",),
        images.one_image,
        page="data.md",
        caption="The first test image, as the models get it: 28×28 numbers from 0, paper, to 1, full ink. Zeros "
        "are left blank.",
        alt="One digit, enlarged until every pixel shows its number: near 1 inside the stroke, less at its edge.",
    ),
    "first-digits": Figure(
        "images",
        ("first_images", "first_labels"),
        images.first_digits,
        page="data.md",
        caption="The first nine test images with their labels.",
        alt="Nine handwritten digits in a row, each with the class that people gave it.",
    ),
    "weights": Figure(
        "weights",
        ("images",),
        weights.ten,
        page="weights.md",
        caption="The ten columns of weights, each laid out as an image, on one colour scale. Zero is neutral.",
        alt="Ten weight images. For 0 a blue ring around a red centre; the other nine are blue and red patches "
        "that hint at their digits.",
    ),
    "ring-and-centre": Figure(
        "weights",
        ("images", "ring", "centre"),
        weights.ring_and_centre,
        page="weights.md",
        caption="The weights of 0 with the two regions that the text speaks of, and the spread of the weights in "
        "each: box from the first to the third quartile, line at the median, whiskers to the extremes.",
        alt="The outlined ring holds mostly positive weights, mean <!-- number: weights.ring_mean_0 -->; the "
        "outlined centre holds negative ones, mean <!-- number: weights.centre_mean_0 -->.",
    ),
    "inverse-softmax": Figure(
        "inverse_softmax",
        ("images",),
        inverse_softmax.ten,
        page="inverse-softmax.md",
        caption="For each class the smallest image that the linear classifier gives "
        "<!-- number: inverse_softmax.target --> to that class. Red pixels hold less than no ink.",
        alt="Ten solved images, blue and red speckle centred on the page; none can be read as its digit, though "
        "the classifier gives each <!-- number: inverse_softmax.target --> for its class.",
    ),
    "training": Figure(
        "network",
        ("losses",),
        network.training,
        page="network.md",
        caption="The loss at every training step: the surprise at the true, slightly smoothed labels.",
        alt="The loss begins near log 10, the loss of a guess, falls steeply, then slowly, and ends far below.",
    ),
    "confusion": Figure(
        "network",
        ("confusion",),
        network.confusion,
        page="network.md",
        caption="All test images by true class and by the class that the network gives. Errors are shaded, the "
        "darker the commoner.",
        alt="A ten by ten table of counts. Nearly all lie on the diagonal, where the network is right; "
        "<!-- number: cnn.test_errors --> lie beside it.",
    ),
    "errors": Figure(
        "network",
        ("error_images", "error_labels", "error_predicted"),
        network.errors,
        page="network.md",
        caption="The first nine test images that the network gets wrong.",
        alt="Nine test digits, each with its label and the other class that the network gave it.",
    ),
    "ascent-conv1": Figure(
        "ascent",
        ("conv1_images",),
        ascent.conv1,
        page="activation-maximization.md",
        caption="The image that each of the 16 units of the first convolution likes to see, unit 0 first.",
        alt="Sixteen images: plain paper, plain ink, stripes and edges; no digits.",
    ),
    "ascent-conv2": Figure(
        "ascent",
        ("conv2_images",),
        ascent.conv2,
        page="activation-maximization.md",
        caption="The image that each of the 36 units of the second convolution likes to see, unit 0 first.",
        alt="Thirty-six textures, most of them repeating stripes, dots and corners; no digits.",
    ),
    "ascent-logits": Figure(
        "ascent",
        ("logits_images", "probabilities"),
        ascent.logits,
        page="activation-maximization.md",
        caption="The image that each logit likes to see, with the probability that the network gives its class.",
        alt="Ten black and white images, one for each digit; most look like noise, a few hint at strokes. The "
        "network gives <!-- number: ascent.logits_recognised --> of the ten to their own class.",
    ),
    "climb": Figure(
        "ascent",
        ("logits_values",),
        ascent.climb,
        page="activation-maximization.md",
        caption="The ten logits on their way up, one thin line for each class.",
        alt="Ten curves that rise steeply within the first steps and then flatten.",
    ),
}
