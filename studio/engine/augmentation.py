"""Differentiable augmentation (Zhao et al. 2020): the same kinds of change for real and generated pictures.

Each chosen change is applied to each picture with the probability `strength`, decided by a stateless seed.
"""

import tensorflow as tf

from studio.core.sections.training import AugmentationSettings

COLOURS = 3  # a fourth channel is alpha


def augment(settings: AugmentationSettings, images: tf.Tensor, strength: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Return changed pictures; `images` float32 (n, h, w, c) in -1..1, `strength` 0..1, `seed` int32 (2,)."""
    if settings.flip:
        images = _chosen(images, tf.reverse(images, [2]), 0.5 * strength, _next(seed, 0))
    if settings.translation:
        images = _chosen(images, _translated(images, _next(seed, 1)), strength, _next(seed, 2))
    if settings.colour:
        images = _chosen(images, _recoloured(images, _next(seed, 3)), strength, _next(seed, 4))
    if settings.cutout:
        images = _chosen(images, _cut(images, _next(seed, 5)), strength, _next(seed, 6))
    return images


def _next(seed: tf.Tensor, index: int) -> tf.Tensor:
    return seed + tf.constant([index << 26, 0], tf.int32)


def _chosen(images: tf.Tensor, changed: tf.Tensor, probability: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    draw = tf.random.stateless_uniform((tf.shape(images)[0], 1, 1, 1), seed)
    return tf.where(draw < probability, changed, images)


def _translated(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Shift by up to an eighth of the size, filling with zero (mid-grey)."""
    shape = tf.shape(images)
    count, height, width = shape[0], images.shape[1], images.shape[2]
    reach = (max(height // 8, 1), max(width // 8, 1))
    shifts = [
        tf.random.stateless_uniform((count, 1), _next(seed, i + 8), -r, r + 1, tf.int32) for i, r in enumerate(reach)
    ]
    padded = tf.pad(images, [[0, 0], [reach[0]] * 2, [reach[1]] * 2, [0, 0]])
    rows = tf.range(height)[None, :] + reach[0] + shifts[0]
    columns = tf.range(width)[None, :] + reach[1] + shifts[1]
    return tf.gather(tf.gather(padded, rows, axis=1, batch_dims=1), columns, axis=2, batch_dims=1)


def _recoloured(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Brightness +-0.5, saturation x 0..2, contrast x 0.5..1.5, as in the paper's appendix; not of a fourth, alpha."""
    draws = [tf.random.stateless_uniform((tf.shape(images)[0], 1, 1, 1), _next(seed, i + 10)) for i in range(3)]
    colours = images[..., :COLOURS] + draws[0] - 0.5
    grey = tf.reduce_mean(colours, axis=3, keepdims=True)
    colours = (colours - grey) * (2.0 * draws[1]) + grey
    level = tf.reduce_mean(colours, axis=(1, 2, 3), keepdims=True)
    colours = (colours - level) * (draws[2] + 0.5) + level
    return tf.concat([colours, images[..., COLOURS:]], axis=3)


def _cut(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Blank a rectangle of half the size around a random centre."""
    count, height, width = tf.shape(images)[0], images.shape[1], images.shape[2]
    keeps = []
    for index, size in enumerate((height, width)):
        centre = tf.random.stateless_uniform((count, 1), _next(seed, index + 14), 0, size, tf.int32)
        keeps.append(tf.abs(tf.range(size)[None, :] - centre) > size // 4)
    keep = tf.logical_or(keeps[0][:, :, None], keeps[1][:, None, :])
    return images * tf.cast(keep, images.dtype)[..., None]
