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
    seed: str = ""  # the path of the seed of the first; none where training has no chance in it
    accuracy: Mapping[str, str] = field(default_factory=dict)  # what was measured → the number's name
    # what was measured of each network → an array with its share, or with which images it classifies correctly
    own: Mapping[str, str] = field(default_factory=dict)
    use: str = ""  # the third line of Python, after the two that load it


ORIGIN = (
    "It was tested on digits of the origin that it was trained on. How good it is on digits of another origin, nobody "
    "has measured here; [no test on these images can say it](../trained-models.md#how-sure-is-a-number)."
)
INPUT = (
    "It wants what MNIST has: 28×28 pixels in [0, 1], 0 the background and 1 the ink, the digit in a box of 20×20 and "
    "its weight in the middle. A photograph, black ink given as 0 or a digit elsewhere in the image is none of that."
)
NO_REFUSAL = "It knows ten answers and no other: whatever the image is, one of the ten digits is the answer."

OF_LINEAR = (
    INPUT,
    ORIGIN,
    NO_REFUSAL,
    "It is one template for each digit: a digit that is moved or turned is another image to it "
    "([why so good, and no better](../limits.md)).",
)
OF_NETWORKS = (
    INPUT,
    f"{NO_REFUSAL} Images that are no digits can make it sure: from one image of shuffled pixels, "
    "<!-- number: fooling.reached --> of the ten classes were reached with a probability of "
    "<!-- number: fooling.wanted --> or more ([measured on the network of the first seed](../trust.md)).",
    "Its probabilities are not to be taken at their word. Their expected calibration error is "
    "<!-- number: cnn.expected_calibration_error -->, and <!-- number: cnn.scaled_calibration_error --> once the "
    "logits are divided by <!-- number: cnn.temperature --> ([measured on the network of the first "
    "seed](../network.md)).",
    ORIGIN,
    "The images that excite its units most need not look like anything; "
    "[how far to trust such pictures](../trust.md) has a chapter of its own.",
)

LINEAR_USE = 'logits = images.reshape(-1, 784) @ model["weights"].T + model["biases"]  # images (N, 28, 28)'
NETWORK_USE = "shapes = {name: tensor.shape for name, tensor in model.items()}"
