# %% [markdown]
# # Clearer pictures
#
# The image that a unit likes best is full of noise. Ask for something more: that the image be smooth, or that it vary
# as images do. The chapter compares six ways with one another; here are three.

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
logit = channel(network, "logits")  # image c is to have a high logit of digit c

# %% [markdown]
# ## Nothing more than the logit

# %%
plain = ascend(logit, start, settings).images
explainer.show(plain, range(10), alt="Images for the logits alone.")

# %% [markdown]
# ## Small steps between neighbours
#
# *Total variation* is the sum of the absolute steps from each pixel to its neighbours. `strength` says how much of it
# is taken off the logit.

# %%
strength = 0.05
objective = logit + strength * total_variation()  # which is minus the sum
smooth = ascend(objective, start, settings).images
explainer.show(smooth, range(10), alt="The same with total variation.")

# %% [markdown]
# ## As images vary
#
# The training images vary along some directions more than along others. Write an image as distances along these
# *principal axes*: a *parametrisation*. Then add a *prior*: minus half the squared distance, as in the logarithm of a
# Gaussian's density.

# %%
count = axes_holding(0.9, data.covariance)
axes = principal(data.mean, data.covariance, count)
weight = 0.2
slow = AscentSettings(steps=45, step=0.25)  # one axis moves the whole image
objective = logit + weight * gaussian_prior(axes)
likely = ascend(objective, start, slow, axes).images
explainer.show(likely, range(10), alt="Along principal axes, with a prior.")

# %% [markdown]
# ## Did it help?
#
# An outside judge: the linear classifier never saw the network. It has a bias of its own;
# [the chapter](clearer-pictures.md#an-outside-judge) corrects for it. And how alike are the images to the means of
# their classes, once what all ten have in common is taken off?

# %%
means = [train.flat[train.labels == c].mean(axis=0) for c in range(10)]
differences = means - np.mean(means, axis=0)  # what sets a class apart
made = {"logit alone": plain, "total variation": smooth, "principal axes": likely}
logits, likeness = {}, {}
print("                 logit  judge  likeness")
for name, images in made.items():
    logits[name] = np.median(predict_logits(network, images).diagonal())
    rows = images.reshape(10, 784)
    judged = site.linear.predict(rows) == np.arange(10)
    pairs = zip(rows - rows.mean(axis=0), differences, strict=True)
    likeness[name] = np.mean([np.corrcoef(row, own)[0, 1] for row, own in pairs])
    print(f"{name:16}{logits[name]:6.1f}{judged.sum():7}{likeness[name]:10.2f}")
assert logits["logit alone"] > logits["total variation"]
assert logits["logit alone"] > logits["principal axes"]
assert likeness["principal axes"] > likeness["logit alone"] + 0.2

# %% [markdown]
# Each prior takes something off the logit. Which prior is right, the network does not say, and the strengths here were
# chosen by eye; [the chapter](clearer-pictures.md#how-strong) has a rule for them.
#
# ## Two things to change
#
# 1. Make `strength` ten times as large, then half as large. What is left of the images, and what of the logits?
# 2. Keep the axes and leave the prior out: `ascend(logit, start, slow, axes)`. How much of the improvement is due to
#    the parametrisation, and how much to the prior?
