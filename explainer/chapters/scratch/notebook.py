# %% [markdown]
# # Softmax regression from scratch
#
# A few lines of NumPy learn to read digits. The chapter explains their formulas; here you can change them.

# %%
import numpy as np

import explainer

site = explainer.published()  # images and models that the site publishes
train, test = site.train, site.test
x = train.flat.astype(float)  # images (N, 784)
y = np.eye(10)[train.labels]  # one-hot labels (N, 10)
print(f"{len(train):,} images to learn from")
print(f"{len(test):,} images to be tested on")

# %% [markdown]
# ## Three formulas
#
# Logits $z = W x$, probabilities $p = \operatorname{softmax}(z)$, and the loss: the mean of $-\log p$ of the true
# class, plus $\frac{\lambda}{2} \sum w^2$. Its gradient is the mean of $(p - y)\, x^{\mathsf T}$, plus $\lambda W$.


# %%
def softmax(z):
    # The largest logit becomes 0, so that nothing overflows.
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def loss(w, penalty):
    p = softmax(x @ w.T)
    fit = -np.log((p * y).sum(axis=1)).mean()
    return fit + penalty / 2 * (w**2).sum()


def gradient(w, penalty):
    return (softmax(x @ w.T) - y).T @ x / len(x) + penalty * w


# %% [markdown]
# Is the gradient right? Change one weight by a little, and see whether the loss changes as much as the gradient says.

# %%
w = np.random.default_rng(0).normal(0, 0.01, (10, 784))
pixel = 14 * 28 + 14  # in the middle
change = np.zeros_like(w)
change[3, pixel] = 1e-4  # of class 3
measured = (loss(w + change, 0.01) - loss(w - change, 0.01)) / 2e-4
said = gradient(w, 0.01)[3, pixel]
print(f"measured {measured:.8f}, by the formula {said:.8f}")
assert np.isclose(measured, said, rtol=1e-4)

# %% [markdown]
# ## Gradient descent

# %%
penalty, learning_rate, steps = 0.001, 0.5, 100

w = np.zeros((10, 784))
losses = [loss(w, penalty)]
for _ in range(steps):
    w -= learning_rate * gradient(w, penalty)
    losses.append(loss(w, penalty))

right = (test.flat @ w.T).argmax(axis=1) == test.labels
print(f"loss {losses[0]:.3f} before, {losses[-1]:.3f} after")
print(f"{right.mean():.1%} of the test images right")
assert np.isclose(losses[0], np.log(10))  # ten equal probabilities
assert losses[-1] < losses[0] / 2
assert right.mean() > 0.7  # by guessing it would be about 0.1

# %%
explainer.curves(
    {"loss": losses},
    along="step",
    unit="nats",
    alt="The loss after each step.",
)

# %%
explainer.show(
    w,
    range(10),
    signed="logit per unit of ink",
    alt="The ten weight images that have been learned.",
)

# %% [markdown]
# ## Two things to change
#
# 1. Set `learning_rate` to `0.1`, then to `1`. What happens to the loss, and how many steps would you take?
# 2. Set `penalty` to `0`, to `0.01` and to `0.1`. What happens to the numbers on the colour bar, and what to the test
#    images?
