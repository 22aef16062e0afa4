"""Builds the two networks of a recipe."""

from collections.abc import Callable
from dataclasses import dataclass

import keras

from studio.core.recipe import Recipe
from studio.core.sections.networks import Architecture
from studio.core.sections.training import Precision
from studio.engine.networks import dcgan, mlp
from studio.engine.networks.discriminator import Discriminator
from studio.engine.networks.initialisers import Initialisers


@dataclass(frozen=True, slots=True)
class Networks:
    """The pair: latents float32 (n, latent_size) to pictures, and pictures to logits."""

    generator: keras.Model
    discriminator: Discriminator


@dataclass(frozen=True, slots=True)
class Family:
    """The two builders of one architecture: recipe, layer dtype policy, initialisers -> network."""

    generator: Callable[[Recipe, str, Initialisers], keras.Model]
    discriminator: Callable[[Recipe, str, Initialisers], Discriminator]


def build_networks(recipe: Recipe) -> Networks:
    """Build the pair with starting weights drawn from the recipe's seed."""
    family, dtype = _families()[recipe.networks.architecture], _dtype(recipe)
    seed = recipe.training.seed
    return Networks(
        generator=build_generator(recipe, dtype),
        discriminator=family.discriminator(recipe, dtype, Initialisers(2 * seed + 1)),
    )


def build_generator(recipe: Recipe, dtype: str = "float32") -> keras.Model:
    """Build the generator alone; float32 is what is exported whatever training computes with."""
    return _families()[recipe.networks.architecture].generator(recipe, dtype, Initialisers(2 * recipe.training.seed))


def _dtype(recipe: Recipe) -> str:
    return "mixed_bfloat16" if recipe.training.precision == Precision.BFLOAT16 else "float32"


def _families() -> dict[Architecture, Family]:
    return {
        Architecture.MLP: Family(mlp.generator, mlp.discriminator),
        Architecture.DCGAN: Family(dcgan.generator, dcgan.discriminator),
    }
