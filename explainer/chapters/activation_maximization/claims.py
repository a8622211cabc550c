"""What the page on activation maximization says, as predicates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.chapters.activation_maximization.experiment import DIGIT
from explainer.chapters.activation_maximization.experiments.fields import likeness
from explainer.chapters.activation_maximization.experiments.finished import share_of_rise, spectral_likeness
from explainer.chapters.activation_maximization.experiments.first_recognised import by_then
from explainer.claims import Facts, Verdict, about, holds
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.backpropagation import Routes, at_place, gradient, routes
from explainer.methods.correlation import correlations
from explainer.methods.finished import mean_activations, share_at_a_peak, sheets
from explainer.methods.objectives import Objective, channel
from explainer.methods.receptive_fields import ANGLES, FIELDS, one_place, straightness
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
    return mean_activations(cnn.restore(facts.results), layer, images)


def _not_raised(values: Array) -> int:
    """Return how many units end no higher than they began, of values (steps + 1, units)."""
    return int((values[-1] <= values[0]).sum())


def _to_the_end(facts: Facts) -> Array:
    """Return how alike the image of the logit is at every stop to what it is at the end, (stops,)."""
    images = _ascent(facts, "logits_strip")[:, DIGIT]
    return correlations(images, images[-1:])[:, 0]


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


# Gradient ascent.


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
    """With the step that stays, the mean of the second convolution ends below its start, and the logits stop
    short.
    """
    conv2, logits = (_ascent(facts, f"{layer}_constant_values").mean(axis=1) for layer in ("conv2", "logits"))
    ours = _ascent(facts, "logits_values").mean(axis=1)
    lower = conv2[0] - conv2[-1] > 0.1 * np.ptp(_ascent(facts, "conv2_values").mean(axis=1))
    short = np.isclose(logits[0], ours[0]) and logits[-1] < 0.85 * ours[-1]
    return holds(lower and short, conv2=[conv2[0], conv2[-1]], logits=[logits[-1], ours[-1]])


def ascent_long_step_leaps_over_and_back(facts: Facts) -> Verdict:
    """A long step that stays long overshoots the top, again and again."""
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
    """With a step that shrinks it is {ascent.conv2_not_raised}, and all units of the other layers end higher."""
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
    """9 — {ascent.digit2_9_class} — {ascent.digit2_9_probability} — {ascent.digit2_9_gradient_min} —
    {ascent.digit2_9_gradient_max} — {ascent.digit2_9_step} — {ascent.digit2_9_logit}
    """
    rows = [_row(facts, iteration) for iteration in range(facts.settings.ascent.printed_steps)]
    same = all(np.allclose(shown, found[:-1], rtol=1e-2, atol=1e-3) for shown, found in rows)
    stepped = [found[-1] for _, found in rows]  # how far the next image is from where this step leads
    return holds(same and len(rows) == len(_ascent(facts, "digit2_path")) - 1 and max(stepped) < 1e-2, stepped=stepped)


def ascent_patches_change_at_every_step(facts: Facts) -> Verdict:
    """Eleven squares: grey noise, then patches of ink and background that change at every step."""
    path = _ascent(facts, "digit2_path")
    changed = ((path[1:] > 0.5) != (path[:-1] > 0.5)).mean(axis=(1, 2))
    return holds(len(path) == 11 and abs(path[0] - 0.5).max() < 0.1 and changed.min() > 0.05, changed=changed)


@about("design")
def ascent_noise_is_given_a_class(facts: Facts) -> Verdict:
    """Ours gives this noise the class {ascent.digit2_0_class}, with no more than {ascent.digit2_0_probability}; the
    tutorial's took its own for a 1, with 79.35 %.
    """
    given = softmax(predict_logits(cnn.restore(facts.results), _ascent(facts, "digit2_path")[:1]))[0]
    said = [facts.numbers[f"ascent.digit2_0_{name}"] for name in ("class", "probability")]
    right = np.allclose(said, [given.argmax(), given.max()], atol=1e-4)
    return holds(right and given.max() < 0.6 < PRINTED_PROBABILITIES[0], probability=given.max())


def ascent_network_is_sure_of_no_noise(facts: Facts) -> Verdict:
    """Ours is not sure of any such noise. So the class alone says little about the ascent, the probability more."""
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
    """The logit ends far above its start in both runs, ours at {ascent.digit2_final_logit} after the last step."""
    start, end = _ascent(facts, "digit2_printed")[0, 5], facts.numbers["ascent.digit2_final_logit"]
    again = predict_logits(cnn.restore(facts.results), _ascent(facts, "digit2_path")[-1:])[0, DIGIT]
    far = np.isclose(end, again, atol=1e-3) and end > 2 + start and end > 2 * start
    return holds(far and PRINTED_LOGITS[-1] > 2 * PRINTED_LOGITS[0], start=start, end=end)


def ascent_many_pixels_end_at_the_edge(facts: Facts) -> Verdict:
    """At the end {ascent.digit2_share_at_edge} of the pixels are empty or full and cannot go on."""
    share = np.isin(_ascent(facts, "digit2_path")[-1], (0, 1)).mean()
    shown = facts.numbers["ascent.digit2_share_at_edge"]
    return holds(np.isclose(share, shown) and share > 0.3, share=share)


def ascent_long_step_holds_the_logit_back(facts: Facts) -> Verdict:
    """In our run the long step holds it back as well: from the same start, steps that shrink take it much higher."""
    shrinking, ours = _ascent(facts, "logits_values")[-1, DIGIT], facts.numbers["ascent.digit2_final_logit"]
    same = np.isclose(_ascent(facts, "logits_values")[0, DIGIT], _ascent(facts, "digit2_printed")[0, 5], atol=1e-4)
    return holds(same and shrinking > 1.25 * ours > 0, shrinking=shrinking, constant=ours)


def ascent_logits_differ_at_the_same_certainty(facts: Facts) -> Verdict:
    """In their last rows both runs are all but certain, and yet their logits differ: the tutorial's is above 43, ours
    is {ascent.digit2_9_logit}.
    """
    last, path = facts.numbers["ascent.digit2_9_logit"], _ascent(facts, "digit2_path")
    logits = predict_logits(cnn.restore(facts.results), path[9:10])[0]  # before the last step, as the tables have it
    sure = softmax(logits)[DIGIT]
    same = np.isclose(logits[DIGIT], last, atol=1e-3) and PRINTED_LOGITS[-1] > 43
    return holds(sure > 0.9 and same and 2 * last < 43, sure=sure, last=last)


@about("design")
def ascent_network_was_trained_with_label_smoothing(facts: Facts) -> Verdict:
    """Ours was trained with label smoothing, which discourages large logits; the tutorial's was not."""
    smoothing = facts.settings.cnn.label_smoothing
    margin = np.log((1 - 0.9 * smoothing) / (0.1 * smoothing))  # the lead of the right logit where the loss is least
    return holds(smoothing > 0 and margin < 10, label_smoothing=smoothing, best_margin=margin)


@about("identity")
def ascent_unit_that_is_off_has_no_gradient(facts: Facts) -> Verdict:
    """A unit that is off has a gradient of exactly zero behind its ReLU, and an image that starts there would stay grey
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
    """The first steps are too long for most of them and overshoot; as the steps shrink, the activation comes back and
    ends higher.
    """
    values, chosen = _ascent(facts, "conv2_values"), facts.settings.ascent  # (steps + 1, units)
    lowest = values.argmin(axis=0)
    network, short = cnn.restore(facts.results), replace(chosen, steps=1, step=chosen.step / 25, shrinking=False)
    tried = ascend(channel(network, "conv2"), noise(values.shape[1], chosen), short).values  # the same way, not as far
    back = ((lowest > 0) & (lowest < len(values) / 2) & (values[-1] > values[0])).mean()
    deep, raised = (values[0] - values.min(axis=0) > 0.1).mean(), (tried[1] > tried[0]).mean()
    return holds(min(back, deep) > 0.6 and raised > 0.8, back=back, deep=deep, raised_by_a_short_step=raised)


def ascent_most_conv2_units_sink_first(facts: Facts) -> Verdict:
    """Of the {ascent.conv2_units} units of the second convolution, {ascent.conv2_sunk_first} pass through images that
    excite them less than the noise did.
    """
    values, counted = _ascent(facts, "conv2_values"), facts.numbers["ascent.conv2_sunk_first"]
    sunk = sum(any(value < path[0] for value in path[1:]) for path in values.T)
    stay = _not_raised(values)  # those that never come back are not passing through
    shown = sunk == counted and len(values.T) == facts.numbers["ascent.conv2_units"]
    return holds(shown and sunk > 0.6 * len(values.T) and stay < 0.2 * len(values.T), sunk=sunk)


# The pictures of the three layers.


@about("identity")
def ascent_conv1_gradient_is_the_same_inside(facts: Facts) -> Verdict:
    """The gradient there is one and the same number, the sum of the filter's weights."""
    network = cnn.restore(facts.results)
    images = as_batch(noise(16, facts.settings.ascent)).requires_grad_()
    (gradient,) = torch.autograd.grad(channel(network, "conv1")(images).sum(), images)
    inside = gradient[:, 0, 2:-2, 2:-2].flatten(1) * 28 * 28  # the map's mean is over so many places
    apart = float((inside - network.layers.get_parameter("conv1.weight").sum(dim=(1, 2, 3))[:, None]).abs().max())
    return holds(apart < 1e-4, largest_difference=apart)


@about("identity")
def ascent_average_of_a_linear_map_has_one_gradient(facts: Facts) -> Verdict:
    """An average over a linear map has the same gradient everywhere: plain images are to be expected."""
    network, starts = cnn.restore(facts.results), noise(16, facts.settings.ascent)
    both = []
    for images in (as_batch(starts).requires_grad_(), as_batch(1 - starts**2).requires_grad_()):
        both.append(torch.autograd.grad(channel(network, "conv1")(images).sum(), images)[0][:, 0, 2:-2, 2:-2])
    apart = float((both[0] - both[1]).abs().max() + (both[0].amax(dim=(1, 2)) - both[0].amin(dim=(1, 2))).abs().max())
    return holds(apart < 1e-5, largest_difference=apart)


# Backpropagation, route by route.


def _routes(facts: Facts) -> tuple[Array, Routes, Array]:
    """Return the gradient of the followed neuron by PyTorch, (28, 28), all routes from the pixel, and the pixel."""
    kept, network = facts.arrays("routes"), cnn.restore(facts.results)
    unit, place, pixel = int(kept["unit"]), (int(kept["place"][0]), int(kept["place"][1])), kept["pixel"]
    found = routes(network, kept["image"], unit, place, (int(pixel[0]), int(pixel[1])))
    return gradient(at_place(network, "conv2", unit, place), kept["image"]), found, pixel


@about("identity")
def routes_follow_the_strongest(facts: Facts) -> Verdict:
    """The neuron is the one that this {routes.label} excites most in the second convolution, in channel {routes.unit};
    the pixel is the one with the largest gradient, for or against.
    """
    kept, inside = facts.arrays("routes"), slice(FIELDS["conv2"].whole().start, FIELDS["conv2"].whole().stop)
    maps = cnn.restore(facts.results).activations(as_batch(kept["image"][None]), "conv2")[0].cpu().numpy()
    down, across = kept["place"]
    reached, most = maps[int(kept["unit"]), down, across], maps[:, inside, inside].max()
    by_autograd, _, pixel = _routes(facts)
    steepest = np.abs(by_autograd)[tuple(pixel)] >= np.abs(by_autograd).max() - 1e-6
    shown = facts.numbers["routes.unit"] == kept["unit"] and (kept["image"] == facts.data.test.images[0]).all()
    shown &= facts.numbers["routes.label"] == facts.data.test.labels[0]
    return holds(shown and steepest and np.isclose(reached, most, atol=1e-4), activation=reached, most=most)


@about("identity")
def routes_most_are_shut(facts: Facts) -> Verdict:
    """From the pixel to the neuron there are {routes.count} routes, and {routes.open} of them are open. The rest end at
    a place that is not the largest of its four, or at a ReLU that is off.
    """
    _, found, _ = _routes(facts)
    opened = int((found.wins & found.on).sum())
    shown = [facts.numbers["routes.count"], facts.numbers["routes.open"]] == [len(found.wins), opened]
    return holds(shown and 0 < opened < len(found.wins), routes=len(found.wins), open=opened)


@about("identity")
def routes_add_up_to_the_gradient(facts: Facts) -> Verdict:
    """The strongest positive route adds {routes.for}, the strongest negative one {routes.against}. All together add up
    to {routes.sum}. That is the gradient as PyTorch computes it, to within {routes.error}.
    """
    by_autograd, found, pixel = _routes(facts)
    products, whole = found.products, by_autograd[tuple(pixel)]
    said = [facts.numbers[f"routes.{name}"] for name in ("for", "against", "sum")]
    shown = np.allclose(said, [products.max(), products.min(), products.sum()], atol=1e-4)
    error = facts.numbers["routes.error"]
    close = max(error, abs(products.sum() - whole)) < 1e-5
    return holds(shown and close and products.max() > 0 > products.min(), sum=products.sum(), autograd=whole)


# The tutorial's run for every digit.


def ascent_half_are_recognised_soon(facts: Facts) -> Verdict:
    """So here is the same run for every digit, from ten starts each. In {ascent.runs_noise_is_not} of the {ascent.runs}
    runs the noise is not taken for the digit. Half of these images are taken for it by iteration
    {ascent.first_iteration_recognised_median}.
    """
    first, chosen = facts.arrays("first_recognised")["first"], facts.settings.first_recognised
    asked = first[first > 0]
    said = [facts.numbers[f"ascent.{n}"] for n in ("runs_noise_is_not", "runs", "first_iteration_recognised_median")]
    shown = first.shape == (10, 10) and said == [len(asked), first.size, by_then(asked)]
    same = (chosen.ascent.step, chosen.ascent.shrinking, chosen.ascent.steps) == (1.0, False, 10)
    return holds(shown and same and len(asked) >= 50 and said[-1] <= 5, runs=len(asked), by=said[-1])


# Until nothing more is gained.

LAYERS = ("conv1", "conv2", "logits")
RIVALS = ("blank", "full", "mid_grey", "uniform", "real_digit")


def _finished(facts: Facts, name: str) -> Array:
    """Return an array of the finished ascents."""
    return facts.arrays("finished")[name]


def _beaten(facts: Facts, reached: Array, layer: str = "conv2") -> list[int]:
    """Return how many units of a layer each rival excites more than the images that `reached` so much, (units,)."""
    return [int((_finished(facts, f"{layer}_{rival}_values") > reached + 1e-5).sum()) for rival in RIVALS]


@about("design")
def finished_counts_the_second_convolution(facts: Facts) -> Verdict:
    """Compare the images with some that need no ascent: a blank one, one full of ink, mid-grey, the best of
    {finished.sheets} even greys, and the best of all test digits. The table says how many of the {ascent.conv2_units}
    units of the second convolution are excited more by such an image than by their own.
    """
    units = _finished(facts, "conv2_uniform_values").shape[0]
    tones, network = sheets(facts.settings.finished.sheets), cnn.restore(facts.results)
    best = mean_activations(network, "conv2", tones).max(axis=0)
    same = np.allclose(best, _finished(facts, "conv2_uniform_values"), atol=1e-4)
    return holds(same and units == facts.numbers["ascent.conv2_units"], units=units, sheets=len(tones))


@about("identity")
def finished_tutorial_row(facts: Facts) -> Verdict:
    """{ascent.steps} steps, the tutorial's — {ascent.tutorial_conv2_below_blank} — {ascent.tutorial_conv2_below_full} —
    {ascent.tutorial_conv2_below_mid_grey} — {ascent.tutorial_conv2_below_uniform} —
    {ascent.tutorial_conv2_below_real_digit}
    """
    lost = _beaten(facts, _ascent(facts, "conv2_constant_values")[-1])
    shown = lost == [facts.numbers[f"ascent.tutorial_conv2_below_{rival}"] for rival in RIVALS]
    return holds(shown and lost[3] >= max(lost[:3]), beaten=lost)


@about("identity")
def finished_thirty_row(facts: Facts) -> Verdict:
    """{ascent.steps} steps that shrink — {ascent.thirty_conv2_below_blank} — {ascent.thirty_conv2_below_full} —
    {ascent.thirty_conv2_below_mid_grey} — {ascent.thirty_conv2_below_uniform} —
    {ascent.thirty_conv2_below_real_digit}
    """
    lost = _beaten(facts, _ascent(facts, "conv2_values")[-1])
    shown = lost == [facts.numbers[f"ascent.thirty_conv2_below_{rival}"] for rival in RIVALS]
    return holds(shown and lost[3] >= max(lost[:3]), beaten=lost)


@about("identity")
def finished_last_row(facts: Facts) -> Verdict:
    """finished, all layers — {ascent.units_below_blank} — {ascent.units_below_full} — {ascent.units_below_mid_grey} —
    {ascent.units_below_uniform} — {ascent.units_below_real_digit}
    """
    lost = np.sum([_beaten(facts, _finished(facts, f"{layer}_values"), layer) for layer in LAYERS], axis=0)
    shown = lost.tolist() == [facts.numbers[f"ascent.units_below_{rival}"] for rival in RIVALS]
    return holds(shown and lost.sum() == 0, beaten=lost)


def finished_tutorial_budget_is_too_small(facts: Facts) -> Verdict:
    """With the tutorial's step most images are like that, and with steps that shrink some still are."""
    tutorial, shrinking = (_beaten(facts, _ascent(facts, f"conv2{kind}_values")[-1])[3] for kind in ("_constant", ""))
    return holds(tutorial > 18 > 0 < shrinking < tutorial, tutorial=tutorial, shrinking=shrinking)


@about("design")
def finished_steps_and_starts(facts: Facts) -> Verdict:
    """The last row takes {finished.steps} steps that shrink, from {finished.starts} starts: noise around five greys,
    the best grey, and the best test digit. Of all that it meets it keeps the best.
    """
    chosen = facts.settings.finished
    shown = facts.numbers["finished.steps"] == chosen.ascent.steps and chosen.ascent.shrinking
    starts = [len(_finished(facts, f"{layer}_by_start")) for layer in LAYERS]
    same = set(starts) == {facts.numbers["finished.starts"]} == {len(chosen.ranges) + 2}
    kept = all(
        np.allclose(_finished(facts, f"{n}_values"), _finished(facts, f"{n}_by_start").max(axis=0), atol=1e-4)
        for n in LAYERS
    )
    return holds(shown and same and kept and len(chosen.ranges) == 5, steps=chosen.ascent.steps, starts=starts)


@about("identity")
def finished_none_is_beaten(facts: Facts) -> Verdict:
    """None of the {finished.units} units of the three layers is then excited more by any of these images, and
    {ascent.units_below_other_starts} by what another start led to.
    """
    lost, units = 0, 0
    tones, digits = sheets(facts.settings.finished.sheets), facts.data.test.images[:500]
    for layer in LAYERS:
        images = _finished(facts, f"{layer}_images")
        own = np.diagonal(_means(facts, layer, images))
        rivals = np.concatenate([_means(facts, layer, tones), _means(facts, layer, digits)])
        lost += int((rivals.max(axis=0) > own + 1e-3).sum())
        lost += int((_finished(facts, f"{layer}_by_start").max(axis=0) > own + 1e-3).sum())
        units += len(images)
    shown = units == facts.numbers["finished.units"] and facts.numbers["ascent.units_below_other_starts"] == 0
    return holds(shown and lost == 0, beaten=lost, units=units)


@about("identity")
def finished_is_nearly_the_top(facts: Facts) -> Verdict:
    """But twice as many steps change the rise above a blank image by {finished.conv2_longer_change} at the median unit
    of the second convolution, and the worst start ends {finished.conv2_worst_start} lower than the best.
    """
    longer, worst = (facts.numbers[f"finished.conv2_{name}"] for name in ("longer_change", "worst_start"))
    again = share_of_rise(facts.arrays("finished"), "conv2", np.ptp(_finished(facts, "conv2_by_start"), axis=0))
    shown = np.isclose(worst, again, rtol=1e-3)
    return holds(shown and longer < 0.05 and worst < 0.15, longer=longer, worst_start=worst)


# The finished pictures.


@about("identity")
def ascent_conv1_squares(facts: Facts) -> Verdict:
    """Sixteen squares, each all ink or all background inside; most have lines or dots of the other tone at the
    border.
    """
    ink = _finished(facts, "conv1_images") > 0.5
    inside = ink[:, 2:-2, 2:-2].mean(axis=(1, 2))
    edged = (ink != (inside > 0.5)[:, None, None]).any(axis=(1, 2)).mean()
    sums = facts.arrays("cnn")[f"{cnn.WEIGHT}conv1.weight"].sum(axis=(1, 2, 3))  # (16,)
    plain = np.isin(inside, (0, 1)) | (abs(sums) < 1e-2)
    return holds(len(ink) == 16 and plain.all() and edged > 0.5, share_with_edges=edged)


@about("identity")
def ascent_conv1_inside_goes_by_the_sign_of_the_sum(facts: Facts) -> Verdict:
    """So the inside of the image goes towards all ink or all background, by the sign of that sum, and only the border
    keeps a pattern.
    """
    sums = facts.arrays("cnn")[f"{cnn.WEIGHT}conv1.weight"].sum(axis=(1, 2, 3))  # (16,)
    inside = _finished(facts, "conv1_images")[:, 2:-2, 2:-2]
    follow = [
        abs(total) < 1e-2 or ((image > 0.5) == (total > 0)).all() for image, total in zip(inside, sums, strict=True)
    ]
    return holds(all(follow) and len(follow) == 16, inked=(sums > 0).sum())


@about("identity")
def finished_search_finds_the_exact_answer(facts: Facts) -> Verdict:
    """The search finds that, too: it ends {finished.conv1_search_gap} away at most."""
    exact = np.diagonal(_means(facts, "conv1", _finished(facts, "conv1_images")))
    gap = float((exact - _finished(facts, "conv1_searched_values")).max())
    return holds(max(gap, facts.numbers["finished.conv1_search_gap"]) < 1e-4, gap=gap)


def _striped(images: Array) -> NDArray[np.bool_]:
    """Return which images (N, 28, 28) are narrow stripes of strong contrast along one slant, away from the border."""
    ink = images[:, 2:-2, 2:-2]
    tone = ink > 0.5
    turns = (tone[:, :, 1:] != tone[:, :, :-1]).mean(axis=(1, 2)) + (tone[:, 1:] != tone[:, :-1]).mean(axis=(1, 2))
    down, across = np.gradient(ink, axis=(1, 2))
    square = (across**2).mean(axis=(1, 2)), (down**2).mean(axis=(1, 2)), (across * down).mean(axis=(1, 2))
    # 0 no slant, 1 one slant only; 0 of an even image
    slant = np.hypot(square[0] - square[1], 2 * square[2]) / np.maximum(square[0] + square[1], 1e-12)
    # A step to the next pixel, across and down together, changes the tone as often as stripes of a few pixels do.
    return np.asarray((ink.std(axis=(1, 2)) > 0.25) & (turns > 0.5) & (slant > 0.25))


def ascent_conv2_has_stripes(facts: Facts) -> Verdict:
    """Many units gain wherever their pattern appears, so the pattern is everywhere: stripes, closely packed."""
    striped = _striped(_finished(facts, "conv2_images")).sum()
    return holds(striped >= 8, striped=striped)


def ascent_conv2_squares(facts: Facts) -> Verdict:
    """Many are covered with narrow stripes of ink and background, at several slants; some are faint and grey."""
    images = _finished(facts, "conv2_images")
    striped, faint = _striped(images).sum(), (images.std(axis=(1, 2)) < 0.25).sum()
    return holds(len(images) == 36 and striped >= 8 and faint >= 3 and _learned(facts), striped=striped, faint=faint)


def finished_less_is_grey(facts: Facts) -> Verdict:
    """After {ascent.steps} steps {finished.thirty_conv2_mid_grey_share} of all pixels are nearer to mid-grey than to
    either end, and in the finished images {finished.conv2_mid_grey_share}.
    """
    early, late = (
        float(((images > 0.25) & (images < 0.75)).mean())
        for images in (_ascent(facts, "conv2_images"), _finished(facts, "conv2_images"))
    )
    shown = facts.shows("finished.thirty_conv2_mid_grey_share", early)
    shown &= facts.shows("finished.conv2_mid_grey_share", late)
    return holds(shown and late < 0.9 * early, after_thirty_steps=early, finished=late)


@about("identity")
def finished_grey_is_a_peak(facts: Facts) -> Verdict:
    """Change one such pixel by a tenth of full ink, to either side, and for {finished.conv2_grey_at_a_peak} of them the
    activation falls.
    """
    share = facts.numbers["finished.conv2_grey_at_a_peak"]
    images, network = _finished(facts, "conv2_images"), cnn.restore(facts.results)
    unit = int(((images > 0.25) & (images < 0.75)).sum(axis=(1, 2)).argmax())  # the one with most grey, once more
    alone = Objective(lambda batch: network.activations(batch, "conv2")[:, unit].mean(dim=(1, 2)))
    again = share_at_a_peak(alone, images[unit], 0.25, 0.75, 0.1)
    return holds(share > 0.8 and again > 0.3, share=share, greyest_unit=again)


@about("identity")
def ascent_conv2_beats_real_digits(facts: Facts) -> Verdict:
    """Every image excites its unit more than any test digit does."""
    best = np.maximum(
        _finished(facts, "conv2_real_digit_values"),
        _means(facts, "conv2", facts.data.test.images[:500]).max(axis=0),
    )
    margin = _finished(facts, "conv2_values") - best
    return holds((margin > 0).all(), closest=margin.min())


def finished_blank_beats_digits(facts: Facts) -> Verdict:
    """That is easily done: {finished.conv2_digit_below_blank} of the units are excited more by a blank image than by
    any test digit.
    """
    blank, digit = _finished(facts, "conv2_blank_values"), _finished(facts, "conv2_real_digit_values")
    count = int((digit < blank).sum())
    shown = count == facts.numbers["finished.conv2_digit_below_blank"]
    return holds(shown and count >= 9 and _learned(facts), units=count)


def _learned(facts: Facts) -> bool:
    """Return whether the network has learned anything: what holds of any network says nothing of training."""
    return facts.numbers["cnn.test_accuracy"] > 0.9


# One place of a map.


def _fields(facts: Facts, name: str) -> Array:
    """Return an array of the images for one place."""
    return facts.arrays("fields")[name]


@about("identity")
def fields_have_these_sides(facts: Facts) -> Verdict:
    """A neuron of the first convolution sees {fields.conv1_side}×{fields.conv1_side} pixels. One of the second sees
    {fields.conv2_side}×{fields.conv2_side}: it reads five pooled places, which are ten places of the first map, and the
    outermost of those see two pixels further.
    """
    network, sides = cnn.restore(facts.results), {}
    for layer in ("conv1", "conv2"):
        images = as_batch(noise(16, replace(facts.settings.ascent, low=0.0, high=1.0))).requires_grad_()
        maps = network.activations(images, layer)
        half = maps.shape[-1] // 2
        reached = np.zeros((28, 28), bool)
        for unit in range(maps.shape[1]):
            (found,) = torch.autograd.grad(maps[:, unit, half, half].sum(), images, retain_graph=True)
            reached |= (found != 0).any(dim=0)[0].cpu().numpy()
        sides[layer] = [int(np.ptp(np.flatnonzero(reached.any(axis=axis)))) + 1 for axis in (0, 1)]
    same = all(side == [facts.numbers[f"fields.{layer}_side"]] * 2 for layer, side in sides.items())
    return holds(same and sides == {"conv1": [5, 5], "conv2": [14, 14]}, **sides)


@about("identity")
def fields_conv1_pictures(facts: Facts) -> Verdict:
    """Eight groups: a filter in blue and red, a patch with ink where the filter is blue, and three patches of
    strokes.
    """
    filters, patches = _fields(facts, "conv1_filters"), _fields(facts, "conv1_patches")
    follow = (_fields(facts, "conv1_images") == (filters > 0)).all()
    return holds(follow and patches.shape[:2] == (16, 3), filters=len(filters))


@about("identity")
def fields_conv1_reaches(facts: Facts) -> Verdict:
    """The strongest real patch reaches {fields.conv1_reached} of its activation at the median."""
    share = np.median(_fields(facts, "conv1_patch_values")[:, 0] / _fields(facts, "conv1_values"))
    return holds(facts.shows("fields.conv1_reached", share) and 0 < share <= 1, share=share)


def fields_filters_are_straighter_than_noise(facts: Facts) -> Verdict:
    """Compare each filter with straight edges and lines in twelve directions. The best of them explains
    {fields.straightness} of the filter's variance at the median; of an untrained filter, which is noise,
    {fields.untrained_straightness}.
    """
    weights = facts.arrays("cnn")[f"{cnn.WEIGHT}conv1.weight"][:, 0]
    trained, chance = np.median(straightness(weights)), np.median(_fields(facts, "untrained_straightness"))
    shown = facts.shows("fields.straightness", trained) and facts.shows("fields.untrained_straightness", chance)
    return holds(shown and ANGLES == 12 and trained - chance > 0.08, trained=trained, untrained=chance)


def fields_some_filters_are_edges(facts: Facts) -> Verdict:
    """With half of the variance or more we may speak of an edge or a line: {fields.straight_filters} of the 16 filters
    are one, and {fields.untrained_straight_filters} of the untrained. By this measure, too, training makes edges or
    lines of some filters, and many are neither.
    """
    trained, chance = (int((_fields(facts, f"{kind}_straightness") >= 0.5).sum()) for kind in ("conv1", "untrained"))
    shown = facts.numbers["fields.straight_filters"] == trained
    shown &= facts.numbers["fields.untrained_straight_filters"] == chance
    return holds(shown and 3 <= trained <= 12 and chance < trained - 1, trained=trained, untrained=chance)


def fields_patches_are_alike(facts: Facts) -> Verdict:
    """The real patches of a neuron correlate with each other by {fields.patches_alike} on average, with those of other
    neurons by {fields.patches_elsewhere}.
    """
    own, other = likeness(_fields(facts, "conv2_patches"))
    shown = facts.shows("fields.patches_alike", own) and np.isclose(facts.numbers["fields.patches_elsewhere"], other)
    return holds(shown and own > 0.35 and own > 3 * other, own=own, other=other)


def fields_synthetic_patch_is_like_its_own(facts: Facts) -> Verdict:
    """It correlates with the real patches of its own neuron by {fields.synthetic_alike}, with those of others by
    {fields.synthetic_elsewhere}.
    """
    own, other = likeness(_fields(facts, "conv2_patches"), _fields(facts, "conv2_images"))
    shown = facts.shows("fields.synthetic_alike", own) and np.isclose(
        facts.numbers["fields.synthetic_elsewhere"], other
    )
    return holds(shown and own > 0.15 and own > 3 * other, own=own, other=other)


def fields_synthetic_patch_goes_beyond(facts: Facts) -> Verdict:
    """With them it excites the neuron {fields.conv2_times_real} times as much as the strongest real patch, at the
    median.
    """
    own, real = _fields(facts, "conv2_values"), _fields(facts, "conv2_patch_values")[:, 0]
    times = np.median(own[real > 0] / real[real > 0])
    return holds(facts.shows("fields.conv2_times_real", times) and times > 1.4, times=times)


@about("identity")
def fields_none_is_beaten(facts: Facts) -> Verdict:
    """Of the 36 synthetic patches, {fields.conv2_below_real} are beaten by a real one."""
    patches, real = _fields(facts, "conv2_images"), _fields(facts, "conv2_patch_values")[:, 0]
    with torch.inference_mode():
        own = one_place(cnn.restore(facts.results), "conv2")(as_batch(patches)).cpu().numpy()
    beaten = int((real > own + 1e-3).sum())
    same = np.allclose(own, _fields(facts, "conv2_values"), atol=1e-3)
    return holds(same and beaten == facts.numbers["fields.conv2_below_real"] == 0, beaten=beaten)


@about("design")
def fields_starts_of_the_patches(facts: Facts) -> Verdict:
    """Each is the best of {fields.starts} ascents, one of them from the strongest real patch."""
    starts = len(_fields(facts, "conv2_by_start"))
    shown = starts == facts.numbers["fields.starts"] == len(facts.settings.fields.ranges) + 1
    return holds(shown, starts=starts)


@about("identity")
def fields_never_on(facts: Facts) -> Verdict:
    """Neurons that no test digit turns on there: {fields.conv2_never_on}. Their real patches are those that come
    nearest.
    """
    values = _fields(facts, "conv2_patch_values")
    never, sorted_ = int((values[:, 0] <= 0).sum()), (np.diff(values, axis=1) <= 0).all()
    return holds(sorted_ and never == facts.numbers["fields.conv2_never_on"], never=never)


@about("identity")
def fields_best_patch_is_the_sum_of_positive_weights(facts: Facts) -> Verdict:
    """The activation is the sum of the positive weights, plus the bias."""
    network, patches = cnn.restore(facts.results), _fields(facts, "conv1_images")
    with torch.inference_mode():
        own = one_place(network, "conv1")(as_batch(patches)).cpu().numpy()
    weight, bias = (network.layers.get_parameter(f"conv1.{kind}").cpu().numpy() for kind in ("weight", "bias"))
    sums = np.maximum(weight, 0).sum(axis=(1, 2, 3)) + bias
    return holds(np.allclose(own, sums, atol=1e-4), largest_difference=np.abs(own - sums).max())


# The ten logits.


@about("identity")
def ascent_logits_after_thirty_steps(facts: Facts) -> Verdict:
    """{ascent.steps} steps — {ascent.mean_logit} — {ascent.smallest_logit} — {ascent.logits_recognised} —
    {ascent.lowest_own_probability} — {ascent.beyond_every_real_digit}
    """
    return _logit_row(facts, "ascent", _ascent(facts, "logits_images"))


@about("identity")
def finished_logits_row(facts: Facts) -> Verdict:
    """finished — {finished.mean_logit} — {finished.smallest_logit} — {finished.logits_recognised} —
    {finished.lowest_own_probability} — {finished.beyond_every_real_digit}
    """
    return _logit_row(facts, "finished", _finished(facts, "logits_images"))


def _logit_row(facts: Facts, prefix: str, images: Array) -> Verdict:
    """Judge a row of the table of logits against what the network makes of these images (10, 28, 28)."""
    logits = predict_logits(cnn.restore(facts.results), images)
    own, given = np.diagonal(logits), softmax(logits)
    real, labels = facts.arrays("cnn")["test_logits"], facts.data.test.labels
    best = np.array([real[labels == c, c].max() for c in CLASSES])
    right, beyond = int((given.argmax(axis=1) == CLASSES).sum()), int((own > best).sum())
    names = ("mean_logit", "smallest_logit", "logits_recognised", "lowest_own_probability", "beyond_every_real_digit")
    found = [own.mean(), own.min(), right, given[CLASSES, CLASSES].min(), beyond]
    shown = np.allclose([facts.numbers[f"{prefix}.{name}"] for name in names], found, rtol=1e-3, atol=1e-3)
    return holds(shown, logits=own, recognised=right, beyond=beyond)


def ascent_logits_go_beyond_real_digits(facts: Facts) -> Verdict:
    """Given back to the network, nearly all of the ten are taken for their own digit, after thirty steps already. On
    most, the logit is higher than for any real test image of that digit.
    """
    numbers = facts.numbers
    right = [numbers[f"{prefix}.logits_recognised"] for prefix in ("ascent", "finished")]
    beyond = [numbers[f"{prefix}.beyond_every_real_digit"] for prefix in ("ascent", "finished")]
    real = numbers["ascent.largest_real_logit"]  # a network that has learned gives real digits large ones
    held = min(right) >= 8 and min(beyond) >= 7 and numbers["ascent.steps"] == 30
    return holds(held and real > 3, recognised=right, beyond=beyond, largest_real=real)


def finished_logits_times_the_best_digit(facts: Facts) -> Verdict:
    """The finished images reach {finished.times_the_best_digit} times the logit of the best test digit, at the
    median.
    """
    own, real = _finished(facts, "logits_values"), facts.arrays("cnn")["test_logits"].max(axis=0)
    times = np.median(own / real)
    return holds(facts.shows("finished.times_the_best_digit", times) and times > 1.6 and real.max() > 3, times=times)


def finished_logits_are_nearly_at_the_top(facts: Facts) -> Verdict:
    """Twice as many steps change the logits' rise above a blank image by {finished.logits_longer_change}, and the worst
    start ends {finished.logits_worst_start} lower than the best.
    """
    longer, worst = (facts.numbers[f"finished.logits_{name}"] for name in ("longer_change", "worst_start"))
    rise = _finished(facts, "logits_values") - _finished(facts, "logits_blank_values")
    again = share_of_rise(facts.arrays("finished"), "logits", np.ptp(_finished(facts, "logits_by_start"), axis=0))
    shown = np.isclose(worst, again, rtol=1e-3)
    return holds(shown and longer < 0.05 and worst < 0.3 and rise.min() > 3, longer=longer, worst_start=worst)


def ascent_smallest_logit_and_largest_real_one(facts: Facts) -> Verdict:
    """The largest logit that any test digit reaches is {ascent.largest_real_logit}."""
    real = facts.arrays("cnn")["test_logits"]
    best = real[np.arange(len(real)), facts.data.test.labels].max()
    own = _finished(facts, "logits_values").mean()
    return holds(facts.shows("ascent.largest_real_logit", best) and own > 1.4 * best > 4, largest_real=best, own=own)


def ascent_images_are_unlike_the_digits(facts: Facts) -> Verdict:
    """What excites a unit most need not look like what it was trained on."""
    images, train = _finished(facts, "logits_images"), facts.data.train.part(0, 5000)
    alike = correlations(images, train.images).max(axis=1)  # (10,): to the digit that is most alike
    real = correlations(facts.data.test.images[:10], train.images).max(axis=1)
    sure = _finished(facts, "probabilities")[CLASSES, CLASSES]
    return holds(alike.max() < real.min() and alike.max() < 0.5 and np.median(sure) > 0.9, images=alike, digits=real)


# How they are drawn, and which are alike.


@about("identity")
def smoothing_adds_grey(facts: Facts) -> Verdict:
    """In the logit's image {smoothing.pixels_at_edge} of the pixels are within a tenth of background or full ink; of
    the smooth picture, {smoothing.points_at_edge}.
    """
    kept = facts.arrays("smoothing")
    pixels, points = (((kept[kind][0] < 0.1) | (kept[kind][0] > 0.9)).mean() for kind in ("plain", "smooth"))
    same = (kept["plain"][0] == _finished(facts, "logits_images")[DIGIT]).all()
    shown = facts.shows("smoothing.pixels_at_edge", pixels) and facts.shows("smoothing.points_at_edge", points)
    return holds(shown and same and points < 0.85 * pixels, pixels=pixels, points=points)


@about("identity")
def finished_most_alike_pair(facts: Facts) -> Verdict:
    """Units {finished.alike_first} and {finished.alike_second} are most alike, with a correlation of
    {finished.most_alike}; the median pair has {finished.median_alike}.
    """
    alike = spectral_likeness(_finished(facts, "conv2_images"))
    pairs = alike[np.triu_indices(len(alike), 1)]
    pair = alike[int(facts.numbers["finished.alike_first"]), int(facts.numbers["finished.alike_second"])]
    shown = facts.shows("finished.most_alike", pairs.max()) and facts.shows("finished.median_alike", np.median(pairs))
    return holds(shown and pair >= pairs.max() - 1e-4 and pair > np.median(pairs) + 0.3, most=pair)


def finished_thirty_steps_were_too_few(facts: Facts) -> Verdict:
    """Thirty steps were too few."""
    short = [_beaten(facts, _ascent(facts, f"conv2{kind}_values")[-1])[3] for kind in ("_constant", "")]
    late = _beaten(facts, _finished(facts, "conv2_values"))[3]
    early = facts.numbers["ascent.steps"] == 30
    return holds(early and min(short) > late == 0 and _learned(facts), short=short, finished=late)
