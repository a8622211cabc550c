"""The mean and the covariance of the training images, which two pages build on."""

from __future__ import annotations

from explainer.data import Dataset
from explainer.models import Report, gaussian
from explainer.results import Inputs, Result


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Fit the Gaussian to the training split."""
    del settings, inputs, report
    model = gaussian.fit(dataset.train.flat)
    return Result(
        arrays={
            "mean": model.mean,  # (784,), ink
            "covariance": model.covariance,  # (784, 784), ink²
        }
    )


def restore(inputs: Inputs) -> gaussian.Gaussian:
    """Return the fitted model, for the experiments that build on it."""
    arrays = inputs["gaussian"].arrays
    return gaussian.Gaussian(arrays["mean"], arrays["covariance"])
