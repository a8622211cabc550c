"""What the page on activation maximization shows."""

from explainer.rows import Drawings, Experiment, Figure, Notebook, Page, Table, digits

figures = Drawings("explainer.chapters.activation_maximization.figures")


def _finished(layer: str) -> tuple[str, ...]:
    return tuple(f"{layer}_{kind}" for kind in ("images", "values", "real_digit_values"))


FIRST, SECOND = (0, 8), (0, 6, 12, 18, 24, 30)  # where each figure of a layer's neurons begins


def _fields_conv1(first: int) -> Figure:
    return Figure(
        "fields",
        ("conv1_filters", "conv1_images", "conv1_values", "conv1_patches", "conv1_patch_values"),
        figures.fields_conv1(first, first + 8),
        caption=f"Filters {first} to {first + 7} of the first convolution at one place. In each group: the weights, "
        "blue above zero and red below; the patch that excites the neuron most, exactly; the strongest patches of test "
        "digits. Below each patch: the activation. <!-- unclaimed: says what is shown -->",
        alt="Eight groups: a filter in blue and red, a patch with ink where the filter is blue, and three patches of "
        "strokes. <!-- claim: fields_conv1_pictures -->"
        if first == 0
        else "Eight other groups of squares of the same kind.",
    )


def _fields_conv2(first: int) -> Figure:
    return Figure(
        "fields",
        ("conv2_images", "conv2_values", "conv2_patches", "conv2_patch_values"),
        figures.fields_conv2(first, first + 6),
        caption=f"Channels {first} to {first + 5} of the second convolution at one place. Left: the patch that excites "
        "the neuron most, as far as we found. Right: the strongest patches of test digits. Below each: the activation. "
        "<!-- unclaimed: says what is shown -->",
        alt="Six groups. The first patch of each is full of dots, bars and blocks; the three beside it are pieces of "
        "strokes."
        if first == 0
        else "Six other groups of squares of the same kind.",
    )


PAGE = Page(
    "activation-maximization.md",
    "What a unit likes to see",
    experiments={
        "ascent": Experiment("Thirty steps of gradient ascent", settings="ascent", inputs=("cnn",)),
        "finished": Experiment(
            "Carrying gradient ascent to its end", settings="finished", inputs=("cnn", "ascent"), cost=4
        ),
        "fields": Experiment("Looking at one place of a map", settings="fields", inputs=("cnn",), cost=0.3),
        "routes": Experiment("Following the gradient to a pixel", inputs=("cnn",)),
        "smoothing": Experiment("Drawing pixels as splines", inputs=("finished",)),
        "first_recognised": Experiment(
            "Running the tutorial's ascent for every digit", settings="first_recognised", inputs=("cnn",)
        ),
    },
    figures={
        "routes": Figure(
            "routes",
            (
                "image",
                "gradient",
                "field",
                "pixel",
                "shown",
                "first_filters",
                "second_filters",
                "first_cells",
                "second_cells",
                "channel",
                "first",
                "wins",
                "on",
                "second",
                "products",
            ),
            figures.routes,
            caption="Backpropagation, route by route. Above: a test digit, the field of one neuron, one pixel in it "
            "(framed), and the neuron's gradient. Middle: three routes from the pixel to the neuron, the strongest "
            "positive one, the strongest negative one, and one that the pooling shuts. Below: what every open route "
            "adds. <!-- unclaimed: says what is shown -->",
            alt="A digit with a square around part of it, and the gradient in that square, blue and red. Three rows "
            "of two filters with a framed weight each and four factors between them. Then sorted "
            "bars, the first pointing up and the last down.",
        ),
        "climb": Figure(
            "ascent",
            ("conv2_values", "conv2_constant_values", "logits_values", "logits_constant_values"),
            figures.climb,
            caption="Two layers on their way up, with a step that shrinks and with the tutorial's, which stays long. "
            "The dotted line is the height of the start.",
            alt="With a shrinking step the logits rise and level off, and the mean of the second convolution dips, "
            "then rises above its start. <!-- claim: ascent_logits_rise_and_conv2_dips --> With the step that stays, "
            "the mean of the second convolution ends below its start, and the logits stop short. "
            "<!-- claim: ascent_constant_step_ends_low -->",
            table=Table(
                {"conv2_values": (), "conv2_constant_values": (), "logits_values": (), "logits_constant_values": ()}
            ),
        ),
        "digit2": Figure(
            "ascent",
            ("digit2_path",),
            figures.digit2,
            caption="The run for the digit 2, with the tutorial's own step: the start, and the image after every step.",
            alt="Eleven squares: grey noise, then patches of ink and background that change at every step. "
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
            alt="Three rows of eight images, each from grey noise on the left to its end on the right.",
        ),
        "ascent-conv1": Figure(
            "finished",
            _finished("conv1"),
            figures.conv1,
            caption="The image that excites each of the 16 units of the first convolution most, found exactly. Below "
            "each: the unit's mean activation on it, and the highest on any test digit. "
            "<!-- unclaimed: says what is shown -->",
            alt="Sixteen squares, each all ink or all background inside; most have lines or dots of the other tone "
            "at the border. <!-- claim: ascent_conv1_squares -->",
            table=Table({"conv1_values": (), "conv1_real_digit_values": ()}),
        ),
        "ascent-conv2": Figure(
            "finished",
            _finished("conv2"),
            figures.conv2,
            caption="The image that excites each of the 36 units of the second convolution most, as far as we found. "
            "Below each: the unit's mean activation on it, and the highest on any test digit. "
            "<!-- unclaimed: says what is shown -->",
            alt="Thirty-six squares. Many are covered with narrow stripes of ink and background, at several slants; "
            "some are faint and grey. <!-- claim: ascent_conv2_squares -->",
            table=Table({"conv2_values": (), "conv2_real_digit_values": ()}),
        ),
        **{f"fields-conv1-{first}": _fields_conv1(first) for first in FIRST},
        **{f"fields-conv2-{first}": _fields_conv2(first) for first in SECOND},
        "ascent-logits": Figure(
            "finished",
            _finished("logits"),
            figures.logits,
            caption="The image that excites each logit most, as far as we found. Below each: the logit, and the "
            "highest on any test digit. <!-- unclaimed: says what is shown -->",
            alt="Ten squares full of short strokes, dots and patches in ink and background, with some grey.",
            table=Table({"logits_values": (), "logits_real_digit_values": ()}, rows=digits("digit")),
        ),
        "smoothing": Figure(
            "smoothing",
            ("plain", "smooth"),
            figures.smoothing,
            caption="Two of the images, pixel by pixel and as the tutorial draws its own, with splines between the "
            "pixels.",
            alt="Two pairs of squares. On the left of each sharp pixels, on the right the same image as soft blots.",
        ),
    },
    notebook=Notebook(models=("cnn",)),
)
