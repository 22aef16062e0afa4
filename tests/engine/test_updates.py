"""Optimizers, averaging, schedules, order and augmentation against closed forms."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf

from studio.core.sections.optimizer import OptimizerKind, OptimizerSettings, Schedule
from studio.core.sections.training import AugmentationSettings, AveragingSettings
from studio.engine.adaptive import AugmentationController
from studio.engine.augmentation import augment
from studio.engine.averaging import average
from studio.engine.optimizers import Optimizer
from studio.engine.randomness import Stream, order, seed_of
from studio.engine.schedule import rate_share


@pytest.mark.parametrize(
    ("settings", "theirs"),
    [
        (OptimizerSettings(beta1=0.5, beta2=0.99), keras.optimizers.Adam(0.1, beta_1=0.5, beta_2=0.99, epsilon=1e-7)),
        (
            OptimizerSettings(kind=OptimizerKind.RMSPROP, beta2=0.9, epsilon=1e-7),
            keras.optimizers.RMSprop(0.1, rho=0.9, epsilon=1e-7),
        ),
        (OptimizerSettings(kind=OptimizerKind.SGD, beta1=0.0), keras.optimizers.SGD(0.1)),
        (OptimizerSettings(kind=OptimizerKind.SGD, beta1=0.9), keras.optimizers.SGD(0.1, momentum=0.9)),
    ],
)
def test_optimizers_agree_with_keras(settings, theirs):
    ours_weight, their_weight = tf.Variable([1.0, -2.0]), keras.Variable([1.0, -2.0])
    ours = Optimizer(settings, [ours_weight])
    for step in range(5):
        gradient = tf.constant([0.3 * step + 0.1, -0.5])
        ours.apply([gradient], tf.constant(0.1), tf.constant(step, tf.int64))
        theirs.apply([gradient], [their_weight])
    np.testing.assert_allclose(ours_weight, their_weight, rtol=2e-5)


def test_averaging_follows_the_closed_form():
    source = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")])
    mean = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
    settings = AveragingSettings(half_life=30, ramp_up=0.0)
    for step in range(6):  # 60 pictures in batches of 10: two half-lives
        average(settings, source, mean, 10, tf.constant(step, tf.int64))
    assert mean.weights[0].numpy().item() == pytest.approx(1 - 0.25, rel=1e-5)


def test_a_long_half_life_moves_by_its_exact_share():
    source = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")])
    mean = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
    average(AveragingSettings(half_life=10**7, ramp_up=0.0), source, mean, 1, tf.constant(0, tf.int64))
    assert mean.weights[0].numpy().item() == pytest.approx(-math.expm1(-math.log(2.0) / 10**7), rel=1e-5)


def test_averaging_copies_batch_statistics():
    source, mean = (keras.Sequential([keras.Input((2,)), keras.layers.BatchNormalization()]) for _ in range(2))
    source(np.random.default_rng(1).normal(5, 1, (64, 2)), training=True)
    average(AveragingSettings(half_life=10**6), source, mean, 10, tf.constant(0, tf.int64))
    np.testing.assert_array_equal(source.layers[0].moving_mean, mean.layers[0].moving_mean)


@pytest.mark.parametrize(
    ("schedule", "step", "expected"),
    [
        (Schedule.CONSTANT, 50, 1.0),
        (Schedule.LINEAR, 25, 0.75),
        (Schedule.COSINE, 50, 0.5),
        (Schedule.COSINE, 100, 0.0),
    ],
)
def test_schedules(schedule, step, expected):
    share = rate_share(OptimizerSettings(schedule=schedule), tf.constant(step, tf.int64), tf.constant(100, tf.int64))
    assert float(share) == pytest.approx(expected, abs=1e-6)


def test_warm_up_rises_to_one():
    settings = OptimizerSettings(warmup_steps=10)
    shares = [float(rate_share(settings, tf.constant(s, tf.int64), tf.constant(100, tf.int64))) for s in (0, 4, 9, 50)]
    assert shares == pytest.approx([0.1, 0.5, 1.0, 1.0])


def test_order_is_a_permutation_of_every_epoch():
    rows = order(3, tf.range(30, dtype=tf.int64), 10).numpy().reshape(3, 10)
    assert all(sorted(epoch) == list(range(10)) for epoch in rows.tolist())
    assert not np.array_equal(rows[0], rows[1])


def test_order_does_not_depend_on_where_it_is_cut():
    whole = order(3, tf.range(30, dtype=tf.int64), 7).numpy()
    parts = [order(3, tf.range(a, b, dtype=tf.int64), 7).numpy() for a, b in ((0, 4), (4, 19), (19, 30))]
    np.testing.assert_array_equal(whole, np.concatenate(parts))


def test_seeds_differ_between_streams_variants_and_steps():
    seeds = {
        tuple(seed_of(run, stream, variant, tf.constant(step)).numpy().tolist())
        for run in (0, 1)
        for stream in Stream
        for variant in range(40)
        for step in (0, 1)
    }
    assert len(seeds) == 2 * len(Stream) * 40 * 2


@pytest.mark.parametrize("kind", ["flip", "translation", "colour", "cutout"])
def test_augmentation_changes_pictures_and_keeps_their_gradient(kind):
    images = tf.random.stateless_uniform((16, 8, 8, 3), (1, 2), -1, 1)
    settings = AugmentationSettings(**{kind: True})
    with tf.GradientTape() as tape:
        tape.watch(images)
        changed = augment(settings, images, tf.constant(1.0), tf.constant([3, 4]))
    assert changed.shape == images.shape
    assert not np.array_equal(changed, images)
    assert np.isfinite(tape.gradient(changed, images).numpy()).all()
    np.testing.assert_array_equal(augment(settings, images, tf.constant(0.0), tf.constant([3, 4])), images)


def test_changed_colours_leave_transparency_alone():
    images = tf.random.stateless_uniform((16, 8, 8, 4), (1, 2), -1, 1)
    settings, seed = AugmentationSettings(colour=True), tf.constant([3, 4])
    changed = augment(settings, images, tf.constant(1.0), seed)
    np.testing.assert_array_equal(changed[..., 3], images[..., 3])
    np.testing.assert_array_equal(changed[..., :3], augment(settings, images[..., :3], tf.constant(1.0), seed))


def test_mirrored_pictures_are_mirrors():
    images = tf.random.stateless_uniform((64, 4, 4, 1), (1, 2))
    changed = augment(AugmentationSettings(flip=True), images, tf.constant(1.0), tf.constant([3, 4])).numpy()
    mirrored = [np.array_equal(c, i[:, ::-1]) for c, i in zip(changed, images.numpy(), strict=True)]
    same = [np.array_equal(c, i) for c, i in zip(changed, images.numpy(), strict=True)]
    assert all(m or s for m, s in zip(mirrored, same, strict=True))
    assert 16 < sum(mirrored) < 48


def test_adaptive_strength_follows_the_sign_of_the_logits():
    settings = AugmentationSettings(adaptive=True, target=0.6, adaptation=400)
    controller = AugmentationController(settings, batch_size=10)
    seen = []
    for step in range(24):
        controller.observe(tf.constant(step, tf.int64), tf.constant(1.0 if step < 12 else -1.0))
        seen.append(round(float(controller.strength(tf.constant(0.5))), 3))
    assert seen[3::4] == [0.1, 0.2, 0.3, 0.2, 0.1, 0.0]


def test_fixed_strength_is_the_setting():
    controller = AugmentationController(AugmentationSettings(), batch_size=10)
    controller.observe(tf.constant(3, tf.int64), tf.constant(1.0))
    assert float(controller.strength(tf.constant(0.5))) == 0.5
    assert controller.variables == []
