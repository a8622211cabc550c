"""What the page on the reach of a linear classifier shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import limits

PAGE = Page(
    "limits.md",
    experiments={
        "limits": Experiment("Finding the limits of the linear classifier", settings="limits", needs=("logistic",)),
    },
    numbers={
        "limits.best_class": Number("limits", "digit"),
        "limits.best_class_accuracy": Number("limits", "fraction"),
        "limits.worst_class": Number("limits", "digit"),
        "limits.worst_class_accuracy": Number("limits", "fraction"),
        "limits.zero_accuracy": Number("limits", "fraction"),
        "limits.one_accuracy": Number("limits", "fraction"),
        "limits.expected_easier_accuracy": Number("limits", "fraction"),
        "limits.expected_hard_accuracy": Number("limits", "fraction"),
        "limits.errors": Number("limits", "count"),
        "limits.pair_true": Number("limits", "digit"),
        "limits.pair_given": Number("limits", "digit"),
        "limits.pair_count": Number("limits", "count"),
        "limits.pairs_share": Number("limits", "fraction"),
        "limits.smallest_size": Number("limits", "count"),
        "limits.smallest_train": Number("limits", "fraction"),
        "limits.smallest_test": Number("limits", "fraction"),
        "limits.size_before_last": Number("limits", "count"),
        "limits.test_before_last": Number("limits", "fraction"),
        "limits.whole_test": Number("limits", "fraction"),
        "limits.smallest_gap": Number("limits", "difference of fractions"),
        "limits.whole_gap": Number("limits", "difference of fractions"),
        "permutation.accuracy": Number("limits", "fraction"),
        "permutation.linear_accuracy_change": Number("limits", "difference of fractions"),
        "permutation.changed_predictions": Number("limits", "count"),
        "limits.nearest_mean_accuracy": Number("limits", "fraction"),
        "limits.least_squares_accuracy": Number("limits", "fraction"),
        "limits.pairwise_accuracy": Number("limits", "fraction"),
        "limits.pairwise_sum_accuracy": Number("limits", "fraction"),
    },
    figures={
        "limits-classes": Figure(
            "limits",
            ("class_accuracies",),
            limits.classes,
            caption="The share of each digit's test images that the linear classifier names rightly, in percent, best "
            "first.",
            alt="Ten bars, from <!-- number: limits.best_class --> with "
            "<!-- number: limits.best_class_accuracy --> down to <!-- number: limits.worst_class --> with "
            "<!-- number: limits.worst_class_accuracy -->.",
        ),
        "limits-confusion": Figure(
            "limits",
            ("confusion",),
            limits.confusion,
            caption="All test images by true class and by the class that the linear classifier gives. Errors are "
            "shaded, the stronger the commoner.",
            alt="A ten by ten table of counts. Most lie on the diagonal; the <!-- number: limits.errors --> errors "
            "gather in a few dark cells.",
        ),
        "limits-pairs": Figure(
            "limits",
            ("pairs", "pair_images"),
            limits.pairs,
            caption="The five commonest errors, and the first test images that suffered each.",
            alt="Five rows of handwritten digits that were taken for another; most of them a person reads easily.",
        ),
        "limits-curve": Figure(
            "limits",
            ("sizes", "curve", "whole"),
            limits.learning_curve,
            caption="Accuracy against the number of training images, on a logarithmic scale. A dot is one training on "
            "images drawn at random; lines join the means.",
            alt="Two lines approach each other. Accuracy on test images rises, fast and then slowly; at the right end "
            "less than half of the first gap to the images learned from is left.",
        ),
        "limits-permutation": Figure(
            "limits",
            ("digit", "permuted_digit", "permuted_weights", "restored_weights"),
            limits.permutation,
            caption="A digit; its pixels shuffled; the weights of 0 learned from digits that were all shuffled in the "
            "same way; and those weights with every pixel put back in its place.",
            alt="A legible digit and a scatter of grey dots; a scatter of blue and red dots and, from the same "
            "numbers, a blue ring with a red centre.",
        ),
    },
)
