"""Residual networks without any normalisation, after R3GAN (Huang et al. 2024): even training, with R1 and R2.

Differences from the paper, for small computers: the 3x3 convolutions are dense instead of grouped and not widened.
"""

from collections.abc import Sequence

import keras
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sizes import halvings
from studio.engine.networks.conditioning import generator_inputs
from studio.engine.networks.discriminator import Discriminator, assemble
from studio.engine.networks.initialisers import Initialisers

SLOPE = 0.2


def generator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> keras.Model:
    """A learned basis at the lowest resolution scaled by the latents, `depth` residual blocks at each, 1x1, no tanh."""
    networks, (height, width, channels) = recipe.networks, recipe.data.shape
    count = halvings(height, width)
    blocks = networks.depth * (count + 1)
    inputs, values = generator_inputs(recipe, classes, dtype, initialisers)
    values = _basis(values, (height >> count, width >> count), _units(recipe, count), dtype, initialisers)
    for level in range(count, -1, -1):
        if level < count:
            if _units(recipe, level) != _units(recipe, level + 1):
                values = _pointwise(_units(recipe, level), dtype, initialisers)(values)
            values = keras.layers.UpSampling2D(interpolation="bilinear", dtype=dtype)(values)
        for _ in range(networks.depth):
            branch = values
            for layer in _branch(_units(recipe, level), blocks, dtype, initialisers):
                branch = layer(branch)
            values = keras.layers.Add(dtype=dtype)([values, branch])
    output = keras.layers.Conv2D(channels, 1, kernel_initializer=initialisers.glorot(), dtype="float32")
    images = keras.layers.Activation("linear", dtype="float32", name="images")(output(values))
    return keras.Model(inputs, images, name="generator")


def discriminator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> Discriminator:
    """The generator mirrored: 1x1, residual blocks and halvings down, a depthwise convolution over what is left."""
    networks, (height, width, _) = recipe.networks, recipe.data.shape
    count = halvings(height, width)
    blocks = networks.depth * (count + 1)
    chain: list[keras.layers.Layer] = [
        keras.layers.Conv2D(_units(recipe, 0), 1, kernel_initializer=initialisers.he(), dtype=dtype)
    ]
    for level in range(count + 1):
        units = _units(recipe, level)
        chain += [Residual(_branch(units, blocks, dtype, initialisers), dtype) for _ in range(networks.depth)]
        if level < count:
            chain.append(keras.layers.AveragePooling2D(2, dtype=dtype))
            if _units(recipe, level + 1) != _units(recipe, level):
                chain.append(_pointwise(_units(recipe, level + 1), dtype, initialisers))
    low = (height >> count, width >> count)
    chain.append(keras.layers.DepthwiseConv2D(low, depthwise_initializer=initialisers.glorot(), dtype=dtype))
    chain.append(keras.layers.Flatten(dtype=dtype))
    features = _units(recipe, count)
    return assemble(chain, features, recipe.data.shape, classes, initialiser=initialisers.glorot(), spectral=False)


class Residual(keras.layers.Layer):
    """inputs + branch(inputs)."""

    def __init__(self, branch: Sequence[keras.layers.Layer], dtype: str) -> None:
        super().__init__(dtype=dtype)
        self.branch = list(branch)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the branch's weights, one layer after the other."""
        shape = input_shape
        for layer in self.branch:
            layer.build(shape)
            shape = layer.compute_output_shape(shape)
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return values of the inputs' shape."""
        values = inputs
        for layer in self.branch:
            values = layer(values)
        return inputs + values


def _branch(units: int, blocks: int, dtype: str, initialisers: Initialisers) -> list[keras.layers.Layer]:
    """1x1, leaky ReLU, 3x3, leaky ReLU, 1x1 that starts at zero; scaled for `blocks` of them (Zhang et al. 2019)."""
    scale = 2.0 / (1.0 + SLOPE**2) / blocks**0.5
    return [
        keras.layers.Conv2D(units, 1, kernel_initializer=initialisers.scaled(scale), dtype=dtype),
        keras.layers.LeakyReLU(SLOPE, dtype=dtype),
        keras.layers.Conv2D(units, 3, padding="same", kernel_initializer=initialisers.scaled(scale), dtype=dtype),
        keras.layers.LeakyReLU(SLOPE, dtype=dtype),
        keras.layers.Conv2D(units, 1, use_bias=False, kernel_initializer="zeros", dtype=dtype),
    ]


def _basis(
    values: keras.KerasTensor, low: tuple[int, int], units: int, dtype: str, initialisers: Initialisers
) -> keras.KerasTensor:
    """A learned picture of (low, units) whose channels the latents scale: a depthwise kernel around a single pixel."""
    values = keras.layers.Dense(units, kernel_initializer=initialisers.glorot(), dtype=dtype)(values)
    values = keras.layers.Reshape((1, 1, units), dtype=dtype)(values)
    values = keras.layers.ZeroPadding2D((low[0] - 1, low[1] - 1), dtype=dtype)(values)
    basis = keras.layers.DepthwiseConv2D(
        low, use_bias=False, depthwise_initializer=initialisers.normal(1.0), dtype=dtype
    )
    return basis(values)


def _pointwise(units: int, dtype: str, initialisers: Initialisers) -> keras.layers.Layer:
    return keras.layers.Conv2D(units, 1, use_bias=False, kernel_initializer=initialisers.glorot(), dtype=dtype)


def _units(recipe: Recipe, level: int) -> int:
    """The channels after `level` halvings."""
    return min(recipe.networks.width << level, recipe.networks.largest_width)
