"""The sliced Wasserstein distance between two sets of pictures (Karras et al. 2018, section 5), with NumPy alone.

Each level of a Laplacian pyramid is cut into small patches; two sets are compared level by level by projecting their
patches on random directions, where the distance is the mean absolute difference of the sorted projections. Two things
differ from the authors' program. Both sets are normalised by the statistics of the reference set, so that a cast or
a lack of contrast counts; and places and directions are the same each time, so that scores of one data set compare.
"""

from collections.abc import Iterator

import numpy as np

SMALLEST_LEVEL = 16  # pixels of the shorter side
PATCH = 7  # pixels
PATCHES_PER_PICTURE = 64
DIRECTIONS = 128
DIRECTIONS_AT_ONCE = 32
UNIT = 1000.0  # distances are told in thousandths, as the paper does

_KEY = 1710_10196  # any will do, as long as it stays
_DIRECTIONS_OF = 16  # the use of random numbers for level 0
_BINOMIAL = np.array([1, 4, 6, 4, 1], np.float32) / 16


def own_random(use: int) -> np.random.Generator:
    """Return random numbers that are always the same; several uses, numbered, share none."""
    return np.random.Generator(np.random.Philox(key=[_KEY, use]))


def level_sizes(height: int, width: int) -> list[tuple[int, int]]:
    """Return the (height, width) of the levels, finest first; pictures below 32 pixels have one."""
    sizes = [(height, width)]
    while min(height, width) >= 2 * SMALLEST_LEVEL:
        height, width = -(-height // 2), -(-width // 2)
        sizes.append((height, width))
    return sizes


def laplacian_pyramid(images: np.ndarray) -> list[np.ndarray]:
    """Split pictures float32 (n, height, width, channels) into levels, finest first; enlarged and added they are whole.

    Burt and Adelson 1983: each level is what the next coarser one lacks, the last one is the picture made small.
    """
    levels = []
    for _ in level_sizes(*images.shape[1:3])[1:]:
        smaller = _blurred(images)[:, ::2, ::2]
        levels.append(images - _enlarged(smaller, images.shape[1:3]))
        images = smaller
    return [*levels, images]


class PatchCutter:
    """Cuts patches out of `count` pictures of a shape (height, width, channels), at places of its own in each."""

    def __init__(self, shape: tuple[int, int, int], count: int) -> None:
        random = own_random(0)
        self._places = []
        for height, width in level_sizes(*shape[:2]):
            size = min(PATCH, height, width)
            tops = random.integers(0, height - size + 1, (count, PATCHES_PER_PICTURE))
            lefts = random.integers(0, width - size + 1, (count, PATCHES_PER_PICTURE))
            self._places.append((size, tops, lefts))

    def cut(self, images: np.ndarray, first: int) -> list[np.ndarray]:
        """Cut pictures uint8 (n, height, width, channels), numbers `first` and up of their set.

        Returns for each level float32 (n * PATCHES_PER_PICTURE, channels, values).
        """
        rows = np.arange(len(images))[:, None]
        patches = []
        for level, (size, tops, lefts) in zip(laplacian_pyramid(images.astype(np.float32)), self._places, strict=True):
            windows = np.lib.stride_tricks.sliding_window_view(level, (size, size), axis=(1, 2))
            part = slice(first, first + len(images))
            cut = windows[rows, tops[part], lefts[part]]  # (n, patches, channels, size, size)
            patches.append(cut.reshape(-1, level.shape[-1], size * size))
        return patches


class ReferenceLevel:
    """The patches of the reference set on one level, ready to be compared with those of other sets."""

    PIECES = DIRECTIONS // DIRECTIONS_AT_ONCE
    """How many numbers `differences` yields."""

    def __init__(self, patches: np.ndarray, level: int) -> None:
        """Take patches float32 (n, channels, values) of level number `level`."""
        self._mean = patches.mean(axis=(0, 2), keepdims=True)
        # A channel that hardly varies is measured in whole grey levels: nobody sees less.
        self._deviation = np.maximum(patches.std(axis=(0, 2), keepdims=True), 1.0)
        random = own_random(_DIRECTIONS_OF + level)
        directions = random.standard_normal((patches.shape[1] * patches.shape[2], DIRECTIONS), np.float32)
        self._directions = directions / np.linalg.norm(directions, axis=0)
        self._sorted = np.concatenate(list(self._projections(patches)), axis=1)

    def differences(self, patches: np.ndarray) -> Iterator[float]:
        """Yield the distances on some directions at a time; their mean, times `UNIT`, is the level's distance.

        Both sets have as many patches, float32 (n, channels, values).
        """
        for index, projections in enumerate(self._projections(patches)):
            part = slice(index * DIRECTIONS_AT_ONCE, (index + 1) * DIRECTIONS_AT_ONCE)
            yield float(np.abs(projections - self._sorted[:, part]).mean())

    def _projections(self, patches: np.ndarray) -> Iterator[np.ndarray]:
        """Yield the sorted projections, float32 (n, DIRECTIONS_AT_ONCE)."""
        rows = ((patches - self._mean) / self._deviation).reshape(len(patches), -1)
        for first in range(0, DIRECTIONS, DIRECTIONS_AT_ONCE):
            yield np.sort(rows @ self._directions[:, first : first + DIRECTIONS_AT_ONCE], axis=0)


def distances(reference: np.ndarray, others: np.ndarray) -> list[float]:
    """Return the distance of each level between two sets of as many pictures, uint8 (n, height, width, channels)."""
    cutter = PatchCutter(reference.shape[1:], len(reference))
    pairs = zip(cutter.cut(reference, 0), cutter.cut(others, 0), strict=True)
    return [
        UNIT * float(np.mean(list(ReferenceLevel(ours, level).differences(theirs))))
        for level, (ours, theirs) in enumerate(pairs)
    ]


def _blurred(images: np.ndarray) -> np.ndarray:
    """Filter with a binomial of five taps along both sides, the edges mirrored."""
    for axis in (1, 2):
        around = [(0, 0)] * 4
        around[axis] = (2, 2)
        padded = np.pad(images, around, mode="reflect")
        length = images.shape[axis]
        shifted = (np.take(padded, range(i, i + length), axis) for i in range(len(_BINOMIAL)))
        images = np.sum([weight * part for weight, part in zip(_BINOMIAL, shifted, strict=True)], axis=0)
    return images


def _enlarged(images: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Double both sides to (height, width) `size`: zeros between the pixels, filtered."""
    spread = np.zeros((len(images), *size, images.shape[-1]), np.float32)
    spread[:, ::2, ::2] = images
    return _blurred(spread) * 4
