"""Whole trainings on sets whose right answer is known: modes on a ring, and classes that cannot be mistaken."""

import numpy as np
import pytest
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.loss import DiscriminatorLoss
from studio.engine.state import TrainingState
from tests.benchmarks.rings import PARTNERS, modes_found, ring_recipe
from tests.benchmarks.rings import train as train_on_ring

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", list(DiscriminatorLoss))
def test_modes_of_a_ring_of_eight(kind):
    """Every loss with its partner covers at least seven of the eight modes."""
    recipe = ring_recipe(kind, PARTNERS[kind])
    assert modes_found(train_on_ring(recipe)) >= 7


def test_classes_are_the_ones_asked_for():
    """Class 0 is dark and class 1 is bright: a picture of the other class cannot be taken for it."""
    changes = {
        "data.width": 8,
        "data.height": 8,
        "networks.architecture": "mlp",
        "networks.width": 32,
        "networks.conditional": True,
        "optimizer.beta1": 0.0,
        "loss.r1_weight": 0.1,
        "optimizer.generator_learning_rate": 1e-3,
        "optimizer.discriminator_learning_rate": 1e-3,
    }
    generator = np.random.default_rng(0)
    labels = np.arange(256) % 2
    pixels = (generator.integers(20, 60, (256, 8, 8, 1)) + 160 * labels[:, None, None, None]).astype(np.uint8)
    state = trained(Recipe().changed(changes), pixels, labels, steps=600)
    latents = tf.random.stateless_normal((64, 100), (1, 2))
    for wanted in (0, 1):
        images = state.average(latents, tf.one_hot([wanted] * 64, 2)).numpy()
        brightness = (images.mean(axis=(1, 2, 3)) + 1) * 127.5
        assert ((brightness > 128) == bool(wanted)).all(), brightness


def trained(recipe: Recipe, pixels: np.ndarray, labels: np.ndarray, steps: int) -> TrainingState:
    from studio.data.image_set import ImageSet
    from studio.engine.graph_call import GraphCall
    from studio.engine.pictures import pictures_for

    state = TrainingState(recipe, 2)
    pictures = pictures_for(recipe, ImageSet(pixels, labels, ("dark", "bright"), "fingerprint", "test"))
    rates = (recipe.optimizer.generator_learning_rate, recipe.optimizer.discriminator_learning_rate, 1.0)
    assert GraphCall(recipe, state, pictures)(0, steps, steps, rates).healthy
    return state
