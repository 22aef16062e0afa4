"""The two loops that training is compared with, on the same networks, pictures and batch size.

`KerasLoop` is the classic of the tutorials, `predict` and three `train_on_batch` a step. `OneStepLoop` came later,
one call of a `tf.function` a step, fed by `tf.data`.
"""

import keras
import numpy as np
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.networks.registry import build_networks

LOSSES_EVERY = 100


class KerasLoop:
    """Two discriminator calls, one of the generator through the frozen discriminator, one `predict`."""

    def __init__(self, recipe: Recipe, images: np.ndarray) -> None:
        self._batch, self._latent_size = recipe.training.batch_size, recipe.networks.latent_size
        self._images = _scaled(images)
        self._random = np.random.default_rng(0)
        networks = build_networks(recipe)
        self._generator, self._discriminator = networks.generator, networks.discriminator
        self._discriminator.compile(optimizer=_adam(recipe), loss=_loss())
        self._real, self._fake = np.ones((self._batch, 1), np.float32), np.zeros((self._batch, 1), np.float32)
        self._discriminator.train_on_batch(self._images[: self._batch], self._real)  # traced while trainable
        self._discriminator.trainable = False  # from here on only for models compiled later
        latents = keras.Input((self._latent_size,))
        self._stacked = keras.Model(latents, self._discriminator(self._generator(latents)))
        self._stacked.compile(optimizer=_adam(recipe), loss=_loss())
        self._check_who_learns()

    def run(self, steps: int) -> None:
        """Make `steps` steps."""
        for _ in range(steps):
            real = self._images[self._random.integers(0, len(self._images), self._batch)]
            fake = self._generator.predict(self._latents(), verbose=0)
            self._discriminator.train_on_batch(real, self._real)
            self._discriminator.train_on_batch(fake, self._fake)
            self._stacked.train_on_batch(self._latents(), self._real)

    def _latents(self) -> np.ndarray:
        return self._random.standard_normal((self._batch, self._latent_size), np.float32)

    def _check_who_learns(self) -> None:
        """Prove that Keras trains what the loop means it to, whatever `trainable` says by now."""
        before = self._weights()
        self._discriminator.train_on_batch(self._images[: self._batch], self._real)
        middle = self._weights()
        self._stacked.train_on_batch(self._latents(), self._real)
        after = self._weights()
        assert [_differ(*pair) for pair in zip(before, middle, strict=True)] == [False, True]
        assert [_differ(*pair) for pair in zip(middle, after, strict=True)] == [True, False]

    def _weights(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """What optimizers move; moving means of batch normalisation follow every look at a batch."""
        both = (self._generator, self._discriminator)
        one, other = ([w.numpy() for w in model.weights if "moving" not in w.name] for model in both)
        return one, other


class OneStepLoop:
    """Both updates in one graph, called once a step; losses are read back every hundred steps."""

    def __init__(self, recipe: Recipe, images: np.ndarray) -> None:
        self._batch, self._latent_size = recipe.training.batch_size, recipe.networks.latent_size
        networks = build_networks(recipe)
        self.generator, self._discriminator = networks.generator, networks.discriminator
        self._generator_optimizer, self._discriminator_optimizer = _adam(recipe), _adam(recipe)
        self._loss = _loss()
        batches = tf.data.Dataset.from_tensor_slices(_scaled(images)).shuffle(len(images)).repeat()
        self._batches = iter(batches.batch(self._batch, drop_remainder=True).prefetch(tf.data.AUTOTUNE))
        self._step = tf.function(self._update)

    def run(self, steps: int) -> None:
        """Make `steps` steps."""
        for index in range(steps):
            losses = self._step(next(self._batches))
            if index % LOSSES_EVERY == 0:
                losses.numpy()

    def _update(self, real: tf.Tensor) -> tf.Tensor:
        latents = tf.random.normal((self._batch, self._latent_size))
        with tf.GradientTape() as generator_tape, tf.GradientTape() as discriminator_tape:
            fake = self.generator(latents, training=True)
            real_logits, fake_logits = (self._discriminator(x, training=True, seed=_seed()) for x in (real, fake))
            ones, zeros = tf.ones_like(fake_logits), tf.zeros_like(fake_logits)
            generator_loss = self._loss(ones, fake_logits)
            discriminator_loss = self._loss(ones, real_logits) + self._loss(zeros, fake_logits)
        _apply(self._generator_optimizer, generator_tape, generator_loss, self.generator)
        _apply(self._discriminator_optimizer, discriminator_tape, discriminator_loss, self._discriminator)
        return tf.stack([generator_loss, discriminator_loss])


def _apply(optimizer: keras.Optimizer, tape: tf.GradientTape, loss: tf.Tensor, model: keras.Model) -> None:
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights, strict=True))


def _adam(recipe: Recipe) -> keras.optimizers.Adam:
    settings = recipe.optimizer
    return keras.optimizers.Adam(settings.generator_learning_rate, beta_1=settings.beta1, beta_2=settings.beta2)


def _loss() -> keras.losses.Loss:
    return keras.losses.BinaryCrossentropy(from_logits=True)


def _seed() -> tf.Tensor:
    """Without one our networks leave their dropout out."""
    return tf.random.uniform((2,), maxval=2**31 - 1, dtype=tf.int32)


def _scaled(images: np.ndarray) -> np.ndarray:
    return images.astype(np.float32) / 127.5 - 1.0


def _differ(before: list[np.ndarray], after: list[np.ndarray]) -> bool:
    return any(not np.array_equal(one, other) for one, other in zip(before, after, strict=True))
