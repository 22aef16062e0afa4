"""Dense networks for tiny pictures (Goodfellow et al. 2014)."""

import math

import keras

from studio.core.recipe import Recipe
from studio.core.sections.networks import Activation, Normalisation
from studio.engine.networks.conditioning import generator_inputs
from studio.engine.networks.discriminator import Discriminator, assemble
from studio.engine.networks.initialisers import Initialisers
from studio.engine.networks.layers import LeakyReLU, SeededDropout, SpectralNormalised


def generator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> keras.Model:
    """latent_size - width x depth - height * width * channels, tanh."""
    networks, shape = recipe.networks, recipe.data.shape
    inputs, values = generator_inputs(recipe, classes, dtype, initialisers)
    for _ in range(networks.depth):
        values = keras.layers.Dense(networks.width, kernel_initializer=initialisers.he(), dtype=dtype)(values)
        values = activation(recipe, dtype)(values)
    values = keras.layers.Dense(math.prod(shape), kernel_initializer=initialisers.glorot(), dtype="float32")(values)
    values = keras.layers.Reshape(shape, dtype="float32")(values)
    images = keras.layers.Activation("tanh", dtype="float32", name="images")(values)
    return keras.Model(inputs, images, name="generator")


def discriminator(recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers) -> Discriminator:
    """height * width * channels - width x depth - 1, leaky ReLU 0.2, logits."""
    networks = recipe.networks
    chain: list[keras.layers.Layer] = [keras.layers.Flatten(dtype=dtype)]
    for index in range(networks.depth):
        chain.append(_dense(recipe, networks.width, dtype, initialisers))
        chain.append(LeakyReLU(0.2, dtype=dtype))
        if networks.discriminator_dropout > 0:
            chain.append(SeededDropout(networks.discriminator_dropout, salt=index))
    spectral = networks.discriminator_normalisation == Normalisation.SPECTRAL
    return assemble(chain, networks.width, recipe.data.shape, classes, initialiser=initialisers.he(), spectral=spectral)


def activation(recipe: Recipe, dtype: str) -> keras.layers.Layer:
    """The generator's hidden activation."""
    if recipe.networks.activation == Activation.RELU:
        return keras.layers.ReLU(dtype=dtype)
    return keras.layers.LeakyReLU(0.3, dtype=dtype)


def _dense(recipe: Recipe, units: int, dtype: str, initialisers: Initialisers) -> keras.layers.Layer:
    layer = keras.layers.Dense(units, kernel_initializer=initialisers.he(), dtype=dtype)
    return SpectralNormalised(layer) if recipe.networks.discriminator_normalisation == Normalisation.SPECTRAL else layer
