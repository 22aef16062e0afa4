"""Adaptive augmentation: as strong as the discriminator's overfitting asks for (Karras et al. 2020b, section 3)."""

import tensorflow as tf

from studio.core.sections.training import AugmentationSettings

INTERVAL = 4  # steps between two adjustments, as in the paper


class AugmentationController:
    """Holds the strength. With `adaptive` it rises while the discriminator is too sure of real pictures, else it falls.

    The sign of the logits of real pictures, counted from the decision boundary and averaged over four steps, is
    compared with `target`; the strength moves from 0 to 1 within `adaptation` pictures.
    """

    def __init__(self, settings: AugmentationSettings, batch_size: int) -> None:
        self._settings = settings
        self._change = INTERVAL * batch_size / max(settings.adaptation, 1)
        self._strength = tf.Variable(0.0, trainable=False)
        self._sign = tf.Variable(0.0, trainable=False)

    @property
    def variables(self) -> list[tf.Variable]:
        """What a checkpoint must hold; nothing when the strength is fixed."""
        return [self._strength, self._sign] if self._settings.adaptive else []

    def strength(self, fixed: tf.Tensor) -> tf.Tensor:
        """Return the strength that holds now, float32 in 0..1; `fixed` is the setting."""
        return self._strength.read_value() if self._settings.adaptive else fixed

    def observe(self, step: tf.Tensor, sign: tf.Tensor) -> None:
        """Take in the mean sign of (logit - decision boundary) of one step's real pictures, float32 scalar in -1..1."""
        if not self._settings.adaptive:
            return
        total = self._sign + sign / INTERVAL
        due = (step + 1) % INTERVAL == 0
        moved = tf.clip_by_value(self._strength + self._change * tf.sign(total - self._settings.target), 0.0, 1.0)
        self._strength.assign(tf.where(due, moved, self._strength))
        self._sign.assign(tf.where(due, 0.0, total))
