"""What the page on activation maximization says, as predicates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.chapters.activation_maximization.experiment import DIGIT
from explainer.claims import Facts, Verdict, about, holds
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.correlation import correlations
from explainer.methods.objectives import channel
from explainer.models.cnn import as_batch, predict_logits
from explainer.models.linear import softmax
from explainer.trainings import cnn

Array = NDArray[Any]

CLASSES = np.arange(10)

# What the tutorial prints of its run for the digit 2, before each step: class, probability, logit.
PRINTED_CLASSES = np.array([1, 2, 2, 2, 2, 2, 2, 2, 2, 2])
PRINTED_PROBABILITIES = np.array([0.7935, *[1.0] * 9])
PRINTED_LOGITS = np.array([0.97, 26.54, 37.21, 38.84, 41.31, 42.03, 42.46, 42.67, 43.97, 43.43])


def _ascent(facts: Facts, name: str) -> Array:
    """Return an array of the ascent."""
    return facts.arrays("ascent")[name]


def _means(facts: Facts, layer: str, images: Array) -> Array:
    """Return the mean activation of every unit of a layer on images (N, 28, 28), (N, units)."""
    maps = cnn.restore(facts.results).activations(as_batch(images), layer)
    return np.asarray(maps.flatten(2).mean(dim=2).cpu().double().numpy() if maps.dim() > 2 else maps.cpu().numpy())


def _sheets() -> Array:
    """Return images of one tone each, from background to full ink in steps of a fortieth, (41, 28, 28)."""
    return np.ones((41, 28, 28), np.float32) * np.linspace(0, 1, 41, dtype=np.float32)[:, None, None]


def _not_raised(values: Array) -> int:
    """Return how many units end no higher than they began, of values (steps + 1, units)."""
    return int((values[-1] <= values[0]).sum())


def _to_the_end(facts: Facts) -> Array:
    """Return how alike the image of the logit is at every stop to what it is at the end, (stops,)."""
    images = _ascent(facts, "logits_strip")[:, DIGIT]
    return correlations(images, images[-1:])[:, 0]


def _way(facts: Facts, layer: str) -> Array:
    """Return what share of its way to the last image the image of unit 0 has gone at every stop, (stops,)."""
    images = _ascent(facts, f"{layer}_strip")[:, 0]
    left = np.abs(images - images[-1]).mean(axis=(1, 2))
    return np.asarray(1 - left / left[0])


def _row(facts: Facts, iteration: int) -> tuple[Array, Array]:
    """Return a row of the table as it is shown, and as the network makes it of the image of that iteration."""
    path, network = _ascent(facts, "digit2_path"), cnn.restore(facts.results)
    names = ("class", "probability", "gradient_min", "gradient_max", "step", "logit")
    shown = [facts.numbers[f"ascent.digit{DIGIT}_{iteration}_{name}"] for name in names]
    images = as_batch(path[iteration : iteration + 1]).requires_grad_()
    logits = network(images)[0]
    (gradient,) = torch.autograd.grad(logits[DIGIT], images)
    given = softmax(logits.detach().cpu().double().numpy())
    size = 1 / (float(gradient.std(correction=0)) + facts.settings.ascent.epsilon)
    found = [given.argmax(), given.max(), gradient.min().item(), gradient.max().item(), size, logits[DIGIT].item()]
    stepped = np.clip(path[iteration] + size * gradient[0, 0].cpu().numpy(), 0, 1)
    return np.array(shown), np.array([*found, np.abs(stepped - path[iteration + 1]).max()])


# The climb.


@about("design")
def ascent_takes_so_many_steps(facts: Facts) -> Verdict:
    """After {ascent.steps} steps the image is kept."""
    steps, chosen = facts.numbers["ascent.steps"], facts.settings.ascent
    start = _ascent(facts, "logits_strip")[0]
    begins = (start == noise(10, chosen)).all() and abs(start.mean() - 0.5) < 0.01
    kept = (_ascent(facts, "logits_strip")[-1] == _ascent(facts, "logits_images")).all()
    inside = _ascent(facts, "logits_images").min() >= 0 and _ascent(facts, "logits_images").max() <= 1
    return holds(begins and kept and inside and len(_ascent(facts, "logits_values")) == steps + 1, steps=steps)


@about("design")
def ascent_step_shrinks_to_nothing(facts: Facts) -> Verdict:
    """Ours starts at half of that and shrinks evenly to nothing."""
    chosen = facts.settings.ascent
    return holds(chosen.step == 0.5 and chosen.shrinking, first=chosen.step)


def ascent_logits_rise_and_conv2_dips(facts: Facts) -> Verdict:
    """With a shrinking step the logits rise and level off, and the mean of the second convolution dips, then rises
    above its start.
    """
    conv2, logits = (_ascent(facts, f"{layer}_values").mean(axis=1) for layer in ("conv2", "logits"))
    fifth = len(logits) // 5
    level = (np.diff(logits) > 0).mean() > 0.9 and logits[-1] - logits[-fifth] < 0.2 * (logits[-1] - logits[0])
    dips = conv2.min() < conv2[0] < conv2[-1] and (np.diff(conv2[conv2.argmin() :]) > 0).mean() > 0.8
    return holds(level and dips, conv2=[conv2[0], conv2.min(), conv2[-1]], logits=[logits[0], logits[-1]])


def ascent_constant_step_ends_low(facts: Facts) -> Verdict:
    """With the step that stays, the mean of the second convolution ends far below its start, and the logits stop
    short.
    """
    conv2, logits = (_ascent(facts, f"{layer}_constant_values").mean(axis=1) for layer in ("conv2", "logits"))
    ours = _ascent(facts, "logits_values").mean(axis=1)
    lower = conv2[0] - conv2[-1] > 0.5 * np.ptp(_ascent(facts, "conv2_values").mean(axis=1))
    short = np.isclose(logits[0], ours[0]) and logits[-1] < 0.85 * ours[-1]
    return holds(lower and short, conv2=[conv2[0], conv2[-1]], logits=[logits[-1], ours[-1]])


def ascent_long_step_leaps_over_and_back(facts: Facts) -> Verdict:
    """A long step that stays long leaps over the top, and back over it, again and again."""
    falls = {
        kind: (np.diff(_ascent(facts, f"logits{kind}_values"), axis=0) < 0).mean() for kind in ("", "_constant")
    }  # of all steps of the ten logits
    return holds(falls["_constant"] > max(0.2, 1.5 * falls[""]), shrinking=falls[""], constant=falls["_constant"])


def ascent_constant_step_raises_few_of_conv2(facts: Facts) -> Verdict:
    """With it {ascent.constant_step_conv2_not_raised} of the {ascent.conv2_units} units of the second convolution end
    no higher than they began: their images do not show what excites them at all.
    """
    values, units = _ascent(facts, "conv2_constant_values"), facts.numbers["ascent.conv2_units"]
    lower = _not_raised(values)
    shown = lower == facts.numbers["ascent.constant_step_conv2_not_raised"]
    return holds(shown and values.shape[1] == units and lower > 0.6 * units, lower=lower, units=units)


def ascent_shrinking_step_raises_others(facts: Facts) -> Verdict:
    """With a step that shrinks, {ascent.conv2_not_raised} do, and all units of the other layers end higher."""
    lower = {layer: _not_raised(_ascent(facts, f"{layer}_values")) for layer in ("conv1", "conv2", "logits")}
    shown = lower["conv2"] == facts.numbers["ascent.conv2_not_raised"]
    fewer = 3 * lower["conv2"] < _not_raised(_ascent(facts, "conv2_constant_values"))
    return holds(shown and fewer and lower["conv1"] == lower["logits"] == 0, **lower)


def ascent_logits_end_far_higher(facts: Facts) -> Verdict:
    """The ten logits end at {ascent.mean_logit} on average; with the step that stays they stop far below that, at
    {ascent.constant_step_mean_logit}.
    """
    ours, constant = (_ascent(facts, f"logits{kind}_values")[-1].mean() for kind in ("", "_constant"))
    said = [facts.numbers[f"ascent.{name}"] for name in ("mean_logit", "constant_step_mean_logit")]
    again = np.diagonal(_means(facts, "logits", _ascent(facts, "logits_images"))).mean()
    fits = np.allclose(said, [ours, constant]) and np.isclose(again, ours, rtol=1e-3)
    return holds(fits and ours > 1.25 * constant > 0, shrinking=ours, constant=constant)


# One run, step by step.


@about("identity")
def ascent_table_is_what_the_network_makes_of_the_run(facts: Facts) -> Verdict:
    """9 — {ascent.digit2_9_class} 2 — {ascent.digit2_9_probability} 100.00 % — {ascent.digit2_9_gradient_min} −0.47 —
    {ascent.digit2_9_gradient_max} 0.54 — {ascent.digit2_9_step} 5.92 — {ascent.digit2_9_logit} 43.43
    """
    rows = [_row(facts, iteration) for iteration in range(facts.settings.ascent.printed_steps)]
    same = all(np.allclose(shown, found[:-1], rtol=1e-2, atol=1e-3) for shown, found in rows)
    stepped = [found[-1] for _, found in rows]  # how far the next image is from where this step leads
    return holds(same and len(rows) == len(_ascent(facts, "digit2_path")) - 1 and max(stepped) < 1e-2, stepped=stepped)


def ascent_patches_change_at_every_step(facts: Facts) -> Verdict:
    """Eleven squares: grey noise, then patches of ink and paper that change at every step."""
    path = _ascent(facts, "digit2_path")
    changed = ((path[1:] > 0.5) != (path[:-1] > 0.5)).mean(axis=(1, 2))
    return holds(len(path) == 11 and abs(path[0] - 0.5).max() < 0.1 and changed.min() > 0.05, changed=changed)


def ascent_noise_is_given_a_class(facts: Facts) -> Verdict:
    """Ours gives this noise the class {ascent.digit2_0_class}, with no more than {ascent.digit2_0_probability}; the
    tutorial's took its own for a 1, with 79.35 %.
    """
    given = softmax(predict_logits(cnn.restore(facts.results), _ascent(facts, "digit2_path")[:1]))[0]
    said = [facts.numbers[f"ascent.digit2_0_{name}"] for name in ("class", "probability")]
    right = np.allclose(said, [given.argmax(), given.max()], atol=1e-4)
    return holds(right and given.max() < 0.6 < PRINTED_PROBABILITIES[0], probability=given.max())


def ascent_network_is_sure_of_no_noise(facts: Facts) -> Verdict:
    """It is not sure of any such noise. So the class alone says little about the climb; the probability says more."""
    given = softmax(predict_logits(cnn.restore(facts.results), noise(100, facts.settings.ascent)))  # (100, 10)
    last = _ascent(facts, "digit2_printed")[-1, 1]
    return holds(given.max() < 0.6 and last > 0.9, surest_noise=given.max(), last=last)


def ascent_ends_all_but_certain(facts: Facts) -> Verdict:
    """Our network first takes the image for a 2 at iteration {ascent.digit2_first_iteration_recognised}, the tutorial's
    at iteration 1. In the last iterations both are all but certain.
    """
    table = _ascent(facts, "digit2_printed")
    first = int(facts.numbers["ascent.digit2_first_iteration_recognised"])
    ours = first == (table[:, 0] == DIGIT).argmax() and (table[-3:, 0] == DIGIT).all() and table[-3:, 1].min() > 0.9
    theirs = (PRINTED_CLASSES == DIGIT).argmax() == 1 and PRINTED_PROBABILITIES[-3:].min() > 0.9
    return holds(ours and theirs, probabilities=table[:, 1])


def ascent_logit_ends_far_above_its_start(facts: Facts) -> Verdict:
    """The logit ends far above its start in both runs."""
    start, end = _ascent(facts, "digit2_printed")[0, 5], facts.numbers["ascent.digit2_final_logit"]
    again = predict_logits(cnn.restore(facts.results), _ascent(facts, "digit2_path")[-1:])[0, DIGIT]
    far = np.isclose(end, again, atol=1e-3) and end > 2 + start and end > 2 * start
    return holds(far and PRINTED_LOGITS[-1] > 2 * PRINTED_LOGITS[0], start=start, end=end)


def ascent_many_pixels_end_at_the_edge(facts: Facts) -> Verdict:
    """At the end {ascent.digit2_share_at_edge} of the pixels are bare paper or full ink and cannot go on."""
    share = np.isin(_ascent(facts, "digit2_path")[-1], (0, 1)).mean()
    shown = facts.numbers["ascent.digit2_share_at_edge"]
    return holds(np.isclose(share, shown) and share > 0.3, share=share)


def ascent_long_step_holds_the_logit_back(facts: Facts) -> Verdict:
    """In our run the long step holds it back as well: from the same start, steps that shrink take it much higher."""
    shrinking, ours = _ascent(facts, "logits_values")[-1, DIGIT], facts.numbers["ascent.digit2_final_logit"]
    same = np.isclose(_ascent(facts, "logits_values")[0, DIGIT], _ascent(facts, "digit2_printed")[0, 5], atol=1e-4)
    return holds(same and shrinking > 1.25 * ours > 0, shrinking=shrinking, constant=ours)


def ascent_logits_differ_at_the_same_certainty(facts: Facts) -> Verdict:
    """Both runs end all but certain, and yet their logits differ: the tutorial's is above 43 in its last row;
    ours, after the last step, is {ascent.digit2_final_logit}.
    """
    final, path = facts.numbers["ascent.digit2_final_logit"], _ascent(facts, "digit2_path")
    logits = predict_logits(cnn.restore(facts.results), path[-1:])[0]
    sure = softmax(logits)[DIGIT]
    same = np.isclose(logits[DIGIT], final, atol=1e-3) and PRINTED_LOGITS[-1] > 43
    return holds(sure > 0.9 and same and 2 * final < 43, sure=sure, final=final)


@about("design")
def ascent_network_was_trained_with_label_smoothing(facts: Facts) -> Verdict:
    """Ours was trained with label smoothing, which does not pay for large logits; the tutorial's was not."""
    smoothing = facts.settings.cnn.label_smoothing
    margin = np.log((1 - 0.9 * smoothing) / (0.1 * smoothing))  # the lead of the right logit where the loss is least
    return holds(smoothing > 0 and margin < 10, label_smoothing=smoothing, best_margin=margin)


@about("identity")
def ascent_unit_that_is_off_has_no_gradient(facts: Facts) -> Verdict:
    """A unit that is off has a slope of exactly zero behind its ReLU, and an image that starts there would stay grey
    for ever.
    """
    del facts
    activation = torch.tensor(-1.0, requires_grad=True)
    (gradient,) = torch.autograd.grad(torch.relu(activation), activation)
    return holds(gradient.item() == 0, gradient=gradient.item())


# How a picture forms.


def ascent_strip_takes_shape(facts: Facts) -> Verdict:
    """The activation of the first convolution's unit is most of the way up after two steps. The image of the logit
    takes shape bit by bit: at nearly every stop it is more like the one at the end.
    """
    stops, values = _ascent(facts, "strip_steps"), _ascent(facts, "conv1_values")[:, 0]
    done = (values[2] - values[0]) / (values[-1] - values[0])
    alike = _to_the_end(facts)
    bit_by_bit = (np.diff(alike) > 0).sum() >= len(stops) - 2 and alike[0] < 0.3
    return holds(stops[2] == 2 and done > 0.6 and bit_by_bit, done=done, alike=alike)


def ascent_most_of_conv2_go_down_first(facts: Facts) -> Verdict:
    """Most units of the second convolution go down before they go up. The first steps are too long for them, and they
    leap over what they like; as the steps shrink they climb back and beyond.
    """
    values, chosen = _ascent(facts, "conv2_values"), facts.settings.ascent  # (steps + 1, units)
    lowest = values.argmin(axis=0)
    network, short = cnn.restore(facts.results), replace(chosen, steps=1, step=chosen.step / 25, shrinking=False)
    tried = ascend(channel(network, "conv2"), noise(values.shape[1], chosen), short).values  # the same way, not as far
    back = ((lowest > 0) & (lowest < len(values) / 2) & (values[-1] > values[0])).mean()
    deep, raised = (values[0] - values.min(axis=0) > 0.1).mean(), (tried[1] > tried[0]).mean()
    return holds(min(back, deep) > 0.6 and raised > 0.8, back=back, deep=deep, raised_by_a_short_step=raised)


def ascent_most_conv2_units_sink_first(facts: Facts) -> Verdict:
    """Of the {ascent.conv2_units} units, {ascent.conv2_sunk_first} pass through images that excite them less than the
    noise did.
    """
    values, counted = _ascent(facts, "conv2_values"), facts.numbers["ascent.conv2_sunk_first"]
    sunk = sum(any(value < path[0] for value in path[1:]) for path in values.T)
    stay = _not_raised(values)  # those that never come back are not passing through
    shown = sunk == counted and len(values.T) == facts.numbers["ascent.conv2_units"]
    return holds(shown and sunk > 0.6 * len(values.T) and stay < 0.2 * len(values.T), sunk=sunk)


def ascent_strip_rows(facts: Facts) -> Verdict:
    """The first convolution's unit takes most of its shape early; the second's changes to the end; the logit's takes
    shape bit by bit.
    """
    stops, first, second, alike = (
        _ascent(facts, "strip_steps"),
        _way(facts, "conv1"),
        _way(facts, "conv2"),
        _to_the_end(facts),
    )
    early = first[stops <= stops[-1] / 3].max()  # in the first third of the steps
    bit_by_bit = (np.diff(alike) > 0).sum() >= len(stops) - 2 and alike[0] < 0.3
    return holds(early > 0.5 and second[-2] < 0.98 and bit_by_bit, first=first, second=second, logit=alike)


# The pictures of the three layers.


@about("identity")
def ascent_conv1_gradient_is_the_same_inside(facts: Facts) -> Verdict:
    """The slope there is one and the same number, the sum of the filter's weights."""
    network = cnn.restore(facts.results)
    images = as_batch(noise(16, facts.settings.ascent)).requires_grad_()
    (gradient,) = torch.autograd.grad(channel(network, "conv1")(images).sum(), images)
    inside = gradient[:, 0, 2:-2, 2:-2].flatten(1) * 28 * 28  # the map's mean is over so many places
    apart = float((inside - network.layers.get_parameter("conv1.weight").sum(dim=(1, 2, 3))[:, None]).abs().max())
    return holds(apart < 1e-4, largest_difference=apart)


@about("identity")
def ascent_conv1_inside_goes_by_the_sign_of_the_sum(facts: Facts) -> Verdict:
    """So the inside of the image goes towards all ink or all paper, by the sign of that sum, and only the border keeps
    a pattern.
    """
    sums = facts.arrays("cnn")[f"{cnn.WEIGHT}conv1.weight"].sum(axis=(1, 2, 3))  # (16,)
    inside = _ascent(facts, "conv1_images")[:, 2:-2, 2:-2]
    follow = [
        abs(total) < 1e-2 or ((image > 0.5) == (total > 0)).all() for image, total in zip(inside, sums, strict=True)
    ]
    return holds(all(follow) and len(follow) == 16, inked=(sums > 0).sum())


@about("identity")
def ascent_conv1_squares(facts: Facts) -> Verdict:
    """Sixteen squares, all ink or all paper inside; most have lines or dots of the other tone at the border."""
    ink = _ascent(facts, "conv1_images") > 0.5
    inside = ink[:, 2:-2, 2:-2].mean(axis=(1, 2))
    edged = (ink != (inside > 0.5)[:, None, None]).any(axis=(1, 2)).mean()
    sums = facts.arrays("cnn")[f"{cnn.WEIGHT}conv1.weight"].sum(axis=(1, 2, 3))  # (16,)
    plain = np.isin(inside, (0, 1)) | (abs(sums) < 1e-2)
    return holds(len(ink) == 16 and plain.all() and edged > 0.5, share_with_edges=edged)


def ascent_conv2_has_stripes(facts: Facts) -> Verdict:
    """Some units gain wherever their pattern appears, so the pattern is everywhere: stripes, closely packed."""
    ink = _ascent(facts, "conv2_images")[:, 2:-2, 2:-2]
    tone = ink > 0.5
    turns = (tone[:, :, 1:] != tone[:, :, :-1]).mean(axis=(1, 2)) + (tone[:, 1:] != tone[:, :-1]).mean(axis=(1, 2))
    down, across = np.gradient(ink, axis=(1, 2))
    square = (across**2).mean(axis=(1, 2)), (down**2).mean(axis=(1, 2)), (across * down).mean(axis=(1, 2))
    slant = np.hypot(square[0] - square[1], 2 * square[2]) / (square[0] + square[1])  # 0 no slant, 1 one slant only
    # A step to the next pixel, across and down together, changes the tone as often as stripes of a few pixels do.
    striped = (ink.std(axis=(1, 2)) > 0.25) & (turns > 0.5) & (slant > 0.25)
    return holds(striped.sum() >= 3, striped=striped.sum())


def ascent_conv2_images_are_often_unfinished(facts: Facts) -> Verdict:
    """Many of the images are still mostly grey, as they began: their climbs are not done."""
    images, values = _ascent(facts, "conv2_images"), _ascent(facts, "conv2_values")
    grey = ((images > 0.25) & (images < 0.75)).mean(axis=(1, 2)) > 0.5
    if not grey.any() or grey.all():
        return holds(False, grey=grey.sum())
    late = (values[-1] - values[-6]) / (values[-1] - values[0])  # of all that it gained, in the last five steps
    sharp = np.median(late[grey]) > max(0.2, 1.2 * np.median(late[~grey]))
    return holds(0.2 < grey.mean() < 0.9 and sharp, grey=grey.sum(), late=np.median(late[grey]))


def ascent_even_sheet_beats_some_of_conv2(facts: Facts) -> Verdict:
    """Some units are excited more by an even sheet, plain paper or one tone of grey, than by their image. Such an image
    does not show what its unit likes most.
    """
    best, own = _means(facts, "conv2", _sheets()).max(axis=0), _ascent(facts, "conv2_values")[-1]
    share = (best > own).mean()
    return holds(0 < share < 0.6, units=(best > own).sum(), share=share)


def ascent_conv2_beats_real_digits(facts: Facts) -> Verdict:
    """But nearly every image excites its unit more than any of the first thousand test digits does."""
    best, own = _means(facts, "conv2", facts.data.test.images[:1000]).max(axis=0), _ascent(facts, "conv2_values")[-1]
    margin = (own - best) / np.abs(own - _ascent(facts, "conv2_values")[0])
    return holds((own > best).mean() > 0.75, share=(own > best).mean(), closest=margin.min())


def ascent_conv2_squares(facts: Facts) -> Verdict:
    """Thirty-six squares: some are stripes and patches of ink and paper; many are mostly grey, with something darker or
    lighter at the border.
    """
    images = _ascent(facts, "conv2_images")
    grey = ((images > 0.25) & (images < 0.75)).mean(axis=(1, 2)) > 0.5
    if not grey.any() or grey.all():
        return holds(False, grey=grey.sum())
    inside = np.zeros((28, 28), bool)
    inside[4:-4, 4:-4] = True
    border = images[:, ~inside].std(axis=1) > images[:, inside].std(axis=1)
    contrast = [images[which].std(axis=(1, 2)).mean() for which in (grey, ~grey)]
    return holds(len(images) == 36 and 0.2 < grey.mean() < 0.9 and border[grey].mean() > 0.6
                 and contrast[1] > contrast[0],
                 grey=grey.sum(), border=border[grey].mean(), contrast=contrast)  # fmt: skip


def ascent_logit_images_are_recognised(facts: Facts) -> Verdict:
    """Given back to the network, {ascent.logits_recognised} of the ten are taken for their own digit. The lowest
    probability that one of the ten gets for its own digit is {ascent.lowest_own_probability}.
    """
    given = softmax(predict_logits(cnn.restore(facts.results), _ascent(facts, "logits_images")))  # (10, 10)
    own, right = given[CLASSES, CLASSES], (given.argmax(axis=1) == CLASSES).sum()
    shown = facts.numbers["ascent.logits_recognised"] == right >= 7
    least = np.isclose(own.min(), facts.numbers["ascent.lowest_own_probability"], atol=1e-3)
    return holds(shown and least and np.median(own) > 0.9, recognised=right, least=own.min())


def ascent_logits_go_beyond_real_digits(facts: Facts) -> Verdict:
    """On {ascent.beyond_every_real_digit} of the ten, the logit is higher than for any real test image of that
    digit.
    """
    labels, real, own = facts.data.test.labels, facts.arrays("cnn")["test_logits"], _ascent(facts, "logits_values")[-1]
    best = np.array([real[labels == c, c].max() for c in CLASSES])
    shown = (own > best).sum() == facts.numbers["ascent.beyond_every_real_digit"]
    return holds(shown and (own > best).sum() >= 7 and np.median(own / best) > 1.4, own=own, real=best)


def ascent_smallest_logit_and_largest_real_one(facts: Facts) -> Verdict:
    """The smallest of the ten logits is {ascent.smallest_logit}; the largest that any test digit reaches is
    {ascent.largest_real_logit}.
    """
    own, real = _ascent(facts, "logits_values")[-1], facts.arrays("cnn")["test_logits"]
    best = real[np.arange(len(real)), facts.data.test.labels].max()
    said = [facts.numbers["ascent.smallest_logit"], facts.numbers["ascent.largest_real_logit"]]
    return holds(
        np.allclose(said, [own.min(), best]) and own.mean() > 1.4 * best > 0, smallest=own.min(), largest_real=best
    )


@about("identity")
def ascent_average_of_a_linear_map_has_one_gradient(facts: Facts) -> Verdict:
    """An average over a linear map has the same slope everywhere: plain images are to be expected."""
    network, starts = cnn.restore(facts.results), noise(16, facts.settings.ascent)
    both = []
    for images in (as_batch(starts).requires_grad_(), as_batch(1 - starts**2).requires_grad_()):
        both.append(torch.autograd.grad(channel(network, "conv1")(images).sum(), images)[0][:, 0, 2:-2, 2:-2])
    apart = float((both[0] - both[1]).abs().max() + (both[0].amax(dim=(1, 2)) - both[0].amin(dim=(1, 2))).abs().max())
    return holds(apart < 1e-5, largest_difference=apart)


def ascent_images_are_unlike_the_digits(facts: Facts) -> Verdict:
    """What excites a unit most need not look like what it was trained on."""
    images, train = _ascent(facts, "logits_images"), facts.data.train.part(0, 5000)
    alike = correlations(images, train.images).max(axis=1)  # (10,): to the digit that is most alike
    real = correlations(facts.data.test.images[:10], train.images).max(axis=1)
    sure = _ascent(facts, "probabilities")[CLASSES, CLASSES]
    return holds(alike.max() < real.min() and alike.max() < 0.5 and np.median(sure) > 0.9, images=alike, digits=real)


def ascent_logit_pictures(facts: Facts) -> Verdict:
    """The network gives {ascent.logits_recognised} of the ten to their own class."""
    given = _ascent(facts, "probabilities")
    right = int((given.argmax(axis=1) == CLASSES).sum())
    tone = np.isin(_ascent(facts, "logits_images"), (0, 1)).mean()
    return holds(right == facts.numbers["ascent.logits_recognised"] and right >= 7 and tone > 0.35
                 and np.median(given[CLASSES, CLASSES]) > 0.9, recognised=right, black_or_white=tone)  # fmt: skip
