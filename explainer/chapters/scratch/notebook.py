# %% [markdown]
# # Softmax regression from scratch
#
# Thirty lines of NumPy learn to read digits. They are the same formulas as in
# [Softmax regression from scratch](scratch.md), which explains them; here you can change them.

# %%
import numpy as np

import explainer

site = explainer.published()  # the images and models that the site publishes
train, test = site.train, site.test
x, y = (
    train.flat.astype(float),
    np.eye(10)[train.labels],
)  # images (N, 784), one-hot labels (N, 10)
print(f"{len(train):,} images to learn from, {len(test):,} to be tested on")

# %% [markdown]
# ## Three formulas
#
# Logits $z = W x$, probabilities $p = \operatorname{softmax}(z)$, and the loss: the mean of $-\log p$ of the true
# class, plus $\frac{\lambda}{2} \sum w^2$. Its gradient is the mean of $(p - y)\, x^{\mathsf T}$, plus $\lambda W$.


# %%
def softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))  # the largest logit becomes 0, so nothing overflows
    return powers / powers.sum(axis=1, keepdims=True)


def loss(w, penalty):
    p = softmax(x @ w.T)
    return -np.log((p * y).sum(axis=1)).mean() + penalty / 2 * (w**2).sum()


def gradient(w, penalty):
    return (softmax(x @ w.T) - y).T @ x / len(x) + penalty * w


# %% [markdown]
# Is the gradient right? Change one weight by a little, and see whether the loss changes as much as the gradient says.

# %%
w = np.random.default_rng(0).normal(0, 0.01, (10, 784))
change = np.zeros_like(w)
change[3, 14 * 28 + 14] = 1e-4  # a pixel in the middle, for class 3
measured = (loss(w + change, 0.01) - loss(w - change, 0.01)) / 2e-4
said = gradient(w, 0.01)[3, 14 * 28 + 14]
print(f"measured {measured:.8f}, by the formula {said:.8f}")
assert np.isclose(measured, said, rtol=1e-4)

# %% [markdown]
# ## Gradient descent

# %%
penalty, learning_rate, steps = 0.001, 0.5, 100

w, losses = np.zeros((10, 784)), []
for _ in range(steps):
    losses.append(loss(w, penalty))
    w -= learning_rate * gradient(w, penalty)

right = (test.flat @ w.T).argmax(axis=1) == test.labels
print(f"loss {losses[0]:.3f} → {losses[-1]:.3f}; {right.mean():.1%} of the test images are classified correctly")
assert np.isclose(losses[0], np.log(10))  # ten equal probabilities
assert losses[-1] < losses[0] / 2
assert right.mean() > 0.7  # by guessing it would be about 0.1

# %%
explainer.curves(
    {"loss": losses},
    along="step",
    unit="nats",
    alt="The loss falls steeply at first, then slowly.",
)

# %%
explainer.show(
    w,
    range(10),
    signed="logit per unit of ink",
    alt="Ten weight images; that of 0 has a blue ring around a red centre.",
)

# %% [markdown]
# ## Two things to change
#
# 1. Set `learning_rate` to 5. What happens to the loss, and why does a smaller step do better?
# 2. Set `penalty` to 0, then to 1. Which pixels lose their weight first, and what happens to the test images?
