"""What many chapters build on: the trained models, and the Gaussian of the images."""
