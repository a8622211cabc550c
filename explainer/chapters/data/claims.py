"""What the page on the images says, as predicates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.chapters.data.experiment import PER_CLASS
from explainer.claims import Facts, Verdict, about, holds
from explainer.data import CLASSES, PIXELS, SIDE, Integers
from explainer.models import cnn as network
from explainer.models.linear import LinearModel, gradient
from explainer.models.softmax_regression import fit
from explainer.trainings import cnn, logistic

BOX = 20  # the side of the box that each digit is fitted into

Array = NDArray[np.floating]


@about("data")
def images_are_squares_of_ink(facts: Facts) -> Verdict:
    """A digit here is a square of 28×28 pixels. Each pixel is one number, from 0, the background, to 1, full ink."""
    images = facts.data.train.images
    least, most = images.min(), images.max()
    return holds(images.shape[1:] == (SIDE, SIDE) and (least, most) == (0, 1), least=least, most=most)


@about("data")
def images_first_has_soft_edges(facts: Facts) -> Verdict:
    """One digit, enlarged until every inked pixel shows its number: near 1 inside the stroke, less at its edge."""
    image = facts.data.test.images[0]
    inside = ~_beside_background(image[None])[0]
    stroke, edge = image[inside].mean(), image[(image > 0) & ~inside].mean()
    return holds(
        np.array_equal(facts.arrays("images")["first_images"][0], image) and stroke > 0.9 and edge < 0.6,
        mean_inside=stroke,
        mean_at_edge=edge,
    )


@about("identity")
def images_become_lists(facts: Facts) -> Verdict:
    """Written down row after row, the square becomes a list of 784 numbers."""
    image, written = facts.data.test.images[0], facts.data.test.flat[0]
    return holds(written.shape == (PIXELS,) and list(written) == [ink for row in image for ink in row], numbers=PIXELS)


@about("identity")
def images_below_is_28_later(facts: Facts) -> Verdict:
    """Nothing in it says that the 29th number belongs under the first."""
    squares = facts.data.test.images[:100]
    below = int(np.ravel_multi_index((1, 0), (SIDE, SIDE))) + 1
    return holds(np.array_equal(squares[:, 1, 0], squares.reshape(100, -1)[:, 28]) and below == 29, below=below)


@about("identity")
def images_order_is_unseen_by_linear(facts: Facts) -> Verdict:
    """The first classifier of this site, a linear one, never finds out."""
    few, order = facts.data.train.part(0, 200), np.random.default_rng(0).permutation(PIXELS)
    flat = few.flat.astype(np.float64)
    as_is, mixed = (fit(rows, few.labels, penalty=0.01, learning_rate=0.1, steps=20) for rows in (flat, flat[:, order]))
    error = abs(as_is.model.logits(flat) - mixed.model.logits(flat[:, order])).max()
    return holds(error < 1e-9 < abs(as_is.model.weights).max(), largest_difference_of_logits=error)


@about("identity")
def images_jet_yellow_is_brighter(facts: Facts) -> Verdict:
    """It also misleads: its yellow is brighter than its red, though red stands for more ink"""
    del facts
    least, yellow, red, most = (_luminance(_jet(ink)) for ink in (0.0, 0.625, 0.875, 1.0))
    return holds(yellow > 3 * red and red > most > least, yellow=yellow, red=red, darkest_red=most)


@about("data")
def images_in_jet_and_grey(facts: Facts) -> Verdict:
    """One digit twice. In jet, the background is dark blue, full ink dark red, and the soft edges of the stroke show as
    bands of cyan and yellow;"""
    image = facts.data.test.images[0]
    edge = image[(image > 0) & _beside_background(image[None])[0]]
    cyan, yellow = ((abs(edge - ink) < 0.15).mean() for ink in (0.375, 0.625))
    named = {0.0: (0, 0, 0.5), 0.375: (0, 1, 1), 0.625: (1, 1, 0), 1.0: (0.5, 0, 0)}
    right = all(np.allclose(_jet(ink), colour) for ink, colour in named.items())
    return holds(right and min(cyan, yellow) > 0.1, share_of_edge_cyan=cyan, share_of_edge_yellow=yellow)


@about("data")
def images_first_nine_have_labels(facts: Facts) -> Verdict:
    """The first nine test images with their labels."""
    kept, test = facts.arrays("images"), facts.data.test
    shown = len(kept["first_images"])
    same = all(np.array_equal(kept[f"first_{name}"], getattr(test, name)[:9]) for name in ("images", "labels"))
    return holds(same and shown == 9, shown=shown)


@about("design")
def images_to_learn_from(facts: Facts) -> Verdict:
    """training — {data.train_images} — the models learn from these"""
    data, model = facts.data, logistic.restore(facts.results)
    learned, other = (abs(gradient(model, s.flat, s.labels, 0).weights).max() for s in (data.train, data.validation))
    return holds(
        len(data.train) == facts.numbers["data.train_images"] and other > 3 * learned,
        images=len(data.train),
        largest_gradient=learned,
        largest_gradient_on_validation=other,
    )


@about("design")
def images_to_choose_on(facts: Facts) -> Verdict:
    """validation — {data.validation_images} — choices between models are made on these"""
    kept, accuracy = facts.arrays("logistic"), logistic.restore(facts.results).accuracy(facts.data.validation)
    chosen = kept["strengths"][kept["validation_losses"].argmin()]
    return holds(
        len(facts.data.validation) == facts.numbers["data.validation_images"]
        and accuracy == facts.numbers["logistic.validation_accuracy"]
        and chosen == facts.numbers["logistic.strength"],
        images=len(facts.data.validation),
        chosen=chosen,
    )


@about("design")
def images_to_be_scored_on(facts: Facts) -> Verdict:
    """test — {data.test_images} — the chosen models are tested on these"""
    test, logits = facts.data.test, facts.arrays("cnn")["test_logits"]
    scores = [logistic.restore(facts.results).accuracy(test), (logits.argmax(axis=1) == test.labels).mean()]
    shown = [facts.numbers[f"{name}.test_accuracy"] for name in ("logistic", "cnn")]
    return holds(
        len(test) == len(logits) == facts.numbers["data.test_images"] and np.allclose(scores, shown), images=len(test)
    )


@about("data")
def images_of_test_decided_nothing(facts: Facts) -> Verdict:
    """So a number on this site that says test comes from images that are in neither of the other piles: they are held
    out."""
    data = facts.data
    train, validation, test = (
        {image.tobytes() for image in split.images} for split in (data.train, data.validation, data.test)
    )
    return holds(not test & (train | validation), test_images_also_elsewhere=len(test & (train | validation)))


@about("identity")
def images_accuracy_is_a_share(facts: Facts) -> Verdict:
    """The accuracy of a model is the share of images that it gives to the right class."""
    labels, logits = facts.data.test.labels, facts.arrays("cnn")["test_logits"]
    counted = sum(int(given == label) for given, label in zip(logits.argmax(axis=1), labels, strict=True))
    return holds(facts.shows("cnn.test_accuracy", counted / len(labels)), correct=counted, images=len(labels))


@about("data")
def images_fullest_row(facts: Facts) -> Verdict:
    """Counted from the top, with 0 for the first, it is row {data.fullest_row}, with the ink of {data.fullest_row_ink}
    full pixels."""
    rows = facts.data.test.images[0].sum(axis=1)  # (28,)
    fullest = int(rows.argmax())
    shown = fullest == facts.numbers["data.fullest_row"] and facts.shows("data.fullest_row_ink", rows[fullest])
    return holds(shown and rows[fullest] < SIDE, row=fullest, ink=rows[fullest])


@about("data")
def images_always_one(facts: Facts) -> Verdict:
    """The share of ones among them: {data.test_ones_share}."""
    share = (facts.data.test.labels == 1).mean()
    return holds(facts.shows("data.test_ones_share", share), share=share)


@about("data")
def images_fit_their_box(facts: Facts) -> Verdict:
    """each fitted into a box of 20×20 and centred in 28×28."""
    sides, off = [], []
    for images in (facts.data.train.images, facts.data.test.images):
        for across in (1, 2):
            sums = images.sum(axis=across)  # (N, 28)
            inked = sums > 0
            sides.append(int((SIDE - inked.argmax(axis=1) - inked[:, ::-1].argmax(axis=1)).max()))
            off.append(abs(sums @ np.arange(SIDE) / sums.sum(axis=1) - SIDE / 2).max())  # of the centre of mass
    return holds(max(sides) == BOX and max(off) < 1, longest_side=max(sides), farthest_off_centre=max(off))


@about("data")
def images_shown_are_not_chosen(facts: Facts) -> Verdict:
    """Training images, a column for each class from 0 to 9: the first eight of each, not chosen."""
    examples, train = facts.arrays("images")["examples"], facts.data.train
    same = [np.array_equal(examples[c], train.images[train.labels == c][:8]) for c in range(CLASSES)]
    return holds(all(same) and PER_CLASS == 8, columns_that_are_the_first=sum(same))


@about("data")
def images_are_balanced(facts: Facts) -> Verdict:
    """The ten digits are about equally common."""
    data = facts.data
    ratios = [_shares(s.labels).max() / _shares(s.labels).min() for s in (data.train, data.validation, data.test)]
    return holds(max(ratios) < 1.3, commonest_over_rarest=ratios)


@about("data")
def images_rarest_and_commonest(facts: Facts) -> Verdict:
    """In the training images the rarest makes up {data.rarest_class_share}, the commonest
    {data.commonest_class_share}."""
    shares, numbers = _shares(facts.data.train.labels), facts.numbers
    return holds(
        0.08 < shares.min() == numbers["data.rarest_class_share"]
        and 0.12 > shares.max() == numbers["data.commonest_class_share"],
        rarest=int(shares.argmin()),
        commonest=int(shares.argmax()),
        shares=shares,
    )


@about("data")
def images_guess_is_one_in_ten(facts: Facts) -> Verdict:
    """So a guess is right about one time in ten."""
    labels = facts.data.test.labels
    always = _shares(labels)  # how often one is right who always says the same class
    blind = (np.random.default_rng(0).integers(CLASSES, size=len(labels)) == labels).mean()
    return holds(always.min() > 0.08 and always.max() < 0.12 and abs(blind - 0.1) < 0.02, always=always, blind=blind)


@about("data")
def images_shares_are_near_a_tenth(facts: Facts) -> Verdict:
    """Three marks for each of the ten classes, all near the dotted line at ten per cent."""
    data, counts = facts.data, facts.arrays("images")["counts"]
    shares = np.stack([_shares(split.labels) for split in (data.train, data.validation, data.test)])
    farthest = abs(shares - 0.1).max()
    return holds(
        np.array_equal(counts / counts.sum(axis=1, keepdims=True), shares) and farthest < 0.015, farthest=farthest
    )


@about("data")
def images_means_are_readable(facts: Facts) -> Verdict:
    """The mean of all training images of a class is still readable, and blurred, because people write differently."""
    means, test = facts.arrays("images")["means"], facts.data.test
    flat = means.reshape(CLASSES, -1)
    far = (flat**2).sum(axis=1) - 2 * test.flat @ flat.T  # squared distances, less what all ten have in common
    own = [int(far[test.labels == c].mean(axis=0).argmin()) for c in range(CLASSES)]
    nearest = (far.argmin(axis=1) == test.labels).mean()
    soft, sharp = ((images > 0.9).sum() / (images > 0.1).sum() for images in (means, test.images))
    return holds(
        own == list(range(CLASSES)) and nearest > 0.8 and soft < sharp / 10,
        read_by_nearest_mean=nearest,
        full_share_of_means=soft,
        full_share_of_images=sharp,
    )


@about("data")
def images_differ_along_edges(facts: Facts) -> Verdict:
    """The standard deviation of each pixel shows where: it is largest along the edges of the stroke, where some have
    ink and others have none."""
    train, means, stds = facts.data.train, facts.arrays("images")["means"], facts.arrays("images")["stds"]
    far_off, inked = [], []
    for c, (mean, std) in enumerate(zip(means, stds, strict=True)):
        background, edge, sure = (
            (mean >= low * mean.max()) & (mean < high * mean.max()) for low, high in ((0, 0.1), (0.3, 0.7), (0.9, 2))
        )
        far_off.append(std[edge].mean() > max(std[background].mean(), std[sure].mean()))
        inked.append((train.images[train.labels == c][:500][:, edge] > 0).mean())
    return holds(all(far_off) and min(inked) > 0.3 and max(inked) < 0.7, share_inked_at_edges=inked)


@about("data")
def images_stds_are_outlines(facts: Facts) -> Verdict:
    """Ten blurred but readable mean digits, and below each an image that is dark along the edges of the strokes,
    where the images of a class differ most."""
    means, stds = facts.arrays("images")["means"], facts.arrays("images")["stds"]
    darkest = [mean.ravel()[np.argsort(std.ravel())[-20:]] / mean.max() for mean, std in zip(means, stds, strict=True)]
    lows, highs = np.min(darkest, axis=1), np.max(darkest, axis=1)
    return holds(lows.min() > 0.2 and highs.max() < 0.95, lowest_mean_there=lows, highest_mean_there=highs)


def images_means_are_images(facts: Facts) -> Verdict:
    """It is an image of a class, and the weights are not."""
    means, weights = facts.arrays("images")["means"], facts.arrays("weights")["images"]
    lowest, height = (np.asarray(each(weights, axis=(1, 2)))[:, None, None] for each in (np.min, np.ptp))
    read, misread = (_read(facts, images) for images in (means, (weights - lowest) / height))
    return holds(
        np.array_equal(read, np.arange(CLASSES)) and (misread == np.arange(CLASSES)).mean() < 0.85,
        network_reads_means=read,
        network_reads_weights=misread,
    )


@about("data")
def images_are_mostly_background(facts: Facts) -> Verdict:
    """Most of a picture is background."""
    background = (facts.data.train.images == 0).mean()
    return holds(background > 0.75, background=background)


@about("data")
def images_have_little_ink(facts: Facts) -> Verdict:
    """The average pixel holds {data.mean_ink} of full ink, and {data.never_inked_pixels} of the 784 pixels are
    background in every single training image."""
    images = facts.data.train.images
    mean, never = float(images.sum(dtype=np.float64) / images.size), int((~images.any(axis=0)).sum())
    return holds(
        np.isclose(mean, facts.numbers["data.mean_ink"])
        and mean < 0.25
        and never == facts.numbers["data.never_inked_pixels"] > 0,
        mean_ink=mean,
        never_inked=never,
    )


def images_background_teaches_nothing(facts: Facts) -> Verdict:
    """A linear classifier can learn nothing about those."""
    few, never = facts.data.train.part(0, 500), facts.arrays("images")["never_inked"].ravel()
    random = LinearModel(np.random.default_rng(0).normal(size=(CLASSES, PIXELS)), np.zeros(CLASSES))
    grad = abs(gradient(random, few.flat, few.labels, 0).weights)
    learned = abs(logistic.restore(facts.results).weights)
    return holds(
        never.any() and grad[:, never].max() == learned[:, never].max() == 0 < learned[:, ~never].max(),
        largest_weight_there=learned[:, never].max(),
        largest_weight=learned.max(),
    )


@about("data")
def images_grey_is_soft_edges(facts: Facts) -> Verdict:
    """Of the pixels with any ink, {data.grey_share} lie between a tenth and nine tenths: the soft edges of the
    strokes."""
    images = facts.data.train.images
    grey = int(np.count_nonzero(images > 0.1) - np.count_nonzero(images >= 0.9)) / np.count_nonzero(images)
    few = images[:2000]
    beside = _beside_background(few)
    edge, full = beside[(few > 0.1) & (few < 0.9)].mean(), beside[few >= 0.9].mean()
    return holds(
        np.isclose(grey, facts.numbers["data.grey_share"], atol=1e-4) and edge > 0.9 > 0.5 > full,
        grey_share=grey,
        grey_beside_background=edge,
        full_beside_background=full,
    )


@about("design")
def images_are_all_a_classifier_sees(facts: Facts) -> Verdict:
    """An image is a list of 784 numbers, and a classifier sees no more than that."""
    flat, seen = facts.data.test.flat[:100], logistic.restore(facts.results).weights.shape
    again = network.predict_logits(cnn.restore(facts.results), flat.reshape(-1, SIDE, SIDE).astype(np.float32))
    error = abs(again - facts.arrays("cnn")["test_logits"][:100]).max()
    return holds(seen == (CLASSES, PIXELS) and error < 1e-3, weights=seen, largest_difference_of_logits=error)


def _shares(labels: Integers) -> NDArray[np.float64]:
    """Return each class's share of the labels, (10,)."""
    return np.bincount(labels, minlength=CLASSES) / len(labels)


def _beside_background(images: Array) -> NDArray[np.bool_]:
    """Return which pixels (N, 28, 28) are background, or have background among their eight neighbours."""
    background = np.pad(images == 0, ((0, 0), (1, 1), (1, 1)), constant_values=True)
    places = [(row, column) for row in range(3) for column in range(3)]
    return np.asarray(np.logical_or.reduce([background[:, r : r + SIDE, c : c + SIDE] for r, c in places]), np.bool_)


def _read(facts: Facts, images: Array) -> NDArray[np.int64]:
    """Return the digits (N,) that the network reads in images (N, 28, 28)."""
    logits = network.predict_logits(cnn.restore(facts.results), images.astype(np.float32))
    return np.asarray(logits.argmax(axis=1), np.int64)


def _jet(ink: float) -> NDArray[np.float64]:
    """Return red, green and blue, each in [0, 1], of the colours called jet."""
    return np.clip(1.5 - abs(4 * ink - np.array([3, 2, 1])), 0, 1)


def _luminance(colour: NDArray[np.float64]) -> float:
    """Return the luminance of red, green and blue, in [0, 1] (ITU-R BT.709)."""
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
