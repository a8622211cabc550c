# %% [markdown]
# # Activation maximization
#
# Keep the network as it is, and change the image until a unit is as active as can be.
# [What a unit likes to see](activation-maximization.md) does this for every unit; here you choose.

# %%
import numpy as np
import torch

import explainer
from explainer.models.cnn import as_batch, predict_logits

site = explainer.published()
network, test = site.network, site.test
print(", ".join(network.names()))

# %% [markdown]
# ## The loop
#
# The gradient says how the activation changes with each pixel. Take a step along it, as long as its standard deviation
# says, and keep the ink between 0 and 1.


# %%
def ascend(layer, units, steps=30, step=0.5):
    """Return images (N, 28, 28) for these units, and their activations (steps, N), averaged over the map."""
    start = np.random.default_rng(0).uniform(0.45, 0.55, (len(units), 28, 28)).astype(np.float32)
    images, values = as_batch(start), []
    own = torch.as_tensor(units)[:, None]
    for done in range(steps):
        images.requires_grad_(True)
        activation = (
            network.activations(images, layer).flatten(2).mean(dim=2)
            if "conv" in layer
            else (network.activations(images, layer))
        )
        value = activation.gather(1, own)[:, 0]  # (N,)
        (gradient,) = torch.autograd.grad(value.sum(), images)
        size = step * (1 - done / steps) / (gradient.std(dim=(1, 2, 3), keepdim=True) + 1e-8)
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
    alt="Ten textures, one for each of the first ten channels of the second convolution.",
)

# %%
explainer.curves(
    {"channel 0": values[:, 0], "channel 1": values[:, 1]},
    along="step",
    unit="mean activation",
    alt="Both activations rise, most of all in the first steps.",
)

# %% [markdown]
# ## Ten digits?
#
# The last layer has a unit for each digit. Its image gets a higher logit than the test images do.

# %%
images, values = ascend("logits", list(range(10)), steps=60)
logits = predict_logits(network, images).diagonal()
usual = predict_logits(network, test.images)
best = np.array([usual[test.labels == digit, digit].max() for digit in range(10)])
print("of the image  ", *(f"{logit:5.1f}" for logit in logits))
print("best test image", *(f"{logit:5.1f}" for logit in best))
assert (logits > best).all()
explainer.show(
    images,
    range(10),
    alt="Ten images that the network is sure of. Few of them look like digits.",
)

# %% [markdown]
# The network is surer of these than of any digit in the sample. What a unit likes best is not what it is for.
#
# ## Two things to change
#
# 1. Let the loop begin with a test image in the place of noise, and ask for another digit. How much has to change?
# 2. Add a penalty on the differences between neighbouring pixels to `value`. Does the image of 3 get clearer?
#    [Clearer pictures](clearer-pictures.md) tries several.
