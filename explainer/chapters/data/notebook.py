# %% [markdown]
# # Your own digits
#
# What do the models make of a digit that you wrote? They have seen digits of one make only: 20 pixels high, in the
# middle of 28, ink on nothing. [The images](data.md) tells how MNIST was made; a photo has to be made the same way
# first.

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
# uneven light paper. With a picture of your own, the next cell is not needed.


# %%
def photo(image, angle=8.0, side=160):
    """Return greys (side, side), 1 white, with the digit (28, 28) in the upper left of a sheet of paper."""
    drawn = Image.fromarray((255 * image).astype(np.uint8)).resize((84, 84), Image.Resampling.BICUBIC).rotate(angle)
    ink = np.zeros((side, side))
    ink[10:94, 20:104] = np.asarray(drawn) / 255
    paper = 0.9 - 0.1 * np.linspace(0, 1, side)[:, None]  # darker towards the lower edge
    return paper * (1 - 0.8 * ink)


number = 0
taken = photo(test.images[number])

# %% [markdown]
# ## Made as MNIST was
#
# `prepare` takes the paper away, cuts the digit out, fits it into a box of 20×20, and puts its centre of mass into the
# middle. For a file of yours: `mine = explainer.own_digit("my-digit.png")`.

# %%
mine = prepare(taken)
shrunk = 1 - np.asarray(Image.fromarray(taken.astype(np.float32)).resize((28, 28), Image.Resampling.BOX))
explainer.show(
    [test.images[number], shrunk, mine],
    ["the test image", "the photo, shrunk", "the photo, prepared"],
    columns=3,
    alt="A digit; its photo, small and in a corner; and the same photo prepared, which looks like the digit again.",
)

# %%
for name, image in {"shrunk": shrunk, "prepared": mine}.items():
    linear = site.linear.predict(image.reshape(1, 784))[0]
    network = predict_logits(site.network, image[None].astype(np.float32)).argmax()
    print(f"{name:9} linear classifier: {linear}, network: {network} (it is a {test.labels[number]})")

# %% [markdown]
# ## How much does it matter?
#
# One digit proves little. Take photos of the first hundred.

# %%
few = test.part(0, 100)
photos = [photo(image) for image in few.images]
small = [1 - np.asarray(Image.fromarray(p.astype(np.float32)).resize((28, 28), Image.Resampling.BOX)) for p in photos]
made = {
    "as they were": few.images,
    "shrunk": np.array(small),
    "prepared": np.array([prepare(p) for p in photos]),
}
accuracy = {}
for name, images in made.items():
    linear = (site.linear.predict(images.reshape(-1, 784)) == few.labels).mean()
    network = (predict_logits(site.network, images.astype(np.float32)).argmax(axis=1) == few.labels).mean()
    accuracy[name] = network
    print(f"{name:13} linear classifier {linear:.0%}, network {network:.0%}")
assert accuracy["prepared"] > accuracy["shrunk"] + 0.3

# %% [markdown]
# The models did not learn what a 7 is. They learned what a 7 looks like in the middle of 28×28 pixels.
#
# ## Two things to change
#
# 1. Turn the photos by 30 degrees. Which of the two classifiers suffers more?
# 2. Write ten digits on paper, photograph them one by one, and count. Where do the models fail, and does
#    `explainer.show([mine])` show why?
