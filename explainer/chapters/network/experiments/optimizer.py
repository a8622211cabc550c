"""What Muon makes of a gradient: that of the second convolution, for the first mini-batch of the training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from explainer.data import Dataset
from explainer.models import Report, cnn
from explainer.models.muon import orthogonal
from explainer.results import Inputs, Result

if TYPE_CHECKING:
    from explainer.settings import CnnSettings

LAYER = "conv2"
FEW = 5  # directions: a seventh of them all


def run(dataset: Dataset, settings: CnnSettings, inputs: Inputs, report: Report) -> Result:
    """Take the gradient's singular values, before and after it is made orthogonal."""
    del inputs, report
    network = cnn.initial(settings.seed).train()
    some = dataset.train.part(0, settings.batch)
    labels = torch.from_numpy(some.labels).to(cnn.device())
    criterion = torch.nn.CrossEntropyLoss(label_smoothing=settings.label_smoothing)
    weight = network.layers.get_parameter(f"{LAYER}.weight")
    (gradient,) = torch.autograd.grad(criterion(network(cnn.as_batch(some.images)), labels), weight)
    matrices = (gradient.flatten(1), orthogonal(gradient.flatten(1)))
    before, after = (np.linalg.svd(matrix.cpu().numpy(), compute_uv=False) for matrix in matrices)
    shares = [float((values[:FEW] ** 2).sum() / (values**2).sum()) for values in (before, after)]
    return Result(
        arrays={
            "before": before,  # (36,), the gradient's, the largest first
            "after": after,  # (36,), of the step that Muon makes of it
        },
        numbers={
            "muon.directions": (len(before), "count"),
            "muon.few": (FEW, "count"),
            "muon.share_before": (shares[0], "fraction"),
            "muon.share_after": (shares[1], "fraction"),
            "muon.smallest_after": (float(after.min()), "relative size"),
            "muon.largest_after": (float(after.max()), "relative size"),
        },
    )
