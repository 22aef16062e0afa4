"""InfoGAN's structured codes (Chen et al. 2016): how a generator reads them from its latents."""

import keras
import tensorflow as tf

from studio.core.codes import CUBIC, ROOT, Codes


@keras.saving.register_keras_serializable("gan_studio")
class StructuredCodes(keras.layers.Layer):
    """Standard normal latents to noise, a one-hot category and uniform codes: (n, latent_size) to the same shape."""

    def __init__(self, categories: int, continuous: int, **options: str) -> None:
        super().__init__(**options)
        self.categories, self.continuous = categories, continuous

    def call(self, latents: tf.Tensor) -> tf.Tensor:
        """Return the latents with the codes of `core.codes` in the place of their coordinates."""
        noise = latents.shape[-1] - self.categories - self.continuous
        return tf.concat([latents[:, :noise], read_codes(Codes(self.categories, self.continuous), latents)], axis=1)

    def get_config(self) -> dict[str, object]:
        own = {"categories": self.categories, "continuous": self.continuous}
        return {"name": self.name, "dtype": self.dtype_policy.name, **own}


def read_codes(codes: Codes, latents: tf.Tensor) -> tf.Tensor:
    """Return the codes of latents (n, latent_size): one-hot category and values in -1..1, (n, codes.size)."""
    start = latents.shape[-1] - codes.size
    parts = []
    if codes.categories:
        largest = tf.argmax(latents[:, start : start + codes.categories], axis=1)
        parts.append(tf.one_hot(largest, codes.categories, dtype=latents.dtype))
    if codes.continuous:
        values = latents[:, start + codes.categories :]
        parts.append(tf.tanh(ROOT * (values + CUBIC * values**3)))
    return tf.concat(parts, axis=1)
