"""Where the trained network errs: its confusion matrix and nine of its errors."""

from __future__ import annotations

import numpy as np

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.methods import evaluation
from explainer.models import Report

SHOWN = 9


def run(dataset: Dataset, settings: None, needs: Needs, report: Report) -> Result:
    """Compare the network's test predictions with the labels."""
    del settings, report
    labels = dataset.test.labels
    logits = needs["cnn"].arrays["test_logits"]
    predicted = logits.argmax(axis=1)
    counts = evaluation.confusion(labels, predicted)
    true, taken_for, often = evaluation.worst_pair(counts)
    wrong = evaluation.errors(labels, predicted)
    shown = wrong[:SHOWN]
    return Result(
        arrays={
            "confusion": counts,
            "error_places": shown,
            "error_images": dataset.test.images[shown],
            "error_labels": labels[shown],
            "error_predicted": predicted[shown],
            "losses": needs["cnn"].arrays["losses"],
        },
        numbers={
            "network.worst_pair_true": true,
            "network.worst_pair_predicted": taken_for,
            "network.worst_pair_count": often,
            "network.first_loss": float(needs["cnn"].arrays["losses"][0]),
            "network.uniform_loss": float(np.log(counts.shape[0])),
            "network.steps": len(needs["cnn"].arrays["losses"]),
        },
    )
