"""Where the graph call finds its pictures: all of them in memory, or only those of the next steps, read ahead."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.data.image_set import ImageSet
from studio.engine.randomness import order

MEMORY_BUDGET = 4 * 2**30  # bytes; larger sets are streamed from the memory-mapped array


@dataclass(frozen=True, slots=True)
class Window:
    """Pictures uint8 (n, h, w, c) with labels int32 (n,); `first` is the position of row 0 when they are in order."""

    images: tf.Tensor
    labels: tf.Tensor
    first: int


class Pictures(Protocol):
    """What the graph call asks of its data; `in_order` tells that windows are already in the order of training."""

    count: int
    in_order: bool

    def window(self, first_step: int, steps: int) -> Window:
        """Return the pictures of those steps, or all of them."""
        ...

    def close(self) -> None:
        """End what runs in the background."""
        ...


def pictures_for(recipe: Recipe, images: ImageSet, budget: int = MEMORY_BUDGET) -> Pictures:
    """Choose by size: in memory up to `budget` bytes, streamed above."""
    return PicturesInMemory(images) if images.images.nbytes <= budget else StreamedPictures(recipe, images)


class PicturesInMemory:
    """One tensor holds them all."""

    in_order = False

    def __init__(self, images: ImageSet) -> None:
        self.count = len(images.images)
        self._all = Window(tf.constant(images.images), tf.constant(_labels(images)), 0)

    def window(self, first_step: int, steps: int) -> Window:
        """Return all pictures."""
        del first_step, steps
        return self._all

    def close(self) -> None:
        """Nothing runs."""


class StreamedPictures:
    """A thread gathers the next call's pictures while the graph works on this call's: same order, bit for bit."""

    in_order = True

    def __init__(self, recipe: Recipe, images: ImageSet) -> None:
        self.count = len(images.images)
        self._recipe = recipe
        self._images = images.images
        self._labels = _labels(images)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._next: tuple[int, int, Future[Window]] | None = None

    def window(self, first_step: int, steps: int) -> Window:
        """Return this call's pictures, guessing that the next call makes as many steps."""
        if self._next is not None and self._next[0] == first_step and self._next[1] >= steps:
            gathered = self._next[2].result()
        else:
            gathered = self._gather(first_step, steps)
        following = first_step + steps
        self._next = (following, steps, self._thread.submit(self._gather, following, steps))
        return gathered

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _gather(self, first_step: int, steps: int) -> Window:
        per_step = self._recipe.training.batch_size * self._recipe.training.discriminator_steps
        first = first_step * per_step
        positions = tf.range(first, first + steps * per_step, dtype=tf.int64)
        rows = order(self._recipe.training.seed, positions, self.count).numpy()
        return Window(tf.constant(self._images[rows]), tf.constant(self._labels[rows]), first)


def _labels(images: ImageSet) -> np.ndarray:
    return np.zeros(len(images.images), np.int32) if images.labels is None else images.labels.astype(np.int32)
