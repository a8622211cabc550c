"""Every choice that a page depends on, each with its reason.

The values below go into the cache keys (see `store`), the text of this file does not: experiments are handed
their settings and import this module for its types alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from explainer.errors import ExplainerError


def _root(package: Path) -> Path:
    """Return the folder of mkdocs.yml and docs/: beside the package in a checkout, else where this process began."""
    return package.parent if (package.parent / "mkdocs.yml").is_file() else Path.cwd()


ROOT = _root(Path(__file__).resolve().parent)
RECIPE_LOG = ROOT / "recipes" / "mnist.json"  # the trials by which the network's training was chosen

DATASETS = ("auto", "mnist", "digits", "idx")


def _sound(kind: str, value: object) -> bool:
    """Return whether a value is of the kind that its field says, and every number in it finite."""
    if kind.startswith("tuple"):
        return isinstance(value, tuple) and all(_sound("tuple" if isinstance(v, tuple) else "float", v) for v in value)
    if kind == "bool":
        return isinstance(value, bool)
    if kind not in ("int", "float"):
        return True
    if isinstance(value, bool) or not isinstance(value, int if kind == "int" else int | float):
        return False
    return abs(value) < float("inf")  # a NaN is not, nor is a whole number too large for a float


class Checked:
    """A choice that checks itself: `_rules` yields each rule with whether it is kept.

    Raises ExplainerError, when it is made, where one is not, or a number is not finite.
    """

    def __post_init__(self) -> None:
        for each in fields(self):  # type: ignore[arg-type]  # every class below is a dataclass
            name, value = each.name, getattr(self, each.name)
            if not _sound(str(each.type), value):
                raise ExplainerError(f"{type(self).__name__}.{name} is {value!r}; it must be finite, as {each.type}.")
            if name == "seed" and value < 0:
                raise ExplainerError(f"{type(self).__name__}: seed ≥ 0 must hold, and seed = {value}.")
        for rule, kept in self._rules():
            if not kept:
                given = {name: getattr(self, name) for name in re.findall(r"[a-z_]\w*", rule) if hasattr(self, name)}
                said = ", ".join(f"{name} = {value}" for name, value in given.items())
                raise ExplainerError(f"{type(self).__name__}: {rule} must hold, and {said}.")

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield from ()


@dataclass(frozen=True)
class DataSettings:
    """Which images, and where they lie."""

    name: str = "auto"  # MNIST where it can be had, else the digits inside scikit-learn
    folder: Path | None = None  # the user's own IDX files


@dataclass(frozen=True)
class LogisticSettings(Checked):
    """Multinomial logistic regression; C is scikit-learn's inverse strength of the L2 penalty."""

    # Half a decade apart, ascending; MNIST's validation loss is least inside, and finer steps hardly move it.
    strengths: tuple[float, ...] = (0.01, 0.03, 0.1, 0.3)
    tolerance: float = 1e-4  # of the gradient of the mean loss; a tenth of it takes five times as long for 0.01 points
    max_iterations: int = 1000  # never reached: about a hundred do

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "strengths > 0, at least one", bool(self.strengths) and min(self.strengths) > 0
        yield "strengths ascending", list(self.strengths) == sorted(self.strengths)
        yield "0 < tolerance < 1", 0 < self.tolerance < 1
        yield "max_iterations ≥ 1", self.max_iterations >= 1


@dataclass(frozen=True)
class TutorialSettings(Checked):
    """TensorFlow's *MNIST for ML Beginners*, as its code stood when the question was asked, in 2016."""

    batch: int = 100
    learning_rate: float = 0.5
    steps: int = 1000
    longer: int = 10_000  # steps: about there the same recipe comes nearest to the converged weights
    trainings: int = 5  # enough to tell the recipe from one training's luck; each takes less than a second
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "batch ≥ 1", self.batch >= 1
        yield "learning_rate > 0", self.learning_rate > 0
        yield "1 ≤ steps ≤ longer", 1 <= self.steps <= self.longer
        yield "trainings ≥ 2, for their spread", self.trainings >= 2


@dataclass(frozen=True)
class CnnSettings(Checked):
    """The network's training: Muon and AdamW, both on a one-cycle schedule (Smith and Topin 2019)."""

    # Chosen on validation; `make recipes` repeats the trials, those that failed among them.
    epochs: float = 1.1
    batch: int = 128
    peak_learning_rate: float = 6e-3  # of AdamW, for the first and the last layer and the biases
    muon_peak_learning_rate: float = 0.1  # of Muon, for the weights of all layers between; 0: AdamW has them too
    momentum: float = 0.8  # of Muon
    warm_up: float = 0.2  # of all steps
    betas: tuple[float, float] = (0.85, 0.95)  # of AdamW: shorter memory than usual, for a short training
    weight_decay: float = 1e-2  # of AdamW
    label_smoothing: float = 0.05
    shift: int = 1  # pixels: each batch is shifted by up to so many, so that a digit's exact place matters less
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "epochs > 0", self.epochs > 0
        yield "batch ≥ 1", self.batch >= 1
        yield "0 < peak_learning_rate < 1", 0 < self.peak_learning_rate < 1
        yield "0 ≤ muon_peak_learning_rate < 1", 0 <= self.muon_peak_learning_rate < 1
        yield "0 ≤ momentum < 1", 0 <= self.momentum < 1
        yield "0 < warm_up < 1", 0 < self.warm_up < 1
        yield "two betas, 0 ≤ betas < 1", len(self.betas) == 2 and all(0 <= beta < 1 for beta in self.betas)
        yield "0 ≤ weight_decay", self.weight_decay >= 0
        yield "0 ≤ label_smoothing < 1", 0 <= self.label_smoothing < 1
        yield "0 ≤ shift ≤ 4, the margin of a digit", 0 <= self.shift <= 4


@dataclass(frozen=True)
class SeedsSettings(Checked):
    """The same training from several seeds."""

    count: int = 5  # the first is the site's own; enough to see the size of the spread
    cnn: CnnSettings = field(default_factory=CnnSettings)

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "count ≥ 2, for a spread", self.count >= 2


@dataclass(frozen=True)
class CalibrationSettings(Checked):
    """How far a probability of the network can be taken at its word."""

    bins: int = 15  # of confidence, as Guo et al. (2017) take
    cnn: CnnSettings = field(default_factory=CnnSettings)  # its label smoothing sets the ceiling

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "bins ≥ 2", self.bins >= 2


@dataclass(frozen=True)
class DetectorsSettings(Checked):
    """Edges and loops: whether the hidden layers find the parts of digits that one might hope for."""

    edge: float = 0.5  # of a filter's variance, explained by its best step edge: more edge than anything else
    images: int = 5000  # test digits that units are scored on: shares of pairs are then good to half a point
    loops: tuple[int, ...] = (0, 6, 8, 9)  # the digits with a closed loop; a 4 has one in print, seldom by hand
    seed: int = 0  # untrained networks begin here, as many as there are trained ones

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "0 < edge < 1", 0 < self.edge < 1
        yield "images ≥ 1", self.images >= 1
        digits = set(self.loops) <= set(range(10)) and list(self.loops) == sorted(set(self.loops))
        yield "loops: 1 to 9 digits, ascending", digits and 1 <= len(self.loops) <= 9


@dataclass(frozen=True)
class AttributionSettings(Checked):
    """Which pixels an answer hangs on, for the linear classifier and for the network."""

    images: int = 500  # test digits: shares are then good to two points
    taken: tuple[int, ...] = (0, 5, 10, 15, 20, 30, 40, 60)  # pixels whose ink is taken away; a digit has about 140
    named: int = 20  # of them, the number that the text looks at: a seventh of the ink
    anew: int = 5  # pixels taken between two gradients; one at a time takes five times as long
    seed: int = 0  # of the pixels drawn at random

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "images ≥ 2", self.images >= 2
        yield "taken ≥ 0, ascending", min(self.taken, default=-1) >= 0 and list(self.taken) == sorted(set(self.taken))
        yield "named in taken", self.named in self.taken
        yield "anew ≥ 1", self.anew >= 1


@dataclass(frozen=True)
class ScratchSettings(Checked):
    """Softmax regression from scratch on a few images (allenlu2007)."""

    train: int = 500  # images, as the post has it
    test: int = 100  # images, as the post has it
    draws: int = 12  # of those images: a hundred test images alone are 3.5 points uncertain, twelve hundred one
    seed: int = 0
    printed_penalty: float = 1.0
    printed_learning_rate: float = 1e-5
    printed_steps: int = 1000
    printed_draws: int = 10  # enough to show how widely they differ
    # Scale of the pixels, learning rate, penalty: from the printed product of learning rate and steps upwards. On
    # pixels up to 255 the printed penalty is 255² times weaker, and next to nothing.
    search: tuple[tuple[int, float, float], ...] = ((1, 1e-3, 0.0), (1, 1e-1, 0.0), (255, 1e-7, 1.0))
    search_steps: tuple[int, ...] = (
        10,
        30,
        100,
        300,
        1000,
    )  # up to the printed number; they fill in between the rates
    search_draws: int = 2  # enough to tell settings apart that differ tenfold
    learning_rate: float = 0.1  # the largest power of ten at which the loss falls at every step
    penalties: tuple[float, ...] = (0.0, 0.01, 0.1)  # one of them is chosen on validation
    steps: tuple[int, ...] = (100, 200, 400, 600)  # likewise

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "train ≥ 10", self.train >= 10
        yield "test ≥ 1", self.test >= 1
        yield "draws ≥ 2", self.draws >= 2
        yield "printed_draws ≥ 2", self.printed_draws >= 2
        yield "search_draws ≥ 1", self.search_draws >= 1
        yield "printed_steps ≥ 1", self.printed_steps >= 1
        yield "search_steps ≥ 1", bool(self.search_steps) and min(self.search_steps) >= 1
        yield "steps ≥ 1", bool(self.steps) and min(self.steps) >= 1
        yield "penalties ≥ 0", bool(self.penalties) and min(self.penalties) >= 0
        yield "learning_rate > 0", self.learning_rate > 0
        yield (
            "search: each scale and rate > 0, each penalty ≥ 0",
            all(s > 0 and r > 0 and p >= 0 for s, r, p in self.search),
        )


@dataclass(frozen=True)
class SgdSettings(Checked):
    """Mini-batch gradient descent, as the answer on Cross Validated sets it."""

    batch: int = 64
    learning_rate: float = 0.5
    steps: int = 1000
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "batch ≥ 1", self.batch >= 1
        yield "learning_rate > 0", self.learning_rate > 0
        yield "steps ≥ 100, which the text looks back on", self.steps >= 100


@dataclass(frozen=True)
class EpochsSettings(Checked):
    """Whole epochs. Cuevas prints neither the optimizer, nor the batch, nor the learning rate: see docs/training.md."""

    epochs: int = 11  # the post trains once, then ten times more
    batch: int = 128  # with Adam at its usual learning rate, the power of two whose weights range as the post's do
    adam_learning_rate: float = 1e-3  # the default of Adam's authors and of TensorFlow
    sgd_learning_rate: float = 0.1  # with this batch, the one that is as accurate as the post after one epoch
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "epochs ≥ 11, as in the post", self.epochs >= 11
        yield "batch ≥ 1", self.batch >= 1
        yield "adam_learning_rate > 0", self.adam_learning_rate > 0
        yield "sgd_learning_rate > 0", self.sgd_learning_rate > 0


@dataclass(frozen=True)
class BatchesSettings(Checked):
    """Other sizes of the mini-batch and other learning rates, one at a time: what was fitted, and what was not."""

    epochs: EpochsSettings = field(default_factory=EpochsSettings)
    sizes: tuple[int, ...] = (64, 256)  # half and twice the one that was chosen
    adam_learning_rates: tuple[float, ...] = (3e-4, 3e-3)  # a third of it and three times as much
    sgd_learning_rates: tuple[float, ...] = (0.03, 0.3)  # likewise

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "sizes ≥ 1, at least one", bool(self.sizes) and min(self.sizes) >= 1
        yield (
            "adam_learning_rates > 0, at least one",
            bool(self.adam_learning_rates) and min(self.adam_learning_rates) > 0,
        )
        yield "sgd_learning_rates > 0, at least one", bool(self.sgd_learning_rates) and min(self.sgd_learning_rates) > 0


@dataclass(frozen=True)
class LimitsSettings(Checked):
    """What more images and other linear classifiers change."""

    logistic: LogisticSettings = field(default_factory=LogisticSettings)  # the trainer of docs/weights.md
    sizes: tuple[int, ...] = (100, 300, 1000, 3000, 10_000)  # training images; all of them are trained on there
    draws: int = 3  # trainings at each size: their spread is small beside the differences between sizes
    ridge: float = 10.0  # makes least squares solvable; from 1 to 100 validation accuracy is within its error
    pairs: int = 5  # commonest errors shown
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "sizes ≥ 10, at least one", bool(self.sizes) and min(self.sizes) >= 10
        yield "draws ≥ 1", self.draws >= 1
        yield "ridge > 0", self.ridge > 0
        yield "1 ≤ pairs ≤ 90", 1 <= self.pairs <= 90


@dataclass(frozen=True)
class ClaimsSettings(Checked):
    """The sources' trainings, from several seeds."""

    seeds: int = 5  # enough to see the size of the spread; each is a second or two on MNIST
    sgd: SgdSettings = field(default_factory=SgdSettings)
    epochs: EpochsSettings = field(default_factory=EpochsSettings)

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "seeds ≥ 2, for a spread", self.seeds >= 2


@dataclass(frozen=True)
class MislabelledSettings(Checked):
    """The network, trained with some wrong labels."""

    share: float = 0.05  # of the training labels: ten times as many as the test labels that the network disputes
    cnn: CnnSettings = field(default_factory=CnnSettings)
    ascent: AscentSettings = field(default_factory=lambda: AscentSettings())

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "0 < share < 1", 0 < self.share < 1


@dataclass(frozen=True)
class TrainedSettings(Checked):
    """The linear classifiers, trained again where no other experiment keeps what each says of every test image."""

    trainings: int = 5  # of the one that has chance in it: as many as of the network
    sgd: SgdSettings = field(default_factory=SgdSettings)  # the trainer of docs/training.md
    ridge: float = 10.0  # that of docs/limits.md

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "trainings ≥ 2, for a spread", self.trainings >= 2
        yield "ridge > 0", self.ridge > 0


@dataclass(frozen=True)
class InverseSettings(Checked):
    """Solving for an image."""

    target: float = 0.99  # the probability asked for; 1 has no solution, its logits are infinite
    confidences: tuple[float, ...] = (0.5, 0.9, 0.99, 0.999)  # each a nine more than the last, from an even chance
    largest_multiple: float = 5.0  # of the solved image; by then the rest is far too small to be seen on a linear axis
    multiples: int = 51  # points of a curve that is a straight line where it matters

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "0 < target < 1", 0 < self.target < 1
        yield "0 < confidences < 1, at least one", bool(self.confidences) and all(0 < p < 1 for p in self.confidences)
        yield "largest_multiple ≥ 1", self.largest_multiple >= 1
        yield "multiples ≥ 2", self.multiples >= 2


@dataclass(frozen=True)
class PatternSettings(Checked):
    """Two classes in two pixels, to show why a filter is not a picture."""

    points: int = 400  # enough to see two clouds, few enough to see points
    noise: float = 1.0  # the disturbance that both pixels share: as large as the step between the classes
    own_noise: float = 0.1  # each pixel's own, a tenth of that: the second pixel is worth listening to
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "points ≥ 4, and even", self.points >= 4 and self.points % 2 == 0
        yield "noise > 0", self.noise > 0
        yield "own_noise > 0", self.own_noise > 0


@dataclass(frozen=True)
class AscentSettings(Checked):
    """Activation maximization; steps, start and epsilon are those of Hvass-Labs' tutorial 13-B."""

    steps: int = 30
    step: float = 0.5  # standard deviations of the gradient; the tutorial takes 1 and overshoots
    shrinking: bool = True  # linearly to nothing; a constant step ends below its start on most of conv2
    low: float = 0.45  # the start is noise around mid-grey
    high: float = 0.55
    epsilon: float = 1e-8  # keeps the step finite where a gradient is zero
    printed_steps: int = 10  # of the one run that the tutorial prints
    strip: tuple[int, ...] = (0, 1, 2, 3, 5, 8, 15, 30)  # steps after which the image is shown; most happens early
    seed: int = 0

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps of `strip` that there are, and the last."""
        return (*(step for step in self.strip if step < self.steps), self.steps)

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "steps ≥ 1", self.steps >= 1
        yield "printed_steps ≥ 10, the rows of the table", self.printed_steps >= 10
        yield "step > 0", self.step > 0
        yield "0 ≤ low < high ≤ 1", 0 <= self.low < self.high <= 1
        yield "epsilon > 0", self.epsilon > 0
        yield (
            "strip ≥ 0, ascending, at least one",
            bool(self.strip) and self.strip[0] >= 0 and list(self.strip) == sorted(set(self.strip)),
        )


@dataclass(frozen=True)
class FinishedSettings(Checked):
    """The same ascent, until nothing more is gained: more steps, several starts, the best end kept."""

    # Twice as many gain little more: how little stands on the page.
    ascent: AscentSettings = field(default_factory=lambda: AscentSettings(steps=200))
    # Ranges of ink of the noise that it starts from: around five greys, none of which is the best for every unit.
    ranges: tuple[tuple[float, float], ...] = ((0.0, 0.1), (0.2, 0.3), (0.45, 0.55), (0.7, 0.8), (0.9, 1.0))
    sheets: int = 101  # uniform sheets that an image is held against, a hundredth of ink apart

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "ranges: 0 ≤ low < high ≤ 1, at least one", _are_ranges(self.ranges)
        yield "sheets ≥ 3, odd: background, mid-grey, full ink", self.sheets >= 3 and self.sheets % 2 == 1


@dataclass(frozen=True)
class FieldsSettings(Checked):
    """One place of a map: the patch that excites it most, beside real ones."""

    ascent: AscentSettings = field(default_factory=lambda: AscentSettings(steps=300))
    # Wide ranges: around mid-grey most of what one place sees is behind a ReLU that is off, and there is no gradient.
    ranges: tuple[tuple[float, float], ...] = ((0.0, 0.1), (0.9, 1.0), (0.0, 1.0), (0.0, 1.0), (0.0, 1.0))
    shown: int = 3  # real patches beside each

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "ranges: 0 ≤ low < high ≤ 1, at least one", _are_ranges(self.ranges)
        yield "1 ≤ shown ≤ 6, for want of room", 1 <= self.shown <= 6


def _are_ranges(ranges: tuple[tuple[float, float], ...]) -> bool:
    return bool(ranges) and all(len(each) == 2 and 0 <= each[0] < each[1] <= 1 for each in ranges)


@dataclass(frozen=True)
class FirstRecognisedSettings(Checked):
    """The tutorial's run for each digit, from several starts: when the image is first taken for the digit."""

    # The tutorial's own step and number of steps.
    ascent: AscentSettings = field(default_factory=lambda: AscentSettings(steps=10, step=1.0, shrinking=False))
    starts: int = 10  # of each digit

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "starts ≥ 1", self.starts >= 1


@dataclass(frozen=True)
class UnitsSettings(Checked):
    """When a unit of the network is called unused, and when redundant."""

    images: int = 500  # training images looked at: a unit on at one place in a thousand is then seen hundreds of times
    active: float = 0.001  # of all places; a unit on at fewer is called unused; most are on at a tenth and more
    r_squared: float = 0.9  # of a unit regressed on the others of its layer; with so much it is called redundant
    loose_r_squared: float = 0.7  # the same with less asked, to see how much the count hangs on the line that is drawn
    loosest_r_squared: float = 0.5  # and with half of the variance, for the question under "Try it"
    draws: int = 50  # of units to take out at random: the middle nine tenths of them are then a fair interval
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "images ≥ 10", self.images >= 10
        yield "0 ≤ active ≤ 1", 0 <= self.active <= 1
        yield "0 ≤ loose_r_squared ≤ r_squared ≤ 1", 0 <= self.loose_r_squared <= self.r_squared <= 1
        yield "0 ≤ loosest_r_squared ≤ 1", 0 <= self.loosest_r_squared <= 1
        yield "draws ≥ 2, for an interval", self.draws >= 2


@dataclass(frozen=True)
class NarrowSettings(Checked):
    """The network with fewer filters."""

    filters: tuple[tuple[int, int], ...] = ((8, 18), (4, 9), (2, 4))  # halved, and again, and again
    seeds: int = 2  # of the halved one: it is the one near to what chance gives
    cnn: CnnSettings = field(default_factory=CnnSettings)

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield (
            "three pairs of filters, each ≥ 1",
            len(self.filters) == 3 and all(len(pair) == 2 and min(pair) >= 1 for pair in self.filters),
        )
        yield "seeds ≥ 1", self.seeds >= 1


@dataclass(frozen=True)
class LargerSettings(Checked):
    """A network with one layer more than the tutorial's; the new layer is as large as the one before it."""

    filters: tuple[int, ...] = (16, 36)
    dense: tuple[int, ...] = (128,)
    seeds: int = 2  # trainings: one alone has come near to two standard errors by chance
    cnn: CnnSettings = field(default_factory=CnnSettings)

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "1 to 3 numbers of filters, each ≥ 1", 1 <= len(self.filters) <= 3 and min(self.filters) >= 1
        yield "dense ≥ 1, at least one", bool(self.dense) and min(self.dense) >= 1
        yield "seeds ≥ 1", self.seeds >= 1


@dataclass(frozen=True)
class AddedSettings(Checked):
    """Activation maximization for the units of those layers."""

    images: int = 2000  # training images on which a unit may show that it is not silent
    shift: int = 4  # pixels: one place of the third convolution's maps, so that its grid of pooling fits again
    greys: int = 21  # even sheets tried beside each image, from background to full ink
    ascent: AscentSettings = field(default_factory=AscentSettings)

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "images ≥ 1", self.images >= 1
        yield "1 ≤ shift < 28", 1 <= self.shift < 28
        yield "greys ≥ 2, background and ink", self.greys >= 2


@dataclass(frozen=True)
class RestartsSettings(Checked):
    """Activation maximization of the same logit from many starts."""

    count: int = 50  # for each digit, as the tutorial's exercise has it
    few: int = 5  # tries instead: a tenth of them, to see how much of the gain they give
    patience: int = 10  # times as many steps, for the first few: is the ascent cut short?
    ascent: AscentSettings = field(default_factory=AscentSettings)

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "count ≥ 3, to have pairs", self.count >= 3
        yield "1 ≤ few ≤ count", 1 <= self.few <= self.count
        yield "patience ≥ 1", self.patience >= 1


@dataclass(frozen=True)
class LadderSettings(Checked):
    """Regularizers, from none to the strongest: one strength for each prior and image, and one rule for all of them.

    A prior is as strong as it can be while the image still gets the logit of an ordinary digit of its class: the
    median on validation. How clear it looks is not asked, and the linear classifier is not asked either.
    """

    # Half as many steps again as on docs/activation-maximization.md: two forces have to settle, not one.
    ascent: AscentSettings = field(default_factory=lambda: AscentSettings(steps=45))
    strengths: int = 12  # tried for each prior, each √2 times the last: enough to span what any image stands
    weakest_l2: float = 0.02  # the first strength tried; here, as below, one that every image stands
    weakest_tv: float = 0.005  # between neighbours there is more to sum
    weakest_fourier: float = 0.0025  # waves give way sooner than pixels
    weakest_gaussian: float = 0.02
    jitter: int = 2  # pixels; three would move a stroke off itself
    decay: float = 1.0  # in natural images, amplitudes fall about as 1 / frequency
    fourier_step: float = 1.0  # twice the step of pixels: a sigmoid flattens what a wave does
    axis_step: float = 0.25  # half the step of pixels: an axis moves the whole image
    share: float = 0.9  # of the variance, held by the axes kept; the rest is mostly detail of single pixels

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "strengths ≥ 1", self.strengths >= 1
        yield "0 ≤ jitter < 14", 0 <= self.jitter < 14
        yield "decay ≥ 0", self.decay >= 0
        yield "0 < share ≤ 1", 0 < self.share <= 1
        yield "fourier_step > 0", self.fourier_step > 0
        yield "axis_step > 0", self.axis_step > 0
        yield "weakest_l2 > 0", self.weakest_l2 > 0
        yield "weakest_tv > 0", self.weakest_tv > 0
        yield "weakest_fourier > 0", self.weakest_fourier > 0
        yield "weakest_gaussian > 0", self.weakest_gaussian > 0


@dataclass(frozen=True)
class JudgedSettings(Checked):
    """The same from several networks, for the linear classifier to judge: a count out of ten moves by chance alone."""

    ladder: LadderSettings = field(default_factory=LadderSettings)
    sets: int = 5  # of ten images, each from starts of its own and from the next of the networks of `SeedsSettings`

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "sets ≥ 5: fifty images at least for each regularizer", self.sets >= 5


@dataclass(frozen=True)
class ControlsSettings(Checked):
    """The ladder on networks that know no digit: before their training, and after one on shuffled labels."""

    ladder: LadderSettings = field(default_factory=LadderSettings)
    sets: int = 5  # of ten images, each of a network of its own, as of the trained networks
    # On shuffled labels: so few images, and so often, that most are memorized. On all of them nothing is learned.
    images: int = 500
    cnn: CnnSettings = field(default_factory=lambda: CnnSettings(epochs=12, batch=64))
    seed: int = 0  # of the shuffle

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "images ≥ batch", self.images >= self.cnn.batch
        yield "sets ≥ 5: fifty images at least for each regularizer", self.sets >= 5


@dataclass(frozen=True)
class ExemplarSettings(Checked):
    """The test digits that excite a unit most, beside its synthetic image."""

    # The start is as faint as a digit is on average: at mid-grey, most of what one place sees is behind a ReLU that is
    # off, and there is no gradient.
    ladder: LadderSettings = field(
        default_factory=lambda: LadderSettings(ascent=AscentSettings(steps=45, low=0.0, high=0.25))
    )
    shown: int = 6  # digits beside each synthetic image
    every: int = 3  # of the second convolution every third unit, so that nobody has picked them

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "shown ≥ 2, to compare", self.shown >= 2
        yield "1 ≤ every ≤ 36", 1 <= self.every <= 36


@dataclass(frozen=True)
class MeaningSettings(Checked):
    """Directions, sums, negatives and diversity, all with the last regularizer."""

    ladder: LadderSettings = field(default_factory=LadderSettings)
    many: int = 6  # images that are to differ
    diverse: int = 4  # the class that they are of: people write it open and closed
    diversity: float = 10.0  # logits for images wholly unlike: twice an ordinary logit, so that it weighs in

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "many is 6, the columns of the figure", self.many == 6
        yield "0 ≤ diverse ≤ 9", 0 <= self.diverse <= 9
        yield "diversity ≥ 0", self.diversity >= 0


@dataclass(frozen=True)
class FoolingSettings(Checked):
    """Noise, and what the network takes it for."""

    # Small steps of one size, to see when it is enough.
    ascent: AscentSettings = field(default_factory=lambda: AscentSettings(steps=100, step=0.02, shrinking=False))
    images: int = 2000  # shares are then good to a percentage point
    sure: float = 0.9  # already called confident; with smoothed labels it is trained to say 0.955
    wanted: float = 0.999  # surer than the training ever asked it to be
    shown: int = 10
    seed: int = 0

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "images ≥ 10", self.images >= 10
        yield "0 < sure < 1", 0 < self.sure < 1
        yield "0 < wanted < 1", 0 < self.wanted < 1
        yield "shown is 10, the columns of the figure", self.shown == 10


@dataclass(frozen=True)
class DeceptiveSettings(Checked):
    """A network that behaves as ours does, and whose pictures show what we please (Geirhos et al. 2024)."""

    ascent: AscentSettings = field(default_factory=AscentSettings)  # that of docs/activation-maximization.md
    ink: float = 0.42  # mean ink beyond which the picture is no digit: more than any has, less than the start
    scale: float = 10.0  # logits for a perfect likeness: twice those of real digits

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "0 < ink < 1", 0 < self.ink < 1
        yield "scale > 0", self.scale > 0


@dataclass(frozen=True)
class PermutedSettings(Checked):
    """Both models, trained on images whose pixels are all shuffled alike, and on the images as they are."""

    sgd: SgdSettings = field(default_factory=SgdSettings)  # the linear classifier's, as on docs/training.md
    # The recipe of docs/network.md for half an epoch: what a shuffle costs is many times what the rest would gain.
    cnn: CnnSettings = field(default_factory=lambda: CnnSettings(epochs=0.5))
    count: int = 3  # seeds, each with a shuffle of its own; the loss is many times their spread
    seed: int = 0  # of the first shuffle

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "count ≥ 2, for a spread", self.count >= 2


@dataclass(frozen=True)
class LabSettings(Checked):
    """What the instruments of the lab are given."""

    digits: int = 1000  # test images, or as many as there are
    nearest: int = 9  # digits shown for each unit
    measured: int = 300  # training images whose strokes are measured
    unlike: float = 0.02  # share of the digits that are told to be like no other
    axes: int = 64  # directions in which images vary most
    ascent: AscentSettings = field(default_factory=AscentSettings)  # that of docs/activation-maximization.md
    sgd: SgdSettings = field(default_factory=SgdSettings)  # that of docs/training.md
    stops: tuple[int, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # steps after which the weights are kept

    def _rules(self) -> Iterator[tuple[str, bool]]:
        yield "digits ≥ nearest ≥ 1", self.digits >= self.nearest >= 1
        yield "measured ≥ 1", self.measured >= 1
        yield "0 < unlike < 1", 0 < self.unlike < 1
        yield "1 ≤ axes < 784", 1 <= self.axes < 784
        yield (
            "stops rise from 1 on, the last of them the last step",
            (
                list(self.stops) == sorted(set(self.stops))
                and min(self.stops, default=0) >= 1
                and max(self.stops) == self.sgd.steps
            ),
        )


@dataclass(frozen=True)
class Settings:
    """All of it."""

    data: DataSettings = field(default_factory=DataSettings)
    logistic: LogisticSettings = field(default_factory=LogisticSettings)
    tutorial: TutorialSettings = field(default_factory=TutorialSettings)
    scratch: ScratchSettings = field(default_factory=ScratchSettings)
    sgd: SgdSettings = field(default_factory=SgdSettings)
    epochs: EpochsSettings = field(default_factory=EpochsSettings)
    batches: BatchesSettings = field(default_factory=BatchesSettings)
    limits: LimitsSettings = field(default_factory=LimitsSettings)
    claims: ClaimsSettings = field(default_factory=ClaimsSettings)
    mislabelled: MislabelledSettings = field(default_factory=MislabelledSettings)
    trained: TrainedSettings = field(default_factory=TrainedSettings)
    cnn: CnnSettings = field(default_factory=CnnSettings)
    seeds: SeedsSettings = field(default_factory=SeedsSettings)
    calibration: CalibrationSettings = field(default_factory=CalibrationSettings)
    detectors: DetectorsSettings = field(default_factory=DetectorsSettings)
    attributions: AttributionSettings = field(default_factory=AttributionSettings)
    inverse: InverseSettings = field(default_factory=InverseSettings)
    patterns: PatternSettings = field(default_factory=PatternSettings)
    ascent: AscentSettings = field(default_factory=AscentSettings)
    finished: FinishedSettings = field(default_factory=FinishedSettings)
    fields: FieldsSettings = field(default_factory=FieldsSettings)
    first_recognised: FirstRecognisedSettings = field(default_factory=FirstRecognisedSettings)
    units: UnitsSettings = field(default_factory=UnitsSettings)
    narrow: NarrowSettings = field(default_factory=NarrowSettings)
    deep: LargerSettings = field(default_factory=lambda: LargerSettings(filters=(16, 36, 36)))
    dense: LargerSettings = field(default_factory=lambda: LargerSettings(dense=(128, 128)))
    added: AddedSettings = field(default_factory=AddedSettings)
    restarts: RestartsSettings = field(default_factory=RestartsSettings)
    ladder: LadderSettings = field(default_factory=LadderSettings)
    judged: JudgedSettings = field(default_factory=JudgedSettings)
    controls: ControlsSettings = field(default_factory=ControlsSettings)
    exemplars: ExemplarSettings = field(default_factory=ExemplarSettings)
    meanings: MeaningSettings = field(default_factory=MeaningSettings)
    fooling: FoolingSettings = field(default_factory=FoolingSettings)
    deceptive: DeceptiveSettings = field(default_factory=DeceptiveSettings)
    permuted: PermutedSettings = field(default_factory=PermutedSettings)
    lab: LabSettings = field(default_factory=LabSettings)
    cache: Path = ROOT / ".cache"
    # Experiments and drawings at a time. What they give does not depend on it.
    processes: int = field(default_factory=lambda: _cores())


def _cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# A short training: how few images will do for 98.9 %, which the tutorial reaches after 640,000.
FAST_CNN = CnnSettings(epochs=0.33, batch=64, shift=0)

# The embedded digits are forty times fewer: smaller batches, higher peaks, more epochs.
SMALL_CNN = CnnSettings(epochs=4, batch=40, peak_learning_rate=8e-3, muon_peak_learning_rate=0.15)


def for_dataset(settings: Settings, name: str) -> Settings:
    """Return the settings that suit the data set `name`, once it is known which one there is."""
    if name != "digits":
        return settings
    # For a first look, in a minute.
    shorter = replace(settings.ladder, strengths=6, ascent=replace(settings.ladder.ascent, steps=15))
    exemplars = settings.exemplars.ladder
    return replace(
        settings,
        scratch=replace(settings.scratch, draws=3, printed_draws=2, search_draws=1),
        cnn=SMALL_CNN,
        seeds=replace(settings.seeds, cnn=SMALL_CNN),
        calibration=replace(settings.calibration, cnn=SMALL_CNN),
        narrow=replace(settings.narrow, seeds=1, cnn=SMALL_CNN),
        deep=replace(settings.deep, cnn=SMALL_CNN, seeds=1),
        dense=replace(settings.dense, cnn=SMALL_CNN, seeds=1),
        permuted=replace(settings.permuted, count=2, cnn=replace(SMALL_CNN, epochs=2)),
        finished=replace(settings.finished, ascent=replace(settings.finished.ascent, steps=30)),
        fields=replace(settings.fields, ascent=replace(settings.fields.ascent, steps=150)),
        units=replace(settings.units, images=150),
        added=replace(settings.added, images=600),
        attributions=replace(settings.attributions, images=100),
        restarts=replace(settings.restarts, patience=5, ascent=replace(settings.restarts.ascent, steps=20)),
        ladder=shorter,
        judged=replace(settings.judged, ladder=shorter),
        exemplars=replace(
            settings.exemplars,
            ladder=replace(exemplars, strengths=6, ascent=replace(exemplars.ascent, steps=shorter.ascent.steps)),
        ),
        meanings=replace(settings.meanings, ladder=shorter),
        controls=replace(settings.controls, ladder=shorter, images=200, cnn=replace(settings.controls.cnn, epochs=8)),
        mislabelled=replace(settings.mislabelled, cnn=SMALL_CNN),
    )


def from_environment(environ: dict[str, str] | None = None) -> Settings:
    """Read EXPLAINER_DATASET, EXPLAINER_DATA_DIR and EXPLAINER_CACHE_DIR; raise ExplainerError if they are wrong."""
    env = dict(os.environ) if environ is None else environ
    name = env.get("EXPLAINER_DATASET") or "auto"
    if name not in DATASETS:
        raise ExplainerError(f"EXPLAINER_DATASET is {name!r}; it can be {', '.join(DATASETS)}.")
    folder = env.get("EXPLAINER_DATA_DIR")
    if folder and not Path(folder).is_dir():
        raise ExplainerError(f"EXPLAINER_DATA_DIR names {folder}, which is not a folder.")
    if name == "idx" and not folder:
        raise ExplainerError("EXPLAINER_DATASET=idx needs EXPLAINER_DATA_DIR, the folder of your IDX files.")
    data = DataSettings(name=name, folder=Path(folder).resolve() if folder else None)
    cache = env.get("EXPLAINER_CACHE_DIR")
    return Settings(data=data, cache=Path(cache).resolve() if cache else ROOT / ".cache")
