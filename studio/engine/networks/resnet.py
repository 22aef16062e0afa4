"""Residual networks after SNGAN (Miyato et al. 2018, tables 3 and 4): batch norm up, usually spectral norm down."""

from collections.abc import Callable

import keras
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.networks import Normalisation
from studio.core.sizes import halvings
from studio.engine.networks.conditioning import generator_inputs
from studio.engine.networks.discriminator import Discriminator, assemble
from studio.engine.networks.initialisers import Initialisers
from studio.engine.networks.layers import SpectralNormalised, SumPooling, doubled

SMALL_SIDE = 32

MakeConvolution = Callable[[int, int], keras.layers.Layer]
"""(channels, kernel size) -> a convolution with stride 1."""


def generator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> keras.Model:
    """Dense to the lowest resolution, a residual block for every doubling, batch norm, ReLU, 3x3 convolution, tanh."""
    networks, (height, width, channels) = recipe.networks, recipe.data.shape
    count = halvings(height, width)
    units = [min(networks.width << (count - index), networks.largest_width) for index in range(count + 1)]
    low = (height >> count, width >> count, units[0])
    inputs, seen = generator_inputs(recipe, classes, dtype, initialisers)
    dense = keras.layers.Dense(low[0] * low[1] * low[2], kernel_initializer=initialisers.glorot(), dtype=dtype)
    values = keras.layers.Reshape(low, dtype=dtype)(dense(seen))
    for block in units[1:]:
        values = _enlarging_block(values, block, dtype, initialisers)
    values = _normalised(values, dtype)
    values = _convolution(channels, 3, "float32", initialisers)(values)
    images = keras.layers.Activation("tanh", dtype="float32", name="images")(values)
    return keras.Model(inputs, images, name="generator")


def discriminator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> Discriminator:
    """Residual blocks down: two and two plain ones up to 32 pixels, one for every halving and one more above."""
    networks, (height, width, _) = recipe.networks, recipe.data.shape
    spectral = networks.discriminator_normalisation == Normalisation.SPECTRAL

    def make(units: int, kernel: int) -> keras.layers.Layer:
        layer = _convolution(units, kernel, dtype, initialisers)
        return SpectralNormalised(layer) if spectral else layer

    if min(height, width) <= SMALL_SIDE:
        units, downs = [networks.width] * 4, [True, True, False, False]
    else:
        count = halvings(height, width)
        units = [min(networks.width << index, networks.largest_width) for index in range(count + 1)]
        downs = [True] * (count + 1)
    chain: list[keras.layers.Layer] = [
        ShrinkingBlock(make, block, down=down, first=index == 0, dtype=dtype)
        for index, (block, down) in enumerate(zip(units, downs, strict=True))
    ]
    chain += [keras.layers.ReLU(dtype=dtype), SumPooling(dtype=dtype)]
    return assemble(chain, units[-1], recipe.data.shape, classes, initialiser=initialisers.glorot(), spectral=spectral)


class ShrinkingBlock(keras.layers.Layer):
    """ReLU, 3x3, ReLU, 3x3, mean of 2x2 where `down`; beside it 1x1. The `first` block has no ReLU before it."""

    def __init__(self, make: MakeConvolution, units: int, *, down: bool, first: bool, dtype: str) -> None:
        super().__init__(dtype=dtype)
        self.units, self.down, self.first = units, down, first
        self.make = make

    def build(self, input_shape: tuple[int, ...]) -> None:
        """Make the convolutions' weights; a block that changes nothing about the shape has none beside it."""
        hidden = self.units if self.first else input_shape[-1]
        same = not self.down and not self.first and input_shape[-1] == self.units
        self.convolutions = [self.make(hidden, 3), self.make(self.units, 3)]
        self.beside = None if same else self.make(self.units, 1)
        self.convolutions[0].build(input_shape)
        self.convolutions[1].build((*input_shape[:3], hidden))
        if self.beside is not None:
            self.beside.build(input_shape)
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return (n, h / 2, w / 2, units), or (n, h, w, units) when not `down`."""
        values = inputs if self.first else tf.nn.relu(inputs)
        values = self.convolutions[0](values)
        values = self.convolutions[1](tf.nn.relu(values))
        if self.beside is None:
            return values + inputs
        if self.first:
            return _shrunk(values, self.down) + self.beside(_shrunk(inputs, self.down))
        return _shrunk(values + self.beside(inputs), self.down)


def _shrunk(values: tf.Tensor, down: bool) -> tf.Tensor:  # noqa: FBT001
    return tf.nn.avg_pool2d(values, 2, 2, "SAME") if down else values


def _enlarging_block(
    inputs: keras.KerasTensor, units: int, dtype: str, initialisers: Initialisers
) -> keras.KerasTensor:
    """Batch norm, ReLU, double, 3x3, batch norm, ReLU, 3x3; beside it double, 1x1."""
    values = doubled(_normalised(inputs, dtype), dtype)
    values = _convolution(units, 3, dtype, initialisers)(values)
    values = _convolution(units, 3, dtype, initialisers)(_normalised(values, dtype))
    beside = _convolution(units, 1, dtype, initialisers)(inputs)  # before doubling: the same result for a quarter
    return keras.layers.Add(dtype=dtype)([values, doubled(beside, dtype)])


def _normalised(values: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    values = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5, dtype=dtype)(values)
    return keras.layers.ReLU(dtype=dtype)(values)


def _convolution(units: int, kernel: int, dtype: str, initialisers: Initialisers) -> keras.layers.Conv2D:
    return keras.layers.Conv2D(units, kernel, padding="same", kernel_initializer=initialisers.glorot(), dtype=dtype)
