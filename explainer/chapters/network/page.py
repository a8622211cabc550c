"""What the page on the network shows."""

from explainer.chapters.network import figures
from explainer.rows import Experiment, Figure, Page

PAGE = Page(
    "network.md",
    "The network",
    experiments={
        "cnn": Experiment("Training the network", settings="cnn", cost=5, module="explainer.trainings.cnn"),
        "network": Experiment("Looking inside it", settings="ascent", inputs=("cnn",)),
        "seeds": Experiment(
            "Training it from other seeds",
            settings="seeds",
            inputs=("cnn",),
            cost=4,
            module="explainer.trainings.seeds",
        ),
        "calibration": Experiment("Asking how sure it is", settings="calibration", inputs=("cnn", "logistic")),
        "detectors": Experiment("Looking for edges and loops", settings="detectors", inputs=("cnn", "seeds")),
        "attributions": Experiment(
            "Asking which pixels decided", settings="attributions", inputs=("cnn", "logistic", "seeds")
        ),
    },
    figures={
        "network-loops": Figure(
            "network",
            (
                "training_images",
                "training_labels",
                "start_image",
                "layer_names",
                "layer_shapes",
                "layer_parameters",
            ),
            figures.loops,
            caption="One network, two loops. What a loop changes has a heavy frame. Training sends images down the "
            "left side and changes the weights; the climb of the next chapter sends one image down the right side and "
            "changes that.",
            alt="A flowchart. On the left, training images with their classes go through the network to ten logits and "
            "a loss, and an arrow leads from the loss back to the network: a step for every weight, down the slope of "
            "the loss. <!-- claim: network_flowchart_shows_training_images --> On the right, one image, noise at "
            "first, goes through the same network to one unit and its activation, and an arrow leads from there back "
            "to the image: a step for every pixel, up the slope of the unit. <!-- claim: "
            "network_flowchart_starts_from_noise --> The network stands between as a list of layers: conv1, conv2, "
            "dense1 and logits. <!-- claim: network_flowchart_lists_the_layers -->",
        ),
        "training": Figure(
            "network",
            ("losses", "validation_steps", "validation_accuracies"),
            figures.training,
            caption="Above, the loss at every training step: the surprise at the true, slightly smoothed labels. "
            "Below, the share of the validation images named rightly, before training and after each time through the "
            "training images.",
            alt="The loss begins near log 10, the loss of a guess, falls steeply, then slowly, and ends far below. "
            "<!-- claim: network_loss_falls_steeply_then_slowly --> The accuracy begins near one in ten, and is near "
            "its end after one epoch. <!-- claim: network_accuracy_is_soon_near_its_end -->",
        ),
        "confusion": Figure(
            "network",
            ("confusion",),
            figures.confusion,
            caption="All test images by true class and by the class that the network gives. "
            "<!-- claim: network_confusion_counts_all_test_images --> Errors are shaded, the "
            "stronger the commoner.",
            alt="A ten by ten table of counts. Nearly all lie on the diagonal, where the network is right; "
            "<!-- number: cnn.test_errors --> lie beside it. <!-- claim: network_nearly_all_lie_on_the_diagonal -->",
        ),
        "errors": Figure(
            "network",
            ("error_images", "error_labels", "error_predicted", "error_probabilities"),
            figures.errors,
            caption="The first test images that the network gets wrong, nine at most: the true class, the class that "
            "it gives, and the probability that it gives it. <!-- claim: network_errors_shown_are_the_first -->",
            alt="Test digits, each with its label, the other class that the network gave it, and a probability.",
        ),
        "network-conv1": Figure(
            "network",
            ("conv1_filters",),
            figures.conv1,
            caption="The filters of the first convolution, by number, on one scale.",
            alt="Sixteen squares of five by five weights, each with blue and red parts.",
        ),
        "network-conv2": Figure(
            "network",
            ("conv1_filters", "conv2_filters"),
            figures.conv2,
            caption="Every filter of the second convolution, on one scale: a row for each of its units, in two halves, "
            "and a column for each map that the unit reads. Over a column stands the filter of the first convolution "
            "that makes that map, on a scale of its own.",
            alt="A table of little squares of five by five weights, thirty-six rows by sixteen columns. Nearly "
            "all of them mix blue and red, no row and no column is blank, and some rows are paler than others. "
            "<!-- claim: network_second_squares_mix_colours -->",
        ),
        "network-maps": Figure(
            "network",
            ("digit", "digit_label", "conv1", "conv1_relu", "conv2", "conv2_relu"),
            figures.maps,
            caption="The feature maps of the first test image. On the left what the two convolutions give, on the "
            "right what is left of it after pooling and ReLU. Each row has one scale.",
            alt="The first convolution shows the digit sixteen times, with different edges in blue and red; the "
            "second thirty-six times, coarser. On the right there is no red, and the lower squares are mostly blank. "
            "<!-- claim: network_second_maps_are_mostly_blank -->",
        ),
        "network-answer": Figure(
            "network",
            ("dense1", "dense1_relu", "logits"),
            figures.answer,
            caption="The same image further on: the numbers of the dense layer before and after its ReLU, blue above "
            "zero and red below, and the ten logits.",
            alt="Two strips of numbers, the second without red. Below them ten bars; that of "
            "<!-- number: network.digit_label --> is by far the highest. "
            "<!-- claim: network_right_bar_is_by_far_the_highest -->",
        ),
        "network-worked": Figure("network", ("digit", "worked_unit", "worked_place", "worked_patch", "worked_filter", "worked_products", "worked_bias", "worked_blocks", "worked_corners"), figures.worked, caption="x", alt="x"),
        "reliability": Figure("calibration", (*(f"{name}_{what}" for name in ("network", "scaled", "linear") for what in ("counts", "confidences", "accuracies", "intervals")), "ceiling"), figures.reliability, caption="x", alt="x"),
        "network-edges": Figure("detectors", ("filters", "edges", "trained_r_squared"), figures.edges, caption="x", alt="x"),
        "digit-detectors": Figure("detectors", ("trained_digits", "untrained_digits", "trained_groups", "untrained_groups", "loops"), figures.detectors, caption="x", alt="x"),
        "attributions": Figure("attributions", ("digit", *(f"{name}_{what}" for name in ("linear", "network", "other") for what in ("gradient", "parts"))), figures.attributions, caption="x", alt="x"),
        "deletions": Figure("attributions", ("taken", "kept_linear_parts", "kept_linear_random", "kept_network_parts", "kept_network_anew", "kept_network_saliency", "kept_network_random"), figures.deletions, caption="x", alt="x"),
    },
)
