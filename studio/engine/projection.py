"""Finding the latent whose picture is nearest to a given one, by gradient descent from several starts."""

from collections.abc import Iterator
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from studio.core.errors import StudioError
from studio.core.latents import grid_classes, latents
from studio.core.pixels import to_uint8

STARTS = 8  # the nearest of `CANDIDATES` random latents
CANDIDATES = 256
STEPS = 300
STEPS_A_CALL = 10
LEARNING_RATE = 0.05
PRIOR_WEIGHT = 0.005


@dataclass(frozen=True, slots=True)
class Search:
    """The best so far: `latent` (latent_size,), `classes` shares (classes,), and the `picture` uint8 they draw.

    `distance` is the root mean square difference of pixels to the picture wanted, 0..1.
    """

    step: int
    steps: int
    latent: np.ndarray
    classes: np.ndarray
    picture: np.ndarray
    distance: float


def find_latent(generator: keras.Model, wanted: np.ndarray) -> Iterator[Search]:
    """Yield the best latent so far for `wanted`, uint8 (height, width, channels), every few steps up to `STEPS`.

    The loss is the mean square error at full and at a quarter of the size, so that what lies beside its place still
    pulls, and a prior that keeps the latent's length near what random latents have (after Abdal et al. 2019).
    Raises `StudioError` when the picture has another shape.
    """
    if wanted.shape != tuple(generator.output_shape[1:]):
        raise StudioError("The picture has another size than the generator's.", f"It is {wanted.shape}.")
    target = tf.constant(wanted[None].astype(np.float32) / 127.5 - 1.0)
    latent, logits = (tf.Variable(start) for start in _starts(generator, target))
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(LEARNING_RATE, STEPS))
    optimizer.build([latent, logits])

    @tf.function(autograph=True)
    def descend() -> None:
        for _ in tf.range(STEPS_A_CALL):
            with tf.GradientTape() as tape:
                errors = _errors(_drawn(generator, latent, logits), target)
                length = tf.reduce_mean(tf.square(latent), axis=1)
                loss = tf.reduce_sum(errors + PRIOR_WEIGHT * tf.square(length - 1.0))
            optimizer.apply(tape.gradient(loss, [latent, logits], unconnected_gradients="zero"), [latent, logits])

    for step in range(0, STEPS + 1, STEPS_A_CALL):
        yield _best(generator, latent, logits, target, step)
        descend()


def _starts(generator: keras.Model, target: tf.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest random latents (STARTS, latent_size), and class logits that show one class each."""
    count = generator.inputs[1].shape[1] if len(generator.inputs) > 1 else 0
    batch, logits = latents(0, CANDIDATES, generator.inputs[0].shape[1]), 3.0 * grid_classes(CANDIDATES, count)
    errors = _errors(_drawn(generator, tf.constant(batch), tf.constant(logits)), target).numpy()
    nearest = np.argsort(errors)[:STARTS]
    return batch[nearest], logits[nearest].astype(np.float32)


def _drawn(generator: keras.Model, latent: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    latent, logits = tf.convert_to_tensor(latent), tf.convert_to_tensor(logits)
    inputs = [latent, tf.nn.softmax(logits)] if len(generator.inputs) > 1 else latent
    return generator(inputs, training=False)


def _errors(drawn: tf.Tensor, target: tf.Tensor) -> tf.Tensor:
    """Mean square errors (n,) at full and at a quarter of the size."""
    fine = tf.reduce_mean(tf.square(drawn - target), axis=(1, 2, 3))
    coarse = tf.nn.avg_pool2d(drawn - target, 4, 4, "SAME")
    return fine + tf.reduce_mean(tf.square(coarse), axis=(1, 2, 3))


def _best(generator: keras.Model, latent: tf.Variable, logits: tf.Variable, target: tf.Tensor, step: int) -> Search:
    drawn = _drawn(generator, latent, logits)
    squares = tf.reduce_mean(tf.square(drawn - target), axis=(1, 2, 3)).numpy()
    best = int(np.argmin(squares))
    return Search(
        step=step,
        steps=STEPS,
        latent=latent.numpy()[best],
        classes=tf.nn.softmax(logits).numpy()[best],
        picture=to_uint8(drawn.numpy()[best]),
        distance=float(np.sqrt(squares[best])) / 2.0,
    )
