"""What the page on clearer pictures shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import clearer_pictures as draw

RUNGS = ("none", "ink", "smooth", "jitter", "fourier", "data")

PAGE = Page(
    "clearer-pictures.md",
    experiments={
        "ladder": Experiment("Climbing the ladder", settings="ladder", needs=("cnn", "logistic", "gaussian")),
        "exemplars": Experiment(
            "Finding what excites a unit", settings="exemplars", needs=("cnn", "gaussian", "ladder")
        ),
        "meanings": Experiment("Climbing other objectives", settings="meanings", needs=("cnn", "gaussian", "ladder")),
        "fooling": Experiment("Asking about noise", settings="fooling", needs=("cnn",)),
        "retrained": Experiment(
            "Climbing in other networks", settings="ladder", needs=("cnn", "seeds", "gaussian", "ladder")
        ),
        "lying": Experiment("Teaching pictures to lie", settings="lying", needs=("cnn",)),
        "both": Experiment("Comparing the two models", needs=("cnn", "logistic")),
        "permuted": Experiment("Training on shuffled pixels", settings="permuted", needs=("cnn",), effort=1),
    },
    numbers={
        "prior.steps": Number("ladder", "count"),
        "prior.strengths": Number("ladder", "count"),
        "prior.axes": Number("ladder", "count"),
        "prior.share": Number("ladder", "fraction"),
        "prior.ordinary_logit": Number("ladder", "logit"),
        **{f"prior.strength_{rung}": Number("ladder", "strength") for rung in RUNGS[1:]},
        **{f"prior.mean_logit_{rung}": Number("ladder", "logit") for rung in RUNGS},
        **{f"prior.total_variation_{rung}": Number("ladder", "count") for rung in RUNGS},
        "prior.total_variation_real": Number("ladder", "count"),
        "prior.recognised_by_linear_unregularised": Number("ladder", "count"),
        **{f"prior.recognised_by_linear_{rung}": Number("ladder", "count") for rung in RUNGS[1:-1]},
        "prior.recognised_by_linear": Number("ladder", "count"),
        "prior.linear_correlation": Number("ladder", "correlation"),
        "prior.weights_correlation": Number("ladder", "correlation"),
        "prior.seeds_correlation_none": Number("retrained", "correlation"),
        "prior.seeds_correlation_data": Number("retrained", "correlation"),
        "prior.classes_correlation_data": Number("retrained", "correlation"),
        "exemplars.units": Number("exemplars", "count"),
        "exemplars.beyond_every_real_patch": Number("exemplars", "count"),
        "exemplars.times_the_strongest": Number("exemplars", "times"),
        "exemplars.own_class": Number("exemplars", "count"),
        "exemplars.patch_classes": Number("exemplars", "times"),
        "exemplars.synthetic_correlation": Number("exemplars", "correlation"),
        "exemplars.mutual_correlation": Number("exemplars", "correlation"),
        "meanings.margin": Number("meanings", "logit"),
        "meanings.plain_margin": Number("meanings", "logit"),
        "meanings.sum_probability": Number("meanings", "probability"),
        "meanings.negative_logit": Number("meanings", "logit"),
        "meanings.diverse_class": Number("meanings", "digit"),
        "meanings.diverse_images": Number("meanings", "count"),
        "meanings.diverse_recognised": Number("meanings", "count"),
        "meanings.alike_correlation": Number("meanings", "correlation"),
        "meanings.diverse_correlation": Number("meanings", "correlation"),
        "fooling.images": Number("fooling", "count"),
        "fooling.sure": Number("fooling", "probability"),
        "fooling.noise_sure": Number("fooling", "fraction"),
        "fooling.shuffled_sure": Number("fooling", "fraction"),
        "fooling.real_sure": Number("fooling", "fraction"),
        "fooling.noise_commonest": Number("fooling", "digit"),
        "fooling.noise_commonest_share": Number("fooling", "fraction"),
        "fooling.surest_noise": Number("fooling", "probability"),
        "fooling.surest_shuffled": Number("fooling", "probability"),
        "fooling.wanted": Number("fooling", "probability"),
        "fooling.reached": Number("fooling", "count"),
        "fooling.ink_change": Number("fooling", "ink"),
        "fooling.ink_digit": Number("fooling", "ink"),
        "fooling.steps": Number("fooling", "count"),
        "lying.largest_difference": Number("lying", "rounding error"),
        "lying.accuracy": Number("lying", "fraction"),
        "lying.ink": Number("lying", "ink"),
        "lying.most_real_ink": Number("lying", "ink"),
        "both.both_right": Number("both", "count"),
        "both.network_right": Number("both", "count"),
        "both.linear_right": Number("both", "count"),
        "both.neither_right": Number("both", "count"),
        "both.same_answer": Number("both", "fraction"),
        "both.same_error": Number("both", "count"),
        "permutation.cnn_accuracy": Number("permuted", "fraction"),
        "permutation.cnn_accuracy_change": Number("permuted", "difference of fractions"),
        "permutation.cnn_errors_ratio": Number("permuted", "times"),
    },
    figures={
        "ladder": Figure(
            "ladder",
            tuple(f"{rung}_{what}" for rung in RUNGS for what in ("images", "logits", "named")),
            draw.ladder,
            caption="The ten logits, climbed from the same ten starts on six rungs. On the right the mean logit, and "
            "how many of the ten the linear classifier names rightly, which had no part in the climb.",
            alt="Six rows of ten images. The first is a tangle of black and white; below it paper and faint strokes; "
            "the last row reads 0 1 2 3 4 5 6 7 8 9.",
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
            draw.meanings,
            caption="By the last rung's recipe: one logit minus another, two logits added, a logit's negative, and "
            "one logit six times without and with a term for diversity.",
            alt="Five rows of six images: digits with what sets them apart from a neighbour; mixtures of two digits; "
            "shapes unlike the digit named above them; one digit in six versions, nearly the same and then different.",
        ),
        "exemplars-logits": Figure(
            "exemplars",
            ("bare", "clear", "digits"),
            draw.exemplars_logits,
            caption="For each logit the image climbed without a prior, the one of the last rung, and the six test "
            "digits whose logit is highest.",
            alt="Ten rows of a black and white tangle, a blurred digit, and six neat handwritten digits of the same "
            "class.",
        ),
        "exemplars-conv2": Figure(
            "exemplars",
            ("units", "synthetic_patches", "patches"),
            draw.exemplars_conv2,
            caption="Every third unit of the second convolution: the 14×14 pixels that excite one place of its map "
            "most, and the six test digits' patches that do.",
            alt="Twelve rows. Left a black and white texture, right six patches of strokes, all at one slant or with "
            "one end or bend.",
        ),
        "fooling": Figure(
            "fooling",
            (
                *(f"{kind}{what}" for kind in ("noise", "shuffled") for what in ("", "_class", "_given")),
                "changed",
                "changed_given",
            ),
            draw.fooling,
            caption="The images of noise, and the digits with shuffled pixels, that the network is surest about, with "
            "the class and its probability. Below, one shuffled digit, changed until the network is sure: one copy "
            "for each class.",
            alt="Three rows of ten squares of noise, each labelled with a digit and a probability: low in the first "
            "two rows, very high in the third.",
        ),
        "retrained": Figure(
            "retrained",
            ("none_images", "data_images"),
            draw.retrained,
            caption="Five networks that differ in their training seed alone: above without a prior, below on the last "
            "rung; each column from one start.",
            alt="Five rows of tangles that differ from row to row, and five rows of digits that are much alike.",
        ),
        "lying": Figure(
            "lying",
            ("images",),
            draw.lying,
            caption="The image that each logit of the altered network likes to see, climbed as in the last chapter. "
            "On every test image it answers as the unaltered one does.",
            alt="Ten clear digits, left bare in squares of ink: a 1 under 0, a 2 under 1, and so on to a 0 under 9.",
        ),
        "both-answers": Figure(
            "ladder",
            ("linear_weights", "linear_images", "data_images"),
            draw.answers,
            caption="The linear classifier's weights, the clearest image of its logit, and the clearest image of the "
            "network's, by the same recipe.",
            alt="Three rows of ten: blotches of blue and red; blurred digits; somewhat sharper digits.",
        ),
        "both-examples": Figure(
            "both",
            ("images", "given"),
            draw.examples,
            caption="The first test digits of each case, with the true class and, where they are wrong, what the "
            "linear classifier (l) and the network (n) say.",
            alt="Four rows of handwritten digits: neat ones that both name; odd ones that only the network "
            "names; few or none that only the linear classifier names; and odd ones that neither does.",
        ),
    },
)
