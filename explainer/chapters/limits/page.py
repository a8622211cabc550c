"""What the page on the reach of a linear classifier shows."""

from explainer.rows import Drawings, Experiment, Figure, Page, Table, digits

figures = Drawings("explainer.chapters.limits.figures")

PAGE = Page(
    "limits.md",
    "Why so good, and no better",
    experiments={
        "limits": Experiment(
            "Finding the limits of the linear classifier", settings="limits", inputs=("logistic",), cost=0.6
        ),
        "straight": Experiment("Training without shifting the images", settings="permuted", cost=3),
        "shuffled": Experiment("Training on shuffled pixels", settings="permuted", cost=4),
        "permuted": Experiment(
            "Comparing what a shuffle changes", settings="permuted", inputs=("straight", "shuffled")
        ),
    },
    figures={
        "limits-classes": Figure(
            "limits",
            ("class_accuracies",),
            figures.classes,
            caption="The share of each digit's test images that the linear classifier classifies correctly, in "
            "percent, best first. <!-- claim: limits_bars_are_shares -->",
            alt="Ten bars, from <!-- number: limits.best_class --> with "
            "<!-- number: limits.best_class_accuracy --> down to <!-- number: limits.worst_class --> with "
            "<!-- number: limits.worst_class_accuracy -->. <!-- claim: limits_bars_run_down -->",
            table=Table({"class_accuracies": ()}, rows=digits("digit")),
        ),
        "limits-confusion": Figure(
            "limits",
            ("confusion",),
            figures.confusion,
            caption="The *confusion matrix*: all test images by true class and by the class that the linear classifier "
            "predicts. Errors are shaded by their number.",
            alt="A ten by ten table of counts. Most lie on the diagonal; the <!-- number: limits.errors --> errors "
            "gather in a few strongly shaded cells. <!-- claim: limits_errors_gather -->",
            table=Table({"confusion": digits("predicted")}, rows=digits("true")),
        ),
        "limits-pairs": Figure(
            "limits",
            ("pairs", "pair_images"),
            figures.pairs,
            caption="The five commonest errors, and the first test images of each. "
            "<!-- claim: limits_shown_errors_are_errors -->",
            alt="Five rows of handwritten digits that were taken for another; most of them a person reads easily. "
            "<!-- unclaimed: a judgement of the reader's eyes -->",
            table=Table({"pairs": ("true class", "predicted class", "images")}),
        ),
        "limits-curve": Figure(
            "limits",
            ("sizes", "curve", "whole"),
            figures.learning_curve,
            caption="Accuracy against the number of training images, on a logarithmic scale. A dot is one training on "
            "images drawn at random; lines join the means.",
            alt="Two lines approach each other. <!-- claim: limits_lines_approach --> Accuracy on test images rises, "
            "fast and then slowly; at the right end nearly nothing of the first gap to the images learned from is "
            "left. <!-- claim: limits_test_rises_then_slows -->",
        ),
        "limits-permutation": Figure(
            "permuted",
            ("digit", "permuted_digit", "permuted_weights", "restored_weights"),
            figures.permutation,
            caption="A digit; its pixels shuffled; the weights of 0 learned from digits that were all shuffled in the "
            "same way; and those weights with every pixel put back in its place.",
            alt="A legible digit and a scatter of grey dots; a scatter of blue and red dots and, from the same "
            "numbers, a blue ring with a red centre. <!-- claim: limits_shuffled_scatter -->",
        ),
    },
)
