"""Penalties against a linear discriminator, whose slope is known everywhere."""

import numpy as np
import pytest
import tensorflow as tf

from studio.core.sections.loss import LossSettings
from studio.engine.penalties import gradient_penalty, penalty, squared_slope

SLOPE = np.array([[3.0, 0.0], [0.0, 4.0]], np.float32).reshape(1, 2, 2, 1)
IMAGES = tf.random.stateless_uniform((5, 2, 2, 1), (1, 2))
SEED = tf.constant([1, 2])


def linear(images):
    return tf.reduce_sum(images * SLOPE, axis=(1, 2, 3))[:, None]


def test_squared_slope_of_a_linear_discriminator():
    np.testing.assert_allclose(squared_slope(linear, IMAGES), np.full(5, 25.0), rtol=1e-6)


def test_gradient_penalty_of_a_linear_discriminator():
    assert float(gradient_penalty(linear, IMAGES, IMAGES + 1.0, SEED)) == pytest.approx((5.0 - 1.0) ** 2, rel=1e-5)


def test_gradient_penalty_of_a_flat_discriminator_has_a_finite_gradient():
    weight = tf.Variable(0.0)
    with tf.GradientTape() as tape:
        value = gradient_penalty(lambda x: weight * linear(x), IMAGES, IMAGES + 1.0, SEED)
    assert np.isfinite(float(tape.gradient(value, weight)))
    assert float(value) == pytest.approx(1.0, abs=1e-3)


def test_weights_of_the_penalties_add_up():
    loss = LossSettings(r1_weight=2.0, r2_weight=4.0, gradient_penalty_weight=10.0)
    expected = 0.5 * 2 * 25 + 0.5 * 4 * 25 + 10 * 16
    assert float(penalty(loss, linear, IMAGES, IMAGES + 1.0, SEED)) == pytest.approx(expected, rel=1e-5)
