"""What has a digit classifier learned? The flow, from left to right; imports run only to the left.

    data → models → methods → experiments → store → figures → catalogue → build → pages

data         images (N, 28, 28) in [0, 1] and their labels, from MNIST or from scikit-learn's own scans
models       data in, fitted model out: a linear classifier and a small convolutional network
methods      model in, arrays out: weights, pre-images, images that excite a unit, evaluation
experiments  dataset, settings and earlier results in; arrays and numbers out. No matplotlib
store        keeps what experiments and drawings made, under a digest of all that went into it
figures      arrays in, matplotlib Figure out. No torch, no scikit-learn
catalogue    one row for each experiment, number and figure: the only place that knows them all
build        runs what is stale, draws what is stale, writes the manifest that the pages read
pages        a Python-Markdown extension that puts figures, numbers, code and mathematics into pages
"""
