"""InfoGAN: the generator reads its codes as `core.codes` does, and the discriminator learns to guess them."""

import numpy as np
import pytest
import tensorflow as tf

from studio.core.codes import Codes
from studio.core.latents import latents
from studio.core.recipe_book import load_recipe
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.networks.codes import StructuredCodes, read_codes
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState

CODES = Codes(categories=4, continuous=2)


def test_network_reads_codes_as_the_sliders_set_them():
    many = latents(0, 50, 20)
    seen = read_codes(CODES, tf.constant(many)).numpy()
    assert [CODES.category(one) for one in many] == list(seen[:, :4].argmax(axis=1))
    np.testing.assert_allclose(seen[:, 4:], [[CODES.value(one, i) for i in (0, 1)] for one in many], atol=1e-6)
    np.testing.assert_array_equal(StructuredCodes(4, 2)(many)[:, :14], many[:, :14])


@pytest.mark.slow
def test_codes_are_learnt():
    """On random pictures the generator must put its codes into the picture, or they could not be guessed."""
    recipe = load_recipe("dcgan-28").changed(
        {
            "networks.width": 8,
            "networks.categories": 4,
            "networks.continuous_codes": 1,
            "training.batch_size": 16,
            "optimizer.generator_learning_rate": 1e-3,
            "optimizer.discriminator_learning_rate": 1e-3,
        }
    )
    pixels = np.random.default_rng(0).integers(0, 256, (64, 28, 28, 1), dtype=np.uint8)
    pictures = pictures_for(recipe, ImageSet(pixels, None, (), "fingerprint", "test"))
    call = GraphCall(recipe, TrainingState(recipe), pictures)
    first = call(0, 5, 1000, (1e-3, 1e-3, 1.0)).metrics["code_loss"]
    call(5, 200, 1000, (1e-3, 1e-3, 1.0))
    last = call(205, 20, 1000, (1e-3, 1e-3, 1.0)).metrics["code_loss"]
    assert last < 0.3 * first


def test_recipes_without_codes_tell_no_code_loss():
    recipe = load_recipe("mlp-128").changed({"networks.width": 8, "training.batch_size": 4})
    pictures = pictures_for(recipe, ImageSet(np.zeros((8, 28, 28, 1), np.uint8), None, (), "fingerprint", "test"))
    assert "code_loss" not in GraphCall(recipe, TrainingState(recipe), pictures)(0, 1, 10, (1e-3, 1e-3, 1.0)).metrics
