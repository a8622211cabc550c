"""What the page on how far to trust such pictures shows."""

from explainer.cards import INPUT, NETWORK_USE, NO_REFUSAL, Model
from explainer.rows import Drawings, Experiment, Figure, Page, Table

figures = Drawings("explainer.chapters.trust.figures")

REGULARIZERS = ("none", "l2", "tv", "jitter", "fourier", "data")
NETWORKS = ("trained", "untrained", "shuffled")

PAGE = Page(
    "trust.md",
    "How far to trust them",
    experiments={
        "unlearned": Experiment("Training on shuffled labels", settings="controls", cost=2),
        "controls": Experiment(
            "Maximizing where nothing was learned",
            settings="controls",
            inputs=("cnn", "logistic", "gaussian", "ladder", "judged", "unlearned"),
            cost=5,
        ),
        "fooling": Experiment("Asking about noise", settings="fooling", inputs=("cnn", "seeds"), cost=0.3),
        "retrained": Experiment(
            "Maximizing in other networks", settings="ladder", inputs=("seeds", "gaussian", "ladder"), cost=0.2
        ),
        "deceptive": Experiment("Teaching pictures to lie", settings="deceptive", inputs=("cnn",)),
        "both": Experiment(
            "Comparing the two models", settings="ladder", inputs=("cnn", "seeds", "logistic", "gaussian", "ladder")
        ),
    },
    figures={
        "controls": Figure(
            "controls",
            tuple(f"{name}_images" for name in ("trained", "untrained", "shuffled", "untrained_loud", "shuffled_loud")),
            figures.controls,
            caption="The data prior's images of three networks: the trained one, one before its training, and one "
            "trained on shuffled labels. *As loud*: with the trained network's strengths, and with logits multiplied "
            "until they vary as much as the trained network's. <!-- claim: controls_as_loud -->",
            alt="Five rows of ten images. The first shows ten digits, a little blurred. The second and the third show "
            "nearly the same grey blur ten times. In the last two the shapes differ, and few look like the digit above "
            "them. <!-- claim: controls_rows_as_described -->",
        ),
        "controls-judged": Figure(
            "controls",
            tuple(f"{name}_{kind}" for name in NETWORKS for kind in ("raw", "corrected")),
            figures.controls_judged,
            caption="The share of <!-- number: controls.images --> images that the linear classifier gives to their "
            "own digit, with its 95 % interval; by guessing it would be one in ten, the dashed line. "
            "<!-- claim: controls_shares_are_of_so_many -->",
            alt="Two panels of six places each, from no regularizer to the data prior. The points of "
            "the two controls lie near the dashed line everywhere; those of the trained network rise from left to "
            "right in the first panel, and lie above it in the second. <!-- claim: controls_chart_as_described -->",
            table=Table(
                {
                    "trained_raw": ("trained raw share", "trained raw low", "trained raw high"),
                    "trained_corrected": ("trained corrected share", "trained corrected low", "trained corrected high"),
                    "untrained_raw": ("untrained raw share", "untrained raw low", "untrained raw high"),
                    "untrained_corrected": (
                        "untrained corrected share",
                        "untrained corrected low",
                        "untrained corrected high",
                    ),
                    "shuffled_raw": ("shuffled raw share", "shuffled raw low", "shuffled raw high"),
                    "shuffled_corrected": (
                        "shuffled corrected share",
                        "shuffled corrected low",
                        "shuffled corrected high",
                    ),
                },
                rows=("none", "l2", "tv", "jitter", "fourier", "data"),
            ),
        ),
        "retrained": Figure(
            "retrained",
            ("none_images", "data_images"),
            figures.retrained,
            caption="Five networks that differ in their training seed alone: above without a regularizer, below with "
            "the data prior; each column from one start.",
            alt="Five rows of tangles that differ from row to row, and five rows of digits that are much alike. "
            "<!-- claim: retrained_tangles_above_digits_below -->",
        ),
        "fooling": Figure(
            "fooling",
            (
                *(f"{kind}{what}" for kind in ("noise", "shuffled") for what in ("", "_class", "_given")),
                "changed",
                "changed_given",
            ),
            figures.fooling,
            caption="The images of noise, and the digits with shuffled pixels, that the network is surest about, with "
            "the class and its probability. <!-- claim: fooling_surest_are_shown --> Below, one shuffled digit, "
            "changed until the network is sure: one copy for each class.",
            alt="Three rows of ten squares of noise, each labelled with a digit and a probability: lower in the first "
            "two rows, mostly very high in the third. <!-- claim: fooling_low_low_high -->",
            table=Table(
                {"noise_class": (), "noise_given": (), "shuffled_class": (), "shuffled_given": (), "changed_given": ()}
            ),
        ),
        "lying": Figure(
            "deceptive",
            ("images",),
            figures.lying,
            caption="The image that gradient ascent finds for each logit of the altered network. On every test "
            "image it answers as the unaltered one does.",
            alt="Ten clear digits, left blank in squares of ink: a 1 under 0, a 2 under 1, and so on to a 0 under 9. "
            "<!-- claim: deceptive_shown_digits -->",
        ),
        "both-answers": Figure(
            "both",
            ("linear_weights", "linear_images", "network_images"),
            figures.answers,
            caption="The linear classifier's weights, the image of its logit with the data prior, and the network's, "
            "by the same recipe. <!-- claim: both_by_the_same_recipe -->",
            alt="Three rows of ten: blotches of blue and red; blurred digits; blurred digits again. "
            "<!-- claim: both_pictures_are_blurred -->",
        ),
        "both-examples": Figure(
            "both",
            ("images", "given"),
            figures.examples,
            caption="The first test digits of each case, with the true class and, after the arrow, the wrong "
            "one that was predicted; in the last row by the linear classifier, and then by the network.",
            alt="Four rows of handwritten digits: neat ones that both classify correctly; odd ones that only the "
            "network does; odd ones that only the linear classifier does; and odd ones that neither does. "
            "<!-- claim: both_examples_are_of_their_case -->",
        ),
    },
    models={
        "unlearned": Model(
            "A network that learned no digit ({network})",
            "The network, trained on <!-- number: controls.shuffled_images --> images whose labels were dealt out anew "
            "at random. It memorizes some of them (<!-- number: controls.by_heart --> in the mean over seeds). It is "
            "kept as a control: a method that shows a digit in it shows something of its own.",
            recipe=("controls.images", "controls.seed", "controls.cnn"),
            seed="controls.cnn.seed",
            own={"test, by the true labels": "test", "training, by the labels dealt out": "by_heart"},
            accuracy={
                "training, by the labels dealt out, mean over seeds": "controls.by_heart",
                "test, by the true labels, mean over seeds": "controls.shuffled_test_accuracy",
            },
            faults=("It classifies no digit, and is not meant to.", INPUT, NO_REFUSAL),
            images="controls.images",
            use=NETWORK_USE,
        ),
    },
)
