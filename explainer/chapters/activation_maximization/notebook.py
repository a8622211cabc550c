# %% [markdown]
# # Activation maximization
#
# Keep the network as it is, and change the image until a unit is as active as can be.

# %%
import numpy as np
import torch

import explainer
from explainer.models.cnn import as_batch, predict_logits

site = explainer.published()
network, test = site.network, site.test
print(*network.names(), sep="\n")

# %% [markdown]
# ## The loop
#
# The gradient says how the activation changes with each pixel. Divide it by its standard deviation, so that steps are
# of one size however large the gradient is; take a step along it, each shorter than the last; and keep the ink between
# 0 and 1.


# %%
def ascend(layer, units, steps=30, step=0.5):
    """Return an image for each unit, and its activation before each step."""
    rng = np.random.default_rng(0)
    start = rng.uniform(0.45, 0.55, (len(units), 28, 28)).astype(np.float32)
    images, values = as_batch(start), []  # (N, 1, 28, 28)
    for number in range(steps):
        images.requires_grad_(True)
        activation = network.activations(images, layer)
        if activation.ndim == 4:
            activation = activation.mean(dim=(2, 3))  # over the map
        value = activation[range(len(units)), units]  # (N,)
        (gradient,) = torch.autograd.grad(value.sum(), images)
        size = step * (1 - number / steps)
        size = size / (gradient.std(dim=(1, 2, 3), keepdim=True) + 1e-8)
        images = (images.detach() + size * gradient).clamp(0, 1)
        values.append(value.detach().numpy())
    return images[:, 0].numpy(), np.array(values)


# %% [markdown]
# ## Ten channels of the second convolution

# %%
images, values = ascend("conv2", list(range(10)))
assert (values[-1] > values[0]).all()
explainer.show(
    images,
    range(10),
    alt="An image for each of the first ten channels of conv2.",
)

# %%
explainer.curves(
    {"channel 0": values[:, 0], "channel 1": values[:, 1]},
    along="step",
    unit="mean activation",
    alt="The mean activations of channels 0 and 1, step by step.",
)

# %% [markdown]
# An activation may fall at first: the first steps are the longest, and may go too far. Does a smaller `step` help?
#
# ## Ten digits?
#
# The last layer has a unit for each digit. How high a logit does its image get, beside the best of the test images of
# that digit?

# %%
images, _ = ascend("logits", list(range(10)), steps=60)
logits = predict_logits(network, images).diagonal()
usual = predict_logits(network, test.images)
best = [usual[test.labels == c, c].max() for c in range(10)]
print("digit  image  best test image")
for c in range(10):
    print(f"{c:5} {logits[c]:6.1f} {best[c]:6.1f}")
assert (logits > best).all()
explainer.show(images, range(10), alt="Ten images made for the ten logits.")

# %% [markdown]
# A logit beyond those of the test images, and hardly a digit to be seen: the image that excites a unit most need not
# look like what the unit is for.
#
# ## Two things to change
#
# 1. Begin with a test image: `start = np.repeat(test.images[:1], len(units), axis=0)`, and `step=0.1`. Which digits
#    does the network see now, and how much has changed: `abs(images - test.images[0]).mean(axis=(1, 2))`?
# 2. Take `0.05 * (images.diff(dim=2).abs().sum(dim=(1, 2, 3)) + images.diff(dim=3).abs().sum(dim=(1, 2, 3)))` off
#    `value`. Does the image of 3 get clearer? [Clearer pictures](clearer-pictures.md) tries more.
