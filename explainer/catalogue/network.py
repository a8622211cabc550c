"""What the page on the network shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import network

PAGE = Page(
    "network.md",
    experiments={
        "cnn": Experiment("Training the network", settings="cnn", effort=5),
        "network": Experiment("Looking inside it", settings="ascent", needs=("cnn",)),
        "seeds": Experiment("Training it from other seeds", settings="seeds", needs=("cnn",), effort=4),
    },
    numbers={
        "cnn.seeds": Number("seeds", "count"),
        "cnn.test_accuracy_mean": Number("seeds", "fine fraction"),
        "cnn.test_accuracy_std": Number("seeds", "difference of fractions"),
        "cnn.test_accuracy_lowest": Number("seeds", "fine fraction"),
        "cnn.test_accuracy_highest": Number("seeds", "fine fraction"),
        "cnn.parameters": Number("cnn", "count"),
        "cnn.epochs": Number("cnn", "epochs"),
        "cnn.shift": Number("cnn", "count"),
        "cnn.batch": Number("cnn", "count"),
        "cnn.peak_rate": Number("cnn", "rate"),
        "cnn.images_seen": Number("cnn", "count"),
        "cnn.test_accuracy_before": Number("cnn", "fraction"),
        "cnn.test_accuracy": Number("cnn", "fraction"),
        "cnn.test_errors": Number("cnn", "count"),
        "network.worst_pair_true": Number("network", "digit"),
        "network.worst_pair_predicted": Number("network", "digit"),
        "network.worst_pair_count": Number("network", "count"),
        "network.first_loss": Number("network", "nats"),
        "network.uniform_loss": Number("network", "nats"),
        "network.steps": Number("network", "count"),
        "network.conv1_parameters": Number("network", "count"),
        "network.conv2_parameters": Number("network", "count"),
        "network.dense1_parameters": Number("network", "count"),
        "network.logits_parameters": Number("network", "count"),
        "network.dense1_share": Number("network", "fraction"),
        "network.kernel_side": Number("network", "count"),
        "network.conv1_units": Number("network", "count"),
        "network.conv1_side": Number("network", "count"),
        "network.pool1_side": Number("network", "count"),
        "network.conv2_units": Number("network", "count"),
        "network.pool2_side": Number("network", "count"),
        "network.flat_values": Number("network", "count"),
        "network.dense1_units": Number("network", "count"),
        "network.validation_first": Number("network", "fraction"),
        "network.validation_last": Number("network", "fraction"),
        "network.errors_even": Number("network", "count"),
        "network.errors_sure": Number("network", "count"),
        "network.digit_label": Number("network", "digit"),
        "network.digit_probability": Number("network", "probability"),
        "network.conv1_off_share": Number("network", "fraction"),
        "network.conv2_off_share": Number("network", "fraction"),
        "network.digit_dense1_on": Number("network", "count"),
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
            network.loops,
            caption="One network, two loops. What a loop changes has a heavy frame. Training sends images down the "
            "left side and changes the weights; the climb of the next chapter sends one image down the right side and "
            "changes that.",
            alt="A flowchart. On the left, training images with their classes go through the network to ten logits "
            "and a loss, and an arrow leads from the loss back to the network: a step for every weight, down the slope "
            "of the loss. On the right, one image, noise at first, goes through the same network to one unit and its "
            "activation, and an arrow leads from there back to the image: a step for every pixel, up the slope of the "
            "unit. The network stands between as a list of layers: conv1, conv2, dense1 and logits.",
        ),
        "training": Figure(
            "network",
            ("losses", "validation_steps", "validation_accuracies"),
            network.training,
            caption="Above, the loss at every training step: the surprise at the true, slightly smoothed labels. "
            "Below, the share of the validation images named rightly, before training and after each time through the "
            "training images.",
            alt="The loss begins near log 10, the loss of a guess, falls steeply, then slowly, and ends far below. The "
            "accuracy begins near one in ten, and is near its end after the first few epochs.",
        ),
        "confusion": Figure(
            "network",
            ("confusion",),
            network.confusion,
            caption="All test images by true class and by the class that the network gives. Errors are shaded, the "
            "stronger the commoner.",
            alt="A ten by ten table of counts. Nearly all lie on the diagonal, where the network is right; "
            "<!-- number: cnn.test_errors --> lie beside it.",
        ),
        "errors": Figure(
            "network",
            ("error_images", "error_labels", "error_predicted", "error_probabilities"),
            network.errors,
            caption="The first test images that the network gets wrong, nine at most: the true class, the class that "
            "it gives, and the probability that it gives it.",
            alt="Test digits, each with its label, the other class that the network gave it, and a probability.",
        ),
        "network-conv1": Figure(
            "network",
            ("conv1_filters",),
            network.conv1,
            caption="The filters of the first convolution, by number, on one scale.",
            alt="Sixteen squares of five by five weights, each with blue and red parts.",
        ),
        "network-conv2": Figure(
            "network",
            ("conv1_filters", "conv2_filters"),
            network.conv2,
            caption="Every filter of the second convolution, on one scale: a row for each of its units, in two halves, "
            "and a column for each map that the unit reads. Over a column stands the filter of the first convolution "
            "that makes that map, on a scale of its own.",
            alt="A table of little squares of five by five weights, thirty-six rows by sixteen columns. Nearly "
            "all of them mix blue and red, and no row and no column is blank.",
        ),
        "network-maps": Figure(
            "network",
            ("digit", "digit_label", "conv1", "conv1_relu", "conv2", "conv2_relu"),
            network.maps,
            caption="The feature maps of the first test image. On the left what the two convolutions give, on the "
            "right what is left of it after pooling and ReLU. Each row has one scale.",
            alt="The first convolution shows the digit sixteen times, with different edges in blue and red; the "
            "second thirty-six times, coarser. On the right there is no red, and the lower squares are mostly blank.",
        ),
        "network-answer": Figure(
            "network",
            ("dense1", "dense1_relu", "logits"),
            network.answer,
            caption="The same image further on: the numbers of the dense layer before and after its ReLU, blue above "
            "zero and red below, and the ten logits.",
            alt="Two strips of numbers, the second without red. Below them ten bars; that of "
            "<!-- number: network.digit_label --> is by far the highest.",
        ),
    },
)
