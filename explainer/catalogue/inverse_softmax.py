"""What the page on solving for the image shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import inverse_softmax

PAGE = Page(
    "inverse-softmax.md",
    experiments={
        "inverse_softmax": Experiment("Solving for the images", settings="inverse", needs=("logistic",)),
    },
    numbers={
        "inverse_softmax.target": Number("inverse_softmax", "probability"),
        "inverse_softmax.max_probability_error": Number("inverse_softmax", "probability error"),
        "inverse_softmax.dimension": Number("inverse_softmax", "count"),
        "inverse_softmax.darkest": Number("inverse_softmax", "ink"),
        "inverse_softmax.lightest": Number("inverse_softmax", "ink"),
        "inverse_softmax.weight_correlation": Number("inverse_softmax", "correlation"),
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
    },
)
