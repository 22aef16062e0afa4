"""One step: an update of the discriminator (or several) and one of the generator, as tensors in and metrics out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.loss import GeneratorLoss
from studio.engine.judging import Batch, Judge, Moment, Rates
from studio.engine.losses import decision_boundary, generator_loss
from studio.engine.randomness import Stream, seed_of
from studio.engine.state import TrainingState, trainable

METRICS = (
    "discriminator_loss",
    "discriminator_gradient_norm",
    "penalty",
    "real_logit",
    "fake_logit",
    "real_score",
    "fake_score",
    "real_accuracy",
    "fake_accuracy",
    "generator_loss",
    "generator_gradient_norm",
    "generator_learning_rate",
    "discriminator_learning_rate",
    "augmentation_strength",
)
"""What a step returns, in this order; `studio.core.history` says what each is."""

RealBatch = Callable[[int], Batch]
"""The real pictures of one discriminator update of this step; generated ones are given the same classes."""


class Step:
    """The update rule of one recipe over one state; called inside a graph."""

    def __init__(self, recipe: Recipe, state: TrainingState) -> None:
        self._recipe = recipe
        self._state = state
        self._judge = Judge(recipe, state.discriminator)
        self._generator_weights = trainable(state.generator)
        self._discriminator_weights = trainable(state.discriminator)

    def __call__(self, step: tf.Tensor, real_batch: RealBatch, rates: Rates) -> tuple[tf.Tensor, tf.Tensor]:
        """Update both networks; return (healthy bool scalar, metrics float32 (len(METRICS),)).

        When a loss or gradient is not finite the update is not applied and `healthy` is False.
        """
        rates = replace(rates, augmentation=self._state.augmentation.strength(rates.augmentation))
        if self._recipe.training.simultaneous:
            return self._simultaneous(Moment(step, 0, rates), real_batch(0))
        healthy, d_metrics = tf.constant(True), tf.zeros((9,))
        count = self._recipe.training.discriminator_steps
        for index in range(count):
            ok, d_metrics = self._update_discriminator(Moment(step, index, rates), real_batch(index))
            healthy = tf.logical_and(healthy, ok)
        ok, g_metrics = self._update_generator(Moment(step, count, rates), real_batch(count - 1))
        return tf.logical_and(healthy, ok), _metrics(d_metrics, g_metrics, rates)

    def _simultaneous(self, moment: Moment, real: Batch) -> tuple[tf.Tensor, tf.Tensor]:
        """Both networks learn from one forward pass, the generator from the discriminator before its update."""
        with tf.GradientTape(persistent=True) as tape:
            fake = self._generate(moment, real.classes)
            logits = self._judge.both(moment, real, fake)
            g_loss = self._generator_loss(logits, real, fake)
            d_loss, extra = self._judge.loss(moment, logits, real, fake)
        d_gradients = tape.gradient(d_loss, self._discriminator_weights)
        g_gradients = tape.gradient(g_loss, self._generator_weights)
        del tape
        d_norm, g_norm = tf.linalg.global_norm(d_gradients), tf.linalg.global_norm(g_gradients)
        healthy = tf.math.is_finite(d_loss + g_loss + d_norm + g_norm)

        def apply() -> None:
            self._apply_discriminator(moment, d_gradients, logits[0])
            self._state.generator_optimizer.apply(g_gradients, moment.rates.generator, moment.step)

        _if(healthy, apply)
        return healthy, _metrics(
            self._d_metrics(d_loss, logits, d_norm, extra), tf.stack([g_loss, g_norm]), moment.rates
        )

    def _update_discriminator(self, moment: Moment, real: Batch) -> tuple[tf.Tensor, tf.Tensor]:
        fake = self._generate(moment, real.classes)
        with tf.GradientTape() as tape:
            logits = self._judge.both(moment, real, fake)
            loss, extra = self._judge.loss(moment, logits, real, fake)
        gradients = tape.gradient(loss, self._discriminator_weights)
        norm = tf.linalg.global_norm(gradients)
        healthy = tf.math.is_finite(loss + norm)
        _if(healthy, lambda: self._apply_discriminator(moment, gradients, logits[0]))
        return healthy, self._d_metrics(loss, logits, norm, extra)

    def _update_generator(self, moment: Moment, real: Batch) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            fake = self._generate(moment, real.classes)
            fake_logits = self._judge.logits(moment, fake, use=1)
            relativistic = self._recipe.loss.generator == GeneratorLoss.RELATIVISTIC
            real_logits = self._judge.logits(moment, real, use=0) if relativistic else fake_logits
            loss = self._generator_loss((real_logits, fake_logits), real, fake)
        gradients = tape.gradient(loss, self._generator_weights)
        norm = tf.linalg.global_norm(gradients)
        healthy = tf.math.is_finite(loss + norm)
        _if(healthy, lambda: self._state.generator_optimizer.apply(gradients, moment.rates.generator, moment.step))
        return healthy, tf.stack([loss, norm])

    def _d_metrics(
        self, loss: tf.Tensor, logits: tuple[tf.Tensor, tf.Tensor], norm: tf.Tensor, extra: tf.Tensor
    ) -> tf.Tensor:
        """The discriminator's part of `METRICS`; few operations, because small ones cost more than they compute."""
        pair = tf.concat(logits, axis=1)  # real, generated
        right = (pair > decision_boundary(self._recipe.loss.discriminator, pair)) == (True, False)
        means = tf.reduce_mean(tf.concat([pair, tf.sigmoid(pair), tf.cast(right, tf.float32)], axis=1), axis=0)
        return tf.concat([tf.stack([loss, norm, extra]), means], 0)

    def _apply_discriminator(self, moment: Moment, gradients: Sequence[tf.Tensor], real_logits: tf.Tensor) -> None:
        updates = moment.step * self._recipe.training.discriminator_steps + moment.variant
        self._state.discriminator_optimizer.apply(gradients, moment.rates.discriminator, updates)
        self._state.augmentation.observe(updates, real_logits)

    def _generate(self, moment: Moment, classes: tf.Tensor) -> Batch:
        shape = (self._recipe.training.batch_size, self._recipe.networks.latent_size)
        seed = seed_of(self._recipe.training.seed, Stream.LATENTS, moment.variant, moment.step)
        return Batch(self._state.generate(tf.random.stateless_normal(shape, seed), classes, training=True), classes)

    def _generator_loss(self, logits: tuple[tf.Tensor, tf.Tensor], real: Batch, fake: Batch) -> tf.Tensor:
        """The loss of `losses.generator_loss`, and the mean squared difference to the real batch where asked for."""
        settings = self._recipe.loss
        real_logits, fake_logits = logits
        loss = generator_loss(settings.generator, fake_logits, real_logits)
        if settings.mse_weight > 0:
            loss += settings.mse_weight * tf.reduce_mean(tf.math.squared_difference(fake.images, real.images))
        return loss


def _if(condition: tf.Tensor, action: Callable[[], None]) -> None:
    """Do `action` in the graph when `condition` holds."""

    def done() -> tf.Tensor:
        action()
        return tf.constant(0)

    tf.cond(condition, done, lambda: tf.constant(0))


def _metrics(d_metrics: tf.Tensor, g_metrics: tf.Tensor, rates: Rates) -> tf.Tensor:
    """Put both networks' numbers and the rates in the order of `METRICS`."""
    return tf.concat([d_metrics, g_metrics, tf.stack([rates.generator, rates.discriminator, rates.augmentation])], 0)
