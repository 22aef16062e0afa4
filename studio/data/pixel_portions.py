"""Pictures that come as an array, not as files, read a portion at a time and named by class and number."""

from collections.abc import Iterator, Sequence

import numpy as np

from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.reading import WHAT, ReadPictures, read_array

PORTION_BYTES = 4 * 2**20


def read_in_portions(
    images: np.ndarray, classes: Sequence[str], settings: DataSettings, progress: Progress
) -> Iterator[ReadPictures]:
    """Yield uint8 (n, h, w, c), perhaps a memory map; `classes` names each picture's, or is empty."""
    rows = rows_per_portion(images.shape[1:])
    for start in range(0, len(images), rows):
        check(progress)
        progress.report(start, len(images), WHAT)
        portion = np.asarray(images[start : start + rows])
        yield read_array(portion, numbered(start, len(portion), classes), settings)
    progress.report(len(images), len(images), WHAT)


def rows_per_portion(shape: Sequence[int]) -> int:
    """Return how many pictures of this shape are worth reading at once."""
    return max(1, PORTION_BYTES // max(1, int(np.prod(shape))))


def numbered(first: int, count: int, classes: Sequence[str] = ()) -> list[str]:
    """Name pictures by their number in the source, and by their class before it where there are classes."""
    numbers = range(first, first + count)
    return [f"{classes[n]}/{n:06d}" for n in numbers] if classes else [f"{n:06d}" for n in numbers]
