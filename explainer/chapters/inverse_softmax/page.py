"""What the page on solving for the image shows."""

from explainer.cards import Model
from explainer.rows import Drawings, Experiment, Figure, Notebook, Page, Table

figures = Drawings("explainer.chapters.inverse_softmax.figures")

PAGE = Page(
    "inverse-softmax.md",
    "Solving for an image",
    experiments={
        "gaussian": Experiment("Measuring how pixels vary together", module="explainer.trainings.gaussian"),
        "inverse_softmax": Experiment("Solving for the images", settings="inverse", inputs=("logistic", "gaussian")),
    },
    figures={
        "inverse-softmax": Figure(
            "inverse_softmax",
            ("images",),
            figures.ten,
            caption="For each class the minimum-norm pre-image, the smallest image that the linear classifier gives "
            "<!-- number: inverse_softmax.target --> to that class, and the same little to each of the others."
            "<!-- claim: inverse_smallest_of_that_target --> Red pixels hold less than no ink.",
            alt="Ten pre-images, blue and red speckle over more than half of each; none can be read as its "
            "digit, though the classifier gives each <!-- number: inverse_softmax.target --> for its class."
            "<!-- claim: inverse_smallest_are_no_digits -->",
        ),
        "three-solutions": Figure(
            "inverse_softmax",
            ("images", "nearest", "map"),
            figures.three,
            caption="Three images for each class that all get <!-- number: inverse_softmax.target -->, with the rest "
            "shared evenly: the smallest, the one nearest to the mean image with every pixel from background to full "
            "ink, and the most probable under a Gaussian.<!-- claim: inverse_three_for_each_class -->",
            alt="Three rows of ten. The minimum-norm pre-images are speckle of both signs. The nearest hold ink "
            "only, mottled, over the middle. The MAP pre-images are smoother than the first row, and some begin to "
            "look like their digits."
            "<!-- claim: inverse_three_rows_look_different -->",
        ),
        "opposite": Figure(
            "inverse_softmax",
            ("originals", "negative", "opposite", "alike"),
            figures.opposite,
            caption="The first 0 of the test images, its negative, and the image nearest to the negative, every pixel "
            "from background to full ink, that gets exactly the ten probabilities of the real 0."
            "<!-- claim: inverse_opposite_is_nearest_to_the_negative -->",
            alt="Three panels. A 0 in ink on an empty background; its negative; and an image mostly of ink, with "
            "empty patches, in which no 0 is to be seen, though the classifier is as sure of it as of the first."
            "<!-- claim: inverse_opposite_shows_no_zero -->",
        ),
        "same-answer": Figure(
            "inverse_softmax",
            ("originals", "altered", "alike"),
            figures.same_answer,
            caption="The first test image of each class, and under it the image nearest to it, every pixel from "
            "background to full ink, that gets exactly the ten probabilities of the real 0 on the left."
            "<!-- claim: inverse_altered_are_nearest_to_the_digits -->",
            alt="Ten handwritten digits, and under them ten altered ones. Parts of each digit are still there, with "
            "grey specks in and around them. The classifier cannot tell the lower ten apart, though it tells "
            "most of the upper ten apart.<!-- claim: inverse_altered_still_show_parts -->",
        ),
        "surer": Figure(
            "inverse_softmax",
            ("surer", "confidences"),
            figures.surer,
            caption="The three pre-images of 0 for four targets.",
            alt="Three rows of four. From left to right the contrast grows in each row, and the picture changes a "
            "little."
            "<!-- claim: inverse_surer_gain_contrast -->",
        ),
        "no-highest": Figure(
            "inverse_softmax",
            ("multiples", "grown_logits", "grown_rests", "inked"),
            figures.no_highest,
            caption="The minimum-norm pre-image of 0, made larger and larger: its logit, and how far its probability "
            "falls short of 1. The dotted line is the image as it was solved. On the right, full ink on every pixel "
            "where the weight of 0 is positive.<!-- claim: inverse_inked_where_positive -->",
            alt="The logit rises along a straight line. What the probability falls short of 1 becomes less, along a "
            "line that on a logarithmic axis grows straight."
            "<!-- claim: inverse_rest_falls_without_reaching_zero -->",
            table=Table({"multiples": (), "grown_logits": (), "grown_rests": ()}),
        ),
    },
    models={
        "gaussian": Model(
            "The Gaussian of the images",
            "The mean of the training images and how their pixels vary together. It does not classify; it says which "
            "images are likely. [Patterns](../patterns.md) use its covariance; MAP pre-images and clearer pictures "
            "have it as their prior.",
            faults=(
                "Digits are not Gaussian. What is drawn from it has negative ink.",
                "Its covariance has no inverse: pixels that are never inked have no variance. Add a little to the "
                "diagonal before you invert it.",
            ),
            use='deviations = model["covariance"].diagonal().reshape(28, 28) ** 0.5  # of each pixel, in ink',
        ),
    },
    notebook=Notebook(models=("logistic", "gaussian")),
)
