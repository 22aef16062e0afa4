"""How a class reaches the networks: an embedding beside the latents, a projection in the discriminator."""

import keras

from studio.core.recipe import Recipe
from studio.engine.networks.codes import StructuredCodes
from studio.engine.networks.initialisers import Initialisers

EMBEDDING = 32


def generator_inputs(
    recipe: Recipe, classes: int, dtype: str, initialisers: Initialisers
) -> tuple[keras.KerasTensor | list[keras.KerasTensor], keras.KerasTensor]:
    """Return (the model's inputs, what the first layer sees) for `classes` classes, 0 when unconditional.

    Inputs are `latents` (n, latent_size) and, when conditional, `classes` (n, classes): one-hot, or shares of several.
    Structured codes are read from the latents here.
    """
    latents = keras.Input((recipe.networks.latent_size,), name="latents")
    codes, seen = recipe.networks.codes, latents
    if codes.size:
        seen = StructuredCodes(codes.categories, codes.continuous, dtype=dtype)(latents)
    if classes == 0:
        return latents, seen  # not a list: Keras warns when a model's inputs come in another structure
    shares = keras.Input((classes,), name="classes")
    embed = keras.layers.Dense(EMBEDDING, use_bias=False, kernel_initializer=initialisers.normal(1.0), dtype=dtype)
    return [latents, shares], keras.layers.Concatenate(dtype=dtype)([seen, embed(shares)])
