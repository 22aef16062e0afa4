"""What the discriminator sees and says at one step: augmented, noisy pictures in, logits and its loss out."""

from dataclasses import dataclass

import keras
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.augmentation import augment, augments
from studio.engine.losses import discriminator_loss
from studio.engine.penalties import has_penalties, penalty
from studio.engine.randomness import Stream, seed_of


@dataclass(frozen=True, slots=True)
class Rates:
    """What may change while a run goes on: float32 scalars, schedule included."""

    generator: tf.Tensor
    discriminator: tf.Tensor
    augmentation: tf.Tensor


@dataclass(frozen=True, slots=True)
class Moment:
    """One use of the networks: the step, which use within it, and the rates that hold."""

    step: tf.Tensor
    variant: int
    rates: Rates


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures float32 (n, h, w, c) in -1..1 and their classes, one-hot float32 (n, classes)."""

    images: tf.Tensor
    classes: tf.Tensor


class Judge:
    """The discriminator as training uses it."""

    def __init__(self, recipe: Recipe, discriminator: keras.Model) -> None:
        self._recipe = recipe
        self._discriminator = discriminator

    def both(self, moment: Moment, real: Batch, fake: Batch) -> tuple[tf.Tensor, tf.Tensor]:
        """Logits of real and of generated pictures, in two passes so that batch statistics do not mix."""
        return self.logits(moment, real, use=0), self.logits(moment, fake, use=1)

    def logits(self, moment: Moment, batch: Batch, use: int) -> tf.Tensor:
        """Logits float32 (n, 1); `use` tells two looks at the same moment apart."""
        variant = 3 * moment.variant + use
        images = self._shown(moment, variant, batch.images)
        seed = self._seed(Stream.DROPOUT, variant, moment)
        return self._discriminator(images, batch.classes, training=True, seed=seed)

    def loss(
        self, moment: Moment, logits: tuple[tf.Tensor, tf.Tensor], real: Batch, fake: Batch
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (the discriminator's loss with penalties, the penalties alone)."""
        settings = self._recipe.loss
        loss = discriminator_loss(settings.discriminator, *logits, settings.label_smoothing)
        if not has_penalties(settings):
            return loss, tf.zeros(())
        interval = settings.penalty_interval

        def compute() -> tf.Tensor:
            return interval * self._penalty(moment, real, fake)

        extra = compute() if interval == 1 else tf.cond(moment.step % interval == 0, compute, lambda: tf.zeros(()))
        return loss + extra, extra

    def _penalty(self, moment: Moment, real: Batch, fake: Batch) -> tf.Tensor:
        def discriminate(images: tf.Tensor) -> tf.Tensor:
            return self.logits(moment, Batch(images, real.classes), use=2)

        seed = self._seed(Stream.PENALTY, moment.variant, moment)
        return penalty(self._recipe.loss, discriminate, real.images, tf.stop_gradient(fake.images), seed)

    def _shown(self, moment: Moment, variant: int, images: tf.Tensor) -> tf.Tensor:
        """What the discriminator sees of the pictures: augmented, with instance noise."""
        if augments(self._recipe.augmentation):
            seed = self._seed(Stream.AUGMENTATION, variant, moment)
            images = augment(self._recipe.augmentation, images, moment.rates.augmentation, seed)
        if self._recipe.loss.instance_noise > 0:
            noise = tf.random.stateless_normal(tf.shape(images), self._seed(Stream.INSTANCE_NOISE, variant, moment))
            images += self._recipe.loss.instance_noise * noise
        return images

    def _seed(self, stream: Stream, variant: int, moment: Moment) -> tf.Tensor:
        return seed_of(self._recipe.training.seed, stream, variant, moment.step)
