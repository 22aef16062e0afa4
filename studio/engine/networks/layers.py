"""Layers that Keras lacks or does otherwise: dropout from a given seed, and true spectral normalisation."""

import keras
import tensorflow as tf

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


class FusedBatchNormalization(keras.layers.BatchNormalization):
    """Keras' batch normalisation with the same weights, computed by TensorFlow's fused kernel.

    The moving variance is the unbiased one, n / (n - 1) of Keras'.
    """

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:  # noqa: FBT001, FBT002  Keras' signature
        """Normalise (n, h, w, c) by the batch's moments when training, by the moving ones otherwise."""
        mean, variance = self.moving_mean.value, self.moving_variance.value
        outputs, new_mean, new_variance = tf.compat.v1.nn.fused_batch_norm(
            inputs,
            self.gamma.value,
            self.beta.value,
            mean=None if training else mean,
            variance=None if training else variance,
            epsilon=self.epsilon,
            is_training=training,
        )
        if training:
            mean.assign_sub((1.0 - self.momentum) * (mean - new_mean))
            variance.assign_sub((1.0 - self.momentum) * (variance - new_variance))
        return outputs


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
