"""Shapes, parameter counts and behaviour of the networks of every built-in recipe."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.recipe_book import built_in_recipes, load_recipe
from studio.core.sections.networks import Architecture
from studio.engine.networks.layers import Fused, LeakyReLU, SeededDropout, SpectralNormalised, fused
from studio.engine.networks.registry import build_networks
from studio.engine.penalties import squared_slope
from studio.engine.state import TrainingState, trainable

PARAMETERS = {
    "mlp-128": (130_576, 117_121),  # 100-128-128-784 and 784-128-128-1
    "mlp-784": (1_310_064, 1_231_665),  # 100-784-784-784 and 784-784-784-1
    "dcgan-28": (2_330_944, 212_865),  # TensorFlow's tutorial
}
FAMILIES = [a.value for a in Architecture]
NONE = tf.zeros((2, 0))


def small(architecture: str, changes: dict | None = None) -> Recipe:
    sizes = {"data.width": 32, "data.height": 32, "networks.width": 8, "networks.largest_width": 16}
    return Recipe().changed({**sizes, "networks.architecture": architecture, "networks.depth": 1, **(changes or {})})


@pytest.mark.parametrize("name", sorted(built_in_recipes()))
def test_networks_of_recipe(name):
    recipe = load_recipe(name)
    networks = build_networks(recipe)
    images = networks.generator(tf.zeros((2, recipe.networks.latent_size)), training=False)
    assert images.shape == (2, *recipe.data.shape)
    assert images.dtype == tf.float32
    logits = networks.discriminator(images, NONE, training=False)
    assert logits.shape == (2, 1)
    assert logits.dtype == tf.float32


@pytest.mark.parametrize(("name", "counts"), PARAMETERS.items())
def test_parameter_counts(name, counts):
    networks = build_networks(load_recipe(name))
    assert (networks.generator.count_params(), networks.discriminator.count_params()) == counts


@pytest.mark.parametrize(
    ("size", "generator_width", "discriminator_width", "counts"),
    [(32, 256, 128, (4_276_739, 1_053_825)), (64, 64, 64, (12_220_675, 10_141_441))],
)
def test_parameter_counts_of_sngan(size, generator_width, discriminator_width, counts):
    """Miyato et al. 2018, as the public logs of later implementations print them."""
    sizes = {"data.width": size, "data.height": size, "data.colour": "colour", "networks.latent_size": 128}
    sizes |= {"networks.architecture": "resnet", "networks.largest_width": max(generator_width, 16 * 64 * (size > 32))}
    generator = build_networks(Recipe().changed({**sizes, "networks.width": generator_width})).generator
    discriminator = build_networks(Recipe().changed({**sizes, "networks.width": discriminator_width})).discriminator
    trainable_only = sum(int(np.prod(w.shape)) for w in generator.trainable_weights)
    assert (trainable_only, sum(int(np.prod(w.shape)) for w in discriminator.trainable_weights)) == counts


@pytest.mark.parametrize("architecture", FAMILIES)
@pytest.mark.parametrize("colour", ["grey", "colour", "colour+alpha"])
@pytest.mark.parametrize(("width", "height"), [(28, 28), (32, 48)])
def test_families_make_pictures_of_any_shape(architecture, colour, width, height):
    recipe = small(architecture, {"data.width": width, "data.height": height, "data.colour": colour})
    networks = build_networks(recipe)
    images = networks.generator(tf.zeros((2, 100)))
    assert images.shape == (2, *recipe.data.shape)
    assert networks.discriminator(images, NONE).shape == (2, 1)


@pytest.mark.parametrize("architecture", FAMILIES)
@pytest.mark.parametrize("classes", [0, 3])
def test_gradient_reaches_every_weight(architecture, classes):
    state = TrainingState(small(architecture, {"networks.conditional": classes > 0}), classes)
    latents = tf.random.stateless_normal((4, 100), (1, 2))
    shares = tf.one_hot([0, 1, 2, 0], classes) if classes else tf.zeros((4, 0))
    for weight in state.discriminator.trainable_weights + state.generator.trainable_weights:
        weight.assign(weight + 0.01)  # some start at zero, which hides others
    with tf.GradientTape(persistent=True) as tape:
        images = state.generate(latents, shares, training=True)
        answers = state.discriminator(images, shares, training=True, seed=tf.constant([1, 2]), everything=True)
        loss = sum(tf.reduce_sum(tf.square(answer)) for answer in answers.values())
    for weights in (trainable(state.generator), trainable(state.discriminator)):
        for weight, gradient in zip(weights, tape.gradient(loss, weights), strict=True):
            assert gradient is not None, weight.name
            assert np.isfinite(gradient).all(), weight.name
            assert np.any(gradient != 0), weight.name


@pytest.mark.parametrize("architecture", FAMILIES)
def test_penalties_reach_every_kernel(architecture):
    """R1 needs gradients of gradients."""
    state = TrainingState(small(architecture, {"loss.reconstruction_weight": 0.0}))
    images = tf.random.stateless_uniform((4, 32, 32, 1), (1, 2), -1, 1)
    kernels = [w.value for w in state.discriminator.trainable_weights if w.name != "bias"]
    for kernel in kernels:
        kernel.assign_add(tf.fill(kernel.shape, 0.01))
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(squared_slope(lambda x: state.discriminator(x, tf.zeros((4, 0)), training=True), images))
    gradients = tape.gradient(value, kernels)
    for kernel, gradient in zip(kernels, gradients, strict=True):
        assert gradient is not None, kernel.name
        assert np.isfinite(gradient).all(), kernel.name
        assert np.any(gradient != 0), kernel.name


@pytest.mark.parametrize("architecture", FAMILIES)
def test_pictures_and_logits_are_float32_where_layers_are_not(architecture):
    networks = build_networks(small(architecture, {"training.precision": "bfloat16", "networks.latent_size": 8}))
    before_activation = networks.generator.get_layer("images").input
    raw = keras.Model(networks.generator.inputs, before_activation)(tf.random.stateless_normal((2, 8), (1, 2)))
    answers = networks.discriminator(raw, NONE, everything=True)
    for values in (raw, *(value for value in answers.values())):
        assert values.dtype == tf.float32
        assert np.any(values != tf.cast(tf.cast(values, tf.bfloat16), tf.float32))


def test_class_changes_the_picture_and_the_judgement():
    state = TrainingState(small("dcgan", {"networks.conditional": True}), 2)
    latents = tf.random.stateless_normal((1, 100), (1, 2))
    one, other = (state.generate(latents, tf.one_hot([i], 2), training=False) for i in (0, 1))
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("architecture", FAMILIES)
def test_starting_weights_follow_the_seed(architecture):
    """All of them, but those that start as one number."""
    recipe = small(architecture, {"networks.conditional": True})
    one, again, other = (
        TrainingState(recipe.changed({"training.seed": seed}), classes=2).tensors() for seed in (0, 0, 1)
    )
    assert [name for name, values in one.items() if not np.array_equal(values, again[name])] == []
    drawn = [name for name, values in one.items() if np.unique(values).size > 1]
    assert [name for name in drawn if np.array_equal(one[name], other[name])] == []


def test_spectral_normalisation_divides_by_the_largest_singular_value():
    layer = SpectralNormalised(keras.layers.Dense(6, kernel_initializer=keras.initializers.RandomNormal(seed=3)))
    inputs = np.eye(9, dtype=np.float32)
    for _ in range(100):
        outputs = layer(inputs, training=True)
    kernel = layer.layer.kernel.numpy()
    np.testing.assert_allclose(outputs, kernel / np.linalg.svd(kernel)[1][0], rtol=1e-4)
    np.testing.assert_array_equal(kernel, layer.layer.kernel.numpy())


def test_spectral_normalisation_of_a_convolution_is_that_of_its_kernel_as_a_matrix():
    start = keras.initializers.RandomNormal(seed=3)
    layer = SpectralNormalised(keras.layers.Conv2D(6, 3, padding="same", use_bias=False, kernel_initializer=start))
    images = tf.random.stateless_normal((2, 5, 5, 4), (1, 2))
    for _ in range(100):
        outputs = layer(images, training=True)
    kernel = layer.layer.kernel.numpy()
    expected = layer.layer(images) / np.linalg.svd(kernel.reshape(-1, 6))[1][0]
    np.testing.assert_allclose(outputs, expected, rtol=1e-3, atol=1e-5)


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


@pytest.mark.parametrize("architecture", ["mlp", "dcgan", "resnet"])
def test_spectral_normalisation_bounds_what_a_class_adds(architecture):
    recipe = small(architecture, {"networks.conditional": True, "networks.discriminator_normalisation": "spectral"})
    discriminator = TrainingState(recipe, classes=3).discriminator
    images, classes = tf.random.stateless_normal((6, *recipe.data.shape), (1, 2)), tf.eye(3)[None]
    classes = tf.reshape(tf.tile(classes, (2, 1, 1)), (6, 3))
    for _ in range(100):
        before = discriminator(images, classes, training=True)
    assert np.ptp(before - discriminator(images, tf.roll(classes, 1, axis=0))) > 0
    discriminator.embedding.layer.kernel.assign(10.0 * discriminator.embedding.layer.kernel)
    np.testing.assert_allclose(discriminator(images, classes), before, rtol=1e-3, atol=1e-4)


def test_dropout_is_a_function_of_its_seed():
    layer, values = SeededDropout(0.5, salt=1), tf.ones((4, 100))
    one, same, other = (layer(values, seed=tf.constant([7, step])).numpy() for step in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert 0.3 < np.mean(one == 0) < 0.7
    np.testing.assert_array_equal(layer(values).numpy(), values)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_leaky_relu_equals_keras_and_has_its_first_and_second_derivatives(dtype):
    values = tf.constant([[-3.0, -0.5, 0.25, 2.0]])

    def derivatives(layer):
        with tf.GradientTape() as outer:
            outer.watch(values)
            with tf.GradientTape() as inner:
                inner.watch(values)
                outputs = tf.cast(layer(values), tf.float32)
                loss = tf.reduce_sum(outputs**3)
            slope = inner.gradient(loss, values)
        return outputs.numpy(), slope.numpy(), outer.gradient(slope, values).numpy()

    ours, theirs = LeakyReLU(0.25, dtype=dtype), keras.layers.LeakyReLU(0.25, dtype=dtype)
    for one, other in zip(derivatives(ours), derivatives(theirs), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)


def test_fused_batch_normalisation_equals_keras():
    values = tf.random.stateless_normal((8, 4, 4, 3), (1, 2)) * 3 + 1
    ours, theirs = Fused(keras.layers.BatchNormalization(momentum=0.0)), keras.layers.BatchNormalization(momentum=0.0)
    np.testing.assert_allclose(ours(values, training=True), theirs(values, training=True), atol=2e-5)
    np.testing.assert_allclose(ours.layer.moving_mean, theirs.moving_mean, atol=1e-6)
    count = 8 * 4 * 4  # the fused kernel keeps the unbiased variance
    np.testing.assert_allclose(ours.layer.moving_variance, theirs.moving_variance * count / (count - 1), rtol=1e-5)
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(ours(values), theirs(values), atol=2e-5)


@pytest.mark.parametrize("architecture", ["dcgan", "resnet", "fastgan"])
def test_fused_network_trains_the_weights_of_the_one_it_was_made_from(architecture):
    model = build_networks(small(architecture, {"data.width": 64, "data.height": 64})).generator
    trained, latents = fused(model), tf.random.stateless_normal((8, 100), (1, 2))
    assert [id(weight) for weight in trained.weights] == [id(weight) for weight in model.weights]

    def learnt(network: keras.Model) -> list[np.ndarray]:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(network(latents, training=True)))
        return [gradient.numpy() for gradient in tape.gradient(loss, trainable(model))]

    expected = learnt(model)
    largest = max(np.abs(gradient).max() for gradient in expected)
    for gradient, other in zip(learnt(trained), expected, strict=True):
        np.testing.assert_allclose(gradient / largest, other / largest, atol=1e-3)
    assert not any(isinstance(layer, Fused) for layer in model.layers)
    assert any(isinstance(layer, Fused) for layer in trained.layers)
