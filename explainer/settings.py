"""Every choice that a page depends on, each with its reason.

The values below go into the cache keys (see `store`), the text of this file does not: experiments are handed
their settings and import this module for its types alone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from explainer.errors import ExplainerError

ROOT = Path(__file__).resolve().parent.parent  # the project: mkdocs.yml, docs/, explainer/

DATASETS = ("auto", "mnist", "digits", "idx")


@dataclass(frozen=True)
class DataSettings:
    """Which images, and where they lie."""

    name: str = "auto"  # MNIST where it can be had, else the digits inside scikit-learn
    folder: Path | None = None  # the user's own IDX files


@dataclass(frozen=True)
class LogisticSettings:
    """Multinomial logistic regression; C is scikit-learn's inverse strength of the L2 penalty."""

    # Half a decade apart, ascending; MNIST's validation loss is least inside, and finer steps hardly move it.
    strengths: tuple[float, ...] = (0.01, 0.03, 0.1, 0.3)
    tolerance: float = 1e-4  # of the slope of the mean loss; a tenth of it takes five times as long for 0.01 points
    max_iterations: int = 1000  # never reached: about a hundred do


@dataclass(frozen=True)
class CnnSettings:
    """The network's training: AdamW on a one-cycle schedule (Smith and Topin 2019)."""

    # Epochs, batch, rate and shift were chosen on validation: 99.39 % over four seeds, where two epochs of 192 at
    # 8e-3 without a shift reach 99.33 % over three.
    epochs: float = 2.5
    batch: int = 128
    peak_rate: float = 6e-3
    warm_up: float = 0.2  # of all steps; shorter is unstable at this rate
    betas: tuple[float, float] = (0.85, 0.95)  # shorter memory than usual, for a short training
    weight_decay: float = 1e-2
    label_smoothing: float = 0.05  # worth a tenth of a percentage point on validation
    shift: int = 1  # pixels: each batch is moved by up to so many, so that a digit's exact place matters less
    seed: int = 0


@dataclass(frozen=True)
class SeedsSettings:
    """The same training from several seeds."""

    count: int = 5  # the first is the site's own; enough to see the size of the spread
    cnn: CnnSettings = field(default_factory=CnnSettings)


@dataclass(frozen=True)
class ScratchSettings:
    """Softmax regression from scratch on a few images (allenlu2007)."""

    train: int = 500  # images, as the post has it
    test: int = 100  # images, as the post has it
    draws: int = 20  # of those images: a hundred test images alone are 3.5 points uncertain
    seed: int = 0
    printed_penalty: float = 1.0
    printed_rate: float = 1e-5
    printed_steps: int = 1000
    printed_draws: int = 10  # enough to show how widely they differ
    # Scale of the pixels, rate, penalty: from the printed product of rate and steps upwards, with the penalty and
    # without. On pixels up to 255 it is 255² times weaker, and leaving it out changes nothing.
    search: tuple[tuple[int, float, float], ...] = (
        (1, 1e-3, 1.0),
        (1, 1e-1, 1.0),
        (1, 1e-3, 0.0),
        (1, 1e-1, 0.0),
        (255, 1e-7, 1.0),
        (255, 1e-5, 1.0),
    )
    search_steps: tuple[int, ...] = (10, 30, 100, 300, 1000)  # up to the printed number; they fill in between the rates
    search_draws: int = 2  # enough to tell settings apart that differ tenfold
    rate: float = 0.1  # the largest power of ten at which the loss falls at every step
    penalties: tuple[float, ...] = (0.0, 0.01, 0.1)  # one of them is chosen on validation
    steps: tuple[int, ...] = (100, 200, 400, 600)  # likewise


@dataclass(frozen=True)
class SgdSettings:
    """Mini-batch gradient descent, as the answer on Cross Validated sets it."""

    batch: int = 64
    rate: float = 0.5
    steps: int = 1000
    seed: int = 0


@dataclass(frozen=True)
class EpochsSettings:
    """Whole epochs. Cuevas prints neither the rule, nor the batch, nor the rate: see docs/training.md."""

    epochs: int = 11  # the post trains once, then ten times more
    batch: int = 128  # with Adam at its usual rate, the power of two whose weights range as the post's do
    adam_rate: float = 1e-3  # the default of Adam's authors and of TensorFlow
    plain_rate: float = 0.1  # with this batch, the rate that is as accurate as the post after one epoch
    seed: int = 0


@dataclass(frozen=True)
class LimitsSettings:
    """What more images, other pixels and other linear classifiers change."""

    logistic: LogisticSettings = field(default_factory=LogisticSettings)  # the trainer of docs/weights.md
    sizes: tuple[int, ...] = (100, 300, 1000, 3000, 10_000)  # training images; all of them are trained on there
    draws: int = 3  # trainings at each size: their spread is small beside the differences between sizes
    sgd: SgdSettings = field(default_factory=SgdSettings)  # the trainer of docs/training.md, for the permutation
    ridge: float = 10.0  # makes least squares solvable; from 1 to 100 validation accuracy is within its error
    pairs: int = 5  # commonest errors shown
    seed: int = 0


@dataclass(frozen=True)
class ClaimsSettings:
    """The sources' trainings, from several seeds."""

    seeds: int = 5  # enough to see the size of the spread; each is a second or two on MNIST
    sgd: SgdSettings = field(default_factory=SgdSettings)
    epochs: EpochsSettings = field(default_factory=EpochsSettings)


@dataclass(frozen=True)
class InverseSettings:
    """Solving for an image."""

    target: float = 0.99  # the probability asked for; 1 has no solution, its logits are infinite
    confidences: tuple[float, ...] = (0.5, 0.9, 0.99, 0.999)  # each a nine more than the last, from an even chance
    largest_multiple: float = 5.0  # of the solved image; by then the rest is far too small to be seen on a linear axis
    multiples: int = 51  # points of a curve that is a straight line where it matters


@dataclass(frozen=True)
class PatternSettings:
    """Two classes in two pixels, to show why a filter is not a picture."""

    points: int = 400  # enough to see two clouds, few enough to see points
    noise: float = 1.0  # the disturbance that both pixels share: as large as the step between the classes
    own_noise: float = 0.1  # each pixel's own, a tenth of that: the second pixel is worth listening to
    seed: int = 0


@dataclass(frozen=True)
class AscentSettings:
    """Activation maximization; steps, start and epsilon are those of Hvass-Labs' tutorial 13-B."""

    steps: int = 30
    step: float = 0.5  # standard deviations of the slope; the tutorial takes 1 and overshoots
    shrinking: bool = True  # evenly to nothing; a step that stays ends below its start on most of conv2
    low: float = 0.45  # the start is noise around mid-grey
    high: float = 0.55
    epsilon: float = 1e-8  # keeps the step finite where a gradient is zero
    printed_steps: int = 10  # of the one run that the tutorial prints
    strip: tuple[int, ...] = (0, 1, 2, 3, 5, 8, 15, 30)  # steps after which the image is shown; most happens early
    seed: int = 0


@dataclass(frozen=True)
class UnitsSettings:
    """When a unit of the network is called unused, and when redundant."""

    images: int = 1000  # training images looked at: a unit on at one place in a thousand is then seen hundreds of times
    silent: float = 0.001  # of all places; a unit on at fewer is called unused; most are on at a tenth and more
    explained: float = 0.9  # of a unit's variance; if a weighted sum of the others gives so much, it is redundant
    loosely: float = 0.7  # the same with less asked, to see how much the count hangs on the line that is drawn


@dataclass(frozen=True)
class NarrowSettings:
    """The network with fewer filters."""

    filters: tuple[tuple[int, int], ...] = ((8, 18), (4, 9), (2, 4))  # halved, and again, and again
    cnn: CnnSettings = field(default_factory=CnnSettings)


@dataclass(frozen=True)
class LargerSettings:
    """A network with one layer more than the tutorial's; the new layer is as large as the one before it."""

    filters: tuple[int, ...] = (16, 36)
    dense: tuple[int, ...] = (128,)
    cnn: CnnSettings = field(default_factory=CnnSettings)


@dataclass(frozen=True)
class AddedSettings:
    """The climb of the units in those layers."""

    images: int = 2000  # training images on which a unit may show that it is not silent
    move: int = 4  # pixels: one place of the third convolution's maps, so that its grid of pooling fits again
    ascent: AscentSettings = field(default_factory=AscentSettings)


@dataclass(frozen=True)
class RestartsSettings:
    """Many climbs to the same logit."""

    count: int = 50  # for each digit, as the tutorial's exercise has it
    clusters: int = 3  # shown of each digit, the largest
    looser: float = 0.5  # of the likeness of two real images of a digit: how alike pictures of a looser cluster are
    ascent: AscentSettings = field(default_factory=AscentSettings)


@dataclass(frozen=True)
class LadderSettings:
    """From the barest climb to the clearest: one strength for each prior and image, and one rule for all of them.

    A prior is as strong as it can be while the image still gets the logit of an ordinary digit of its class: the
    median on validation. How clear it looks is not asked, and the linear classifier is not asked either.
    """

    # Twice the steps of the last chapter: two forces have to settle, not one.
    ascent: AscentSettings = field(default_factory=lambda: AscentSettings(steps=60))
    strengths: int = 12  # tried for each prior, each √2 times the last: enough to span what any image stands
    weakest_ink: float = 0.02  # the first strength tried; here, as below, one that every image stands
    weakest_steps: float = 0.005  # between neighbours there is more to sum
    weakest_waves: float = 0.0025  # waves give way sooner than pixels
    weakest_typical: float = 0.02
    jitter: int = 2  # pixels; three would move a stroke off itself
    decay: float = 1.0  # in natural images, amplitudes fall about as 1 / frequency
    wave_step: float = 1.0  # twice the step of pixels: a sigmoid flattens what a wave does
    axis_step: float = 0.25  # half the step of pixels: an axis moves the whole image
    share: float = 0.9  # of the variance, held by the axes kept; the rest is mostly detail of single pixels


@dataclass(frozen=True)
class ExemplarSettings:
    """The test digits that excite a unit most, beside its synthetic image."""

    # The start is as faint as a digit is on average: at mid-grey, most of what one place sees is behind a ReLU that is
    # off, and nothing slopes.
    ladder: LadderSettings = field(
        default_factory=lambda: LadderSettings(ascent=AscentSettings(steps=60, low=0.0, high=0.25))
    )
    shown: int = 6  # digits beside each synthetic image
    every: int = 3  # of the second convolution every third unit, so that nobody has picked them


@dataclass(frozen=True)
class MeaningSettings:
    """Directions, sums, negatives and diversity, all with the ladder's last recipe."""

    ladder: LadderSettings = field(default_factory=LadderSettings)
    many: int = 6  # images that are to differ
    diverse: int = 4  # the class that they are of: people write it open and closed
    diversity: float = 10.0  # logits for images wholly unlike: twice an ordinary logit, so that it weighs in


@dataclass(frozen=True)
class FoolingSettings:
    """Noise, and what the network takes it for."""

    # Small steps of one size, to see when it is enough.
    ascent: AscentSettings = field(default_factory=lambda: AscentSettings(steps=100, step=0.02, shrinking=False))
    images: int = 2000  # shares are then good to a percentage point
    sure: float = 0.9  # already called confident; with smoothed labels it is trained to say 0.955
    wanted: float = 0.999  # surer than the training ever asked it to be
    shown: int = 10
    seed: int = 0


@dataclass(frozen=True)
class LyingSettings:
    """A network that behaves as ours does, and whose pictures show what we please (Geirhos et al. 2024)."""

    ascent: AscentSettings = field(default_factory=AscentSettings)  # that of the last chapter
    ink: float = 0.42  # mean ink beyond which the picture is no digit: more than any has, less than the start
    pull: float = 10.0  # logits for a perfect likeness: twice those of real digits


@dataclass(frozen=True)
class PermutedSettings:
    """The network, trained on images whose pixels are all shuffled alike."""

    cnn: CnnSettings = field(default_factory=CnnSettings)  # the recipe of docs/network.md
    seed: int = 0  # the shuffle is that of docs/limits.md


@dataclass(frozen=True)
class Settings:
    """All of it."""

    data: DataSettings = field(default_factory=DataSettings)
    logistic: LogisticSettings = field(default_factory=LogisticSettings)
    scratch: ScratchSettings = field(default_factory=ScratchSettings)
    sgd: SgdSettings = field(default_factory=SgdSettings)
    epochs: EpochsSettings = field(default_factory=EpochsSettings)
    limits: LimitsSettings = field(default_factory=LimitsSettings)
    claims: ClaimsSettings = field(default_factory=ClaimsSettings)
    cnn: CnnSettings = field(default_factory=CnnSettings)
    seeds: SeedsSettings = field(default_factory=SeedsSettings)
    inverse: InverseSettings = field(default_factory=InverseSettings)
    patterns: PatternSettings = field(default_factory=PatternSettings)
    ascent: AscentSettings = field(default_factory=AscentSettings)
    units: UnitsSettings = field(default_factory=UnitsSettings)
    narrow: NarrowSettings = field(default_factory=NarrowSettings)
    deep: LargerSettings = field(default_factory=lambda: LargerSettings(filters=(16, 36, 36)))
    dense: LargerSettings = field(default_factory=lambda: LargerSettings(dense=(128, 128)))
    added: AddedSettings = field(default_factory=AddedSettings)
    restarts: RestartsSettings = field(default_factory=RestartsSettings)
    ladder: LadderSettings = field(default_factory=LadderSettings)
    exemplars: ExemplarSettings = field(default_factory=ExemplarSettings)
    meanings: MeaningSettings = field(default_factory=MeaningSettings)
    fooling: FoolingSettings = field(default_factory=FoolingSettings)
    lying: LyingSettings = field(default_factory=LyingSettings)
    permuted: PermutedSettings = field(default_factory=PermutedSettings)
    cache: Path = ROOT / ".cache"
    # Experiments and drawings at a time. What they give does not depend on it.
    processes: int = field(default_factory=lambda: _cores())


def _cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# The embedded digits are forty times fewer: smaller batches, a higher peak, more epochs.
SMALL_CNN = CnnSettings(epochs=12, batch=64, peak_rate=8e-3)


def for_dataset(settings: Settings, name: str) -> Settings:
    """Return the settings that suit the data set `name`, once it is known which one there is."""
    if name != "digits":
        return settings
    return replace(
        settings,
        cnn=SMALL_CNN,
        seeds=replace(settings.seeds, cnn=SMALL_CNN),
        narrow=replace(settings.narrow, cnn=SMALL_CNN),
        deep=replace(settings.deep, cnn=SMALL_CNN),
        dense=replace(settings.dense, cnn=SMALL_CNN),
        permuted=replace(settings.permuted, cnn=SMALL_CNN),
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
