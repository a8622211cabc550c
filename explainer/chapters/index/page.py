"""What the home page shows."""

from explainer.rows import Drawings, Experiment, Figure, Page

figures = Drawings("explainer.chapters.index.figures")

PAGE = Page(
    "index.md",
    "Start",
    experiments={
        "home": Experiment("Comparing the three kinds", inputs=("weights", "inverse_softmax", "ascent")),
    },
    figures={
        "weight-zero": Figure(
            "home",
            ("weights",),
            figures.zero,
            caption="The 784 weights of one class, 0, laid out as 28×28 pixels. Ink on a blue pixel counts for 0; "
            "ink on a red pixel counts against it; ink on a pixel of the page's colour counts for nothing. "
            "<!-- claim: home_colours_are_for_and_against -->",
            alt="The weights of class 0 as an image: a patchy ring of blue, positive weights around a red, negative "
            "centre. <!-- claim: home_weights_are_a_ring -->",
        ),
        "three-kinds": Figure(
            "home",
            ("digit", "weights", "pre_image", "ascent"),
            figures.three_kinds,
            caption="A real 0, and the three pictures that are drawn for the class 0. Each of the two in colour has "
            "its own scale, equal on both sides of zero.",
            alt="Four panels. A handwritten 0; <!-- claim: home_digit_is_real --> "
            "weights with a blue ring and a red centre; <!-- claim: home_panel_of_weights_is_a_ring --> "
            "a pre-image of blue and red speckle; <!-- claim: home_pre_image_is_speckle --> "
            "an image of dark and light blots, by gradient ascent. <!-- claim: home_ascent_is_blots -->",
        ),
    },
)
