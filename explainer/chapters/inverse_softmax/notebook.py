# %% [markdown]
# # Inverse softmax and patterns
#
# Which image does the linear classifier give 99 % to be a 3? Undo the softmax, then solve ten equations in 784 unknown
# pixels. There are infinitely many answers. [Solving for an image](inverse-softmax.md) explains how to choose.

# %%
import numpy as np

import explainer
from explainer.methods.inverse_softmax import (
    map_pre_image,
    minimum_norm_pre_image,
    targets,
)
from explainer.methods.patterns import patterns

site = explainer.published()
model, data = (
    site.linear,
    site.gaussian,
)  # the classifier; mean and covariance of the training images

# %% [markdown]
# ## From probabilities to logits
#
# $\log p$ is a logit for each class, but so is $\log p + r$ for any $r$: a softmax does not see what all ten share.

# %%
probability = 0.99
wanted = targets(probability)  # (10, 10): row k gives class k that probability, and shares out the rest
logits = np.log(wanted)
shares = np.exp(logits + 5) / np.exp(logits + 5).sum(axis=1, keepdims=True)
assert np.allclose(shares, wanted)  # 5 more on every logit, and the same probabilities

# %% [markdown]
# ## Two of the images
#
# The one with the least ink, of whatever sign; and the one that is most probable if images are a Gaussian.

# %%
shortest = np.array([minimum_norm_pre_image(model, row) for row in wanted])
likeliest = np.array([map_pre_image(model, row, data) for row in wanted])

for images in (shortest, likeliest):
    assert np.allclose(model.probabilities(images), wanted, atol=1e-6)  # both reach exactly what was asked for

explainer.show(
    shortest,
    range(10),
    signed="ink",
    alt="Ten images of least norm: faint, and with negative ink. None is a digit.",
)

# %%
explainer.show(
    likeliest,
    range(10),
    alt="Ten images that are most probable under the Gaussian: blurred, and more like digits.",
)

# %% [markdown]
# Which of the two is more like the digits of its class? Compare each with the mean image of that class.

# %%
train = site.train
means = np.array([train.flat[train.labels == digit].mean(axis=0) for digit in range(10)])


def likeness(images):
    """Return the correlation of each image with the mean image of its class."""
    return np.array([np.corrcoef(image, mean)[0, 1] for image, mean in zip(images, means, strict=True)])


print(f"least norm: {likeness(shortest).mean():.2f}; most probable: {likeness(likeliest).mean():.2f}")
assert likeness(likeliest).mean() > likeness(shortest).mean() + 0.2

# %% [markdown]
# ## Patterns
#
# A weight image is a filter: it also cancels what disturbs. The ink that comes along with a logit is its *pattern*,
# $\Sigma w / (w^{\mathsf T} \Sigma w)$ [(Haufe et al. 2014)](patterns.md).

# %%
explainer.show(
    patterns(model, data),
    range(10),
    signed="ink per logit",
    alt="Ten patterns: smooth, and shaped like the digits.",
)

# %% [markdown]
# ## Two things to change
#
# 1. Set `probability = 0.5`, then `0.999999`. How much does the image of least norm change, and how much the other?
# 2. Ask for a digit between two others: `wanted[3]` with half of its probability given to 8.
