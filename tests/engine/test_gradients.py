"""Losses and penalties against finite differences, in double precision where TensorFlow computes in it."""

import numpy as np
import pytest
import tensorflow as tf

from studio.core.codes import Codes
from studio.core.sections.loss import DiscriminatorLoss, GeneratorLoss, LossSettings
from studio.engine.losses import code_loss, discriminator_loss, generator_loss
from studio.engine.penalties import penalty

REAL = np.array([[0.3], [1.7], [-0.4]])
FAKE = np.array([[-1.2], [0.6], [0.2]])
STEP = 1e-5


def slopes(function, at: np.ndarray, step: float = STEP) -> np.ndarray:
    """Central differences of a scalar function, coordinate by coordinate."""
    result = np.zeros_like(at)
    for index in np.ndindex(at.shape):
        moved = np.zeros_like(at)
        moved[index] = step
        result[index] = (float(function(tf.constant(at + moved))) - float(function(tf.constant(at - moved)))) / 2 / step
    return result


def gradient(function, at: np.ndarray) -> np.ndarray:
    value = tf.Variable(at)
    with tf.GradientTape() as tape:
        result = function(value.read_value())
    found = tape.gradient(result, value)
    return np.zeros_like(at) if found is None else found.numpy()


@pytest.mark.parametrize("kind", list(DiscriminatorLoss))
@pytest.mark.parametrize("which", ["real", "fake"])
def test_discriminator_loss(kind, which):
    if which == "real":
        check(lambda logits: discriminator_loss(kind, logits, tf.constant(FAKE), 0.0), REAL)
    else:
        check(lambda logits: discriminator_loss(kind, tf.constant(REAL), logits, 0.0), FAKE)


@pytest.mark.parametrize("kind", list(GeneratorLoss))
def test_generator_loss(kind):
    check(lambda logits: generator_loss(kind, logits, tf.constant(REAL)), FAKE)


def test_code_loss():
    actual = tf.constant([[0.0, 1.0, 0.0, 0.5, -0.2], [1.0, 0.0, 0.0, -0.9, 0.1]])
    guesses = np.array([[0.1, 0.4, -0.3, 0.2, 0.2], [1.2, -0.4, 0.0, 0.3, -0.7]], np.float32)
    check(lambda values: code_loss(Codes(3, 2), values, actual), guesses, step=1e-2, tolerance=1e-3)


@pytest.mark.parametrize("name", ["r1_weight", "r2_weight", "gradient_penalty_weight"])
def test_penalties_change_with_the_weights_as_told(name):
    """Second order: how the penalty changes with the discriminator's weights."""
    images = [tf.random.stateless_uniform((3, 2, 2, 1), (seed, 2)) for seed in (1, 3)]
    kernel = np.random.default_rng(0).normal(0, 1, (4, 3)).astype(np.float32)

    def value(weights):
        def discriminate(pictures):
            hidden = tf.tanh(tf.reshape(pictures, (-1, 4)) @ tf.cast(weights, tf.float32))
            return tf.reduce_sum(hidden, axis=1, keepdims=True)

        return penalty(LossSettings(**{name: 2.0}), discriminate, *images, tf.constant([5, 6]))

    check(value, kernel, step=1e-2, tolerance=2e-2)


def check(function, at: np.ndarray, step: float = STEP, tolerance: float = 1e-6) -> None:
    np.testing.assert_allclose(gradient(function, at), slopes(function, at, step), rtol=tolerance, atol=tolerance)
