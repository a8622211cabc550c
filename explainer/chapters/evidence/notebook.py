# %% [markdown]
# # Weights and evidence
#
# A linear classifier adds up. Each pixel of an image gives every class a little evidence, its ink times a weight; a
# bias is added, and the class with the largest sum is predicted.

# %%
import numpy as np

import explainer

site = explainer.published()
model = site.linear  # weights (10, 784) and biases (10,), as the site has them
test = site.test

explainer.show(
    model.weights,
    range(10),
    signed="logit per unit of ink",
    alt="The ten weight images of the site's linear classifier.",
)

# %% [markdown]
# ## One image, pixel by pixel
#
# `number` is any of the test images in the sample. Its *evidence* for a class is weight × ink, in logits.

# %%
number = 0
image, label = test.flat[number], test.labels[number]
evidence = model.weights * image  # (10, 784)
logits = evidence.sum(axis=1) + model.biases
first, second = np.argsort(logits)[::-1][:2]
lead = logits[first] - logits[second]
print(f"label {label}, predicted {first}")
print(f"next is {second}, {lead:.2f} logits behind")
# Nothing is left over: the pixels and the bias are all there is.
assert np.allclose(logits, model.logits(image[None])[0])

# %%
explainer.show(
    [evidence[first], evidence[second], evidence[first] - evidence[second]],
    [f"for {first}", f"for {second}", f"{first} rather than {second}"],
    columns=3,
    signed="logits",
    alt="The evidence of each inked pixel for two classes, and its difference.",
)

# %% [markdown]
# The third picture decides between the two: its sum and the difference of the biases make the lead.
#
# ## What cannot be seen in the weights
#
# Add one image to all ten weight images, and every logit of an image rises by the same amount. The softmax does not
# notice. So a single weight image is not what the classifier has learned: differences between two of them are.

# %%
added = np.random.default_rng(0).normal(0, 1, 784)
before = model.probabilities(test.flat)
logits = test.flat @ (model.weights + added).T + model.biases
powers = np.exp(logits - logits.max(axis=1, keepdims=True))
after = powers / powers.sum(axis=1, keepdims=True)
print(f"largest change of a probability: {abs(after - before).max():.0e}")
assert np.allclose(before, after)

explainer.show(
    (model.weights + added)[:5],
    range(5),
    signed="logit per unit of ink",
    alt="The first five weight images, with the same noise added to each.",
)

# %% [markdown]
# ## Two things to change
#
# 1. Look for an image that is misclassified: `np.flatnonzero(model.predict(test.flat) != test.labels)`. Which pixels
#    speak for the wrong class?
# 2. Add a face in the place of the noise: `from explainer.methods.weights import smile`, then
#    `added = smile().ravel()`. Does any prediction change?
