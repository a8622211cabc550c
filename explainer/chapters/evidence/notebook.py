# %% [markdown]
# # Weights and evidence
#
# A linear classifier adds up. Each pixel of an image gives every class a little evidence, its ink times a weight, and
# the class with the largest sum wins. [The evidence for one image](evidence.md) tells the story; here is the sum.

# %%
import numpy as np

import explainer

site = explainer.published()
model, test = (
    site.linear,
    site.test,
)  # weights (10, 784), biases (10,), as the site has them

explainer.show(
    model.weights,
    range(10),
    signed="logit per unit of ink",
    alt="The ten weight images of the site's linear classifier, on one scale.",
)

# %% [markdown]
# ## One image, pixel by pixel
#
# `number` is any test image. Its *evidence* for a class is weight × ink, in logits.

# %%
number = 0
image, label = test.flat[number], test.labels[number]
evidence = model.weights * image  # (10, 784)
logits = evidence.sum(axis=1) + model.biases
first, second = np.argsort(logits)[::-1][:2]
print(f"a {label}, taken for a {first}; next is {second}, {logits[first] - logits[second]:.2f} logits behind")
assert np.allclose(logits, model.logits(image[None])[0])  # nothing is left over: the pixels and the bias are all

# %%
explainer.show(
    [evidence[first], evidence[second], evidence[first] - evidence[second]],
    [f"for {first}", f"for {second}", f"{first} rather than {second}"],
    columns=3,
    signed="logits",
    alt="The evidence of each inked pixel for two classes, and the difference, which decides between them.",
)

# %% [markdown]
# ## What cannot be seen in the weights
#
# Add one image to all ten weight images, and every logit of an image rises by the same amount. The softmax does not
# notice. So a single weight image is not what the classifier has learned: differences between two of them are.

# %%
rng = np.random.default_rng(0)
added = rng.normal(0, 1, 784)
before = model.probabilities(test.flat)
logits = test.flat @ (model.weights + added).T + model.biases
after = np.exp(logits - logits.max(axis=1, keepdims=True))
after /= after.sum(axis=1, keepdims=True)
print(f"the largest change of a probability: {abs(after - before).max():.0e}")
assert np.allclose(before, after)

explainer.show(
    (model.weights + added)[:5],
    range(5),
    signed="logit per unit of ink",
    alt="The first five weight images with the same noise added to each. Nothing is left to see.",
)

# %% [markdown]
# ## Two things to change
#
# 1. Look for an image that is classified wrongly: `np.flatnonzero(model.predict(test.flat) != test.labels)`. Which
#    pixels speak for the wrong class?
# 2. Add a smile in the place of noise. The site has drawn one: `explainer.methods.weights.smile()`.
