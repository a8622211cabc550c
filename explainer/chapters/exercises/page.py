"""What the page that answers the tutorial's exercises shows."""

from explainer.chapters.exercises import figures
from explainer.rows import Experiment, Figure, Page

WORTH = (
    *(f"{layer}_{what}" for layer in ("conv1", "conv2") for what in ("logit_change", "r_squared", "unused")),
    "r_squared",
)

PAGE = Page(
    "exercises.md",
    "The exercises, answered",
    experiments={
        "units": Experiment("Taking units out", settings="units", inputs=("cnn",)),
        "narrow": Experiment("Training with fewer filters", settings="narrow", cost=1.2),
        "deep": Experiment("Training with a third convolution", settings="deep", cost=1),
        "dense": Experiment("Training with a second dense layer", settings="dense", cost=1),
        "added": Experiment("Gradient ascent in the layers added", settings="added", inputs=("deep", "dense")),
        "exercise": Experiment("Comparing their sizes", inputs=("seeds", "cnn", "narrow", "deep", "dense")),
        "restarts": Experiment("Gradient ascent five hundred times", settings="restarts", inputs=("cnn", "logistic")),
    },
    figures={
        "units-worth": Figure(
            "units",
            WORTH,
            figures.worth,
            caption="Above: how far the ten logits move when one unit is taken out (root mean square). Hollow dots are "
            "unused units. Below: the share of a unit's variance that a weighted sum of the others gives; above the "
            "dashed line we call it redundant. Unused units are left out.",
            alt="Four panels of sorted dots. From left to right the logits move by more and more, beginning with "
            "next to nothing for the hollow dots. <!-- claim: units_unused_move_nothing --> How much the others say "
            "varies widely within each layer; no wide gap in the upper half marks where redundancy begins. <!-- "
            "claim: units_no_gap_marks_redundancy -->",
        ),
        "units-correlations": Figure(
            "units",
            ("conv1_correlations", "conv2_correlations"),
            figures.correlations,
            caption="How alike the maps of every two units of a layer are, over images and places. The diagonal is a "
            "unit with itself.",
            alt="Two square tables of colours with a dark blue diagonal. Beside it there is more blue in the first "
            "convolution than in the second, which is mostly pale. <!-- claim: units_of_conv1_are_more_alike -->",
        ),
        "units-kept": Figure(
            "units",
            ("conv1_agreement", "conv2_agreement"),
            figures.kept,
            caption="The share of images that are given to the same class as before when units are taken out one after "
            "another, the one that is missed least first. <!-- claim: units_least_missed_go_first --> Nothing is "
            "trained again. The dotted line is half of the units.",
            alt="Two curves begin flat at a hundred percent and stay there for a while; then they fall steeply, to "
            "about what a guess gives when no unit is left. <!-- claim: units_curves_are_flat_then_steep -->",
        ),
        "exercise-sizes": Figure(
            "exercise",
            ("names", "accuracies", "seeds"),
            figures.sizes,
            caption="Test accuracy of each network after one training. Circles: the site's own network from each of "
            "its seeds; the band is their range.",
            alt="A column of dots. From half to a quarter and an eighth of the filters the accuracy falls, and "
            "ends below the band; <!-- claim: exercises_fewer_filters_fall_further --> the two networks with one more "
            "layer lie in or near the band. <!-- claim: exercises_larger_networks_lie_near_the_band -->",
        ),
        "exercise-conv3": Figure(
            "added",
            ("conv3_images", "conv3_silent"),
            figures.conv3,
            caption="The image that each of the 36 units of the third convolution likes to see, unit 0 first. Pale: "
            "units that none of the training images looked at puts on.",
            alt="Thirty-six grey and black squares of fine stripes, hatching and dots; none shows a digit.",
        ),
        "exercise-dense1": Figure(
            "added",
            ("dense1_images", "dense1_silent"),
            figures.dense1,
            caption="The image that each of the 128 units of the first dense layer likes to see. Pale: units that none "
            "of the training images looked at puts on.",
            alt="A hundred and twenty-eight small squares of winding black and white strokes, many of them pale. <!-- "
            "claim: dense1_images_are_strokes -->",
        ),
        "exercise-dense2": Figure(
            "added",
            ("dense2_images", "dense2_silent"),
            figures.dense2,
            caption="The same for the second dense layer.",
            alt="A hundred and twenty-eight small squares like those of the layer before, fewer of them pale. <!-- "
            "claim: dense2_has_fewer_idle_units -->",
        ),
        "restarts-logits": Figure(
            "restarts",
            ("logits",),
            figures.logits,
            caption="The logit at which each of the 50 ascents ended, in the order of the starts; the highest is "
            "filled. <!-- claim: restarts_logits_are_of_their_images -->",
            alt="Ten narrow clouds of fifty dots. Within a cloud the logits differ by <!-- number: "
            "restarts.logit_range --> on average from lowest to highest; the clouds differ by more. <!-- claim: "
            "restarts_digits_differ_by_more -->",
        ),
        "restarts-images": Figure(
            "restarts",
            ("chosen",),
            figures.chosen,
            caption="The image with the highest, the middle and the lowest of the 50 logits of each digit, and the "
            "mean of all 50. <!-- claim: restarts_chosen_by_logit -->",
            alt="Four rows of ten images. The first three rows are equally hard to read; the last is greyer and "
            "smoother. <!-- claim: restarts_mean_is_greyer_and_smoother -->",
        ),
        "restarts-likeness": Figure(
            "restarts",
            ("logits", "likeness", "together_likeness", "real_likeness"),
            figures.likeness,
            caption="Likeness to the mean training image of the digit (the correlation of their pixels), for each of "
            "the 50 ascents. <!-- claim: restarts_likeness_is_to_the_mean_digit --> Filled: the one with the highest "
            "logit.",
            alt="Ten clouds of dots well below ten bars. <!-- claim: restarts_are_far_from_real_likeness --> The bars "
            "are real digits; the filled dots lie now higher, now lower in their clouds; <!-- claim: "
            "restarts_highest_lie_high_and_low --> the diamonds of the mean images lie in the clouds or near them. <!--"
            " claim: restarts_means_lie_in_their_clouds -->",
        ),
        "restarts-alike": Figure(
            "restarts",
            ("alike", "real_alike"),
            figures.alike,
            caption="How alike two ascents to the same digit are, and two real images of it: the middle nine tenths of "
            "all pairs among 50, with the median.",
            alt="For each digit the pairs of ascents are alike, but less so than the pairs of real images. <!-- claim: "
            "restarts_pairs_are_less_alike -->",
        ),
        "restarts-clusters": Figure(
            "restarts",
            ("medoids", "sizes"),
            figures.groups,
            caption="The most typical picture of each digit's largest loose clusters, and how many of the 50 ascents "
            "are in each. <!-- claim: restarts_clusters_are_counted -->",
            alt="Columns of up to three images for each digit, with their counts.",
        ),
    },
)
