"""What the home page says, as predicates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import PIXELS
from explainer.methods import weights
from explainer.models import cnn as network
from explainer.trainings import cnn, logistic


@about("identity")
def home_column_says_what_ink_adds(facts: Facts) -> Verdict:
    """It shows weights: one number for each pixel, which says how much ink there speaks for a 0."""
    kept = facts.arrays("home")["weights"].ravel()
    error = abs(_added_by_ink(facts) - kept).max()
    return holds(kept.shape == (PIXELS,) and error < 1e-9, weights=kept.size, largest_error=error)


@about("identity")
def home_colours_are_for_and_against(facts: Facts) -> Verdict:
    """Ink on a blue pixel counts for 0; ink on a red pixel counts against it; ink on a pixel of the page's colour
    counts for nothing."""
    kept, added = facts.arrays("home")["weights"].ravel(), _added_by_ink(facts)
    right = np.where(kept == 0, abs(added) < 1e-12, added * kept > 0)
    return holds(right.all(), pixels_that_do_otherwise=int((~right).sum()))


def home_zero_inks_the_ring(facts: Facts) -> Verdict:
    """A 0 leaves most of its ink on the blue ring and little in the red middle."""
    column, (ring, centre), test = facts.arrays("home")["weights"], _regions(facts), facts.data.test
    zero, other = (test.images[chosen].mean(axis=0) for chosen in (test.labels == 0, test.labels != 0))
    on_ring, in_middle = zero[ring].sum() / zero.sum(), zero[centre].mean() / zero[ring].mean()
    evidence = (zero * column)[ring].sum() / (zero * column).sum()
    against = (other * column)[centre].sum() / (zero * column)[centre].sum()  # what the middle tells of the others
    return holds(
        column[ring].mean() > 0 > column[centre].mean()
        and on_ring > 0.7
        and in_middle < 0.2
        and evidence > 0.75
        and against > 5,
        share_of_ink_on_ring=on_ring,
        ink_in_middle_over_ring=in_middle,
        share_of_evidence_on_ring=evidence,
        middle_of_others_over_zeros=against,
    )


def home_columns_predict(facts: Facts) -> Verdict:
    """Ten such sets of weights, one for each digit, each with a constant added, classify {logistic.test_accuracy} of
    the test digits correctly."""
    accuracy = logistic.restore(facts.results).accuracy(facts.data.test)
    return holds(0.92 < accuracy == facts.numbers["logistic.test_accuracy"], accuracy=accuracy)


def home_network_predicts(facts: Facts) -> Verdict:
    """A network reaches {cnn.test_accuracy}."""
    logits, test = facts.arrays("cnn")["test_logits"], facts.data.test
    again = network.predict_logits(cnn.restore(facts.results), test.images[:500])
    error, linear_error = ((1 - facts.numbers[f"{name}.test_accuracy"]) for name in ("cnn", "logistic"))
    return holds(
        np.isclose(error, (logits.argmax(axis=1) != test.labels).mean())
        and np.allclose(again, logits[:500], atol=1e-3)
        and error < linear_error / 5,
        error=error,
        linear_error=linear_error,
    )


@about("data")
def home_digit_is_real(facts: Facts) -> Verdict:
    """Four panels. A handwritten 0;"""
    test = facts.data.test
    first = int(np.flatnonzero(test.labels == 0)[0])
    return holds(np.array_equal(facts.arrays("home")["digit"], test.images[first]), test_image=first)


@about("identity")
def home_pre_images_are_infinitely_many(facts: Facts) -> Verdict:
    """A pre-image is solved for: an image to which a classifier gives a chosen answer. For a linear classifier there
    are infinitely many."""
    model, solved = logistic.restore(facts.results), facts.arrays("home")["pre_image"].ravel()
    rank = int(np.linalg.matrix_rank(np.diff(model.weights, axis=0)))
    unheard = np.linalg.svd(np.diff(model.weights, axis=0))[2][-1]  # (784,): orthogonal to all differences of weights
    answers = model.probabilities(solved + np.array([[0.0], [1.0], [10.0], [100.0]]) * unheard)[:, 0]
    return holds(
        rank < PIXELS and np.allclose(answers, facts.settings.inverse.target, atol=1e-6), rank=rank, answers=answers
    )


def home_ascent_excites_more(facts: Facts) -> Verdict:
    """Gradient ascent changes an image step by step, to excite one unit of a network as much as it can."""
    kept, steps = facts.arrays("home")["ascent"], facts.arrays("ascent")["logits_values"][:, 0]
    logit = float(network.predict_logits(cnn.restore(facts.results), kept[None].astype(np.float32))[0, 0])
    real = facts.arrays("cnn")["test_logits"][:, 0].max()
    return holds(
        len(steps) == facts.settings.ascent.steps + 1
        and abs(logit - steps[-1]) < 0.01
        and (np.diff(steps) > 0).mean() > 0.6
        and logit > 1.3 * real > 0,
        start=steps[0],
        end=logit,
        highest_of_real_digits=real,
    )


def home_weights_are_a_ring(facts: Facts) -> Verdict:
    """The weights of class 0 as an image: a patchy ring of blue, positive weights around a red, negative centre."""
    column, (ring, centre) = facts.arrays("home")["weights"], _regions(facts)
    blue, red = (column[ring] > 0).mean(), (column[centre] < 0).mean()
    return holds(
        column[ring].mean() > 0 > column[centre].mean() and min(blue, red) > 0.7 and blue < 0.9,
        share_of_ring_blue=blue,
        share_of_centre_red=red,
    )


def home_panel_of_weights_is_a_ring(facts: Facts) -> Verdict:
    """weights with a blue ring and a red centre;"""
    column, (ring, centre) = facts.arrays("home")["weights"], _regions(facts)
    means = column[ring].mean(), column[centre].mean()
    return holds(means[0] > column.std() / 4 and means[1] < -column.std(), ring=means[0], centre=means[1])


def home_pre_image_is_speckle(facts: Facts) -> Verdict:
    """a pre-image of blue and red speckle;"""
    kept = facts.arrays("home")
    blue, red = (kept["pre_image"] > 0).mean(), (kept["pre_image"] < 0).mean()
    smooth, digit = _smoothness(kept["pre_image"]), _smoothness(kept["digit"])
    return holds(
        min(blue, red) > 0.35 and smooth < 0.65 and digit > 0.8, blue=blue, red=red, smoothness=smooth, of_digit=digit
    )


def home_ascent_is_blots(facts: Facts) -> Verdict:
    """an image of dark and light blots, by gradient ascent."""
    kept = facts.arrays("home")["ascent"]
    light, dark, smooth = (kept < 0.1).mean(), (kept > 0.9).mean(), _smoothness(kept)
    return holds(
        min(light, dark) > 0.15 and light + dark > 0.45 and smooth > 0.1, light=light, dark=dark, smoothness=smooth
    )


def _added_by_ink(facts: Facts) -> NDArray[np.float64]:
    """Return what one unit of ink on each pixel (784,) adds to the logit of 0 of an image without ink."""
    model = logistic.restore(facts.results)
    return np.asarray((model.logits(np.eye(PIXELS)) - model.logits(np.zeros((1, PIXELS))))[:, 0], np.float64)


def _regions(facts: Facts) -> tuple[weights.Mask, weights.Mask]:
    """Return the ring, where the mean 0 has its stroke, and the centre."""
    return weights.ring(facts.arrays("images")["means"][0]), weights.centre()


def _smoothness(image: NDArray[np.floating]) -> float:
    """Return the correlation of pixels with their neighbours: near 1 for strokes, 0 for noise."""
    ones, others = (
        np.concatenate([part.ravel() for part in parts])
        for parts in ((image[:, :-1], image[:-1]), (image[:, 1:], image[1:]))
    )
    return float(np.corrcoef(ones, others)[0, 1])
