"""A discriminator: a chain of layers from pictures to features, and a head from features to one logit."""

from collections.abc import Sequence

import keras
import tensorflow as tf

from studio.engine.networks.layers import SeededDropout, SpectralNormalised


class Discriminator(keras.Model):
    """Pictures float32 (n, h, w, c) in -1..1 to logits float32 (n, 1): positive means real.

    With classes the logit gains the projection of the features on the class's embedding (Miyato and Koyama 2018,
    equation 3). The seed of its dropout is an argument.
    """

    def __init__(
        self,
        chain: Sequence[keras.layers.Layer],
        head: keras.layers.Layer,
        embedding: keras.layers.Layer | None,
        shape: tuple[int, int, int],
        classes: int,
    ) -> None:
        super().__init__(name="discriminator")
        self.chain = list(chain)
        self.head = head
        self.embedding = embedding if classes else None
        self(tf.zeros((1, *shape)), tf.zeros((1, classes)))  # makes every weight, in the order of the chain

    def call(
        self,
        images: tf.Tensor,
        classes: tf.Tensor | None = None,
        training: bool = False,  # noqa: FBT001, FBT002  Keras' signature
        seed: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return the logits; `classes` one-hot (n, classes) where there are any, `seed` int32 (2,) for dropout."""
        values = images
        for layer in self.chain:
            if isinstance(layer, SeededDropout):
                values = layer(values, seed=seed if training else None)
            else:
                values = layer(values)  # Keras passes `training` on by itself
        features = tf.cast(values, tf.float32)
        logits = tf.cast(self.head(features), tf.float32)
        if self.embedding is not None:
            logits += tf.reduce_sum(features * self.embedding(classes), axis=1, keepdims=True)
        return logits


def assemble(
    chain: Sequence[keras.layers.Layer],
    features: int,
    shape: tuple[int, int, int],
    classes: int,
    *,
    initialiser: keras.initializers.Initializer,
    spectral: bool,
) -> Discriminator:
    """Put a head, and an embedding where there are classes, behind a chain that ends in (n, features)."""
    head: keras.layers.Layer = keras.layers.Dense(1, kernel_initializer=initialiser, dtype="float32")
    embedding = keras.layers.Dense(features, use_bias=False, kernel_initializer="zeros", dtype="float32")
    if spectral:
        head = SpectralNormalised(head)
    return Discriminator(chain, head, embedding, shape, classes)
