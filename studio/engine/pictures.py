"""Where the graph call finds its pictures: all of them in memory, or only those of the next steps, read ahead."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.randomness import order

MEMORY_BUDGET = 4 * 2**30  # bytes; larger sets are streamed from the memory-mapped array


class Pictures(Protocol):
    """What the graph call asks of its data."""

    count: int
    in_order: bool
    """Whether `window` already returns the pictures in the order of training."""

    def window(self, first_step: int, steps: int) -> tuple[tf.Tensor, int]:
        """Return (pictures uint8 (n, h, w, c), position of the first one when `in_order`) for those steps."""
        ...

    def close(self) -> None:
        """End what runs in the background."""
        ...


def pictures_for(recipe: Recipe, images: np.ndarray, budget: int = MEMORY_BUDGET) -> Pictures:
    """Choose by size; `images` uint8 (n, h, w, c) may be a memory-mapped array."""
    return PicturesInMemory(images) if images.nbytes <= budget else StreamedPictures(recipe, images)


class PicturesInMemory:
    """One tensor holds them all."""

    in_order = False

    def __init__(self, images: np.ndarray) -> None:
        self.count = len(images)
        self._all = tf.constant(images)

    def window(self, first_step: int, steps: int) -> tuple[tf.Tensor, int]:
        """Return all pictures."""
        return self._all, 0

    def close(self) -> None:
        """Nothing runs."""


class StreamedPictures:
    """A thread gathers the next call's pictures while the graph works on this call's: same order, bit for bit."""

    in_order = True

    def __init__(self, recipe: Recipe, images: np.ndarray) -> None:
        self.count = len(images)
        self._recipe = recipe
        self._images = images
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._next: tuple[int, int, Future[tf.Tensor]] | None = None

    def window(self, first_step: int, steps: int) -> tuple[tf.Tensor, int]:
        """Return this call's pictures, guessing that the next call makes as many steps."""
        if self._next is not None and self._next[0] == first_step and self._next[1] >= steps:
            gathered = self._next[2].result()
        else:
            gathered = self._gather(first_step, steps)
        following = first_step + steps
        self._next = (following, steps, self._thread.submit(self._gather, following, steps))
        return gathered, first_step * self._per_step

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    @property
    def _per_step(self) -> int:
        return self._recipe.training.batch_size * self._recipe.training.discriminator_steps

    def _gather(self, first_step: int, steps: int) -> tf.Tensor:
        first = first_step * self._per_step
        positions = tf.range(first, first + steps * self._per_step, dtype=tf.int64)
        rows = order(self._recipe.training.seed, positions, self.count).numpy()
        return tf.constant(self._images[rows])
