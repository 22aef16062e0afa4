"""A discriminator: a chain of layers from pictures to one logit, with the seed of its dropout as an argument."""

from collections.abc import Sequence

import keras
import tensorflow as tf

from studio.engine.networks.layers import SeededDropout


class Discriminator(keras.Model):
    """Pictures float32 (n, h, w, c) in -1..1 to logits float32 (n, 1): positive means real."""

    def __init__(self, chain: Sequence[keras.layers.Layer], shape: tuple[int, int, int]) -> None:
        super().__init__(name="discriminator")
        self.chain = list(chain)
        self(tf.zeros((1, *shape)))  # makes every layer's weights, in the order of the chain

    def call(
        self,
        images: tf.Tensor,
        training: bool = False,  # noqa: FBT001, FBT002  Keras' signature
        seed: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return the logits; `seed` int32 (2,) decides the dropout of a training call."""
        values = images
        for layer in self.chain:
            if isinstance(layer, SeededDropout):
                values = layer(values, seed=seed if training else None)
            else:
                values = layer(values)  # Keras passes `training` on by itself
        return tf.cast(values, tf.float32)
