"""Penalties on how steep the discriminator is: R1, R2 (Mescheder et al. 2018) and the WGAN gradient penalty."""

from collections.abc import Callable

import tensorflow as tf

from studio.core.sections.loss import LossSettings

Discriminate = Callable[[tf.Tensor], tf.Tensor]
_EPSILON = 1e-12  # the root's slope at zero is infinite, and a flat discriminator is an everyday thing


def penalty(
    loss: LossSettings, discriminate: Discriminate, real: tf.Tensor, fake: tf.Tensor, seed: tf.Tensor
) -> tf.Tensor:
    """Return the weighted sum of the penalties asked for, not yet multiplied by the interval.

    `discriminate` maps pictures float32 (n, h, w, c) to logits, augmentation included; `seed` int32 (2,).
    """
    total = tf.zeros(())
    if loss.r1_weight > 0:
        total += 0.5 * loss.r1_weight * tf.reduce_mean(squared_slope(discriminate, real))
    if loss.r2_weight > 0:
        total += 0.5 * loss.r2_weight * tf.reduce_mean(squared_slope(discriminate, fake))
    if loss.gradient_penalty_weight > 0:
        total += loss.gradient_penalty_weight * gradient_penalty(discriminate, real, fake, seed)
    return total


def squared_slope(discriminate: Discriminate, images: tf.Tensor) -> tf.Tensor:
    """Squared norm of the logit's gradient by its picture, float32 (n,): Mescheder et al. 2018, equation 9."""
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = tf.reduce_sum(discriminate(images))
    return tf.reduce_sum(tf.square(tape.gradient(logits, images)), axis=(1, 2, 3))


def gradient_penalty(discriminate: Discriminate, real: tf.Tensor, fake: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Mean of (slope - 1)^2 at uniform points between real and generated: Gulrajani et al. 2017, equation 3."""
    share = tf.random.stateless_uniform((tf.shape(real)[0], 1, 1, 1), seed)
    slopes = tf.sqrt(squared_slope(discriminate, real + share * (fake - real)) + _EPSILON)
    return tf.reduce_mean(tf.square(slopes - 1.0))
