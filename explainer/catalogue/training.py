"""What the page on training shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import training

PAGE = Page(
    "training.md",
    experiments={
        "sgd": Experiment("Watching a thousand steps", settings="sgd"),
        "epochs": Experiment("Watching ten epochs", settings="epochs"),
    },
    numbers={
        "sgd.batch": Number("sgd", "count"),
        "sgd.rate": Number("sgd", "rate"),
        "sgd.steps": Number("sgd", "count"),
        "sgd.test_accuracy": Number("sgd", "fraction"),
        "sgd.test_loss": Number("sgd", "nats"),
        "sgd.test_accuracy_early": Number("sgd", "fraction"),
        "sgd.lowest_late": Number("sgd", "fraction"),
        "sgd.highest_late": Number("sgd", "fraction"),
        "sgd.largest_gap_late": Number("sgd", "difference of fractions"),
        "epochs.batch": Number("epochs", "count"),
        "epochs.adam_rate": Number("epochs", "rate"),
        "epochs.plain_rate": Number("epochs", "rate"),
        "epochs.accuracy_0": Number("epochs", "fraction"),
        "epochs.accuracy_1": Number("epochs", "fraction"),
        "epochs.accuracy_10": Number("epochs", "fraction"),
        "epochs.weight_min_1": Number("epochs", "logit per unit of ink"),
        "epochs.weight_max_1": Number("epochs", "logit per unit of ink"),
        "epochs.weight_min_10": Number("epochs", "logit per unit of ink"),
        "epochs.weight_max_10": Number("epochs", "logit per unit of ink"),
        "epochs.validation_1": Number("epochs", "fraction"),
        "epochs.validation_11": Number("epochs", "fraction"),
        "epochs.weight_min_11": Number("epochs", "logit per unit of ink"),
        "epochs.weight_max_11": Number("epochs", "logit per unit of ink"),
        "epochs.plain_validation_1": Number("epochs", "fraction"),
        "epochs.plain_validation_11": Number("epochs", "fraction"),
        "epochs.plain_weight_min_1": Number("epochs", "logit per unit of ink"),
        "epochs.plain_weight_max_1": Number("epochs", "logit per unit of ink"),
        "epochs.plain_weight_min_11": Number("epochs", "logit per unit of ink"),
        "epochs.plain_weight_max_11": Number("epochs", "logit per unit of ink"),
        "epochs.growth": Number("epochs", "times"),
        "epochs.plain_growth": Number("epochs", "times"),
        "epochs.norm_1": Number("epochs", "logit per unit of ink"),
        "epochs.norm_10": Number("epochs", "logit per unit of ink"),
    },
    figures={
        "sgd-steps": Figure(
            "sgd",
            ("train", "test"),
            training.steps,
            caption="Loss and accuracy after each step of mini-batch gradient descent: on the few images that the step "
            "learned from, and on all test images.",
            alt="The line of the test images falls, or rises, fast and then flattens. Around it the line of the "
            "mini-batches jumps up and down at every step.",
        ),
        "epochs-weights": Figure(
            "epochs",
            ("weights",),
            training.weights,
            caption="The weights before training, after one epoch and after ten, all on one colour scale.",
            alt="Three rows of ten weight images. The first is bare. The second is pale. In the third the same shapes "
            "stand in stronger blue and red.",
        ),
        "epochs-growth": Figure(
            "epochs",
            (
                "adam_validation",
                "plain_validation",
                "adam_ranges",
                "plain_ranges",
                "adam_norms",
                "plain_norms",
                "printed",
                "printed_ranges",
            ),
            training.growth,
            caption="After each epoch: accuracy on validation images, the smallest and the largest weight, and the "
            "root of the sum of all squared weights. Circles are what the post prints, for MNIST.",
            alt="Accuracy levels off after a few epochs. The extreme weights and the norm keep growing, under Adam "
            "by a larger factor than under plain descent.",
        ),
    },
)
