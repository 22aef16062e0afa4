"""GAN Studio: train a GAN on a folder of pictures, watch it learn, explore it, ship it."""

import os

# Before NumPy is imported. In huge pages, a row that is added to the long columns of a run's numbers may wait for two
# megabytes to be zeroed: 10 ms in a frame of the curves.
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
