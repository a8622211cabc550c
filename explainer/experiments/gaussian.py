"""The mean and the covariance of the training images, which two pages build on."""

from __future__ import annotations

from explainer.data import Dataset
from explainer.experiments import Needs, Result
from explainer.models import Report, gaussian


def run(dataset: Dataset, settings: None, needs: Needs, report: Report) -> Result:
    """Fit the Gaussian to the training split."""
    del settings, needs, report
    model = gaussian.fit(dataset.train.flat)
    return Result(arrays={"mean": model.mean, "covariance": model.covariance})


def restore(needs: Needs) -> gaussian.Gaussian:
    """Return the fitted model, for the experiments that build on it."""
    arrays = needs["gaussian"].arrays
    return gaussian.Gaussian(arrays["mean"], arrays["covariance"])
