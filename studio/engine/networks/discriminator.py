"""A discriminator: a chain of layers from pictures to features, and heads from features to what is asked of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import keras
import tensorflow as tf

from studio.core.codes import Codes
from studio.engine.networks.layers import SeededDropout, SpectralNormalised, convolves

RECOGNITION = 128
NO_CODES = Codes()

Gate = Callable[[tf.Tensor], tf.Tensor]
"""Returns what it is given; may stop it (`studio.engine.interruption`)."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What looks at the chain's values: `logit` at the features, the others where they are wanted.

    `embedding` gives a class's direction in the features, `codes` guesses InfoGAN's codes, `decoder` redraws the
    picture from what layer `decoded` of the chain returns.
    """

    logit: keras.layers.Layer
    embedding: keras.layers.Layer | None = None
    codes: keras.layers.Layer | None = None
    decoder: keras.layers.Layer | None = None
    decoded: int = 0


class Discriminator(keras.Model):
    """Pictures float32 (n, h, w, c) in -1..1 to logits float32 (n, 1): positive means real.

    With classes the logit gains the projection of the features on the class's embedding (Miyato and Koyama 2018,
    equation 3). The seed of its dropout is an argument.
    """

    def __init__(
        self, chain: Sequence[keras.layers.Layer], heads: Heads, shape: tuple[int, int, int], classes: int
    ) -> None:
        super().__init__(name="discriminator")
        self.chain = list(chain)
        self.logit, self.codes, self.decoder, self.decoded = heads.logit, heads.codes, heads.decoder, heads.decoded
        self.embedding = heads.embedding if classes else None
        self(tf.zeros((1, *shape)), tf.zeros((1, classes)), everything=True)  # makes every weight, in this order

    def call(
        self,
        images: tf.Tensor,
        classes: tf.Tensor | None = None,
        training: bool = False,  # noqa: FBT001, FBT002  Keras' signature
        seed: tf.Tensor | None = None,
        everything: bool = False,  # noqa: FBT001, FBT002
        gate: Gate | None = None,
    ) -> tf.Tensor | dict[str, tf.Tensor]:
        """Return the logits; `classes` one-hot (n, classes) where there are any, `seed` int32 (2,) for dropout,
        `gate` what passes before each convolution.

        With `everything` a dictionary: `logits`, and from those heads that it has `codes` float32 (n, codes) and
        `decoded` float32 (n, h', w', c).
        """
        values, middle = images, None
        for index, layer in enumerate(self.chain):
            values = gate(values) if gate and convolves(layer) else values
            if isinstance(layer, SeededDropout):
                values = layer(values, seed=seed if training else None)
            else:
                values = layer(values)  # Keras passes `training` on by itself
            middle = values if index == self.decoded else middle
        features = tf.cast(values, tf.float32)
        logits = tf.cast(self.logit(features), tf.float32)
        if self.embedding is not None:
            logits += tf.reduce_sum(features * self.embedding(classes), axis=1, keepdims=True)
        if not everything:
            return logits
        answers = {"logits": logits}
        if self.codes is not None:
            answers["codes"] = self.codes(features)
        if self.decoder is not None:
            answers["decoded"] = tf.cast(self.decoder(middle), tf.float32)
        return answers


def assemble(
    chain: Sequence[keras.layers.Layer],
    features: int,
    shape: tuple[int, int, int],
    classes: int,
    *,
    initialiser: keras.initializers.Initializer,
    spectral: bool,
    codes: Codes = NO_CODES,
    decoder: keras.layers.Layer | None = None,
    decoded: int = 0,
) -> Discriminator:
    """Put the heads behind a chain that ends in (n, features).

    With `spectral` what makes the logit is spectrally normalised, the classes' embedding too, which is drawn then:
    zeros have no singular value to be divided by.
    """
    logit: keras.layers.Layer = keras.layers.Dense(1, kernel_initializer=initialiser, dtype="float32")
    embedding: keras.layers.Layer = keras.layers.Dense(
        features, use_bias=False, kernel_initializer=initialiser if spectral else "zeros", dtype="float32"
    )
    heads = Heads(
        SpectralNormalised(logit) if spectral else logit,
        SpectralNormalised(embedding) if spectral else embedding,
        _recognition(codes, initialiser) if codes.size else None,
        decoder,
        decoded,
    )
    return Discriminator(chain, heads, shape, classes)


def _recognition(codes: Codes, initialiser: keras.initializers.Initializer) -> keras.layers.Layer:
    """InfoGAN's Q (Chen et al. 2016, appendix C): a hidden layer on the shared features."""
    return keras.Sequential(
        [
            keras.layers.Dense(RECOGNITION, kernel_initializer=initialiser, dtype="float32"),
            keras.layers.LeakyReLU(0.1, dtype="float32"),
            keras.layers.Dense(codes.size, kernel_initializer=initialiser, dtype="float32"),
        ],
        name="recognition",
    )
