"""One step: an update of the discriminator (or several) and one of the generator, as tensors in and metrics out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.loss import GeneratorLoss
from studio.engine.accumulation import Part, accumulate, spread
from studio.engine.interruption import Interruption
from studio.engine.judging import Batch, Judge, Moment, Opinion, Rates
from studio.engine.losses import decision_boundary, generator_loss
from studio.engine.networks.codes import read_codes
from studio.engine.networks.layers import fused
from studio.engine.randomness import Stream, seed_of
from studio.engine.shared_pass import Relay, can_share
from studio.engine.state import TrainingState, trainable

METRICS = (
    "discriminator_loss",
    "penalty",
    "real_logit",
    "fake_logit",
    "real_score",
    "fake_score",
    "real_accuracy",
    "fake_accuracy",
    "discriminator_gradient_norm",
    "generator_loss",
    "code_loss",
    "generator_gradient_norm",
    "generator_learning_rate",
    "discriminator_learning_rate",
    "augmentation_strength",
)
"""What a step returns, in this order; `studio.core.history` says what each is."""

D_NUMBERS = 8  # of these metrics are means over the discriminator's batch; its sign of real pictures follows them
G_NUMBERS = 2

RealBatch = Callable[[int, tf.Tensor], Batch]
"""(discriminator update of this step, part of its batch) -> real pictures; generated ones get the same classes."""


class Step:
    """The update rule of one recipe over one state, called inside a graph; `places` share every batch."""

    def __init__(
        self, recipe: Recipe, state: TrainingState, interruption: Interruption, places: Sequence[str] = ("",)
    ) -> None:
        self._recipe = recipe
        self._places = places
        self._state = state
        self._generator = fused(state.generator)
        self._gated_generator = interruption.gated(self._generator)
        self._judge = Judge(recipe, state.discriminator, interruption.gate)
        self._parts = recipe.training.accumulation * len(places)
        self.part_size = recipe.training.batch_size // self._parts  # pictures
        self._shares = can_share(recipe)
        self._generator_weights = trainable(state.generator)
        self._discriminator_weights = trainable(state.discriminator)

    def __call__(self, step: tf.Tensor, real_batch: RealBatch, rates: Rates) -> tuple[tf.Tensor, tf.Tensor]:
        """Update both networks; return (healthy bool scalar, metrics float32 (len(METRICS),)).

        When a loss or gradient is not finite the update is not applied and `healthy` is False. What comes before the
        first update stands behind the interruption's gates: `Moment`s of variant 0.
        """
        rates = replace(rates, augmentation=self._state.augmentation.strength(rates.augmentation))
        if self._recipe.training.simultaneous:
            return self._simultaneous(Moment(step, 0, rates), real_batch)
        healthy, d_metrics = tf.constant(True), tf.zeros((D_NUMBERS + 1,))
        count = self._recipe.training.discriminator_steps
        for index in range(count):
            ok, d_metrics = self._update_discriminator(Moment(step, index, rates), real_batch)
            healthy = tf.logical_and(healthy, ok)
        ok, g_metrics = self._update_generator(Moment(step, count, rates), real_batch)
        return tf.logical_and(healthy, ok), _metrics(d_metrics, g_metrics, rates)

    def _simultaneous(self, moment: Moment, real_batch: RealBatch) -> tuple[tf.Tensor, tf.Tensor]:
        """Both networks learn from one forward pass, the generator from the discriminator before its update."""
        d_count = len(self._discriminator_weights)

        def compute(part: tf.Tensor) -> tuple[list[tf.Tensor], tf.Tensor]:
            now, real, relay = replace(moment, part=part), real_batch(0, part), Relay()
            with tf.GradientTape(persistent=True) as tape:
                fake = self._generate(now, real.classes)
                shown = replace(fake, images=relay(fake.images)) if self._shares else fake
                opinions = self._judge.both(now, real, shown)
                g_loss = self._generator_loss(opinions, real, fake)
                d_loss = self._judge.loss(opinions)
            if self._shares:
                gradients = self._gradients_at_once(tape, relay, opinions, (d_loss, g_loss))
            else:
                gradients = tape.gradient(d_loss, self._discriminator_weights)
                gradients += tape.gradient(g_loss, self._generator_weights)
            del tape
            d_gradients, extra = self._penalised(now, real, fake, gradients[:d_count])
            numbers = [self._d_numbers(d_loss + extra, extra, opinions), _g_numbers(g_loss, opinions)]
            return d_gradients + gradients[d_count:], tf.concat(numbers, 0)

        gradients, numbers = self._mean(compute)
        d_gradients, g_gradients = gradients[:d_count], gradients[d_count:]
        d_norm, g_norm = tf.linalg.global_norm(d_gradients), tf.linalg.global_norm(g_gradients)
        d_numbers, g_numbers = numbers[:-G_NUMBERS], numbers[-G_NUMBERS:]
        healthy = tf.math.is_finite(d_numbers[0] + g_numbers[0] + d_norm + g_norm)

        def apply() -> None:
            self._apply_discriminator(moment, d_gradients, d_numbers[-1])
            self._state.generator_optimizer.apply(g_gradients, moment.rates.generator, moment.step)

        _if(healthy, apply)
        return healthy, _metrics(_with_norm(d_numbers, d_norm), tf.concat([g_numbers, [g_norm]], 0), moment.rates)

    def _gradients_at_once(
        self,
        tape: tf.GradientTape,
        relay: Relay,
        opinions: tuple[Opinion, Opinion],
        losses: tuple[tf.Tensor, tf.Tensor],
    ) -> list[tf.Tensor]:
        """Gradients of both networks' weights from one pass backward."""
        d_loss, g_loss = losses
        logits = [opinion.logits for opinion in opinions]
        slopes = relay.turn(tape.gradient(d_loss, logits), tape.gradient(g_loss, logits[1]))
        weights = self._discriminator_weights + self._generator_weights
        return tape.gradient(logits, weights, slopes)

    def _mean(self, compute: Part) -> tuple[Sequence[tf.Tensor], tf.Tensor]:
        """Means of `compute` over all parts of the batch."""
        return accumulate(self._recipe.training.accumulation, spread(self._places, compute))

    def _penalised(
        self, moment: Moment, real: Batch, fake: Batch, gradients: list[tf.Tensor]
    ) -> tuple[list[tf.Tensor], tf.Tensor]:
        return self._judge.penalised(moment, real, fake, self._discriminator_weights, gradients)

    def _update_discriminator(self, moment: Moment, real_batch: RealBatch) -> tuple[tf.Tensor, tf.Tensor]:
        def compute(part: tf.Tensor) -> tuple[list[tf.Tensor], tf.Tensor]:
            now, real = replace(moment, part=part), real_batch(moment.variant, part)
            fake = self._generate(now, real.classes)
            with tf.GradientTape() as tape:
                opinions = self._judge.both(now, real, fake)
                loss = self._judge.loss(opinions)
            gradients = tape.gradient(loss, self._discriminator_weights)
            gradients, extra = self._penalised(now, real, fake, gradients)
            return gradients, self._d_numbers(loss + extra, extra, opinions)

        gradients, numbers = self._mean(compute)
        norm = tf.linalg.global_norm(gradients)
        healthy = tf.math.is_finite(numbers[0] + norm)
        _if(healthy, lambda: self._apply_discriminator(moment, gradients, numbers[-1]))
        return healthy, _with_norm(numbers, norm)

    def _update_generator(self, moment: Moment, real_batch: RealBatch) -> tuple[tf.Tensor, tf.Tensor]:
        relativistic = self._recipe.loss.generator == GeneratorLoss.RELATIVISTIC

        def compute(part: tf.Tensor) -> tuple[list[tf.Tensor], tf.Tensor]:
            now, real = replace(moment, part=part), real_batch(moment.variant - 1, part)
            with tf.GradientTape() as tape:
                fake = self._generate(now, real.classes)
                of_fake = self._judge.opinion(now, fake, use=1)
                of_real = self._judge.opinion(now, real, use=0) if relativistic else of_fake
                loss = self._generator_loss((of_real, of_fake), real, fake)
            return tape.gradient(loss, self._generator_weights), _g_numbers(loss, (of_real, of_fake))

        gradients, numbers = self._mean(compute)
        norm = tf.linalg.global_norm(gradients)
        healthy = tf.math.is_finite(numbers[0] + norm)
        _if(healthy, lambda: self._state.generator_optimizer.apply(gradients, moment.rates.generator, moment.step))
        return healthy, tf.concat([numbers, [norm]], 0)

    def _apply_discriminator(self, moment: Moment, gradients: Sequence[tf.Tensor], sign: tf.Tensor) -> None:
        updates = moment.step * self._recipe.training.discriminator_steps + moment.variant
        self._state.discriminator_optimizer.apply(gradients, moment.rates.discriminator, updates)
        self._state.augmentation.observe(updates, sign)

    def _generate(self, moment: Moment, classes: tf.Tensor) -> Batch:
        """Generate one part of the batch; its latents are those rows of the whole batch's."""
        training, networks = self._recipe.training, self._recipe.networks
        seed = seed_of(training.seed, Stream.LATENTS, moment.variant, moment.step)
        latents = tf.random.stateless_normal((training.batch_size, networks.latent_size), seed)
        if self._parts > 1:
            latents = tf.reshape(latents, (self._parts, self.part_size, networks.latent_size))[moment.part]
        codes = read_codes(networks.codes, latents) if networks.codes.size else None
        generator = self._gated_generator if moment.variant == 0 else self._generator
        return Batch(self._state.generate(latents, classes, training=True, by=generator), classes, codes)

    def _generator_loss(self, opinions: tuple[Opinion, Opinion], real: Batch, fake: Batch) -> tf.Tensor:
        """The loss of `losses.generator_loss`, with the code loss and the squared difference where asked for."""
        settings = self._recipe.loss
        of_real, of_fake = opinions
        loss = generator_loss(settings.generator, of_fake.logits, of_real.logits)
        loss += settings.code_weight * of_fake.code_loss
        if settings.mse_weight > 0:
            loss += settings.mse_weight * tf.reduce_mean(tf.math.squared_difference(fake.images, real.images))
        return loss

    def _d_numbers(self, loss: tf.Tensor, extra: tf.Tensor, opinions: tuple[Opinion, Opinion]) -> tf.Tensor:
        """The discriminator's means in the order of `METRICS`, then the mean sign of real logits, counted from the
        decision boundary: (D_NUMBERS + 1,).

        Few operations, because small ones cost more than they compute.
        """
        pair = tf.concat([opinion.logits for opinion in opinions], axis=1)  # real, generated
        beyond = pair - decision_boundary(self._recipe.loss.discriminator, pair)
        right = (beyond > 0.0) == (True, False)
        columns = tf.concat([pair, tf.sigmoid(pair), tf.cast(right, tf.float32), tf.sign(beyond[:, :1])], axis=1)
        return tf.concat([tf.stack([loss, extra]), tf.reduce_mean(columns, axis=0)], 0)


def _g_numbers(loss: tf.Tensor, opinions: tuple[Opinion, Opinion]) -> tf.Tensor:
    return tf.stack([loss, opinions[1].code_loss])


def _with_norm(numbers: tf.Tensor, norm: tf.Tensor) -> tf.Tensor:
    """Put the gradient's norm in the place of the sign."""
    return tf.concat([numbers[:-1], [norm]], 0)


def _if(condition: tf.Tensor, action: Callable[[], None]) -> None:
    """Do `action` in the graph when `condition` holds."""

    def done() -> tf.Tensor:
        action()
        return tf.constant(0)

    tf.cond(condition, done, lambda: tf.constant(0))


def _metrics(d_metrics: tf.Tensor, g_metrics: tf.Tensor, rates: Rates) -> tf.Tensor:
    """Put both networks' numbers and the rates in the order of `METRICS`."""
    return tf.concat([d_metrics, g_metrics, tf.stack([rates.generator, rates.discriminator, rates.augmentation])], 0)
