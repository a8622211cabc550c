"""What the page on softmax regression from scratch shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import scratch

PAGE = Page(
    "scratch.md",
    experiments={
        "scratch": Experiment("Softmax regression from scratch", settings="scratch", effort=0.8),
    },
    numbers={
        "scratch.printed_train_accuracy": Number("scratch", "fraction"),
        "scratch.printed_test_accuracy": Number("scratch", "fraction"),
        "scratch.printed_train_lowest": Number("scratch", "fraction"),
        "scratch.printed_train_highest": Number("scratch", "fraction"),
        "scratch.first_loss": Number("scratch", "nats"),
        "scratch.printed_loss": Number("scratch", "nats"),
        "scratch.bytes_train_accuracy": Number("scratch", "fraction"),
        "scratch.bytes_unseen_accuracy": Number("scratch", "fraction"),
        "scratch.penalised_train_accuracy": Number("scratch", "fraction"),
        "scratch.closest_scale": Number("scratch", "count"),
        "scratch.closest_rate": Number("scratch", "rate"),
        "scratch.closest_penalty": Number("scratch", "penalty"),
        "scratch.closest_steps": Number("scratch", "count"),
        "scratch.closest_train_accuracy": Number("scratch", "fraction"),
        "scratch.closest_unseen_accuracy": Number("scratch", "fraction"),
        "scratch.rate": Number("scratch", "rate"),
        "scratch.penalty": Number("scratch", "penalty"),
        "scratch.steps": Number("scratch", "count"),
        "scratch.printed_draws": Number("scratch", "count"),
        "scratch.draws": Number("scratch", "count"),
        "scratch.train_accuracy": Number("scratch", "fraction"),
        "scratch.test_accuracy": Number("scratch", "fraction"),
        "scratch.test_spread": Number("scratch", "difference of fractions"),
    },
    figures={
        "scratch-three": Figure(
            "scratch",
            ("weights",),
            scratch.three,
            caption="The weights of 3, 0 and 1 after training on 500 images, on one colour scale.",
            alt="Three weight images: blue where ink speaks for the digit, red where it speaks against. For 0 a blue "
            "ring around a red centre.",
        ),
        "scratch-losses": Figure(
            "scratch",
            ("losses", "printed_losses"),
            scratch.losses,
            caption="The loss at every step, for one draw of 500 images: with the settings that the post prints, and "
            "with ours.",
            alt="With the printed settings the loss stays at the height of a guess. With ours it falls steeply at "
            "first and then ever more slowly.",
        ),
        "scratch-search": Figure(
            "scratch",
            ("search_settings", "search_accuracies", "printed_reach"),
            scratch.search,
            caption="Each mark is one setting of pixel scale, rate, penalty and number of steps. Left: the images "
            "learned from. Right: the validation images, which are unseen. Dotted: what the post prints.",
            alt="The marks rise along one curve from left to right, whatever the pixel scale. They pass the printed "
            "accuracies far to the right of the printed settings. Only the penalty of 1 on pixels from 0 to 1 leaves "
            "the curve, and stays below.",
        ),
        "scratch-ten": Figure(
            "scratch",
            ("weights",),
            scratch.ten,
            caption="All ten, on the same scale.",
            alt="Ten weight images in blue and red; the ring of 0 is among them, the other shapes are harder to name.",
        ),
    },
)
