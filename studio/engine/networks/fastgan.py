"""Networks for a few hundred pictures, after FastGAN (Liu et al. 2021): gated layers, skip-layer excitation, a decoder.

Differences from the paper: no noise (so that exports repeat exactly), normalisation by the recipe in place of
spectral normalisation everywhere, no excitation in the discriminator, and its features redraw the whole picture by
mean squared error in place of a perceptual distance.
"""

from collections.abc import Sequence

import keras
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.networks import Normalisation
from studio.core.sizes import halvings
from studio.engine.networks.conditioning import generator_inputs
from studio.engine.networks.discriminator import Discriminator, assemble
from studio.engine.networks.initialisers import Initialisers
from studio.engine.networks.layers import Fused, SpectralNormalised, doubled

SLOPE = 0.2
REACH = 4  # levels between the layer that excites and the one that is excited
DECODED = 3  # doublings of the decoder


def generator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> keras.Model:
    """Dense to the lowest resolution, gated blocks up; coarse maps scale the channels of those 16 times as large."""
    count = halvings(*recipe.data.shape[:2])
    height, width, channels = recipe.data.shape
    low = (height >> count, width >> count)
    inputs, seen = generator_inputs(recipe, classes, dtype, initialisers)
    units = 2 * _units(recipe, count)
    dense = keras.layers.Dense(
        low[0] * low[1] * units, use_bias=False, kernel_initializer=initialisers.normal(0.02), dtype=dtype
    )
    values = keras.layers.Reshape((*low, units), dtype=dtype)(dense(seen))
    maps = {count: _gated(recipe, values, dtype)}
    values = maps[count]
    for level in range(count - 1, -1, -1):
        values = doubled(values, dtype)
        for _ in range(1 + (count - level) % 2):  # single and double blocks take turns
            values = _convolution(2 * _units(recipe, level), 3, dtype, initialisers)(values)
            values = _gated(recipe, values, dtype)
        coarse = min(level + REACH, count) if level == 0 else level + REACH
        if coarse in maps:
            pooled = keras.layers.AveragePooling2D(1 << (count - coarse), dtype=dtype)(maps[coarse])
            values = _excited(values, pooled, low, dtype, initialisers)
        maps[level] = values
    values = _convolution(channels, 3, "float32", initialisers)(values)
    images = keras.layers.Activation("tanh", dtype="float32", name="images")(values)
    return keras.Model(inputs, images, name="generator")


def discriminator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> Discriminator:
    """Residual blocks down to the lowest resolution; a decoder redraws real pictures from twice that resolution."""
    networks, (height, width, channels) = recipe.networks, recipe.data.shape
    count = halvings(height, width)
    chain: list[keras.layers.Layer] = [
        _convolution(networks.width, 3, dtype, initialisers),
        keras.layers.LeakyReLU(SLOPE, dtype=dtype),
    ]
    chain += [ShrinkingPair(recipe, _units(recipe, level + 1), dtype, initialisers) for level in range(count)]
    decoded = len(chain) - 2
    chain.append(keras.layers.Flatten(dtype=dtype))
    features = (height >> count) * (width >> count) * _units(recipe, count)
    return assemble(
        chain,
        features,
        recipe.data.shape,
        classes,
        initialiser=initialisers.glorot(),
        spectral=networks.discriminator_normalisation == Normalisation.SPECTRAL,
        decoder=Decoder(recipe, channels, min(DECODED, count - 1), dtype, initialisers)
        if recipe.loss.reconstruction_weight > 0
        else None,
        decoded=decoded,
    )


@keras.saving.register_keras_serializable("gan_studio")
class GatedLinearUnit(keras.layers.Layer):
    """One half of the channels times the sigmoid of the other (Dauphin et al. 2017): (n, h, w, 2c) to (n, h, w, c)."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the gated half."""
        values, gates = tf.split(inputs, 2, axis=-1)
        return values * tf.sigmoid(gates)

    def compute_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        return (*input_shape[:-1], input_shape[-1] // 2)


class ShrinkingPair(keras.layers.Layer):
    """(4x4 by 2, 3x3) and (mean of 2x2, 1x1), their mean: (n, h, w, c) to (n, h / 2, w / 2, units)."""

    def __init__(self, recipe: Recipe, units: int, dtype: str, initialisers: Initialisers) -> None:
        super().__init__(dtype=dtype)
        first = _convolution(units, 4, dtype, initialisers, strides=2)
        second, beside = (_convolution(units, size, dtype, initialisers) for size in (3, 1))
        self.main = [*_finished(recipe, first, dtype), *_finished(recipe, second, dtype)]
        self.beside = [keras.layers.AveragePooling2D(2, dtype=dtype), *_finished(recipe, beside, dtype)]

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the weights of both ways."""
        for way in (self.main, self.beside):
            _build(way, input_shape)
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the mean of both ways."""
        return 0.5 * (_through(self.main, inputs) + _through(self.beside, inputs))


class Decoder(keras.layers.Layer):
    """Gated blocks from features back to a picture of 2^`doublings` times their size, tanh."""

    def __init__(self, recipe: Recipe, channels: int, doublings: int, dtype: str, initialisers: Initialisers) -> None:
        super().__init__(dtype=dtype)
        self.chain: list[keras.layers.Layer] = []
        for index in range(doublings, 0, -1):
            units = 2 * _units(recipe, index - 1)
            self.chain += [
                keras.layers.UpSampling2D(dtype=dtype),
                _convolution(units, 3, dtype, initialisers),
                GatedLinearUnit(dtype=dtype),
            ]
        self.chain += [
            _convolution(channels, 3, "float32", initialisers),
            keras.layers.Activation("tanh", dtype="float32"),
        ]

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the weights of the chain."""
        _build(self.chain, input_shape)
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return pictures in -1..1."""
        return _through(self.chain, inputs)


def _build(chain: Sequence[keras.layers.Layer], shape: tuple[int | None, ...]) -> None:
    for layer in chain:
        layer.build(shape)
        shape = layer.compute_output_shape(shape)


def _through(chain: Sequence[keras.layers.Layer], values: tf.Tensor) -> tf.Tensor:
    for layer in chain:
        values = layer(values)
    return values


def _finished(recipe: Recipe, layer: keras.layers.Layer, dtype: str) -> list[keras.layers.Layer]:
    """The convolution, normalised as the recipe asks, with its activation."""
    activation = keras.layers.LeakyReLU(SLOPE, dtype=dtype)
    match recipe.networks.discriminator_normalisation:
        case Normalisation.SPECTRAL:
            return [SpectralNormalised(layer), activation]
        case Normalisation.BATCH:
            normalised = Fused(keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5, dtype=dtype))
            return [layer, normalised, activation]
        case Normalisation.NONE:
            return [layer, activation]


def _gated(recipe: Recipe, values: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    if recipe.networks.generator_normalisation == Normalisation.BATCH:
        values = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5, dtype=dtype)(values)
    return GatedLinearUnit(dtype=dtype)(values)


def _excited(
    values: keras.KerasTensor, coarse: keras.KerasTensor, low: tuple[int, int], dtype: str, initialisers: Initialisers
) -> keras.KerasTensor:
    """Scale every channel by what the coarse map says of it (equation 3 of the paper)."""
    units = values.shape[-1]
    scales = keras.layers.Conv2D(units, low, kernel_initializer=initialisers.glorot(), dtype=dtype)(coarse)
    scales = keras.layers.Activation("swish", dtype=dtype)(scales)
    scales = keras.layers.Conv2D(units, 1, kernel_initializer=initialisers.glorot(), dtype=dtype)(scales)
    scales = keras.layers.Activation("sigmoid", dtype=dtype)(scales)
    return keras.layers.Multiply(dtype=dtype)([values, scales])


def _convolution(
    units: int, size: int, dtype: str, initialisers: Initialisers, strides: int = 1
) -> keras.layers.Conv2D:
    return keras.layers.Conv2D(
        units, size, strides=strides, padding="same", kernel_initializer=initialisers.glorot(), dtype=dtype
    )


def _units(recipe: Recipe, level: int) -> int:
    """The channels after `level` halvings."""
    return min(recipe.networks.width << level, recipe.networks.largest_width)
