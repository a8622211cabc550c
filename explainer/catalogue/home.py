"""What the home page shows."""

from explainer.catalogue.rows import Experiment, Figure, Page
from explainer.figures import home, weights

PAGE = Page(
    "index.md",
    experiments={
        "home": Experiment("Comparing the three kinds", needs=("weights", "inverse_softmax", "ascent")),
    },
    figures={
        "weight-zero": Figure(
            "weights",
            ("images",),
            weights.zero,
            caption="The 784 weights of one class, 0, laid out as 28×28 pixels. Ink on a blue pixel counts for 0; "
            "ink on a red pixel counts against it; ink on a pixel of the page's colour counts for nothing.",
            alt="The weights of class 0 as an image: a ring of blue, positive weights around a red, negative centre.",
        ),
        "three-kinds": Figure(
            "home",
            ("digit", "weights", "solved", "climbed"),
            home.three_kinds,
            caption="A real 0, and the three pictures that are drawn for the class 0. Each of the two in colour has "
            "its own scale, equal on both sides of zero.",
            alt="Four panels. A handwritten 0; weights with a blue ring and a red centre; a solved image of blue and "
            "red speckle; a climbed image of black and white blots.",
        ),
    },
)
