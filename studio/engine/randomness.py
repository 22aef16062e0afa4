"""Randomness as a function of (run seed, stream, step), and the order of the pictures; nothing remembers a state."""

from enum import IntEnum

import tensorflow as tf


class Stream(IntEnum):
    """What a random number is for: two streams never share one."""

    LATENTS = 0
    ORDER = 1
    DROPOUT = 2
    AUGMENTATION = 3
    INSTANCE_NOISE = 4
    PENALTY = 5


_STREAMS = 64  # room for a stream's variants: discriminator steps and phases


def seed_of(run_seed: int, stream: Stream, variant: int, step: tf.Tensor, part: tf.Tensor | int = 0) -> tf.Tensor:
    """Return the seed int32 (2,) for one use at one step; `variant` tells several uses in one step apart.

    `part` (int32, 0 to 63) tells the parts of an accumulated batch apart; steps stay below 2^25.
    """
    first = (run_seed * len(Stream) + stream) * _STREAMS + variant
    second = tf.cast(step, tf.int32) + part * tf.constant(1 << 25, tf.int32)
    return tf.stack([tf.constant(first % (2**31 - 2**25), tf.int32), second])


def order(run_seed: int, positions: tf.Tensor, count: int) -> tf.Tensor:
    """Return which pictures stand at `positions` int64 (n,) of the endless sequence: int64 (n,) in 0..count-1.

    Every `count` positions are one epoch, a permutation of its own; a batch may cross from one into the next.
    """
    size = tf.constant(count, tf.int64)
    epochs = positions // size
    seeds = tf.stack(
        [tf.fill(tf.shape(positions), tf.constant(run_seed, tf.int64)), epochs, tf.fill(tf.shape(positions), size)],
        axis=1,
    )
    return tf.raw_ops.RandomIndexShuffle(
        index=positions % size, seed=seeds, max_index=tf.fill(tf.shape(positions), size - 1), rounds=4
    )
