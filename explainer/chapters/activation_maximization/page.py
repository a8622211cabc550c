"""What the page on activation maximization shows."""

from explainer.chapters.activation_maximization import figures
from explainer.rows import Experiment, Figure, Page

PAGE = Page(
    "activation-maximization.md",
    "What a unit likes to see",
    experiments={
        "ascent": Experiment("Climbing to the images", settings="ascent", inputs=("cnn",)),
    },
    figures={
        "climb": Figure(
            "ascent",
            ("conv2_values", "conv2_constant_values", "logits_values", "logits_constant_values"),
            figures.climb,
            caption="Two layers on their way up, with a step that shrinks and with the tutorial's, which stays. The "
            "dotted line is the height of the start.",
            alt="With a shrinking step the logits rise and level off, and the mean of the second convolution dips, "
            "then rises above its start. <!-- claim: ascent_logits_rise_and_conv2_dips --> With the step that stays, "
            "the mean of the second convolution ends far below its start, and the logits stop short. "
            "<!-- claim: ascent_constant_step_ends_low -->",
        ),
        "digit2": Figure(
            "ascent",
            ("digit2_path",),
            figures.digit2,
            caption="The run for the digit 2, with the tutorial's own step: the start, and the image after every step.",
            alt="Eleven squares: grey noise, then patches of ink and paper that change at every step. "
            "<!-- claim: ascent_patches_change_at_every_step -->",
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
            figures.strip,
            caption="How a picture forms: three units, one of each layer, after so many steps, with the unit's "
            "activation below.",
            alt="Three rows of eight images. All begin as grey noise. The first convolution's unit takes most of its "
            "shape early; the second's changes to the end; the logit's takes shape bit by bit. "
            "<!-- claim: ascent_strip_rows -->",
        ),
        "ascent-conv1": Figure(
            "ascent",
            ("conv1_images",),
            figures.conv1,
            caption="The image that each of the 16 units of the first convolution likes to see, unit 0 first.",
            alt="Sixteen squares, all ink or all paper inside; most have lines or dots of the other tone at the "
            "border. <!-- claim: ascent_conv1_squares -->",
        ),
        "ascent-conv2": Figure(
            "ascent",
            ("conv2_images",),
            figures.conv2,
            caption="Where the climb for each of the 36 units of the second convolution ends, unit 0 first.",
            alt="Thirty-six squares: some are stripes and patches of ink and paper; many are mostly grey, with "
            "something darker or lighter at the border. <!-- claim: ascent_conv2_squares -->",
        ),
        "ascent-logits": Figure(
            "ascent",
            ("logits_images", "probabilities"),
            figures.logits,
            caption="The image that each logit likes to see, with the probability that the network gives its class.",
            alt="Ten black and white images, one for each digit; most look like noise, a few hint at strokes. The "
            "network gives <!-- number: ascent.logits_recognised --> of the ten to their own class. "
            "<!-- claim: ascent_logit_pictures -->",
        ),
    },
)
