"""One step: an update of the discriminator (or several) and one of the generator, as tensors in and metrics out."""

from collections.abc import Callable
from dataclasses import dataclass

import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.augmentation import augment, augments
from studio.engine.losses import discriminator_loss, generator_loss
from studio.engine.penalties import has_penalties, penalty
from studio.engine.randomness import Stream, seed_of
from studio.engine.state import TrainingState, trainable

METRICS = (
    "generator_loss",
    "discriminator_loss",
    "real_score",
    "fake_score",
    "generator_gradient_norm",
    "discriminator_gradient_norm",
    "penalty",
)


@dataclass(frozen=True, slots=True)
class Rates:
    """What may change while a run goes on: float32 scalars, schedule included."""

    generator: tf.Tensor
    discriminator: tf.Tensor
    augmentation: tf.Tensor


RealBatch = Callable[[int], tf.Tensor]
"""The real pictures of one discriminator update of this step, float32 (n, h, w, c) in -1..1."""


class Step:
    """The update rule of one recipe over one state; called inside a graph."""

    def __init__(self, recipe: Recipe, state: TrainingState) -> None:
        self._recipe = recipe
        self._state = state
        self._generator_weights = trainable(state.generator)
        self._discriminator_weights = trainable(state.discriminator)

    def __call__(self, step: tf.Tensor, real_batch: RealBatch, rates: Rates) -> tuple[tf.Tensor, tf.Tensor]:
        """Update both networks; return (healthy bool scalar, metrics float32 (len(METRICS),)).

        When a loss or gradient is not finite the update is not applied and `healthy` is False.
        """
        if self._recipe.training.simultaneous:
            return self._simultaneous(step, real_batch(0), rates)
        healthy, d_metrics = tf.constant(True), tf.zeros((5,))
        for index in range(self._recipe.training.discriminator_steps):
            ok, d_metrics = self._update_discriminator(step, index, real_batch(index), rates)
            healthy = tf.logical_and(healthy, ok)
        ok, g_metrics = self._update_generator(step, real_batch, rates)
        return tf.logical_and(healthy, ok), _metrics(d_metrics, g_metrics)

    def _simultaneous(self, step: tf.Tensor, real: tf.Tensor, rates: Rates) -> tuple[tf.Tensor, tf.Tensor]:
        """Both networks learn from one forward pass, the generator from the discriminator before its update."""
        with tf.GradientTape(persistent=True) as tape:
            fake = self._generate(step, 0)
            real_logits, fake_logits = self._judge(step, 0, real, fake, rates)
            g_loss = self._generator_loss(fake_logits, real_logits, fake, real)
            d_loss, extra = self._discriminator_loss(step, 0, real_logits, fake_logits, real, fake, rates)
        d_gradients = tape.gradient(d_loss, self._discriminator_weights)
        g_gradients = tape.gradient(g_loss, self._generator_weights)
        del tape
        d_norm, g_norm = tf.linalg.global_norm(d_gradients), tf.linalg.global_norm(g_gradients)
        healthy = tf.math.is_finite(d_loss + g_loss + d_norm + g_norm)

        def apply() -> None:
            self._state.discriminator_optimizer.apply(d_gradients, rates.discriminator, step)
            self._state.generator_optimizer.apply(g_gradients, rates.generator, step)

        _if(healthy, apply)
        return healthy, _metrics(
            _d_metrics(d_loss, real_logits, fake_logits, d_norm, extra), tf.stack([g_loss, g_norm])
        )

    def _update_discriminator(
        self, step: tf.Tensor, index: int, real: tf.Tensor, rates: Rates
    ) -> tuple[tf.Tensor, tf.Tensor]:
        fake = tf.stop_gradient(self._generate(step, index))
        with tf.GradientTape() as tape:
            real_logits, fake_logits = self._judge(step, index, real, fake, rates)
            loss, extra = self._discriminator_loss(step, index, real_logits, fake_logits, real, fake, rates)
        gradients = tape.gradient(loss, self._discriminator_weights)
        norm = tf.linalg.global_norm(gradients)
        healthy = tf.math.is_finite(loss + norm)
        updates = step * self._recipe.training.discriminator_steps + index
        _if(healthy, lambda: self._state.discriminator_optimizer.apply(gradients, rates.discriminator, updates))
        return healthy, _d_metrics(loss, real_logits, fake_logits, norm, extra)

    def _update_generator(self, step: tf.Tensor, real_batch: RealBatch, rates: Rates) -> tuple[tf.Tensor, tf.Tensor]:
        variant = self._recipe.training.discriminator_steps
        with tf.GradientTape() as tape:
            fake = self._generate(step, variant)
            if self._needs_real:
                real = real_batch(variant - 1)
                real_logits, fake_logits = self._judge(step, variant, real, fake, rates)
            else:
                real, real_logits = None, None
                fake_logits = self._discriminate(self._shown(step, 2 * variant + 1, fake, rates), step, 2 * variant + 1)
            loss = self._generator_loss(fake_logits, real_logits, fake, real)
        gradients = tape.gradient(loss, self._generator_weights)
        norm = tf.linalg.global_norm(gradients)
        healthy = tf.math.is_finite(loss + norm)
        _if(healthy, lambda: self._state.generator_optimizer.apply(gradients, rates.generator, step))
        return healthy, tf.stack([loss, norm])

    @property
    def _needs_real(self) -> bool:
        """Whether the generator's loss looks at real pictures."""
        return self._recipe.loss.generator == "relativistic" or self._recipe.loss.mse_weight > 0

    def _generate(self, step: tf.Tensor, variant: int) -> tf.Tensor:
        shape = (self._recipe.training.batch_size, self._recipe.networks.latent_size)
        latents = tf.random.stateless_normal(shape, self._seed(Stream.LATENTS, variant, step))
        return self._state.generator(latents, training=True)

    def _judge(
        self, step: tf.Tensor, variant: int, real: tf.Tensor, fake: tf.Tensor, rates: Rates
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Logits of real and of generated pictures, in two passes so that batch statistics do not mix."""
        real_logits = self._discriminate(self._shown(step, 2 * variant, real, rates), step, 2 * variant)
        fake_logits = self._discriminate(self._shown(step, 2 * variant + 1, fake, rates), step, 2 * variant + 1)
        return real_logits, fake_logits

    def _shown(self, step: tf.Tensor, variant: int, images: tf.Tensor, rates: Rates) -> tf.Tensor:
        """What the discriminator sees of the pictures: augmented, with instance noise."""
        if augments(self._recipe.augmentation):
            seed = self._seed(Stream.AUGMENTATION, variant, step)
            images = augment(self._recipe.augmentation, images, rates.augmentation, seed)
        if self._recipe.loss.instance_noise > 0:
            noise = tf.random.stateless_normal(tf.shape(images), self._seed(Stream.INSTANCE_NOISE, variant, step))
            images += self._recipe.loss.instance_noise * noise
        return images

    def _discriminate(self, images: tf.Tensor, step: tf.Tensor, variant: int) -> tf.Tensor:
        return self._state.discriminator(images, training=True, seed=self._seed(Stream.DROPOUT, variant, step))

    def _discriminator_loss(
        self,
        step: tf.Tensor,
        index: int,
        real_logits: tf.Tensor,
        fake_logits: tf.Tensor,
        real: tf.Tensor,
        fake: tf.Tensor,
        rates: Rates,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (loss with penalties, penalty alone)."""
        settings = self._recipe.loss
        loss = discriminator_loss(settings.discriminator, real_logits, fake_logits, settings.label_smoothing)
        if not has_penalties(settings):
            return loss, tf.zeros(())
        interval = settings.penalty_interval

        def discriminate(images: tf.Tensor) -> tf.Tensor:
            return self._discriminate(self._shown(step, 32 + index, images, rates), step, 32 + index)

        def compute() -> tf.Tensor:
            seed = self._seed(Stream.PENALTY, index, step)
            return interval * penalty(settings, discriminate, real, tf.stop_gradient(fake), seed)

        extra = compute() if interval == 1 else tf.cond(step % interval == 0, compute, lambda: tf.zeros(()))
        return loss + extra, extra

    def _generator_loss(
        self, fake_logits: tf.Tensor, real_logits: tf.Tensor | None, fake: tf.Tensor, real: tf.Tensor | None
    ) -> tf.Tensor:
        settings = self._recipe.loss
        loss = generator_loss(settings.generator, fake_logits, real_logits)
        if settings.mse_weight > 0:
            loss += settings.mse_weight * tf.reduce_mean(tf.math.squared_difference(fake, real))
        return loss

    def _seed(self, stream: Stream, variant: int, step: tf.Tensor) -> tf.Tensor:
        return seed_of(self._recipe.training.seed, stream, variant, step)


def _if(condition: tf.Tensor, action: Callable[[], None]) -> None:
    """Do `action` in the graph when `condition` holds."""

    def done() -> tf.Tensor:
        action()
        return tf.constant(0)

    tf.cond(condition, done, lambda: tf.constant(0))


def _d_metrics(
    loss: tf.Tensor, real_logits: tf.Tensor, fake_logits: tf.Tensor, norm: tf.Tensor, extra: tf.Tensor
) -> tf.Tensor:
    scores = [tf.reduce_mean(tf.sigmoid(real_logits)), tf.reduce_mean(tf.sigmoid(fake_logits))]
    return tf.stack([loss, *scores, norm, extra])


def _metrics(d_metrics: tf.Tensor, g_metrics: tf.Tensor) -> tf.Tensor:
    """Put both networks' numbers in the order of `METRICS`."""
    loss, real_score, fake_score, d_norm, extra = tf.unstack(d_metrics)
    g_loss, g_norm = tf.unstack(g_metrics)
    return tf.stack([g_loss, loss, real_score, fake_score, g_norm, d_norm, extra])
