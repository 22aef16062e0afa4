"""The share of the learning rate that applies at a step: warm-up, then constant, linear or cosine."""

import math

import tensorflow as tf

from studio.core.sections.optimizer import OptimizerSettings, Schedule


def rate_share(settings: OptimizerSettings, step: tf.Tensor, target_step: tf.Tensor) -> tf.Tensor:
    """Return the factor float32 in 0..1 for the update after `step` steps of `target_step` (both int64 scalars)."""
    done = tf.cast(step, tf.float32)
    progress = tf.clip_by_value(done / tf.cast(tf.maximum(target_step, 1), tf.float32), 0.0, 1.0)
    share = tf.ones(())
    match settings.schedule:
        case Schedule.LINEAR:
            share = 1.0 - progress
        case Schedule.COSINE:
            share = 0.5 * (1.0 + tf.cos(math.pi * progress))
        case Schedule.CONSTANT:
            pass
    if settings.warmup_steps > 0:
        share *= tf.minimum(1.0, (done + 1.0) / settings.warmup_steps)
    return share
