"""One pass backward through the discriminator for both networks, where they learn from the same generated pictures.

Both losses are means of functions of each picture's logit, and most discriminators judge every picture on its own. So
the gradients of both losses by a generated picture are one vector, d logit / d picture, times the slope of the one or
the other loss at this logit: what comes back for the discriminator's sake, times the ratio of the slopes, is what the
generator needs.
"""

from collections.abc import Callable, Sequence

import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.loss import GeneratorLoss
from studio.core.sections.networks import Architecture, Normalisation

LEAST_SLOPE = 1e-20
"""The discriminator's slope counts as so much at least: no change to its own gradient, and no division by zero."""

_COMPARES_OR_REDRAWS = (Architecture.STYLEGAN2, Architecture.FASTGAN)


def can_share(recipe: Recipe) -> bool:
    """Whether both losses depend on each generated picture by its own logit only."""
    networks, loss = recipe.networks, recipe.loss
    alone = networks.discriminator_normalisation != Normalisation.BATCH
    by_logit = loss.generator != GeneratorLoss.RELATIVISTIC and loss.mse_weight == 0 and not networks.codes.size
    return alone and by_logit and networks.architecture not in _COMPARES_OR_REDRAWS


class Relay:
    """Stands between generator and discriminator, and turns the one's gradient into the other's."""

    def __init__(self) -> None:
        self._ratios = tf.zeros(())

    def __call__(self, images: tf.Tensor) -> tf.Tensor:
        """Return the same pictures float32 (n, h, w, c)."""

        @tf.custom_gradient
        def passed(images: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
            return tf.identity(images), lambda gradient: gradient * self._ratios

        return passed(images)

    def turn(self, discriminator: Sequence[tf.Tensor], generator: tf.Tensor) -> list[tf.Tensor]:
        """Take the slopes of the discriminator's loss by real and by generated logits, and of the generator's by the
        latter, float32 (n, 1); return the first two as they are to go backward.
        """
        of_real, of_fake = discriminator
        of_fake = tf.where(tf.abs(of_fake) < LEAST_SLOPE, LEAST_SLOPE, of_fake)
        self._ratios = (generator / of_fake)[:, :, None, None]
        return [of_real, of_fake]
