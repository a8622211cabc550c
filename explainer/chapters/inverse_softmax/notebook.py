# %% [markdown]
# # Inverse softmax and patterns
#
# Which image does the linear classifier call a 3, with a probability of your choice? Undo the softmax, then solve ten
# equations in 784 unknown pixels. There are infinitely many answers, and one has to choose.

# %%
import numpy as np

import explainer
from explainer.methods.inverse_softmax import map_pre_image, targets
from explainer.methods.patterns import patterns

site = explainer.published()
model = site.linear
data = site.gaussian  # mean and covariance of the training images

# %% [markdown]
# ## From probabilities to logits
#
# $\log p$ is a logit for each class, but so is $\log p + r$ for any $r$: a softmax does not see what all ten share.

# %%
probability = 0.99
wanted = targets(probability)  # (10, 10): row c gives class c that probability
logits = np.log(wanted)
powers = np.exp(logits + 5)  # 5 more on every logit changes nothing
assert np.allclose(powers / powers.sum(axis=1, keepdims=True), wanted)

# %% [markdown]
# ## Two of the images
#
# The one of minimum norm, whose squared pixels have the smallest sum; and the one that is most probable if images are a
# Gaussian, the MAP pre-image.

# %%
# The weights, freed of what all classes share: (10, 784).
a = model.weights - model.weights.mean(axis=0)
d = logits - logits.mean(axis=1, keepdims=True)
d = d - (model.biases - model.biases.mean())
minimum_norm = d @ np.linalg.pinv(a, rcond=1e-9).T  # (10, 784)
most_probable = np.array([map_pre_image(model, row, data) for row in wanted])

# Both reach exactly what was asked for.
for images in (minimum_norm, most_probable):
    assert np.allclose(model.probabilities(images), wanted, atol=1e-6)

explainer.show(
    minimum_norm,
    range(10),
    signed="ink",
    alt="The image of minimum norm for each class.",
)

# %%
explainer.show(
    most_probable,
    range(10),
    signed="ink",
    alt="The MAP pre-image for each class.",
)

# %% [markdown]
# Which of the two is more like the digits of its class? Compare each with the mean image of the class, once what all
# ten have in common is taken off.

# %%
train = site.train
means = [train.flat[train.labels == c].mean(axis=0) for c in range(10)]
differences = means - np.mean(means, axis=0)  # (10, 784): what sets a class apart


def likeness(rows):
    """Return how alike ten images are to their classes: a mean correlation."""
    freed = rows - np.mean(rows, axis=0)
    pairs = zip(freed, differences, strict=True)
    return np.mean([np.corrcoef(row, own)[0, 1] for row, own in pairs])


print(f"minimum norm  {likeness(minimum_norm):.2f}")
print(f"most probable {likeness(most_probable):.2f}")
assert likeness(most_probable) > likeness(minimum_norm)

# %% [markdown]
# ## Patterns
#
# A weight image is a filter: a large weight need not sit where the ink is. The ink that comes along with a logit is its
# *pattern*, $a_c = \Sigma w_c / (w_c^{\mathsf T} \Sigma w_c)$, with the weights freed of their mean over the classes.
# [Filters are not pictures](patterns.md) derives it, after Haufe et al. (2014).

# %%
found = patterns(model, data)
print(f"weights       {likeness(a):.2f}")
print(f"patterns      {likeness(found):.2f}")
assert likeness(found) > likeness(a)

explainer.show(
    found,
    range(10),
    signed="ink per logit",
    alt="The ten patterns.",
)

# %% [markdown]
# ## Two things to change
#
# 1. Set `probability = 0.5`, then `0.999999`. Which of the two images changes more? Compare
#    `np.linalg.norm(minimum_norm, axis=1)` and `np.linalg.norm(most_probable - data.mean, axis=1)`.
# 2. Ask for an image between 3 and 8: after `targets`, `wanted[3, [3, 8]] = wanted[3, [3, 8]].mean()`.
