"""The images themselves: how many, how many of each class, a few of each, and their means."""

from __future__ import annotations

import numpy as np

from explainer.data import CLASSES, Dataset
from explainer.methods import weights
from explainer.models import Report
from explainer.results import Inputs, Result

PER_CLASS = 8  # examples of each class in the figure
SHOWN = 9  # test images with their labels, as the tutorials show them


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Count, and pick the first examples of each class in the order of the training split."""
    del settings, inputs, report
    train, test = dataset.train, dataset.test
    examples = np.stack([train.images[train.labels == c][:PER_CLASS] for c in range(CLASSES)])
    counts = np.stack([np.bincount(s.labels, minlength=CLASSES) for s in (train, dataset.validation, test)])
    blank = weights.never_inked(train)
    rows = test.images[0].sum(axis=1, dtype=np.float64)  # (28,), ink
    return Result(
        arrays={
            "examples": examples,  # (10, 8, 28, 28), ink in [0, 1]
            "first_images": test.images[:SHOWN],  # (9, 28, 28), ink in [0, 1]
            "first_labels": test.labels[:SHOWN],  # (9,), their classes
            "counts": counts,  # (3, 10), images of each class: train, validation, test
            "means": weights.class_means(train),  # (10, 28, 28), ink in [0, 1]
            "stds": weights.class_stds(train),  # (10, 28, 28), ink in [0, 1/2]
            "never_inked": blank,  # (28, 28), bool: background in every training image
        },
        numbers={
            "data.train_images": (len(train), "count"),
            "data.validation_images": (len(dataset.validation), "count"),
            "data.test_images": (len(test), "count"),
            "data.rarest_class_share": (float(counts[0].min() / counts[0].sum()), "fraction"),
            "data.commonest_class_share": (float(counts[0].max() / counts[0].sum()), "fraction"),
            "data.mean_ink": (float(train.images.mean(dtype=np.float64)), "fraction"),
            "data.never_inked_pixels": (int(blank.sum()), "count"),
            "data.fullest_row": (int(rows.argmax()), "digit"),
            "data.fullest_row_ink": (float(rows.max()), "ink"),
            "data.test_ones_share": (float((test.labels == 1).mean()), "fraction"),
            "data.grey_share": (
                float(((train.images > 0.1) & (train.images < 0.9)).sum() / (train.images > 0).sum()),
                "fraction",
            ),
        },
    )
