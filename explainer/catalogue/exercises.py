"""What the page that answers the tutorial's exercises shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import exercises

WORTH = (*(f"{layer}_{what}" for layer in ("conv1", "conv2") for what in ("moved", "explained", "silent")), "explained")

PAGE = Page(
    "exercises.md",
    experiments={
        "units": Experiment("Taking units out", settings="units", needs=("cnn",)),
        "narrow": Experiment("Training with fewer filters", settings="narrow", effort=1.2),
        "deep": Experiment("Training with a third convolution", settings="deep", effort=1),
        "dense": Experiment("Training with a second dense layer", settings="dense", effort=1),
        "added": Experiment("Climbing in the layers added", settings="added", needs=("deep", "dense")),
        "exercise": Experiment("Comparing their sizes", needs=("seeds", "cnn", "narrow", "deep", "dense")),
        "restarts": Experiment("Climbing five hundred times", settings="restarts", needs=("cnn", "logistic")),
    },
    numbers={
        "units.images": Number("units", "count"),
        "units.conv1_unused": Number("units", "count"),
        "units.conv1_redundant": Number("units", "count"),
        "units.conv1_loosely_redundant": Number("units", "count"),
        "units.conv1_most_changed": Number("units", "fraction"),
        "units.conv1_half_kept": Number("units", "fraction"),
        "units.conv2_unused": Number("units", "count"),
        "units.conv2_redundant": Number("units", "count"),
        "units.conv2_loosely_redundant": Number("units", "count"),
        "units.conv2_most_changed": Number("units", "fraction"),
        "units.conv2_half_kept": Number("units", "fraction"),
        "units.paper": Number("units", "count"),
        "units.paper_unused": Number("units", "count"),
        "units.without_paper_kept": Number("units", "fraction"),
        "exercise.narrow_accuracy": Number("narrow", "fine fraction"),
        "exercise.narrow_parameters": Number("narrow", "count"),
        "exercise.quarter_accuracy": Number("narrow", "fine fraction"),
        "exercise.quarter_parameters": Number("narrow", "count"),
        "exercise.eighth_accuracy": Number("narrow", "fine fraction"),
        "exercise.eighth_parameters": Number("narrow", "count"),
        "exercise.deep_accuracy": Number("deep", "fine fraction"),
        "exercise.deep_parameters": Number("deep", "count"),
        "exercise.conv3_unused": Number("added", "count"),
        "exercise.conv3_left_when_moved": Number("added", "fraction"),
        "exercise.dense_accuracy": Number("dense", "fine fraction"),
        "exercise.dense_parameters": Number("dense", "count"),
        "exercise.dense1_unused": Number("added", "count"),
        "exercise.dense1_left_when_moved": Number("added", "fraction"),
        "exercise.dense2_unused": Number("added", "count"),
        "exercise.dense2_left_when_moved": Number("added", "fraction"),
        "exercise.narrow_difference": Number("exercise", "difference of fractions"),
        "exercise.quarter_difference": Number("exercise", "difference of fractions"),
        "exercise.eighth_difference": Number("exercise", "difference of fractions"),
        "exercise.deep_difference": Number("exercise", "difference of fractions"),
        "exercise.dense_difference": Number("exercise", "difference of fractions"),
        "restarts.count": Number("restarts", "count"),
        "restarts.best_logit_gain": Number("restarts", "logit"),
        "restarts.logit_range": Number("restarts", "logit"),
        "restarts.linear_all": Number("restarts", "count"),
        "restarts.linear_best": Number("restarts", "count"),
        "restarts.linear_together": Number("restarts", "count"),
        "restarts.network_together": Number("restarts", "count"),
        "restarts.together_logit": Number("restarts", "logit"),
        "restarts.mean_logit": Number("restarts", "logit"),
        "restarts.likeness": Number("restarts", "correlation"),
        "restarts.best_likeness": Number("restarts", "correlation"),
        "restarts.together_likeness": Number("restarts", "correlation"),
        "restarts.real_likeness": Number("restarts", "correlation"),
        "restarts.logit_and_likeness": Number("restarts", "correlation"),
        "restarts.alike": Number("restarts", "correlation"),
        "restarts.real_alike": Number("restarts", "correlation"),
        "restarts.clusters": Number("restarts", "count"),
        "restarts.loose_clusters": Number("restarts", "count"),
    },
    figures={
        "units-worth": Figure(
            "units",
            WORTH,
            exercises.worth,
            caption="Above: how far the ten logits move when one unit is taken out (root mean square). Hollow dots are "
            "units that are never on. Below: the share of a unit's variance that a weighted sum of the others gives; "
            "above the dashed line we call it redundant. Units that are never on are left out.",
            alt="Four rows of sorted dots. The logits move by less and less from one unit to the next, down to nothing "
            "for the hollow dots. How much the others say varies widely within each layer; no gap marks where "
            "redundancy begins.",
        ),
        "units-correlations": Figure(
            "units",
            ("conv1_correlations", "conv2_correlations"),
            exercises.correlations,
            caption="How alike the maps of every two units of a layer are, over images and places. The diagonal is a "
            "unit with itself.",
            alt="Two square tables of colours with a dark blue diagonal. Beside it there is more blue in the first "
            "convolution than in the second, which is mostly pale.",
        ),
        "units-kept": Figure(
            "units",
            ("conv1_kept", "conv2_kept"),
            exercises.kept,
            caption="The share of images that are given to the same class as before when units are taken out one after "
            "another, the one that is missed least first. Nothing is trained again. The dotted line is half of the "
            "units.",
            alt="Two curves begin flat at a hundred percent and stay there for a while; then they fall steeply, to "
            "about what a guess gives when no unit is left.",
        ),
        "exercise-sizes": Figure(
            "exercise",
            ("names", "accuracies", "seeds"),
            exercises.sizes,
            caption="Test accuracy of each network after one training. Circles: the site's own network from each of "
            "its seeds; the band is their range.",
            alt="A column of dots. With half, a quarter and an eighth of the filters the accuracy falls further each "
            "time; the two networks with one more layer lie in or near the band.",
        ),
        "exercise-conv3": Figure(
            "added",
            ("conv3_images", "conv3_silent"),
            exercises.conv3,
            caption="The image that each of the 36 units of the third convolution likes to see, unit 0 first. Pale: "
            "units that none of the training images looked at puts on.",
            alt="Thirty-six grey and black squares of fine stripes, hatching and dots, the same all over a square.",
        ),
        "exercise-dense1": Figure(
            "added",
            ("dense1_images", "dense1_silent"),
            exercises.dense1,
            caption="The image that each of the 128 units of the first dense layer likes to see. Pale: units that none "
            "of the training images looked at puts on.",
            alt="A hundred and twenty-eight small squares of winding black and white strokes, many of them pale.",
        ),
        "exercise-dense2": Figure(
            "added",
            ("dense2_images", "dense2_silent"),
            exercises.dense2,
            caption="The same for the second dense layer.",
            alt="A hundred and twenty-eight small squares like those of the layer before, fewer of them pale.",
        ),
        "restarts-logits": Figure(
            "restarts",
            ("logits",),
            exercises.logits,
            caption="The logit at which each of the 50 climbs ended, in the order of the starts; the highest is "
            "filled.",
            alt="Ten narrow clouds of fifty dots. Within a cloud the logits differ by <!-- number: "
            "restarts.logit_range --> on average from lowest to highest; the clouds differ by more.",
        ),
        "restarts-images": Figure(
            "restarts",
            ("chosen",),
            exercises.chosen,
            caption="The image with the highest, the middle and the lowest of the 50 logits of each digit, and the "
            "mean of all 50.",
            alt="Four rows of ten images. The first three rows are equally hard to read; the last is greyer and "
            "smoother.",
        ),
        "restarts-likeness": Figure(
            "restarts",
            ("logits", "likeness", "together_likeness", "real_likeness"),
            exercises.likeness,
            caption="Likeness to the mean training image of the digit (the correlation of their pixels), for each of "
            "the 50 climbs. Filled: the one with the highest logit.",
            alt="Ten clouds of dots well below ten bars. The bars are real digits; the filled dots lie anywhere in "
            "their clouds; the diamonds of the mean images lie in the clouds or a little above.",
        ),
        "restarts-alike": Figure(
            "restarts",
            ("alike", "real_alike"),
            exercises.alike,
            caption="How alike two climbs to the same digit are, and two real images of it: the middle nine tenths of "
            "all pairs among 50, with the median.",
            alt="For each digit the pairs of climbs are less alike than the pairs of real images.",
        ),
        "restarts-clusters": Figure(
            "restarts",
            ("medoids", "sizes"),
            exercises.groups,
            caption="The most typical picture of each digit's largest loose clusters, and how many of the 50 climbs "
            "are in each.",
            alt="Columns of up to three images for each digit, with their counts.",
        ),
    },
)
