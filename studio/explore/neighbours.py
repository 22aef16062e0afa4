"""The training pictures nearest to a generated one, and how often a generator copies."""

from dataclasses import dataclass

import numpy as np

from studio.core.errors import StudioError
from studio.core.progress import Progress, check

SIDE = 16  # pictures are compared at about this many pixels a side
PORTION = 256
MOST_TYPICAL = 2_000  # training pictures that are asked for their own nearest neighbour
COPY_SHARE = 0.5  # of the typical distance: nearer than that counts as copied


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training picture by its number, and its distance: the root mean square difference of pixels, 0..1."""

    number: int
    distance: float


@dataclass(frozen=True, slots=True)
class Copying:
    """How near generated pictures are to training pictures.

    `typical` is the median distance from one training picture to the nearest other one; `median` the same from
    generated ones; `copied` the share (0..1) of generated ones nearer than half of `typical`.
    """

    pictures: int
    typical: float
    median: float
    copied: float


class Neighbours:
    """Training pictures prepared for comparison: reduced by averaging, so that a shifted line still counts as near."""

    def __init__(self, images: np.ndarray, progress: Progress) -> None:
        """Prepare uint8 (n, height, width, channels); raises `StudioError` for none, `CancelledError`."""
        if not len(images):
            raise StudioError("There are no training pictures to compare with.")
        portions = []
        for start in range(0, len(images), PORTION):
            check(progress)
            progress.report(start, len(images), "Preparing the training pictures")
            portions.append(reduced(images[start : start + PORTION]))
        self._rows = np.concatenate(portions)
        self._squares = np.einsum("ij,ij->i", self._rows, self._rows)

    def nearest(self, picture: np.ndarray, count: int) -> list[Neighbour]:
        """Return the nearest training pictures to one uint8 (height, width, channels), the nearest first."""
        distances = self._distances(reduced(picture[None]))[0]
        numbers = np.argsort(distances, kind="stable")[:count]
        return [Neighbour(int(number), float(distances[number])) for number in numbers]

    def copying(self, pictures: np.ndarray, progress: Progress) -> Copying:
        """Compare many generated pictures uint8 (n, height, width, channels) with all training pictures."""
        chosen = np.linspace(0, len(self._rows) - 1, min(MOST_TYPICAL, len(self._rows))).astype(int)
        typical = float(np.median(self._least(self._rows[chosen], progress, own=chosen))) if len(chosen) > 1 else 0.0
        least = self._least(reduced(pictures), progress)
        copied = float(np.mean(least < COPY_SHARE * typical))
        return Copying(len(pictures), typical, float(np.median(least)), copied)

    def _least(self, rows: np.ndarray, progress: Progress, own: np.ndarray | None = None) -> np.ndarray:
        """The distance of each row to its nearest training picture, itself (`own`) left out."""
        least = np.empty(len(rows))
        for start in range(0, len(rows), PORTION):
            check(progress)
            progress.report(start, len(rows), "Comparing with the training pictures")
            distances = self._distances(rows[start : start + PORTION])
            if own is not None:
                distances[np.arange(len(distances)), own[start : start + PORTION]] = np.inf
            least[start : start + PORTION] = distances.min(axis=1)
        return least

    def _distances(self, rows: np.ndarray) -> np.ndarray:
        """Root mean square differences, (rows, training pictures): |a - b|^2 = |a|^2 + |b|^2 - 2 a b."""
        squares = np.einsum("ij,ij->i", rows, rows)[:, None] + self._squares - 2.0 * rows @ self._rows.T
        return np.sqrt(np.maximum(squares, 0.0) / rows.shape[1])


def reduced(images: np.ndarray) -> np.ndarray:
    """Average blocks of pixels until a side has about `SIDE`: uint8 (n, h, w, c) to float32 0..1 (n, features)."""
    count, height, width, channels = images.shape
    down, across = max(1, height // SIDE), max(1, width // SIDE)
    rows, columns = height // down, width // across
    blocks = images[:, : rows * down, : columns * across].reshape(count, rows, down, columns, across, channels)
    return (blocks.mean(axis=(2, 4), dtype=np.float32) / 255.0).reshape(count, -1)
