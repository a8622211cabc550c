"""What the page on filters and patterns shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import patterns

PAGE = Page(
    "patterns.md",
    experiments={
        "patterns": Experiment("Turning weights into patterns", settings="patterns", needs=("logistic", "gaussian")),
    },
    numbers={
        "weights.mean_image_correlation": Number("patterns", "correlation"),
        "patterns.mean_image_correlation": Number("patterns", "correlation"),
        "patterns.joint_mean_image_correlation": Number("patterns", "correlation"),
        "patterns.ring_mean_0": Number("patterns", "ink per logit"),
        "patterns.centre_mean_0": Number("patterns", "ink per logit"),
        "patterns.logits_0_1_correlation": Number("patterns", "correlation"),
        "weights.roughness": Number("patterns", "relative size"),
        "patterns.roughness": Number("patterns", "relative size"),
        "patterns.second_weight": Number("patterns", "relative size"),
        "patterns.second_pattern": Number("patterns", "relative size"),
    },
    figures={
        "two-pixels": Figure(
            "patterns",
            ("pixels", "classes", "small_weights", "small_pattern"),
            patterns.two_pixels,
            caption="Images of two pixels. The first holds the class and a disturbance, the second the disturbance "
            "alone. The weights that best tell the classes apart, and the pattern, each scaled to 1.",
            alt="Two slanted clouds of points side by side. The weight of the first pixel is 1, that of the second "
            "<!-- number: patterns.second_weight -->. The pattern is 1 and "
            "<!-- number: patterns.second_pattern -->.",
        ),
        "patterns": Figure(
            "patterns",
            ("weights", "patterns", "means"),
            patterns.rows,
            caption="For each class the weights, the pattern and the mean training image. Blue is positive, red is "
            "negative; each row has a scale of its own, equal on both sides of zero.",
            alt="Three rows of ten. The patterns are smooth and their blue follows the strokes of the mean image "
            "below; the weights are rougher.",
        ),
        "pattern-zero": Figure(
            "patterns",
            ("weights", "patterns", "apart", "ring", "centre"),
            patterns.zero,
            caption="The 0 alone, with the outlines of the ring and the centre: its weights, its pattern, and its mean "
            "image less the mean of all images.",
            alt="The weights of 0 show a patchy ring. The pattern shows a clean blue ring around a red centre, and so "
            "does the difference of the mean images.",
        ),
        "joint-patterns": Figure(
            "patterns",
            ("joint",),
            patterns.joint,
            caption="The patterns of all logits together: what changes in the image when one logit rises and the "
            "others stay.",
            alt="Ten smooth images in blue and red, less like the digits than the patterns above.",
        ),
    },
)
