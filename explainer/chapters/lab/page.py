"""What the page of the lab shows: where there are no scripts, a figure in the place of each instrument."""

from explainer.rows import Drawings, Experiment, Figure, Page, Table

figures = Drawings("explainer.chapters.lab.figures")

PAGE = Page(
    "lab.md",
    "The lab",
    experiments={
        "lab": Experiment(
            "Packing models for the lab", settings="lab", inputs=("logistic", "cnn", "gaussian", "ascent")
        ),
        "lab_shown": Experiment(
            "Drawing for those without scripts", inputs=("logistic", "cnn", "gaussian", "ascent", "lab")
        ),
    },
    figures={
        "lab-drawn": Figure(
            "lab_shown",
            ("moved", "again", "answers"),
            figures.drawn,
            caption="A test digit moved into the corner, and brought back, with its centre of mass in the middle "
            "as MNIST has it. Beside each, what both models say.",
            alt="A digit in the corner of its image, and the same digit in the middle, each with a bar for every class "
            "and model.",
        ),
        "lab-evidence": Figure(
            "lab_shown",
            ("image", "label", "evidence", "pair"),
            figures.weighed,
            caption="A test digit, the evidence for the class that wins and for its rival, weight times pixel, and "
            "their difference.",
            alt="A digit and three copies of its strokes in blue and red. The first has more blue than the second. "
            "<!-- claim: lab_evidence_favours_the_winner -->",
        ),
        "lab-weights": Figure(
            "lab_shown",
            ("weights",),
            figures.ten,
            caption="The weights of the linear classifier, one image for each class: ink on blue pixels speaks for "
            "it, on "
            "red ones against it.",
            alt="Ten images of blue and red blots, blank around the edges; some hint at their digit.",
        ),
        "lab-inside": Figure(
            "lab_shown",
            ("conv1", "conv2"),
            figures.inside,
            caption="What both convolutions of the network make of the first test digit that the linear classifier "
            "gets right, before pooling and ReLU: blue above "
            "zero, red below, each layer on a scale of its own.",
            alt="Two grids of small maps, in which the strokes of the digit can be made out. Each map of the first "
            "convolution is of one colour where there is no ink, and changes where there is. "
            "<!-- claim: lab_maps_have_both_signs -->",
        ),
        "lab-ascent": Figure(
            "lab_shown",
            ("unit", "label", "unit_strip", "digit_strip", "strip_steps"),
            figures.climbing,
            caption="Gradient ascent from noise, for a channel of the second convolution and for the logit of a class.",
            alt="Two rows of images that begin as grey noise. Pixels spread from the middle of the greys to both ends. "
            "<!-- claim: lab_ascent_leaves_the_grey -->",
        ),
        "lab-inverse": Figure(
            "lab_shown",
            ("solved",),
            figures.solved,
            caption="Three images that the linear classifier gives ten probabilities: mostly 3, perhaps 5. All three "
            "get the same. <!-- claim: lab_solved_have_the_probabilities -->",
            alt="Three images: faint speckle, a mottled patch of ink, and a smooth figure.",
        ),
        "lab-faces": Figure(
            "lab_shown",
            ("faced",),
            figures.faced,
            caption="The same weights with one face added to all ten: blue for, red against. No probability is "
            "another.",
            alt="Ten images of weights, and in each of them the same face.",
        ),
        "lab-steps": Figure(
            "lab_shown",
            ("learned", "done", "accuracies"),
            figures.learned,
            caption="The weights of a 0 after some steps of training, blue for and red against, each on a scale of "
            "its own, "
            "and the share of test images that are right by then.",
            alt="Ten images: a blue ring around a red middle after the first step, which breaks up into speckle as "
            "training goes on.",
            table=Table({"done": (), "accuracies": ()}),
        ),
    },
)
