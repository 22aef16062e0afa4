"""Strided convolutions with large kernels, whose gradient by the kernel is one matrix product.

oneDNN's own way to that gradient leaves half of a processor with AVX2 idle once a kernel outgrows its caches: for 64
maps of 8x8 and a kernel of 5x5x256x512 it takes 117 ms where the patches and one product take 58. At 5x5x128x256 both
take as long.
"""

import math
from collections.abc import Callable

import keras
import tensorflow as tf

from studio.engine.processor import processor_flags

LEAST_WEIGHTS = 1_800_000  # of a kernel, from which on the product was quicker
STRIDES = (2, 2)

Gradients = tuple[tf.Tensor, tf.Tensor]
Backward = Callable[[tf.Tensor], Gradients]


def is_quicker(layer: keras.layers.Conv2D | keras.layers.Conv2DTranspose) -> bool:
    """Whether this machine computes a layer that was built sooner so."""
    fits = layer.strides == STRIDES and layer.padding == "same" and math.prod(layer.kernel.shape) >= LEAST_WEIGHTS
    return fits and "CPU" in layer.kernel.value.device and _has_only_avx2()


def shrink(maps: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """Convolve (n, 2h, 2w, c) with (k, k, c, d) to (n, h, w, d)."""

    @tf.custom_gradient
    def convolved(maps: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Backward]:
        def backward(gradient: tf.Tensor) -> Gradients:
            return _enlarged(gradient, kernel), _kernel_gradient(maps, gradient, kernel)

        return tf.nn.conv2d(maps, kernel, STRIDES, "SAME"), backward

    return convolved(maps, kernel)


def enlarge(maps: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """Convolve, transposed, (n, h, w, d) with (k, k, c, d) to (n, 2h, 2w, c)."""

    @tf.custom_gradient
    def convolved(maps: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Backward]:
        def backward(gradient: tf.Tensor) -> Gradients:
            return tf.nn.conv2d(gradient, kernel, STRIDES, "SAME"), _kernel_gradient(gradient, maps, kernel)

        return _enlarged(maps, kernel), backward

    return convolved(maps, kernel)


def _has_only_avx2() -> bool:
    flags = processor_flags()
    return "avx2" in flags and "avx512f" not in flags


def _enlarged(maps: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    _, height, width, _ = maps.shape
    shape = (tf.shape(maps)[0], STRIDES[0] * height, STRIDES[1] * width, kernel.shape[2])
    return tf.nn.conv2d_transpose(maps, kernel, shape, STRIDES, "SAME")


def _kernel_gradient(large: tf.Tensor, small: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """Multiply the patches of the large maps (n, 2h, 2w, c) that the kernel sees by the small maps (n, h, w, d)."""
    rows, columns, channels, units = kernel.shape
    patches = tf.image.extract_patches(large, (1, rows, columns, 1), (1, *STRIDES, 1), (1, 1, 1, 1), "SAME")
    seen, answered = tf.reshape(patches, (-1, rows * columns * channels)), tf.reshape(small, (-1, units))
    return tf.reshape(tf.matmul(seen, answered, transpose_a=True), kernel.shape)


class Shrinking(keras.layers.Conv2D):
    """Keras' own strided convolution, by `shrink` where that is quicker."""

    def convolution_op(self, inputs: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
        """Convolve (n, 2h, 2w, c) to (n, h, w, d)."""
        if not is_quicker(self):
            return super().convolution_op(inputs, kernel)
        return shrink(inputs, tf.cast(tf.convert_to_tensor(self.kernel.value), inputs.dtype))


class Enlarging(keras.layers.Layer):
    """A transposed convolution of Keras' own and its weights, computed by `enlarge`."""

    def __init__(self, layer: keras.layers.Conv2DTranspose) -> None:
        super().__init__(name=f"enlarging_{layer.name}", dtype=layer.dtype_policy)
        self.layer = layer

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return self.layer.compute_output_shape(input_shape)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Convolve (n, h, w, d) to (n, 2h, 2w, c)."""
        outputs = enlarge(inputs, tf.cast(tf.convert_to_tensor(self.layer.kernel.value), inputs.dtype))
        return outputs if self.layer.bias is None else outputs + tf.cast(self.layer.bias.value, inputs.dtype)
