"""What the page on filters and patterns shows."""

from explainer.rows import Drawings, Experiment, Figure, Page, Table

figures = Drawings("explainer.chapters.patterns.figures")

PAGE = Page(
    "patterns.md",
    "Filters are not pictures",
    experiments={
        "patterns": Experiment("Turning weights into patterns", settings="patterns", inputs=("logistic", "gaussian")),
    },
    figures={
        "two-pixels": Figure(
            "patterns",
            ("pixels", "classes", "small_weights", "small_pattern"),
            figures.two_pixels,
            caption="Images of two pixels. The first holds the class and a disturbance, the second the disturbance "
            "alone. The weights that best tell the classes apart, and the pattern, each scaled to 1."
            "<!-- claim: patterns_two_pixels_best_weights -->",
            alt="Two slanted clouds of points side by side. The weight of the first pixel is 1, that of the second "
            "<!-- number: patterns.second_weight -->. The pattern is 1 and "
            "<!-- number: patterns.second_pattern -->.<!-- claim: patterns_two_pixels_drawn -->",
            table=Table({"classes": (), "pixels": ("first pixel", "second pixel")}),
        ),
        "patterns": Figure(
            "patterns",
            ("weights", "patterns", "means"),
            figures.rows,
            caption="For each class the weights, the pattern and the mean training image. In the two rows in colour "
            "blue is positive and red negative; each has a scale of its own, equal on both sides of zero.",
            alt="Three rows of ten. The patterns are smooth and their blue follows the strokes of the mean image "
            "below; the weights are rougher.<!-- claim: patterns_follow_strokes_smoothly -->",
        ),
        "pattern-zero": Figure(
            "patterns",
            ("weights", "patterns", "apart", "ring", "centre"),
            figures.zero,
            caption="The 0 alone, with the outlines of the ring and the centre: its weights, its pattern, and its mean "
            "image less the mean of all images.<!-- claim: patterns_difference_is_of_the_means -->",
            alt="The weights of 0 show a patchy ring. The pattern shows a clean blue ring around a red centre, and so "
            "does the difference of the mean images.<!-- claim: patterns_zero_clean_weights_patchy -->",
        ),
        "preferred": Figure(
            "patterns",
            ("weights", "fitting", "preferred", "patterns"),
            figures.preferred,
            caption="For each class the weights; the test digit that fits them best, by its dot product at length 1; "
            "the mean of the <!-- number: patterns.preferred --> that fit best, less the mean of all training images; "
            "and the pattern. Colours as before.<!-- claim: patterns_preferred_are_these -->",
            alt="Four rows of ten. The digits of the second row are of the classes above them. The third row shows "
            "their strokes in blue, smooth as the patterns below and unlike the mottled weights at the "
            "top.<!-- claim: patterns_preferred_drawn -->",
        ),
        "joint-patterns": Figure(
            "patterns",
            ("joint",),
            figures.joint,
            caption="The patterns of all logits together: what changes in the image when one logit rises by 1 against "
            "each of the other nine and these keep their distances from one another.",
            alt="Ten smooth images in blue and red, less like the digits than the patterns above."
            "<!-- claim: patterns_joint_drawn -->",
        ),
    },
)
