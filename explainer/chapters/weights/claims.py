"""What the page on the weights says, as predicates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS, SIDE
from explainer.methods import patterns, weights
from explainer.methods.correlation import correlations, mean_correlation
from explainer.methods.uncertainty import compare
from explainer.models import minibatch
from explainer.models.linear import LinearModel, cross_entropy, gradient, softmax
from explainer.trainings import logistic

Array = NDArray[Any]

CORNERS = np.array([0, 0, -1, -1]), np.array([0, -1, 0, -1])  # rows and columns


@about("design")
def weights_tutorial_recipe(facts: Facts) -> Verdict:
    """All weights begin at zero, and {tutorial.steps} small steps follow, each on {tutorial.batch} training images,
    with a learning rate of {tutorial.learning_rate}, which sets how far a step goes."""
    chosen, train = facts.settings.tutorial, facts.data.train
    rng = np.random.default_rng([chosen.seed, 0])
    first = next(minibatch.descend(train, chosen.batch, minibatch.sgd(chosen.learning_rate), rng))
    equal = np.full((chosen.batch, CLASSES), 1 / CLASSES)  # what weights and biases of zero say of every image
    error = np.eye(CLASSES)[first.batch.labels] - equal
    change = chosen.learning_rate / chosen.batch * error.T @ first.batch.flat
    same = np.allclose(first.model.weights, change, atol=1e-8)
    shown = [facts.numbers[f"tutorial.{name}"] for name in ("steps", "batch", "learning_rate")]
    return holds(same and shown == [chosen.steps, chosen.batch, chosen.learning_rate], settings=shown)


def weights_both_resemble(facts: Facts) -> Verdict:
    """They resemble the first set, and are not the same; further down you see both side by side."""
    alike = correlations(_images(facts), facts.arrays("tutorial")["images"]).diagonal()
    return holds(alike.min() > 0.7 and alike.max() < 0.97, alike=alike)


def weights_mostly_small(facts: Facts) -> Verdict:
    """The small ones, which are most of them, are lost: dark red and dark blue are hard to tell from black, and from
    each other."""
    share = float((_brightness(facts) < 0.1).mean())  # a tenth of full red or blue is 25 of 255
    return holds(share > 0.5, share=share)


def weights_white_is_not_zero(facts: Facts) -> Verdict:
    """And the smallest and the largest weight are not equally far from zero, so white, in the middle of the bar, is
    {weights.white_of_shared_range}."""
    images = _images(facts)
    middle = (images.min() + images.max()) / 2
    shown = facts.numbers["weights.white_of_shared_range"]
    return holds(np.isclose(middle, shown) and middle > 0.1 * abs(images).max(), white=middle, largest=images.max())


def weights_corners_turn_faintly_blue(facts: Facts) -> Verdict:
    """The corners, where the weights are zero, turn light blue."""
    images = _images(facts)
    white, half = (images.min() + images.max()) / 2, (images.max() - images.min()) / 2
    blue = white / half  # of the way from white to the end of the bar; seismic is blue below white
    return holds(not images[:, *CORNERS].any() and 0.05 < blue < 0.25, white=white, blue=blue)


@about("design")
def weights_one_per_pixel(facts: Facts) -> Verdict:
    """A linear classifier keeps 784 weights for each digit."""
    model = logistic.restore(facts.results)
    return holds(model.weights.shape == (CLASSES, PIXELS) and model.biases.shape == (CLASSES,), pixels=PIXELS)


@about("identity")
def weights_largest_logit_wins(facts: Facts) -> Verdict:
    """The digit with the largest logit is the classifier's prediction."""
    model, flat = logistic.restore(facts.results), facts.data.test.flat[:100].astype(np.float64)
    sums = np.array([[(w * x).sum() + b for w, b in zip(model.weights, model.biases, strict=True)] for x in flat])
    error = float(abs(sums - model.logits(flat)).max())
    return holds(error < 1e-9 and (sums.argmax(axis=1) == model.predict(flat)).all(), error=error)


@about("design")
def weights_columns_are_rows_in_the_code(facts: Facts) -> Verdict:
    """The tutorial keeps its weights in a table of 784 rows and ten columns, so the weights of one digit are a column.
    Our code turns the table on its side: ten rows of 784. We speak of columns all the same."""
    rows, columns = logistic.restore(facts.results).weights.shape
    return holds((rows, columns) == (10, 784), rows=rows, columns=columns)


@about("identity")
def weights_positive_is_evidence_for(facts: Facts) -> Verdict:
    """Where a weight is positive, ink on that pixel raises the logit: it is evidence for the digit. Where it is
    negative, ink there is evidence against. Where it is zero, ink there does not matter."""
    model = logistic.restore(facts.results)
    raised = model.logits(np.eye(PIXELS)) - model.logits(np.zeros((1, PIXELS)))  # one pixel of full ink at a time
    error = float(abs(raised.T - model.weights).max())
    return holds(error < 1e-12, error=error)


@about("identity")
def weights_picture_is_a_column(facts: Facts) -> Verdict:
    """The picture for 0 is its 784 weights, put back into the 28×28 places of the pixels that they multiply."""
    model, image = logistic.restore(facts.results), _images(facts)[0]
    same = all(image[i // SIDE, i % SIDE] == weight for i, weight in enumerate(model.weights[0]))
    return holds(same and image.shape == (SIDE, SIDE), shape=image.shape)


def weights_ring_is_where_zeros_leave_ink(facts: Facts) -> Verdict:
    """The ring is blue because zeros leave ink there. The centre is red because zeros do not: whoever writes in the
    middle is probably writing something else."""
    train, (ring, centre) = facts.data.train, _regions(facts)
    zero, inked = train.labels == 0, train.images > 0
    more = inked[zero][:, ring].mean() - inked[~zero][:, ring].mean()
    less = inked[zero][:, centre].mean() - inked[~zero][:, centre].mean()
    for_0 = [_images(facts)[:, region].mean(axis=1) for region in (ring, centre)]  # (10,) each
    best = int(for_0[0].argmax()) == 0 == int(for_0[1].argmin())  # of all digits, 0 gains most here, loses most there
    return holds(best and more > 0.2 and less < -0.2, more_ink_on_ring=more, more_ink_in_centre=less)


@about("design")
def weights_ring_and_centre_are_as_defined(facts: Facts) -> Verdict:
    """To say it in numbers, let the ring be the pixels where the average training 0 holds at least half of the ink of
    its fullest pixel, and the centre the pixels within 3 of the middle."""
    train, (ring, centre) = facts.data.train, _regions(facts)
    mean = train.images[train.labels == 0].mean(axis=0, dtype=np.float64)
    across = np.arange(SIDE) - (SIDE - 1) / 2
    near = np.hypot(across[:, None], across) <= 3
    same = np.array_equal(ring, 2 * mean >= mean.max()) and np.array_equal(centre, near)
    return holds(same, ring=int(ring.sum()), centre=int(centre.sum()))


def weights_ring_is_for(facts: Facts) -> Verdict:
    """On the ring the average weight is {weights.ring_mean_0} logits per unit of ink."""
    mean = _images(facts)[0][_regions(facts)[0]].mean()
    return holds(np.isclose(mean, facts.numbers["weights.ring_mean_0"]) and mean > 0.05, mean=mean)


def weights_centre_is_against(facts: Facts) -> Verdict:
    """In the centre it is {weights.centre_mean_0}."""
    mean = _images(facts)[0][_regions(facts)[1]].mean()
    return holds(np.isclose(mean, facts.numbers["weights.centre_mean_0"]) and mean < -0.1, mean=mean)


def weights_centre_costs_more_than_ring_earns(facts: Facts) -> Verdict:
    """A stroke through the middle costs a 0 more, pixel for pixel, than a stroke on the ring earns it."""
    ring, centre = (_images(facts)[0][region].mean() for region in _regions(facts))
    return holds(-centre > 2 * ring > 0, ring=ring, centre=centre)


def weights_ring_is_so_on_average(facts: Facts) -> Verdict:
    """This is so on average only: a part of the ring counts against a 0."""
    ring = _images(facts)[0][_regions(facts)[0]]
    against = float((ring < 0).mean())
    return holds(0.1 < against < 0.5 and ring.mean() > 0.05, against=against, mean=ring.mean())


def weights_tutorial_ring_is_clearer(facts: Facts) -> Verdict:
    """In the picture on the left {tutorial.stopped_ring_negative} of the weights on the ring are negative, and
    {tutorial.stopped_bluest_outside} of the {tutorial.bluest} most positive weights lie outside it. In ours it is
    {tutorial.converged_ring_negative} and {tutorial.converged_bluest_outside}."""
    kept, ring, numbers = facts.arrays("tutorial"), _regions(facts)[0], facts.numbers
    negative, outside = {}, {}
    for name, image in {"stopped": kept["images"][0], "converged": _images(facts)[0]}.items():
        most = np.sort(image, axis=None)[-int(numbers["tutorial.bluest"])]  # the least of the most positive
        negative[name], outside[name] = float((image[ring] < 0).mean()), int((image[~ring] >= most).sum())
    same = all(
        facts.shows(f"tutorial.{name}_ring_negative", negative[name])
        and numbers[f"tutorial.{name}_bluest_outside"] == outside[name]
        for name in negative
    )
    clearer = negative["stopped"] < 0.9 * negative["converged"] and outside["stopped"] < 0.8 * outside["converged"]
    return holds(same and clearer and kept["images"][0][ring].mean() > 0.05, negative=negative, outside=outside)


def weights_tutorial_is_smaller_and_smoother(facts: Facts) -> Verdict:
    """The tutorial's weights are also smaller, and smoother from pixel to pixel."""
    both = facts.arrays("tutorial")["images"], _images(facts)
    sizes, rough = [float(images.std()) for images in both], [patterns.roughness(images) for images in both]
    return holds(sizes[0] < 0.8 * sizes[1] and rough[0] < 0.8 * rough[1], sizes=sizes, roughness=rough)


def weights_longer_becomes_ours(facts: Facts) -> Verdict:
    """We let the same recipe go on, to {tutorial.longer_steps} steps. Its picture turns into ours: averaged over the
    ten digits, the correlation with our weights rises from {tutorial.correlation} to {tutorial.longer_correlation},
    rounded."""
    kept, chosen = facts.arrays("tutorial"), facts.settings.tutorial
    early, late = (mean_correlation(kept[name], _images(facts)) for name in ("images", "longer"))
    same = facts.shows("tutorial.correlation", early) and facts.shows("tutorial.longer_correlation", late)
    same &= facts.numbers["tutorial.longer_steps"] == chosen.longer > chosen.steps
    return holds(same and early < 0.92 and late > 0.98, early=early, late=late)


def weights_stopping_holds_back_harder(facts: Facts) -> Verdict:
    """Here the thousand steps hold back harder than our penalty does."""
    norms = [float(np.linalg.norm(images)) for images in (facts.arrays("tutorial")["images"], _images(facts))]
    steps = facts.settings.tutorial.steps
    return holds(steps == 1000 and norms[0] < 0.85 * norms[1], norms=norms)


def weights_ours_predicts_better(facts: Facts) -> Verdict:
    """Ours predicts better: {logistic.test_accuracy} of the test digits are correctly classified, against
    {tutorial.test_accuracy} on average over {tutorial.trainings} trainings by the tutorial's recipe."""
    test, theirs = facts.data.test, facts.arrays("tutorial")["right"]
    ours = logistic.restore(facts.results).predict(test.flat) == test.labels
    found = compare(ours, theirs)
    same = facts.shows("logistic.test_accuracy", ours.mean()) and facts.shows("tutorial.test_accuracy", theirs.mean())
    same &= facts.numbers["tutorial.trainings"] == len(theirs)
    return holds(same and found.is_clear and found.difference > 0, difference=found.difference, error=found.error)


@about("identity")
def weights_two_trainings_are_marked(facts: Facts) -> Verdict:
    """The outline is the ring; each dot is one of the {tutorial.bluest} most positive weights."""
    kept, ring, count = facts.arrays("tutorial"), _regions(facts)[0], int(facts.numbers["tutorial.bluest"])
    least = [float(zero[dots].min()) for zero, dots in zip(kept["zeros"], kept["bluest"], strict=True)]
    others = [float(zero[~dots].max()) for zero, dots in zip(kept["zeros"], kept["bluest"], strict=True)]
    dots = kept["bluest"].sum(axis=(1, 2)).tolist()
    same = np.array_equal(kept["ring"], ring) and dots == [count] * 3
    ours = np.array_equal(kept["zeros"][2], _images(facts)[0])
    return holds(same and ours and min(np.subtract(least, others)) >= 0 < min(least), least=least, others=others)


def weights_two_trainings_drawn(facts: Facts) -> Verdict:
    """On the left the colours are pale and most of the dots lie on the ring; in the middle and on the right the images
    are mottled, nearly alike, and close to half of the dots or more lie outside."""
    kept, ring = facts.arrays("tutorial"), _regions(facts)[0]
    outside = (kept["bluest"] & ~ring).sum(axis=(1, 2)) / kept["bluest"].sum(axis=(1, 2))  # (3,)
    rough = [patterns.roughness(zero[None]) for zero in kept["zeros"]]
    alike = float(correlations(kept["zeros"][1:])[0, 1])
    pale = kept["zeros"][0].std() < 0.85 * min(zero.std() for zero in kept["zeros"][1:])
    mottled = rough[0] < 0.8 * min(rough[1:]) and alike > 0.97
    return holds(
        pale and mottled and outside[0] < 0.4 < 0.45 < min(outside[1:]), outside=outside, rough=rough, alike=alike
    )


def weights_other_sign_without_symmetric_scale(facts: Facts) -> Verdict:
    """They lie between {weights.white_of_own_range_lowest} and {weights.white_of_own_range_highest}. Of all the
    weights that are not zero, {weights.wrong_colour_share} get the colour of the other sign."""
    images, numbers = _images(facts), facts.numbers
    white = np.array([(image.min() + image.max()) / 2 for image in images])
    wrong = sum(int(((i > 0) & (i < w)).sum() + ((w < i) & (i < 0)).sum()) for i, w in zip(images, white, strict=True))
    share = wrong / np.count_nonzero(images)
    ends = [numbers[f"weights.white_of_own_range_{end}"] for end in ("lowest", "highest")]
    shown = np.allclose([*ends, numbers["weights.wrong_colour_share"]], [white.min(), white.max(), share])
    return holds(shown and white.min() < 0 < white.max() and share > 0.1, white=white, share=share)


def weights_white_exceeds_the_ring(facts: Facts) -> Verdict:
    """The limits of the seismic tab are shared, and still white stands for {weights.white_of_shared_range}, when the
    whole ring of the 0 averages {weights.ring_mean_0}."""
    images = _images(facts)
    white, ring = (images.min() + images.max()) / 2, images[0][_regions(facts)[0]].mean()
    shown = [facts.numbers[f"weights.{name}"] for name in ("white_of_shared_range", "ring_mean_0")]
    return holds(np.allclose(shown, [white, ring]) and white > ring > 0, white=white, ring=ring)


@about("identity")
def weights_any_image_may_be_added(facts: Facts) -> Verdict:
    """All ten logits of an image then change by the same amount, and the softmax cannot see that: it becomes a factor
    above and below the fraction, and cancels."""
    model, flat = logistic.restore(facts.results), facts.data.test.flat[:500]
    other = weights.add_to_all(model, np.random.default_rng(0).normal(size=(SIDE, SIDE)))
    change = other.logits(flat) - model.logits(flat)  # (500, 10)
    uneven = float(np.ptp(change, axis=1).max())
    moved = float(abs(other.probabilities(flat) - model.probabilities(flat)).max())
    return holds(uneven < 1e-9 and moved < 1e-9 and abs(change).max() > 1, uneven=uneven, probability=moved)


@about("identity")
def weights_zero_has_nothing_left(facts: Facts) -> Verdict:
    """In the second, a face smiles from every column. In the third, the weights of the 0 were taken off all ten, as
    statisticians do when they make one class the baseline. The column of the 0 is blank."""
    kept = facts.arrays("weights")
    added, taken = kept["smiling"] - kept["images"], kept["images"] - kept["relative"]
    face = np.allclose(added / added.max(), weights.smile(), atol=1e-9)
    baseline = np.allclose(taken, kept["images"][0], atol=1e-12)
    return holds(face and baseline and not kept["relative"][0].any(), left=float(abs(kept["relative"][0]).max()))


@about("identity")
def weights_three_sets_predict_alike(facts: Facts) -> Verdict:
    """Yet over all test images the probabilities differ by {weights.gauge_max_probability_change} at most, which is
    rounding."""
    kept, model, flat = facts.arrays("weights"), logistic.restore(facts.results), facts.data.test.flat
    biases = {"smiling": model.biases, "relative": model.biases - model.biases[0]}
    others = [LinearModel(kept[name].reshape(CLASSES, PIXELS), biases[name]) for name in biases]
    before = model.probabilities(flat)
    change = max(float(abs(other.probabilities(flat) - before).max()) for other in others)
    apart = min(float(abs(kept[name] - kept["images"]).max() / abs(kept["images"]).max()) for name in biases)
    shown = facts.numbers["weights.gauge_max_probability_change"]
    return holds(max(change, shown) < 1e-6 and apart > 0.4, probability=change, weights_apart=apart)


@about("identity")
def weights_sum_to_zero_is_cheapest(facts: Facts) -> Verdict:
    """Ours is on the sum of the squares of the weights, and of all sets that predict alike, the one with the smallest
    penalty is the one whose ten weights sum to zero on every pixel."""
    kept = facts.arrays("weights")
    noise = np.random.default_rng(0).normal(size=(SIDE, SIDE))
    others = [
        kept["smiling"],
        kept["relative"],
        *(kept["images"] + size * noise for size in (-0.1, -0.001, 0.001, 0.1)),
    ]
    cost = float((kept["images"] ** 2).sum())
    return holds(cost < min(float((other**2).sum()) for other in others), penalty=cost)


@about("identity")
def weights_sums_over_classes_vanish(facts: Facts) -> Verdict:
    """The largest of those sums here is {weights.largest_sum_over_classes}."""
    images = _images(
        facts
    )  # the penalty alone sees to it, whatever the images and labels, up to the solver's tolerance
    largest = float(abs(images.sum(axis=0)).max())
    shown = facts.numbers["weights.largest_sum_over_classes"]
    return holds(np.isclose(largest, shown) and largest < 1e-4 * abs(images).max(), largest=largest)


@about("identity")
def weights_tutorial_sums_vanish(facts: Facts) -> Verdict:
    """The tutorial's weights, which began at zero, sum to zero as well, but for rounding: no step changes the sum."""
    kept = facts.arrays("tutorial")
    # It is trained in single precision, whose rounding adds up over the steps.
    largest = max(float(abs(kept[name].sum(axis=0)).max() / abs(kept[name]).max()) for name in ("images", "longer"))
    return holds(largest < 1e-4, largest_beside_the_largest_weight=largest)


@about("data")
def weights_some_pixels_never_inked(facts: Facts) -> Verdict:
    """Some pixels hold no ink in any training image."""
    never, background = facts.arrays("weights")["never_inked"], facts.data.train.images.max(axis=0) == 0
    same = np.array_equal(never, background) and background.sum() == facts.numbers["data.never_inked_pixels"]
    return holds(same and background.any(), pixels=int(background.sum()))


def weights_none_where_never_inked(facts: Facts) -> Verdict:
    """The penalty does: such a weight adds to the penalty and improves nothing, so it goes to zero. The largest weight
    on such a pixel is {weights.largest_where_never_inked}."""
    background = facts.data.train.images.max(axis=0) == 0
    largest = float(abs(_images(facts)[:, background]).max())
    return holds(largest == facts.numbers["weights.largest_where_never_inked"] == 0, largest=largest)


@about("identity")
def weights_would_have_stayed_random(facts: Facts) -> Verdict:
    """A training that began with random weights, without a penalty, would have left them as they were, and the pictures
    would have a rim of noise."""
    train = facts.data.train
    start = LinearModel(np.random.default_rng(0).normal(size=(CLASSES, PIXELS)), np.zeros(CLASSES))
    grad = gradient(start, train.flat[:1000], train.labels[:1000], penalty=0.0).weights
    background = (train.images.max(axis=0) == 0).reshape(-1)
    largest = float(abs(grad[:, background]).max())  # without a gradient there is no step
    return holds(largest == 0 and grad[:, ~background].any(), gradient=largest)


def weights_classify_most_digits(facts: Facts) -> Verdict:
    """These weights classify {logistic.test_accuracy} of the test digits correctly, and {logistic.train_accuracy} of
    the training digits."""
    model = logistic.restore(facts.results)
    test = model.accuracy(facts.data.test)
    train = float((_logits(model, facts.data.train.flat).argmax(axis=1) == facts.data.train.labels).mean())
    shown = [facts.numbers[f"logistic.{split}_accuracy"] for split in ("test", "train")]
    return holds(np.allclose(shown, [test, train], atol=1e-4) and train > test > 0.9, test=test, train=train)


def weights_penalty_chosen_on_validation(facts: Facts) -> Verdict:
    """Of the strengths tried, we kept the one with the least negative log-likelihood of the validation labels: $C$ =
    {logistic.strength}, with {logistic.validation_accuracy} of the validation digits correctly classified."""
    kept, model, validation = facts.arrays("logistic"), logistic.restore(facts.results), facts.data.validation
    tried, losses = kept["strengths"], kept["validation_losses"]
    loss, accuracy = cross_entropy(model.logits(validation.flat), validation.labels), model.accuracy(validation)
    shown = [facts.numbers[f"logistic.{name}"] for name in ("strength", "validation_accuracy")]
    same = np.allclose([*shown, losses.min()], [tried[losses.argmin()], accuracy, loss])
    inside = tried.min() < shown[0] < tried.max()  # trying more on either side would not change it
    return holds(same and inside and accuracy > 0.9, tried=tried, validation_losses=losses)


@about("identity")
def weights_share_one_range(facts: Facts) -> Verdict:
    """The weights shown run from {weights.smallest} to {weights.largest}."""
    ends = np.array([_images(facts).min(), _images(facts).max()])
    shown = [facts.numbers["weights.smallest"], facts.numbers["weights.largest"]]
    return holds(np.allclose(shown, ends), ends=ends)


def weights_loss_is_flat(facts: Facts) -> Verdict:
    """At these weights the loss is all but flat: the largest number in its gradient, the list of its derivatives, is
    {logistic.largest_gradient} nats per image and unit of weight."""
    model, train, numbers = logistic.restore(facts.results), facts.data.train, facts.numbers
    error = softmax(_logits(model, train.flat)).astype(np.float32)
    error[np.arange(len(train)), train.labels] -= 1
    penalty = 1 / (numbers["logistic.strength"] * len(train))
    found = error.T @ train.flat / len(train) + penalty * model.weights
    largest = float(max(abs(found).max(), abs(error.mean(axis=0)).max()))
    shown = numbers["logistic.largest_gradient"]
    return holds(abs(largest - shown) < 1e-5 and largest < 1.1 * facts.settings.logistic.tolerance, largest=largest)


def weights_columns_point_to_their_digits(facts: Facts) -> Verdict:
    """Take what the mean image of a digit has beyond the mean image of all. Every column correlates with that of its
    own digit more than with that of any other."""
    apart = weights.class_means(facts.data.train) - facts.data.train.images.mean(axis=0, dtype=np.float64)
    alike = correlations(_images(facts), apart)  # (10, 10)
    own, others = alike.diagonal(), np.where(np.eye(CLASSES, dtype=bool), -1, alike).max(axis=1)
    return holds((own - others).min() > 0.05, own=own, next=others)


def weights_dot_in_the_middle_costs(facts: Facts) -> Verdict:
    """On most of the centre it falls. One pixel of full ink at the worst place there changes it by
    {weights.costliest_pixel_0} logits, a dot of 3×3 pixels by {weights.costliest_dot_0}."""
    model, centre = logistic.restore(facts.results), _regions(facts)[1]
    pixels = np.zeros((int(centre.sum()), SIDE, SIDE))
    dots = pixels.copy()
    for i, (row, column) in enumerate(np.argwhere(centre)):
        pixels[i, row, column] = dots[i, row - 1 : row + 2, column - 1 : column + 2] = 1
    one, nine = (_logits(model, inked.reshape(-1, PIXELS))[:, 0] - model.biases[0] for inked in (pixels, dots))
    same = facts.shows("weights.costliest_pixel_0", one.min()) and facts.shows("weights.costliest_dot_0", nine.min())
    falls = float((one < 0).mean())
    return holds(same and falls > 0.6 and nine.min() < one.min() < -0.2, falls=falls, pixel=one.min(), dot=nine.min())


@about("identity")
def weights_seven_can_be_blank(facts: Facts) -> Verdict:
    """The weights of the 7 with their signs turned. The column of the 1 then shows what tells a 1 from a 7, and no
    probability changes."""
    model, flat = logistic.restore(facts.results), facts.data.test.flat[:500]
    other = weights.add_to_all(model, -_images(facts)[7])
    tells = (other.logits(flat) - model.biases)[:, 1] - (model.logits(flat) - model.biases)[:, [1, 7]] @ (1, -1)
    moved = float(abs(other.probabilities(flat) - model.probabilities(flat)).max())
    return holds(not other.weights[7].any() and abs(tells).max() < 1e-9 and moved < 1e-9, probability=moved)


@about("design")
def weights_tutorial_few_are_clipped(facts: Facts) -> Verdict:
    """The bar ends where one weight in a hundred, of those that are not zero, lies beyond; these have the colour of
    its end."""
    kept = facts.arrays("tutorial")
    sizes = abs(kept["images"][kept["images"] != 0])
    beyond = float((sizes > kept["bar_end"]).mean())
    return holds(0.009 < beyond < 0.011, beyond=beyond)


def weights_tutorial_blue_ring(facts: Facts) -> Verdict:
    """The 0 is a blue ring around a red blob; the other nine are blue and red shapes."""
    images, (ring, centre) = facts.arrays("tutorial")["images"], _regions(facts)
    around, within = images[0][ring], images[0][centre]
    blue, red = float((around > 0).mean()), float((within < 0).mean())
    both = min((images > 0).mean(axis=(1, 2)).min(), (images < 0).mean(axis=(1, 2)).min())
    return holds(min(blue, red) > 0.65 and both > 0.1, blue_on_ring=blue, red_in_centre=red, both=both)


def weights_hint_at_their_digits(facts: Facts) -> Verdict:
    """For 0 a blue ring around a red centre; the other nine are blue and red patches that hint at their digits."""
    means = weights.class_means(facts.data.train)
    apart = (means - means.mean(axis=0)).reshape(CLASSES, PIXELS)  # what a digit has more of than the average of all
    alike = np.corrcoef(_images(facts).reshape(CLASSES, PIXELS), apart)[:CLASSES, CLASSES:]  # (10, 10)
    ring, centre = (np.median(_images(facts)[0][region]) for region in _regions(facts))
    own = (alike.argmax(axis=1) == np.arange(CLASSES)).all() and np.diag(alike).min() > 0.3
    return holds(own and ring > 0 > centre, own=np.diag(alike), ring=ring, centre=centre)


def weights_small_ones_sink_into_black(facts: Facts) -> Verdict:
    """The ring and the centre of 0 are there; small weights sink into the black."""
    ring, centre = (_images(facts)[0][region].mean() for region in _regions(facts))
    median = float(np.median(_brightness(facts)))
    return holds(ring > 0 > centre and median < 0.1, ring=ring, centre=centre, median_brightness=median)


def weights_bar_marks_zero_and_white(facts: Facts) -> Verdict:
    """The bar marks zero and white, which are not the same."""
    images = _images(facts)
    white, length = (images.min() + images.max()) / 2, np.ptp(images)
    return holds(abs(white) > 0.05 * length, white=white, length=length)  # of the bar, so that two marks are seen


def weights_background_is_not_quite_white(facts: Facts) -> Verdict:
    """The background, where weights are zero, is light blue, since white stands for {weights.white_of_shared_range}."""
    images, background = _images(facts), facts.arrays("weights")["never_inked"]
    white = facts.numbers["weights.white_of_shared_range"]
    return holds(not images[:, background].any() and 0.05 < 2 * white / np.ptp(images) < 0.25, white=white)


def weights_grey_ring_is_light(facts: Facts) -> Verdict:
    """For 0 a light ring around a dark centre; shapes stand out, signs do not."""
    ring, centre = (np.median(_images(facts)[0][region]) for region in _regions(facts))
    return holds(ring > 0 > centre and ring - centre > 0.1 * abs(_images(facts)).max(), ring=ring, centre=centre)


def weights_ring_mostly_positive(facts: Facts) -> Verdict:
    """The outlined ring holds mostly positive weights, mean {weights.ring_mean_0}; the outlined centre mostly negative
    ones, mean {weights.centre_mean_0}."""
    ring, centre = (_images(facts)[0][region] for region in _regions(facts))
    shown = [facts.numbers[f"weights.{name}_mean_0"] for name in ("ring", "centre")]
    positive, negative = float((ring > 0).mean()), float((centre < 0).mean())
    same = np.allclose(shown, [ring.mean(), centre.mean()])
    return holds(same and min(positive, negative) > 0.6, positive=positive, negative=negative)


@about("identity")
def weights_number_is_left_without_colour(facts: Facts) -> Verdict:
    """The number is the weight that is left without colour there."""
    white = [(image.min() + image.max()) / 2 for image in _images(facts)]
    return holds(np.allclose(facts.arrays("weights")["own_neutral"], white), white=white)


def weights_own_limits_tint_the_background(facts: Facts) -> Verdict:
    """In the upper row pixels without ink are neutral in every panel. In the lower row the same pixels are
    tinted, blue in some panels and red in others, since neutral stands for anything from
    {weights.white_of_own_range_lowest} to {weights.white_of_own_range_highest}."""
    images, white, numbers = _images(facts), facts.arrays("weights")["own_neutral"], facts.numbers
    neutral = not images[:, facts.arrays("weights")["never_inked"]].any()
    ends = [numbers[f"weights.white_of_own_range_{end}"] for end in ("lowest", "highest")]
    tint = -2 * white / np.ptp(images, axis=(1, 2))  # of the background: 0 neutral, 1 as blue as there is
    seen = (tint > 0.1).any() and (tint < -0.1).any()
    return holds(neutral and seen and np.allclose(ends, [white.min(), white.max()]), tint=tint)


@about("identity")
def weights_gauge_keeps_probabilities(facts: Facts) -> Verdict:
    """The second has the same face added to every class, the third has the weights of 0 taken off every class. All
    three give every image the same probabilities."""
    model, kept = logistic.restore(facts.results), facts.arrays("weights")
    flat = np.random.default_rng(0).random((100, PIXELS))  # any image
    smiling = weights.add_to_all(model, kept["smiling"][0] - kept["images"][0])
    others = smiling, weights.relative_to(model, 0)
    change = max(float(abs(other.probabilities(flat) - model.probabilities(flat)).max()) for other in others)
    return holds(change < 1e-9, probability=change)


def weights_less_the_zeros_mix_in_a_ring(facts: Facts) -> Verdict:
    """A row of the trained weights; a row in which all ten show a blue face; a row in which the 0 is blank and the
    other nine have a red ring and a blue centre mixed into them."""
    kept, (ring, centre) = facts.arrays("weights"), _regions(facts)
    face = kept["smiling"][:, weights.smile() > 0].mean(axis=1)  # (10,)
    rings, centres = (kept["relative"][1:][:, region].mean(axis=1) for region in (ring, centre))  # (9,) each
    blank = not kept["relative"][0].any()
    seen = face.min() > 0 and rings.max() < 0 < centres.min()
    return holds(blank and seen, face=face, rings=rings, centres=centres)


@about("data")
def weights_figure_shows_ink_and_background(facts: Facts) -> Verdict:
    """How often each pixel has ink in the training images, from never to always; the pixels that never have any; and
    the largest of the ten weights, sign aside, on each pixel, from 0 to the largest of all."""
    kept, share = facts.arrays("weights"), (facts.data.train.images > 0).mean(axis=0)
    same = np.allclose(kept["inked_share"], share) and np.array_equal(kept["never_inked"], share == 0)
    return holds(same and share.max() > 0.5, most_often=float(share.max()), never=int((share == 0).sum()))


def weights_blank_where_ink_never_falls(facts: Facts) -> Verdict:
    """Ink falls in the middle. The corners never have any, and there the largest weight is blank as well."""
    kept, share = facts.arrays("weights"), (facts.data.train.images > 0).mean(axis=0)
    middle = share[SIDE // 4 : -SIDE // 4, SIDE // 4 : -SIDE // 4].mean() / share.mean()
    blank = not kept["images"][:, *CORNERS].any() and kept["never_inked"][CORNERS].all()
    return holds(blank and middle > 1.5, middle=middle)


def _images(facts: Facts) -> Array:
    """Return the weights as images (10, 28, 28)."""
    return facts.arrays("weights")["images"]


def _regions(facts: Facts) -> tuple[Array, Array]:
    """Return the ring and the centre of the 0, two masks (28, 28)."""
    kept = facts.arrays("weights")
    return kept["ring"], kept["centre"]


def _brightness(facts: Facts) -> Array:
    """Return how bright each weight other than zero is where black is zero, as a share of the brightest."""
    size = abs(_images(facts))
    return np.asarray(size[size > 0] / size.max())


def _logits(model: LinearModel, flat: Array) -> Array:
    """Return the logits (N, 10) of many images in single precision: a whole training set takes little memory so."""
    return np.asarray(flat @ model.weights.T.astype(np.float32) + model.biases.astype(np.float32))
