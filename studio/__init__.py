"""GAN Studio: train a GAN on a folder of pictures, watch it learn, explore it, ship it."""

import os
import platform

# NumPy and TensorFlow read these when they are imported. In huge pages, a row that is added to the long columns of a
# run's numbers may wait for two megabytes to be zeroed: 10 ms in a frame of the curves. TensorFlow uses oneDNN's
# kernels by itself only where there is AVX512; with AVX2 alone, too, they make convolutions 1.6 times as fast.
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
if platform.machine() in ("x86_64", "AMD64"):
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
