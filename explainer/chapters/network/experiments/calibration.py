"""How far a probability can be taken at its word: confidence beside accuracy, before and after temperature scaling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset
from explainer.methods.calibration import Reliability, reliability, temperature
from explainer.methods.uncertainty import interval
from explainer.models import Report
from explainer.models.cnn import predict_logits
from explainer.models.linear import softmax
from explainer.results import Inputs, Result
from explainer.trainings import cnn, logistic

if TYPE_CHECKING:
    from explainer.settings import CalibrationSettings

Array = NDArray[Any]


def run(dataset: Dataset, settings: CalibrationSettings, inputs: Inputs, report: Report) -> Result:
    """Fit the temperature on validation; compare confidence and accuracy on test, the linear classifier's too."""
    del report
    validation, test = dataset.validation, dataset.test
    found = temperature(predict_logits(cnn.restore(inputs), validation.images), validation.labels)
    logits = {"network": inputs["cnn"].arrays["test_logits"]}
    logits["scaled"] = logits["network"] / found
    logits["linear"] = logistic.restore(inputs).logits(test.flat)
    tables = {name: reliability(each, test.labels, settings.bins) for name, each in logits.items()}
    confidences = {name: softmax(each).max(axis=1) for name, each in logits.items()}
    wrong = logits["network"].argmax(axis=1) != test.labels
    smoothing = settings.cnn.label_smoothing
    ceiling, twice = (1 - share * (1 - 1 / CLASSES) for share in (smoothing, 2 * smoothing))
    return Result(
        arrays={
            **{f"{name}_{what}": array for name, table in tables.items() for what, array in bins(table).items()},
            "ceiling": np.array(ceiling),  # (), a probability
        },
        numbers={
            "cnn.smoothing_ceiling": (ceiling, "probability"),
            "cnn.ceiling_twice": (twice, "probability"),
            "cnn.smoothing": (smoothing, "fraction"),
            "cnn.median_confidence": (float(np.median(confidences["network"])), "probability"),
            "cnn.mean_confidence": (float(confidences["network"].mean()), "probability"),
            "cnn.temperature": (found, "relative size"),
            "cnn.calibration_bins": (settings.bins, "count"),
            "cnn.expected_calibration_error": (tables["network"].expected_calibration_error, "fine fraction"),
            "cnn.scaled_calibration_error": (tables["scaled"].expected_calibration_error, "fine fraction"),
            "logistic.expected_calibration_error": (tables["linear"].expected_calibration_error, "fine fraction"),
            "network.errors_even": (int((confidences["network"][wrong] < 0.5).sum()), "count"),
            "network.errors_sure": (int((confidences["network"][wrong] > 0.9).sum()), "count"),
            "network.scaled_errors_even": (int((confidences["scaled"][wrong] < 0.5).sum()), "count"),
            "network.scaled_errors_sure": (int((confidences["scaled"][wrong] > 0.9).sum()), "count"),
        },
    )


def bins(table: Reliability) -> dict[str, Array]:
    """Return what a reliability diagram shows, each (bins,), with the 95 % interval of every accuracy (bins, 2)."""
    held = table.counts > 0
    likely = np.full((len(held), 2), np.nan)
    hits = np.round(np.nan_to_num(table.accuracies) * table.counts).astype(int)
    likely[held] = [interval(hit, count) for hit, count in zip(hits[held], table.counts[held], strict=True)]
    return {
        "counts": table.counts,  # (bins,), test images
        "confidences": table.confidences,  # (bins,), in [0, 1]; NaN in an empty bin, as below
        "accuracies": table.accuracies,  # (bins,), in [0, 1]
        "intervals": likely,  # (bins, 2), in [0, 1]
    }
