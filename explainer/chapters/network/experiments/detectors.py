"""Edges and loops: do hidden layers find the parts of digits, and more of them than random weights do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from explainer.data import CLASSES, Dataset, Floats
from explainer.methods.detectors import best_units, groups, nearest_edges
from explainer.models import Report
from explainer.models.cnn import AT_ONCE, Cnn, as_batch, initial, to_arrays
from explainer.results import Inputs, Result
from explainer.trainings import cnn, seeds

if TYPE_CHECKING:
    from explainer.settings import DetectorsSettings


Array = NDArray[np.float64]


def run(dataset: Dataset, settings: DetectorsSettings, inputs: Inputs, report: Report) -> Result:
    """Compare the trained networks of all seeds with as many untrained ones."""
    trained = [cnn.restore(inputs), *seeds.restore(inputs)]
    untrained = [initial(settings.seed + place).eval().requires_grad_(False) for place in range(len(trained))]
    edges: dict[str, list[Array]] = {"trained": [], "untrained": []}
    found: dict[str, list[Array]] = {"trained": [], "untrained": []}
    several = groups(len(settings.loops))
    wanted = [*groups(1), *several]  # the ten digits first
    splits = (dataset.validation, dataset.test.part(0, settings.images))
    for done, (kind, network) in enumerate(
        [*(("trained", each) for each in trained), *(("untrained", each) for each in untrained)], start=1
    ):
        edges[kind].append(nearest_edges(first_filters(network))[0])
        chosen, measured = ((dense(network, each.images), each.labels) for each in splits)
        found[kind].append(best_units(chosen, measured, wanted))
        report(done, 2 * len(trained))
    shares, nearest = nearest_edges(first_filters(trained[0]))
    place = several.index(settings.loops)
    single = {kind: np.stack(each)[:, :CLASSES] for kind, each in found.items()}  # (networks, 10)
    grouped = {kind: np.stack(each)[:, CLASSES:] for kind, each in found.items()}  # (networks, groups)
    own = grouped["trained"][0]
    return Result(
        arrays={
            "filters": first_filters(trained[0]),  # (16, 5, 5), activation per unit of ink
            "edges": nearest,  # (16, 5, 5): the step edge nearest to each
            # (networks, 16), in [0, 1]: the share of each filter's variance that its nearest edge explains
            **{f"{kind}_r_squared": np.stack(each) for kind, each in edges.items()},
            # (networks, 10) and (networks, groups), in [0, 1]: pairs that the best unit of dense1 ranks rightly
            **{f"{kind}_digits": each for kind, each in single.items()},
            **{f"{kind}_groups": each for kind, each in grouped.items()},
            "loops": np.array(place),  # (), the place of the digits with loops among the groups
        },
        numbers={
            "network.edge_filters": (int((shares > settings.edge).sum()), "count"),
            "network.edge_r_squared": (settings.edge, "fraction"),
            "network.edge_share": (share_above(edges["trained"], settings.edge), "fraction"),
            "network.edge_share_untrained": (share_above(edges["untrained"], settings.edge), "fraction"),
            "network.detector_images": (len(splits[1]), "count"),
            "network.loop_groups": (len(own), "count"),
            "network.loop_pairs": (float(own[place]), "fraction"),
            "network.loop_pairs_untrained": (float(grouped["untrained"][:, place].mean()), "fraction"),
            "network.loop_rank": (1 + int((own > own[place]).sum()), "count"),
            "network.group_pairs": (float(np.median(own)), "fraction"),
            "network.digit_pairs": (float(single["trained"][0].min()), "fraction"),
            "network.digit_pairs_untrained": (float(single["untrained"].mean()), "fraction"),
        },
    )


def first_filters(network: Cnn) -> Array:
    """Return the filters of the first convolution, (16, 5, 5)."""
    return to_arrays(network)["conv1.weight"][:, 0].astype(np.float64)


def dense(network: Cnn, images: Floats) -> NDArray[np.float32]:
    """Return what the units of the dense layer make of images (N, 28, 28), before the ReLU, (N, 128)."""
    with torch.inference_mode():
        parts = [network.activations(part, "dense1").cpu() for part in torch.split(as_batch(images), AT_ONCE)]
    return torch.cat(parts).numpy()


def share_above(values: list[Array], level: float) -> float:
    """Return the share of all values that lie above a level, in [0, 1]."""
    return float((np.stack(values) > level).mean())
