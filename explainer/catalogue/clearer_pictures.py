"""What the page on clearer pictures shows."""

from explainer.catalogue.rows import Experiment, Number, Page

PAGE = Page(
    "clearer-pictures.md",
    experiments={
        "permuted": Experiment("Training on shuffled pixels", settings="permuted", needs=("cnn",)),
    },
    numbers={
        "permutation.cnn_accuracy": Number("permuted", "fraction"),
        "permutation.cnn_accuracy_change": Number("permuted", "difference of fractions"),
        "permutation.cnn_errors_ratio": Number("permuted", "times"),
    },
    figures={},
)
