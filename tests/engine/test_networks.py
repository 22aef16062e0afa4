"""Shapes, parameter counts and behaviour of the networks of every built-in recipe."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.recipe_book import built_in_recipes, load_recipe
from studio.engine.networks.layers import FusedBatchNormalization, SeededDropout, SpectralNormalised
from studio.engine.networks.registry import build_generator, build_networks

PARAMETERS = {
    "mlp-128": (130_576, 117_121),  # 100-128-128-784 and 784-128-128-1
    "mlp-784": (1_310_064, 1_231_665),  # 100-784-784-784 and 784-784-784-1
    "dcgan-28": (2_330_944, 212_865),  # TensorFlow's tutorial
}


@pytest.mark.parametrize("name", sorted(built_in_recipes()))
def test_networks_of_recipe(name):
    recipe = load_recipe(name)
    networks = build_networks(recipe)
    images = networks.generator(tf.zeros((2, recipe.networks.latent_size)), training=False)
    assert images.shape == (2, *recipe.data.shape)
    assert images.dtype == tf.float32
    assert float(tf.reduce_max(tf.abs(images))) <= 1.0
    logits = networks.discriminator(images, training=False)
    assert logits.shape == (2, 1)
    assert logits.dtype == tf.float32


@pytest.mark.parametrize(("name", "counts"), PARAMETERS.items())
def test_parameter_counts(name, counts):
    networks = build_networks(load_recipe(name))
    assert (networks.generator.count_params(), networks.discriminator.count_params()) == counts


@pytest.mark.parametrize(("width", "height"), [(28, 28), (32, 32), (64, 64), (128, 128), (64, 48), (16, 40)])
def test_dcgan_makes_square_and_rectangular_pictures(width, height):
    recipe = Recipe().changed(
        {"data.width": width, "data.height": height, "networks.width": 8, "data.colour": "colour"}
    )
    generator = build_generator(recipe)
    assert generator(tf.zeros((1, 100))).shape == (1, height, width, 3)


def test_starting_weights_follow_the_seed():
    one, same, other = (
        build_generator(Recipe().changed({"training.seed": s, "networks.width": 8})).get_weights() for s in (1, 1, 2)
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])


def test_spectral_normalisation_divides_by_the_largest_singular_value():
    layer = SpectralNormalised(keras.layers.Dense(6, kernel_initializer=keras.initializers.RandomNormal(seed=3)))
    inputs = np.eye(9, dtype=np.float32)
    for _ in range(100):
        outputs = layer(inputs, training=True)
    kernel = layer.layer.kernel.numpy()
    np.testing.assert_allclose(outputs, kernel / np.linalg.svd(kernel)[1][0], rtol=1e-4)
    np.testing.assert_array_equal(kernel, layer.layer.kernel.numpy())


def test_spectral_normalisation_passes_the_gradient_through_sigma():
    """Scaling the kernel changes nothing, so the gradient has no part along the kernel."""
    layer = SpectralNormalised(keras.layers.Dense(6, use_bias=False))
    inputs = tf.random.stateless_normal((4, 9), (1, 2))
    for _ in range(100):
        layer(inputs, training=True)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.square(layer(inputs)))
    kernel = layer.layer.kernel.value
    along = tf.reduce_sum(tape.gradient(loss, kernel) * kernel)
    assert abs(float(along)) < 1e-3 * float(loss)


def test_dropout_is_a_function_of_its_seed():
    layer, values = SeededDropout(0.5, salt=1), tf.ones((4, 100))
    one, same, other = (layer(values, seed=tf.constant([7, step])).numpy() for step in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert 0.3 < np.mean(one == 0) < 0.7
    np.testing.assert_array_equal(layer(values).numpy(), values)


def test_fused_batch_normalisation_equals_keras():
    values = tf.random.stateless_normal((8, 4, 4, 3), (1, 2)) * 3 + 1
    ours, theirs = FusedBatchNormalization(momentum=0.0), keras.layers.BatchNormalization(momentum=0.0)
    np.testing.assert_allclose(ours(values, training=True), theirs(values, training=True), atol=2e-5)
    np.testing.assert_allclose(ours.moving_mean, theirs.moving_mean, atol=1e-6)
    count = 8 * 4 * 4  # the fused kernel keeps the unbiased variance
    np.testing.assert_allclose(ours.moving_variance, theirs.moving_variance * count / (count - 1), rtol=1e-5)
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(ours(values), theirs(values), atol=2e-5)
