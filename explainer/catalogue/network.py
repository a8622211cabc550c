"""What the page on the network shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import network

PAGE = Page(
    "network.md",
    experiments={
        "cnn": Experiment("Training the network", settings="cnn"),
        "network": Experiment("Finding its errors", needs=("cnn",)),
        "seeds": Experiment("Training it from other seeds", settings="seeds", needs=("cnn",)),
    },
    numbers={
        "cnn.seeds": Number("seeds", "count"),
        "cnn.test_accuracy_mean": Number("seeds", "fine fraction"),
        "cnn.test_accuracy_std": Number("seeds", "difference of fractions"),
        "cnn.test_accuracy_lowest": Number("seeds", "fine fraction"),
        "cnn.test_accuracy_highest": Number("seeds", "fine fraction"),
        "cnn.parameters": Number("cnn", "count"),
        "cnn.epochs": Number("cnn", "times"),
        "cnn.test_accuracy_before": Number("cnn", "fraction"),
        "cnn.test_accuracy": Number("cnn", "fraction"),
        "cnn.test_errors": Number("cnn", "count"),
        "network.worst_pair_true": Number("network", "digit"),
        "network.worst_pair_predicted": Number("network", "digit"),
        "network.worst_pair_count": Number("network", "count"),
        "network.first_loss": Number("network", "nats"),
        "network.uniform_loss": Number("network", "nats"),
        "network.steps": Number("network", "count"),
    },
    figures={
        "training": Figure(
            "network",
            ("losses",),
            network.training,
            caption="The loss at every training step: the surprise at the true, slightly smoothed labels.",
            alt="The loss begins near log 10, the loss of a guess, falls steeply, then slowly, and ends far below.",
        ),
        "confusion": Figure(
            "network",
            ("confusion",),
            network.confusion,
            caption="All test images by true class and by the class that the network gives. Errors are shaded, the "
            "stronger the commoner.",
            alt="A ten by ten table of counts. Nearly all lie on the diagonal, where the network is right; "
            "<!-- number: cnn.test_errors --> lie beside it.",
        ),
        "errors": Figure(
            "network",
            ("error_images", "error_labels", "error_predicted"),
            network.errors,
            caption="The first nine test images that the network gets wrong.",
            alt="Nine test digits, each with its label and the other class that the network gave it.",
        ),
    },
)
