"""What the sources say in passing, measured on the models that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explainer.data import CLASSES, Dataset, Floats
from explainer.methods import weights
from explainer.methods.correlation import correlations
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.results import Inputs, Result
from explainer.trainings import cnn, logistic

if TYPE_CHECKING:
    from explainer.settings import EpochsSettings

HVASS_BATCH = 64  # images; its printed training accuracies are of one batch each
BORDER = 3  # pixels, where a filter sees beyond the image
CLEARLY = 0.1  # standard deviation of what is black or white: more than a pixel or two of another tone
INKED = 0.01  # of full ink: pixels with less on average are nearly always background


def run(dataset: Dataset, settings: EpochsSettings, inputs: Inputs, report: Report) -> Result:
    """Look where the weights of 1 are negative, and how like a 2 the image of its logit is."""
    del report
    epochs = inputs["epochs"].arrays
    apart = np.abs(epochs["adam_validation"][2:11] - epochs["printed"][1:10])  # after the first, before the last
    means = weights.class_means(dataset.train)
    one = weights.images(logistic.restore(inputs))[1]
    stroke, inked = weights.ring(means[1]), dataset.train.images.mean(axis=0) >= INKED
    two = inputs["ascent"].arrays["digit2_path"][-1]
    own = correlations(dataset.test.images[dataset.test.labels == 2], means[[2]])
    kept, network = inputs["ascent"].arrays, cnn.restore(inputs)
    once, dark = (predict_logits(network, factor * kept["logits_images"]).diagonal() for factor in (1, 10))
    linear = logistic.restore(inputs).predict(kept["logits_images"].reshape(CLASSES, -1))
    return Result(
        numbers={
            "claims.one_stroke_mean": (float(one[stroke].mean()), "logit per unit of ink"),
            "claims.one_elsewhere_negative": (float((one[inked & ~stroke] < 0).mean()), "fraction"),
            "claims.two_likeness": (float(correlations(two[None], means[[2]])[0, 0]), "correlation"),
            "claims.two_real_likeness": (float(own.mean()), "correlation"),
            "claims.lowest_loss": (float(inputs["cnn"].arrays["losses"].min()), "nats"),
            "claims.linear_recognises": (int((linear == np.arange(CLASSES)).sum()), "count"),
            **{
                f"claims.{layer}_varied": (varied(inputs["finished"].arrays[f"{layer}_images"]), "fraction")
                for layer in ("conv1", "conv2")
            },
            "claims.darkened_times": (float((dark / once).min()), "times"),
            "claims.printed_epochs": (len(apart), "count"),
            "claims.largest_gap": (float(apart.max()), "difference of fractions"),
            "claims.steps_of_an_epoch": (len(dataset.train) // settings.batch, "count"),
            "claims.smallest_share": (1 / HVASS_BATCH, "fraction"),
            "claims.batches_for_one_gradient": (len(dataset.train) / HVASS_BATCH, "count"),
        }
    )


def varied(images: Floats) -> float:
    """Return the share of images (N, 28, 28), black and white at mid-grey, that vary away from their border."""
    inside = images[:, BORDER:-BORDER, BORDER:-BORDER] > 0.5
    return float((inside.std(axis=(1, 2)) > CLEARLY).mean())
