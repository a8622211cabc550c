"""What the page on the evidence for one image says, as predicates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import PIXELS, SIDE
from explainer.methods import evidence, weights
from explainer.models.cnn import predict_logits
from explainer.models.linear import LinearModel, softmax
from explainer.trainings import cnn, logistic

Array = NDArray[Any]

BOTH = "right", "wrong"  # the correctly classified digit, and the misclassified one


@about("identity")
def evidence_pixels_cast_votes(facts: Facts) -> Verdict:
    """Because the classifier only multiplies and adds, you can see what every single pixel contributes."""
    model, image, parts = (
        logistic.restore(facts.results),
        _kept(facts, "right", "image"),
        _kept(facts, "right", "evidence"),
    )
    without = np.repeat(image.reshape(1, -1), image.size, axis=0)
    np.fill_diagonal(without, 0)  # one pixel of each copy is rubbed out
    added = model.logits(image.reshape(1, -1)) - model.logits(without)  # (784, 10)
    error = float(abs(added.T - parts.reshape(len(parts), -1)).max())
    return holds(error < 1e-9, error=error)


@about("identity")
def evidence_first_right_digit(facts: Facts) -> Verdict:
    """It is number {evidence.right_place} of the test images, and its label is {evidence.right_label}."""
    place, label, right = _numbers(facts, "right", "place", "label"), facts.data.test.labels, _correct(facts)
    at = int(place[0]) - 1
    first = right[at] and not right[:at].any() and label[at] == place[1]
    same = np.array_equal(_kept(facts, "right", "image"), facts.data.test.images[at])
    return holds(first and same, place=at + 1, label=label[at])


@about("identity")
def evidence_background_has_no_colour(facts: Facts) -> Verdict:
    """The background has no colour in any of them, since anything times zero is zero. A missing stroke
    adds nothing and costs nothing."""
    off = [float(abs(_kept(facts, name, "evidence")[:, _kept(facts, name, "image") == 0]).max()) for name in BOTH]
    return holds(max(off) == 0, largest=off)


def evidence_empty_middle_is_spared(facts: Facts) -> Verdict:
    """It counts all the same, by what it fails to add: whoever leaves the middle of a 0 empty is spared what ink would
    cost there."""
    model, test = logistic.restore(facts.results), facts.data.test
    zeros = test.images[test.labels == 0]
    filled = np.where(weights.centre(), 1, zeros)
    change = (_logits(model, filled) - _logits(model, zeros))[:, 0]
    return holds((change < -1).mean() > 0.95, median=np.median(change), share=(change < -1).mean())


@about("identity")
def evidence_winner_adds_up(facts: Facts) -> Verdict:
    """Sum a panel, add the bias, and you have the logit. For the class that won, {evidence.right_winner}, the bias is
    {evidence.right_winner_bias} and the logit is {evidence.right_winner_logit}."""
    winner, bias, logit = _numbers(facts, "right", "winner", "winner_bias", "winner_logit")
    sums, model = _parts(facts, "right").sum(axis=(1, 2)), logistic.restore(facts.results)
    total = sums[int(winner)] + model.biases[int(winner)]
    same = np.isclose(model.biases[int(winner)], bias) and np.isclose(total, logit)
    return holds(same and (sums + model.biases).argmax() == winner, sum=sums[int(winner)], bias=bias, logit=logit)


@about("identity")
def evidence_winner_probability(facts: Facts) -> Verdict:
    """The softmax turns the ten logits into ten probabilities, and this one into
    {evidence.right_winner_probability}."""
    winner, shown = _numbers(facts, "right", "winner", "winner_probability")
    powers = np.exp(_sums(facts, "right"))
    probability = powers[int(winner)] / powers.sum()
    return holds(np.isclose(probability, shown), probability=probability)


def evidence_rival_is_far_behind(facts: Facts) -> Verdict:
    """The strongest rival is {evidence.right_rival}, far behind with {evidence.right_rival_probability}."""
    rival, shown = _numbers(facts, "right", "rival", "rival_probability")
    probabilities = softmax(_sums(facts, "right"))
    second, first = np.sort(probabilities)[-2:]
    same = np.isclose(second, shown) and np.isclose(probabilities[int(rival)], second)
    return holds(same and first > 100 * second, winner=first, rival=second)


@about("identity")
def evidence_nothing_is_lost(facts: Facts) -> Verdict:
    """We did this sum for every test image and every class, and compared it with the logits as the classifier computes
    them, by one product of matrices. The largest difference is {evidence.max_sum_error}: rounding."""
    model, some = logistic.restore(facts.results), facts.data.test.flat[:500]
    sums = (some[:, None] * model.weights).sum(axis=2) + model.biases  # (500, 10)
    error, shown = float(abs(sums - model.logits(some)).max()), facts.numbers["evidence.max_sum_error"]
    return holds(max(error, shown) < 1e-6, of_500=error, of_all=shown)


def evidence_winner_wins_against_some(facts: Facts) -> Verdict:
    """No class has evidence on one side alone. The winner has the most evidence for it, and some against it as well."""
    gains, losses = _gains_and_losses(facts)  # (2, 10) each
    winners = [int(_numbers(facts, name, "winner")[0]) for name in BOTH]
    most = gains.argmax(axis=1).tolist() == winners
    return holds(most and gains.min() > 0 > losses.max(), least_for=gains.min(), least_against=losses.max())


@about("identity")
def evidence_first_wrong_digit(facts: Facts) -> Verdict:
    """On the right of the figure is the first test digit that is misclassified, number {evidence.wrong_place}."""
    at, right = int(_numbers(facts, "wrong", "place")[0]) - 1, _correct(facts)
    same = np.array_equal(_kept(facts, "wrong", "image"), facts.data.test.images[at])
    return holds(same and right[:at].all() and not right[at], place=at + 1)


@about("identity")
def evidence_wrong_winner_adds_up(facts: Facts) -> Verdict:
    """Its label is {evidence.wrong_label}. The classifier says {evidence.wrong_winner}: the logit is
    {evidence.wrong_winner_logit}, of which {evidence.wrong_winner_bias} is bias, and the probability
    {evidence.wrong_winner_probability}."""
    label, winner, *shown = _numbers(facts, "wrong", "label", "winner", "winner_logit", "winner_bias")
    logits, at, model = _sums(facts, "wrong"), int(winner), logistic.restore(facts.results)
    same = np.allclose(shown, [logits[at], model.biases[at]])
    probability = softmax(logits)[at]
    same &= np.isclose(probability, _numbers(facts, "wrong", "winner_probability")[0])
    return holds(same and logits.argmax() == winner != label, logit=logits[at], probability=probability)


def evidence_right_answer_is_second(facts: Facts) -> Verdict:
    """The right answer, {evidence.wrong_rival}, comes second with {evidence.wrong_rival_probability}."""
    label, rival, shown = _numbers(facts, "wrong", "label", "rival", "rival_probability")
    probabilities = softmax(_sums(facts, "wrong"))
    second = int(probabilities.argsort()[-2])
    return holds(
        second == label == rival and np.isclose(probabilities[second], shown), second=second, label=label, p=shown
    )


@about("identity")
def evidence_difference_cannot_change(facts: Facts) -> Verdict:
    """You may add any picture to all ten columns and no probability changes, but every evidence image does. What
    cannot change is the difference between two of them."""
    model, image = logistic.restore(facts.results), _kept(facts, "right", "image")
    other = weights.add_to_all(model, np.random.default_rng(0).normal(size=image.shape))
    before, after = evidence.evidence(model, image), evidence.evidence(other, image)  # (10, 28, 28)
    changed = abs(after - before).max(axis=(1, 2)).min()
    difference = float(abs((after[:, None] - after) - (before[:, None] - before)).max())
    moved = float(abs(softmax(_logits(other, image)) - softmax(_logits(model, image))).max())
    return holds(max(difference, moved) < 1e-9 and changed > 0.1, evidence=changed, difference=difference)


@about("identity")
def evidence_middle_is_winner_minus_rival(facts: Facts) -> Verdict:
    """In the middle is the winner's evidence minus the rival's."""
    errors = [float(abs(_kept(facts, name, "difference") - _difference(facts, name)).max()) for name in BOTH]
    return holds(max(errors) < 1e-9, errors=errors)


@about("identity")
def evidence_blue_and_red_add_up(facts: Facts) -> Verdict:
    """For the correctly classified digit, the blue pixels add up to {evidence.right_lead_for} logits and the red ones
    to {evidence.right_lead_against}."""
    blue, red, _ = _account(facts, "right")
    return holds(np.allclose(_numbers(facts, "right", "lead_for", "lead_against"), [blue, red]), blue=blue, red=red)


@about("identity")
def evidence_biases_make_the_margin(facts: Facts) -> Verdict:
    """With the two biases that leaves the {evidence.right_winner} a margin of {evidence.right_lead} over the
    {evidence.right_rival}."""
    blue, red, biases = _account(facts, "right")
    lead, top = blue + red + biases, np.sort(_sums(facts, "right"))
    same = np.allclose([lead, top[-1] - top[-2]], _numbers(facts, "right", "lead"))
    return holds(same and lead > 0, lead=lead, biases=biases)


@about("identity")
def evidence_wrong_margin_adds_up(facts: Facts) -> Verdict:
    """For the misclassified digit it is {evidence.wrong_lead_for} against {evidence.wrong_lead_against}; with the
    biases, a margin of {evidence.wrong_lead}."""
    blue, red, biases = _account(facts, "wrong")
    lead, top = blue + red + biases, np.sort(_sums(facts, "wrong"))
    same = np.allclose([blue, red, lead], _numbers(facts, "wrong", "lead_for", "lead_against", "lead"))
    return holds(same and np.isclose(lead, top[-1] - top[-2]) and lead > 0, blue=blue, red=red, lead=lead)


@about("identity")
def evidence_no_fewer_pixels_do(facts: Facts) -> Verdict:
    """No other choice of pixels does it with fewer, because the shares add up and the largest went first."""
    counts, leads, most = [], [], []
    for name in BOTH:
        shares, count = np.sort(_difference(facts, name), axis=None)[::-1], int(_kept(facts, name, "erased").sum())
        counts.append(count)
        leads.append(_numbers(facts, name, "lead")[0])
        most.append(float(shares[: count - 1].sum()))  # no choice of one pixel fewer gives back more
    return holds(all(most[i] <= leads[i] + 1e-9 for i in (0, 1)), counts=counts, leads=leads, most_of_one_fewer=most)


def evidence_chosen_pixels_decide(facts: Facts) -> Verdict:
    """The correct prediction falls when {evidence.right_erased} of its {evidence.right_inked} inked pixels are rubbed
    out. The wrong one falls at {evidence.wrong_erased} of {evidence.wrong_inked}. As many inked pixels drawn at random,
    a thousand times, never do it."""
    model, rng, fell, same = logistic.restore(facts.results), np.random.default_rng(0), [], True
    for name in BOTH:
        image, erased, inked = _kept(facts, name, "image"), _kept(facts, name, "erased"), _inked(facts, name)
        same &= _numbers(facts, name, "erased", "inked") == [erased.sum(), len(inked)]
        same &= _lead_without(model, facts, name, erased.reshape(1, -1))[0] < 0 < image[erased].min()
        drawn = np.zeros((1000, image.size), np.bool_)
        for row in drawn:
            row[rng.choice(inked, int(erased.sum()), replace=False)] = True
        fell.append(int((_lead_without(model, facts, name, drawn) < 0).sum()))
    return holds(same and fell == [0, 0], fell_at_random=fell)


def evidence_rival_then_ahead(facts: Facts) -> Verdict:
    """In both cases the rival is then ahead, and for the wrong one the rival is the digit that was meant."""
    model, leads = logistic.restore(facts.results), []
    for name in BOTH:
        erased = _kept(facts, name, "erased").reshape(1, -1)
        leads.append(float(_lead_without(model, facts, name, erased)[0]))
    label, rival = _numbers(facts, "wrong", "label", "rival")
    return holds(max(leads) < 0 and rival == label, leads=leads, label=label, rival=rival)


def evidence_network_has_no_such_sum(facts: Facts) -> Verdict:
    """For a network no such sum exists: what one pixel adds depends on the others."""
    image, inked = _kept(facts, "right", "image"), _inked(facts, "right")
    flat = np.repeat(image.reshape(1, -1), len(inked) + 2, axis=0)
    flat[np.arange(len(inked)), inked] = 0  # each without one pixel; then the whole image, and an empty page
    flat[-1] = 0
    logits = predict_logits(cnn.restore(facts.results), flat.reshape(-1, *image.shape))
    summed, together = (logits[-2] - logits[:-2]).sum(axis=0), logits[-2] - logits[-1]  # (10,) each
    apart, most = float(abs(summed - together).max()), float(abs(together).max())
    return holds(apart > 0.1 * most > 0, apart=apart, together=most)


@about("identity")
def evidence_empty_image_is_bias(facts: Facts) -> Verdict:
    """The logit of an empty image is the bias alone."""
    empty, shown = np.zeros((1, PIXELS)), facts.arrays("evidence")["biases"]
    return holds(np.array_equal(logistic.restore(facts.results).logits(empty)[0], shown), biases=shown)


def evidence_one_objects_to_the_slant(facts: Facts) -> Verdict:
    """The 1. It objects to both strokes, and to the long slanting one, below the bar, more than to the bar itself."""
    image, parts = _kept(facts, "right", "image"), _parts(facts, "right")
    against = parts.sum(axis=(1, 2))  # (10,), without the biases
    inked = (image > 0).sum(axis=1)  # (28,): the bar is where rows hold most ink
    bar = np.flatnonzero(inked > inked.max() / 2)
    below = slice(bar[0] + int(np.argmax(np.diff(np.append(bar, 99)) > 1)) + 1, None)
    strokes = [float(part.sum()) for part in (parts[1, : below.start], parts[1, below])]
    return holds(against.argmin() == 1 and strokes[1] < strokes[0] < -1, strokes=strokes, rows=below.start)


def evidence_covered_half_changes_the_winner(facts: Facts) -> Verdict:
    """The logit of {evidence.covered_gains_most} gains most, {evidence.covered_gain}, and that of
    {evidence.covered_loses_most} loses most, {evidence.covered_loss}. What is left is taken for a
    {evidence.covered_winner}, with {evidence.covered_probability}."""
    upper, parts = slice(0, SIDE // 2), _parts(facts, "wrong")
    lost = parts[:, SIDE // 2 :].sum(axis=(1, 2))  # (10,): what the lower half added
    left = parts[:, upper].sum(axis=(1, 2)) + logistic.restore(facts.results).biases
    names = "gains_most", "gain", "loses_most", "loss", "winner", "probability"
    shown = [facts.numbers[f"evidence.covered_{name}"] for name in names]
    found = [lost.argmin(), -lost.min(), lost.argmax(), lost.max(), left.argmax(), softmax(left).max()]
    before = _numbers(facts, "wrong", "winner")[0]
    return holds(np.allclose(shown, found) and left.argmax() != before == lost.argmax(), values=found)


def evidence_empty_image_is_taken_for(facts: Facts) -> Verdict:
    """For a {evidence.empty_winner}, with {evidence.empty_probability}."""
    said = logistic.restore(facts.results).probabilities(np.zeros((1, PIXELS)))[0]
    shown = [facts.numbers[f"evidence.empty_{name}"] for name in ("winner", "probability")]
    return holds(np.allclose(shown, [said.argmax(), said.max()]) and said.max() > 0.2, probabilities=said)


@about("identity")
def evidence_nothing_left_over(facts: Facts) -> Verdict:
    """Evidence is weight times pixel. Its sum and the bias make the logit, with nothing left over."""
    model = logistic.restore(facts.results)
    errors = [float(abs(_sums(facts, n) - _logits(model, _kept(facts, n, "image"))[0]).max()) for n in BOTH]
    errors += [float(abs(_sums(facts, n) - _kept(facts, n, "logits")).max()) for n in BOTH]
    errors += [float(abs(_parts(facts, n) - _kept(facts, n, "evidence")).max()) for n in BOTH]
    return holds(max(errors) < 1e-6, errors=errors)


@about("identity")
def evidence_right_copy_is_highest(facts: Facts) -> Verdict:
    """The copy for {evidence.right_winner} has the highest logit."""
    label, winner = _numbers(facts, "right", "label", "winner")
    highest = int(_sums(facts, "right").argmax())
    return holds(highest == winner == label, highest=highest, label=label)


def evidence_winners_dot_is_clear(facts: Facts) -> Verdict:
    """The dot of the winner lies furthest right, clear of all others, and every class has evidence on both sides."""
    gains, losses = _gains_and_losses(facts)
    tops = [np.sort(_sums(facts, name))[-2:] for name in BOTH]
    clear = min(first - second for second, first in tops) / (gains.max() - losses.min())  # of the axis
    return holds(clear > 0.1 and gains.min() > 0 > losses.max(), clear=clear)


@about("identity")
def evidence_wrong_copy_is_highest(facts: Facts) -> Verdict:
    """The copy for {evidence.wrong_winner} has the highest logit, which is wrong."""
    label, winner = _numbers(facts, "wrong", "label", "winner")
    highest = int(_sums(facts, "wrong").argmax())
    return holds(highest == winner != label, highest=highest, label=label)


@about("identity")
def evidence_fewest_pixels_are_shown(facts: Facts) -> Verdict:
    """On the right the fewest pixels whose ink, taken away, puts the rival ahead; they are shown in their colour."""
    model, with_all, with_one_back = logistic.restore(facts.results), [], []
    for name in BOTH:
        erased, difference = _kept(facts, name, "erased").copy(), _difference(facts, name)
        with_all.append(float(_lead_without(model, facts, name, erased.reshape(1, -1))[0]))
        erased.flat[np.argmin(np.where(erased, difference, np.inf))] = False  # the weakest of them keeps its ink
        with_one_back.append(float(_lead_without(model, facts, name, erased.reshape(1, -1))[0]))
    return holds(max(with_all) < 0 <= min(with_one_back), lead=with_all, lead_with_one_back=with_one_back)


@about("identity")
def evidence_strongest_blue_picked_out(facts: Facts) -> Verdict:
    """Two rows, each with a digit, the difference of two evidence images along its strokes, and the digit with its
    strongest blue pixels picked out."""
    picked, others = [], []
    along = all(not _kept(facts, n, "difference")[_kept(facts, n, "image") == 0].any() for n in BOTH)
    for name in BOTH:
        difference, erased = _kept(facts, name, "difference"), _kept(facts, name, "erased")
        picked.append(float(difference[erased].min()))
        others.append(float(difference[~erased].max()))
    strongest = all(pick >= max(other, 0) for pick, other in zip(picked, others, strict=True))
    return holds(along and strongest, weakest_picked=picked, strongest_other=others)


def _kept(facts: Facts, name: str, what: str) -> Array:
    """Return what the experiment left of one of the two digits."""
    return facts.arrays("evidence")[f"{name}_{what}"]


def _numbers(facts: Facts, name: str, *what: str) -> list[float]:
    """Return the numbers that the page shows of one of the two digits."""
    return [facts.numbers[f"evidence.{name}_{each}"] for each in what]


def _correct(facts: Facts) -> Array:
    """Return for each test image (N,) whether it is correctly classified."""
    test = facts.data.test
    return np.asarray(logistic.restore(facts.results).predict(test.flat) == test.labels)


def _parts(facts: Facts, name: str) -> Array:
    """Return weight × pixel (10, 28, 28) of one of the two digits, multiplied here."""
    image = _kept(facts, name, "image")
    return np.array([row.reshape(image.shape) * image for row in logistic.restore(facts.results).weights])


def _sums(facts: Facts, name: str) -> Array:
    """Return all evidence and the bias of each class, added up: (10,)."""
    return np.asarray(_parts(facts, name).sum(axis=(1, 2)) + logistic.restore(facts.results).biases)


def _gains_and_losses(facts: Facts) -> tuple[Array, Array]:
    """Return the evidence for and against each class, of both digits: (2, 10) each."""
    parts = np.array([_parts(facts, name) for name in BOTH])
    return parts.clip(min=0).sum(axis=(2, 3)), parts.clip(max=0).sum(axis=(2, 3))


def _difference(facts: Facts, name: str) -> Array:
    """Return the winner's evidence minus the rival's (28, 28)."""
    winner, rival = (int(number) for number in _numbers(facts, name, "winner", "rival"))
    parts = _parts(facts, name)
    return np.asarray(parts[winner] - parts[rival])


def _account(facts: Facts, name: str) -> tuple[float, float, float]:
    """Return the blue pixels' sum, the red pixels' sum, and the winner's bias minus the rival's."""
    winner, rival = (int(number) for number in _numbers(facts, name, "winner", "rival"))
    difference, biases = _difference(facts, name), logistic.restore(facts.results).biases
    return (
        float(difference.clip(min=0).sum()),
        float(difference.clip(max=0).sum()),
        float(biases[winner] - biases[rival]),
    )


def _inked(facts: Facts, name: str) -> Array:
    """Return the places (K,) of the inked pixels among all 784."""
    return np.flatnonzero(_kept(facts, name, "image"))


def _logits(model: LinearModel, images: Array) -> Array:
    """Return the logits (N, 10) of images (N, 28, 28) or (28, 28)."""
    return model.logits(images.reshape(-1, images.shape[-1] ** 2))


def _lead_without(model: LinearModel, facts: Facts, name: str, erased: Array) -> Array:
    """Return the lead (N,) of the winner over the rival where the ink of these pixels (N, 784) is rubbed out."""
    winner, rival = (int(number) for number in _numbers(facts, name, "winner", "rival"))
    logits = model.logits(np.where(erased, 0, _kept(facts, name, "image").reshape(1, -1)))
    return np.asarray(logits[:, winner] - logits[:, rival])
