"""What a discriminator is shown and asked, told by one that is linear and known."""

from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.judging import Batch, Judge, Moment, Rates

PIXELS = 8 * 8
WEIGHT = 0.5
REAL = Batch(tf.random.stateless_uniform((4, 8, 8, 1), (1, 2), -1, 1), tf.zeros((4, 0)))
FAKE = Batch(tf.zeros((4, 8, 8, 1)), tf.zeros((4, 0)))


class Linear:
    """The logit is `weight` times the sum of the pixels; what was shown is kept; it redraws grey of half the size."""

    def __init__(self) -> None:
        self.weight = tf.Variable(WEIGHT)
        self.shown = tf.zeros(())

    def __call__(self, images: tf.Tensor, classes: tf.Tensor, *, everything: bool, **_: object):
        del classes
        self.shown = images
        logits = self.weight * tf.reduce_sum(images, axis=(1, 2, 3))[:, None]
        return {"logits": logits, "decoded": tf.zeros((4, 4, 4, 1))} if everything else logits


def begin(**changes) -> SimpleNamespace:
    recipe = Recipe().changed({"data.width": 8, "data.height": 8, "networks.architecture": "mlp", **changes})
    discriminator = Linear()
    return SimpleNamespace(discriminator=discriminator, judge=Judge(recipe, discriminator, lambda values: values))


def at(step: int) -> Moment:
    return Moment(tf.constant(step, tf.int64), 0, Rates(*[tf.constant(1.0)] * 3))


def penalised(asked: SimpleNamespace, step: int) -> tuple[float, float]:
    """(Gradient, penalty) where the loss's own gradient is 1."""
    weights, gradients = [asked.discriminator.weight], [tf.constant(1.0)]
    gradients, extra = asked.judge.penalised(at(step), REAL, FAKE, weights, gradients)
    return float(gradients[0]), float(extra)


def test_penalties_come_every_few_steps_times_as_much():
    asked = begin(**{"loss.r1_weight": 0.1, "loss.penalty_interval": 4})
    once = 0.5 * 0.1 * WEIGHT**2 * PIXELS
    due = pytest.approx((1.0 + 4 * 2 * once / WEIGHT, 4 * once))
    assert [penalised(asked, step) for step in range(6)] == [due, (1, 0), (1, 0), (1, 0), due, (1, 0)]


def test_penalties_see_augmented_pictures():
    """What is cut out has no slope."""
    _, plain = penalised(begin(**{"loss.r1_weight": 1.0}), 0)
    _, cut = penalised(begin(**{"loss.r1_weight": 1.0, "augmentation.cutout": True}), 0)
    assert 0.25 * plain < cut < plain


def test_instance_noise_is_added_to_every_look_anew():
    asked, seen = begin(**{"loss.instance_noise": 0.3}), []
    for step, batch, use in ((0, REAL, 0), (0, FAKE, 1), (1, REAL, 0)):
        asked.judge.opinion(at(step), batch, use)
        seen.append((asked.discriminator.shown - batch.images).numpy())
    assert np.std(seen) == pytest.approx(0.3, rel=0.1)
    assert not np.allclose(seen[0], seen[1])
    assert not np.allclose(seen[0], seen[2])


def test_pictures_that_are_redrawn_badly_count_by_their_weight():
    """Grey is redrawn, so the difference is the mean square of the pictures at half their size."""
    asked, without = (begin(**{"loss.reconstruction_weight": weight}) for weight in (2.0, 0.0))
    expected = float(tf.reduce_mean(tf.square(tf.nn.avg_pool2d(REAL.images, 2, 2, "VALID"))))
    opinions = asked.judge.both(at(0), REAL, FAKE)
    assert float(opinions[0].reconstruction) == pytest.approx(expected, rel=1e-5)
    difference = asked.judge.loss(opinions) - without.judge.loss(opinions)
    assert float(difference) == pytest.approx(2.0 * expected, rel=1e-4)
