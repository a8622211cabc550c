"""What the page on solving for the image shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import inverse_softmax

PAGE = Page(
    "inverse-softmax.md",
    experiments={
        "gaussian": Experiment("Measuring how pixels vary together"),
        "inverse_softmax": Experiment("Solving for the images", settings="inverse", needs=("logistic", "gaussian")),
    },
    numbers={
        "inverse_softmax.target": Number("inverse_softmax", "probability"),
        "inverse_softmax.max_probability_error": Number("inverse_softmax", "probability error"),
        "inverse_softmax.minimum_norm_error": Number("inverse_softmax", "probability error"),
        "inverse_softmax.box_error": Number("inverse_softmax", "probability error"),
        "inverse_softmax.gaussian_error": Number("inverse_softmax", "probability error"),
        "inverse_softmax.null_space_error": Number("inverse_softmax", "probability error"),
        "inverse_softmax.null_space_probability": Number("inverse_softmax", "probability"),
        "inverse_softmax.null_space_change": Number("inverse_softmax", "ink"),
        "inverse_softmax.null_space_correlation": Number("inverse_softmax", "correlation"),
        "inverse_softmax.dimension": Number("inverse_softmax", "count"),
        "inverse_softmax.darkest": Number("inverse_softmax", "ink"),
        "inverse_softmax.lightest": Number("inverse_softmax", "ink"),
        "inverse_softmax.gaussian_darkest": Number("inverse_softmax", "ink"),
        "inverse_softmax.gaussian_lightest": Number("inverse_softmax", "ink"),
        "inverse_softmax.weight_correlation": Number("inverse_softmax", "correlation"),
        "inverse_softmax.box_least_rest": Number("inverse_softmax", "small probability"),
        "inverse_softmax.largest_multiple": Number("inverse_softmax", "count"),
        "inverse_softmax.grown_rest": Number("inverse_softmax", "small probability"),
        "inverse_softmax.box_highest_logit": Number("inverse_softmax", "logit"),
        "inverse_softmax.box_highest_ink": Number("inverse_softmax", "fraction"),
    },
    figures={
        "inverse-softmax": Figure(
            "inverse_softmax",
            ("images",),
            inverse_softmax.ten,
            caption="For each class the smallest image that the linear classifier gives "
            "<!-- number: inverse_softmax.target --> to that class. Red pixels hold less than no ink.",
            alt="Ten solved images, blue and red speckle centred on the page; none can be read as its digit, though "
            "the classifier gives each <!-- number: inverse_softmax.target --> for its class.",
        ),
        "three-solutions": Figure(
            "inverse_softmax",
            ("images", "nearest", "probable"),
            inverse_softmax.three,
            caption="Three images for each class that all get <!-- number: inverse_softmax.target -->: the smallest, "
            "the one nearest to the mean image with every pixel from paper to ink, and the likeliest under a "
            "Gaussian.",
            alt="Three rows of ten. The smallest are speckle of both signs. The nearest hold ink only, in specks over "
            "the middle. The likeliest are smoother than the smallest, and some begin to look like their digits.",
        ),
        "opposite": Figure(
            "inverse_softmax",
            ("originals", "negative", "opposite", "alike"),
            inverse_softmax.opposite,
            caption="The first 0 of the test images, its negative, and the image nearest to the negative, every pixel "
            "from paper to ink, that gets exactly the ten probabilities of the real 0.",
            alt="Three panels. A 0 in ink on paper; the same 0 in paper on ink; and a dark image with light patches, "
            "in which no 0 is to be seen.",
        ),
        "same-answer": Figure(
            "inverse_softmax",
            ("originals", "altered", "alike"),
            inverse_softmax.same_answer,
            caption="The first test image of each class, and under it the image nearest to it, every pixel from paper "
            "to ink, that gets exactly the ten probabilities of the real 0 on the left.",
            alt="Ten handwritten digits, and under them ten altered ones. Parts of each digit are still there, with "
            "grey specks in and around them. The classifier cannot tell the lower ten apart.",
        ),
        "surer": Figure(
            "inverse_softmax",
            ("surer", "confidences"),
            inverse_softmax.surer,
            caption="The three images of 0 for four targets. A panel without an image says that none exists.",
            alt="Three rows of four. From left to right the same picture in each row, with ever stronger contrast.",
        ),
        "no-highest": Figure(
            "inverse_softmax",
            ("multiples", "grown_logits", "grown_rests", "inked"),
            inverse_softmax.no_highest,
            caption="The smallest image of 0, made larger and larger: its logit, and what its probability lacks to 1. "
            "The dotted line is the image as it was solved. On the right, full ink on every pixel where the "
            "weight of 0 is positive.",
            alt="The logit rises along a straight line without end. What the probability lacks to 1 falls along an "
            "almost straight line on a logarithmic axis and never reaches 0.",
        ),
    },
)
