"""What the discriminator sees and says at one step: augmented, noisy pictures in, logits and its loss out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.augmentation import augment
from studio.engine.losses import code_loss, discriminator_loss
from studio.engine.networks.discriminator import Gate
from studio.engine.penalties import penalty
from studio.engine.randomness import Stream, seed_of


@dataclass(frozen=True, slots=True)
class Rates:
    """What may change while a run goes on: float32 scalars, schedule included."""

    generator: tf.Tensor
    discriminator: tf.Tensor
    augmentation: tf.Tensor


@dataclass(frozen=True, slots=True)
class Moment:
    """One use of the networks: the step, which use within it, the rates that hold, which part of the batch."""

    step: tf.Tensor
    variant: int
    rates: Rates
    part: tf.Tensor | int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures float32 (n, h, w, c) in -1..1, their classes, one-hot float32 (n, classes), and structured codes.

    Codes float32 (n, codes) belong to generated pictures of an InfoGAN; real ones have none.
    """

    images: tf.Tensor
    classes: tf.Tensor
    codes: tf.Tensor | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the discriminator says of a batch: logits float32 (n, 1), and scalars that its other heads add to losses.

    `code_loss` tells how badly it guesses the codes, `reconstruction` how badly it redraws the pictures; 0 where it
    has no such head.
    """

    logits: tf.Tensor
    code_loss: tf.Tensor
    reconstruction: tf.Tensor


class Judge:
    """The discriminator as training uses it; what it computes at variant 0 of a step passes the gate."""

    def __init__(self, recipe: Recipe, discriminator: keras.Model, gate: Gate) -> None:
        self._recipe = recipe
        self._discriminator = discriminator
        self._gate = gate

    def both(self, moment: Moment, real: Batch, fake: Batch) -> tuple[Opinion, Opinion]:
        """Opinions of real and of generated pictures, in two passes so that batch statistics do not mix."""
        return self.opinion(moment, real, use=0), self.opinion(moment, fake, use=1)

    def opinion(self, moment: Moment, batch: Batch, use: int) -> Opinion:
        """Ask every head; `use` tells two looks at the same moment apart."""
        shown = self._shown(moment, 3 * moment.variant + use, batch.images)
        answers = self._ask(moment, batch, shown, use, everything=True)
        guess = tf.zeros(())
        if batch.codes is not None:
            guess = code_loss(self._recipe.networks.codes, answers["codes"], batch.codes)
        redrawn = tf.zeros(())
        if "decoded" in answers:
            redrawn = _reconstruction(answers["decoded"], shown)
        return Opinion(answers["logits"], guess, redrawn)

    def loss(self, opinions: tuple[Opinion, Opinion]) -> tf.Tensor:
        """Return the discriminator's loss, with what its other heads add to it; penalties come apart."""
        settings = self._recipe.loss
        of_real, of_fake = opinions
        loss = discriminator_loss(settings.discriminator, of_real.logits, of_fake.logits, settings.label_smoothing)
        return loss + settings.code_weight * of_fake.code_loss + settings.reconstruction_weight * of_real.reconstruction

    def penalised(
        self, moment: Moment, real: Batch, fake: Batch, weights: Sequence[tf.Variable], gradients: Sequence[tf.Tensor]
    ) -> tuple[list[tf.Tensor], tf.Tensor]:
        """Return (`gradients` by the discriminator's `weights` with those of the penalties added, the penalties).

        Penalties are lazy (Karras et al. 2020, section 2): every `penalty_interval` steps, times the interval. Their
        gradients are made and added within the condition, so that the steps between pay nothing for them.
        """
        interval = self._recipe.loss.penalty_interval

        def compute() -> tuple[list[tf.Tensor], tf.Tensor]:
            with tf.GradientTape() as tape:
                extra = interval * self._penalty(moment, real, fake)
            more = tape.gradient(extra, weights)  # None where the slope does not depend on a weight, such as the bias
            return [g if m is None else g + m for g, m in zip(gradients, more, strict=True)], extra

        if not self._recipe.loss.is_penalised:
            return list(gradients), tf.zeros(())
        if interval == 1:
            return compute()
        return tf.cond(moment.step % interval == 0, compute, lambda: (list(gradients), tf.zeros(())))

    def _ask(self, moment: Moment, batch: Batch, shown: tf.Tensor, use: int, *, everything: bool) -> Any:
        seed = self._seed(Stream.DROPOUT, 3 * moment.variant + use, moment)
        gate = self._gate if moment.variant == 0 and everything else None  # penalties are computed now and then
        return self._discriminator(shown, batch.classes, training=True, seed=seed, everything=everything, gate=gate)

    def _penalty(self, moment: Moment, real: Batch, fake: Batch) -> tf.Tensor:
        def discriminate(images: tf.Tensor) -> tf.Tensor:
            shown = self._shown(moment, 3 * moment.variant + 2, images)
            return self._ask(moment, real, shown, use=2, everything=False)

        seed = self._seed(Stream.PENALTY, moment.variant, moment)
        return penalty(self._recipe.loss, discriminate, real.images, tf.stop_gradient(fake.images), seed)

    def _shown(self, moment: Moment, variant: int, images: tf.Tensor) -> tf.Tensor:
        """What the discriminator sees of the pictures: augmented, with instance noise."""
        if self._recipe.augmentation.is_any:
            seed = self._seed(Stream.AUGMENTATION, variant, moment)
            images = augment(self._recipe.augmentation, images, moment.rates.augmentation, seed)
        if self._recipe.loss.instance_noise > 0:
            noise = tf.random.stateless_normal(tf.shape(images), self._seed(Stream.INSTANCE_NOISE, variant, moment))
            images += self._recipe.loss.instance_noise * noise
        return images

    def _seed(self, stream: Stream, variant: int, moment: Moment) -> tf.Tensor:
        return seed_of(self._recipe.training.seed, stream, variant, moment.step, moment.part)


def _reconstruction(decoded: tf.Tensor, shown: tf.Tensor) -> tf.Tensor:
    """Mean squared difference to the pictures shown, shrunk to the size that was decoded."""
    factor = shown.shape[1] // decoded.shape[1]
    target = tf.nn.avg_pool2d(shown, factor, factor, "VALID") if factor > 1 else shown
    return tf.reduce_mean(tf.math.squared_difference(decoded, tf.stop_gradient(target)))
