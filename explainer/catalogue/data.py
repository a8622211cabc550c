"""What the page on the images shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import images

PAGE = Page(
    "data.md",
    experiments={
        "images": Experiment("Counting the images"),
    },
    numbers={
        "data.train_images": Number("images", "count"),
        "data.validation_images": Number("images", "count"),
        "data.test_images": Number("images", "count"),
        "data.rarest_class_share": Number("images", "fraction"),
        "data.commonest_class_share": Number("images", "fraction"),
        "data.mean_ink": Number("images", "fraction"),
        "data.never_inked_pixels": Number("images", "count"),
        "data.grey_share": Number("images", "fraction"),
    },
    figures={
        "one-image": Figure(
            "images",
            ("first_images",),
            images.one_image,
            caption="The first test image, as the models get it: 28×28 numbers from 0, paper, to 1, full ink. Zeros "
            "are left blank.",
            alt="One digit, enlarged until every pixel shows its number: near 1 inside the stroke, less at its edge.",
        ),
        "jet": Figure(
            "images",
            ("first_images",),
            images.jet,
            caption="The same image in the colours that a blog post shows it in, and in ours.",
            alt="One digit twice. In jet, paper is dark blue, full ink dark red, and the soft edges of the stroke show "
            "as bands of cyan and yellow; in greys the stroke is dark on light, or light on dark.",
        ),
        "first-digits": Figure(
            "images",
            ("first_images", "first_labels"),
            images.first_digits,
            caption="The first nine test images with their labels.",
            alt="Nine handwritten digits in a row, each with the class that people gave it.",
        ),
        "examples": Figure(
            "images",
            ("examples",),
            images.examples,
            caption="Training images, a column for each class from 0 to 9: the first eight of each, not chosen.",
            alt="Eight handwritten examples of each digit from 0 to 9; the same digit differs in slant and width.",
        ),
        "balance": Figure(
            "images",
            ("counts",),
            images.balance,
            caption="Each class's share of the training, validation and test images.",
            alt="Three marks for each of the ten classes, all near the dotted line at ten per cent.",
        ),
        "means": Figure(
            "images",
            ("means", "spreads"),
            images.means_and_spreads,
            caption="Above, the mean of each class's training images. Below, the standard deviation of every pixel "
            "within the class. The bars are in units of ink.",
            alt="Ten blurred but readable mean digits, and below each an image that is dark along the edges of the "
            "strokes, where the images of a class differ most.",
        ),
    },
)
