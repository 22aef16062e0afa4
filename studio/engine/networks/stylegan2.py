"""A small StyleGAN2 (Karras et al. 2020): mapping network, modulated convolutions, skip outputs, residual blocks.

Differences from the paper: no noise inputs (so that exports repeat exactly), bilinear resampling in place of its
filter, no path length penalty and no style mixing; modulation acts on the activations, which exports everywhere.
"""

import keras
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sizes import halvings
from studio.engine.networks.conditioning import generator_inputs
from studio.engine.networks.discriminator import Discriminator, assemble
from studio.engine.networks.equalised import EqualisedConvolution, EqualisedDense, leaky
from studio.engine.networks.initialisers import Initialisers

MAPPING_RATE = 0.01
STYLE_SIZE = 128
GROUP = 4


def generator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> keras.Model:
    """Latents to a style by `depth` dense layers; the style scales every convolution from the lowest size up."""
    networks, (height, width, channels) = recipe.networks, recipe.data.shape
    count = halvings(height, width)
    inputs, values = generator_inputs(recipe, classes, dtype, initialisers)
    style = UnitVariance(dtype=dtype)(values)
    for layer in range(networks.depth):
        last = layer == networks.depth - 1
        style = Leaky(dtype=dtype, name="style" if last else None)(  # truncation finds the style by its name
            EqualisedDense(STYLE_SIZE, rate=MAPPING_RATE, seed=initialisers.next_seed(), dtype=dtype)(style)
        )
    values = LearnedConstant(
        (height >> count, width >> count, _units(recipe, count)), seed=initialisers.next_seed(), dtype=dtype
    )(style)
    picture = None
    for level in range(count, -1, -1):
        if level < count:
            values = keras.layers.UpSampling2D(interpolation="bilinear", dtype=dtype)(values)
            values = _modulated(values, style, _units(recipe, level), dtype, initialisers)
        values = _modulated(values, style, _units(recipe, level), dtype, initialisers)
        shown = ModulatedConvolution(channels, 1, demodulate=False, seed=initialisers.next_seed(), dtype="float32")
        part = shown([values, style])
        if picture is not None:
            larger = keras.layers.UpSampling2D(interpolation="bilinear", dtype="float32")(picture)
            part = keras.layers.Add(dtype="float32")([larger, part])
        picture = part
    images = keras.layers.Activation("linear", dtype="float32", name="images")(picture)
    return keras.Model(inputs, images, name="generator")


def discriminator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> Discriminator:
    """1x1, residual blocks down to the lowest size, minibatch standard deviation, 3x3, dense."""
    count = halvings(*recipe.data.shape[:2])
    seed = initialisers.next_seed
    chain: list[keras.layers.Layer] = [
        EqualisedConvolution(_units(recipe, 0), 1, seed=seed(), dtype=dtype),
        Leaky(dtype=dtype),
    ]
    chain += [ShrinkingResidual(_units(recipe, level + 1), seed(), dtype=dtype) for level in range(count)]
    features = _units(recipe, count)
    chain += [
        MinibatchDeviation(dtype=dtype),
        EqualisedConvolution(features, 3, seed=seed(), dtype=dtype),
        Leaky(dtype=dtype),
        keras.layers.Flatten(dtype=dtype),
        EqualisedDense(features, seed=seed(), dtype="float32"),
        Leaky(dtype="float32"),
    ]
    start = keras.initializers.VarianceScaling(1.0, "fan_in", seed=seed())
    return assemble(chain, features, recipe.data.shape, classes, initialiser=start, spectral=False)


@keras.saving.register_keras_serializable("gan_studio")
class ModulatedConvolution(keras.layers.Layer):
    """conv(x * s) * d with s = A(style) and d = 1 / |W s|: Karras et al. 2020, equations 1 and 3, on activations."""

    def __init__(self, units: int, size: int, *, demodulate: bool = True, seed: int = 0, **options: str) -> None:
        super().__init__(**options)
        self.units, self.size, self.demodulate, self.seed = units, size, demodulate, seed

    def build(self, input_shape: list[tuple[int, ...]]) -> None:
        """Make the convolution's and the style's weights; inputs are [values, style]."""
        values, style = input_shape
        self.convolution = EqualisedConvolution(self.units, self.size, seed=self.seed, dtype=self.dtype_policy)
        self.scales = EqualisedDense(values[-1], bias=1.0, seed=self.seed + 500_000, dtype=self.dtype_policy)
        self.convolution.build(values)
        self.scales.build(style)
        self.built = True

    def call(self, inputs: list[tf.Tensor]) -> tf.Tensor:
        """Return (n, h, w, units)."""
        values, style = inputs
        scales = self.scales(style)
        kernel = self.convolution.scaled_kernel()
        values = tf.nn.conv2d(values * scales[:, None, None, :], tf.cast(kernel, values.dtype), 1, "SAME")
        if self.demodulate:
            power = tf.reduce_sum(tf.square(kernel), axis=(0, 1))
            norms = tf.math.rsqrt(tf.matmul(tf.square(tf.cast(scales, tf.float32)), power) + 1e-8)
            values *= tf.cast(norms, values.dtype)[:, None, None, :]
        return values + tf.cast(self.convolution.bias.value, values.dtype)

    def compute_output_shape(self, input_shape: list[tuple[int, ...]]) -> tuple[int, ...]:
        return (*input_shape[0][:-1], self.units)

    def get_config(self) -> dict[str, object]:
        own = {"units": self.units, "size": self.size, "demodulate": self.demodulate, "seed": self.seed}
        return {"name": self.name, "dtype": self.dtype_policy.name, **own}


@keras.saving.register_keras_serializable("gan_studio")
class LearnedConstant(keras.layers.Layer):
    """The same learned values for every picture: any (n, …) to (n, *shape)."""

    def __init__(self, shape: tuple[int, int, int], *, seed: int = 0, **options: str) -> None:
        super().__init__(**options)
        self.shape, self.seed = tuple(shape), seed

    def build(self, input_shape: tuple[int, ...]) -> None:
        """Make the constant, starting as normal noise that tells places apart."""
        del input_shape
        start = keras.initializers.RandomNormal(stddev=1.0, seed=self.seed)
        self.constant = self.add_weight(name="constant", shape=self.shape, initializer=start)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the constant once for each of the inputs."""
        constant = tf.cast(self.constant.value, inputs.dtype)
        return tf.tile(constant[None], [tf.shape(inputs)[0], 1, 1, 1])

    def compute_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        return (input_shape[0], *self.shape)

    def get_config(self) -> dict[str, object]:
        return {"name": self.name, "dtype": self.dtype_policy.name, "shape": self.shape, "seed": self.seed}


@keras.saving.register_keras_serializable("gan_studio")
class UnitVariance(keras.layers.Layer):
    """Scales every latent to a mean square of one."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the inputs divided by their root mean square."""
        return inputs * tf.math.rsqrt(tf.reduce_mean(tf.square(inputs), axis=-1, keepdims=True) + 1e-8)


@keras.saving.register_keras_serializable("gan_studio")
class Leaky(keras.layers.Layer):
    """Leaky ReLU that keeps the variance."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return values of the inputs' shape."""
        return leaky(inputs)


class MinibatchDeviation(keras.layers.Layer):
    """One more channel: how much groups of four pictures differ (Karras et al. 2018, section 3)."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return (n, h, w, c + 1); a batch that does not divide by four is one group."""
        shape = tf.shape(inputs)
        group = tf.where(shape[0] % GROUP == 0, GROUP, shape[0])
        values = tf.reshape(tf.cast(inputs, tf.float32), (group, -1, *inputs.shape[1:]))
        deviation = tf.sqrt(tf.math.reduce_variance(values, axis=0) + 1e-8)
        means = tf.tile(tf.reduce_mean(deviation, axis=(1, 2, 3)), [group])
        plane = tf.ones_like(inputs[..., :1]) * tf.cast(means, inputs.dtype)[:, None, None, None]
        return tf.concat([inputs, plane], axis=-1)


class ShrinkingResidual(keras.layers.Layer):
    """(3x3, 3x3, half) + (half, 1x1), divided by the root of two."""

    def __init__(self, units: int, seed: int, dtype: str) -> None:
        super().__init__(dtype=dtype)
        self.units, self.seed = units, seed

    def build(self, input_shape: tuple[int, ...]) -> None:
        """Make the three convolutions."""
        seeds = [self.seed * 7 + index for index in range(3)]
        policy = self.dtype_policy
        self.first = EqualisedConvolution(input_shape[-1], 3, seed=seeds[0], dtype=policy)
        self.second = EqualisedConvolution(self.units, 3, seed=seeds[1], dtype=policy)
        self.beside = EqualisedConvolution(self.units, 1, use_bias=False, seed=seeds[2], dtype=policy)
        for layer in (self.first, self.second, self.beside):
            layer.build(input_shape)
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return (n, h / 2, w / 2, units)."""
        values = leaky(self.second(leaky(self.first(inputs))))
        beside = self.beside(tf.nn.avg_pool2d(inputs, 2, 2, "SAME"))
        return (tf.nn.avg_pool2d(values, 2, 2, "SAME") + beside) * 0.5**0.5


def _modulated(
    values: keras.KerasTensor, style: keras.KerasTensor, units: int, dtype: str, initialisers: Initialisers
) -> keras.KerasTensor:
    layer = ModulatedConvolution(units, 3, seed=initialisers.next_seed(), dtype=dtype)
    return Leaky(dtype=dtype)(layer([values, style]))


def _units(recipe: Recipe, level: int) -> int:
    """The channels after `level` halvings."""
    return min(recipe.networks.width << level, recipe.networks.largest_width)
