"""What the page on clearer pictures shows."""

from explainer.chapters.clearer_pictures import figures
from explainer.rows import Experiment, Figure, Page

RUNGS = ("none", "l2", "tv", "jitter", "fourier", "data")

PAGE = Page(
    "clearer-pictures.md",
    "Clearer pictures",
    experiments={
        "ladder": Experiment("Climbing the ladder", settings="ladder", inputs=("cnn", "logistic", "gaussian")),
        "exemplars": Experiment(
            "Finding what excites a unit", settings="exemplars", inputs=("cnn", "gaussian", "ladder")
        ),
        "meanings": Experiment("Climbing other objectives", settings="meanings", inputs=("cnn", "gaussian", "ladder")),
        "fooling": Experiment("Asking about noise", settings="fooling", inputs=("cnn",)),
        "retrained": Experiment(
            "Climbing in other networks", settings="ladder", inputs=("cnn", "seeds", "gaussian", "ladder")
        ),
        "deceptive": Experiment("Teaching pictures to lie", settings="deceptive", inputs=("cnn",)),
        "both": Experiment("Comparing the two models", inputs=("cnn", "logistic")),
    },
    figures={
        "ladder": Figure(
            "ladder",
            tuple(f"{regularizer}_{what}" for regularizer in RUNGS for what in ("images", "logits", "named")),
            figures.ladder,
            caption="The ten logits, climbed from the same ten starts on six rungs. On the right the mean logit, and "
            "how many of the ten the linear classifier names rightly, which had no part in the climb.",
            alt="Six rows of ten images. The first is a tangle of black and white; below it white and faint strokes; "
            "most of the last row can be read as 0 1 2 3 4 5 6 7 8 9. <!-- claim: ladder_last_row_reads_as_digits -->",
        ),
        "meanings": Figure(
            "meanings",
            (
                *(f"{name}_images" for name in ("direction", "sum", "negative", "alike", "diverse")),
                "pairs",
                "sums",
                "negatives",
                "diverse_class",
            ),
            figures.meanings,
            caption="By the last rung's recipe: one logit minus another, two logits added, a logit's negative, and "
            "one logit six times without and with a term for diversity.",
            alt="Five rows of six images: digits with what sets them apart from a neighbour; mixtures of two digits; "
            "shapes that are not the digit named above them; one digit in six versions, much alike and then less so. "
            "<!-- claim: meanings_rows_as_described -->",
        ),
        "exemplars-logits": Figure(
            "exemplars",
            ("bare", "clear", "digits"),
            figures.exemplars_logits,
            caption="For each logit the image climbed without a prior, the one of the last rung, and the six test "
            "digits whose logit is highest. <!-- claim: exemplars_highest_are_shown -->",
            alt="Ten rows of a black and white tangle, a blurred digit, and six handwritten digits, mostly of that "
            "class. <!-- claim: exemplars_rows_as_described -->",
        ),
        "exemplars-conv2": Figure(
            "exemplars",
            ("units", "synthetic_patches", "patches"),
            figures.exemplars_conv2,
            caption="Every third unit of the second convolution: a synthetic patch of 14×14 pixels that excites one "
            "place of its map, and the six test digits' patches that excite one most. "
            "<!-- claim: exemplars_every_third_unit -->",
            alt="Twelve rows. Left a pale grey patch with a few dark strokes, right six patches of strokes, in most "
            "rows much alike. <!-- claim: exemplars_patches_as_described -->",
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
        ),
        "retrained": Figure(
            "retrained",
            ("none_images", "data_images"),
            figures.retrained,
            caption="Five networks that differ in their training seed alone: above without a prior, below on the last "
            "rung; each column from one start.",
            alt="Five rows of tangles that differ from row to row, and five rows of digits that are much alike. "
            "<!-- claim: retrained_tangles_above_digits_below -->",
        ),
        "lying": Figure(
            "deceptive",
            ("images",),
            figures.lying,
            caption="The image that each logit of the altered network likes to see, climbed as in the chapter on what "
            "a unit likes to see. On every test image it answers as the unaltered one does.",
            alt="Ten clear digits, left white in squares of ink: a 1 under 0, a 2 under 1, and so on to a 0 under 9. "
            "<!-- claim: deceptive_shown_digits -->",
        ),
        "both-answers": Figure(
            "ladder",
            ("linear_weights", "linear_images", "data_images"),
            figures.answers,
            caption="The linear classifier's weights, the clearest image of its logit, and the clearest image of the "
            "network's, by the same recipe. <!-- claim: both_by_the_same_recipe -->",
            alt="Three rows of ten: blotches of blue and red; blurred digits; somewhat sharper digits. "
            "<!-- claim: both_network_pictures_are_sharper -->",
        ),
        "both-examples": Figure(
            "both",
            ("images", "given"),
            figures.examples,
            caption="The first test digits of each case, with the true class and, where they are wrong, what the "
            "linear classifier (l) and the network (n) say.",
            alt="Four rows of handwritten digits: neat ones that both name; odd ones that only the network "
            "names; odd ones that only the linear classifier names; and odd ones that neither does. "
            "<!-- claim: both_examples_are_of_their_case -->",
        ),
    },
)
