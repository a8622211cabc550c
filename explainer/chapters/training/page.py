"""What the page on training shows."""

from explainer.rows import Drawings, Experiment, Figure, Page

figures = Drawings("explainer.chapters.training.figures")

PAGE = Page(
    "training.md",
    "Training, watched",
    experiments={
        "sgd": Experiment("Watching a thousand steps", settings="sgd", cost=0.6),
        "epochs": Experiment("Watching ten epochs", settings="epochs", cost=0.2),
        "batches": Experiment("Trying other batches", settings="batches", inputs=("epochs",), cost=0.6),
    },
    figures={
        "sgd-steps": Figure(
            "sgd",
            ("batch", "test"),
            figures.steps,
            caption="Loss and accuracy after each step of mini-batch gradient descent: on the few images that the step "
            "learned from, and on all test images.",
            alt="The line of the test images falls, or rises, fast and then flattens. "
            "<!-- claim: training_lines_fall_and_flatten --> The line of the mini-batches jumps up and down across it. "
            "<!-- claim: training_mini_batches_jump_around_it -->",
        ),
        "epochs-weights": Figure(
            "epochs",
            ("weights",),
            figures.weights,
            caption="The weights before training, after one epoch of Adam and after ten, all on one colour scale.",
            alt="Three rows of ten weight images. The first is empty. The second is pale. In the third the same shapes "
            "stand in stronger blue and red. <!-- claim: training_rows_bare_pale_strong -->",
        ),
        "epochs-growth": Figure(
            "epochs",
            (
                "adam_validation",
                "sgd_validation",
                "adam_ranges",
                "sgd_ranges",
                "adam_norms",
                "sgd_norms",
                "printed",
                "printed_ranges",
            ),
            figures.growth,
            caption="After each epoch: accuracy on validation images, the smallest and the largest weight, and the "
            "root of the sum of all squared weights. Circles are what the post prints, for MNIST. "
            "<!-- claim: training_circles_are_the_posts -->",
            alt="Accuracy levels off after a few epochs. <!-- claim: training_accuracy_is_flat_in_the_figure --> The "
            "extreme weights and the norm keep growing, under Adam by a larger factor than under SGD. "
            "<!-- claim: training_extremes_keep_growing -->",
        ),
    },
)
