"""What the page on the images shows."""

from explainer.rows import Drawings, Experiment, Figure, Notebook, Page, Table, digits

figures = Drawings("explainer.chapters.data.figures")

PAGE = Page(
    "data.md",
    "The images",
    experiments={
        "images": Experiment("Counting the images"),
    },
    figures={
        "one-image": Figure(
            "images",
            ("first_images",),
            figures.one_image,
            caption="The first test image, as the models get it: 28×28 numbers from 0, the background, to 1, full "
            "ink. Here they are rounded to tenths, and zeros are left blank.",
            alt="One digit, enlarged until every inked pixel shows its number: near 1 inside the stroke, less at its "
            "edge. <!-- claim: images_first_has_soft_edges -->",
        ),
        "jet": Figure(
            "images",
            ("first_images",),
            figures.jet,
            caption="The same image in the colours that a blog post shows it in, and in ours.",
            alt="One digit twice. In jet, the background is dark blue, full ink dark red, and the soft edges of the "
            "stroke show as bands of cyan and yellow; <!-- claim: images_in_jet_and_grey --> in greys the stroke is "
            "dark on light, or light on dark.",
        ),
        "first-digits": Figure(
            "images",
            ("first_images", "first_labels"),
            figures.first_digits,
            caption="The first nine test images with their labels. <!-- claim: images_first_nine_have_labels -->",
            alt="Nine handwritten digits in a row, each with the class that people gave it.",
        ),
        "examples": Figure(
            "images",
            ("examples",),
            figures.examples,
            caption="Training images, a column for each class from 0 to 9: the first eight of each, not chosen. "
            "<!-- claim: images_shown_are_not_chosen -->",
            alt="Eight handwritten examples of each digit from 0 to 9; the same digit differs in slant and width.",
        ),
        "balance": Figure(
            "images",
            ("counts",),
            figures.balance,
            caption="Each class's share of the training, validation and test images.",
            alt="Three marks for each of the ten classes, all near the dotted line at ten per cent. "
            "<!-- claim: images_shares_are_near_a_tenth -->",
            table=Table({"counts": digits("digit")}, rows=("train", "validation", "test")),
        ),
        "means": Figure(
            "images",
            ("means", "stds"),
            figures.means_and_stds,
            caption="Above, the mean of each class's training images. Below, the standard deviation of every pixel "
            "within the class. The bars are in units of ink.",
            alt="Ten blurred but readable mean digits, and below each an image that is dark along the edges of the "
            "strokes, where the images of a class differ most. <!-- claim: images_stds_are_outlines -->",
        ),
    },
    notebook=Notebook(models=("logistic", "cnn")),
)
