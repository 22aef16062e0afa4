"""Transposed convolutions up, strided convolutions down (Radford et al. 2015), for any size that halves to 4..8."""

import keras

from studio.core.recipe import Recipe
from studio.core.sections.networks import Normalisation
from studio.core.sizes import halvings
from studio.engine.networks.conditioning import generator_inputs
from studio.engine.networks.discriminator import Discriminator, assemble
from studio.engine.networks.initialisers import Initialisers
from studio.engine.networks.large_kernels import Shrinking
from studio.engine.networks.layers import Fused, LeakyReLU, SeededDropout, SpectralNormalised
from studio.engine.networks.mlp import activation

KERNEL = 5


def generator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> keras.Model:
    """Dense to the lowest resolution, then transposed 5x5 convolutions; widths halve with every enlargement.

    With `extra_convolution` and 28x28 grey this is TensorFlow's tutorial network: 7x7x256, 128, 64, 1.
    """
    networks, (height, width, channels) = recipe.networks, recipe.data.shape
    count = halvings(height, width)
    units = _lowest_units(recipe)
    low = (height >> count, width >> count, units)
    inputs, seen = generator_inputs(recipe, classes, dtype, initialisers)
    normalised = networks.generator_normalisation == Normalisation.BATCH
    values = keras.layers.Dense(
        low[0] * low[1] * low[2], use_bias=not normalised, kernel_initializer=initialisers.glorot(), dtype=dtype
    )(seen)
    if networks.extra_convolution:  # the tutorial normalises every unit, Radford et al. every channel
        values = _finish(recipe, values, dtype)
        values = keras.layers.Reshape(low, dtype=dtype)(values)
    else:
        values = keras.layers.Reshape(low, dtype=dtype)(values)
        values = _finish(recipe, values, dtype)
    strides = ([1] if networks.extra_convolution else []) + [2] * (count - 1)
    for stride in strides:
        units //= 2
        values = _enlarge(units, stride, dtype, initialisers, bias=not normalised)(values)
        values = _finish(recipe, values, dtype)
    values = _enlarge(channels, 2, "float32", initialisers, bias=not normalised)(values)
    images = keras.layers.Activation("tanh", dtype="float32", name="images")(values)
    return keras.Model(inputs, images, name="generator")


def discriminator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> Discriminator:
    """Strided 5x5 convolutions, widths doubling, leaky ReLU, then one dense logit."""
    networks, (height, width, _) = recipe.networks, recipe.data.shape
    batch = networks.discriminator_normalisation == Normalisation.BATCH
    count = halvings(height, width)
    chain: list[keras.layers.Layer] = []
    for index in range(count):
        normalised = batch and index > 0
        convolution = Shrinking(
            networks.width << index,
            KERNEL,
            strides=2,
            padding="same",
            use_bias=not normalised,
            kernel_initializer=initialisers.glorot(),
            dtype=dtype,
        )
        chain.append(_spectral(recipe, convolution))
        if normalised:
            chain.append(Fused(keras.layers.BatchNormalization(momentum=0.99, epsilon=1e-3, dtype=dtype)))
        chain.append(LeakyReLU(0.3 if networks.extra_convolution else 0.2, dtype=dtype))
        if networks.discriminator_dropout > 0:
            chain.append(SeededDropout(networks.discriminator_dropout, salt=index))
    chain.append(keras.layers.Flatten(dtype=dtype))
    spectral = networks.discriminator_normalisation == Normalisation.SPECTRAL
    features = (height >> count) * (width >> count) * (networks.width << (count - 1))
    return assemble(
        chain,
        features,
        recipe.data.shape,
        classes,
        initialiser=initialisers.glorot(),
        spectral=spectral,
        codes=networks.codes,
    )


def _lowest_units(recipe: Recipe) -> int:
    doublings = halvings(*recipe.data.shape[:2]) - 1 + int(recipe.networks.extra_convolution)
    return recipe.networks.width << doublings


def _enlarge(units: int, stride: int, dtype: str, initialisers: Initialisers, *, bias: bool) -> keras.layers.Layer:
    return keras.layers.Conv2DTranspose(
        units,
        KERNEL,
        strides=stride,
        padding="same",
        use_bias=bias,
        kernel_initializer=initialisers.glorot(),
        dtype=dtype,
    )


def _finish(recipe: Recipe, values: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    if recipe.networks.generator_normalisation == Normalisation.BATCH:
        values = keras.layers.BatchNormalization(momentum=0.99, epsilon=1e-3, dtype=dtype)(values)
    return activation(recipe, dtype)(values)


def _spectral(recipe: Recipe, layer: keras.layers.Layer) -> keras.layers.Layer:
    wanted = recipe.networks.discriminator_normalisation == Normalisation.SPECTRAL
    return SpectralNormalised(layer) if wanted else layer
