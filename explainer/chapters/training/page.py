"""What the page on training shows."""

from explainer.cards import OF_LINEAR, Model
from explainer.rows import Drawings, Experiment, Figure, Page, Table

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
            table=Table({"batch": ("mini-batch loss", "mini-batch accuracy"), "test": ("test loss", "test accuracy")}),
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
            table=Table(
                {
                    "adam_validation": (),
                    "sgd_validation": (),
                    "adam_norms": (),
                    "sgd_norms": (),
                    "adam_ranges": ("adam smallest weight", "adam largest weight"),
                    "sgd_ranges": ("sgd smallest weight", "sgd largest weight"),
                }
            ),
        ),
    },
    models={
        "epochs": Model(
            "Epochs of Adam",
            "Softmax regression by Adam, in mini-batches, from zero. `weights` has three models, one behind the "
            "other: before training, after the first epoch and after the tenth.",
            recipe=("epochs.batch", "epochs.adam_learning_rate"),
            seed="epochs.seed",
            accuracy={
                "test, after the tenth epoch": "epochs.accuracy_10",
                "test, after the first": "epochs.accuracy_1",
                "test, before training": "epochs.accuracy_0",
                "validation, after the first epoch, mean over seeds": "claims.epoch_1_accuracy_mean",
                "validation, after the first epoch, standard deviation over seeds": "claims.epoch_1_accuracy_std",
            },
            faults=(
                "Its biases are not kept: the accuracies on this card are those with them.",
                "It is kept for its pictures. To classify, take the [converged one](logistic.md).",
                *OF_LINEAR,
            ),
            use='after_ten = model["weights"][2].reshape(10, 784)',
        ),
    },
)
