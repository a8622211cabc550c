"""What the page on the weights shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import weights

PAGE = Page(
    "weights.md",
    experiments={
        "logistic": Experiment("Training the linear classifier", settings="logistic"),
        "weights": Experiment("Reading its weights", needs=("logistic",)),
    },
    numbers={
        "logistic.strength": Number("logistic", "inverse penalty"),
        "logistic.train_accuracy": Number("logistic", "fraction"),
        "logistic.validation_accuracy": Number("logistic", "fraction"),
        "logistic.test_accuracy": Number("logistic", "fraction"),
        "logistic.steepest_slope": Number("logistic", "nats per weight"),
        "weights.ring_mean_0": Number("weights", "logit per unit of ink"),
        "weights.centre_mean_0": Number("weights", "logit per unit of ink"),
        "weights.smallest": Number("weights", "logit per unit of ink"),
        "weights.largest": Number("weights", "logit per unit of ink"),
        "weights.largest_where_never_inked": Number("weights", "logit per unit of ink"),
    },
    figures={
        "weights": Figure(
            "weights",
            ("images",),
            weights.ten,
            caption="The ten columns of weights, each laid out as an image, on one colour scale. Zero is neutral.",
            alt="Ten weight images. For 0 a blue ring around a red centre; the other nine are blue and red patches "
            "that hint at their digits.",
        ),
        "ring-and-centre": Figure(
            "weights",
            ("images", "ring", "centre"),
            weights.ring_and_centre,
            caption="The weights of 0 with the two regions that the text speaks of, and the spread of the weights in "
            "each: box from the first to the third quartile, line at the median, whiskers to the extremes.",
            alt="The outlined ring holds mostly positive weights, mean <!-- number: weights.ring_mean_0 -->; the "
            "outlined centre holds negative ones, mean <!-- number: weights.centre_mean_0 -->.",
        ),
    },
)
