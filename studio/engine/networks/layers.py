"""Layers that Keras lacks or does otherwise: seeded dropout, true spectral normalisation, fused batch normalisation."""

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from studio.engine.networks.large_kernels import Enlarging, is_quicker

KERNEL_RANK = 4


class SeededDropout(keras.layers.Layer):
    """Dropout whose mask is a function of the seed it is called with, so that a resumed run repeats it bit for bit.

    Keras' own layer draws from a counter that checkpoints lose. `salt` tells several layers of one network apart.
    """

    def __init__(self, rate: float, salt: int) -> None:
        super().__init__()
        self.rate = rate
        self.salt = salt

    def call(self, inputs: tf.Tensor, seed: tf.Tensor | None = None) -> tf.Tensor:
        """Silence a share `rate` of the inputs and scale up the rest; without a seed (inference) change nothing."""
        if seed is None or self.rate == 0.0:
            return inputs
        own = seed + tf.constant([self.salt << 20, 0], tf.int32)
        return tf.nn.experimental.stateless_dropout(inputs, self.rate, seed=own, rng_alg="philox")


class LeakyReLU(keras.layers.LeakyReLU):
    """Keras' own with a gradient made from the outputs, whose signs are those of the inputs, for discriminators.

    Where nothing asks for the inputs again, TensorFlow computes it in one operation with the convolution before.
    """

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Multiply negative inputs by the slope."""

        @tf.custom_gradient
        def leaky(values: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
            outputs = tf.nn.leaky_relu(values, self.negative_slope)

            def backward(gradient: tf.Tensor) -> tf.Tensor:
                return tf.raw_ops.LeakyReluGrad(gradients=gradient, features=outputs, alpha=self.negative_slope)

            return outputs, backward

        return leaky(inputs)


class SpectralNormalised(keras.layers.Layer):
    """A dense or convolution layer whose kernel is divided by its largest singular value.

    Spectral normalisation after Miyato et al. 2018, equation 10: one power iteration per training call, the gradient
    flows through sigma, and the stored kernel is never overwritten (Keras' layer of that name does overwrite it).
    """

    def __init__(self, layer: keras.layers.Dense | keras.layers.Conv2D) -> None:
        super().__init__(dtype=layer.dtype_policy)
        self.layer = layer

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the wrapped layer's weights and the left singular vector's estimate."""
        self.layer.build(input_shape)
        units = self.layer.kernel.shape[-1]
        self.singular = self.add_weight(
            name="singular", shape=(1, units), initializer="ones", trainable=False, dtype="float32"
        )

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return self.layer.compute_output_shape(input_shape)

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:  # noqa: FBT001, FBT002  Keras' signature
        """Apply the wrapped layer with kernel / sigma."""
        kernel = tf.convert_to_tensor(self.layer.kernel.value)
        matrix = tf.reshape(kernel, (-1, kernel.shape[-1]))
        u = tf.convert_to_tensor(self.singular.value)
        fixed = tf.stop_gradient(matrix)
        v = tf.math.l2_normalize(tf.matmul(u, fixed, transpose_b=True), epsilon=1e-12)
        if training:
            u = tf.math.l2_normalize(tf.matmul(v, fixed), epsilon=1e-12)
            self.singular.assign(u)
        sigma = tf.squeeze(tf.matmul(tf.matmul(v, matrix), u, transpose_b=True))
        return self._apply(inputs, kernel / tf.maximum(sigma, 1e-12))

    def _apply(self, inputs: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
        kernel = tf.cast(kernel, inputs.dtype)
        if isinstance(self.layer, keras.layers.Dense):
            outputs = tf.matmul(inputs, kernel)
        else:
            outputs = tf.nn.conv2d(inputs, kernel, self.layer.strides, self.layer.padding.upper())
        return outputs if self.layer.bias is None else outputs + tf.cast(self.layer.bias.value, inputs.dtype)


class Fused(keras.layers.Layer):
    """A batch normalisation of Keras' own and its weights, computed on maps by TensorFlow's fused kernel.

    The moving variance is the unbiased one, n / (n - 1) of Keras'.
    """

    def __init__(self, layer: keras.layers.BatchNormalization) -> None:
        super().__init__(name=f"fused_{layer.name}", dtype=layer.dtype_policy)
        self.layer = layer

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the wrapped layer's weights, unless it has them."""
        if not self.layer.built:
            self.layer.build(input_shape)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return input_shape

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:  # noqa: FBT001, FBT002  Keras' signature
        """Normalise (n, h, w, c) by the batch's moments when training, by the moving ones otherwise."""
        layer = self.layer
        mean, variance = layer.moving_mean.value, layer.moving_variance.value
        outputs, new_mean, new_variance = tf.compat.v1.nn.fused_batch_norm(
            inputs,
            layer.gamma.value,
            layer.beta.value,
            mean=None if training else mean,
            variance=None if training else variance,
            epsilon=layer.epsilon,
            is_training=training,
        )
        if training:
            mean.assign_sub((1.0 - layer.momentum) * (mean - new_mean))
            variance.assign_sub((1.0 - layer.momentum) * (variance - new_variance))
        return outputs


def fused(model: keras.Model) -> keras.Model:
    """Return a functional model of the same weights to train, faster.

    Every batch normalisation of maps is fused, and large kernels get their gradient in a quicker way. The model itself
    keeps Keras' own layers, which every Keras can load.
    """

    def called(layer: keras.layers.Layer, *inputs: Any, **options: Any) -> Any:
        if isinstance(layer, keras.layers.BatchNormalization) and len(inputs[0].shape) == KERNEL_RANK:
            return Fused(layer)(*inputs)
        if isinstance(layer, keras.layers.Conv2DTranspose) and is_quicker(layer):
            return Enlarging(layer)(*inputs)
        return layer(*inputs, **options)

    return rewired(model, called)


def rewired(model: keras.Model, called: Callable[..., Any]) -> keras.Model:
    """Return a functional model of the same layers, each of which is `called(layer, *inputs, **options)`."""
    return keras.models.clone_model(model, clone_function=lambda layer: layer, call_function=called)


class SumPooling(keras.layers.Layer):
    """The sum over all pixels: (n, h, w, c) to (n, c)."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the sums."""
        return tf.reduce_sum(inputs, axis=(1, 2))


def convolves(layer: keras.layers.Layer) -> bool:
    """Whether a layer that was built is a convolution, or has some inside."""
    return any(len(weight.shape) == KERNEL_RANK for weight in layer.trainable_weights)


def doubled(values: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    """Double height and width; the reshape fixes the size, which enlarging leaves open and LiteRT must know."""
    enlarged = keras.layers.UpSampling2D(dtype=dtype)(values)
    return keras.layers.Reshape(enlarged.shape[1:], dtype=dtype)(enlarged)
