"""What PyTorch and NumPy say that the lab's models compute: `python tests/lab/reference.py OUT.json [MODELS]`.

Without MODELS, a folder with `cnn.safetensors` and `logistic.safetensors`, there is a small random network alone. With
it the same for the trained models, on the first thousand test images of EXPLAINER_DATASET. `models.test.js` reads it.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file

from explainer.data import sources
from explainer.methods.objectives import channel, unit_count
from explainer.models.cnn import Architecture, Cnn, as_batch, from_arrays, initial, predict_logits, to_arrays
from explainer.settings import from_environment

IMAGES = 1000  # whose logits are compared
DIFFERENTIATED = 6  # whose gradients are compared, for every layer
SHOWN = 3  # whose feature maps are compared


def packed(array: NDArray[np.generic]) -> dict[str, object]:
    """Return an array of float32 or uint8 as its shape and its bytes."""
    kept = np.ascontiguousarray(array if array.dtype == np.uint8 else array.astype(np.float32))
    kind = "U8" if kept.dtype == np.uint8 else "F32"
    return {"shape": kept.shape, "dtype": kind, "bytes": base64.b64encode(kept.tobytes()).decode()}


def about(network: Cnn, pixels: NDArray[np.uint8], seed: int = 0) -> dict[str, object]:
    """Return the network, images, logits, the outputs of every layer, and gradients of some units of each layer."""
    images = pixels.astype(np.float32) / 255
    rng = np.random.default_rng(seed)
    gradients = []
    for layer in network.weighted():
        for unit in rng.choice(unit_count(network, layer), min(DIFFERENTIATED, unit_count(network, layer)), False):
            place = int(rng.integers(len(images)))
            image = as_batch(images[place : place + 1]).requires_grad_(True)
            value = channel(network, layer, [int(unit)])(image).sum()
            (gradient,) = torch.autograd.grad(value, image)
            one = {"image": place, "layer": layer, "unit": int(unit), "value": value.item()}
            gradients.append({**one, "gradient": packed(gradient.numpy())})
    with torch.inference_mode():
        shown = as_batch(images[:SHOWN])
        names = [name for name in network.names() if name != "flatten"]
        outputs = {name: packed(network.activations(shown, name).contiguous().numpy()) for name in names}
    return {
        "tensors": {name: packed(array) for name, array in to_arrays(network).items()},
        "images": packed(pixels),
        "logits": packed(predict_logits(network, images)),
        "outputs": outputs,
        "gradients": gradients,
    }


def about_linear(tensors: dict[str, NDArray[np.float64]], pixels: NDArray[np.uint8]) -> dict[str, object]:
    """Return the linear classifier's tensors, images and logits, computed in float64."""
    logits = pixels.reshape(len(pixels), -1) / 255 @ tensors["weights"].T + tensors["biases"]
    kept = {name: packed(array) for name, array in tensors.items()}
    return {"tensors": kept, "images": packed(pixels), "logits": packed(logits)}


def main(out: Path, models: Path | None) -> None:
    """Write the reference."""
    rng = np.random.default_rng(0)
    tiny = initial(1, Architecture(filters=(3, 5), dense=(7,))).requires_grad_(False).eval()
    faint = np.where(rng.random((8, 28, 28)) < 0.6, 0, rng.integers(0, 256, (8, 28, 28))).astype(np.uint8)
    weights = {"weights": rng.normal(size=(10, 784)), "biases": rng.normal(size=10)}
    found: dict[str, object] = {"tiny": about(tiny, faint), "tiny linear": about_linear(weights, faint)}
    if models is not None:
        test = sources.find(from_environment().data).load().test
        pixels = np.round(test.images[:IMAGES] * 255).astype(np.uint8)
        found["cnn"] = about(from_arrays(load_file(models / "cnn.safetensors")), pixels)
        found["logistic"] = about_linear(load_file(models / "logistic.safetensors"), pixels)
    out.write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
