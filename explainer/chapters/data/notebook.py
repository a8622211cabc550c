# %% [markdown]
# # Your own digits
#
# What do the models make of a digit that you wrote? They have seen digits of one make only: fitted into 20×20 pixels,
# in the middle of 28×28, ink on an empty background. A photo has to be made the same way first.

# %%
import numpy as np
from PIL import Image

import explainer
from explainer.data.own import prepare
from explainer.models.cnn import predict_logits

site = explainer.published()
test = site.test

# %% [markdown]
# ## A photo of a digit
#
# For want of yours, here is a stand-in: a test image made larger, turned a little, put into a corner, in dark grey on
# uneven light paper.


# %%
def photo(image, angle=8.0, side=160):
    """Return greys (side, side), 1 white, of a digit (28, 28) on paper."""
    drawn = Image.fromarray((255 * image).astype(np.uint8))
    drawn = drawn.resize((84, 84), Image.Resampling.BICUBIC).rotate(angle)
    ink = np.zeros((side, side))
    ink[10:94, 20:104] = np.asarray(drawn) / 255
    paper = 0.9 - 0.1 * np.linspace(0, 1, side)[:, None]  # darker below
    return paper * (1 - 0.8 * ink)


def shrink(greys):
    """Return a photo as it is, made 28×28, with 1 for black."""
    small = Image.fromarray(greys.astype(np.float32))
    return 1 - np.asarray(small.resize((28, 28), Image.Resampling.BOX))


number = 0
taken = photo(test.images[number])

# %% [markdown]
# ## Made as MNIST was
#
# `prepare` takes the paper away, cuts the digit out, fits it into a box of 20×20, and puts its centre of mass into the
# middle.

# %%
mine = prepare(taken)
explainer.show(
    [test.images[number], shrink(taken), mine],
    ["the test image", "the photo, shrunk", "prepared"],
    columns=3,
    alt="A test image; its photo, made small; and the same photo, prepared.",
)

# %%
print(f"it is a {test.labels[number]}")
for name, image in {"shrunk": shrink(taken), "prepared": mine}.items():
    linear = site.linear.predict(image.reshape(1, 784))[0]
    network = predict_logits(site.network, image[None]).argmax()
    print(f"{name:9} linear: {linear}, network: {network}")

# %% [markdown]
# ## How much does it matter?
#
# One digit proves little. Take photos of the first hundred.

# %%
few = test.part(0, 100)
photos = [photo(image) for image in few.images]
made = {
    "as they were": few.images,
    "shrunk": np.array([shrink(each) for each in photos]),
    "prepared": np.array([prepare(each) for each in photos]),
}
accuracy = {}
print("               linear  network")
for name, images in made.items():
    linear = site.linear.predict(images.reshape(-1, 784)) == few.labels
    network = predict_logits(site.network, images).argmax(axis=1) == few.labels
    accuracy[name] = network.mean()
    print(f"{name:14}{linear.mean():7.0%}{network.mean():9.0%}")
assert accuracy["prepared"] > accuracy["shrunk"] + 0.1

# %% [markdown]
# To you the photo shows the same digit. To the models it does not: they have learned digits of one size, in one place,
# ink on an empty background. Which of the three matters most?
#
# ## Two things to change
#
# 1. In `photo`, make the paper white: `paper = 1.0`. Then put the digit into the middle as well: `ink[38:122, 38:122]`.
#    How many shrunk photos are classified correctly now, and what is still wrong with them?
# 2. Photograph a digit of your own: `mine = explainer.own_digit("my-digit.png")`. What do
#    `site.linear.predict(mine.reshape(1, 784))` and `predict_logits(site.network, mine[None]).argmax()` say?
#    `explainer.show([mine], alt="my digit")` shows what they were given. Do it with ten, and count.
