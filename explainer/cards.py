"""What the card of a trained model says, and the faults that many models share.

A text may hold `<!-- number: NAME -->`, as a page may, and links that are relative to `models/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Model:
    """The models that an experiment leaves, all of one recipe: a card for each."""

    title: str  # of the card; with `{network}` where there are several
    about: str  # Markdown: how it is trained, and what for
    faults: tuple[str, ...]  # Markdown: what whoever uses it must know
    recipe: tuple[str, ...] = ()  # settings, or groups of them, by their path: `controls.cnn`
    seed: str = ""  # the path of the seed of the first; none where training is not random
    accuracy: Mapping[str, str] = field(default_factory=dict)  # what was measured → the number's name
    # what was measured of each network → an array with its share, or with which images it classifies correctly
    own: Mapping[str, str] = field(default_factory=dict)
    use: str = ""  # Python, after the two lines that load it
    images: str = ""  # the path of how many training images it learned from; none where from all


ORIGIN = (
    "Its test images are of the same origin as its training images. How good it is on others has not been measured "
    "here; [no test on these images can say it](../trained-models.md#how-sure-is-a-number)."
)
INPUT = (
    "It expects what MNIST has: 28×28 pixels in [0, 1], 0 background and 1 ink, the digit in a box of 20×20, its "
    "centre of mass in the middle. It was not trained on photographs, on images with 0 for ink, or on digits elsewhere."
)
NO_REFUSAL = "It knows ten answers and no other: whatever the image is, one of the ten digits is the answer."

OF_LINEAR = (
    INPUT,
    ORIGIN,
    NO_REFUSAL,
    "It is one template for each digit: a digit that is moved or turned is another image to it "
    "([why so good, and no better](../limits.md)).",
)
_FOOLED = (
    "from one image of shuffled pixels, <!-- number: fooling.reached --> of the ten classes were reached with a "
    "probability of <!-- number: fooling.wanted --> or more"
)
_CALIBRATION = (
    "expected calibration error is <!-- number: cnn.expected_calibration_error -->, and "
    "<!-- number: cnn.scaled_calibration_error --> once the logits are divided by <!-- number: cnn.temperature -->"
)
_PICTURES = (
    "The images that excite its units most need not look like anything; "
    "[how far to trust such pictures](../trust.md) has a chapter of its own."
)
OF_THE_NETWORK = (
    INPUT,
    f"{NO_REFUSAL} Images that are no digits can make it sure: {_FOOLED} ([how far to trust them](../trust.md)).",
    f"Its probabilities are poorly calibrated: their {_CALIBRATION} ([the network](../network.md)).",
    ORIGIN,
    _PICTURES,
)
OF_SEEDS = (  # the same recipe, but not the network that it was measured on
    INPUT,
    f"{NO_REFUSAL} Images that are no digits may make it sure: on [the network of the first seed](../trust.md), "
    f"{_FOOLED}.",
    "Its probabilities may be poorly calibrated: on [the network of the first seed](../network.md), their "
    f"{_CALIBRATION}.",
    ORIGIN,
    _PICTURES,
)
OF_OTHER_NETWORKS = (
    INPUT,
    NO_REFUSAL,
    ORIGIN,
    "Nothing else is known of it: fooling images and calibration were measured on [the network](cnn.md) only.",
)

LINEAR_USE = 'logits = images.reshape(-1, 784) @ model["weights"].T + model["biases"]  # images (N, 28, 28)'
NETWORK_USE = (
    "from recompute import forward  # recompute.py of this site\n"
    'logits = forward(model, images.reshape(-1, 784))["logits"]  # images (N, 28, 28), float32'
)
