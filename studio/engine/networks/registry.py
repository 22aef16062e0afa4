"""Builds the two networks of a recipe."""

from collections.abc import Callable
from dataclasses import dataclass

import keras

from studio.core.recipe import Recipe
from studio.core.sections.networks import Architecture
from studio.core.sections.training import Precision
from studio.engine.networks import dcgan, fastgan, mlp, r3gan, resnet, stylegan2
from studio.engine.networks.discriminator import Discriminator
from studio.engine.networks.initialisers import Initialisers


@dataclass(frozen=True, slots=True)
class Networks:
    """The pair: latents float32 (n, latent_size) to pictures, and pictures to logits."""

    generator: keras.Model
    discriminator: Discriminator


@dataclass(frozen=True, slots=True)
class Family:
    """The two builders of one architecture: recipe, classes, layer dtype policy, initialisers -> network."""

    generator: Callable[[Recipe, int, str, Initialisers], keras.Model]
    discriminator: Callable[[Recipe, int, str, Initialisers], Discriminator]


def build_networks(recipe: Recipe, classes: int = 0) -> Networks:
    """Build the pair with starting weights drawn from the recipe's seed; `classes` counts where it is conditional."""
    family, dtype = _families()[recipe.networks.architecture], _dtype(recipe)
    seed = recipe.training.seed
    return Networks(
        generator=build_generator(recipe, classes, dtype),
        discriminator=family.discriminator(recipe, _asked(recipe, classes), dtype, Initialisers(2 * seed + 1)),
    )


def build_generator(recipe: Recipe, classes: int = 0, dtype: str = "float32") -> keras.Model:
    """Build the generator alone; float32 is what is exported whatever training computes with."""
    family = _families()[recipe.networks.architecture]
    return family.generator(recipe, _asked(recipe, classes), dtype, Initialisers(2 * recipe.training.seed))


def _asked(recipe: Recipe, classes: int) -> int:
    return classes if recipe.networks.conditional else 0


def _dtype(recipe: Recipe) -> str:
    return "mixed_bfloat16" if recipe.training.precision == Precision.BFLOAT16 else "float32"


def _families() -> dict[Architecture, Family]:
    return {
        Architecture.MLP: Family(mlp.generator, mlp.discriminator),
        Architecture.DCGAN: Family(dcgan.generator, dcgan.discriminator),
        Architecture.RESNET: Family(resnet.generator, resnet.discriminator),
        Architecture.R3GAN: Family(r3gan.generator, r3gan.discriminator),
        Architecture.STYLEGAN2: Family(stylegan2.generator, stylegan2.discriminator),
        Architecture.FASTGAN: Family(fastgan.generator, fastgan.discriminator),
    }
