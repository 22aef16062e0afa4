"""Scores the generator against real pictures, in pieces small enough that commands are answered between them."""

import math
import time
from collections.abc import Callable, Generator, Iterator

import numpy as np
import tensorflow as tf

from studio.core.events import Preparing
from studio.core.pixels import to_uint8
from studio.core.recipe import Recipe
from studio.core.scores import Score
from studio.data.image_set import ImageSet
from studio.engine.sliced_wasserstein import UNIT, PatchCutter, ReferenceLevel, level_sizes, own_random

MOST_AT_ONCE = 64  # pictures
MOST_SHARE = 0.01  # of the time spent training
HEAD_START_S = 1.0  # beyond that share, so that a short run is scored more than once

Generate = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]
"""(latents, classes) -> pictures float32 (n, h, w, c) in -1..1."""
_Take = Callable[[slice], np.ndarray]
_Pieces = Generator[None, None, list[np.ndarray]]


class Scorer:
    """Measures one run's generator; pictures, latents and places are the same for every score of a data set.

    Half of the real pictures it looks at are the reference; the others, measured against it, give the floor.
    """

    def __init__(self, recipe: Recipe, images: ImageSet, generate: Generate) -> None:
        self.count = min(recipe.scoring.pictures, len(images) // 2)
        self._portion = min(recipe.training.batch_size, MOST_AT_ONCE)
        self._images = images
        self._generate = generate
        self._classes = len(images.class_names) if recipe.networks.conditional else 0
        self._latent_size = recipe.networks.latent_size
        self._spent_s = 0.0
        self._last_s = 0.0
        self._reference: list[ReferenceLevel] = []
        self._floor = 0.0

    @property
    def is_able(self) -> bool:
        """Whether scores are asked for, and there are pictures enough."""
        return self.count > 0

    def affords(self, seconds: float) -> bool:
        """Whether one more score is within its share of the time, after `seconds` of training in this process."""
        return self._spent_s + self._last_s <= HEAD_START_S + MOST_SHARE * seconds

    def work(self) -> Iterator[Preparing | Score]:
        """Do one piece of the work each time, telling how far it is; the last thing told is the score."""
        pieces, total = self._all_pieces(), self._piece_count()
        self._last_s, done = 0.0, 0
        while True:
            begun = time.perf_counter()
            try:
                next(pieces)
            except StopIteration as ended:
                self._spent_s += self._last_s
                yield ended.value
                return
            self._last_s, done = self._last_s + time.perf_counter() - begun, done + 1
            yield Preparing("Scoring the pictures", done, total)

    def _all_pieces(self) -> Generator[None, None, Score]:
        if not self._reference:
            yield from self._prepare()
            self._last_s = 0.0  # that was once, and no part of what a score costs
        patches = yield from self._patches(self._draw)
        levels = yield from self._distances(patches)
        return Score(float(np.mean(levels)), self._floor, tuple(levels), self.count)

    def _prepare(self) -> Generator[None, None, None]:
        """Choose the real pictures, take in the reference and measure the floor, once."""
        chosen = own_random(1).permutation(len(self._images))[: 2 * self.count]
        rows, others = np.sort(chosen[: self.count]), np.sort(chosen[self.count :])
        self._latents = own_random(2).standard_normal((self.count, self._latent_size), np.float32)
        self._shown = np.zeros((self.count, self._classes), np.float32)
        if self._classes and self._images.labels is not None:
            self._shown[np.arange(self.count), self._images.labels[rows]] = 1.0
        self._cutter = PatchCutter(self._images.images.shape[1:], self.count)
        patches = yield from self._patches(lambda part: self._images.images[rows[part]])
        reference = []
        for level, some in enumerate(patches):
            reference.append(ReferenceLevel(some, level))
            yield
        self._reference = reference
        patches = yield from self._patches(lambda part: self._images.images[others[part]])
        levels = yield from self._distances(patches)
        self._floor = float(np.mean(levels))

    def _patches(self, take: _Take) -> _Pieces:
        """Return the patches of a set by level, its pictures taken some at a time."""
        parts = []
        for first in range(0, self.count, self._portion):
            pictures = take(slice(first, min(first + self._portion, self.count)))
            parts.append(self._cutter.cut(pictures, first))
            yield
        return [np.concatenate(level) for level in zip(*parts, strict=True)]

    def _distances(self, patches: list[np.ndarray]) -> Generator[None, None, list[float]]:
        """Return the distance of a set from the reference by level."""
        levels = []
        for reference, some in zip(self._reference, patches, strict=True):
            differences = []
            for difference in reference.differences(some):
                differences.append(difference)
                yield
            levels.append(UNIT * float(np.mean(differences)))
        return levels

    def _draw(self, part: slice) -> np.ndarray:
        """Generate pictures uint8 (n, h, w, c) of the classes that the reference has."""
        return to_uint8(self._generate(tf.constant(self._latents[part]), tf.constant(self._shown[part])).numpy())

    def _piece_count(self) -> int:
        cuts, levels = math.ceil(self.count / self._portion), len(level_sizes(*self._images.images.shape[1:3]))
        one_set = cuts + levels * ReferenceLevel.PIECES
        return one_set if self._reference else 2 * one_set + cuts + levels
