"""What the page on softmax regression from scratch shows."""

from explainer.cards import OF_LINEAR, Model
from explainer.rows import Drawings, Experiment, Figure, Notebook, Page, Table

figures = Drawings("explainer.chapters.scratch.figures")

PAGE = Page(
    "scratch.md",
    "Softmax from scratch",
    experiments={
        "scratch": Experiment("Softmax regression from scratch", settings="scratch", inputs=("logistic",), cost=1.5),
    },
    figures={
        "scratch-three": Figure(
            "scratch",
            ("weights",),
            figures.three,
            caption="The weights of 3, 0 and 1 after training on 500 images, on one colour scale. "
            "<!-- claim: scratch_weights_are_of_500_images -->",
            alt="Three weight images: blue where ink speaks for the digit, red where it speaks against. For 0 a blue "
            "ring around a red centre. <!-- claim: scratch_ring_around_a_centre -->",
        ),
        "scratch-losses": Figure(
            "scratch",
            ("losses", "printed_losses"),
            figures.losses,
            caption="The loss at every step, on the 500 images of the post, with the settings that it prints. They can "
            "be read in two ways.",
            alt="A dashed line, read as Python 3, stays at the height of a guess. A solid line, read as Python 2, "
            "falls steeply at first and then ever more slowly. <!-- claim: scratch_only_one_loss_falls -->",
            table=Table({"losses": (), "printed_losses": ()}),
        ),
        "scratch-readings": Figure(
            "scratch",
            ("printed_accuracies", "python2_accuracies", "own_accuracies"),
            figures.readings,
            caption="Each mark is one draw of 500 images to learn from and 100 to test on, with the printed settings. "
            "Dotted: what the post prints.",
            alt="Read as Python 3 the marks lie scattered far below the printed accuracies. Read as Python 2 they lie "
            "close together near them. <!-- claim: scratch_marks_of_two_readings --> The mark of the post's own "
            "images, read as Python 2, lies where the dotted lines cross. <!-- claim: scratch_mark_at_the_crossing -->",
            table=Table(
                {
                    "printed_accuracies": ("Python 3 training", "Python 3 test"),
                    "python2_accuracies": ("Python 2 training", "Python 2 test"),
                }
            ),
        ),
        "scratch-search": Figure(
            "scratch",
            ("search_settings", "search_accuracies", "printed_reach", "python2_reach"),
            figures.search,
            caption="Each mark is one setting of pixel scale, learning rate and number of steps, with the mean "
            "gradient. Left: the images learned from. Right: validation images. Dotted: what the post prints, and "
            "where the printed settings lie, read in both ways.",
            alt="The marks rise along one curve from left to right, whatever the pixel scale. "
            "<!-- claim: scratch_marks_rise_along_one_curve --> Near the line of Python 2 they come up to the printed "
            "accuracies. <!-- claim: scratch_curve_comes_up_near_python_2 -->",
            table=Table(
                {
                    "search_settings": ("pixel scale", "learning rate", "penalty", "steps"),
                    "search_accuracies": ("training accuracy", "validation accuracy"),
                }
            ),
        ),
        "scratch-preferred": Figure(
            "scratch",
            ("preferred",),
            figures.preferred,
            caption="For each class the image with ink from 0 to 1 that has the highest logit. Above: after the post's "
            "training. Below: the classifier of *Reading the weights*. <!-- claim: scratch_shown_are_preferred -->",
            alt="Ten images of full ink and background, twice. Above most can be read as their digits; below hardly "
            "any. <!-- unclaimed: what eyes see -->",
        ),
    },
    notebook=Notebook(),
    models={
        "scratch": Model(
            "Softmax regression from scratch",
            "Full-batch gradient descent on the first images of the training split, with the settings that a post "
            "prints, read as Python 2. It has no biases.",
            recipe=(
                "scratch.train",
                "scratch.printed_penalty",
                "scratch.printed_learning_rate",
                "scratch.printed_steps",
            ),
            accuracy={
                "test, the images of the post": "scratch.own_test_accuracy",
                "training, the images of the post": "scratch.own_train_accuracy",
                "test, mean over draws of images": "scratch.python2_test_accuracy",
                "test, standard deviation over draws of images": "scratch.python2_test_std",
            },
            faults=(
                "It has seen few images. It is kept to be compared with the post; to classify, take the "
                "[converged one](logistic.md).",
                *OF_LINEAR,
            ),
            images="scratch.train",
            use='logits = images.reshape(-1, 784) @ model["weights"].reshape(10, 784).T  # images (N, 28, 28)',
        ),
    },
)
