"""Arrays in, matplotlib Figure out: no model, no torch, no scikit-learn.

A drawing is a function of its arrays and of the paper it is drawn on, light or dark.
"""
