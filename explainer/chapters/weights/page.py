"""What the page on the weights shows."""

from explainer.cards import LINEAR_USE, OF_LINEAR, Model
from explainer.rows import Drawings, Experiment, Figure, Page

figures = Drawings("explainer.chapters.weights.figures")

PAGE = Page(
    "weights.md",
    "Reading the weights",
    experiments={
        "logistic": Experiment(
            "Training the linear classifier", settings="logistic", cost=2, module="explainer.trainings.logistic"
        ),
        "weights": Experiment("Reading its weights", inputs=("logistic",)),
        "tutorial": Experiment("Training by TensorFlow's recipe", settings="tutorial", inputs=("logistic",), cost=0.2),
    },
    figures={
        "weights-tutorial": Figure(
            "tutorial",
            ("images", "bar_end"),
            figures.tutorial,
            caption="The weights of the ten digits, trained by the tutorial's recipe and drawn in its colours. The bar "
            "ends where one weight in a hundred, of those that are not zero, lies beyond; these have the colour of its "
            "end. <!-- claim: weights_tutorial_few_are_clipped -->",
            alt="Ten images on black. The 0 is a blue ring around a red blob; the other nine are blue and red shapes. "
            "<!-- claim: weights_tutorial_blue_ring -->",
        ),
        "weights": Figure(
            "weights",
            ("images",),
            figures.ten,
            caption="The weights of the ten digits, laid out as ten images on one colour scale. Zero is neutral.",
            alt="Ten weight images. For 0 a blue ring around a red centre; the other nine are blue and red patches "
            "that hint at their digits. <!-- claim: weights_hint_at_their_digits -->",
        ),
        "weights-black": Figure(
            "weights",
            ("images",),
            figures.ten_black,
            caption="Our weights in the colours of the tutorial: negative red, zero black, positive blue.",
            alt="The ten weight images on black. The ring and the centre of 0 are there; small weights sink into the "
            "black. <!-- claim: weights_small_ones_sink_into_black -->",
        ),
        "weights-seismic": Figure(
            "weights",
            ("images",),
            figures.ten_seismic,
            caption="The same weights in `seismic`, from the smallest to the largest of them all. The bar marks zero "
            "and white, which are not the same. <!-- claim: weights_bar_marks_zero_and_white -->",
            alt="The ten weight images in blue for negative and red for positive. The background, where weights are "
            "zero, is light blue, since white stands for <!-- number: weights.white_of_shared_range -->. "
            "<!-- claim: weights_background_is_not_quite_white -->",
        ),
        "weights-grey": Figure(
            "weights",
            ("images",),
            figures.ten_grey,
            caption="The same weights in grey, on limits that are equal on both sides of zero: zero is mid-grey.",
            alt="The ten weight images in grey. For 0 a light ring around a dark centre; shapes stand out, signs do "
            "not. <!-- claim: weights_grey_ring_is_light -->",
        ),
        "ring-and-centre": Figure(
            "weights",
            ("images", "ring", "centre"),
            figures.ring_and_centre,
            caption="The weights of 0 with the two regions that the text speaks of, and the spread of the weights in "
            "each: box from the first to the third quartile, line at the median, whiskers to the extremes.",
            alt="The outlined ring holds mostly positive weights, mean <!-- number: weights.ring_mean_0 -->; the "
            "outlined centre mostly negative ones, mean <!-- number: weights.centre_mean_0 -->. "
            "<!-- claim: weights_ring_mostly_positive -->",
        ),
        "two-trainings": Figure(
            "tutorial",
            ("zeros", "bluest", "ring"),
            figures.two_trainings,
            caption="The weights of 0, three times, on one scale: after the tutorial's "
            "<!-- number: tutorial.steps --> steps, after <!-- number: tutorial.longer_steps --> of the same steps, "
            "and ours. The outline is the ring; each dot is one of the <!-- number: tutorial.bluest --> most positive "
            "weights. <!-- claim: weights_two_trainings_are_marked -->",
            alt="Three weight images of 0 with the ring outlined. On the left the colours are pale and most of the "
            "dots lie on the ring; in the middle and on the right the images are mottled, nearly alike, and close to "
            "half of the dots or more lie outside. <!-- claim: weights_two_trainings_drawn -->",
        ),
        "own-limits": Figure(
            "weights",
            ("images", "own_neutral"),
            figures.own_limits,
            caption="The ten on one shared scale, equal on both sides of zero, and below them each on a scale from its "
            "own smallest to its own largest weight. The number is the weight that is left without colour "
            "there. <!-- claim: weights_number_is_left_without_colour -->",
            alt="In the upper row pixels without ink are neutral in every panel. In the lower row the same pixels are "
            "tinted, blue in some panels and red in others, since neutral stands for anything from "
            "<!-- number: weights.white_of_own_range_lowest --> to "
            "<!-- number: weights.white_of_own_range_highest -->. "
            "<!-- claim: weights_own_limits_tint_the_background -->",
        ),
        "gauge": Figure(
            "weights",
            ("images", "smiling", "relative"),
            figures.gauge,
            caption="Three sets of weights on one scale. The second has the same face added to every class, the third "
            "has the weights of 0 taken off every class. All three give every image the same probabilities. "
            "<!-- claim: weights_gauge_keeps_probabilities -->",
            alt="A row of the trained weights; a row in which all ten show a blue face; a row in which the 0 is blank "
            "and the other nine have a red ring and a blue centre mixed into them. "
            "<!-- claim: weights_less_the_zeros_mix_in_a_ring -->",
        ),
        "never-inked": Figure(
            "weights",
            ("images", "inked_share", "never_inked"),
            figures.never_inked,
            caption="How often each pixel has ink in the training images, from never to always; the pixels that never "
            "have any; and the largest of the ten weights, sign aside, on each pixel, from 0 to "
            "the largest of all. "
            "<!-- claim: weights_figure_shows_ink_and_background -->",
            alt="Ink falls in the middle. The corners never have any, and there the largest weight is blank as well. "
            "<!-- claim: weights_blank_where_ink_never_falls -->",
        ),
    },
    models={
        "logistic": Model(
            "Softmax regression, converged",
            "Multinomial logistic regression by scikit-learn: ten weighted sums of the pixels and a softmax, trained "
            "until the loss is flat. The penalty is chosen on the validation images. It is *the linear classifier* of "
            "this site.",
            recipe=("logistic",),
            accuracy={
                "test": "logistic.test_accuracy",
                "validation, on which the penalty was chosen": "logistic.validation_accuracy",
                "training": "logistic.train_accuracy",
                "test, standard error over images": "trained.linear_sampling_error",
            },
            faults=(
                "It misclassifies <!-- number: limits.errors --> test images. Of the class that is hardest for it, "
                "<!-- number: limits.worst_class -->, it classifies <!-- number: limits.worst_class_accuracy --> "
                "correctly.",
                "Its expected calibration error is <!-- number: logistic.expected_calibration_error -->.",
                "An image without ink gets the answer <!-- number: evidence.empty_winner -->, with a probability of "
                "<!-- number: evidence.empty_probability -->.",
                "Of <!-- number: data.never_inked_pixels --> pixels it knows nothing: no training image has ink there.",
                *OF_LINEAR,
            ),
            use=LINEAR_USE,
        ),
    },
)
