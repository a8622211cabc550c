"""What the page of the lab says, as predicates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.chapters.lab.experiments.lab_shown import MIX
from explainer.claims import Facts, Verdict, about, holds
from explainer.models.linear import softmax
from explainer.trainings import logistic


@about("design")
def lab_same_answers(facts: Facts) -> Verdict:
    """They take half of their space here, as integers of 16 bits, and answer as before: of all test images,
    {lab.network_predictions_changed} get another prediction from the network and {lab.linear_predictions_changed} from
    the linear classifier. No logit is off by more than {lab.network_logit_difference}."""
    changed = [facts.numbers[f"lab.{name}_predictions_changed"] for name in ("network", "linear")]
    off = [facts.numbers[f"lab.{name}_logit_difference"] for name in ("network", "linear")]
    return holds(max(changed) <= 1 and 0 < max(off) < 1e-3 and off[0] == max(off), changed=changed, off=off)


def lab_corner_is_lost(facts: Facts) -> Verdict:
    """Of {lab.digits} test digits the linear classifier gets {lab.linear_accuracy} right and the network
    {lab.network_accuracy}. Move each into the upper left corner, and it is {lab.linear_moved_accuracy} and
    {lab.network_moved_accuracy}."""
    whole, moved = _accuracies(facts, ""), _accuracies(facts, "moved_")
    return holds(moved[0] < whole[0] - 0.3 and moved[1] < whole[1] - 0.05, whole=whole, moved=moved)


def lab_normalising_brings_it_back(facts: Facts) -> Verdict:
    """Bring them back, and it is {lab.linear_again_accuracy} and {lab.network_again_accuracy}."""
    whole, again = _accuracies(facts, ""), _accuracies(facts, "again_")
    near = np.abs(np.subtract(whole, again)).max()
    return holds(near < 0.03, whole=whole, again=again)


def lab_evidence_favours_the_winner(facts: Facts) -> Verdict:
    """The first has more blue than the second."""
    first, second = (part.clip(min=0).sum() for part in _shown(facts, "evidence"))
    return holds(first > second, first=first, second=second)


def lab_maps_have_both_signs(facts: Facts) -> Verdict:
    """Each map of the first convolution is of one colour where there is no ink, and changes where there is."""
    flat = _shown(facts, "conv1")[:, :2, :2].reshape(16, -1)
    spread, within = np.ptp(flat, axis=1).max(), np.ptp(_shown(facts, "conv1"), axis=(1, 2)).min()
    return holds(spread < 0.05 * within, in_the_corner=spread, anywhere=within)


def lab_ascent_leaves_the_grey(facts: Facts) -> Verdict:
    """Pixels spread from the middle of the greys to both ends."""
    spreads = {name: _shown(facts, name).std(axis=(1, 2)) for name in ("unit_strip", "digit_strip")}
    return holds(all(s[-1] > 5 * s[0] for s in spreads.values()), **spreads)


@about("identity")
def lab_solved_have_the_probabilities(facts: Facts) -> Verdict:
    """All three get the same."""
    model, images = logistic.restore(facts.results), _shown(facts, "solved").reshape(3, -1)
    wanted = [MIX.get(k, (1 - sum(MIX.values())) / (10 - len(MIX))) for k in range(10)]
    off = abs(softmax(model.logits(images)) - wanted).max()
    return holds(off < 1e-6, off=off)


@about("identity")
def lab_faces_change_nothing(facts: Facts) -> Verdict:
    """The largest change of a probability among {lab.digits} test digits is {lab.face_change}: rounding."""
    change = facts.numbers["lab.face_change"]
    added = _shown(facts, "faced") - _shown(facts, "weights")
    same = abs(added - added[0]).max()
    return holds(change < 1e-9 and same < 1e-9 < added.max(), change=change, between_faces=same)


def lab_most_is_learned_early(facts: Facts) -> Verdict:
    """After a hundred of {lab.steps} steps nine tenths of the way from guessing to the last accuracy lie behind the
    classifier."""
    done, accuracies = _shown(facts, "done"), _shown(facts, "accuracies")
    way = (accuracies[done == 100][0] - accuracies[0]) / (accuracies[-1] - accuracies[0])
    return holds(done[-1] == facts.numbers["lab.steps"] and way >= 0.9, share_of_the_way=way)


def _shown(facts: Facts, name: str) -> NDArray[Any]:
    return facts.arrays("lab_shown")[name]


def _accuracies(facts: Facts, kind: str) -> list[float]:
    return [float(facts.numbers[f"lab.{model}_{kind}accuracy"]) for model in ("linear", "network")]
