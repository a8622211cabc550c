"""What the page on activation maximization shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import ascent

ITERATIONS = 10  # that the tutorial prints
PRINTED = {
    "class": "digit",
    "probability": "probability",
    "slope_min": "logit per unit of ink",
    "slope_max": "logit per unit of ink",
    "step": "step size",
    "logit": "logit",
}

PAGE = Page(
    "activation-maximization.md",
    experiments={
        "ascent": Experiment("Climbing to the images", settings="ascent", needs=("cnn",)),
    },
    numbers={
        "ascent.steps": Number("ascent", "count"),
        "ascent.logits_recognised": Number("ascent", "count"),
        "ascent.smallest_logit": Number("ascent", "logit"),
        "ascent.largest_real_logit": Number("ascent", "logit"),
        "ascent.beyond_every_real_digit": Number("ascent", "count"),
        "ascent.lowest_own_probability": Number("ascent", "probability"),
        "ascent.mean_logit": Number("ascent", "logit"),
        "ascent.constant_step_mean_logit": Number("ascent", "logit"),
        "ascent.digit2_first_iteration_recognised": Number("ascent", "steps"),
        "ascent.digit2_final_logit": Number("ascent", "logit"),
        "ascent.digit2_share_at_edge": Number("ascent", "fraction"),
        **{
            f"ascent.digit2_{iteration}_{what}": Number("ascent", unit)
            for iteration in range(ITERATIONS)
            for what, unit in PRINTED.items()
        },
        "ascent.conv2_units": Number("ascent", "count"),
        "ascent.conv2_sunk_first": Number("ascent", "count"),
        "ascent.conv2_not_raised": Number("ascent", "count"),
        "ascent.constant_step_conv2_not_raised": Number("ascent", "count"),
    },
    figures={
        "climb": Figure(
            "ascent",
            ("conv2_values", "conv2_constant_values", "logits_values", "logits_constant_values"),
            ascent.climb,
            caption="Two layers on their way up, with a step that shrinks and with the tutorial's, which stays. The "
            "dotted line is the height of the start.",
            alt="With a shrinking step both layers rise and level off. With the step that stays, the mean of the "
            "second convolution ends below its start, and the logits stop short.",
        ),
        "digit2": Figure(
            "ascent",
            ("digit2_path",),
            ascent.digit2,
            caption="The run for the digit 2, with the tutorial's own step: the start, and the image after every step.",
            alt="Eleven squares: grey noise, then patches of ink and paper that change at every step.",
        ),
        "strip": Figure(
            "ascent",
            (
                "strip_steps",
                "conv1_strip",
                "conv2_strip",
                "logits_strip",
                "conv1_values",
                "conv2_values",
                "logits_values",
            ),
            ascent.strip,
            caption="How a picture forms: three units, one of each layer, after so many steps, with the unit's "
            "activation below.",
            alt="Three rows of eight images. All begin as grey noise. The first convolution's unit is done after two "
            "steps; the second's changes to the end, and its activation falls before it rises; the logit's takes "
            "shape bit by bit.",
        ),
        "ascent-conv1": Figure(
            "ascent",
            ("conv1_images",),
            ascent.conv1,
            caption="The image that each of the 16 units of the first convolution likes to see, unit 0 first.",
            alt="Sixteen squares, nearly all ink or all paper inside, with edges of the other tone at the border.",
        ),
        "ascent-conv2": Figure(
            "ascent",
            ("conv2_images",),
            ascent.conv2,
            caption="The image that each of the 36 units of the second convolution likes to see, unit 0 first.",
            alt="Thirty-six squares: close stripes at many slants, and plain tones with a darker or lighter border.",
        ),
        "ascent-logits": Figure(
            "ascent",
            ("logits_images", "probabilities"),
            ascent.logits,
            caption="The image that each logit likes to see, with the probability that the network gives its class.",
            alt="Ten black and white images, one for each digit; most look like noise, a few hint at strokes. The "
            "network gives <!-- number: ascent.logits_recognised --> of the ten to their own class.",
        ),
    },
)
