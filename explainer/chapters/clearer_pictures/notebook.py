# %% [markdown]
# # Clearer pictures
#
# The image that a unit likes best is full of noise. Ask for something more: that the image be smooth, or that it vary
# as images do. [Clearer pictures](clearer-pictures.md) compares six ways with one another; here are three.

# %%
import numpy as np

import explainer
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import channel
from explainer.methods.parametrisations import axes_holding, principal
from explainer.methods.priors import gaussian_prior, total_variation
from explainer.models.cnn import predict_logits
from explainer.settings import AscentSettings

site = explainer.published()
network, data, train = site.network, site.gaussian, site.train
settings = AscentSettings(steps=45)
start = noise(10, settings)  # (10, 28, 28), around mid-grey
logit = channel(network, "logits")  # image i is to have a high logit of digit i

# %% [markdown]
# ## Nothing more than the logit

# %%
plain = ascend(logit, start, settings).images
explainer.show(
    plain,
    range(10),
    alt="Ten noisy images, each with a high logit of its digit.",
)

# %% [markdown]
# ## Few steps between neighbours
#
# *Total variation* is the sum of the steps from each pixel to its neighbours. `strength` says how much of it is taken
# off the logit.

# %%
strength = 0.05
smooth = ascend(logit + strength * total_variation(), start, settings).images
explainer.show(smooth, range(10), alt="Ten images with flat patches and fewer specks.")

# %% [markdown]
# ## As images vary
#
# The training images vary along some directions more than along others. Write an image as distances along these
# *principal axes*, and charge for each distance as a Gaussian would.

# %%
axes = principal(data.mean, data.covariance, axes_holding(0.9, data.covariance))
weight = 0.2
slow = AscentSettings(steps=45, step=0.25)  # one axis moves the whole image
likely = ascend(logit + weight * gaussian_prior(axes), start, slow, axes).images
explainer.show(
    likely,
    range(10),
    alt="Ten images with strokes, in which most digits can be made out.",
)

# %% [markdown]
# ## Did it help?
#
# An independent judge has never seen the network: the linear classifier. And how alike are the images to the mean of
# their class?

# %%
means = np.array([train.flat[train.labels == digit].mean(axis=0) for digit in range(10)])
logits, likeness = [], []
for name, images in {
    "logit alone": plain,
    "total variation": smooth,
    "principal axes": likely,
}.items():
    logits.append(np.median(predict_logits(network, images).diagonal()))
    judged = (site.linear.predict(images.reshape(10, 784)) == np.arange(10)).sum()
    alike = [np.corrcoef(image.ravel(), mean)[0, 1] for image, mean in zip(images, means, strict=True)]
    likeness.append(np.mean(alike))
    print(f"{name}: median logit {logits[-1]:.1f}, {judged} of 10 by the judge, likeness {likeness[-1]:.2f}")
assert abs(np.diff(smooth)).mean() < abs(np.diff(plain)).mean()
assert logits[0] > logits[1] > logits[2]
assert likeness[2] > likeness[0] + 0.3

# %% [markdown]
# The clearer the image, the lower the logit: each prior buys its clearness with some of what was asked for. Which prior
# is right, the network does not say. We chose.
#
# ## Two things to change
#
# 1. Make `strength` ten times as large, then ten times as small. Where do the digits begin, and where do they end?
# 2. Take `axes` without the prior: leave `weight * gaussian_prior(axes)` away. How much of the clearness was in the way
#    of writing an image, and how much in the charge?
