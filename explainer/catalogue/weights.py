"""What the page on the weights shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import weights

PAGE = Page(
    "weights.md",
    experiments={
        "logistic": Experiment("Training the linear classifier", settings="logistic", effort=0.9),
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
        "weights.white_of_shared_range": Number("weights", "logit per unit of ink"),
        "weights.white_of_own_range_lowest": Number("weights", "logit per unit of ink"),
        "weights.white_of_own_range_highest": Number("weights", "logit per unit of ink"),
        "weights.wrong_colour_share": Number("weights", "fraction"),
        "weights.largest_sum_over_classes": Number("weights", "rounding error"),
        "weights.gauge_max_probability_change": Number("weights", "probability error"),
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
        "weights-black": Figure(
            "weights",
            ("images",),
            weights.ten_black,
            caption="The same weights as the TensorFlow page drew them: negative red, zero black, positive blue.",
            alt="The ten weight images on black. The ring and the centre of 0 are there; small weights sink into the "
            "black.",
        ),
        "weights-seismic": Figure(
            "weights",
            ("images",),
            weights.ten_seismic,
            caption="The same weights in `seismic`, from the smallest to the largest of them all. The bar marks zero "
            "and white, which are not the same.",
            alt="The ten weight images in blue for negative and red for positive. The background, where weights are "
            "zero, is not quite white, since white stands for <!-- number: weights.white_of_shared_range -->.",
        ),
        "weights-grey": Figure(
            "weights",
            ("images",),
            weights.ten_grey,
            caption="The same weights in grey, on limits that are equal on both sides of zero: zero is mid-grey.",
            alt="The ten weight images in grey. For 0 a light ring around a dark centre; shapes stand out, signs do "
            "not.",
        ),
        "ring-and-centre": Figure(
            "weights",
            ("images", "ring", "centre"),
            weights.ring_and_centre,
            caption="The weights of 0 with the two regions that the text speaks of, and the spread of the weights in "
            "each: box from the first to the third quartile, line at the median, whiskers to the extremes.",
            alt="The outlined ring holds mostly positive weights, mean <!-- number: weights.ring_mean_0 -->; the "
            "outlined centre mostly negative ones, mean <!-- number: weights.centre_mean_0 -->.",
        ),
        "own-limits": Figure(
            "weights",
            ("images", "own_neutral"),
            weights.own_limits,
            caption="The ten on one shared scale, equal on both sides of zero, and below it each on a scale from its "
            "own smallest to its own largest weight. The number is the weight that is left without colour "
            "there.",
            alt="In the upper row bare pixels are neutral in every panel. In the lower row the same bare pixels are "
            "tinted, blue in some panels and red in others, since neutral stands for anything from "
            "<!-- number: weights.white_of_own_range_lowest --> to "
            "<!-- number: weights.white_of_own_range_highest -->.",
        ),
        "gauge": Figure(
            "weights",
            ("images", "smiling", "relative"),
            weights.gauge,
            caption="Three sets of weights on one scale. The second has the same face added to every class, the third "
            "has the weights of 0 taken off every class. All three give every image the same probabilities.",
            alt="A row of the trained weights; a row in which all ten show a blue face; a row in which the 0 is blank "
            "and the other nine have a red ring and a blue centre mixed into them.",
        ),
        "never-inked": Figure(
            "weights",
            ("images", "inked_share", "never_inked"),
            weights.never_inked,
            caption="How often each pixel has ink in the training images, from never to always; the pixels that never "
            "have any; and the largest of the ten weights, sign aside, on each pixel.",
            alt="Ink falls in the middle. The corners never have any, and there the largest weight is blank as well.",
        ),
    },
)
