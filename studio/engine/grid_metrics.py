"""What a fixed-latent grid tells about the generator, against as many real pictures."""

import math
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from studio.core.health.variety import MOST_PICTURES, Variety
from studio.core.history import DIVERSITY, LATENT_SENSITIVITY, NEAREST_DISTANCE, REAL_SATURATION, SATURATION
from studio.core.pixels import to_uint8
from studio.data.image_set import ImageSet

ANGLE = (
    0.1  # radians by which a latent is turned; two unrelated ones are at right angles, sqrt(2) of their length apart
)

Generate = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]
"""(latents, classes) -> pictures float32 (n, h, w, c) in -1..1."""


class GridMetrics:
    """Compares the averaged generator's pictures of some fixed latents with real ones, spread over the data set."""

    def __init__(self, generate: Generate, images: ImageSet, latents: np.ndarray, classes: np.ndarray) -> None:
        count = min(len(latents), len(images), MOST_PICTURES)
        self._count = count if count > 1 else 0
        if not self._count:
            return
        rows = np.linspace(0, len(images) - 1, count).astype(int)
        self._real = Variety.of(np.asarray(images.images[rows]))
        turned = math.cos(ANGLE) * latents[:count] + math.sin(ANGLE) * np.roll(latents[:count], 1, axis=0)
        self._turned, self._classes = tf.constant(turned, tf.float32), tf.constant(classes[:count])
        self._generate = generate

    def of(self, generated: np.ndarray) -> dict[str, float]:
        """Return the metrics of the grid's pictures, float32 (n, h, w, c) in -1..1; none where two cannot be compared.

        Names and meanings are those of `studio.core.history`.
        """
        if not self._count or not self._real.distance:
            return {}
        pictures = generated[: self._count].astype(np.float32)
        found, real = Variety.of(to_uint8(pictures)), self._real
        turned = self._generate(self._turned, self._classes).numpy().astype(np.float32)
        moved = 127.5 * np.sqrt(np.square(turned - pictures).mean(axis=(1, 2, 3))).mean()
        return {
            DIVERSITY: found.distance / real.distance,
            NEAREST_DISTANCE: found.nearest / real.nearest if real.nearest else 1.0,
            SATURATION: found.saturation,
            REAL_SATURATION: real.saturation,
            LATENT_SENSITIVITY: float(moved) / real.distance * math.sqrt(2.0) / ANGLE,
        }
