"""How the gradient of one neuron reaches one pixel: every route through the layers in between, and their sum."""

from __future__ import annotations

import numpy as np

from explainer.data import Dataset
from explainer.methods.backpropagation import at_place, gradient, routes
from explainer.methods.receptive_fields import FIELDS
from explainer.models import Report
from explainer.models.cnn import as_batch
from explainer.results import Inputs, Result
from explainer.trainings import cnn

IMAGE = 0  # the test digit that is followed: the one that docs/network.md follows


def run(dataset: Dataset, settings: object, inputs: Inputs, report: Report) -> Result:
    """Take the neuron of the second convolution that one digit excites most, and the pixel that moves it most."""
    del settings
    network, image = cnn.restore(inputs), dataset.test.images[IMAGE]
    field = FIELDS["conv2"]
    inside = slice(field.whole().start, field.whole().stop)
    maps = network.activations(as_batch(image[None]), "conv2")[0, :, inside, inside].cpu().numpy()
    unit, down, across = (int(i) for i in np.unravel_index(maps.argmax(), maps.shape))
    place = (down + inside.start, across + inside.start)
    by_autograd = gradient(at_place(network, "conv2", unit, place), image)  # (28, 28)
    pixel = tuple(int(i) for i in np.unravel_index(np.abs(by_autograd).argmax(), by_autograd.shape))
    found = routes(network, image, unit, place, (pixel[0], pixel[1]))
    products = found.products
    report(1, 1)
    opened = (found.wins * found.on) > 0
    up, back = int(products.argmax()), int(products.argmin())
    dropped = np.abs(found.first * found.second) * (found.wins == 0)
    shown = np.array([up, back, int(dropped.argmax())])  # the strongest for, against, and dropped
    first, second = (network.layers.get_parameter(f"conv{i}.weight").cpu().numpy() for i in (1, 2))
    ends = np.stack([found.down[shown], found.across[shown]], axis=1)  # (3, 2)
    return Result(
        arrays={
            "image": image,  # (28, 28), ink in [0, 1]
            "gradient": by_autograd,  # (28, 28), activation per unit of ink
            "unit": np.array(unit),  # ()
            "place": np.array(place),  # (2,): down, across, of the second map
            "pixel": np.array(pixel),  # (2,)
            "field": np.array([field.stride * i - field.before for i in place] + [field.side]),  # corner, side
            # (routes,) each: see `Routes`
            "channel": found.channel,
            "down": found.down,
            "across": found.across,
            "first": found.first,
            "wins": found.wins,
            "on": found.on,
            "second": found.second,
            "products": products,
            "shown": shown,  # (3,), of the routes
            "first_filters": first[found.channel[shown], 0],  # (3, 5, 5)
            "second_filters": second[unit, found.channel[shown]],  # (3, 5, 5)
            "first_cells": np.array(pixel) - ends + 2,  # (3, 2): which weight of each filter the route meets
            "second_cells": ends // 2 - np.array(place) + 2,  # (3, 2)
        },
        numbers={
            "routes.label": (int(dataset.test.labels[IMAGE]), "digit"),
            "routes.unit": (unit, "count"),
            "routes.count": (len(products), "count"),
            "routes.open": (int(opened.sum()), "count"),
            "routes.for": (float(products[up]), "logit per unit of ink"),
            "routes.against": (float(products[back]), "logit per unit of ink"),
            "routes.sum": (float(products.sum()), "logit per unit of ink"),
            "routes.error": (float(abs(products.sum() - by_autograd[pixel])), "rounding error"),
        },
    )
