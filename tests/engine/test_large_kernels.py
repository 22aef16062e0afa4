"""Convolutions with another way to the kernel's gradient: what Keras computes, once and twice derived."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from studio.core.recipe_book import load_recipe
from studio.engine import processor
from studio.engine.networks import large_kernels
from studio.engine.networks.dcgan import discriminator
from studio.engine.networks.initialisers import Initialisers
from studio.engine.networks.layers import fused


def maps(*shape):
    return tf.constant(np.random.default_rng(len(shape) + shape[1]).normal(size=shape), tf.float32)


def derivatives(convolve, inputs, kernel, weight):
    """The outputs, their gradients by inputs and kernel, and the gradient of a gradient penalty by the kernel."""
    with tf.GradientTape() as outer:
        outer.watch(kernel)
        with tf.GradientTape(persistent=True) as inner:
            inner.watch((inputs, kernel))
            outputs = convolve(inputs, kernel)
            judged = tf.reduce_sum(tf.sin(outputs) * weight)
        by_inputs, by_kernel = inner.gradient(judged, (inputs, kernel))
        penalty = tf.reduce_sum(by_inputs**2)
    return outputs, by_inputs, by_kernel, outer.gradient(penalty, kernel)


@pytest.mark.parametrize("size", [(8, 8), (4, 6)])
def test_shrinking_is_a_strided_convolution(size):
    inputs, kernel, weight = maps(3, *size, 4), maps(5, 5, 4, 6), maps(3, size[0] // 2, size[1] // 2, 6)
    expected = derivatives(lambda x, k: tf.nn.conv2d(x, k, 2, "SAME"), inputs, kernel, weight)
    for one, other in zip(derivatives(large_kernels.shrink, inputs, kernel, weight), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("size", [(4, 4), (2, 3)])
def test_enlarging_is_a_transposed_convolution(size):
    large = (3, 2 * size[0], 2 * size[1], 4)
    inputs, kernel, weight = maps(3, *size, 6), maps(5, 5, 4, 6), maps(*large)
    expected = derivatives(lambda x, k: tf.nn.conv2d_transpose(x, k, large, 2, "SAME"), inputs, kernel, weight)
    for one, other in zip(derivatives(large_kernels.enlarge, inputs, kernel, weight), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize(
    ("flags", "least", "quicker"),
    [("avx2", 100, True), ("avx2", 10**9, False), ("avx2 avx512f", 100, False), ("asimd", 100, False)],
)
def test_networks_use_it_for_large_kernels_where_there_is_avx2_alone(flags, least, quicker, tmp_path, monkeypatch):
    (tmp_path / "cpuinfo").write_text(f"flags : {flags}\n")
    monkeypatch.setattr(processor, "CPUINFO", tmp_path / "cpuinfo")
    monkeypatch.setattr(large_kernels, "LEAST_WEIGHTS", least)
    inputs = keras.Input((4, 4, 6))
    layer = keras.layers.Conv2DTranspose(4, 5, strides=2, padding="same")
    model = keras.Model(inputs, layer(inputs))
    trained = fused(model)
    assert any(isinstance(each, large_kernels.Enlarging) for each in trained.layers) == quicker
    np.testing.assert_allclose(trained(maps(2, 4, 4, 6)), model(maps(2, 4, 4, 6)), atol=1e-5)
    assert trained.trainable_weights[0] is model.trainable_weights[0]


def test_a_discriminator_judges_alike_both_ways(monkeypatch):
    recipe = load_recipe("dcgan-64").changed({"networks.width": 4})
    judged = []
    for quicker in (False, True):
        monkeypatch.setattr(large_kernels, "is_quicker", lambda layer, quicker=quicker: quicker)
        network = discriminator(recipe, 0, "float32", Initialisers(recipe.training.seed))
        images = maps(4, *recipe.data.shape)
        with tf.GradientTape() as tape:
            logits = network(images)
        judged.append([logits, *tape.gradient(logits, network.trainable_weights)])
    for one, other in zip(*judged, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)
