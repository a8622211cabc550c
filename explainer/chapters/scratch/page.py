"""What the page on softmax regression from scratch shows."""

from explainer.chapters.scratch import figures
from explainer.rows import Experiment, Figure, Page

PAGE = Page(
    "scratch.md",
    "Softmax from scratch",
    experiments={
        "scratch": Experiment("Softmax regression from scratch", settings="scratch", cost=0.8),
    },
    figures={
        "scratch-three": Figure(
            "scratch",
            ("weights",),
            figures.three,
            caption="The weights of 3, 0 and 1 after training on 500 images, on one colour scale. "
            "<!-- claim: scratch_weights_are_of_500_images -->",
            alt="Three weight images: blue where ink speaks for the digit, red where it speaks against. For 0 a blue "
            "ring around a red centre. <!-- claim: scratch_ring_around_a_centre -->",
        ),
        "scratch-losses": Figure(
            "scratch",
            ("losses", "printed_losses"),
            figures.losses,
            caption="The loss at every step, for one draw of 500 images: with the settings that the post prints, and "
            "with ours.",
            alt="With the printed settings the loss stays at the height of a guess. With ours it falls steeply at "
            "first and then ever more slowly. <!-- claim: scratch_only_our_loss_falls -->",
        ),
        "scratch-search": Figure(
            "scratch",
            ("search_settings", "search_accuracies", "printed_reach"),
            figures.search,
            caption="Each mark is one setting of pixel scale, rate, penalty and number of steps. Left: the images "
            "learned from. Right: the validation images, which are unseen. Dotted: what the post prints.",
            alt="Nearly all marks rise along one curve from left to right, whatever the pixel scale. "
            "<!-- claim: scratch_marks_rise_along_one_curve --> They come up to the printed accuracies far to the "
            "right of the printed settings. <!-- claim: scratch_curve_comes_up_to_printed --> The penalty of 1 on "
            "pixels from 0 to 1 leaves the curve for good, and stays below. "
            "<!-- claim: scratch_penalised_marks_stay_below -->",
        ),
        "scratch-ten": Figure(
            "scratch",
            ("weights",),
            figures.ten,
            caption="All ten, on the same scale.",
            alt="Ten weight images in blue and red; the ring of 0 is among them"
            "<!-- claim: scratch_ring_is_among_the_ten -->; the other shapes are harder to name.",
        ),
    },
)
