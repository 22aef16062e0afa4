"""Losses against numbers worked out by hand."""

import math

import pytest
import tensorflow as tf

from studio.core.sections.loss import DiscriminatorLoss, GeneratorLoss
from studio.engine.losses import decision_boundary, discriminator_loss, generator_loss

REAL = tf.constant([[0.0], [2.0]])
FAKE = tf.constant([[0.0], [-1.0]])


def softplus(x: float) -> float:
    return math.log(1.0 + math.exp(x))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DiscriminatorLoss.CROSS_ENTROPY, (softplus(0) + softplus(-2)) / 2 + (softplus(0) + softplus(-1)) / 2),
        (DiscriminatorLoss.LEAST_SQUARES, 0.5 * (1 + 1) / 2 + 0.5 * (0 + 1) / 2),
        (DiscriminatorLoss.HINGE, (1 + 0) / 2 + (1 + 0) / 2),
        (DiscriminatorLoss.WASSERSTEIN, -0.5 - 1.0),
        (DiscriminatorLoss.RELATIVISTIC, (softplus(0) + softplus(-3)) / 2),
    ],
)
def test_discriminator_loss(kind, expected):
    assert float(discriminator_loss(kind, REAL, FAKE)) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (GeneratorLoss.MINIMAX, -(softplus(0) + softplus(-1)) / 2),
        (GeneratorLoss.NON_SATURATING, (softplus(0) + softplus(1)) / 2),
        (GeneratorLoss.LEAST_SQUARES, 0.5 * (1 + 4) / 2),
        (GeneratorLoss.HINGE, 0.5),
        (GeneratorLoss.WASSERSTEIN, 0.5),
        (GeneratorLoss.RELATIVISTIC, (softplus(0) + softplus(3)) / 2),
    ],
)
def test_generator_loss(kind, expected):
    assert float(generator_loss(kind, FAKE, REAL)) == pytest.approx(expected, rel=1e-6)


def test_label_smoothing_is_cross_entropy_with_a_lower_target():
    target = 0.9
    logits = tf.constant([[1.5]])
    by_definition = tf.nn.sigmoid_cross_entropy_with_logits(tf.constant([[target]]), logits)
    zero = tf.constant([[-100.0]])
    loss = discriminator_loss(DiscriminatorLoss.CROSS_ENTROPY, logits, zero, smoothing=0.1)
    assert float(loss) == pytest.approx(float(tf.reduce_mean(by_definition)), rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DiscriminatorLoss.LEAST_SQUARES, 0.5 * (0.8**2 + 1.2**2) / 2 + 0.5 * (0 + 1) / 2),
        (DiscriminatorLoss.HINGE, (0.8 + 0) / 2 + (1 + 0) / 2),
    ],
)
def test_label_smoothing_lowers_what_real_pictures_are_drawn_to(kind, expected):
    assert float(discriminator_loss(kind, REAL, FAKE, smoothing=0.2)) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("kind", list(DiscriminatorLoss))
def test_losses_stay_finite_for_extreme_logits(kind):
    real, fake = tf.constant([[-1e4]]), tf.constant([[1e4]])
    assert math.isfinite(float(discriminator_loss(kind, real, fake)))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DiscriminatorLoss.CROSS_ENTROPY, 0.0),
        (DiscriminatorLoss.LEAST_SQUARES, 0.5),
        (DiscriminatorLoss.HINGE, 0.0),
        (DiscriminatorLoss.WASSERSTEIN, 0.25),
        (DiscriminatorLoss.RELATIVISTIC, 0.25),
    ],
)
def test_boundary_between_real_and_generated(kind, expected):
    assert float(decision_boundary(kind, tf.concat([REAL, FAKE], 1))) == pytest.approx(expected)
