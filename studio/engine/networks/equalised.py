"""Layers whose weights are stored with unit variance and scaled when used (Karras et al. 2018, section 4.1)."""

import keras
import tensorflow as tf

SLOPE = 0.2
GAIN = 2.0**0.5


@keras.saving.register_keras_serializable("gan_studio")
class EqualisedDense(keras.layers.Layer):
    """A dense layer with the run-time scale rate / sqrt(fan-in); `rate` also slows its learning down."""

    def __init__(self, units: int, *, rate: float = 1.0, bias: float = 0.0, seed: int = 0, **options: str) -> None:
        super().__init__(**options)
        self.units, self.rate, self.bias_start, self.seed = units, rate, bias, seed

    def build(self, input_shape: tuple[int, ...]) -> None:
        """Make kernel (inputs, units) and bias (units,)."""
        start = keras.initializers.RandomNormal(stddev=1.0 / self.rate, seed=self.seed)
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], self.units), initializer=start)
        constant = keras.initializers.Constant(self.bias_start / self.rate)
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=constant)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return (n, units)."""
        scale = self.rate / self.kernel.shape[0] ** 0.5
        return tf.matmul(inputs, tf.cast(self.kernel.value, inputs.dtype) * scale) + tf.cast(
            self.bias.value * self.rate, inputs.dtype
        )

    def compute_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, object]:
        own = {"units": self.units, "rate": self.rate, "bias": self.bias_start, "seed": self.seed}
        return {"name": self.name, "dtype": self.dtype_policy.name, **own}


@keras.saving.register_keras_serializable("gan_studio")
class EqualisedConvolution(keras.layers.Layer):
    """A convolution with stride 1 and the run-time scale 1 / sqrt(fan-in)."""

    def __init__(self, units: int, size: int, *, use_bias: bool = True, seed: int = 0, **options: str) -> None:
        super().__init__(**options)
        self.units, self.size, self.use_bias, self.seed = units, size, use_bias, seed

    def build(self, input_shape: tuple[int, ...]) -> None:
        """Make kernel (size, size, channels, units) and bias (units,)."""
        shape = (self.size, self.size, input_shape[-1], self.units)
        start = keras.initializers.RandomNormal(stddev=1.0, seed=self.seed)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer=start)
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer="zeros") if self.use_bias else None

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return (n, h, w, units)."""
        values = tf.nn.conv2d(inputs, tf.cast(self.scaled_kernel(), inputs.dtype), 1, "SAME")
        return values if self.bias is None else values + tf.cast(self.bias.value, inputs.dtype)

    def scaled_kernel(self) -> tf.Tensor:
        """Return the kernel as it is used, float32."""
        size, _, channels, _ = self.kernel.shape
        return self.kernel.value / (size * size * channels) ** 0.5

    def compute_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, object]:
        own = {"units": self.units, "size": self.size, "use_bias": self.use_bias, "seed": self.seed}
        return {"name": self.name, "dtype": self.dtype_policy.name, **own}


def leaky(values: tf.Tensor) -> tf.Tensor:
    """Leaky ReLU that keeps the variance: slope 0.2, times the root of two."""
    return tf.nn.leaky_relu(values, SLOPE) * GAIN
