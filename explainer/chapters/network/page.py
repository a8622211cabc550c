"""What the page on the network shows."""

from explainer.cards import NETWORK_USE, OF_SEEDS, OF_THE_NETWORK, Model
from explainer.rows import Drawings, Experiment, Figure, Page, Table, digits

figures = Drawings("explainer.chapters.network.figures")

# What the figures are drawn from, by the names that the arrays of an experiment share.
BINS = tuple(
    f"{name}_{what}"
    for name in ("network", "scaled", "linear")
    for what in ("counts", "confidences", "accuracies", "intervals")
)
MAPS = tuple(f"{name}_{what}" for name in ("linear", "network", "other") for what in ("gradient", "parts"))
KEPT = tuple(
    f"kept_{name}"
    for name in (
        "linear_parts", "linear_random", "network_parts", "network_anew", "network_saliency", "network_random"
    )
)  # fmt: skip

PAGE = Page(
    "network.md",
    "The network",
    experiments={
        "cnn": Experiment("Training the network", settings="cnn", cost=1, module="explainer.trainings.cnn"),
        "network": Experiment("Looking inside it", settings="ascent", inputs=("cnn",)),
        "seeds": Experiment(
            "Training it from other seeds",
            settings="seeds",
            inputs=("cnn",),
            cost=4,
            module="explainer.trainings.seeds",
        ),
        "optimizer": Experiment("Taking a gradient apart", settings="cnn"),
        "calibration": Experiment("Asking how sure it is", settings="calibration", inputs=("cnn", "logistic")),
        "detectors": Experiment("Looking for edges and loops", settings="detectors", inputs=("cnn", "seeds"), cost=1.7),
        "attributions": Experiment(
            "Asking which pixels decided", settings="attributions", inputs=("cnn", "logistic", "seeds"), cost=0.3
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
            "left side and changes the weights; the gradient ascent of the next chapter sends one image down the "
            "right side and changes that.",
            alt="A flowchart. On the left, training images with their classes go through the network to ten logits "
            "and a loss, and an arrow leads from the loss back to the network: a step for every weight, down the "
            "gradient of the loss. <!-- claim: network_flowchart_shows_training_images --> On the right, one image, "
            "noise at first, goes through the same network to one unit and its activation, and an arrow leads from "
            "there back to the image: a step for every pixel, up the gradient of the unit. <!-- claim: "
            "network_flowchart_starts_from_noise --> The network stands between as a list of layers: conv1, conv2, "
            "dense1 and logits. <!-- claim: network_flowchart_lists_the_layers -->",
            table=Table({"layer_names": (), "layer_parameters": (), "layer_shapes": ("channels", "rows", "columns")}),
        ),
        "network-worked": Figure(
            "network",
            (
                "digit",
                "worked_unit",
                "worked_place",
                "worked_patch",
                "worked_filter",
                "worked_products",
                "worked_bias",
                "worked_blocks",
                "worked_corners",
            ),
            figures.worked,
            caption="One number of a feature map. Above, the image and the ink under the filter. In the middle, the "
            "filter's weights and the products of ink and weight. Below, the numbers of the map that are pooled with "
            "this one, and four numbers from another place of the map. Every table has a scale of its own; all "
            "numbers are rounded to two decimals.",
            alt="The first test image with a blue frame around a patch. Beside it the ink of that patch as a table; "
            "below, the table of the filter's weights, blue above zero and red below, and the table of the products. "
            "Under them the sum of the products plus the bias makes the activation. At the bottom twice four "
            "numbers, the largest of the four, and what the ReLU makes of it: once the same number, once 0. <!-- "
            "claim: network_worked_figure_shows_both_cases -->",
        ),
        "training": Figure(
            "network",
            ("losses", "validation_steps", "validation_accuracies"),
            figures.training,
            caption="Above, the loss at every training step: the cross-entropy with the true, slightly smoothed "
            "labels. Below, the share of the validation images that is correctly classified, before training and "
            "at every tenth of the way.",
            alt="The loss begins near log 10, the loss of a guess, falls steeply, then slowly, and ends far below. "
            "<!-- claim: network_loss_falls_steeply_then_slowly --> The accuracy begins near one in ten, and is near "
            "its end after three tenths of the steps. <!-- claim: network_accuracy_is_soon_near_its_end -->",
            table=Table({"losses": (), "validation_steps": (), "validation_accuracies": ()}),
        ),
        "muon": Figure(
            "optimizer",
            ("before", "after"),
            figures.muon,
            caption="The singular values of a gradient, the largest first: how far it goes along each of its "
            "directions, as a share of the largest. It is that of the second convolution, for the first images "
            "of the training. Beside it, those of the step that Muon makes of it. <!-- unclaimed: how the figure is "
            "drawn -->",
            alt="Two rows of dots. Those of the gradient fall fast, and most of them are a small part of the first. "
            "<!-- claim: network_gradient_falls_fast --> Those of the step stay high: the last is more than half of "
            "the first. <!-- claim: network_step_stays_high -->",
            table=Table({"before": (), "after": ()}),
        ),
        "confusion": Figure(
            "network",
            ("confusion",),
            figures.confusion,
            caption="The confusion matrix: all test images by true class and by the class that the network predicts. "
            "<!-- claim: network_confusion_counts_all_test_images --> Errors are shaded, the stronger the more "
            "common.",
            alt="A ten by ten table of counts. Nearly all lie on the diagonal, where the network is right; <!-- "
            "number: cnn.test_errors --> lie beside it. <!-- claim: network_nearly_all_lie_on_the_diagonal -->",
            table=Table({"confusion": digits("predicted")}, rows=digits("true")),
        ),
        "errors": Figure(
            "network",
            ("error_images", "error_labels", "error_predicted", "error_probabilities"),
            figures.errors,
            caption="The first test images that the network misclassifies, nine at most: the true class, the class "
            "that it predicts, and the probability that it gives it. <!-- claim: network_errors_shown_are_the_first "
            "-->",
            alt="Test digits, each with its label, the other class that the network predicted, and a probability.",
            table=Table({"error_labels": (), "error_predicted": (), "error_probabilities": ()}),
        ),
        "reliability": Figure(
            "calibration",
            (*BINS, "ceiling"),
            figures.reliability,
            caption="Reliability diagrams, on the test images. Above, the accuracy of each bin of confidence, with "
            "its 95 % interval; on the dotted line confidence and accuracy are the same. Below, how many images are "
            "in the bin, on a logarithmic scale. The red line is the ceiling that label smoothing sets. <!-- "
            "unclaimed: how the figure is drawn -->",
            alt="Three diagrams. The points of the network lie above the line wherever a bin has many images, and "
            "most images are in the last bins, at the ceiling. <!-- claim: network_points_lie_above_the_line --> "
            "After temperature scaling the last bin holds nearly all images and lies on the line; the others have "
            "few images and long intervals. <!-- claim: network_last_bin_is_on_the_line --> The points of the linear "
            "classifier lie near the line, many of them a little above it. <!-- claim: "
            "network_linear_points_lie_near_the_line -->",
            table=Table({name: (f"{name}_low", f"{name}_high") if name.endswith("intervals") else () for name in BINS}),
        ),
        "network-conv1": Figure(
            "network",
            ("conv1_filters",),
            figures.conv1,
            caption="The filters of the first convolution, by number, on one scale.",
            alt="Squares of weights, each with blue and red parts.",
        ),
        "network-conv2": Figure(
            "network",
            ("conv1_filters", "conv2_filters"),
            figures.conv2,
            caption="Every filter of the second convolution, on one scale: a row for each of its channels, in two "
            "halves, and a column for each map that it reads. Over a column stands the filter of the first "
            "convolution that makes that map, on a scale of its own.",
            alt="A table of little squares of weights, a row for each channel and a column for each map. Nearly all "
            "of them mix blue and red, no row and no column is blank, and some rows are paler than others. <!-- "
            "claim: network_second_squares_mix_colours -->",
        ),
        "network-maps": Figure(
            "network",
            ("digit", "digit_label", "conv1", "conv1_relu", "conv2", "conv2_relu"),
            figures.maps,
            caption="The feature maps of the first test image. On the left what the two convolutions give, on the "
            "right what is left of it after pooling and ReLU. Each row has one scale.",
            alt="The first convolution shows the digit once for each filter, with different edges in blue and red; "
            "the second shows it coarser. On the right there is no red, and the lower squares are mostly blank. <!-- "
            "claim: network_second_maps_are_mostly_blank -->",
        ),
        "network-answer": Figure(
            "network",
            ("dense1", "dense1_relu", "logits"),
            figures.answer,
            caption="The same image further on: the numbers of the dense layer before and after its ReLU, blue above "
            "zero and red below, and the ten logits.",
            alt="Two strips of numbers, the second without red. Below them ten bars; that of <!-- number: "
            "network.digit_label --> is by far the highest. <!-- claim: network_right_bar_is_by_far_the_highest -->",
            table=Table({"dense1": (), "dense1_relu": (), "logits": ()}),
        ),
        "network-edges": Figure(
            "detectors",
            ("filters", "edges", "trained_r_squared"),
            figures.edges,
            caption="Each filter of the first convolution, by number, over the edge that is nearest to it, and the "
            "share of the filter's variance that this edge explains. The most edge-like filters come first. One "
            "scale. <!-- claim: network_edges_are_in_order -->",
            alt="Filters in two rows, under each a square of two tones parted by a straight line, with a percentage. "
            "The first filters look somewhat like their edges, with blue on one side and red on the other; the last "
            "ones do not.",
            table=Table({"trained_r_squared": ()}),
        ),
        "digit-detectors": Figure(
            "detectors",
            ("trained_digits", "untrained_digits", "trained_groups", "untrained_groups", "loops"),
            figures.detectors,
            caption="How well the best unit of the dense layer tells a digit, or a group of four, from the rest, in "
            "the trained network and in one with random weights. Each mark is one digit or one group. The rings "
            "are the digits with a loop: 0, 6, 8 and 9. <!-- claim: network_loops_are_these_digits -->",
            alt="Four rows of marks. After training, the marks of the single digits crowd at the right end; "
            "those of the groups are widely spread. Training moves both to the right. <!-- claim: "
            "network_training_moves_strokes_right --> The rings lie in the crowd of their rows.",
            table=Table({"trained_digits": digits("trained"), "untrained_digits": digits("untrained")}),
        ),
        "attributions": Figure(
            "attributions",
            ("digit", *MAPS),
            figures.attributions,
            caption="The first test image, and three maps of the same margin: its gradient, the saliency, and "
            "gradient × input, blue for the winner and red against it. Every map has a scale of its own. The third "
            "row is the same network, trained from another seed.",
            alt="Three rows of four pictures. The linear classifier's gradient has larger patches of one colour "
            "than those of the two networks, and no two rows look alike. Gradient × input has colour on "
            "the strokes of the digit alone. <!-- claim: network_maps_of_digit_differ -->",
        ),
        "deletions": Figure(
            "attributions",
            ("taken", *KEPT),
            figures.deletions,
            caption="The share of test digits that keep their predicted class while the ink of more and more pixels "
            "is taken away, in different orders. Each classifier is asked about its own class. <!-- unclaimed: how "
            "the figure is drawn -->",
            alt="Two diagrams of falling lines. Pixels drawn at random do little to either classifier. By gradient × "
            "input, the linear classifier's line falls almost to the bottom at once; the network's falls slowly, "
            "that of the gradient taken anew faster. That of saliency lies in between. <!-- claim: "
            "network_deletion_lines_fall_in_this_order -->",
        ),
    },
    models={
        "cnn": Model(
            "The network",
            "Two convolutions, each with pooling and a ReLU, a dense layer and ten logits; trained by Muon and AdamW. "
            "It is *the network* of this site: its pictures are of this one.",
            recipe=("cnn",),
            seed="cnn.seed",
            accuracy={
                "test": "cnn.test_accuracy",
                "test, mean over seeds": "cnn.test_accuracy_mean",
                "test, standard deviation over seeds": "cnn.test_accuracy_std",
                "test, lowest of the seeds": "cnn.test_accuracy_lowest",
                "test, highest of the seeds": "cnn.test_accuracy_highest",
                "test, standard error over images": "trained.network_sampling_error",
            },
            faults=("It misclassifies <!-- number: cnn.test_errors --> test images.", *OF_THE_NETWORK),
            use=NETWORK_USE,
        ),
        "seeds": Model(
            "The network from another seed ({network})",
            "The recipe of [the network](cnn.md), from another seed: other first weights and other mini-batches.",
            recipe=("seeds.cnn",),
            seed="seeds.cnn.seed",
            own={"test": "accuracies"},
            accuracy={
                "test, mean over seeds": "cnn.test_accuracy_mean",
                "test, standard deviation over seeds": "cnn.test_accuracy_std",
            },
            faults=OF_SEEDS,
            use=NETWORK_USE,
        ),
    },
)
