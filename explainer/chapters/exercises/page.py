"""What the page that answers the tutorial's exercises shows."""

from explainer.cards import NETWORK_USE, OF_OTHER_NETWORKS, Model
from explainer.rows import Drawings, Experiment, Figure, Page, Table, digits

figures = Drawings("explainer.chapters.exercises.figures")

WORTH = (
    *(f"{layer}_{what}" for layer in ("conv1", "conv2") for what in ("logit_change", "r_squared", "unused")),
    "r_squared",
)

PAGE = Page(
    "exercises.md",
    "The exercises, answered",
    experiments={
        "units": Experiment("Taking units out", settings="units", inputs=("cnn",), cost=0.8),
        "narrow": Experiment("Training with fewer filters", settings="narrow", cost=2.4),
        "deep": Experiment("Training with a third convolution", settings="deep", cost=2.6),
        "dense": Experiment("Training with a second dense layer", settings="dense", cost=2.2),
        "added": Experiment(
            "Gradient ascent in the layers added", settings="added", inputs=("deep", "dense"), cost=0.3
        ),
        "exercise": Experiment("Comparing their sizes", inputs=("seeds", "cnn", "narrow", "deep", "dense")),
        "restarts": Experiment(
            "Gradient ascent five hundred times", settings="restarts", inputs=("cnn", "logistic"), cost=0.7
        ),
    },
    figures={
        "units-worth": Figure(
            "units",
            WORTH,
            figures.worth,
            caption="Above: how far the ten logits move when one channel is taken out (root mean square). Hollow dots "
            "are unused channels. Below: the share of a channel's variance that a weighted sum of the others "
            "explains, R²; above the dashed line we call it redundant. Unused channels are left out.",
            alt="Four panels of sorted dots. From left to right the logits move by more and more, beginning with next "
            "to nothing for the hollow dots. <!-- claim: units_unused_move_nothing --> R² varies widely within each "
            "layer; no wide gap in the upper half marks where redundancy begins. <!-- claim: "
            "units_no_gap_marks_redundancy -->",
            table=Table(
                {
                    "conv1_logit_change": (),
                    "conv1_r_squared": (),
                    "conv1_unused": (),
                    "conv2_logit_change": (),
                    "conv2_r_squared": (),
                    "conv2_unused": (),
                }
            ),
        ),
        "units-correlations": Figure(
            "units",
            ("conv1_correlations", "conv2_correlations"),
            figures.correlations,
            caption="The correlation of the feature maps of every two channels of a layer, over images and places. "
            "The diagonal is a channel with itself; one that is never on has a blank row and column.",
            alt="Two square tables of colours with a dark blue diagonal. Beside it there is more blue in the first "
            "convolution than in the second, which is mostly pale. <!-- claim: units_of_conv1_are_more_alike -->",
            table=Table({"conv1_correlations": (), "conv2_correlations": ()}),
        ),
        "units-kept": Figure(
            "units",
            ("conv1_agreement", "conv2_agreement"),
            figures.kept,
            caption="The share of images that are given to the same class as before when channels are taken out one "
            "after another, the one that is missed least first. <!-- claim: units_least_missed_go_first --> Nothing "
            "is trained again. The dotted line is half of the channels.",
            alt="Two curves begin flat at a hundred percent and stay there for a while; then they fall steeply, to "
            "about what a guess gives when no channel is left. <!-- claim: units_curves_are_flat_then_steep -->",
            table=Table({"conv1_agreement": (), "conv2_agreement": ()}),
        ),
        "exercise-sizes": Figure(
            "exercise",
            ("names", "differences", "errors", "own"),
            figures.sizes,
            caption="Test accuracy of each network, less the mean of the site's own. A bar is two standard errors to "
            "either side: one that reaches zero is no more than chance by the rule. <!-- claim: "
            "exercises_bars_are_two_errors --> Circles: the site's own network from each of its seeds.",
            alt="Six rows of dots with bars. From half to a quarter and an eighth of the filters the dots move to the "
            "left; the bar of an eighth is far from zero. <!-- claim: exercises_fewer_filters_fall_further --> The "
            "two networks with one more layer lie beside zero. <!-- claim: exercises_larger_networks_lie_beside_zero "
            "-->",
            table=Table({"names": (), "differences": (), "errors": ()}),
        ),
        "exercise-conv3": Figure(
            "added",
            ("conv3_images", "conv3_silent", "conv3_values", "conv3_even"),
            figures.conv3,
            caption="The image that gradient ascent finds for each channel of the third convolution, channel 0 first. "
            "Pale: channels that none of the training images looked at switches on. In a thick frame: channels for "
            "which an even sheet beats the image shown.",
            alt="<!-- number: exercise.conv3_units --> squares of fine stripes, hatching and dots that fill them to "
            "the edge; with a thick frame, <!-- number: exercise.conv3_below_even -->. <!-- claim: "
            "conv3_textures_fill_the_square -->",
        ),
        "exercise-dense1": Figure(
            "added",
            ("dense1_images", "dense1_silent"),
            figures.dense1,
            caption="The image that gradient ascent finds for each neuron of the first dense layer. Pale, if there "
            "are any: neurons that none of the training images looked at switches on.",
            alt="<!-- number: exercise.dense1_units --> small squares of winding black and white strokes. "
            "<!-- claim: dense1_images_are_strokes -->",
        ),
        "exercise-dense2": Figure(
            "added",
            ("dense2_images", "dense2_silent"),
            figures.dense2,
            caption="The same for the second dense layer.",
            alt="<!-- number: exercise.dense2_units --> small squares like those of the layer before. "
            "<!-- claim: dense2_images_are_like_them -->",
        ),
        "restarts-images": Figure(
            "restarts",
            ("chosen",),
            figures.chosen,
            caption="The images with the highest, the middle and the lowest logit of the <!-- number: restarts.each "
            "--> for each digit; the mean of all of them; and the mean training image of the digit. <!-- claim: "
            "restarts_chosen_by_logit -->",
            alt="Five rows of ten images. The first three rows are tangles of black and white lines, equally unlike a "
            "digit; the fourth is greyer and smoother; the last shows ten blurred digits. <!-- claim: "
            "restarts_mean_is_greyer_and_smoother -->",
        ),
        "restarts-likeness": Figure(
            "restarts",
            ("logits", "likeness", "real_logits", "real_likeness", "together_logits", "together_likeness"),
            figures.likeness,
            caption="Each of the <!-- number: restarts.each --> ascents for each digit: the logit at its end, and its "
            "likeness to the mean training image, the correlation of their pixels. Crosses: as many training images "
            "of the digit. <!-- claim: restarts_likeness_is_to_the_mean_digit -->",
            alt="Ten panels, one for each digit, with two clouds that stay apart: crosses high on the left, circles "
            "low on the right. <!-- claim: restarts_are_far_from_real_digits --> In each cloud of circles the one "
            "furthest right is filled; it lies now higher, now lower than the others. <!-- claim: "
            "restarts_highest_lie_high_and_low --> A diamond, the mean of the ascents, lies low as well. <!-- claim: "
            "restarts_means_lie_low -->",
            table=Table(
                {
                    "logits": (),
                    "likeness": (),
                    "real_logits": (),
                    "real_likeness": (),
                    "together_logits": (),
                    "together_likeness": (),
                },
                rows=digits("digit"),
            ),
        ),
    },
    models={
        "deep": Model(
            "The network with a third convolution",
            "The recipe of [the network](cnn.md), with one convolution more. Trainings: "
            "<!-- number: exercise.deep_trainings -->; this is the first.",
            recipe=("deep",),
            seed="deep.cnn.seed",
            own={"test": "right"},
            accuracy={"test, mean over seeds": "exercise.deep_accuracy"},
            faults=OF_OTHER_NETWORKS,
            use=NETWORK_USE,
        ),
        "dense": Model(
            "The network with a second dense layer",
            "The recipe of [the network](cnn.md), with one dense layer more. Trainings: "
            "<!-- number: exercise.dense_trainings -->; this is the first.",
            recipe=("dense",),
            seed="dense.cnn.seed",
            own={"test": "right"},
            accuracy={"test, mean over seeds": "exercise.dense_accuracy"},
            faults=OF_OTHER_NETWORKS,
            use=NETWORK_USE,
        ),
    },
)
