"""What the page on activation maximization shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import ascent

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
    },
    figures={
        "ascent-conv1": Figure(
            "ascent",
            ("conv1_images",),
            ascent.conv1,
            caption="The image that each of the 16 units of the first convolution likes to see, unit 0 first.",
            alt="Sixteen images: plain paper, plain ink, stripes and edges; no digits.",
        ),
        "ascent-conv2": Figure(
            "ascent",
            ("conv2_images",),
            ascent.conv2,
            caption="The image that each of the 36 units of the second convolution likes to see, unit 0 first.",
            alt="Thirty-six textures, most of them repeating stripes, dots and corners; no digits.",
        ),
        "ascent-logits": Figure(
            "ascent",
            ("logits_images", "probabilities"),
            ascent.logits,
            caption="The image that each logit likes to see, with the probability that the network gives its class.",
            alt="Ten black and white images, one for each digit; most look like noise, a few hint at strokes. The "
            "network gives <!-- number: ascent.logits_recognised --> of the ten to their own class.",
        ),
        "climb": Figure(
            "ascent",
            ("logits_values",),
            ascent.climb,
            caption="The ten logits on their way up, one thin line for each class.",
            alt="Ten curves that rise steeply within the first steps and then flatten.",
        ),
    },
)
