"""The averaged generator: weights averaged over the last pictures, batch-norm statistics copied."""

import math

import keras
import tensorflow as tf

from studio.core.sections.training import AveragingSettings


def average(
    settings: AveragingSettings, source: keras.Model, averaged: keras.Model, batch_size: int, step: tf.Tensor
) -> None:
    """Move `averaged` towards `source` after the update that followed `step` (int64) earlier ones.

    The share that stays is 0.5 ^ (batch / half-life), the half-life growing with the pictures seen until it is the
    one asked for (Karras et al. 2018, section 3; ramp-up after Karras et al. 2020). Without a half-life nothing is
    done here: `copy` follows when somebody looks.
    """
    if settings.half_life == 0:
        return
    share = _share_that_moves(settings, batch_size, step)
    for weight, mean in zip(source.weights, averaged.weights, strict=True):
        if weight.trainable:
            mean.value.assign_add(share * (weight.value - mean.value))
        else:
            mean.value.assign(weight.value)


def copy(source: keras.Model, averaged: keras.Model) -> None:
    """Let the averaged generator be the raw one, for runs without averaging."""
    for weight, mean in zip(source.weights, averaged.weights, strict=True):
        mean.value.assign(weight.value)


def _share_that_moves(settings: AveragingSettings, batch_size: int, step: tf.Tensor) -> tf.Tensor:
    half_life = tf.constant(float(settings.half_life))
    if settings.ramp_up > 0:
        seen = tf.cast(step + 1, tf.float32) * float(batch_size)
        half_life = tf.minimum(half_life, settings.ramp_up * seen)
    return -tf.math.expm1(math.log(0.5) * float(batch_size) / half_life)  # 1 - 0.5^x, exact also for small x
